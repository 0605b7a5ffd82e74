"""The district's own computer: killed at every point of a send, two of them at once, frozen, stopped; and the one that
only brings tokens. The rows, the fake API's log and `--status` have to agree."""

import collections
import itertools
import time
import unittest

from cloud.rows import rows
from cloud.world import World
from harness.account import openid
from harness.courier import Courier
from harness.event_source import EventSource, schedule_event
from harness.fake_api import FakeApi
from harness.officer import Officer
from harness.resident import Resident

LEASE_S = 30
TAKEN_OVER_WITHIN_S = LEASE_S + 15  # the last heartbeat, a look every 2 s, a token, and this machine's other work
UNKNOWN_AFTER_S = 60
HIDDEN_S = 150


class District(World):
    """A stack whose functions know that a courier makes the calls, and a fake API."""

    def __init__(self, egress):
        self.egress = egress
        super().__init__()
        self.api = FakeApi(f"{self.folder.name}/api.log")
        self.closers.append(self.api.close)
        token = self.seed()["officers"][0]["token"]
        self.webhook = self.http_api(self.function("webhook", concurrency=2))
        self.officer = Officer(self.http_api(self.function("admin", concurrency=2)).url, token)
        self.ticker = self.function("ticker", concurrency=1)
        self.numbers = itertools.count(9_000_000)
        self.couriers = []

    def settings(self, through_proxies=True):
        settings = super().settings(through_proxies)
        return {**settings, "WENQU_EGRESS": self.egress, "WENQU_API_BASE": self.api.url}

    def courier(self, name):
        courier = Courier(self, name, self.api, self.egress)
        self.closers.append(courier.close)
        self.couriers.append(courier)
        return courier

    def answer(self, text):
        """Somebody new asks, an officer answers; who asked."""
        who = openid(next(self.numbers))
        question = f"{text}（问）"
        reply = Resident(self.account, self.webhook.url, who).says(question)
        assert "Q-" in reply.content, reply.content
        item = next(item for item in self.officer.questions() if item["text"] == question)
        self.officer.answers(item["id"], text)
        return who

    def tick(self):
        self.ticker.invoke(schedule_event())

    def states(self):
        """Delivery texts and states, as their rows have them."""
        return {row.body["content"]["text"]: row.body["state"] for row in rows(self, "delivery", "D#")}

    def events(self, text):
        """What the fake API's log has of a text, in order."""
        with self.api.lock:
            sends = {entry["send"] for entry in self.api.log
                     if entry["event"] == "received" and entry["text"] == text}
            return [entry["event"] for entry in self.api.log if entry["send"] in sends]


class Courting(unittest.TestCase):
    """What the tests have in common: one district, whose couriers' own words are shown when something fails."""

    district: District

    def until(self, what, within_s=20, told=""):
        """Waits until `what()` is true; its value."""
        deadline = time.monotonic() + within_s
        while not (value := what()) and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertTrue(value, f"{told}\n{self.told()}")
        return value

    def begin(self, egress):
        district = District(egress)
        self.addCleanup(district.close)
        self.district = district
        return district

    def told(self):
        """The last words of all couriers, and where the deliveries stand."""
        words = [f"--- courier {courier.name}\n{courier.log()[-3000:]}" for courier in self.district.couriers]
        return "\n".join([*words, str(self.district.states())])

    def at_work(self, courier, within_s=TAKEN_OVER_WITHIN_S):
        """Waits until a courier takes the lease (again); how long that took."""
        begun = time.monotonic()
        self.until(lambda: courier.log().count("持有租约") > courier.terms, within_s, "it does not take the lease")
        courier.terms += 1
        return time.monotonic() - begun


