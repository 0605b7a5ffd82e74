"""The account's menu: saved and published through the staff API, and what the phone's menu bar shows then."""

import pathlib
import tempfile
import time
import unittest

from harness.account import Account
from harness.binary import Wenqu
from harness.http import send_json

OUT_OF_BOUNDS = "一二三四五六"


class Menu(unittest.TestCase):
    """One demo with its officers; each test begins after a reset."""

    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="wenqu-menu-"))
        cls.demo = cls.enterClassContext(Wenqu("demo", pathlib.Path(folder), Account()))

    def setUp(self):
        answer = self.sim("POST", "reset", {})
        tokens = {officer["login"]: officer["token"] for officer in answer["officers"]}
        self.headers = {"Authorization": f"Bearer {tokens['wang']}", "Accept-Language": "en"}

    def sim(self, method, path, value=None):
        answer = send_json(method, f"{self.demo.url}/_sim/{path}", value, timeout=60)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def call(self, method, path, value=None):
        return send_json(method, f"{self.demo.url}/admin/api/v1/menu{path}", value, self.headers)

    def bar(self):
        """The names in the phone's menu bar, from the top."""
        menu = self.sim("GET", "phone/wang")["menu"]
        return [] if menu is None else [button["name"] for button in menu["button"]]

    def ended(self):
        """The menu once the platform has answered."""
        until = time.monotonic() + 15
        while time.monotonic() < until:
            menu = self.call("GET", "").json()
            if menu["pending"] is None:
                return menu
            time.sleep(0.1)
        self.fail(f"still pending: {menu['pending']}")

    def save(self, name):
        value = {"button": [{"type": "click", "name": name, "key": "help"}]}
        saved = self.call("PUT", "/draft", value)
        self.assertEqual(saved.status, 200, saved.body)
        return saved.json()

    def test_what_is_published_is_the_phones_menu_bar_and_can_be_rolled_back_and_deleted(self):
        self.assertEqual(self.bar(), ["今日服务", "我要反映", "我的"])
        self.assertEqual(self.call("POST", "/publish", {}).status, 202)
        self.assertIsNone(self.ended()["last"]["failure"])
        self.save("全部栏目")
        self.assertEqual(len(self.bar()), 3, "a draft changes nothing")
        self.assertEqual(self.call("POST", "/publish", {}).status, 202)
        self.assertEqual(self.ended()["last"]["call"], {"call": "publish", "version": 2})
        self.assertEqual(self.bar(), ["全部栏目"])
        self.assertEqual(self.call("POST", "/restore", {"version": 1}).status, 200)
        self.assertEqual(self.call("POST", "/publish", {}).status, 202)
        self.ended()
        self.assertEqual(self.bar(), ["今日服务", "我要反映", "我的"])
        self.assertEqual(self.call("POST", "/delete").status, 202)
        self.ended()
        self.assertEqual(self.bar(), [])

    def test_what_the_platform_shows_is_read_and_compared(self):
        self.assertIsNone(self.call("GET", "").json()["live"])
        self.assertEqual(self.call("POST", "/look").status, 202)
        menu = self.ended()
        self.assertEqual(menu["differs"], 0)
        self.assertEqual([button["name"] for button in menu["live"]["button"]], self.bar())

    def test_an_over_long_title_never_leaves(self):
        saved = self.save(OUT_OF_BOUNDS)
        self.assertEqual(saved["faults"][0]["field"], "name-1")
        refused = self.call("POST", "/publish", {})
        self.assertEqual(refused.status, 422)
        self.assertIn("18 bytes of at most 16", refused.json()["detail"])
        self.assertEqual(len(self.bar()), 3)

    def test_the_platforms_refusal_is_told_with_what_to_do(self):
        for code, advice in (("48001", "verified first"), ("45009", "try again tomorrow")):
            self.sim("POST", "fault", {"fault": code, "times": 1, "route": "menu/create"})
            self.assertEqual(self.call("POST", "/publish", {}).status, 202)
            failure = self.ended()["last"]["failure"]
            self.assertEqual(failure["code"], int(code))
            self.assertIn(advice, failure["advice"])
            self.assertEqual(len(self.bar()), 3)


if __name__ == "__main__":
    unittest.main()
