"""The platform's API on Python's standard library, with an append-only log of its own.

It knows the calls that a sender makes and one mode at a time:
`ok`; `45015` (window closed, no effect); `slow` (the effect, then the answer after `delay` seconds);
`hold` (the effect, then the answer when `let_go` is called); `cut-after-effect` (the effect, then the connection ends
without an answer); `down` (refuses connections). Pictures lie at `/pictures/…`.
Each log line is one JSON object; a send has `received`, `effect` when the resident got it, then `answered`. A fetched
token is `token`, a fetched picture `picture`, each as send 0.
"""

import http.server
import itertools
import json
import threading
import time
import urllib.parse

HELD_AT_MOST_S = 600
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


class FakeApi:
    """Listens on a free loopback port from `up()` to `down()`; the port stays the same."""

    def __init__(self, log_path):
        self.mode, self.delay = "ok", 0.2
        self.lock, self.log_file = threading.Lock(), open(log_path, "a", encoding="utf-8")
        self.log, self.open_sends = [], {}
        self.gone_on = threading.Event()
        self.sends = itertools.count(1)
        self.server, self.port = None, 0
        self.up()

    @property
    def url(self):
        """What `WENQU_API_BASE` is set to."""
        return f"http://127.0.0.1:{self.port}"

    def up(self):
        """Starts to listen (again)."""
        handler = type("Bound", (Handler,), {"api": self})
        self.server = Server(("127.0.0.1", self.port), handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def down(self):
        """Refuses connections until `up()`."""
        self.server.shutdown()
        self.server.server_close()

    def close(self):
        """Ends for good."""
        self.down()
        self.log_file.close()

    def note(self, event, send, **more):
        """Appends one line to the log."""
        entry = {"at": time.time(), "event": event, "send": send, **more}
        with self.lock:
            self.log.append(entry)
            self.log_file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            self.log_file.flush()

    def let_go(self):
        """Answers what `hold` keeps; from now on the mode is `ok`."""
        self.mode = "ok"
        self.gone_on.set()

    def hold(self):
        """From now on sends have their effect and wait for their answer."""
        self.gone_on.clear()
        self.mode = "hold"

    def count(self, event):
        """How many log lines there are of this event."""
        with self.lock:
            return sum(entry["event"] == event for entry in self.log)

    def begin(self, touser, text):
        """A send has arrived and is open until `end`."""
        send = next(self.sends)
        self.note("received", send, touser=touser, text=text, mode=self.mode)
        with self.lock:
            self.open_sends[send] = text
        return send

    def end(self, send):
        """The send is no longer open: its answer is about to leave, or never will."""
        with self.lock:
            self.open_sends.pop(send, None)

    def opened(self):
        """Texts of the sends that have no answer yet."""
        with self.lock:
            return list(self.open_sends.values())

    def texts(self, event="effect"):
        """Texts of all sends for which the log has `event`, in order."""
        with self.lock:
            received = {e["send"]: e["text"] for e in self.log if e["event"] == "received"}
            return [received[e["send"]] for e in self.log if e["event"] == event]


class Server(http.server.ThreadingHTTPServer):
    """One thread a connection, none of which keeps the process alive."""

    daemon_threads = True
    request_queue_size = 128


class Handler(http.server.BaseHTTPRequestHandler):
    """HTTP/1.0: one request a connection, so that `down` takes effect at once."""

    api: FakeApi

    def log_message(self, *_):
        """The log is ours."""

    def do_GET(self):
        self.route({})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.route(json.loads(body) if body else {})

    def route(self, body):
        address = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(address.query))
        call = address.path.removeprefix("/cgi-bin/")
        if address.path.startswith("/pictures/"):
            self.api.note("picture", 0)
            return self.send_bytes(JPEG, "image/jpeg")
        if call in ("token", "stable_token"):
            self.api.note("token", 0)
            return self.answer({"access_token": "fake-token", "expires_in": 7200})
        if query.get("access_token") != "fake-token":
            return self.answer({"errcode": 40014, "errmsg": "invalid access_token"})
        if call == "message/custom/send":
            return self.custom_send(body)
        if call == "user/info":
            return self.answer({"subscribe": 1, "openid": query["openid"], "subscribe_time": 1_790_000_000,
                                "subscribe_scene": "ADD_SCENE_QR_CODE", "remark": "", "tagid_list": []})
        if call == "media/get":
            return self.send_bytes(JPEG, "image/jpeg")
        return self.answer({"errcode": 40066, "errmsg": f"invalid url {call}"})

    def custom_send(self, body):
        api, mode = self.api, self.api.mode
        send = api.begin(body["touser"], body["text"]["content"])
        if mode == "45015":
            api.end(send)
            api.note("answered", send, errcode=45015)
            return self.answer({"errcode": 45015, "errmsg":
                                "response out of time limit or subscription is canceled rid: 0a-0b-0c"})
        api.note("effect", send)
        if mode == "cut-after-effect":
            api.end(send)
            api.note("cut", send)
            return self.cut()
        if mode == "slow":
            time.sleep(api.delay)
        if mode == "hold":
            api.gone_on.wait(HELD_AT_MOST_S)
        api.end(send)
        api.note("answered", send, errcode=0)
        return self.answer({"errcode": 0, "errmsg": "ok"})

    def cut(self):
        """Ends the connection without a byte of an answer."""
        self.close_connection = True
        self.connection.close()

    def answer(self, value):
        self.send_bytes(json.dumps(value, ensure_ascii=False).encode(), "application/json; encoding=utf-8")

    def send_bytes(self, body, content_type):
        try:
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # the client is gone: the log already says what it was going to hear
