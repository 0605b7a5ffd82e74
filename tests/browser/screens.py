"""Every screen of the console in each of its states, with the words that must be on it: an empty page can't pass.

A new screen enters here, in `screens_people.py` or in `screens_content.py`. `{name}` in a path is a question's id, found by its state when the demo starts.
"""

import time

from browser.acts import Screen, fill, press


def stale(page, world):
    """An answer to a thread that has moved on meanwhile."""
    page.fill("#text", "写了一半的答复")
    page.evaluate("document.querySelector('input[name=seen]').value = '0.0'")
    press("#answer button.primary")(page, world)


def end_first(page, world):
    """The first question of the list is ticked, and is to be ended."""
    page.locator(".pick input").first.check()
    press("#bulk button[value=end]")(page, world)


def new_canned(page, world):
    """Writes a canned response; its code."""
    root = page.url.split("/admin/")[0]
    code = f"c{time.time_ns() % 10**9}"
    page.goto(f"{root}/admin/settings/canned/new")
    fill({"#code": code, "#title": "老年卡", "#zh": "{称呼}您好，请到便民服务中心。", "#en": "Dear {称呼}, come to the centre."},
         "form.canned-form button.primary")(page, world)
    return code


def canned(path):
    """A page of a canned response that has just been written; `{code}` in the path is its code."""
    def act(page, world):
        root = page.url.split("/admin/")[0]
        page.goto(root + path.format(code=new_canned(page, world)))
    return act


def picker(page, world):
    """The list of canned responses is open below the answer."""
    thread = page.url
    new_canned(page, world)
    page.goto(thread)
    page.fill("#text", "")
    page.focus("#text")
    page.keyboard.insert_text("/lnk")
    page.wait_for_selector("#canned-list [role=option]")


def no_picture(page, world):
    """A file that is no picture."""
    page.set_input_files("#picture", {"name": "a.png", "mimeType": "image/png", "buffer": b"GIF89a"})
    press("#answer button.primary")(page, world)


FRAME = [
    Screen("sign-in", "/admin/sign-in", "登录名", "Sign-in name", login=None),
    Screen("sign-in-wrong", "/admin/sign-in", "登录名或密码不对", "don't belong together", login=None,
           act=fill({"#login": "nobody", "#password": "not-a-password"}, "main button")),
    Screen("not-found", "/admin/nope", "找不到这个页面", "This page does not exist"),
    Screen("help", "/admin/help", "送达状态", "What became of an answer"),
    Screen("keys", "/admin/keys", "键盘快捷键", "Keyboard shortcuts"),
    Screen("more", "/admin/more", "登录名 chen", "Signed in as chen"),
]

INBOX = [
    Screen("inbox", "/admin/inbox?state=waiting", "等 ", "waits "),
    Screen("inbox-taken", "/admin/inbox?state=taken", "处理中", "In hand"),
    Screen("inbox-answered", "/admin/inbox?state=answered", "已答复", "Answered"),
    Screen("inbox-ended", "/admin/inbox?state=ended", "已结束", "Ended"),
    Screen("inbox-empty", "/admin/inbox?state=waiting", "没有待接入的问题", "No question is waiting", demo="empty"),
    Screen("inbox-taken-empty", "/admin/inbox?state=taken", "没有处理中的问题", "No question is in hand", demo="empty"),
    Screen("inbox-filtered-empty", "/admin/inbox?state=waiting&from=2020-01-01&to=2020-01-02", "没有符合条件的问题", "No question fits"),
    Screen("inbox-open", "/admin/inbox?state=open", "全部未结", "All open"),
    Screen("inbox-due", "/admin/inbox?state=due", "超时 ", " overdue", demo="overdue"),
    Screen("inbox-due-empty", "/admin/inbox?state=due", "没有快超时的问题", "Nothing is due soon", demo="empty"),
    Screen("inbox-overdue", "/admin/inbox?state=waiting", "超时 ", " overdue", demo="overdue"),
]

BULK = [
    Screen("bulk-none", "/admin/inbox?state=answered", "请先勾选问题", "choose questions first",
           act=press("#bulk button[value=end]")),
    Screen("bulk-end", "/admin/inbox?state=answered", "返回，不结束", "Go back without ending", act=end_first),
    Screen("search", "/admin/search?words=%E5%8A%9E", "找到 ", "Questions found"),
    Screen("search-empty", "/admin/search", "最近 12 个月", "the last twelve months", demo="empty"),
    Screen("search-nothing", "/admin/search?words=nobody-said-this", "没有找到", "Nothing was found"),
    Screen("search-wrong", "/admin/search?words=topic:x", "栏目请写成", "write a topic as"),
]

