"""The demo's controls in front of a deployed stack, so that `wenqu play --url` runs transcripts against it.

The simulated platform is a process of its own, whose callbacks go to the stack's API and which the stack's sender
calls. Here is what the demo does in process: a reset empties tables and queues and seeds them again, and the clock is
also written to the row that functions with the feature `test-clock` read.
"""

import http.server
import json
import subprocess
import threading
import time
import urllib.parse

from harness.http import request
from harness.zips import seed_program

SETTLED_WITHIN_S = 20


class Driver:
    """Serves `/_sim/…` and `/admin/…` of one stack; `stack` is a `Deployment`."""

    def __init__(self, stack, simulator_url):
        self.stack, self.simulator = stack, simulator_url
        self.lock = threading.Lock()
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.driver = self
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, method, target, headers, body):
        """One request of the player."""
        path = urllib.parse.urlsplit(target).path
        if path.startswith("/admin"):
            return request(method, self.stack.url + target, body, headers, timeout=60)
        if (method, path) == ("POST", "/_sim/reset"):
            self.settle()
        answer = request(method, self.simulator + target, body, headers, timeout=60)
        if answer.status == 200 and (method, path) == ("POST", "/_sim/reset"):
            answer.body = json.dumps({**answer.json(), **self.reset()}).encode()
        if answer.status == 200 and (method, path) == ("POST", "/_sim/clock"):
            self.set_clock()
            self.stack.invoke("ticker")
        return answer

    def reset(self):
        """A fresh installation; what scripts need to sign in."""
        with self.lock:
            self.stack.empty_tables()
            self.set_clock()
            seeded = self.seed()
            # Content may be ten seconds behind; a transcript moves the clock by days in less.
            self.stack.restart("webhook")
            return seeded

    def settle(self):
        """Waits until nothing is under way: a job that is left would write into the next transcript's tables."""
        deadline = time.monotonic() + SETTLED_WITHIN_S
        while self.stack.messages_waiting():
            assert time.monotonic() < deadline, "the queues do not empty"
            time.sleep(0.1)

    def set_clock(self):
        """The functions' clock is the simulator's."""
        clock = request("GET", f"{self.simulator}/_sim/clock").json()
        self.stack.put_row("delivery", "TEST", "CLOCK", {"offset_ms": clock["offset_ms"]})

    def seed(self):
        clock = request("GET", f"{self.simulator}/_sim/clock").json()
        command = [str(seed_program()), "--at", clock["now"]]
        done = subprocess.run(command, env=self.stack.settings(), capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


class Server(http.server.ThreadingHTTPServer):
    """One thread a connection, none of which keeps the process alive."""

    daemon_threads = True
    request_queue_size = 64
    driver: Driver


class Handler(http.server.BaseHTTPRequestHandler):
    """Passes everything to the driver."""

    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, *_):
        """The player says what went wrong."""

    def do_GET(self):
        self.route(None)

    def do_DELETE(self):
        self.route(None)

    def do_POST(self):
        self.route(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def route(self, body):
        kept = ("accept", "content-type", "authorization", "idempotency-key")
        headers = {name: value for name, value in self.headers.items() if name.lower() in kept}
        try:
            answer = self.server.driver.answer(self.command, self.path, headers, body)
            status, content, kind = answer.status, answer.body, answer.headers.get("content-type", "text/plain")
        except Exception as error:  # the player shows what it is told
            status, kind = 500, "application/json"
            content = json.dumps({"error": f"{type(error).__name__}: {error}"}).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
