"""One act on several questions, and the search, with and without JavaScript."""

import unittest

from browser.browsing import PHONE, Browsing
from browser.test_keys import QUESTIONS, Asking


class Bulk(Asking, Browsing):
    """An officer at a list of two questions."""

    def end_what_is_ticked(self, page):
        """Presses, confirms, and reads what came of it."""
        page.click("#bulk button[value=end]")
        page.wait_for_selector("text=返回，不结束")
        page.click("button[value=end-now]")
        page.wait_for_selector("text=已结束 2 个问题")
        page.wait_for_selector("text=没有待接入的问题")

    def tick_all(self, page):
        for box in page.locator(".pick input").all():
            box.check()

    def test_several_are_ended_without_javascript(self):
        page = self.officer(java_script_enabled=False)
        self.tick_all(page)
        self.end_what_is_ticked(page)

    def test_several_are_given_on_a_phone(self):
        page = self.officer(PHONE)
        page.click("#bulk >> text=选中本页全部")
        self.fits(page, "bulk-390")
        page.click("#bulk button[value=assign]")
        page.wait_for_selector("text=已把 2 个问题交给同事")

    def test_rows_are_ticked_with_a_key_and_stay_ticked_when_the_list_changes(self):
        page = self.officer()
        page.clock.install()
        page.reload()
        page.wait_for_selector(f"text={QUESTIONS[0]}")
        for _ in QUESTIONS:
            page.keyboard.press("j")
            page.keyboard.press("x")
        page.evaluate("document.activeElement.blur()")
        self.assertEqual(page.locator(".pick input:checked").count(), 2)
        self.ask("r03", "公园几点关门？")
        page.mouse.move(1, 1)
        for _ in range(3):
            with page.expect_response("**part=1*"):
                page.clock.run_for(13_000)
        page.wait_for_selector("text=公园几点关门？")
        self.assertEqual(page.locator(".pick input:checked").count(), 2)

    def test_what_was_said_is_found_without_javascript(self):
        page = self.officer(java_script_enabled=False)
        page.fill("#find", "老年卡")
        page.click(".find button")
        page.wait_for_selector("text=找到 1 个问题")
        page.click(f"text={QUESTIONS[1]}")
        page.wait_for_selector("#text")


if __name__ == "__main__":
    unittest.main()
