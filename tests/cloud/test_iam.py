"""Least privilege, tried out: with the rights of each function's role, what it must not do is denied, and what it is
there for is not. The emulator enforces IAM; each call is made with credentials of that role."""

import tempfile
import unittest

from harness.account import Account
from harness.deployment import Deployment, clients
from harness.emulator import Emulator

DENIED = {"AccessDenied", "AccessDeniedException", "AWS.SimpleQueueService.AccessDenied", "UnauthorizedOperation"}
KEY = {"pk": {"S": "TEST"}, "sk": {"S": "RIGHTS"}}


class Rights:
    """What one function can try."""

    def __init__(self, stack, function):
        self.stack, self.name = stack, function
        (self.dynamodb, self.sqs, self.ssm, self.s3, self.functions, self.iam, self.logs) = clients(
            stack.emulator, "dynamodb", "sqs", "ssm", "s3", "lambda", "iam", "logs",
            credentials=stack.credentials(function))
        self.tries = {"get": self.get, "query": self.query, "scan": self.scan, "put": self.put,
                      "update": self.update, "delete": self.delete, "drop": self.drop, "send": self.send,
                      "receive": self.receive, "secrets": self.secrets, "secret": self.secret,
                      "set-secret": self.set_secret, "read-blob": self.read_blob, "write-blob": self.write_blob,
                      "delete-blob": self.delete_blob,
                      "invoke": self.invoke, "become": self.become, "read-logs": self.read_logs}

    def outcome(self, verb, what):
        """`done`, `denied`, or another error's code."""
        try:
            self.tries[verb](what)
            return "done"
        except self.dynamodb.exceptions.ClientError as error:
            code = error.response["Error"]["Code"]
            return "denied" if code in DENIED else code

    def table(self, name):
        return f"{self.stack.stack}-{name}"

    def get(self, table):
        self.dynamodb.get_item(TableName=self.table(table), Key=KEY)

    def query(self, table):
        self.dynamodb.query(TableName=self.table(table), KeyConditionExpression="pk = :pk",
                            ExpressionAttributeValues={":pk": KEY["pk"]})

    def scan(self, table):
        self.dynamodb.scan(TableName=self.table(table))

    def put(self, table):
        self.dynamodb.put_item(TableName=self.table(table), Item={**KEY, "v": {"N": "1"}, "body": {"S": "{}"}})

    def update(self, table):
        self.dynamodb.update_item(TableName=self.table(table), Key=KEY, UpdateExpression="SET v = :v",
                                  ExpressionAttributeValues={":v": {"N": "2"}})

    def delete(self, table):
        self.dynamodb.delete_item(TableName=self.table(table), Key=KEY)

    def drop(self, table):
        self.dynamodb.delete_table(TableName=self.table(table))

    def send(self, queue):
        fifo = {"MessageGroupId": "g", "MessageDeduplicationId": "d"} if queue.endswith(".fifo") else {}
        self.sqs.send_message(QueueUrl=self.stack.queue_url(queue), MessageBody="{}", **fifo)

    def receive(self, queue):
        self.sqs.receive_message(QueueUrl=self.stack.queue_url(queue), VisibilityTimeout=0,
                                 WaitTimeSeconds=0)

    def secrets(self, path):
        self.ssm.get_parameters_by_path(Path=f"/wenqu/{self.stack.stack}/{path}".rstrip("/"), Recursive=True,
                                        WithDecryption=True)

    def secret(self, name):
        self.ssm.get_parameter(Name=f"/wenqu/{self.stack.stack}/{name}", WithDecryption=True)

    def set_secret(self, name):
        self.ssm.put_parameter(Name=f"/wenqu/{self.stack.stack}/{name}", Value="x", Type="SecureString",
                               Overwrite=True)

    def read_blob(self, key):
        self.s3.get_object(Bucket=self.stack.bucket(), Key=key)

    def write_blob(self, key):
        self.s3.put_object(Bucket=self.stack.bucket(), Key=key, Body=b"x")

    def delete_blob(self, key):
        self.s3.delete_object(Bucket=self.stack.bucket(), Key=key)

    def invoke(self, function):
        self.functions.invoke(FunctionName=self.table(function), Payload=b"{}")

    def become(self, function):
        self.iam.get_role(RoleName=self.table(function))

    def read_logs(self, function):
        self.logs.filter_log_events(logGroupName=f"/aws/lambda/{self.table(function)}")


