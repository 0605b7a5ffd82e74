"""A hundred answers pushed, and a hundred more that can't be pushed and ride on the next reply."""

import collections
import concurrent.futures
import time
import unittest

from faults.serving import Serving

HUNDRED = range(100)
WINDOW_CLOSED = range(100, 150)
UNREACHABLE = range(150, 200)


def asking(number):
    return f"第 {number:03d} 个问题：小区的路灯什么时候修？"


def answering(number):
    return f"第 {number:03d} 个答复：路灯本周修好。"


class Hundred(Serving):
    """Questions by wechatpy-encrypted callbacks, answers by the staff API, sends at the fake API."""

    def ask(self, numbers):
        """One question a resident; number → question id."""
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            receipts = list(pool.map(lambda n: self.resident(n).says(asking(n)), numbers))
        self.assertTrue(all("Q-" in receipt.content for receipt in receipts))
        waiting = {item["text"]: item["id"] for item in self.officer.questions()}
        return {number: waiting[asking(number)] for number in numbers}

    def answer(self, questions):
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda n: self.officer.answers(questions[n], answering(n)), questions))

    def wait_for(self, what, seconds=60):
        """Waits until `what()` is true."""
        deadline = time.monotonic() + seconds
        while not what() and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertTrue(what())

    def test_a_hundred_answers_arrive_as_customer_service_messages(self):
        questions = self.ask(HUNDRED)
        self.answer(questions)
        self.wait_for(lambda: len(self.api.texts()) >= 100)
        states = self.settled(questions.values(), {"delivered"}, 30)
        self.assertEqual(collections.Counter(states.values()), {"delivered": 100})
        self.assertEqual(sorted(self.api.texts()), sorted(map(answering, HUNDRED)))
        to = {e["text"]: e["touser"] for e in self.api.log if e["event"] == "received"}
        self.assertEqual(to, {answering(n): self.resident(n).openid for n in HUNDRED})

    def test_a_hundred_that_can_not_be_pushed_ride_on_the_next_reply_once(self):
        closed, unreachable = self.ask(WINDOW_CLOSED), self.ask(UNREACHABLE)
        self.api.mode = "45015"
        self.answer(closed)
        self.wait_for(lambda: len(self.api.texts("answered")) >= len(closed))
        self.settled(closed.values(), {"due"}, 30)
        self.api.down()
        self.answer(unreachable)
        questions = {**closed, **unreachable}
        states = self.deliveries(questions.values())
        self.assertEqual(collections.Counter(states.values()), {"due": 100})

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            first = dict(zip(questions, pool.map(lambda n: self.resident(n).says("1").content, questions)))
            second = dict(zip(questions, pool.map(lambda n: self.resident(n).says("2").content, questions)))
        for number in questions:
            self.assertEqual(first[number].count(answering(number)), 1, first[number])
            self.assertNotIn(answering(number), second[number])
        self.api.mode = "ok"
        self.api.up()
        time.sleep(20)  # longer than the first back-offs: nothing may be sent after all
        self.assertEqual(self.api.texts(), [])
        states = self.deliveries(questions.values())
        self.assertEqual(collections.Counter(states.values()), {"handed_over": 100})


if __name__ == "__main__":
    unittest.main()
