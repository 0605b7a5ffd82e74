"""Two officers at the same question at the same moment: one of them gets it, and what the other wrote is kept."""

import concurrent.futures
import html
import pathlib
import re
import tempfile
import threading
import unittest

from harness.account import Account, openid
from harness.binary import DEMO_TOKEN, Wenqu
from harness.console import Console, form
from harness.officer import Officer
from harness.resident import Resident

TIMES = 200
NAMES = {"zhang": "值班员 张", "wang": "值班员 王"}
RACERS = tuple(NAMES)


class Races(unittest.TestCase):
    """One demo; every question is of a resident of its own."""

    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="wenqu-races-"))
        cls.account = Account()
        cls.demo = cls.enterClassContext(Wenqu("demo", pathlib.Path(folder), cls.account, "--empty",
                                               WENQU_DEMO_TOKEN=DEMO_TOKEN))
        password = re.search(r"密码 (\S+)", cls.demo.log())[1]
        cls.officers = {login: Console(cls.demo.url) for login in RACERS}
        for login, officer in cls.officers.items():
            officer.sign_in(login, password)
        cls.onlooker = Officer(cls.demo.url, DEMO_TOKEN)
        cls.pool = cls.enterClassContext(concurrent.futures.ThreadPoolExecutor(len(RACERS)))

    def asked(self, first):
        """`TIMES` questions that nobody has yet."""
        before = {question["id"] for question in self.onlooker.questions()}
        for number in range(first, first + TIMES):
            resident = Resident(self.account, self.demo.url, openid(number))
            resident.sends(resident.event("subscribe"))
            resident.says(f"第 {number} 号：小区的路灯什么时候修？")
        asked = [q["id"] for q in self.onlooker.questions() if q["id"] not in before]
        self.assertEqual(len(asked), TIMES)
        return asked

    def race(self, question, action, **fields):
        """Both have read the same page and press the same button at once; login → answer."""
        forms = {login: form(officer.get(f"/admin/questions/{question}"), action)
                 for login, officer in self.officers.items()}
        line = threading.Barrier(len(RACERS))

        def press(login):
            path, held = forms[login]
            changes = {name: value.format(login=login) for name, value in fields.items()}
            line.wait()
            return login, self.officers[login].post(path, held | changes)

        return dict(self.pool.map(press, RACERS))

    def only(self, answers):
        """The winner and the loser, by the statuses of both."""
        statuses = {login: answer.status for login, answer in answers.items()}
        self.assertEqual(sorted(statuses.values()), [303, 409], statuses)
        return sorted(RACERS, key=statuses.get)

    def test_one_of_two_takes_it_200_times(self):
        won = dict.fromkeys(RACERS, 0)
        for question in self.asked(1_000):
            answers = self.race(question, "/take")
            winner, loser = self.only(answers)
            self.assertEqual(self.onlooker.thread(question)["assignee"], winner)
            self.assertIn(f"{NAMES[winner]} 已接入这个问题", answers[loser].body.decode())
            won[winner] += 1
        print(f"\n{TIMES} questions taken by two at once: one winner each time, {won}", flush=True)

    def test_one_of_two_answers_it_200_times_and_no_draft_is_lost(self):
        won = dict.fromkeys(RACERS, 0)
        for question in self.asked(2_000):
            answers = self.race(question, "/answer", text=question + " 这是 {login} 的答复。")
            winner, loser = self.only(answers)
            thread = self.onlooker.thread(question)
            texts = [delivery["text"] for delivery in thread["deliveries"]]
            self.assertEqual(len(texts), 1, texts)
            self.assertIn(f"{question} 这是 {winner} 的答复。", texts[0])
            # What the loser wrote stands on the refusing page, and on the question's page when they come back.
            kept = f"{question} 这是 {loser} 的答复。"
            self.assertIn(kept, written(answers[loser].body.decode()))
            self.assertIn(kept, written(self.officers[loser].get(f"/admin/questions/{question}")))
            won[winner] += 1
        print(f"\n{TIMES} questions answered by two at once: one answer each time, {won}; "
              f"{TIMES} drafts of the other kept", flush=True)


def written(page):
    """What the composer of a page holds."""
    return html.unescape(re.search(r'<textarea id="text"[^>]*>(.*?)</textarea>', page, re.S)[1])


if __name__ == "__main__":
    unittest.main()
