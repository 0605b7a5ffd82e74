"""What a callback costs, counted at the proxies before DynamoDB and SQS."""

import itertools
import time
import unittest

from cloud.world import World
from harness.account import openid
from harness.event_source import queue_event
from harness.resident import Resident


class Requests(unittest.TestCase):
    """A resident who is known already, and a webhook that has just started: its content is in memory."""

    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.world.seed()
        cls.numbers = itertools.count(7_000_000)

    def setUp(self):
        webhook = self.world.function("webhook", concurrency=1)
        self.addCleanup(webhook.close)
        self.api = self.world.http_api(webhook)
        self.known = self.resident()
        self.known.says("1")
        self.forget()

    def resident(self):
        """Somebody new."""
        return Resident(self.world.account, self.api.url, openid(next(self.numbers)))

    def forget(self):
        self.world.table.take()
        self.world.queue.take()

    def made(self):
        """Operations at the table and at the queue, in order."""
        table, queue = self.world.table.take(), self.world.queue.take()
        self.assertEqual({seen.fate for seen in table + queue} - {"passed"}, set())
        return table, queue

    def operations(self, seen):
        return [request.operation for request in seen]

    def test_a_number_costs_one_query_and_one_conditional_put(self):
        for number in ("1", "2", "0"):
            self.known.says(number)
            table, queue = self.made()
            self.assertEqual((self.operations(table), queue), (["Query", "PutItem"], []))
            self.assertIn("attribute_not_exists", table[1].body["ConditionExpression"])
            self.assertTrue(table[0].body["ConsistentRead"])

    def test_a_question_costs_one_query_one_transaction_and_one_message(self):
        self.assertIn("Q-", self.known.says("老年卡在哪里办？").content)
        table, queue = self.made()
        self.assertEqual((self.operations(table), self.operations(queue)),
                         (["Query", "TransactWriteItems"], ["SendMessage"]))
        print(f"\nquestion of a known resident: 1 query, 1 transaction of "
              f"{len(table[1].body['TransactItems'])} items, 1 message: who else asks it", flush=True)
        self.assertIn("Q-", self.resident().says("残疾人证在哪里年审？").content)
        table, queue = self.made()
        self.assertEqual(self.operations(table), ["Query", "TransactWriteItems"])
        self.assertEqual(self.operations(queue), ["SendMessage", "SendMessage"])
        print(f"first question of a new resident: 1 query, 1 transaction of "
              f"{len(table[1].body['TransactItems'])} items, 2 messages: the other asks the platform who it is", flush=True)

    def test_published_content_costs_nothing(self):
        for number in range(18):
            self.known.says(str(number % 6 + 1))
        table, _ = self.made()
        names = {request.body["TableName"] for request in table}
        self.assertEqual((len(table), names), (36, {f"{self.world.stack}-main"}))

    def test_a_new_version_is_looked_for_once_in_ten_seconds(self):
        time.sleep(11)
        for number in range(10):
            self.known.says(str(number % 6 + 1))
        table, _ = self.made()
        published = [request for request in table if request.body["TableName"].endswith("-published")]
        self.assertEqual((len(table), self.operations(published)), (21, ["GetItem"]))

    def test_a_repeated_callback_is_read_and_not_written(self):
        xml = self.known.message("text", Content="1")
        first = self.known.sends(xml)
        self.forget()
        again = self.known.sends(xml)
        table, queue = self.made()
        self.assertEqual((self.operations(table), queue), (["Query"], []))
        self.assertEqual((again.status, again.body), (200, first.body))

    def test_work_that_was_given_back_comes_again_after_a_quarter_of_a_minute(self):
        worker = self.world.function("worker", concurrency=1)
        self.addCleanup(worker.close)
        self.addCleanup(self.world.mend)
        self.resident().says("残疾人证在哪里年审？")
        messages = self.world.sqs.receive_message(QueueUrl=self.world.queue_urls["jobs"], WaitTimeSeconds=5,
                                                  AttributeNames=["All"])["Messages"]
        self.forget()
        self.world.table.refuses()
        answer = worker.invoke(queue_event(messages))
        self.assertEqual([item["itemIdentifier"] for item in answer["batchItemFailures"]],
                         [message["MessageId"] for message in messages])
        queue = self.world.queue.take()
        self.assertEqual([(seen.operation, seen.body["VisibilityTimeout"]) for seen in queue],
                         [("ChangeMessageVisibility", 15)] * len(messages))


if __name__ == "__main__":
    unittest.main()
