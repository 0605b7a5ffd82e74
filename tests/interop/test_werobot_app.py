"""A real WeRoBot app, served as its users serve it, with our simulated platform as its platform."""

import os
import pathlib
import subprocess
import sys
import unittest

from harness import simulator
from harness.binary import free_port

APP = pathlib.Path(__file__).with_name("werobot_app.py")


class Served(unittest.TestCase):
    """Callbacks go to gunicorn; what WeRoBot answers shows on the resident's phone."""

    @classmethod
    def setUpClass(cls):
        port = free_port()
        account = simulator.ACCOUNT
        env = {**os.environ, "ROBOT_TOKEN": account.token, "ROBOT_KEY": account.key, "ROBOT_APP_ID": account.app_id}
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "error",
                   f"{APP.stem}:wsgi"]
        process = subprocess.Popen(command, cwd=APP.parent, env=env)
        cls.addClassCleanup(process.wait, 20)
        cls.addClassCleanup(process.terminate)
        simulator.until_listening(f"http://127.0.0.1:{port}")
        cls.sim = cls.enterClassContext(simulator.running(f"http://127.0.0.1:{port}/wechat"))

    def setUp(self):
        self.sim.call("POST", "reset", {})
        self.sim.act("li", "follow")

    def heard(self, act, **more):
        """What the phone shows from the account because of one act."""
        report = self.sim.act("li", act, **more)
        self.assertEqual([delivery["status"] for delivery in report["deliveries"]], [200])
        return [item["text"] for item in report["shown"] if item["from"] == "account"]

    def test_a_greeting(self):
        self.sim.act("li", "unfollow")
        self.assertEqual(self.heard("follow"), ["欢迎关注"])

    def test_a_text_comes_back(self):
        words = "你好 <b>]]>&amp; 😀"
        self.assertEqual(self.heard("text", text=words), [f"收到：{words.replace(']]>', ']]')}"])

    def test_a_place(self):
        self.assertEqual(self.heard("location", label="东街 1 号", latitude=30.5, longitude=104.5),
                         ["东街 1 号 30.5 104.5"])

    def test_a_photo_and_a_recognised_voice(self):
        self.assertEqual(self.heard("photo"), ["收到照片"])
        self.assertEqual(self.heard("voice", recognition="路灯坏了"), ["听到：路灯坏了"])

    def test_an_article(self):
        report = self.sim.act("li", "text", text="文章")
        self.assertEqual(report["reply"]["msgtype"], "news")

    def test_an_empty_answer_is_no_failure(self):
        self.assertEqual(self.heard("text", text="不要回答"), [])
        self.assertNotIn("故障", str(self.sim.phone("li")))


if __name__ == "__main__":
    unittest.main()
