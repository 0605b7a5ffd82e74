"""● records a conversation as a transcript, ▶ plays it: by mouse and by keyboard, wide and narrow."""

import pathlib
import tempfile
import unittest

from browser.browsing import PHONE, Browsing

NUMBER = "/Q-[0-9A-Z]{6}-[0-9A-Z]/"
UNTRUE = """# 假的
reset empty
wang> text 1
acct< contains "【公交路况】"
expect waiting 0
"""


class Recording(Browsing):
    """A resident on the simulated phone, recorded and replayed."""

    def phone(self, path="/", size=None):
        """The page of an empty demo; whatever is asked is confirmed."""
        reset = self.chromium.new_context()
        answer = reset.request.post(f"{self.demo.url}/_sim/reset", data={"data": "empty"})
        self.assertTrue(answer.ok, answer.text())
        reset.request.post(f"{self.demo.url}/_sim/recording", data={"on": False})
        reset.close()
        page = self.page(path, size)
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    def converse(self, phone):
        """Follow, 3, a question."""
        phone.locator("button[data-act=follow]:visible").click()
        phone.wait_for_selector("#chat >> text=您好")
        phone.click("#to-keyboard")
        for said, heard in (("3", "text=公交路况"), ("路灯坏了找谁报修？", f"text={NUMBER}")):
            phone.fill("#say", said)
            phone.press("#say", "Enter")
            phone.wait_for_selector(f"#chat .account-line >> {heard}")

    def recorded(self, phone):
        """Ends the recording; the downloaded file."""
        with phone.expect_download() as download:
            phone.click("#record")
        folder = tempfile.TemporaryDirectory(prefix="wenqu-recording-")
        self.addCleanup(folder.cleanup)
        file = pathlib.Path(folder.name) / download.value.suggested_filename
        download.value.save_as(file)
        return file

    def play(self, phone, file):
        """Plays a file and waits for the result; marks of the steps."""
        with phone.expect_file_chooser() as chooser:
            phone.click("#play")
        chooser.value.set_files(file)
        phone.wait_for_selector("#played-verdict:not([data-kind=busy])", timeout=30_000)
        return phone.locator("#played-steps [role=img]").all_inner_texts()

    def test_what_was_recorded_plays_with_every_step_passed(self):
        phone = self.phone()
        phone.click("#record")
        phone.wait_for_selector("#record[aria-pressed=true] >> text=停止")
        self.assertTrue(phone.is_disabled("#play"))
        self.converse(phone)
        console = self.officer()
        console.click("text=路灯坏了找谁报修？")
        console.fill("#text", "已通知路灯班，今晚修好。")
        console.locator("#answer button.primary").first.click()
        phone.wait_for_selector("#chat >> text=今晚修好")
        self.fits(phone, "recording-1366")
        file = self.recorded(phone)
        phone.wait_for_selector("#record[aria-pressed=false] >> text=录制")
        self.assertEqual(file.name, "问渠-录制.chat")
        text = file.read_text("utf-8")
        for step in ("li> follow", "li> text 3", "li> text 路灯坏了找谁报修？", "reset empty at "):
            self.assertIn(f"\n{step}", text)
        self.assertIn('officer zhang> on {q} reply "已通知路灯班，今晚修好。"', text)
        before = phone.locator("#chat .account-line").all_inner_texts()
        marks = self.play(phone, file)
        self.fits(phone, "replayed-1366")
        self.assertEqual(set(marks), {"✓"}, phone.inner_text("#played"))
        self.assertIn(f"全部 {len(marks)} 步通过", phone.inner_text("#played-verdict"))
        self.assertEqual(phone.evaluate("document.activeElement.id"), "played")
        # The phone shows the replay, with another question number.
        phone.wait_for_selector("#chat >> text=今晚修好")
        after = phone.locator("#chat .account-line").all_inner_texts()
        self.assertEqual(len(after), len(before))
        self.assertNotEqual(after[2], before[2])
        phone.keyboard.press("Escape")
        self.assertTrue(phone.is_hidden("#played"))
        self.assertEqual(phone.evaluate("document.activeElement.id"), "play")

    def test_what_is_not_true_is_shown_with_what_was_heard_and_fits_every_width(self):
        phone = self.phone(size=PHONE)
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "untrue.chat"
            file.write_text(UNTRUE, "utf-8")
            self.assertEqual(self.play(phone, file), ["✓", "✓", "✗", "·"])
            self.assertIn("第 4 行没有通过", phone.inner_text("#played-verdict"))
            self.assertIn("今日提醒", phone.inner_text("#played-steps .missed"))
            for width in (PHONE["width"], 320):
                phone.set_viewport_size({"width": width, "height": 700})
                self.fits(phone, f"replay-failed-{width}")
            file.write_text("reset empty\nwang> sing\n", "utf-8")
            phone.set_viewport_size(PHONE)
            phone.click("#played-close")
            self.assertEqual(self.play(phone, file), [])
            self.assertIn("1 行看不懂", phone.inner_text("#played-verdict"))
            self.assertIn("wang> sing", phone.inner_text("#played-steps"))
        self.wrong = [line for line in self.wrong if "status of 400" not in line]  # the refusal itself

    def test_the_keyboard_records_in_english_too(self):
        phone = self.phone("/?lang=en")
        phone.focus("#record")
        phone.keyboard.press("Enter")
        phone.wait_for_selector("#record[aria-pressed=true] >> text=Stop")
        self.assertEqual(phone.get_attribute("#record", "aria-label"), "Stop recording")
        phone.locator("[data-clock='advance:10m']").click()  # shows one more button
        phone.wait_for_selector("#clock-reset:visible")
        for width in (1366, 1365, 900, 320):
            phone.set_viewport_size({"width": width, "height": 768})
            self.fits(phone, f"recording-english-{width}")
        phone.reload()
        phone.wait_for_selector("#record[aria-pressed=true]")
        phone.focus("#record")
        with phone.expect_download() as download:
            phone.keyboard.press("Space")
        self.assertEqual(download.value.suggested_filename, "wenqu-recording.chat")
        phone.wait_for_selector("#record[aria-pressed=false]")


if __name__ == "__main__":
    unittest.main()
