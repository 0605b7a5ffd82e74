"""The fake API does in each mode what its log says: the other fault tests lean on it."""

import http.client
import tempfile
import threading
import time
import unittest

from harness.fake_api import FakeApi
from harness.http import send_json


class Modes(unittest.TestCase):
    """One send in each mode."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = f"{folder.name}/api.log"
        self.api = FakeApi(self.path)
        self.addCleanup(self.api.close)

    def send(self, token="fake-token"):
        body = {"touser": "oX", "msgtype": "text", "text": {"content": "您好"}}
        return send_json("POST", f"{self.api.url}/cgi-bin/message/custom/send?access_token={token}", body)

    def events(self):
        return [entry["event"] for entry in self.api.log]

    def test_ok(self):
        self.assertEqual(self.send().json()["errcode"], 0)
        self.assertEqual(self.events(), ["received", "effect", "answered"])
        with open(self.path, encoding="utf-8") as log:
            self.assertEqual(len(log.readlines()), 3)

    def test_a_window_that_is_closed_has_no_effect(self):
        self.api.mode = "45015"
        self.assertEqual(self.send().json()["errcode"], 45015)
        self.assertEqual(self.events(), ["received", "answered"])

    def test_cut_after_the_effect(self):
        self.api.mode = "cut-after-effect"
        with self.assertRaises((OSError, http.client.HTTPException)):
            self.send()
        self.assertEqual(self.events(), ["received", "effect", "cut"])

    def test_slow_is_open_between_effect_and_answer(self):
        self.api.mode, self.api.delay = "slow", 0.3
        sending = threading.Thread(target=self.send)
        sending.start()
        time.sleep(0.15)
        self.assertEqual((self.api.opened(), self.events()), (["您好"], ["received", "effect"]))
        sending.join()
        self.assertEqual((self.api.opened(), self.api.texts("answered")), ([], ["您好"]))

    def test_down_refuses_connections_and_comes_back_on_the_same_port(self):
        self.api.down()
        with self.assertRaises(ConnectionRefusedError):
            self.send()
        self.api.up()
        self.assertEqual(self.send().json()["errcode"], 0)
        self.assertEqual(self.api.texts(), ["您好"])

    def test_a_token_that_it_did_not_give_is_refused(self):
        self.assertEqual(self.send("another").json()["errcode"], 40014)
        self.assertEqual(self.events(), [])


if __name__ == "__main__":
    unittest.main()
