"""A stack on the emulator, put there by `wenqu deploy` from the template, and what tests look at past the product."""

import json
import os
import pathlib
import subprocess

import boto3

from harness.binary import program
from harness.gateway import NamedHost
from harness.zips import folder as zips

TABLES = ("main", "delivery", "published", "audit")
QUEUES = ("jobs", "outbound.fifo", "jobs-dead", "outbound-dead.fifo")


def clients(emulator, *services, credentials=None):
    """boto3 clients of an emulator: its root's, or those of other credentials."""
    env = emulator.client_env()
    key, secret, token = credentials or (env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"], None)
    session = boto3.Session(key, secret, token, region_name=env["AWS_REGION"])
    return [session.client(service, endpoint_url=emulator.url) for service in services]


def lines(settings):
    """Settings as TOML."""
    return "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items())


class Deployment:
    """One stack. The address of its API is a port of ours, so that it is known before the API is."""

    def __init__(self, emulator, folder, stack, account, **settings):
        self.emulator, self.stack, self.account = emulator, stack, account
        self.folder = pathlib.Path(folder, stack)
        self.folder.mkdir()
        self.api = NamedHost(emulator.url, "")
        self.url = self.api.url
        (self.cloudformation, self.dynamodb, self.sqs, self.ssm, self.functions, self.iam, self.sts, self.logs,
         self.s3) = clients(emulator, "cloudformation", "dynamodb", "sqs", "ssm", "lambda", "iam", "sts", "logs", "s3")
        self.write_settings(**settings)
        self.restarts = 0

    def close(self):
        self.api.close()

    def of_account(self):
        """What `wenqu init` asks for."""
        return {"app_id": self.account.app_id, "original_id": self.account.original_id, "mode": self.account.mode,
                "region": self.emulator.client_env()["AWS_REGION"], "egress": "direct"}

    def of_tests(self):
        """What tests need beside it: an origin that is ours, tables that may be deleted."""
        return {"stack": self.stack, "origin": self.url, "architecture": "x86_64", "deletion_protection": "no"}

    def init(self, **settings):
        """`wenqu.toml` by `wenqu init`, with settings of a test behind it."""
        file = self.folder / "wenqu.toml"
        file.unlink()
        options = [word for name, value in self.of_account().items()
                   for word in (f"--{name.replace('_', '-')}", value)]
        said = self.wenqu("init", *options, "--no-input")
        file.write_text(file.read_text(encoding="utf-8") + lines({**self.of_tests(), **settings}), encoding="utf-8")
        return said

    def write_settings(self, **settings):
        """`wenqu.toml` without `wenqu init`."""
        content = lines({**self.of_account(), **self.of_tests(), **settings})
        (self.folder / "wenqu.toml").write_text(content, encoding="utf-8")

    def wenqu(self, *arguments, stdin="", expect=0):
        """A command of the binary in the folder with the settings; its output. The log keeps all of it."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("WENQU_", "AWS_"))}
        env = {**inherited, **self.emulator.client_env()}
        done = subprocess.run([program(), *arguments], cwd=self.folder, env=env, input=stdin,
                              capture_output=True, text=True, timeout=300)
        shown = f"$ wenqu {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        with open(self.folder / "log", "a", encoding="utf-8") as log:
            log.write(shown)
        assert expect in (None, done.returncode), f"exit {done.returncode}\n{shown}"
        return done.stdout + done.stderr

    def put_secrets(self):
        """The account's secrets, from standard input."""
        for name, value in {"token": self.account.token, "encoding_aes_key": self.account.key,
                            "app_secret": self.account.secret}.items():
            self.wenqu("secrets", "set", name, stdin=f"{value}\n")

    def deploy(self, test_clock=False):
        """Deploys the zips; afterwards `url` leads to the API."""
        said = self.wenqu("deploy", "--zips", str(zips(test_clock)), "--yes", "--no-input")
        self.find_api()
        return said

    def find_api(self):
        """Points our port at the API of the stack."""
        stack = self.cloudformation.describe_stack_resources(StackName=self.stack)["StackResources"]
        api = next(r["PhysicalResourceId"] for r in stack if r["ResourceType"] == "AWS::ApiGatewayV2::Api")
        self.api.host = f"{api}.execute-api.localhost:{self.emulator.port}"

    def resources(self):
        """Logical names and types of what the stack holds."""
        found = self.cloudformation.describe_stack_resources(StackName=self.stack)["StackResources"]
        return {resource["LogicalResourceId"]: resource["ResourceType"] for resource in found}

    def exists(self):
        """Whether the stack is there."""
        try:
            found = self.cloudformation.describe_stacks(StackName=self.stack)["Stacks"]
        except self.cloudformation.exceptions.ClientError:
            return False
        return any(stack["StackStatus"] != "DELETE_COMPLETE" for stack in found)

    def settings(self):
        """What a program needs that works on the stack from outside."""
        return {**self.emulator.client_env(), "WENQU_STACK": self.stack, "WENQU_SECRETS": f"/wenqu/{self.stack}",
                "WENQU_BUCKET": self.bucket(),
                **{f"WENQU_TABLE_{name.upper()}": f"{self.stack}-{name}" for name in TABLES},
                "WENQU_QUEUE_JOBS": self.queue_url("jobs"), "WENQU_QUEUE_OUTBOUND": self.queue_url("outbound.fifo")}

    def bucket(self):
        account = self.sts.get_caller_identity()["Account"]
        return f"{self.stack}-blobs-{account}-{self.emulator.client_env()['AWS_REGION']}"

    def queue_url(self, name):
        return self.sqs.get_queue_url(QueueName=f"{self.stack}-{name}")["QueueUrl"]

    def messages(self, name):
        """How many messages a queue holds, whether somebody has them or not."""
        wanted = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible",
                  "ApproximateNumberOfMessagesDelayed"]
        found = self.sqs.get_queue_attributes(QueueUrl=self.queue_url(name), AttributeNames=wanted)["Attributes"]
        return sum(int(count) for count in found.values())

    def messages_waiting(self):
        """How many messages wait for worker and sender."""
        return self.messages("jobs") + self.messages("outbound.fifo")

    def invoke(self, function, event=None):
        """The function's answer to an event, by Lambda's own API."""
        answer = self.functions.invoke(FunctionName=f"{self.stack}-{function}", Payload=json.dumps(event or {}))
        content = answer["Payload"].read()
        assert "FunctionError" not in answer, content
        return json.loads(content) if content else None

    def restart(self, function):
        """Another time-out: its sandboxes are put away, with what they have in memory."""
        self.restarts += 1
        self.functions.update_function_configuration(FunctionName=f"{self.stack}-{function}",
                                                     Timeout=6 + self.restarts % 2)

    def put_row(self, table, pk, sk, body):
        """Writes a row past the product."""
        item = {"pk": {"S": pk}, "sk": {"S": sk}, "v": {"N": "1"}, "body": {"S": json.dumps(body)}}
        self.dynamodb.put_item(TableName=f"{self.stack}-{table}", Item=item)

    def empty_tables(self):
        """Deletes every row, but not which content version is live: the next one has to be a new one."""
        for table in TABLES:
            name = f"{self.stack}-{table}"
            for page in self.dynamodb.get_paginator("scan").paginate(TableName=name, ConsistentRead=True):
                for item in page["Items"]:
                    key = {"pk": item["pk"], "sk": item["sk"]}
                    if (key["pk"]["S"], key["sk"]["S"]) != ("CONTENT", "CURRENT"):
                        self.dynamodb.delete_item(TableName=name, Key=key)

    def credentials(self, function):
        """Credentials with exactly the rights of a function: its role is opened to us, its policies stay."""
        account = self.sts.get_caller_identity()["Account"]
        role = self.iam.get_role(RoleName=f"{self.stack}-{function}")["Role"]
        trust = {"Version": "2012-10-17", "Statement": [
            *role["AssumeRolePolicyDocument"]["Statement"],
            {"Effect": "Allow", "Principal": {"AWS": account}, "Action": "sts:AssumeRole"}]}
        self.iam.update_assume_role_policy(RoleName=role["RoleName"], PolicyDocument=json.dumps(trust))
        given = self.sts.assume_role(RoleArn=role["Arn"], RoleSessionName="tests")["Credentials"]
        return given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"]
