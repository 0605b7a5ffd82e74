"""The fake runtime API behaves as Lambda's towards a bootstrap: what measures and kills the real ones rests on it."""

import pathlib
import sys
import tempfile
import textwrap
import threading
import time
import unittest

from harness.gateway import HttpApi, http_event
from harness.http import request
from harness.runtime_api import Crashed, Failed, Function, Sandbox, TimedOut

# A bootstrap on the standard library: does what the event says.
BOOTSTRAP = textwrap.dedent('''
    import http.client, json, os, sys, time
    connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    base = "/2018-06-01/runtime/"
    def call(method, path, body=None):
        connection.request(method, base + path, body)
        answer = connection.getresponse()
        return answer.headers, answer.read()
    if os.environ.get("INIT") == "error":
        call("POST", "init/error", b'{"errorMessage":"no secret"}')
        sys.exit(1)
    count = 0
    while True:
        headers, body = call("GET", "invocation/next")
        identity, event = headers["Lambda-Runtime-Aws-Request-Id"], json.loads(body)
        count += 1
        if event.get("do") == "exit":
            os._exit(7)
        if event.get("do") == "sleep":
            time.sleep(event["seconds"])
        if event.get("do") == "fail":
            call("POST", f"invocation/{identity}/error", b'{"errorMessage":"no"}')
            continue
        said = {"count": count, "pid": os.getpid(), "event": event}
        answer = {"statusCode": 201, "headers": {"x-a": "b"}, "body": json.dumps(said)} if "rawPath" in event else said
        call("POST", f"invocation/{identity}/response", json.dumps(answer).encode())
''')


class FakeRuntime(unittest.TestCase):
    """A small Python process in the place of a function."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        script = pathlib.Path(folder.name, "bootstrap.py")
        script.write_text(BOOTSTRAP, encoding="utf-8")
        self.command, self.log = [sys.executable, str(script)], f"{folder.name}/log"

    def sandbox(self, env=None, **options):
        sandbox = Sandbox(self.command, env or {}, self.log, **options)
        self.addCleanup(sandbox.close)
        return sandbox

    def function(self, **options):
        function = Function("echo", self.command, {}, self.log, **options)
        self.addCleanup(function.close)
        return function

    def test_one_process_takes_one_invocation_after_the_other(self):
        sandbox = self.sandbox()
        self.assertTrue(0 < sandbox.ready() < 10)
        self.assertEqual([sandbox.invoke({"n": n})["count"] for n in range(3)], [1, 2, 3])
        memory = sandbox.memory_kb()
        self.assertTrue(1_000 < memory["VmRSS"] <= memory["VmHWM"], memory)

    def test_a_warm_invocation_waits_for_no_acknowledgement(self):
        sandbox = self.sandbox()
        sandbox.invoke({})
        started = time.monotonic()
        for _ in range(20):
            sandbox.invoke({})
        self.assertLess((time.monotonic() - started) / 20, 0.02)

    def test_errors_crashes_and_time_outs_are_told_apart(self):
        sandbox = self.sandbox(timeout_s=0.5)
        sandbox.ready()
        with self.assertRaisesRegex(Failed, "no"):
            sandbox.invoke({"do": "fail"})
        self.assertEqual(sandbox.invoke({})["count"], 2)
        with self.assertRaises(TimedOut):
            sandbox.invoke({"do": "sleep", "seconds": 5})
        self.assertFalse(sandbox.alive)
        with self.assertRaisesRegex(Crashed, "7"):
            self.sandbox().invoke({"do": "exit"})

    def test_an_error_at_the_start_fails_the_invocation(self):
        with self.assertRaisesRegex((Failed, Crashed), "no secret|code 1"):
            self.sandbox({"INIT": "error"}).invoke({})

    def test_a_function_starts_as_many_processes_as_are_busy_and_replaces_the_dead(self):
        function = self.function()
        pids = []
        slow = {"do": "sleep", "seconds": 0.5}
        threads = [threading.Thread(target=lambda: pids.append(function.invoke(slow)["pid"])) for _ in range(3)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        self.assertEqual((len(set(pids)), function.started), (3, 3))
        self.assertIn(function.invoke({})["pid"], pids)
        while function.kill_one():
            pass
        self.assertNotIn(function.invoke({})["pid"], pids)

    def test_a_process_killed_at_work_is_a_crash_and_nothing_is_run_again(self):
        function = self.function()
        ended = []

        def work():
            try:
                function.invoke({"do": "sleep", "seconds": 5})
            except Crashed as crash:
                ended.append(crash)

        working = threading.Thread(target=work)
        working.start()
        while not (function.all and function.all[0].polled.is_set()):
            time.sleep(0.01)
        time.sleep(0.1)
        self.assertTrue(function.kill_one())
        working.join(3)
        self.assertEqual((len(ended), function.crashed, function.started), (1, 1, 1))

    def test_the_http_api_turns_requests_into_events_and_a_crash_into_500(self):
        function = self.function()
        api = HttpApi(function)
        self.addCleanup(api.close)
        answer = request("POST", f"{api.url}/wechat?a=1&b=%E4%B8%AD", "内容".encode(), {"Content-Type": "text/xml"})
        self.assertEqual((answer.status, answer.headers["x-a"]), (201, "b"))
        event = answer.json()["event"]
        self.assertEqual((event["rawPath"], event["rawQueryString"]), ("/wechat", "a=1&b=%E4%B8%AD"))
        self.assertEqual((event["body"], event["isBase64Encoded"]), ("内容", False))
        function.command = [sys.executable, "-c", "raise SystemExit(3)"]
        function.kill_one()
        self.assertEqual(request("GET", f"{api.url}/wechat").status, 500)

    def test_bodies_that_are_no_text_travel_in_base64(self):
        event = http_event("POST", "/x", {"Content-Type": "application/octet-stream"}, b"\xff")
        self.assertEqual((event["body"], event["isBase64Encoded"]), ("/w==", True))


if __name__ == "__main__":
    unittest.main()