THREAD = [
    Screen("thread", "/admin/questions/{waiting}", "发送给居民", "Send to the resident"),
    Screen("thread-taken", "/admin/questions/{taken}", "处理", "With "),
    Screen("thread-unknown", "/admin/questions/{unknown}", "结果不明", "Outcome unknown"),
    Screen("thread-due", "/admin/questions/{due}", "等待下次联系时送出", "Goes out at the next contact"),
    Screen("thread-ended", "/admin/questions/{ended}", "已电话核实", "已电话核实"),
    Screen("thread-overdue", "/admin/questions/{waiting}", "超时 ", " overdue", demo="overdue"),
    Screen("thread-blank", "/admin/questions/{waiting}", "请写下答复内容", "write the answer first",
           act=press("#answer button.primary")),
    Screen("thread-stale", "/admin/questions/{waiting}", "您写的时候有了新内容", "Something came in while you were writing",
           act=stale),
    Screen("thread-wrong-id", "/admin/questions/NOPE", "找不到这个页面", "This page does not exist"),
]


def looked(page, world):
    """The platform's menu is asked for, and its answer is there."""
    press("form[action='/admin/menu/look'] button")(page, world)
    page.wait_for_selector("#menu-live .menu-seen")


MENU = [
    Screen("menu", "/admin/menu", "今日服务", "今日服务"),
    Screen("menu-empty", "/admin/menu", "还没有草稿", "There is no draft yet", demo="empty"),
    Screen("menu-too-long", "/admin/menu", "18 字节，最多 16 字节", "18 bytes of at most 16",
           act=fill({"#name-1": "六个汉字太长"}, "#menu button.primary")),
    Screen("menu-seen", "/admin/menu", "草稿与平台上的一致", "The draft is what the platform shows", act=looked),
    Screen("menu-check", "/admin/menu/check", "发布给全部居民", "Publish to all residents"),
    Screen("menu-check-empty", "/admin/menu/check", "菜单还没有按钮", "The menu has no button yet", demo="empty"),
    Screen("menu-delete", "/admin/menu/delete", "个性化菜单也一并删除", "menus for some of them included"),
]

THREAD_TOOLS = [
    Screen("thread-draft", "/admin/questions/{waiting}", "草稿已保存", "The draft is saved",
           act=fill({"#text": "正在查"}, "#answer button[formaction$='/draft']")),
    Screen("thread-given-to-nobody", "/admin/questions/{waiting}", "请选择一位能答复的同事", "choose a colleague",
           act=press("form[action$='/assign'] button")),
    Screen("thread-no-picture", "/admin/questions/{waiting}", "请选择 jpg 或 png 图片", "choose a JPEG or PNG", act=no_picture),
    Screen("thread-picker", "/admin/questions/{waiting}", "/c", "/c", act=picker),
]

CANNED = [
    Screen("canned", "/admin/settings/canned", "快捷回复已保存", "is saved", act=new_canned),
    Screen("canned-change", "/admin/settings/canned", "修改快捷回复", "Change canned response",
           act=canned("/admin/settings/canned/{code}")),
    Screen("canned-empty", "/admin/settings/canned", "还没有快捷回复", "No canned response yet", demo="empty"),
    Screen("canned-new", "/admin/settings/canned/new", "拼音首字母", "Initials"),
    Screen("canned-remove", "/admin/settings/canned", "确认删除", "Remove it",
           act=canned("/admin/settings/canned/{code}/remove")),
    Screen("canned-wrong", "/admin/settings/canned/new", "代码用 1 至 20", "use 1 to 20 of",
           act=press("form.canned-form button.primary")),
]

WATCH = [
    Screen("audit", "/admin/audit", "查看会话", "read a thread"),
    Screen("audit-none", "/admin/audit?who=nobody", "没有符合条件的记录", "No entry fits"),
    Screen("stuck", "/admin/stuck", "没有确认送达的答复", "Answers not known to have arrived"),
    Screen("stuck-empty", "/admin/stuck", "没有异常", "Nothing is stuck", demo="empty"),
    Screen("hand-over", "/admin/hand-over", "写给下一班", "For the next shift"),
    Screen("hand-over-empty", "/admin/hand-over", "这一天没有备注", "No notes on this day", demo="empty"),
    Screen("hand-over-overdue", "/admin/hand-over", "已超时", "Overdue", demo="overdue"),
    Screen("settings", "/admin/settings", "快捷回复", "Canned responses"),
]

SCREENS = [*FRAME, *INBOX, *BULK, *THREAD, *MENU, *THREAD_TOOLS, *CANNED, *WATCH]
