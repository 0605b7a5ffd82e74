"""Alerts of a running demo: an administrator sets a group robot, tries it, and hears of new questions."""

import html
import http.server
import json
import re
import tempfile
import threading
import time
import unittest

from harness.account import Account, openid
from harness.binary import DEMO_TOKEN, Wenqu
from harness.console import Console
from harness.http import send_json
from harness.officer import Officer
from harness.resident import Resident
from harness.simulator import Simulator

PATH = "/cgi-bin/webhook/send?key=e2e-robot-wxyz"


class Robot(http.server.ThreadingHTTPServer):
    """A WeCom group robot on loopback that keeps what it is sent."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.heard, self.paths = [], []
        self.answers = threading.Event()
        self.answers.set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        """As an administrator pastes it."""
        return f"http://127.0.0.1:{self.server_port}{PATH}"

    def about(self, words):
        """The messages that hold these words."""
        return [text for text in self.heard if words in text]


class Answers(http.server.BaseHTTPRequestHandler):
    """Takes each message."""

    def do_POST(self):
        """As the robot's documents say."""
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.paths.append(self.path)
        self.server.heard.append(sent["text"]["content"])
        self.server.answers.wait(30)
        body = b'{"errcode":0,"errmsg":"ok"}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Says nothing."""


class Alerts(unittest.TestCase):
    """One demo, one robot."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="wenqu-alerts-")
        self.addCleanup(folder.cleanup)
        self.robot = Robot()
        self.addCleanup(self.robot.server_close)
        self.addCleanup(self.robot.shutdown)
        self.demo = self.enterContext(Wenqu("demo", folder.name, Account(), "--empty",
                                            WENQU_DEMO_TOKEN=DEMO_TOKEN))
        self.chen = Console(self.demo.url)
        password = re.search(r"密码 (\S+)", self.demo.log()).group(1)
        self.chen.sign_in("chen", password)

    def submit(self, path, **fields):
        """A form of the page of channels, and the page that it leads to."""
        page = self.chen.get("/admin/settings/alerts")
        csrf = html.unescape(re.search(r'name="csrf" value="([^"]*)"', page).group(1))
        answer = self.chen.post(f"/admin/settings/alerts/{path}", {"csrf": csrf, **fields})
        self.assertEqual(answer.status, 303, answer.body[:300])
        return self.chen.get(answer.headers["location"])

    def pass_a_minute(self):
        """Turns the demo's clock on."""
        answer = send_json("POST", f"{self.demo.url}/_sim/clock", {"advance": "61s"})
        self.assertEqual(answer.status, 200, answer.body)

    def until(self, words):
        """Waits for a message with these words."""
        for _ in range(200):
            if self.robot.about(words):
                return self.robot.about(words)
            time.sleep(0.05)
        raise AssertionError(f"no message with {words}: {self.robot.heard}\n{self.demo.log()[-2000:]}")

    def test_three_questions_of_a_minute_are_one_message(self):
        """Set, tried, told once, without a resident's words."""
        page = self.submit("robot", address=self.robot.address, mentions="13800000000")
        self.assertIn("末四位 wxyz", page)
        page = self.submit("robot/test")
        self.assertIn("测试成功", page)
        self.assertIn("0 ok", page)
        self.assertEqual((len(self.robot.about("测试消息")), self.robot.paths), (1, [PATH]))
        time.sleep(1.5)  # the look of this minute is over
        if time.time() % 60 > 50:
            time.sleep(12)
        for number, words in enumerate(["老年卡在哪里办？", "三农场停水了", "湿地公园明天开吗"]):
            Resident(Account(), self.demo.url, openid(number)).says(words)
        self.pass_a_minute()
        [message] = self.until("新问题")
        self.assertIn("新问题 3 ", message)
        links = re.findall(rf"{re.escape(self.demo.url)}(/admin/questions/\w+)", message)
        self.assertEqual(len(links), 3, message)
        self.chen.get(links[0])
        self.assertFalse([words for words in ("老年卡", "停水", "湿地") if words in message])
        for _ in range(2):
            self.pass_a_minute()
            time.sleep(3)
        self.assertEqual(len(self.robot.about("新问题")), 1, self.robot.heard)

    def test_a_robot_that_hangs_delays_no_answer(self):
        """Whoever asks while a message to the robot hangs is answered all the same."""
        self.submit("robot", address=self.robot.address)
        self.robot.answers.clear()
        self.addCleanup(self.robot.answers.set)
        platform, officer = Simulator(self.demo.url), Officer(self.demo.url, DEMO_TOKEN)
        platform.act("li", "follow")
        platform.act("li", "text", text="老年卡在哪里办？")
        time.sleep(1.5)  # the look of this minute is over
        self.pass_a_minute()
        self.until("新问题")
        platform.act("li", "text", text="周末也办吗？")
        for question in officer.questions():
            officer.answers(question["id"], "社区服务中心一楼")
        for _ in range(100):
            said = str(platform.phone("li")).count("社区服务中心一楼")
            if said:
                break
            time.sleep(0.05)
        self.assertGreater(said, 0, self.demo.log()[-2000:])
        self.assertFalse(self.robot.answers.is_set(), "the message to the robot still hangs")

    def test_without_a_channel_nothing_goes_anywhere(self):
        """The demo is silent unless somebody sets a channel."""
        Resident(Account(), self.demo.url, openid(9)).says("停水了")
        self.pass_a_minute()
        time.sleep(3)
        self.assertEqual(self.robot.heard, [])
        self.assertNotIn("alert", self.demo.log())


if __name__ == "__main__":
    unittest.main()
