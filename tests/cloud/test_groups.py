"""Five hundred questions about known incidents, grouped by two workers on an emulated AWS: one group an incident."""

import collections
import concurrent.futures
import threading
import time
import unittest

from cloud.rows import rows
from cloud.world import World
from harness.account import openid
from harness.event_source import EventSource, schedule_event
from harness.incidents import questions
from harness.resident import Resident

QUESTIONS, INCIDENTS, WORKERS = 500, 25, 2
CALLERS = 8
FIRST = 8_000_000


class Groups(unittest.TestCase):
    """Real bootstraps: the webhook takes the questions in, two workers share one queue, the ticker asks to tend."""

    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.world.seed()

    def setUp(self):
        self.webhook = self.world.function("webhook", concurrency=CALLERS, through_proxies=False)
        self.workers = [self.world.function("worker", concurrency=1, through_proxies=False) for _ in range(WORKERS)]
        self.ticker = self.world.function("ticker", concurrency=1, through_proxies=False)
        for function in (self.webhook, *self.workers, self.ticker):
            self.addCleanup(function.close)
        self.api = self.world.http_api(self.webhook)

    def ask(self, asked):
        """Everybody asks, some at a time."""
        def one(numbered):
            number, row = numbered
            resident = Resident(self.world.account, self.api.url, openid(FIRST + number))
            self.assertIn("Q-", resident.says(row["text"]).content)
        with concurrent.futures.ThreadPoolExecutor(CALLERS) as pool:
            list(pool.map(one, enumerate(asked)))

    def work(self, over):
        """Two event sources, until the questions are over and the queue is empty."""
        sources = [EventSource(self.world.sqs, self.world.queue_urls["jobs"], worker) for worker in self.workers]

        def drain(source):
            while not over.is_set() or source.waiting():
                source.once()
        threads = [threading.Thread(target=drain, args=(source,)) for source in sources]
        for thread in threads:
            thread.start()
        return sources, threads

    def test_one_group_for_each_incident(self):
        asked = questions(QUESTIONS, INCIDENTS, seed=11, wordings=1)
        over, began = threading.Event(), time.monotonic()
        sources, threads = self.work(over)
        try:
            self.ask(asked)
        finally:
            over.set()
            for thread in threads:
                thread.join(300)
        took = time.monotonic() - began
        self.assertTrue(all(source.done for source in sources), "both workers worked")
        # What only later questions show to be one is put together every ten minutes.
        self.ticker.invoke(schedule_event())
        sources[0].drain()
        self.check(asked)
        print(f"\n{QUESTIONS} questions of {INCIDENTS} incidents asked and grouped in {took:.1f} s by "
              f"{' and '.join(str(source.done) for source in sources)} jobs of two workers; "
              f"{sum(source.failed + source.lost for source in sources)} tried again", flush=True)

    def check(self, asked):
        """Each question has a group, each incident one, each group one incident; rows count what is there."""
        of = collections.defaultdict(set)
        for row in asked:
            of[row["text"]].add(row["incident"])
        found = [row.body for row in rows(self.world, "main", "Q#") if row.body["text"] in of]
        self.assertEqual(len(found), len(asked))
        groups, incidents = collections.defaultdict(set), collections.defaultdict(collections.Counter)
        for question in found:
            [incident] = of[question["text"]]
            group = question["membership"]["group"]
            groups[incident].add(group)
            incidents[group][incident] += 1
        self.assertEqual({incident: len(own) for incident, own in groups.items()}, dict.fromkeys(range(INCIDENTS), 1))
        self.assertEqual({len(own) for own in incidents.values()}, {1})
        stored = {row.body["id"]: row.body["questions"] for row in rows(self.world, "main", "G#") if row.sk == "G"}
        self.assertEqual(stored, {group: sum(own.values()) for group, own in incidents.items()})


if __name__ == "__main__":
    unittest.main()
