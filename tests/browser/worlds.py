"""The demos whose pages are looked at: with sample conversations, with none, and with the clock turned on by hours or by days."""

import contextlib
import re
import tempfile

from harness.account import Account
from harness.binary import DEMO_TOKEN, Wenqu
from harness.http import send_json
from harness.officer import Officer

# A Tuesday morning: some questions wait, and none of them for long.
CLOCK = "2026-11-24T10:05+08:00"
# How far the clock is turned on before anything is looked at.
TURNED = {"overdue": "9h", "stale": "15d"}


class World:
    """A running demo with the ids of a question of each kind; a context manager."""

    def __init__(self, name):
        self.name, self.cookies = name, {}

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="wenqu-screens-"))
            options = ["--clock", CLOCK] + (["--empty"] if self.name == "empty" else [])
            self.demo = stack.enter_context(Wenqu("demo", folder, Account(), *options, WENQU_DEMO_TOKEN=DEMO_TOKEN))
            self.password = re.search(r"密码 (\S+)", self.demo.log())[1]
            if self.name in TURNED:
                self.turn(TURNED[self.name])
            self.ids = self.questions() if self.name in ("typical", "overdue") else {}
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self.stack.close()

    def turn(self, by):
        """Turns the clock on."""
        answer = send_json("POST", f"{self.demo.url}/_sim/clock", {"advance": by})
        assert answer.status == 200, answer.body

    def questions(self):
        """A question of each state, and one of each state of a delivery."""
        officer = Officer(self.demo.url, DEMO_TOKEN)
        ids = {state: officer.questions(state)[0]["id"] for state in ("waiting", "taken", "answered", "ended")}
        for question in officer.questions("answered"):
            for delivery in officer.thread(question["id"])["deliveries"]:
                ids[delivery["state"]] = question["id"]
        return ids

    def cookie(self, browser, login):
        """The session of an officer, signed in once."""
        if login not in self.cookies:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{self.demo.url}/admin/sign-in")
            page.fill("#login", login)
            page.fill("#password", self.password)
            page.click("main button.primary")
            page.wait_for_url("**/admin/inbox*")
            self.cookies[login] = next(c for c in context.cookies() if c["name"] == "wenqu_session")
            context.close()
        return self.cookies[login]
