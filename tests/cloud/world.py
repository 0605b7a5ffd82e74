"""An emulator with the resources of one stack made by hand, fault proxies before its tables and queues, and functions
under the fake runtime API: for what a deployed stack can't show."""

import json
import pathlib
import secrets
import subprocess
import tempfile

from harness.account import Account
from harness.deployment import TABLES, clients
from harness.emulator import REGION, Emulator
from harness.fault_proxy import FaultProxy
from harness.gateway import HttpApi
from harness.runtime_api import Function
from harness.zips import bootstrap, seed_program


class World:
    """Everything ends with `close`."""

    def __init__(self, stack="wenqu", account=None):
        self.stack, self.account = stack, account or Account()
        self.folder = tempfile.TemporaryDirectory(prefix="wenqu-cloud-")
        self.emulator = Emulator(self.folder.name).start()
        self.closers = [self.folder.cleanup, self.emulator.stop]
        self.dynamodb, self.sqs, self.ssm, self.s3 = clients(self.emulator, "dynamodb", "sqs", "ssm", "s3")
        self.bucket = f"{stack}-blobs"
        self.queue_urls = {}
        self.table, self.queue = FaultProxy(self.emulator.url), FaultProxy(self.emulator.url)
        self.closers += [self.table.close, self.queue.close]
        try:
            self.make_resources()
        except BaseException:
            self.close()
            raise

    def make_resources(self):
        for name in TABLES:
            self.dynamodb.create_table(
                TableName=f"{self.stack}-{name}", BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk")],
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}])
        fifo = {"FifoQueue": "true", "ContentBasedDeduplication": "false"}
        for name, suffix, attributes in (("jobs", "", {}), ("outbound", ".fifo", fifo)):
            made = self.sqs.create_queue(QueueName=f"{self.stack}-{name}{suffix}",
                                         Attributes={"VisibilityTimeout": "30", **attributes})
            self.queue_urls[name] = made["QueueUrl"]
        self.s3.create_bucket(Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        for name, value in {"webhook/token": self.account.token, "webhook/encoding_aes_key": self.account.key,
                            "sender/app_secret": self.account.secret, "account/key": secrets.token_hex(32)}.items():
            self.ssm.put_parameter(Name=f"/wenqu/{self.stack}/{name}", Value=value, Type="SecureString")

    def settings(self, through_proxies=True):
        """What the template tells the functions, and what Lambda tells the SDK."""
        table, queue = (self.table.url, self.queue.url) if through_proxies else (self.emulator.url, self.emulator.url)
        account = self.account
        return {
            **self.emulator.client_env(),
            "AWS_ENDPOINT_URL_DYNAMODB": table, "AWS_ENDPOINT_URL_SQS": queue,
            "WENQU_STACK": self.stack, "WENQU_SECRETS": f"/wenqu/{self.stack}", "WENQU_BUCKET": self.bucket,
            **{f"WENQU_TABLE_{name.upper()}": f"{self.stack}-{name}" for name in TABLES},
            **{f"WENQU_QUEUE_{name.upper()}": url for name, url in self.queue_urls.items()},
            "WENQU_APP_ID": account.app_id, "WENQU_ORIGINAL_ID": account.original_id, "WENQU_MODE": account.mode,
            "WENQU_EGRESS": "direct", "WENQU_API_BASE": "http://127.0.0.1:9", "WENQU_LOG": "info"}

    def function(self, name, concurrency, through_proxies=True):
        """One of the five, from the zip that would be deployed."""
        function = Function(name, [str(bootstrap(name))], self.settings(through_proxies),
                            self.log(name), concurrency=concurrency)
        self.closers.append(function.close)
        return function

    def log(self, name):
        return pathlib.Path(self.folder.name, f"{name}.log")

    def http_api(self, function):
        api = HttpApi(function)
        self.closers.append(api.close)
        return api

    def seed(self, at=None):
        """Publishes the sample district's content and adds its officers; what the program says of them."""
        command = [str(seed_program())] + (["--at", at] if at else [])
        done = subprocess.run(command, env=self.settings(through_proxies=False), capture_output=True, text=True,
                              timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def mend(self):
        """Both services work."""
        self.table.passes()
        self.queue.passes()

    def close(self):
        for closer in reversed(self.closers):
            closer()
