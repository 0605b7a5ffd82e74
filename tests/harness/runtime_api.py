"""The runtime API of AWS Lambda for native bootstraps, with what Lambda does around it: a sandbox is one process that
polls for events one at a time; a function keeps as many sandboxes as are busy at once, starts another when one is
gone, and never runs an invocation again by itself.
"""

import json
import os
import queue
import random
import re
import socket
import subprocess
import threading
import time
import uuid

from harness import wire

VERSION = "/2018-06-01/runtime"
RESULT = re.compile(VERSION + r"/invocation/([^/]+)/(response|error)$")
INIT_S = 10.0  # as Lambda grants it


class Crashed(Exception):
    """The process ended before it answered."""


class Failed(Exception):
    """The function answered with an error."""


class TimedOut(Exception):
    """No answer in time; the process was killed for it, as Lambda does."""


class Sandbox:
    """One process and the runtime API that it polls."""

    def __init__(self, command, env, log, name="function", timeout_s=10.0):
        self.timeout_s, self.name = timeout_s, name
        self.events, self.results = queue.Queue(), queue.Queue()
        self.polled, self.first_poll_s = threading.Event(), None
        self.connections = []
        self.listener = wire.listen()
        threading.Thread(target=self.accept, daemon=True).start()
        own = {"AWS_LAMBDA_RUNTIME_API": "127.0.0.1:%d" % self.listener.getsockname()[1],
               "AWS_LAMBDA_FUNCTION_NAME": name, "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
               "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128", "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
               "AWS_LAMBDA_LOG_STREAM_NAME": uuid.uuid4().hex, "_HANDLER": "bootstrap"}
        with open(log, "ab") as output:
            self.started = time.monotonic()
            self.process = subprocess.Popen(command, env={"PATH": os.defpath, **env, **own}, stdout=output,
                                            stderr=output, stdin=subprocess.DEVNULL)
        threading.Thread(target=self.watch, daemon=True).start()

    @property
    def alive(self):
        return self.process.poll() is None

    def ready(self):
        """Waits for the first poll; the seconds from the start of the process to it."""
        if not self.polled.wait(INIT_S) or self.first_poll_s is None:
            self.close()
            raise Crashed(f"{self.name} did not poll: exit code {self.process.poll()}")
        return self.first_poll_s

    def invoke(self, event):
        """The function's answer to `event`, parsed."""
        if not self.alive:
            raise Crashed(f"{self.name} is gone")
        identity = str(uuid.uuid4())
        deadline = time.monotonic() + self.timeout_s + (0 if self.polled.is_set() else INIT_S)
        self.events.put((identity, json.dumps(event).encode()))
        while True:
            try:
                kind, of, body = self.results.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                self.close()
                raise TimedOut(f"{self.name}: no answer within {self.timeout_s} s") from None
            if kind == "exit":
                raise Crashed(f"{self.name} ended with code {body}")
            if of in (identity, "init"):
                if kind == "error":
                    raise Failed(body.decode("utf-8", "replace"))
                return json.loads(body) if body else None

    def memory_kb(self):
        """Peak and present resident memory in KiB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            fields = dict(line.split(":", 1) for line in status)
        return {name: int(fields[name].split()[0]) for name in ("VmHWM", "VmRSS")}

    def kill(self):
        """`kill -9`."""
        self.process.kill()
        self.process.wait()

    def close(self):
        """Ends process and API."""
        self.kill()
        wire.reset(self.listener)
        for connection in self.connections:
            wire.reset(connection)

    def watch(self):
        code = self.process.wait()
        self.results.put(("exit", None, code))
        self.events.put(None)
        self.polled.set()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections.append(connection)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            with connection.makefile("rb") as stream:
                while request := wire.read(stream):
                    connection.sendall(self.answer(request))
        except (OSError, ValueError):
            pass  # the process is gone

    def answer(self, request):
        if request.method == "GET" and request.target == f"{VERSION}/invocation/next":
            return self.next()
        if request.target == f"{VERSION}/init/error":
            self.results.put(("error", "init", request.body))
            return response("202 Accepted", b'{"status":"OK"}')
        result = RESULT.fullmatch(request.target)
        if not result:
            return response("404 Not Found", b"{}")
        kind = "error" if result[2] == "error" else "response"
        self.results.put((kind, result[1], request.body))
        return response("202 Accepted", b'{"status":"OK"}')

    def next(self):
        if self.first_poll_s is None:
            self.first_poll_s = time.monotonic() - self.started
            self.polled.set()
        event = self.events.get()
        if event is None:
            raise ConnectionError("the process is gone")
        identity, body = event
        return response("200 OK", body, {
            "Lambda-Runtime-Aws-Request-Id": identity,
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + self.timeout_s) * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn":
                f"arn:aws-cn:lambda:cn-northwest-1:000000000000:function:{self.name}",
            "Lambda-Runtime-Trace-Id": "Root=1-00000000-000000000000000000000000;Sampled=0"})


def response(status, body, headers=None):
    """An answer in one piece: a second one would wait for the first one's acknowledgement."""
    lines = {"Content-Type": "application/json", "Content-Length": len(body), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


class Function:
    """A function as callers see it: sandboxes come and go behind it."""

    def __init__(self, name, command, env, log, concurrency=16, timeout_s=10.0):
        self.name, self.command, self.env, self.log = name, command, env, log
        self.timeout_s, self.slots = timeout_s, threading.Semaphore(concurrency)
        self.lock, self.idle, self.all = threading.Lock(), [], []
        self.started = self.killed = self.crashed = 0

    def invoke(self, event):
        """The answer; `Crashed`, `Failed` or `TimedOut` when there is none."""
        with self.slots:
            sandbox = self.lease()
            try:
                return sandbox.invoke(event)
            except Crashed:
                self.crashed += 1
                raise
            finally:
                self.give_back(sandbox)

    def lease(self):
        with self.lock:
            while self.idle:
                sandbox = self.idle.pop()
                if sandbox.alive:
                    return sandbox
            self.started += 1
        sandbox = Sandbox(self.command, self.env, self.log, self.name, self.timeout_s)
        with self.lock:
            self.all.append(sandbox)
        return sandbox

    def give_back(self, sandbox):
        if sandbox.alive:
            with self.lock:
                self.idle.append(sandbox)
        else:
            self.forget(sandbox)

    def forget(self, sandbox):
        sandbox.close()
        with self.lock:
            if sandbox in self.all:
                self.all.remove(sandbox)

    def kill_one(self, chance=random):
        """`kill -9` of one of its processes, busy or not; false when there is none."""
        with self.lock:
            living = [sandbox for sandbox in self.all if sandbox.alive]
        if not living:
            return False
        chance.choice(living).kill()
        self.killed += 1
        return True

    def close(self):
        """Ends all its processes."""
        for sandbox in list(self.all):
            self.forget(sandbox)
