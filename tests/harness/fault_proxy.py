"""A loopback proxy in front of one AWS endpoint (`AWS_ENDPOINT_URL_DYNAMODB`, `AWS_ENDPOINT_URL_SQS`) that fails on
request and counts what passes. One proxy a service: each has a port of its own.

Modes, switched while it runs:
`passes`  every request goes on, byte for byte, and its answer comes back;
`refuses` the port is closed and open connections are reset;
`stalls`  requests are read and neither passed on nor answered;
`cuts`    requests are passed on and done, and their connection is reset instead of an answer: all of them, or
          those of some operations.
"""

import collections
import dataclasses
import json
import threading
import urllib.parse

from harness import wire

WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"})


@dataclasses.dataclass
class Seen:
    """A request that arrived: its operation (`X-Amz-Target` without the version), its JSON, and what became of it."""

    operation: str
    body: dict
    fate: str = "open"


class FaultProxy:
    """Passes on to `upstream` until told otherwise."""

    def __init__(self, upstream):
        address = urllib.parse.urlsplit(upstream)
        self.upstream = (address.hostname, address.port)
        self.state = threading.Condition()
        self.mode, self.operations = "passes", None
        self.seen, self.connections = [], set()
        self.listener = wire.listen()
        self.port = self.listener.getsockname()[1]
        self.accept_from(self.listener)

    @property
    def url(self):
        """What the endpoint variable is set to."""
        return f"http://127.0.0.1:{self.port}"

    def passes(self):
        """Works (again)."""
        self.switch("passes")

    def refuses(self):
        """Nobody listens any more."""
        self.switch("refuses")

    def stalls(self):
        """Takes requests and does nothing with them; those that are held when it ends are reset."""
        self.switch("stalls")

    def cuts(self, operations=None):
        """Does what is asked, of `operations` or everything, without an answer."""
        self.switch("cuts", operations)

    def switch(self, mode, operations=None):
        with self.state:
            self.mode, self.operations = mode, operations
            if mode == "refuses":
                self.close_port()
            elif self.listener is None:
                self.listener = wire.listen(self.port)
                self.accept_from(self.listener)
            self.state.notify_all()

    def close_port(self):
        if self.listener is not None:
            wire.reset(self.listener)
        self.listener = None
        for connection in self.connections:
            wire.reset(connection)
        self.connections.clear()

    def close(self):
        """Ends for good."""
        self.switch("refuses")

    def counts(self, fate=None):
        """How many requests there were by operation, of all fates or of one: `passed`, `cut`, `held`, `lost`."""
        with self.state:
            return collections.Counter(seen.operation for seen in self.seen if fate in (None, seen.fate))

    def take(self):
        """What was seen since the last time, and forgets it."""
        with self.state:
            seen, self.seen = self.seen, []
            return seen

    def accept_from(self, listener):
        threading.Thread(target=self.accept, args=(listener,), daemon=True).start()

    def accept(self, listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return  # the port was closed
            with self.state:
                if self.listener is not listener:
                    wire.reset(connection)
                    return
                self.connections.add(connection)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            with connection.makefile("rb") as stream:
                while (request := wire.read(stream)) and self.does(request, connection):
                    pass
        except (OSError, ValueError):
            pass  # reset by us or by the client
        with self.state:
            self.connections.discard(connection)
        wire.reset(connection)

    def does(self, request, connection):
        """One request; false when the connection has to end."""
        seen = Seen(request.headers.get("x-amz-target", request.target).rsplit(".")[-1], content(request))
        with self.state:
            if self.mode == "refuses":  # read from a connection whose reset was under way
                return False
            self.seen.append(seen)
            if self.mode == "stalls":
                seen.fate = "held"
                self.state.wait_for(lambda: self.mode != "stalls")
                return False
            cut = self.mode == "cuts" and (self.operations is None or seen.operation in self.operations)
        try:
            answer = wire.exchange(self.upstream, request.raw)
        except OSError:
            seen.fate = "lost"
            return False
        if cut:
            seen.fate = "cut"
            return False
        seen.fate = "passed"  # before the client can ask for the count
        connection.sendall(answer.raw)
        return not (answer.last or request.last)


def content(request):
    """The body when it is JSON; an empty object otherwise."""
    try:
        return json.loads(request.body)
    except ValueError:
        return {}
