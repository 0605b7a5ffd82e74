"""`wenqu serve` beside a fake API: what the fault tests have in common."""

import tempfile
import time
import unittest

from harness.account import Account, openid
from harness.binary import Wenqu
from harness.fake_api import FakeApi
from harness.officer import Officer
from harness.resident import Resident


class Serving(unittest.TestCase):
    """A fresh data directory, a fresh fake API and an officer's token for each test."""

    settings = {}

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="wenqu-faults-")
        self.addCleanup(folder.cleanup)
        self.account = Account()
        self.api = FakeApi(f"{folder.name}/api.log")
        self.addCleanup(self.api.close)
        self.wenqu = Wenqu("serve", folder.name, self.account, WENQU_API_BASE=self.api.url,
                           WENQU_DATA=f"{folder.name}/data", WENQU_API_PER_MINUTE="0", **self.settings)
        self.wenqu.start()
        self.addCleanup(self.wenqu.stop)
        self.officer = Officer(self.wenqu.url, self.issued_token())

    def issued_token(self):
        """A bearer token from the command line, while `serve` runs."""
        done = self.wenqu.run("token", "issue", "officer-of-the-tests")
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.split()[-1]

    def resident(self, number):
        return Resident(self.account, self.wenqu.url, openid(number))

    def deliveries(self, questions):
        """All deliveries of these questions: text → state."""
        threads = (self.officer.thread(question) for question in questions)
        return {d["text"]: d["state"] for thread in threads for d in thread["deliveries"]}

    def settled(self, questions, final, within_s):
        """The deliveries once all are in a state of `final`, or as they are when time is up."""
        deadline = time.monotonic() + within_s
        while True:
            states = self.deliveries(questions)
            if set(states.values()) <= final or time.monotonic() > deadline:
                return states
            time.sleep(0.5)