class Killed(Courting):
    """kill -9 before the request, after it, and after its answer."""

    def setUp(self):
        self.district = self.begin("courier")
        self.api = self.district.api
        self.took = []

    def next(self, name, killed=None):
        """Kills the courier at work; another one takes over."""
        courier = self.district.courier(name).start()
        if killed:
            killed.kill()
        self.took.append(round(self.at_work(courier), 1))
        return courier

    def test_at_every_point_of_a_send(self):
        district, api = self.district, self.api
        killed = self.killed_before_sending_is_written(self.next("a"))
        killed = self.killed_before_the_request(self.next("b", killed))
        killed = self.killed_after_the_request(self.next("c", killed))
        killed = self.killed_after_the_answer(self.next("d", killed))
        killed = self.killed_after_the_outcome(self.next("e", killed))
        self.next("f", killed)
        last_kill = time.monotonic()
        district.answer("最后")
        self.until(lambda: api.texts().count("最后") == 1)
        # The ticker finds what was begun; the queue hands out once more what was not deleted.
        self.until(lambda: time.monotonic() > last_kill + UNKNOWN_AFTER_S, UNKNOWN_AFTER_S + 5)
        queue = EventSource(district.sqs, district.queue_urls["outbound"], None)

        def settled():
            district.tick()
            time.sleep(1)
            return queue.waiting() == 0 and "due" not in district.states().values()
        self.until(settled, HIDDEN_S + 60, "the queue does not empty")
        print(f"\ncouriers took over after {self.took[1:]} s", flush=True)
        self.check()

    def killed_before_sending_is_written(self, courier):
        """It asks for a token first: the row is due."""
        courier.platform.stalls()
        self.district.answer("令牌之前")
        self.until(lambda: courier.platform.counts("held"))
        self.assertEqual(self.district.states()["令牌之前"], "due")
        return courier

    def warm(self, courier, text):
        """A send that has worked, so that the courier has its token."""
        self.district.answer(text)
        self.until(lambda: self.district.states()[text] == "delivered")
        courier.platform.take()

    def killed_before_the_request(self, courier):
        """`sending` is written, and the request has not reached the platform."""
        self.warm(courier, "热身二")
        courier.platform.stalls()
        self.district.answer("请求之前")
        self.until(lambda: courier.platform.counts("held"))
        self.assertEqual(self.district.states()["请求之前"], "sending")
        return courier

    def killed_after_the_request(self, courier):
        """The resident has it, and there is no answer yet."""
        self.warm(courier, "热身三")
        self.api.hold()
        self.district.answer("请求之后")
        self.until(lambda: self.events("请求之后") == ["received", "effect"])
        self.assertEqual(self.district.states()["请求之后"], "sending")
        return courier

    def killed_after_the_answer(self, courier):
        """The answer has come, and its outcome can't be written."""
        self.api.let_go()
        self.warm(courier, "热身四")
        self.api.hold()
        self.district.answer("答复之后")
        self.until(lambda: "effect" in self.events("答复之后"))
        courier.table.stalls()
        courier.table.take()
        self.api.let_go()
        self.until(lambda: {"TransactWriteItems", "GetItem"} & set(courier.table.counts("held")))
        self.assertEqual(self.district.states()["答复之后"], "sending")
        return courier

    def killed_after_the_outcome(self, courier):
        """All is written, and the queue has not been told."""
        self.warm(courier, "热身五")
        self.api.hold()
        self.district.answer("结果之后")
        self.until(lambda: "effect" in self.events("结果之后"))
        courier.queue.stalls()
        courier.queue.take()
        self.api.let_go()
        self.until(lambda: courier.queue.counts("held")["DeleteMessage"])
        self.assertEqual(self.district.states()["结果之后"], "delivered")
        return courier

    def events(self, text):
        return self.district.events(text)

    def check(self):
        """States as they must be, and the fake API's log beside them."""
        states = self.district.states()
        expected = {
            "令牌之前": ("delivered", ["received", "effect", "answered"]),
            "请求之前": ("unknown", []),
            "请求之后": ("unknown", ["received", "effect", "answered"]),
            "答复之后": ("unknown", ["received", "effect", "answered"]),
            "结果之后": ("delivered", ["received", "effect", "answered"]),
            "最后": ("delivered", ["received", "effect", "answered"]),
        }
        for text, (state, events) in expected.items():
            self.assertEqual((states[text], self.events(text)), (state, events), text)
        arrived = collections.Counter(self.api.texts())
        self.assertEqual(set(arrived.values()), {1}, "nothing arrives twice")
        for seconds in self.took[1:]:
            self.assertLess(seconds, TAKEN_OVER_WITHIN_S)
        self.check_secrets()

    def check_secrets(self):
        """The AppSecret and the tokens are nowhere in the cloud; nothing is in the journal that must not be there."""
        district = self.district
        cloud = "\n".join(row.raw for table in ("main", "delivery") for row in rows(district, table))
        logs = "\n".join(courier.log() for courier in district.couriers)
        for secret in (district.account.secret, "fake-token"):
            self.assertNotIn(secret, cloud)
            self.assertNotIn(secret, logs)
        for words in ("令牌之前", "请求之后", "oResident"):
            self.assertNotIn(words, logs)


