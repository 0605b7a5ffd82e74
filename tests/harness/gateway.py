"""Two ways from a plain loopback address to a function behind an HTTP API (payload format 2.0).

`HttpApi` is the API itself, in front of a function under the fake runtime API. `NamedHost` leads to an API of the
emulator, which knows its APIs by the Host header only.
"""

import base64
import http.server
import json
import threading
import time
import urllib.parse
import uuid

from harness import wire
from harness.runtime_api import Crashed, Failed, TimedOut

TEXT = ("text/", "application/json", "application/xml", "application/javascript")


def http_event(method, target, headers=None, body=b"", address="127.0.0.1"):
    """The event that an HTTP API makes of a request."""
    headers = {name.lower(): value for name, value in (headers or {}).items()}
    path, _, query = target.partition("?")
    is_text = headers.get("content-type", "text/plain").startswith(TEXT)
    now = time.time()
    event = {
        "version": "2.0", "routeKey": "$default", "rawPath": urllib.parse.unquote(path), "rawQueryString": query,
        "headers": headers, "isBase64Encoded": bool(body) and not is_text,
        "requestContext": {
            "accountId": "000000000000", "apiId": "fake", "domainName": headers.get("host", "localhost"),
            "domainPrefix": "fake", "requestId": str(uuid.uuid4()), "routeKey": "$default", "stage": "$default",
            "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)), "timeEpoch": int(now * 1000),
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": address,
                     "userAgent": headers.get("user-agent", "")}}}
    if query:
        event["queryStringParameters"] = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
    if "cookie" in headers:
        event["cookies"] = [cookie.strip() for cookie in headers.pop("cookie").split(";")]
    if body:
        event["body"] = body.decode() if is_text else base64.b64encode(body).decode()
    return event


class HttpApi:
    """Serves a function on a free loopback port."""

    def __init__(self, function):
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.function = function
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Server(http.server.ThreadingHTTPServer):
    """One thread a connection, none of which keeps the process alive."""

    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_):
        """A client that has gone: it knows itself."""


class Handler(http.server.BaseHTTPRequestHandler):
    """One request: an event, an invocation, an answer. Without an answer of the function, 500 as the API says."""

    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, *_):
        """The tests count themselves."""

    def do_GET(self):
        self.route(b"")

    def do_POST(self):
        self.route(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def route(self, body):
        try:
            answer = self.server.function.invoke(http_event(self.command, self.path, dict(self.headers), body))
        except (Crashed, Failed, TimedOut):
            answer = {"statusCode": 500, "body": json.dumps({"message": "Internal Server Error"})}
        content = answer.get("body") or ""
        content = base64.b64decode(content) if answer.get("isBase64Encoded") else content.encode()
        self.send_response(answer["statusCode"])
        for name, value in (answer.get("headers") or {}).items():
            self.send_header(name, value)
        for cookie in answer.get("cookies") or []:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class NamedHost:
    """Passes requests on to `upstream` under another host name, and says whose address they came from."""

    def __init__(self, upstream, host):
        address = urllib.parse.urlsplit(upstream)
        self.upstream, self.host = (address.hostname, address.port), host
        self.listener = wire.listen()
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            with connection.makefile("rb") as stream:
                while request := wire.read(stream):
                    answer = wire.exchange(self.upstream, self.renamed(request))
                    connection.sendall(answer.raw)
                    if answer.last or request.last:
                        break
        except OSError:
            pass  # one of the two is gone, and so is the other now
        wire.reset(connection)

    def renamed(self, request):
        headers = {**request.headers, "host": self.host, "content-length": str(len(request.body))}
        headers.pop("transfer-encoding", None)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{request.first}\r\n{lines}\r\n".encode("latin-1") + request.body

    def close(self):
        wire.reset(self.listener)
