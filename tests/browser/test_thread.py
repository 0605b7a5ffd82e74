"""A thread in real browsers: drafts, canned responses, pictures, two officers at once, input methods, no JavaScript."""

import struct
import unittest
import zlib

from browser.talking import Talking

QUESTION = "老年卡在哪里办？"


def png(side):
    """A red square."""
    def chunk(kind, content):
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
    rows = (b"\0" + b"\xc8\x1e\x1e" * side) * side
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Thread(Talking):
    """What officers do at a question's thread."""

    def keep_canned(self, console):
        console.goto(self.demo.url + "/admin/settings/canned/new")
        console.fill("#code", "card")
        console.fill("#title", "老年卡")
        console.fill("#zh", "{称呼}您好，{编号}请到便民服务中心。")
        console.click("form.canned-form button.primary")
        console.wait_for_selector("text=快捷回复已保存")

    def test_a_draft_survives_a_reload(self):
        phone = self.phone()
        self.ask(phone, QUESTION)
        console = self.officer()
        address = self.open(console, QUESTION)
        console.fill("#text", "正在查，请稍")
        console.wait_for_selector("[data-draft-state]:has-text('草稿已保存')")
        console.reload()
        self.assertEqual(console.input_value("#text"), "正在查，请稍")
        self.assertIn("正在查，请稍\n—值班员 张", console.locator("#preview .words").inner_text())
        # Another browser of the same officer has it; a colleague's has not.
        other = self.officer()
        other.goto(address)
        self.assertEqual(other.input_value("#text"), "正在查，请稍")
        colleague = self.colleague()
        colleague.goto(address)
        self.assertEqual(colleague.input_value("#text"), "")
        console.locator("#answer button.primary").click()
        phone.wait_for_selector("#chat >> text=正在查，请稍")
        console.goto(address)
        self.assertEqual(console.input_value("#text"), "")

    def test_a_canned_response_is_picked_with_the_keyboard(self):
        phone = self.phone()
        self.ask(phone, QUESTION)
        console = self.officer()
        self.keep_canned(console)
        address = self.open(console, QUESTION)
        for typed in ("/card", "/lnk", "/老年"):
            console.fill("#text", "")
            console.focus("#text")
            console.keyboard.insert_text("您好 ")
            for letter in typed:
                console.keyboard.insert_text(letter)
            console.wait_for_selector("#canned-list [role=option][aria-selected=true]")
            active = console.get_attribute("#text", "aria-activedescendant")
            self.assertIn("老年卡", console.locator(f"#{active}").inner_text())
            console.keyboard.press("Escape")
            self.assertTrue(console.is_hidden("#canned-list"))
            self.assertEqual(console.input_value("#text"), f"您好 {typed}", "Escape leaves what was typed")
            console.keyboard.press("Backspace")
            console.keyboard.insert_text(typed[-1])
            console.wait_for_selector("#canned-list [role=option]")
            console.keyboard.press("Enter")
            self.assertRegex(console.input_value("#text"), r"^您好 居民朋友您好，Q-[0-9A-Z-]{8}请到便民服务中心。$")
            self.assertTrue(console.is_hidden("#canned-list"))
        self.fits(console, "thread-canned")
        console.goto(self.demo.url + "/admin/settings/canned")
        console.wait_for_selector("text=用过 3 次")
        console.goto(address)

    def test_a_picture_reaches_the_phone(self):
        phone = self.phone()
        self.ask(phone, QUESTION)
        console = self.officer()
        self.open(console, QUESTION)
        console.set_input_files("#picture", {"name": "map.png", "mimeType": "image/png", "buffer": png(1_900)})
        console.fill("#text", "位置见图")
        console.locator("#answer button.primary").click()
        phone.wait_for_selector("#chat >> text=位置见图")
        phone.wait_for_selector("#chat img.picture")
        size = "() => { const i = document.querySelector('#chat img.picture'); return i.naturalWidth; }"
        phone.wait_for_function(size)
        self.assertEqual(phone.evaluate(size), 1_600, "decoded, made smaller, encoded again")
        console.reload()
        self.assertEqual(console.locator(".delivery.delivered").count(), 2, "each with its state")
        console.wait_for_selector("img[alt='我们发给居民的图片']")
        self.fits(console, "thread-picture")

    def test_too_large_a_picture_is_said_before_it_is_sent(self):
        phone = self.phone()
        self.ask(phone, QUESTION)
        console = self.officer()
        self.open(console, QUESTION)
        console.set_input_files("#picture", {"name": "a.png", "mimeType": "image/png", "buffer": b"0" * 4_200_000})
        console.fill("#text", "见图")
        console.locator("#answer button.primary").click()
        console.wait_for_selector("#status >> text=4 MB")
        self.assertEqual(console.input_value("#text"), "见图")

    def test_two_officers_collide_and_no_word_is_lost(self):
        phone = self.phone()
        self.ask(phone, QUESTION)
        zhang, wang = self.officer(), self.colleague()
        address = self.open(zhang, QUESTION)
        wang.goto(address)
        # What polling would show in a few seconds is held back: both write against the same state.
        for page in (zhang, wang):
            page.route("**/questions/*?part=1*", lambda route: route.fulfill(status=304))
        wang.fill("#text", "王的答复")
        zhang.fill("#text", "张的答复")
        wang.locator("#answer button.primary").click()
        wang.wait_for_selector("text=答复已保存")
        zhang.locator("#answer button.primary").click()
        zhang.wait_for_selector("text=您写的时候有了新内容")
        self.assertEqual(zhang.input_value("#text"), "张的答复")
        self.assertIn("王的答复", zhang.locator(".new").inner_text())
        self.fits(zhang, "thread-conflict")
        self.assertEqual(zhang.locator("#answer button.primary").inner_text(), "仍然发送")
        zhang.locator("#answer button.primary").click()
        phone.wait_for_selector("#chat >> text=张的答复")
        self.wrong = [line for line in self.wrong if "status of 409" not in line]  # the refusal itself

    def test_a_colleague_who_writes_is_shown(self):
        phone = self.phone()
        self.ask(phone, QUESTION)
        zhang, wang = self.officer(), self.colleague()
        address = self.open(zhang, QUESTION)
        wang.goto(address)
        zhang.wait_for_selector(".presence >> text=值班员 王 正在查看", timeout=15_000)
        wang.focus("#text")
        wang.keyboard.insert_text("我来")
        zhang.wait_for_selector(".presence >> text=值班员 王 正在回复", timeout=20_000)

    def test_enter_never_sends_while_an_input_method_composes(self):
        phone = self.phone()
        self.ask(phone, QUESTION)
        console = self.officer()
        self.keep_canned(console)
        address = self.open(console, QUESTION)
        console.focus("#text")
        method = console.context.new_cdp_session(console)
        method.send("Input.imeSetComposition", {"text": "nihao", "selectionStart": 5, "selectionEnd": 5})
        for modifiers in (0, 2, 10):  # none, Ctrl, Ctrl+Shift
            method.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "code": "Enter",
                                                   "windowsVirtualKeyCode": 229, "modifiers": modifiers})
        console.wait_for_timeout(300)
        self.assertEqual(console.url, address, "nothing was sent")
        method.send("Input.insertText", {"text": "你好"})
        self.assertEqual(console.input_value("#text"), "你好")
        console.keyboard.press("Enter")
        self.assertEqual((console.url, console.input_value("#text")), (address, "你好\n"))
        console.keyboard.press("Control+Enter")
        phone.wait_for_selector("#chat >> text=你好")

    def test_ctrl_shift_enter_sends_ends_and_goes_on(self):
        phone = self.phone()
        self.ask(phone, QUESTION)
        console = self.officer()
        self.open(console, QUESTION)
        console.fill("#text", "到便民服务中心")
        console.press("#text", "Control+Shift+Enter")
        console.wait_for_url("**/admin/inbox*")
        phone.wait_for_selector("#chat >> text=到便民服务中心")
        console.goto(self.demo.url + "/admin/inbox?state=ended")
        console.wait_for_selector(f"text={QUESTION}")

    def test_take_reply_with_a_canned_response_and_end_without_javascript(self):
        phone = self.phone()
        self.ask(phone, QUESTION)
        console = self.officer(java_script_enabled=False)
        self.keep_canned(console)
        self.open(console, QUESTION)
        console.locator("form[action$='/take'] button").click()
        console.wait_for_selector("text=已接入")
        console.select_option("#canned", "card")
        console.click("text=插入")
        console.wait_for_selector("text=已插入快捷回复")
        self.assertIn("请到便民服务中心", console.input_value("#text"))
        console.set_input_files("#picture", {"name": "a.png", "mimeType": "image/png", "buffer": png(64)})
        console.locator("#answer button.primary").click()
        phone.wait_for_selector("#chat >> text=请到便民服务中心")
        phone.wait_for_selector("#chat img.picture")
        console.locator("form[action$='/end'] button").click()
        console.wait_for_selector("text=问题已结束")

    def test_the_thread_fits_every_width(self):
        phone = self.phone()
        self.ask(phone, QUESTION)
        console = self.officer()
        self.keep_canned(console)
        address = self.open(console, QUESTION)
        for width in (1366, 900, 390, 320):
            console.set_viewport_size({"width": width, "height": 800})
            for name, path in (("thread", address), ("canned", self.demo.url + "/admin/settings/canned"),
                               ("canned-form", self.demo.url + "/admin/settings/canned/card")):
                console.goto(path)
                self.fits(console, f"{name}-{width}-tools")


if __name__ == "__main__":
    unittest.main()
