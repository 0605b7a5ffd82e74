"""One HTTP request on the standard library, without redirects, raising nothing for a status."""

import dataclasses
import http.client
import json
import urllib.parse


@dataclasses.dataclass
class Answer:
    """Status, headers in lower case, body."""

    status: int
    headers: dict
    body: bytes

    def json(self):
        """The body as JSON."""
        return json.loads(self.body)


def request(method, url, body=None, headers=None, timeout=10):
    """Sends one request and reads the whole answer."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body, headers or {})
        answer = connection.getresponse()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def send_json(method, url, value=None, headers=None, timeout=10):
    """Sends `value` as JSON; the body is raw UTF-8."""
    body = None if value is None else json.dumps(value, ensure_ascii=False).encode()
    return request(method, url, body, {"Content-Type": "application/json", **(headers or {})}, timeout)
