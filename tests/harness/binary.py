"""The built binary, started as a user starts it: `wenqu demo` and `wenqu serve` on free loopback ports."""

import os
import pathlib
import signal
import socket
import subprocess
import time

from harness.http import request

DEMO_TOKEN = "demo-token-of-the-tests-0123456789"
HEALTHY_WITHIN_S = 15


def program():
    """The binary that `tests/run` built."""
    path = os.environ.get("WENQU_TEST_BINARY")
    assert path, "WENQU_TEST_BINARY is not set: run ./tests/run"
    return path


def free_port():
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Wenqu:
    """One `wenqu demo` or `wenqu serve` in a folder of its own; a context manager."""

    def __init__(self, command, folder, account, *options, **settings):
        self.command, self.folder, self.account = command, pathlib.Path(folder), account
        self.options = options
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("WENQU_")}
        self.env = {**inherited, **account.settings(), **settings}
        self.process = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """Starts and waits until `/healthz` answers; the seconds that took are in `ready_after_s`."""
        started = time.monotonic()
        with open(self.folder / "log", "ab") as log:
            command = [program(), self.command, "--port", str(self.port), *self.options]
            self.process = subprocess.Popen(command, cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log)
        while not self.healthy():
            late = time.monotonic() - started > HEALTHY_WITHIN_S
            if late or self.process.poll() is not None:
                raise AssertionError(f"{self.command} is not healthy:\n{self.log()[-3000:]}")
            time.sleep(0.01)
        self.ready_after_s = time.monotonic() - started
        return self

    def healthy(self):
        """Whether `/healthz` answers 200."""
        try:
            return request("GET", f"{self.url}/healthz", timeout=2).status == 200
        except OSError:
            return False

    def kill(self):
        """`kill -9`; returns when the process is gone."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Asks it to stop, as systemd does; it has 10 s."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError(f"{self.command} did not stop within 10 s:\n{self.log()[-3000:]}") from None
        return self.process.returncode

    def run(self, *arguments, stdin=""):
        """Another command of the same binary with the same settings, in the same folder."""
        return subprocess.run([program(), *arguments], cwd=self.folder, env=self.env, input=stdin,
                              capture_output=True, text=True, timeout=60)

    def log(self):
        """All that it has printed."""
        return (self.folder / "log").read_text(errors="replace")
