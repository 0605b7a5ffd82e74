"""Starts one server, loads it with wrk, and reads a hundred replies of its own meanwhile."""

import contextlib
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from wechatpy.replies import deserialize_reply

from harness.binary import Wenqu, free_port
from harness.http import request
from harness.resident import Resident, opened
from messages import ACCOUNT, NUMBERS, encrypt_all, stamp
from quiet import wait_for_quiet

HERE = pathlib.Path(__file__).parent
CONNECTIONS = 16
SAMPLED = 100
WORKERS = 2


@dataclasses.dataclass
class Result:
    """One run: replies a second, latencies, replies that were opened and compared."""

    rate: float
    p50_ms: float
    p99_ms: float
    sampled: int


class Bench:
    """The messages and the three servers; each run has a fresh process and fresh data."""

    def __init__(self, chosen):
        self.chosen = chosen
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wenqu-bench-"))
        self.servers = {"wenqu serve": self.ours, "WeRoBot, sessions off": self.werobot,
                        "WeRoBot, SQLite sessions": lambda folder: self.werobot(folder, sessions=True)}
        print(f"encrypting {chosen.messages:,} messages", flush=True)
        self.encrypted = encrypt_all(chosen.messages)
        self.replies = self.collect_replies()

    def collect_replies(self):
        """What ours answers to each number: the text that everybody has to answer."""
        with self.fresh() as folder, self.ours(folder) as url:
            resident = Resident(ACCOUNT, url, "oBenchAsksFirst0000000000000")
            replies = {}
            for number in NUMBERS:
                resident.says("0")
                replies[number] = resident.says(number).content
        (self.folder / "replies.json").write_text(json.dumps(replies, ensure_ascii=False), encoding="utf-8")
        return replies

    @contextlib.contextmanager
    def fresh(self):
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            yield pathlib.Path(folder)

    @contextlib.contextmanager
    def ours(self, folder):
        """Durable: SQLite in WAL mode with synchronous=FULL, as `serve` always is."""
        with Wenqu("serve", folder, ACCOUNT, WENQU_DATA=str(folder / "data"),
                   WENQU_API_BASE="http://127.0.0.1:9") as serve:
            yield serve.url

    @contextlib.contextmanager
    def werobot(self, folder, sessions=False):
        """The app under gunicorn; with threads beside the workers its SQLite sessions fail."""
        port = free_port()
        env = {**os.environ, "BENCH_REPLIES": str(self.folder / "replies.json"),
               "PYTHONPATH": f"{HERE}:{HERE.parents[1] / 'tests'}"}
        if sessions:
            env["BENCH_SESSIONS"] = str(folder / "sessions.sqlite3")
        command = [sys.executable, "-m", "gunicorn", "--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}",
                   "--log-level", "warning", "--log-file", str(folder / "log"), "werobot_app:wsgi"]
        process = subprocess.Popen(command, cwd=HERE, env=env)
        try:
            url = f"http://127.0.0.1:{port}"
            until_listening(url)
            yield url
        finally:
            process.terminate()
            process.wait(20)

    def measure(self, name):
        """Warm-up, then the measured run."""
        wait_for_quiet()
        requests = self.folder / "requests"
        length = stamp(self.encrypted, requests)
        with self.fresh() as folder, self.servers[name](folder) as url:
            warm = read_result(self.wrk(url, self.chosen.warm_up, requests, length, 0).communicate()[0])
            first = warm["requests"] + CONNECTIONS
            load = self.wrk(url, self.chosen.seconds, requests, length, first)
            sampled = self.sample(url, self.chosen.seconds)
            result = read_result(load.communicate()[0])
        for kind in ("status", "connect", "read", "write", "timeout"):
            assert not result[kind] and not warm[kind], f"{name}: {kind} errors: {warm} {result}"
        return Result(result["requests"] / result["duration_us"] * 1e6, result["p50_us"] / 1000,
                      result["p99_us"] / 1000, sampled)

    def wrk(self, url, seconds, requests, length, first):
        command = [os.environ["WENQU_BENCH_WRK"], "--threads", "1", "--connections", str(CONNECTIONS),
                   "--duration", f"{seconds}s", "--timeout", "10s", "--script", str(HERE / "callbacks.lua"), url,
                   "--", str(requests), str(length), str(first)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def sample(self, url, seconds):
        """A hundred messages of other residents, spread over the run; each reply is opened and compared."""
        for index in range(SAMPLED):
            number = NUMBERS[index % len(NUMBERS)]
            resident = Resident(ACCOUNT, url, f"oSample{index:021d}")
            answer = resident.sends(resident.message("text", Content=number))
            assert answer.status == 200, f"a sampled reply has status {answer.status}"
            reply = deserialize_reply(opened(ACCOUNT, answer))
            assert (reply.content, reply.target) == (self.replies[number], resident.openid), reply.content
            time.sleep(seconds * 0.8 / SAMPLED)
        return SAMPLED


def read_result(output):
    """The line that callbacks.lua prints."""
    line = re.search(r"^RESULT (.*)$", output, re.M)
    assert line, f"wrk said:\n{output}"
    return {name: int(value) for name, value in (pair.split("=") for pair in line[1].split())}


def until_listening(url):
    """Waits until the server answers anything at all."""
    for _ in range(200):
        try:
            request("GET", url, timeout=2)
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{url} does not listen")
