"""HTTP/1.1 messages on a socket, whole and unchanged: for proxies and servers that have to cut and to count."""

import dataclasses
import errno
import os
import random
import socket
import struct

# Below the range from which the system takes ports for outgoing connections: a port that is closed for a
# while is not given to somebody else, and nobody connects to itself on it.
PORTS = range(20_000, 32_000)


@dataclasses.dataclass
class Message:
    """One request or answer: its first line, its headers in lower case, its body, and all of it as received."""

    first: str
    headers: dict
    body: bytes
    raw: bytes

    @property
    def method(self):
        return self.first.split(" ")[0]

    @property
    def target(self):
        return self.first.split(" ")[1]

    @property
    def status(self):
        return int(self.first.split(" ")[1])

    @property
    def last(self):
        """Whether its sender closes the connection after it."""
        endless = self.first.startswith("HTTP/") and not {"content-length", "transfer-encoding"} & self.headers.keys()
        return endless or self.headers.get("connection", "").lower() == "close"


def read(stream):
    """The next message of a binary stream; None when the other end has closed it."""
    head = stream.readline(65_536)
    if not head.strip():
        return None
    headers = {}
    while (line := stream.readline(65_536)) not in (b"\r\n", b"\n", b""):
        head += line
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    head += b"\r\n"
    first = head.split(b"\r\n", 1)[0].decode("latin-1")
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body, raw = chunks(stream)
    elif first.startswith("HTTP/") and first.split(" ")[1] in ("204", "304"):
        body = raw = b""
    elif first.startswith("HTTP/") and "content-length" not in headers:
        body = raw = stream.read()
    else:
        body = raw = exactly(stream, int(headers.get("content-length", 0)))
    return Message(first, headers, body, head + raw)


def chunks(stream):
    """A chunked body: what it says, and its bytes as they came."""
    body, raw = b"", b""
    while True:
        line = stream.readline(1_024)
        size = int(line.split(b";")[0], 16)
        part = exactly(stream, size + 2)
        body, raw = body + part[:size], raw + line + part
        if size == 0:
            return body, raw


def exactly(stream, count):
    data = stream.read(count)
    if len(data) != count:
        raise ConnectionError(f"the body ends after {len(data)} of {count} bytes")
    return data


def exchange(address, raw, timeout_s=60):
    """Sends a request over a connection of its own and reads the answer."""
    with socket.create_connection(address, timeout_s) as connection, connection.makefile("rb") as stream:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(raw)
        answer = read(stream)
    if answer is None:
        raise ConnectionError(f"no answer from {address}")
    return answer


def listen(port=None):
    """A listening loopback socket on `port`, or on a free one of `PORTS`."""
    candidates = [port] if port else random.sample(PORTS, 50)
    for candidate in candidates:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", candidate))
            listener.listen(512)
            return listener
        except OSError as error:
            listener.close()
            if error.errno != errno.EADDRINUSE:
                raise
    raise AssertionError("no free port")


def reset(connection):
    """Ends a connection so that the other end sees a reset, not an orderly end; wakes whoever reads from it here."""
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RD)
    except OSError:
        pass  # the other end has closed it already
    number = connection.detach()
    if number >= 0:
        os.close(number)
