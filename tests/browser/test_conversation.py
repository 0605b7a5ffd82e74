"""From the phone to the console and back, in two browsers, with and without JavaScript in the console."""

import unittest

from browser.browsing import PHONE
from browser.talking import Talking


class Conversation(Talking):
    """A resident on the simulated phone, an officer in the console."""

    def test_a_number_is_answered_on_the_phone(self):
        phone = self.phone()
        before = phone.locator("#chat").inner_text()
        self.say(phone, "3")
        longer = "before => document.querySelector('#chat').innerText.length > before + 20"
        phone.wait_for_function(longer, arg=len(before))
        self.fits(phone, "phone-desktop")

    def answered(self, **options):
        """Question, take, answer, end; then what the phone shows."""
        phone = self.phone()
        self.say(phone, "路灯坏了找谁报修？")
        phone.wait_for_selector("#chat >> text=/Q-[0-9A-Z]{6}-[0-9A-Z]/")
        console = self.officer(**options)
        console.click("text=路灯坏了找谁报修？")
        console.locator("form[action$='/take'] button").click()
        console.wait_for_selector("form[action$='/end']")
        console.fill("#text", "已通知路灯班，今晚修好。")
        console.locator("#answer button.primary").first.click()
        phone.wait_for_selector("#chat >> text=今晚修好")
        console.reload()
        console.wait_for_selector("text=已送达")
        console.locator("form[action$='/end'] button").click()
        console.wait_for_selector("form[action$='/end']", state="detached")
        console.goto(self.demo.url + "/admin/inbox")
        self.assertEqual(console.locator("main >> text=路灯坏了找谁报修？").count(), 0)

    def test_an_answer_reaches_the_phone(self):
        self.answered()

    def test_an_answer_reaches_the_phone_without_javascript_in_the_console(self):
        self.answered(java_script_enabled=False)

    def test_a_wrong_password_is_said_and_nothing_is_lost(self):
        page = self.page("/admin")
        page.fill("#login", "zhang")
        page.fill("#password", "wrong-password")
        page.click("button.primary")
        page.wait_for_selector(".error, [role=alert], .error-summary")
        self.assertEqual(page.input_value("#login"), "zhang")
        self.wrong = [line for line in self.wrong if "status of 4" not in line]  # the refusal itself

    def test_pages_fit_a_phone_and_the_narrowest_screen(self):
        phone = self.phone(PHONE)
        self.say(phone, "公园几点关门？")
        phone.wait_for_selector("#chat >> text=/Q-[0-9A-Z]{6}-[0-9A-Z]/")
        self.fits(phone, "phone-390")
        console = self.officer(PHONE)
        for width in (PHONE["width"], 320):
            console.set_viewport_size({"width": width, "height": 700})
            console.goto(self.demo.url + "/admin/inbox")
            console.wait_for_selector("text=公园几点关门？")
            self.fits(console, f"inbox-{width}")
            console.click("text=公园几点关门？")
            console.wait_for_selector("#text")
            self.fits(console, f"thread-{width}")


if __name__ == "__main__":
    unittest.main()
