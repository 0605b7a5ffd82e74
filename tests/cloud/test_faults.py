"""What a resident said survives whatever is down behind the webhook: real bootstraps under a fake runtime API, fault
proxies in front of the emulator's DynamoDB and SQS, and processes killed at random all the while."""

import collections
import contextlib
import random
import threading
import time
import unittest

from cloud.arrivals import Arrivals
from cloud.rows import message_rows, rows
from cloud.world import World
from harness.event_source import EventSource
from harness.fault_proxy import WRITES

CALLBACKS = 1_000
RATE = 30  # a second
# What is refused comes again and again: more than this would only measure two busy cores.
RATE_OF_OUTAGE = 12
KILL_EVERY_S = 0.4
# The platform hangs up after five seconds; we answer before three, whatever is behind us.
ANSWER_WITHIN_S = 3.0


class Faults(unittest.TestCase):
    """Each scenario has residents of its own on the same tables."""

    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.world.seed()

    def setUp(self):
        self.random = random.Random(20261127)
        self.webhook = self.world.function("webhook", concurrency=200)
        self.worker = self.world.function("worker", concurrency=2)
        self.api = self.world.http_api(self.webhook)
        self.world.table.take()
        self.world.queue.take()
        for ends in (self.webhook.close, self.worker.close, self.world.mend):
            self.addCleanup(ends)

    def arrivals(self, first_resident, count=CALLBACKS, rate=RATE):
        return Arrivals(self.world.account, self.api.url, count, rate, first_resident)

    def under_fire(self, arrivals, then=lambda: None):
        """Runs the arrivals while processes are killed; `then` runs beside them, once they have begun."""
        beside = threading.Thread(target=lambda: (arrivals.started.wait(), then()))
        beside.start()
        with self.killing(self.webhook):
            arrivals.run()
        beside.join()

    @contextlib.contextmanager
    def killing(self, function):
        """Kills one of a function's processes every now and then, busy or not."""
        over = threading.Event()

        def kill():
            while not over.wait(KILL_EVERY_S):
                function.kill_one(self.random)

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            yield
        finally:
            over.set()
            killer.join()

    def check(self, name, arrivals):
        """Mends everything, lets the worker (killed too) take in what was spilled, and looks at the tables."""
        self.world.mend()
        spilled = sum("sealed" in seen.body.get("MessageBody", "")
                      for seen in self.world.queue.take() if seen.operation == "SendMessage" and seen.fate == "passed")
        table = self.world.table.take()
        source = EventSource(self.world.sqs, self.world.queue_urls["jobs"], self.worker)
        with self.killing(self.worker):
            source.drain()
        self.tell(name, arrivals, spilled, table, source)
        self.check_answers(arrivals)
        self.check_rows(arrivals)
        return spilled

    def check_answers(self, arrivals):
        self.assertEqual([c.text for c in arrivals.callbacks if not c.taken], [])
        odd = {status for status, _ in arrivals.answers()} - {0, 200, 500, 503}
        self.assertEqual(odd, set())
        self.assertLess(max(seconds for _, seconds in arrivals.answers()), ANSWER_WITHIN_S)

    def check_rows(self, arrivals):
        """Every callback once, every question once: in its row, its number and the inbox."""
        sent = {callback.message_id for callback in arrivals.callbacks}
        stored = collections.Counter(row.message_id for row in message_rows(self.world) if row.message_id in sent)
        self.assertEqual(stored, dict.fromkeys(sent, 1))
        texts = sorted(callback.text for callback in arrivals.callbacks if callback.text != "1")
        questions = [row for row in rows(self.world, "main", "Q#") if row.body["text"] in texts]
        self.assertEqual(sorted(row.body["text"] for row in questions), texts)
        ids = {row.body["id"] for row in questions}
        numbers = collections.Counter(row.body for row in rows(self.world, "main", "NUM#"))
        inbox = collections.Counter(row.body["question"] for row in rows(self.world, "main", "INBOX#waiting#"))
        self.assertEqual({id: (numbers[id], inbox[id]) for id in ids}, dict.fromkeys(ids, (1, 1)))

    def tell(self, name, arrivals, spilled, table, source):
        statuses = collections.Counter(status for status, _ in arrivals.answers())
        again = sum(len(callback.answers) > 1 for callback in arrivals.callbacks)
        slowest, status = max((seconds, status) for status, seconds in arrivals.answers())
        requests = collections.Counter(f"{seen.operation} {seen.fate}" for seen in table)
        print(f"\n{name}: {len(arrivals.callbacks)} callbacks, {len(arrivals.answers())} attempts; answered "
              f"{statuses[200]} with 200, {statuses[503]} with 503, {statuses[500]} with 500 (process killed), "
              f"{statuses[0]} not; {again} sent again, all taken in the end; {self.webhook.started} processes "
              f"started, {self.webhook.killed} killed, {self.webhook.crashed} of them at work; table requests "
              f"{dict(requests)}; {spilled} spilled to the queue, {source.done} messages worked off while the "
              f"worker was killed {self.worker.killed} times, {self.worker.crashed} at work; slowest answer "
              f"{slowest:.2f} s ({status})", flush=True)

    def test_a_table_that_refuses(self):
        arrivals = self.arrivals(1_000_000)
        self.world.table.refuses()
        self.under_fire(arrivals)
        spilled = self.check("table refused", arrivals)
        self.assertGreaterEqual(spilled, CALLBACKS)

    def test_b_table_that_is_cut_off_after_the_write(self):
        arrivals = self.arrivals(2_000_000)
        self.world.table.cuts(WRITES)
        self.under_fire(arrivals)
        cut = self.world.table.counts("cut")
        self.check("table cut after the write", arrivals)
        self.assertGreaterEqual(sum(cut.values()), CALLBACKS)

    def test_c_table_and_queue_that_refuse_for_twenty_seconds(self):
        arrivals = self.arrivals(3_000_000, rate=RATE_OF_OUTAGE)

        def outage():
            time.sleep(5)
            self.world.table.refuses()
            self.world.queue.refuses()
            time.sleep(20)
            self.world.mend()

        self.under_fire(arrivals, outage)
        self.check("both refused for 20 s", arrivals)
        refused = sum(status == 503 for status, _ in arrivals.answers())
        self.assertGreaterEqual(refused, RATE_OF_OUTAGE * 15)

    def test_d_table_and_queue_that_stall(self):
        arrivals = self.arrivals(4_000_000, count=100, rate=10)

        def outage():
            self.world.table.stalls()
            time.sleep(5)
            self.world.queue.stalls()
            time.sleep(5)
            self.world.mend()

        self.under_fire(arrivals, outage)
        self.check("table stalled, then both", arrivals)


if __name__ == "__main__":
    unittest.main()
