"""The console by keyboard alone, and what stays fresh by itself."""

import unittest

from browser.browsing import Browsing
from harness.http import request, send_json

QUESTIONS = ("路灯坏了找谁报修？", "老年卡在哪里办？")


class Asking:
    """Two questions in the inbox before each test."""

    def setUp(self):
        answer = send_json("POST", f"{self.demo.url}/_sim/reset", {"data": "empty"}, timeout=30)
        self.assertEqual(answer.status, 200)
        for number, text in enumerate(QUESTIONS, 1):
            self.ask(f"r{number:02}", text)

    def ask(self, resident, text):
        """A resident follows and asks, as a transcript."""
        script = f"{resident}> follow\n{resident}> text {text}\nacct< matches /Q-/\n"
        played = request("POST", f"{self.demo.url}/_sim/play", script.encode(), timeout=30)
        self.assertEqual(played.status, 200, played.body)


class Keys(Asking, Browsing):
    """An officer with a keyboard."""

    def focused(self, page):
        return page.evaluate("document.activeElement.textContent")

    def test_take_answer_and_end_without_a_mouse(self):
        page = self.officer()
        page.wait_for_selector(f"text={QUESTIONS[0]}")
        page.keyboard.press("j")
        self.assertIn(QUESTIONS[0], self.focused(page))
        page.keyboard.press("j")
        self.assertIn(QUESTIONS[1], self.focused(page))
        page.keyboard.press("k")
        page.keyboard.press("o")
        page.wait_for_selector("#text")
        page.keyboard.press("a")
        page.wait_for_selector("text=已接入")
        page.keyboard.press("r")
        page.keyboard.type("reader, jokes are fine here")  # letters belong to the field
        self.assertEqual(page.input_value("#text"), "reader, jokes are fine here")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("text=答复已保存")
        page.keyboard.press("e")
        page.wait_for_selector("text=问题已结束")
        page.keyboard.press("g")
        page.keyboard.press("i")
        page.wait_for_url("**/admin/inbox*")
        self.assertEqual(page.locator(f"main >> text={QUESTIONS[0]}").count(), 0)

    def test_the_table_of_keys_opens_over_the_page_and_can_turn_them_off(self):
        page = self.officer()
        page.keyboard.press("?")
        page.wait_for_selector("dialog[open] >> text=打开这张表")
        self.assertEqual(self.focused(page), "关闭")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")
        page.keyboard.press("?")
        page.click("dialog >> text=关闭单键快捷键")
        page.wait_for_url("**/admin/keys?keys=off")
        page.goto(f"{self.demo.url}/admin/inbox")
        page.keyboard.press("j")
        page.keyboard.press("?")
        self.assertEqual(page.evaluate("document.activeElement.tagName"), "BODY")
        self.assertEqual(page.locator("dialog").count(), 0)

    def test_polls_cost_nothing_while_nothing_changes_and_stop_when_nobody_is_there(self):
        page = self.officer()
        asked = []
        page.on("response", lambda answer: "part=1" in answer.url and asked.append(answer.status))
        page.clock.install()
        page.reload()
        for _ in range(4):  # the answer comes between two turns of the clock
            with page.expect_response("**part=1*"):
                page.clock.run_for(13_000)
        self.assertEqual(asked[0], 200)
        self.assertIn(304, asked[1:])
        page.clock.run_for(25 * 60_000)
        page.wait_for_selector("button.bar >> text=已暂停更新")
        count = len(asked)
        page.clock.run_for(10 * 60_000)
        self.assertEqual(len(asked), count)
        self.ask("r09", "公园几点关门？")
        page.mouse.move(1, 1)  # rows don't move under the pointer
        page.locator("button.bar").press("Enter")
        page.wait_for_selector("text=公园几点关门？")
        self.assertEqual(page.locator("button.bar >> text=已暂停更新").count(), 0)
        self.assertIn("(3)", page.title())

    def test_a_lost_connection_is_said_and_comes_back(self):
        page = self.officer()
        page.clock.install()
        page.reload()
        page.context.set_offline(True)
        page.clock.run_for(15_000)
        page.wait_for_selector("#status >> text=连接中断")
        page.context.set_offline(False)
        page.clock.run_for(70_000)
        page.wait_for_selector("#status:empty", state="attached")
        self.wrong = [line for line in self.wrong if "ERR_INTERNET_DISCONNECTED" not in line]


if __name__ == "__main__":
    unittest.main()
