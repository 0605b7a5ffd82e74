"""`kill -9` of `wenqu serve`, fifty times under load: what was acknowledged is there, nothing arrives twice
unmarked, and no row says anything but what the platform's own log says.
"""

import collections
import concurrent.futures
import random
import threading
import time
import unittest

from faults.load import Answering, Callers
from faults.serving import Serving

KILLS = 50
CALLERS = 12
ANSWERS_A_ROUND = 4
OPEN_S = 0.15  # how long the platform keeps a send open
LONGEST_WAIT_S = 0.4  # after a send was seen open (or at any moment) before the kill
SETTLED_WITHIN_S = 180


class KillNine(Serving):
    """Residents 0–1199 keep writing; residents 5000 and on wait quietly for one answer each."""

    def setUp(self):
        super().setUp()
        self.random = random.Random(20261124)
        self.running = threading.Event()
        self.callers = Callers([self.resident(n) for n in range(1200)], CALLERS, self.running)
        self.answering = Answering(self.officer, self.running)
        self.counts = collections.Counter()
        self.hit = set()

    def waiting_for_an_answer(self, count):
        """Questions of residents who then stay silent, so that nothing rides on a reply."""
        texts = [f"第 {n} 位居民等一个答复，可以吗？" for n in range(count)]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda n: self.resident(5000 + n).says(texts[n]), range(count)))
        known = {item["text"]: item["id"] for item in self.officer.questions()}
        return [known[text] for text in texts]

    def test_fifty_kills_under_load(self):
        questions = self.waiting_for_an_answer(KILLS * ANSWERS_A_ROUND)
        self.api.mode, self.api.delay = "slow", OPEN_S
        self.running.set()
        self.callers.start()
        answers = {}
        for number in range(KILLS):
            for question in questions[number * ANSWERS_A_ROUND:(number + 1) * ANSWERS_A_ROUND]:
                answers[f"答复 {question}"] = question
                self.answering.post(question, f"答复 {question}")
            self.kill_and_start(aim=number % 2 == 0)
        self.callers.finish()
        self.answering.finish()
        self.api.mode = "ok"
        states = self.settled(answers.values(), {"delivered", "unknown"}, SETTLED_WITHIN_S)
        self.tell(states)
        self.check_load()
        self.check_messages()
        self.check_answers(answers, states)

    def kill_and_start(self, aim):
        """Kills at a random moment, or while a send is open at the platform."""
        deadline = time.monotonic() + 3
        while aim and not self.api.opened() and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(self.random.uniform(0, LONGEST_WAIT_S))
        self.running.clear()
        self.counts["callbacks in flight"] += self.callers.gate.in_flight
        self.counts["answers in flight"] += len(self.in_flight())
        self.wenqu.kill()
        hit = set(self.api.opened())  # their answers have not left yet, and nobody is there to take them
        self.hit |= hit
        self.counts["kills"] += 1
        self.counts["kills that hit an open send"] += bool(hit)
        self.wenqu.start()
        self.running.set()

    def in_flight(self):
        """Answers on their way: being posted, or accepted and not yet answered by the platform."""
        done = set(self.api.texts("answered"))
        return (self.answering.pending | self.answering.accepted) - done

    def tell(self, states):
        messages = sum(map(len, self.callers.acknowledged.values()))
        self.counts |= {"acknowledged messages": messages, "messages sent again": self.callers.retried}
        print("\n" + ", ".join(f"{count} {name}" for name, count in self.counts.items()), flush=True)
        arrived = set(self.api.texts("effect"))
        unknown = {text for text, state in states.items() if state == "unknown"}
        print(f"deliveries: {dict(collections.Counter(states.values()))}; of the unknown {len(unknown & arrived)} "
              f"had arrived, {len(self.hit)} were open at a kill", flush=True)

    def check_load(self):
        self.assertGreaterEqual(self.counts["kills"], 50)
        self.assertGreaterEqual(self.counts["kills that hit an open send"], 10)
        self.assertGreaterEqual(self.counts["callbacks in flight"], 200)
        self.assertGreaterEqual(self.counts["answers in flight"], 50)
        self.assertEqual(set(self.callers.refused) - {503}, set())

    def check_messages(self):
        """Every acknowledged message stands in its resident's thread, once."""
        threads = collections.Counter()
        for item in self.officer.questions():
            threads.update(m["text"] for m in self.officer.thread(item["id"])["messages"])
        for openid, texts in self.callers.acknowledged.items():
            self.assertEqual([t for t in texts if threads[t] != 1], [], f"lost or twice: {openid}")

    def check_answers(self, answers, states):
        """Each row agrees with the platform's log."""
        self.assertEqual(set(states), set(answers))
        arrived = collections.Counter(self.api.texts("effect"))
        answered = collections.Counter(self.api.texts("answered"))
        self.assertLessEqual(set(arrived), set(answers))
        for text, state in states.items():
            if state == "delivered":
                self.assertEqual((arrived[text], answered[text]), (1, 1), text)
            else:
                self.assertLessEqual(arrived[text], 1, text)
        self.assertEqual(set(states.values()), {"delivered", "unknown"})
        for text in self.hit:
            self.assertEqual((states[text], arrived[text]), ("unknown", 1), text)


if __name__ == "__main__":
    unittest.main()
