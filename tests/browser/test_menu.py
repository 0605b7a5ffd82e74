"""The account's menu in the console, with and without JavaScript, and the menu bar of the simulated phone."""

import unittest

from browser.browsing import PHONE, Browsing


class Menu(Browsing):
    """An empty demo: the platform has a menu, the console has no draft yet."""

    def reviewer(self, size=None, **options):
        page = self.page("/admin/menu", size, **options)
        page.fill("#login", "wang")
        page.fill("#password", self.password)
        page.click("main button.primary")
        page.wait_for_url("**/admin/menu*")
        return page

    def reset(self):
        context = self.chromium.new_context()
        answer = context.request.post(f"{self.demo.url}/_sim/reset", data={})
        self.assertTrue(answer.ok, answer.text())
        context.close()

    def bar(self):
        context = self.chromium.new_context()
        menu = context.request.get(f"{self.demo.url}/_sim/phone/wang").json()["menu"]
        context.close()
        return [button["name"] for button in menu["button"]] if menu else []

    def made_and_published(self, **options):
        """A column with an item, made by the form alone; then what the phone shows."""
        self.reset()
        console = self.reviewer(**options)
        console.click("button[value=add]")
        console.fill("#name-1", "问一问")
        console.click("button[value=add-1]")
        console.fill("#name-1-1", "一二三四五六七八九十一二三四五六七八九十一")
        console.select_option("#key-1-1", "person")
        console.click("#menu button.primary")
        console.wait_for_selector("#error-summary >> text=63 字节，最多 60 字节")
        self.assertEqual(console.input_value("#name-1"), "问一问")
        # Browsers complain of every answer that is not 200.
        self.wrong = [line for line in self.wrong if "status of 422" not in line]
        console.fill("#name-1-1", "转人工")
        console.click("#menu button.primary")
        console.wait_for_selector("text=草稿已保存")
        console.click("button[value='check']")
        console.click("text=发布给全部居民")
        console.wait_for_url("**/admin/menu?done=asked")
        for _ in range(50):
            if self.bar() == ["问一问"]:
                break
            console.wait_for_timeout(100)
        self.assertEqual(self.bar(), ["问一问"])
        console.wait_for_timeout(500)
        console.goto(self.demo.url + "/admin/menu")
        console.wait_for_selector("text=第 1 版已发布")
        self.fits(console, f"menu-{'phone' if options.get('size') else 'desktop'}")

    def test_a_menu_is_made_and_published(self):
        self.made_and_published()
        phone = self.page("/")
        phone.locator("button[data-act=follow]:visible").click()
        phone.click("#menu-buttons >> text=问一问")
        phone.click("#menu-buttons >> text=转人工")
        phone.wait_for_selector("#chat >> text=人工")

    def test_without_javascript_on_a_phone_too(self):
        self.made_and_published(size=PHONE, java_script_enabled=False)

    def test_the_picture_follows_the_typing(self):
        self.reset()
        console = self.reviewer()
        console.click("button[value=add]")
        console.fill("#name-1", "今日服务台")
        self.assertEqual(console.inner_text("#menu-phone .menu-top"), "今日服务…")
        self.assertEqual(console.inner_text("#name-1-count"), "15 / 16 字节")
        console.select_option("#kind-1", "view")
        self.assertTrue(console.is_visible("#url-1"))
        self.assertFalse(console.is_visible("#key-1"))

    def test_the_platforms_refusal_is_shown(self):
        self.made_and_published()
        context = self.chromium.new_context()
        context.request.post(f"{self.demo.url}/_sim/fault",
                             data={"fault": "48001", "times": 1, "route": "menu/delete"})
        context.close()
        console = self.reviewer()
        console.goto(self.demo.url + "/admin/menu/delete")
        console.click("button.danger")
        console.wait_for_selector("text=菜单没有删除")
        console.wait_for_selector("#menu-live >> text=微信认证")
        self.assertEqual(self.bar(), ["问一问"])


if __name__ == "__main__":
    unittest.main()
