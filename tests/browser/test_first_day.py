"""The first day: an administrator signs up, connects a phone and invites an officer, who answers the first question."""

import time
import unittest

from browser.browsing import PHONE, Browsing, picture
from browser.screens_people import PASSWORD
from harness import totp

ASKED = "路灯坏了找谁报修？"


class FirstDay(Browsing):
    """By the pages alone; each step is kept as a picture, in order."""

    steps = 0

    def keep(self, page, name):
        """The recording's next picture."""
        FirstDay.steps += 1
        picture(page, f"first-day-{self.steps:02}-{name}", full_page=True)

    def invite(self, page, login, name, role):
        """The link for a new colleague, as the page shows it once."""
        page.goto(f"{self.demo.url}/admin/users")
        page.click("text=邀请同事")
        page.fill("#login", login)
        page.fill("#name", name)
        page.check(f"[name='role.{role}']")
        self.keep(page, f"invite-{role}")
        page.click("button.primary")
        link = page.input_value("#link")
        self.keep(page, f"link-{role}")
        return link.removeprefix(self.demo.url)

    def sign_up(self, link):
        """A browser of somebody new, signed in by the link; and the phone's key."""
        page = self.page(link)
        self.keep(page, "password")
        page.fill("#password", PASSWORD)
        page.click("button.primary")
        page.wait_for_selector("svg.qr")
        key = totp.key_on(page.content())
        page.fill("#code", totp.code(key))
        self.keep(page, "phone")
        page.click("button.primary")
        page.wait_for_selector("ul.recovery li")
        self.keep(page, "recovery")
        page.click("text=已保存，进入系统")
        page.wait_for_url("**/admin/inbox*")
        return page, key

    def test_an_administrator_signs_up_and_invites_an_officer_who_answers_the_first_question(self):
        phone = self.page("/", PHONE)
        phone.locator("button[data-act=follow]:visible").click()
        phone.wait_for_selector("#chat >> text=您好")
        phone.click("#to-keyboard")
        phone.fill("#say", ASKED)
        phone.press("#say", "Enter")
        phone.wait_for_selector("#chat .account-line >> text=/Q-[0-9A-Z]{6}-[0-9A-Z]/")

        chen = self.page("/admin")
        chen.fill("#login", "chen")
        chen.fill("#password", self.password)
        chen.click("button.primary")
        chen.wait_for_url("**/admin/inbox*")
        fresh = self.invite(chen, "gao", "主任 高", "administrator")
        chen.context.close()

        gao, _ = self.sign_up(fresh)
        lin, key = self.sign_up(self.invite(gao, "lin", "值班员 林", "officer"))
        lin.click(f"text={ASKED}")
        lin.fill("#text", "已通知路灯班，今晚修好。")
        self.keep(lin, "answer")
        lin.locator("#answer button.primary").first.click()
        phone.wait_for_selector("#chat >> text=值班员 林")
        self.keep(phone, "resident")
        self.assertIn("今晚修好", phone.inner_text("#chat"))

        # A link works once, and from now on the sign-in takes the phone too.
        again = self.page(fresh)
        self.assertIn("这个链接不能用了", again.inner_text("main"))
        self.wrong = [line for line in self.wrong if "status of 410" not in line]
        later = self.page("/admin")
        later.fill("#login", "lin")
        later.fill("#password", PASSWORD)
        later.click("button.primary")
        later.wait_for_url("**/sign-in/code*")
        # A code works once: the one after it is taken ahead of its time.
        later.fill("#code", totp.code(key, time.time() + totp.STEP_SECONDS))
        self.keep(later, "second-step")
        later.click("button.primary")
        later.wait_for_url("**/admin/inbox*")


if __name__ == "__main__":
    unittest.main()