class Two(Courting):
    """Two computers with the same settings."""

    def test_one_works_the_other_waits_and_takes_over(self):
        district = self.begin("courier")
        texts = [f"第 {n} 个答复" for n in range(30)]
        one, two = district.courier("one").start(), district.courier("two").start()
        self.until(lambda: "持有租约" in one.log() + two.log())
        if "持有租约" in two.log():
            one, two = two, one
        self.at_work(one)
        said, code = two.status()
        self.assertEqual((said["at_work"], said["lease"]["egress"], code), (True, "courier", 0))
        for text in texts[:10]:
            district.answer(text)
        self.until(lambda: len(district.api.texts()) == 10)
        self.assertEqual(two.queue.counts()["ReceiveMessage"], 0, "the second takes nothing")
        self.assertIn("等待", two.log())

        self.assertEqual(one.stop(), 0)
        self.assertLess(self.at_work(two), 10, "an orderly stop gives the lease up")
        for text in texts[10:20]:
            district.answer(text)
        self.until(lambda: len(district.api.texts()) == 20)
        self.frozen(district, two, texts[20:])
        self.assertEqual(collections.Counter(district.api.texts()), dict.fromkeys(texts, 1))

    def frozen(self, district, frozen, texts):
        """A courier that stands still for longer than its lease sends nothing when it goes on."""
        three = district.courier("three").start()
        self.until(lambda: "等待" in three.log())
        frozen.freeze()
        took = self.at_work(three)
        self.assertGreater(took, LEASE_S - 12, "not before the heartbeats have stopped for the lease's length")
        frozen.platform.take()
        frozen.freeze(False)
        for text in texts:
            district.answer(text)
        self.until(lambda: len(district.api.texts()) == 30)
        self.until(lambda: "租约已失" in frozen.log())
        time.sleep(3)
        self.assertEqual(frozen.platform.counts(), {}, "it calls nobody")
        self.until(lambda: three.status()[0]["lease"]["done"] >= len(texts), told="its heartbeats count")
        three.stop()
        self.at_work(frozen)
        frozen.stop()
        said, code = frozen.status()
        self.assertEqual((said["at_work"], code), (False, 1))

    def test_an_outage_of_the_line(self):
        district = self.begin("courier")
        courier = district.courier("one").start()
        self.at_work(courier)
        district.answer("之前")
        self.until(lambda: district.states()["之前"] == "delivered")
        courier.table.refuses()
        courier.queue.refuses()
        self.until(lambda: "租约已失" in courier.log(), LEASE_S + 5)
        district.answer("断网时")
        district.tick()
        courier.table.passes()
        courier.queue.passes()
        self.until(lambda: district.states()["断网时"] == "delivered", TAKEN_OVER_WITHIN_S)
        self.assertEqual(collections.Counter(district.api.texts()), {"之前": 1, "断网时": 1})


class Token(Courting):
    """Mode `courier-token`: the function sends with what the district's computer brings."""

    def test_the_function_waits_for_a_token_and_never_asks_for_one(self):
        district = self.begin("courier-token")
        sender = district.function("sender", concurrency=1)
        source = EventSource(district.sqs, district.queue_urls["outbound"], sender, batch=1)
        district.answer("您好")
        source.drain()
        self.assertEqual((district.states()["您好"], district.api.log), ("due", []))

        courier = district.courier("one").start()
        self.until(lambda: district.api.count("token") == 1)
        name = f"/wenqu/{district.stack}/courier/access_token"
        put = self.until(lambda: [p for p in district.ssm.describe_parameters()["Parameters"] if p["Name"] == name])
        self.assertEqual(put[0]["Type"], "SecureString")

        def sent():
            district.tick()
            source.drain()
            return district.states()["您好"] == "delivered"
        self.until(sent, 90)
        district.answer("再答")
        source.drain()
        self.until(lambda: district.states()["再答"] == "delivered")
        self.assertEqual(district.api.texts(), ["您好", "再答"])
        self.assertEqual(district.api.count("token"), courier.platform.counts()["/cgi-bin/stable_token"])
        self.assertEqual(courier.stop(), 0)
        self.assertNotIn("fake-token", courier.log() + "\n".join(row.raw for row in rows(district, "delivery")))


if __name__ == "__main__":
    unittest.main()
