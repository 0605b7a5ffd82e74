"""The screens of the content: what residents read, edited, reviewed and published."""

from browser.acts import Screen, fill, press

AT = "/admin/content"
SAVE = "main form button.primary"


def edited(page, world):
    """A draft with one change, saved."""
    page.goto(f"{world.demo.url}{AT}/topics/3")
    page.fill("[name='body.zh']", page.input_value("[name='body.zh']") + "\n新的一行")
    press(SAVE)(page, world)


def conflicting(page, world):
    """The same topic saved twice from one page."""
    page.fill("[name='body.zh']", "另一个人写的")
    page.evaluate("document.querySelector('input[name=seen]').value = 'old'")
    press(SAVE)(page, world)


def reviewed(page, world):
    """The differences of a draft."""
    edited(page, world)
    page.goto(f"{world.demo.url}{AT}/review")


def then(value):
    """Presses the button that asks for more than saving."""
    return press(f"button[name=then][value={value}]")


CONTENT = [
    Screen("content", AT, "其他内容", "Other parts"),
    Screen("content-draft", AT, "居民还看不到", "residents don't see them yet",
           act=lambda page, world: (edited(page, world), page.goto(world.demo.url + AT))),
    Screen("content-stale", AT, "已过期，居民会看到提醒", "out of date, and residents read so", demo="stale"),
    Screen("topic", f"{AT}/topics/3", "正文（中文）", "Text (Chinese)"),
    Screen("topic-new", f"{AT}/topics/new", "新建栏目", "New topic"),
    Screen("topic-wrong", f"{AT}/topics/new", "有问题需要修改", "There is a problem", act=press(SAVE)),
    Screen("topic-preview", f"{AT}/topics/3", "手机上的样子", "As the phone shows it", act=then("preview")),
    Screen("topic-conflict", f"{AT}/topics/3", "您编辑时别人也改了这里", "Somebody else changed this", act=conflicting),
    Screen("topic-move", f"{AT}/topics/3/move", "移动栏目 3", "Move topic 3"),
    Screen("topic-remove", f"{AT}/topics/3/remove", "删除栏目 3", "Delete topic 3"),
    Screen("content-account", f"{AT}/account", "首次关注的开场白", "Greeting to new followers"),
    Screen("content-emergency", f"{AT}/emergency", "紧急词（每行一个）", "Emergency words (one a line)"),
    Screen("rules", f"{AT}/rules", "先命中的先用", "the first that fits wins"),
    Screen("rules-tried", f"{AT}/rules?try=3&with=live", "显示栏目 3", "Shows topic 3"),
    Screen("rule-new", f"{AT}/rules/new", "怎样算命中", "When it fits"),
    Screen("rule-wrong", f"{AT}/rules/new", "有问题需要修改", "There is a problem", act=press(SAVE)),
    Screen("known", f"{AT}/known", "该写的内容", "Next content"),
    Screen("known-one", f"{AT}/known/marriage", "其他问法", "Other ways to ask it"),
    Screen("known-new", f"{AT}/known/new", "新建常见问答", "New known answer"),
    Screen("known-wrong", f"{AT}/known/new", "有问题需要修改", "There is a problem", act=press(SAVE)),
    Screen("known-none", f"{AT}/known", "目前没有多人问而没有答案的事", "Nothing that several residents asked", demo="empty"),
    Screen("known-tried", f"{AT}/rules?try=狗证在哪里办&with=live", "给出常见问答", "Offers the known answer"),
    Screen("hours", f"{AT}/hours", "每周班次", "Weekly shifts"),
    Screen("hours-year", f"{AT}/hours/2027", "从通知导入", "Import from the notice"),
    Screen("hours-doubt", f"{AT}/hours/2027", "1月1日", "1月1日",
           act=fill({"[name=notice]": "1月1日（周二）放假"}, "button[name=then][value=import]")),
    Screen("review", f"{AT}/review", "草稿与已发布", "draft", act=reviewed),
    Screen("review-none", f"{AT}/review", "草稿与已发布的内容相同", "The draft is the same as what is live", demo="empty"),
    Screen("versions", f"{AT}/versions", "正在使用", "live"),
    Screen("version", f"{AT}/versions/1", "第 1 版", "Version 1"),
]
