"""The screens of questions that ask the same: the list, a group, its check page, the card beside a thread."""

import itertools
import time

from browser.acts import Screen, fill, press

CHECK = "form[action$='/check'] button.primary"
ZH, EN = "三农场片区管道抢修，预计今天 18:00 恢复供水。", "Water is off for pipe repair, expected back at 18:00 today."
BOTH = {"#zh": ZH, "#en": EN}
# Estates that nobody has asked about yet.
estates = (f"{first}{second}花园" for first, second in itertools.permutations("梅兰竹菊松柏桃李荷桂", 2))


def check(page, world):
    """An answer is written, and its reach is shown."""
    fill(BOTH, CHECK)(page, world)


def fresh_group(page, world):
    """A group that nobody has answered; its page."""
    group = world.asked_by_two(f"{next(estates)}的电梯坏了好几天，什么时候修好？")
    page.goto(f"{world.demo.url}/admin/groups/{group}")


def held(page, world):
    """An answer to all that can still be taken back."""
    fresh_group(page, world)
    check(page, world)
    press("button[value=send]")(page, world)


def taken_back(page, world):
    """And is."""
    held(page, world)
    press("form[action$='/take-back'] button")(page, world)


def back(page, world):
    """From the check page to the text."""
    check(page, world)
    press("button[value=back]")(page, world)
    assert page.input_value("#zh") == ZH, "what was written is gone"


def locked(page, world):
    """Nothing joins by itself any more."""
    fresh_group(page, world)
    press("form[action$='/lock'] button")(page, world)


def another(page, world):
    """Somebody asks the same at another estate, and the page is read again."""
    world.asks(f"r{time.monotonic_ns()}", f"{next(estates)}小区停水了，什么时候恢复供水？")
    page.reload()


def tick_one(page, world):
    """One question is put together with nothing."""
    page.locator(".pick input").first.check()
    press("#bulk button[value=group]")(page, world)


def put_wrong(page, world):
    """A number that is no group's."""
    page.locator("details.put summary").click()
    fill({"#into": "G-000000"}, "form[action$='/put'] button")(page, world)


GROUPS = [
    Screen("groups", "/admin/groups", "位居民", "residents", demo="groups"),
    Screen("groups-empty", "/admin/groups", "还没有同类问题", "No questions ask the same yet", demo="empty"),
    Screen("group", "/admin/groups/{group}", "由值班员归入", "Put here by an officer", demo="groups"),
    Screen("inbox-alike", "/admin/inbox?state=open", "同类 3", "3 alike", demo="groups"),
    Screen("inbox-together-few", "/admin/inbox", "请勾选至少两个", "choose two questions or more", demo="groups",
           act=tick_one),
    Screen("group-more", "/admin/groups/{group}/more", "最像的在前", "the most alike first", demo="groups", act=another),
    Screen("group-more-none", "/admin/groups/{answered}/more", "没有找到相近的", "No open question is near", demo="groups"),
    Screen("group-answered", "/admin/groups/{answered}", "已写入全部 2 个问题", "Written to all 2 questions", demo="groups"),
    Screen("group-check", "/admin/groups/{group}", "发送给 3 个问题", "Send to 3 questions", demo="groups", act=check),
    Screen("group-back", "/admin/groups/{group}", "答复全组", "Answer all", demo="groups", act=back),
    Screen("group-one-language", "/admin/groups/{group}", "请写下英文的答复", "write the answer in it", demo="groups",
           act=fill({"#zh": ZH}, CHECK)),
    Screen("group-held", "/admin/groups", "10 秒后开始发送", "sending begins in 10 seconds", demo="groups", act=held),
    Screen("group-taken-back", "/admin/groups", "没有发送给任何人", "nobody got it", demo="groups", act=taken_back),
    Screen("group-locked", "/admin/groups", "解除锁定", "Unlock", demo="groups", act=locked),
    Screen("group-merge-wrong", "/admin/groups/{group}", "没有这个编号", "there is no such number", demo="groups",
           act=fill({"#into": "G-000000"}, "form[action$='/merge'] button")),
    Screen("group-wrong-id", "/admin/groups/NOPE", "找不到这个页面", "This page does not exist", demo="groups"),
    Screen("thread-alike", "/admin/questions/{member}", "移出这一组", "Take it out", demo="groups"),
    Screen("thread-alike-late", "/admin/questions/{late}", "用同类答案", "Use the group's answer", demo="groups"),
    Screen("thread-alike-reused", "/admin/questions/{late}", "已把同类答案放进草稿", "is in your draft", demo="groups",
           act=press("form[action$='/reuse'] button")),
    Screen("thread-alone", "/admin/questions/{alone}", "目前没有人问同一件事", "Nobody else asks this so far", demo="groups"),
    Screen("thread-put-wrong", "/admin/questions/{alone}", "没有这个编号", "there is no such number", demo="groups",
           act=put_wrong),
]
