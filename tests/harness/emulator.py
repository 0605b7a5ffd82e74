"""An emulated AWS on loopback: ministack, with a process of its own and a free port."""

import os
import pathlib
import subprocess
import time

from harness.binary import free_port
from harness.http import request

REGION = "cn-northwest-1"
READY_WITHIN_S = 20


def program():
    """The emulator that `tests/run` installed."""
    path = os.environ.get("WENQU_TEST_EMULATOR")
    assert path, "WENQU_TEST_EMULATOR is not set: run ./tests/run emulator"
    return path


class Emulator:
    """DynamoDB, SQS, S3, SSM, Lambda, API Gateway, CloudFormation and IAM at `url`; a context manager.

    `folder` takes its log and, with `persist`, its state: what is there is loaded at the start and saved by `stop`
    (not by `kill`). `auth` makes it enforce IAM. `env` is added to its environment, and so to that of the functions
    it starts.
    """

    def __init__(self, folder, auth=False, persist=False, env=None):
        self.folder = pathlib.Path(folder)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        # It unpacks functions where temporary files go, and leaves them there.
        state = {"STATE_DIR": str(self.folder / "state"), "S3_DATA_DIR": str(self.folder / "s3"),
                 "TMPDIR": str(self.folder / "tmp")}
        if persist:
            state |= {"PERSIST_STATE": "1", "S3_PERSIST": "1"}
        if auth:
            state["AUTH"] = "true"
        # By default it listens on all addresses.
        self.env = {**inherited(), "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(self.port),
                    "MINISTACK_REGION": REGION, "AWS_ENDPOINT_URL": self.url, **state, **(env or {})}
        self.process = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """Starts and waits until it is healthy; the seconds that took are in `ready_after_s`."""
        started = time.monotonic()
        (self.folder / "tmp").mkdir(exist_ok=True)
        with open(self.folder / "emulator.log", "ab") as log:
            self.process = subprocess.Popen(self.command(), cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log)
        while not self.healthy():
            late = time.monotonic() - started > READY_WITHIN_S
            if late or self.process.poll() is not None:
                self.kill()
                raise AssertionError(f"the emulator is not healthy:\n{self.log()[-3000:]}")
            time.sleep(0.02)
        self.ready_after_s = time.monotonic() - started
        return self

    def command(self):
        """The program; where it enforces IAM, with two of its gaps closed."""
        if "AUTH" not in self.env:
            return [program()]
        python = pathlib.Path(program()).with_name("python")
        # -P: this folder's http.py is not the standard library's.
        return [str(python), "-P", str(pathlib.Path(__file__).with_name("exact_emulator.py"))]

    def healthy(self):
        """Whether it says so."""
        try:
            return request("GET", f"{self.url}/_ministack/health", timeout=2).status == 200
        except OSError:
            return False

    def stop(self):
        """Asks it to stop, and so to save its state; it has 20 s."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError(f"the emulator did not stop within 20 s:\n{self.log()[-3000:]}") from None

    def kill(self):
        """`kill -9`: what it has not saved is lost."""
        self.process.kill()
        self.process.wait()

    def client_env(self):
        """What an SDK or a command line needs to talk to it."""
        return {"AWS_ENDPOINT_URL": self.url, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION,
                "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}

    def log(self):
        """All that it and its functions have printed."""
        return (self.folder / "emulator.log").read_text(errors="replace")


def inherited():
    """The environment without what would make it, or a function, talk to another AWS."""
    return {name: value for name, value in os.environ.items()
            if not name.startswith(("AWS_", "WENQU_", "MINISTACK_"))}
