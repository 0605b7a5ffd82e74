"""The fault proxy does in each mode what its name says: the other fault tests lean on it."""

import http.client
import http.server
import json
import threading
import time
import unittest

from harness.fault_proxy import WRITES, FaultProxy
from harness.http import request

BROKEN = (OSError, http.client.HTTPException)


class Upstream(http.server.ThreadingHTTPServer):
    """Answers every request with its operation, and remembers it."""

    daemon_threads = True

    def __init__(self):
        self.done = []
        super().__init__(("127.0.0.1", 0), Answering)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Answering(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Nothing to say."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.done.append(self.headers["X-Amz-Target"])
        body = json.dumps({"host": self.headers["Host"]}).encode()
        if self.server.done[-1].endswith("Query"):
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Modes(unittest.TestCase):
    """One mode each."""

    def setUp(self):
        self.upstream = Upstream()
        self.addCleanup(self.upstream.server_close)
        self.addCleanup(self.upstream.shutdown)
        self.proxy = FaultProxy(self.upstream.url)
        self.addCleanup(self.proxy.close)

    def call(self, operation, timeout=5):
        headers = {"X-Amz-Target": f"DynamoDB_20120810.{operation}"}
        return request("POST", self.proxy.url + "/", b'{"TableName":"t"}', headers, timeout)

    def broken(self, operation="GetItem"):
        with self.assertRaises(BROKEN) as caught:
            self.call(operation)
        return caught.exception

    def test_passes_and_counts(self):
        self.assertEqual(self.call("GetItem").json(), {"host": f"127.0.0.1:{self.proxy.port}"})
        self.assertEqual(self.call("Query").status, 200)
        self.assertEqual(self.proxy.counts(), {"GetItem": 1, "Query": 1})
        self.assertEqual([seen.body for seen in self.proxy.take()], [{"TableName": "t"}] * 2)
        self.assertEqual(self.proxy.counts(), {})

    def test_one_connection_carries_many_requests(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.proxy.port, timeout=5)
        self.addCleanup(connection.close)
        for operation in ("GetItem", "Query", "PutItem"):
            connection.request("POST", "/", b"{}", {"X-Amz-Target": f"DynamoDB_20120810.{operation}"})
            self.assertEqual(connection.getresponse().read(), connection_host(self.proxy))
        self.assertEqual(len(self.proxy.connections), 1)

    def test_refuses_connections_and_comes_back_on_the_same_port(self):
        kept = http.client.HTTPConnection("127.0.0.1", self.proxy.port, timeout=5)
        self.addCleanup(kept.close)
        kept.request("POST", "/", b"{}", {"X-Amz-Target": "DynamoDB_20120810.GetItem"})
        kept.getresponse().read()
        self.proxy.refuses()
        self.assertIsInstance(self.broken(), ConnectionRefusedError)
        with self.assertRaises(BROKEN):
            kept.request("POST", "/", b"{}", {"X-Amz-Target": "DynamoDB_20120810.GetItem"})
            kept.getresponse()
        self.assertEqual(len(self.upstream.done), 1)
        self.proxy.passes()
        self.assertEqual(self.call("GetItem").status, 200)

    def test_a_stalled_request_is_never_done(self):
        self.proxy.stalls()
        started = time.monotonic()
        with self.assertRaises(TimeoutError):
            self.call("PutItem", timeout=0.3)
        self.assertGreaterEqual(time.monotonic() - started, 0.3)
        self.assertEqual((self.upstream.done, self.proxy.counts("held")), ([], {"PutItem": 1}))
        self.proxy.passes()
        self.assertEqual(self.call("PutItem").status, 200)
        self.assertEqual(len(self.upstream.done), 1)

    def test_who_waits_at_a_stall_is_cut_off_when_it_ends(self):
        self.proxy.stalls()
        ended = []
        waiting = threading.Thread(target=lambda: ended.append(self.broken("PutItem")))
        waiting.start()
        time.sleep(0.1)
        self.assertEqual(ended, [])
        self.proxy.passes()
        waiting.join(5)
        self.assertEqual((len(ended), self.upstream.done), (1, []))

    def test_a_cut_request_is_done_and_its_answer_never_comes(self):
        self.proxy.cuts(WRITES)
        self.assertNotIsInstance(self.broken("PutItem"), (ConnectionRefusedError, TimeoutError))
        self.assertEqual(self.upstream.done, ["DynamoDB_20120810.PutItem"])
        self.assertEqual(self.call("Query").status, 200)
        self.assertEqual((self.proxy.counts("cut"), self.proxy.counts("passed")), ({"PutItem": 1}, {"Query": 1}))
        self.proxy.cuts()
        self.broken("Query")
        self.assertEqual(len(self.upstream.done), 3)

    def test_an_upstream_that_is_gone_is_told_by_a_reset(self):
        self.upstream.shutdown()
        self.upstream.server_close()
        self.broken("GetItem")
        self.assertEqual(self.proxy.counts("lost"), {"GetItem": 1})


def connection_host(proxy):
    """What the upstream answers through a kept connection."""
    return json.dumps({"host": f"127.0.0.1:{proxy.port}"}).encode()


if __name__ == "__main__":
    unittest.main()
