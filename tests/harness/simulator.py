"""The simulated platform by itself, as its crate's example serves it, in front of any callback address."""

import contextlib
import os
import subprocess
import time

from harness.account import Account
from harness.binary import free_port
from harness.http import request, send_json

# The example's own account.
ACCOUNT = Account(token="demotoken", key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", app_id="wx0123456789abcdef",
                  secret="demosecretofthesimulator00000000", original_id="gh_wenqu_demo")


class Simulator:
    """`/_sim` and `/cgi-bin` of a running simulator."""

    def __init__(self, url):
        self.url = url

    def call(self, method, path, value=None):
        """One control call under `/_sim` and its JSON."""
        answer = send_json(method, f"{self.url}/_sim/{path}", value, timeout=60)
        assert answer.status == 200, f"{method} {path}: {answer.status} {answer.body[:500]!r}"
        return answer.json()

    def act(self, persona, act, **more):
        """Lets a persona do something; the report, once the callback is answered."""
        return self.call("POST", "act", {"persona": persona, "act": act, "wait": True, **more})

    def phone(self, persona):
        """What the persona's phone shows."""
        return self.call("GET", f"phone/{persona}")["items"]


@contextlib.contextmanager
def running(callback_url=None):
    """A simulator on a free port that sends its callbacks to `callback_url`, or to a toy account."""
    program = os.environ.get("WENQU_TEST_SIMULATOR")
    assert program, "WENQU_TEST_SIMULATOR is not set: run ./tests/run interop"
    port = free_port()
    command = [program, str(port)] + ([callback_url] if callback_url else [])
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        simulator = Simulator(f"http://127.0.0.1:{port}")
        until_listening(simulator.url)
        yield simulator
    finally:
        process.terminate()
        process.wait(10)


def until_listening(url):
    """Waits until something at `url` answers, whatever it says."""
    for _ in range(400):
        try:
            request("GET", url + "/", timeout=2)
            return
        except OSError:
            time.sleep(0.025)
    raise AssertionError(f"{url} does not listen")
