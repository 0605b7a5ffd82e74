"""A demo for each test class, and its residents."""

import itertools
import tempfile
import unittest

from harness.account import Account, openid
from harness.binary import DEMO_TOKEN, Wenqu
from harness.officer import Officer
from harness.resident import Resident

numbers = itertools.count(1)


class Running(unittest.TestCase):
    """`wenqu demo` in `account`'s mode, once a class."""

    account = Account()

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="wenqu-interop-")
        cls.addClassCleanup(folder.cleanup)
        cls.wenqu = Wenqu("demo", folder.name, cls.account, WENQU_DEMO_TOKEN=DEMO_TOKEN)
        cls.enterClassContext(cls.wenqu)
        cls.officer = Officer(cls.wenqu.url, DEMO_TOKEN)

    def resident(self):
        """A resident whom nobody has met yet."""
        return Resident(self.account, self.wenqu.url, openid(next(numbers)))

    def asked(self, text):
        """How many waiting questions carry `text`."""
        return sum(text in item["text"] for item in self.officer.questions())
