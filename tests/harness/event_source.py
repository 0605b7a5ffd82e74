"""An event source mapping: hands the messages of a queue to a function under the fake runtime API, in batches, and
deletes what the function does not report as failed."""

import time

from harness.runtime_api import Crashed, Failed, TimedOut


def schedule_event():
    """What EventBridge sends each minute."""
    return {"version": "0", "id": "00000000-0000-0000-0000-000000000000", "detail-type": "Scheduled Event",
            "source": "aws.events", "account": "000000000000", "region": "cn-northwest-1", "resources": [],
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "detail": {}}


def queue_event(messages, queue_name="jobs"):
    """The event of a batch as boto3 received it."""
    return {"Records": [record(message, queue_name) for message in messages]}


def record(message, queue_name):
    """One message of a batch."""
    attributes = {"ApproximateReceiveCount": "1", "SentTimestamp": "0", "SenderId": "000000000000",
                  "ApproximateFirstReceiveTimestamp": "0", **message.get("Attributes", {})}
    return {"messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"], "body": message["Body"],
            "attributes": attributes, "messageAttributes": {}, "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs", "awsRegion": "cn-northwest-1",
            "eventSourceARN": f"arn:aws-cn:sqs:cn-northwest-1:000000000000:{queue_name}"}


class EventSource:
    """Between one queue and one function; works only while `drain` runs."""

    def __init__(self, sqs, queue_url, function, batch=10):
        self.sqs, self.queue_url, self.function, self.batch = sqs, queue_url, function, batch
        self.done = self.failed = self.lost = 0

    def waiting(self):
        """Messages in the queue, visible or not."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible",
                 "ApproximateNumberOfMessagesDelayed"]
        found = self.sqs.get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=names)["Attributes"]
        return sum(int(count) for count in found.values())

    def drain(self, within_s=240):
        """Works until the queue is empty."""
        deadline = time.monotonic() + within_s
        while self.waiting():
            assert time.monotonic() < deadline, f"{self.waiting()} messages are left after {within_s} s"
            self.once()

    def once(self):
        """One batch, if there is one."""
        got = self.sqs.receive_message(QueueUrl=self.queue_url, MaxNumberOfMessages=self.batch, WaitTimeSeconds=1,
                                       AttributeNames=["All"])
        messages = got.get("Messages", [])
        if not messages:
            return
        try:
            answer = self.function.invoke(queue_event(messages)) or {}
        except (Crashed, Failed, TimedOut):
            self.lost += len(messages)
            return self.again(messages)
        failed = {item["itemIdentifier"] for item in answer.get("batchItemFailures") or []}
        self.again([message for message in messages if message["MessageId"] in failed])
        good = [message for message in messages if message["MessageId"] not in failed]
        self.failed, self.done = self.failed + len(failed), self.done + len(good)
        for message in good:
            self.sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"])

    def again(self, messages):
        """Visible again soon, as after the visibility time-out."""
        for message in messages:
            self.sqs.change_message_visibility(QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"],
                                               VisibilityTimeout=1)