# What nobody but the people with the account may do.
NOBODY = ["scan main", "scan delivery", "drop audit", "delete audit", "update audit",
          "delete published", "set-secret webhook/token", "secrets ", "secret sender/app_secret", "invoke admin",
          "become admin", "read-logs webhook", "receive jobs-dead", "write-blob elsewhere/x"]


class LeastPrivilege(unittest.TestCase):
    """One test a function."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="wenqu-rights-")
        cls.addClassCleanup(folder.cleanup)
        emulator = Emulator(folder.name, auth=True).start()
        cls.addClassCleanup(emulator.stop)
        cls.stack = Deployment(emulator, folder.name, "rights", Account(), egress="direct",
                               api_base="http://127.0.0.1:9")
        cls.addClassCleanup(cls.stack.close)
        cls.stack.put_secrets()
        cls.stack.deploy()
        for key in ("media/x", "audit-heads/x", "matching/open-texts", "matching/categories"):
            cls.stack.s3.put_object(Bucket=cls.stack.bucket(), Key=key, Body=b"x")

    def check(self, function, may, must_not):
        rights = Rights(self.stack, function)
        tried = {line: rights.outcome(*line.split(" ", 1)) for line in [*may, *must_not, *NOBODY]}
        wanted = {**dict.fromkeys(may, "done"), **dict.fromkeys([*must_not, *NOBODY], "denied")}
        self.assertEqual(tried, wanted)
        print(f"\n{function}: may {', '.join(may)}; denied {', '.join([*must_not, *NOBODY])}", flush=True)

    def test_the_root_may_so_denials_come_from_the_role(self):
        for call in (lambda: self.stack.dynamodb.scan(TableName="rights-main"),
                     lambda: self.stack.ssm.get_parameter(Name="/wenqu/rights/webhook/token", WithDecryption=True)):
            self.assertEqual(call()["ResponseMetadata"]["HTTPStatusCode"], 200)

    def test_webhook(self):
        self.check("webhook",
                   ["get main", "query main", "put main", "query delivery", "get published", "put audit", "send jobs",
                    "secrets webhook", "secrets account"],
                   ["put published", "send outbound.fifo", "receive jobs", "receive outbound.fifo", "secrets sender",
                    "secrets courier", "read-blob media/x", "write-blob media/x", "query audit"])

    def test_worker(self):
        self.check("worker",
                   ["get main", "query main", "put main", "query delivery", "put audit", "receive jobs", "send jobs",
                    "send outbound.fifo", "secrets account", "read-blob media/x", "write-blob media/x",
                    "read-blob matching/open-texts", "write-blob matching/open-texts", "read-blob matching/categories"],
                   ["put published", "secrets webhook", "secrets sender", "secrets courier", "receive outbound.fifo",
                    "query audit", "write-blob matching/categories", "write-blob matching/x"])

    def test_sender(self):
        self.check("sender",
                   ["get delivery", "query delivery", "put delivery", "receive outbound.fifo", "send jobs",
                    "secrets sender", "write-blob media/x"],
                   ["get main", "query main", "put main", "delete main", "get published", "put published", "get audit",
                    "put audit", "secrets webhook", "secrets account", "receive jobs", "read-blob media/x"])

    def test_ticker(self):
        self.check("ticker",
                   ["query main", "query delivery", "put main", "update main", "put delivery", "query audit",
                    "send jobs", "send outbound.fifo", "secrets account", "write-blob audit-heads/x"],
                   ["put published", "put audit", "secrets webhook", "secrets sender", "receive jobs",
                    "receive outbound.fifo", "read-blob media/x", "write-blob media/x", "delete-blob audit-heads/x"])

    def test_admin(self):
        self.check("admin",
                   ["get main", "query main", "put main", "query delivery", "put delivery", "put audit", "query audit",
                    "get published", "put published", "send jobs", "send outbound.fifo", "secrets account",
                    "read-blob media/x", "read-blob audit-heads/x"],
                   ["query published", "receive jobs", "receive outbound.fifo", "secrets webhook", "secrets sender",
                    "write-blob media/x", "write-blob audit-heads/x", "delete-blob audit-heads/x",
                    "read-blob matching/open-texts", "write-blob matching/categories"])


if __name__ == "__main__":
    unittest.main()
