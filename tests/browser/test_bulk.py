"""One act on several questions, and the search, with and without JavaScript."""

import unittest

from browser.browsing import PHONE, Browsing, picture
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

    def put_together(self, page, name):
        """Ticks three, puts them together; the list then leads to their group."""
        self.tick_all(page)
        self.assertEqual(page.locator(".pick input:checked").count(), 3)
        self.fits(page, f"bulk-group-{name}-ticked")
        page.click("#bulk button[value=group]")
        page.wait_for_selector("text=已把 3 个问题归为同类")
        chips = page.locator(".line .alike")
        self.assertEqual(chips.count(), 3)
        self.assertIn("同类 3", chips.first.text_content())
        for box in [chips.nth(number).bounding_box() for number in range(3)]:
            self.assertGreaterEqual(box["height"], 44)
        self.fits(page, f"bulk-group-{name}")
        chips.first.click()
        page.wait_for_url("**/admin/groups/*")
        self.assertEqual(page.locator("ul.members > li").count(), 3)
        self.assertEqual(page.locator("ul.members >> text=由值班员归入").count(), 3)

    def test_three_are_put_together_without_javascript(self):
        self.ask("r03", "公园几点关门？")
        page = self.officer(java_script_enabled=False)
        self.put_together(page, "1366")
        number = page.locator("h1").text_content()[:8]
        page.click("form[action$='/lock'] button")  # what comes joins by hand only
        page.wait_for_selector("text=已锁定")
        self.ask("r04", "请问公园几点关门")
        page.click("text=找还没归入本组的问题")
        page.wait_for_selector("text=把选中的归入本组")
        self.fits(page, "group-more")
        page.click("button.primary")
        page.wait_for_selector("text=请先勾选问题")
        page.locator(".members .pick input").first.check()
        page.click("button.primary")
        page.wait_for_selector("text=已把 1 个问题归为同类")
        self.assertEqual(page.locator("ul.members > li").count(), 4)
        # A number that is none is said where it was typed, and the ticks stay.
        page.goto(f"{self.demo.url}/admin/inbox")
        page.locator(".pick input").first.check()
        page.fill("#into", "G-000000")
        page.click("#bulk button[value=group]")
        page.wait_for_selector("text=没有这个编号")
        self.assertEqual(page.locator(".pick input:checked").count(), 1)
        picture(page.locator("#bulk"), "bulk-group-wrong")
        page.fill("#into", number)
        page.click("#bulk button[value=group]")
        page.wait_for_selector("text=已把 1 个问题归为同类")
        self.wrong = [line for line in self.wrong if "status of 422" not in line]

    def test_three_are_put_together_on_a_phone(self):
        self.ask("r03", "公园几点关门？")
        self.put_together(self.officer(PHONE), "390")

    def test_what_was_said_is_found_without_javascript(self):
        page = self.officer(java_script_enabled=False)
        page.fill("#find", "老年卡")
        page.click(".find button")
        page.wait_for_selector("text=找到 1 个问题")
        page.click(f"text={QUESTIONS[1]}")
        page.wait_for_selector("#text")


if __name__ == "__main__":
    unittest.main()
