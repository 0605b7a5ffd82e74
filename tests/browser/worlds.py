"""The demos whose pages are looked at: with sample conversations, with none, and with the clock turned on by hours or by days."""

import contextlib
import re
import tempfile
import time

from harness.account import Account
from harness.binary import DEMO_TOKEN, Wenqu
from harness.http import send_json
from harness.officer import Officer

# A Tuesday morning: some questions wait, and none of them for long.
CLOCK = "2026-11-24T10:05+08:00"
# How far the clock is turned on before anything is looked at.
TURNED = {"overdue": "9h", "stale": "15d"}
# How long what the worker does is waited for.
SOON_S = 20
# How long a session is used.
FRESH_S = 240


class World:
    """A running demo with the ids of a question of each kind; a context manager."""

    def __init__(self, name):
        self.name, self.cookies, self.signed_in = name, {}, {}

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="wenqu-screens-"))
            options = ["--clock", CLOCK] + (["--empty"] if self.name in ("empty", "groups") else [])
            self.demo = stack.enter_context(Wenqu("demo", folder, Account(), *options, WENQU_DEMO_TOKEN=DEMO_TOKEN))
            self.password = re.search(r"密码 (\S+)", self.demo.log())[1]
            if self.name in TURNED:
                self.turn(TURNED[self.name])
            self.ids = self.questions() if self.name in ("typical", "overdue") else {}
            if self.name == "groups":
                self.ids = self.groups()
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

    def groups(self):
        """A group of three with an English question, one that is answered, who came late, and who asks alone."""
        member = self.asks("li", "三农场小区停水了，什么时候恢复供水？")
        self.asks("wang", "请问三农场小区停水，什么时候恢复供水？")
        english = self.asks("ana", "no water in block 5?")
        officer = Officer(self.demo.url, DEMO_TOKEN)
        group = self.alike(member)["group"]["id"]
        officer.call("POST", f"/questions/{english}/group", {"group": group})
        answered = self.asked_by_two("老年卡在哪里办理，需要带什么证件？")
        officer.call("POST", f"/groups/{answered}/answers", {"zh": "带身份证到镇街便民服务中心，当天可取。"})
        self.turn("11s")
        self.until(lambda: officer.call("GET", f"/groups/{answered}")["answers"][0]["done"])
        late = self.asks("late", "请问老年卡在哪里办理，需要带什么证件？")
        alone = self.asks("zhao", "滨海高速出口又堵了")
        return {"group": group, "member": member, "answered": answered, "late": late, "alone": alone}

    def asked_by_two(self, text):
        """Two new residents ask the same: their group."""
        for words in (text, f"请问{text}"):
            question = self.asks(f"r{time.monotonic_ns()}", words)
        return self.alike(question)["group"]["id"]

    def asks(self, persona, text):
        """A resident asks; the question's id, once it was compared with the others."""
        answer = send_json("POST", f"{self.demo.url}/_sim/act", {"persona": persona, "act": "text", "text": text})
        assert answer.status == 200, answer.body
        number = re.search(r"Q-\w{6}-\w", answer.json()["reply"]["text"])[0]
        officer = Officer(self.demo.url, DEMO_TOKEN)
        question = next(q["id"] for q in officer.questions() if q["number"] == number)
        self.until(lambda: self.alike(question)["compared"])
        return question

    def alike(self, question):
        """Who else asks what this question asks."""
        return Officer(self.demo.url, DEMO_TOKEN).call("GET", f"/questions/{question}/group")

    def until(self, what):
        """Waits until `what()` is true; its value."""
        deadline = time.monotonic() + SOON_S
        while not (value := what()):
            assert time.monotonic() < deadline, "it does not come about"
            time.sleep(0.05)
        return value

    def cookie(self, browser, login):
        """The session of an officer who signed in lately: what is important asks again after ten minutes."""
        if time.monotonic() - self.signed_in.get(login, -FRESH_S) >= FRESH_S:
            self.signed_in[login] = time.monotonic()
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
