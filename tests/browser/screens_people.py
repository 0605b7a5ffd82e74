"""The screens of people, roles, tokens, one's own account, signing up and proving oneself."""

import datetime
import re
import time

from browser.acts import Screen, fill, press
from harness import totp
from harness.http import request

PASSWORD = "correct horse battery"


def invited(page, world):
    """Invites somebody new; the path of the link."""
    page.goto(f"{world.demo.url}/admin/users/new")
    page.check("[name='role.officer']")
    fill({"#login": f"new.{time.time_ns() % 10**9}", "#name": "值班员 新"}, "main form button.primary")(page, world)
    return re.search(r"/admin/sign-up/\S+", page.input_value("#link"))[0]


def signing_up(page, world):
    """The first page behind a link."""
    page.goto(world.demo.url + invited(page, world))


def connecting(page, world):
    """The page with the QR code."""
    signing_up(page, world)
    fill({"#password": PASSWORD}, "main button.primary")(page, world)


def signed_up(page, world):
    """The recovery codes. The page is the browser of an administrator, who has to be signed in afterwards."""
    session = [cookie for cookie in page.context.cookies() if cookie["name"] == "wenqu_session"]
    connecting(page, world)
    key = totp.key_on(page.content())
    now = datetime.datetime.fromisoformat(request("GET", f"{world.demo.url}/_sim/clock").json()["now"])
    fill({"#code": totp.code(key, now.timestamp())}, "main button.primary")(page, world)
    page.context.add_cookies(session)


def checked(page, world):
    """A change of roles that is still to be confirmed."""
    page.check("[name='role.reader']")
    press("main form button.primary")(page, world)


def much_later(page, world):
    """An invitation eleven minutes after the last proof."""
    world.turn("11m")
    page.check("[name='role.officer']")
    fill({"#login": "late.comer"}, "main form button.primary")(page, world)


def issued(page, world):
    """A token that was just issued."""
    page.check("[name='role.reader']")
    fill({"#name": "大屏数据", "#login": "wall", "#days": "30"}, "form[action='/admin/users/tokens'] button.primary")(page, world)


FORM = "main form button.primary"

PEOPLE = [
    Screen("users", "/admin/users", "邀请同事", "Invite a colleague"),
    Screen("users-denied", "/admin/users", "您没有这项权限", "You are not permitted", login="zhang"),
    Screen("user", "/admin/users/named/zhang", "停用账号", "Disable the account"),
    Screen("user-own", "/admin/users/named/chen", "要由另一位管理员来改", "another administrator's to change"),
    Screen("user-check", "/admin/users/named/wang", "请核对角色变更", "Check the change of roles", act=checked),
    Screen("invite", "/admin/users/new", "会生成一个一次性链接", "This makes a one-time link"),
    Screen("invite-wrong", "/admin/users/new", "登录名", "Sign-in name", act=press(FORM)),
    Screen("invite-made", "/admin/users/new", "链接已生成", "The link is made", act=invited),
    Screen("invite-prove", "/admin/users/new", "请再次确认身份", "Confirm that it is you", demo="overdue", act=much_later),
    Screen("sign-up", "/admin/users", "不是您？", "Not you?", act=signing_up),
    Screen("sign-up-short", "/admin/users", "请用 10 个以上字符" , "use 10 characters or more",
           act=lambda page, world: (signing_up(page, world), fill({"#password": "short"}, FORM)(page, world))),
    Screen("sign-up-phone", "/admin/users", "绑定手机验证码", "Connect your phone", act=connecting),
    Screen("sign-up-wrong-code", "/admin/users", "每个数字只能用一次", "Each number works once",
           act=lambda page, world: (connecting(page, world), fill({"#code": "000000"}, FORM)(page, world))),
    Screen("sign-up-recovery", "/admin/users", "请保存恢复码", "Keep your recovery codes", act=signed_up),
    Screen("sign-up-gone", "/admin/sign-up/nobody/nothing", "这个链接不能用了", "This link does not work any more", login=None),
    Screen("roles", "/admin/users/roles", "角色与权限", "Roles and what they permit"),
    Screen("role-new", "/admin/users/roles/new", "之后不能改", "it can't be changed later"),
    Screen("role-wrong", "/admin/users/roles/new", "之后不能改", "it can't be changed later", act=press(FORM)),
    Screen("tokens", "/admin/users/tokens", "签发令牌", "Issue a token"),
    Screen("tokens-issued", "/admin/users/tokens", "它只显示这一次", "It is shown this once", act=issued),
    Screen("account", "/admin/account", "修改密码", "Change the password"),
    Screen("account-phone", "/admin/account/second-factor", "绑定手机验证码", "Connect your phone"),
]
