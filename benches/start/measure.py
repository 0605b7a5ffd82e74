"""Starts each function over and over under the fake runtime API, by turns, and gives it events."""

import dataclasses
import io
import itertools
import os
import pathlib
import statistics
import time
import urllib.parse
import zipfile

from cloud.world import World
from harness.account import Account, openid
from harness.event_source import queue_event, schedule_event
from harness.gateway import http_event
from harness.resident import inner_xml, opened, seal
from harness.runtime_api import Sandbox
from harness.zips import FUNCTIONS, bootstrap, zip_of
from quiet import wait_for_quiet

HERE = pathlib.Path(__file__).resolve().parent
# Brought by Lambda's own Python runtime, so not part of a zip.
IN_THE_RUNTIME = ("awslambdaric", "boto3", "botocore", "s3transfer", "jmespath", "pip", "setuptools", "pkg_resources",
                  "_distutils_hack", "runtime_client", "simplejson", "snapshot_restore_py")


@dataclasses.dataclass
class Result:
    """One function: bytes of its zip, and for each start seconds and KiB."""

    zip_bytes: int
    starts: list = dataclasses.field(default_factory=list)
    firsts: list = dataclasses.field(default_factory=list)
    warm: list = dataclasses.field(default_factory=list)
    idle_kb: list = dataclasses.field(default_factory=list)
    peak_kb: list = dataclasses.field(default_factory=list)

    @property
    def start_ms(self):
        return statistics.median(self.starts) * 1000


class Bench:
    """The five functions and their Python peer on one emulator."""

    def __init__(self, chosen):
        self.chosen, self.account = chosen, Account()
        self.world = World(account=self.account)
        self.token = self.world.seed()["officers"][0]["token"]
        self.message_ids = itertools.count(25_000_000_000_000_000)
        self.events = {"webhook": self.callback, "worker": self.job, "sender": self.send, "ticker": schedule_event,
                       "admin": self.list_questions, "Python": self.callback}
        self.results = {name: Result(zip_of(name).stat().st_size) for name in FUNCTIONS}
        self.results["Python"] = Result(python_zip_bytes())

    def close(self):
        self.world.close()

    def run(self):
        """Every function once a round: whatever disturbs the machine disturbs all of them."""
        wait_for_quiet()
        for number in range(self.chosen.starts):
            for name, result in self.results.items():
                self.once(name, result)
            print(f"round {number + 1}: " + ", ".join(f"{name} {result.starts[-1] * 1000:.1f} ms"
                                                      for name, result in self.results.items()), flush=True)
        return self.results

    def command(self, name):
        if name == "Python":
            return [os.environ["WENQU_BENCH_PYTHON"], "-m", "awslambdaric", "app.handler"]
        return [str(bootstrap(name))]

    def once(self, name, result):
        env = {**self.world.settings(through_proxies=False), "PYTHONPATH": str(HERE / "python_function"),
               "LAMBDA_TASK_ROOT": str(HERE / "python_function"), "PYTHONDONTWRITEBYTECODE": ""}
        sandbox = Sandbox(self.command(name), env, self.world.log(name), name)
        try:
            result.starts.append(sandbox.ready())
            result.idle_kb.append(sandbox.memory_kb()["VmRSS"])
            result.firsts.append(self.timed(name, sandbox))
            result.warm += [self.timed(name, sandbox) for _ in range(self.chosen.warm)]
            result.peak_kb.append(sandbox.memory_kb()["VmHWM"])
        finally:
            sandbox.close()

    def timed(self, name, sandbox):
        event = self.events[name]()
        began = time.monotonic()
        answer = sandbox.invoke(event)
        seconds = time.monotonic() - began
        self.check(name, answer)
        return seconds

    def check(self, name, answer):
        if name in ("webhook", "Python"):
            assert answer["statusCode"] == 200, answer
            reply = opened(self.account, Reply(answer["body"].encode()))
            assert "【今日提醒】" in reply, reply
        if name == "admin":
            assert answer["statusCode"] == 200, answer
        if name in ("worker", "sender"):
            assert not answer or not answer.get("batchItemFailures"), answer

    def callback(self):
        """A number, as the platform sends it."""
        message_id = next(self.message_ids)
        sender = openid(message_id % 1000)
        xml = inner_xml(self.account, sender, "text", {"Content": "1"}, message_id=message_id)
        sealed = seal(self.account, xml, sender)
        target = f"/wechat?{urllib.parse.urlencode(sealed.query)}"
        return http_event("POST", target, {"Content-Type": "text/xml"}, sealed.body.encode())

    def job(self):
        """A job that has been done already: one look into the table."""
        return queue_event([message('{"id":"0000000000000000","due_ms":0,"work":{"work":"profile",'
                                    '"follower":"0123456789ABCDEF"}}')])

    def send(self):
        """A delivery that is gone: one look into the table."""
        return queue_event([message('{"call":"send","follower":"0123456789ABCDEF","delivery":"0000"}')],
                           "outbound.fifo")

    def list_questions(self):
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        return http_event("GET", "/admin/api/v1/questions?state=waiting", headers)


@dataclasses.dataclass
class Reply:
    """What `opened` reads."""

    body: bytes


def message(body):
    """A message of a queue as boto3 gives it."""
    return {"MessageId": "0", "ReceiptHandle": "0", "Body": body, "MD5OfBody": "0"}


def python_zip_bytes():
    """The peer's zip: its file and its packages without those of Lambda's own runtime."""
    interpreter = pathlib.Path(os.environ["WENQU_BENCH_PYTHON"])
    packages = next(interpreter.parents[1].glob("lib/python3*/site-packages"))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(HERE / "python_function" / "app.py", "app.py")
        for file in packages.rglob("*"):
            inside = file.relative_to(packages)
            if file.is_file() and "__pycache__" not in inside.parts and not inside.parts[0].startswith(IN_THE_RUNTIME):
                archive.write(file, inside)
    return len(content.getvalue())
