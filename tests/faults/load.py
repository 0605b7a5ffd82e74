"""Load that outlives the server: callers who repeat a callback until it is taken, as the platform does,
and an officer whose answers may be cut off half-way.
"""

import http.client
import itertools
import threading

CUT = (OSError, http.client.HTTPException)


class Gate:
    """Open while the server runs (`running` is set); counts who is between request and answer."""

    def __init__(self, running):
        self.running, self.lock, self.in_flight = running, threading.Lock(), 0

    def __enter__(self):
        self.running.wait()
        with self.lock:
            self.in_flight += 1

    def __exit__(self, *_):
        with self.lock:
            self.in_flight -= 1


class Callers:
    """Threads that send texts of their own residents, one after the other, without a pause."""

    def __init__(self, residents, threads, running):
        self.gate, self.ending = Gate(running), threading.Event()
        self.acknowledged, self.retried, self.refused = {}, 0, []
        shares = [residents[index::threads] for index in range(threads)]
        self.threads = [threading.Thread(target=self.run, args=(share,), daemon=True) for share in shares]

    def start(self):
        for thread in self.threads:
            thread.start()

    def finish(self):
        """Lets each thread complete its current message."""
        self.ending.set()
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive(), "a caller hangs"

    def run(self, residents):
        for number, resident in enumerate(itertools.cycle(residents)):
            if self.ending.is_set():
                return
            text = f"{resident.openid[-4:]} 的第 {number} 句话，请问怎么办？"
            xml = resident.message("text", Content=text)
            attempts = 0
            while not self.sent(resident, xml):
                attempts += 1
            self.retried += bool(attempts)
            self.acknowledged.setdefault(resident.openid, []).append(text)

    def sent(self, resident, xml):
        """One attempt: True when it was answered with 200."""
        with self.gate:
            try:
                answer = resident.sends(xml)
            except CUT:
                return False
        if answer.status != 200:
            self.refused.append(answer.status)
        return answer.status == 200


class Answering:
    """Posts answers in the background; one that was cut off is looked up and, if absent, posted again."""

    def __init__(self, officer, running):
        self.officer, self.gate = officer, Gate(running)
        self.threads, self.pending, self.accepted = [], set(), set()

    def post(self, question, text):
        """Starts to post one answer."""
        self.pending.add(text)
        thread = threading.Thread(target=self.run, args=(question, text), daemon=True)
        self.threads.append(thread)
        thread.start()

    def run(self, question, text):
        while True:
            try:
                with self.gate:
                    self.officer.answers(question, text)
                break
            except CUT:
                if self.is_there(question, text):
                    break
        self.accepted.add(text)
        self.pending.discard(text)

    def is_there(self, question, text):
        """Whether the thread has the answer after all."""
        while True:
            try:
                with self.gate:
                    return any(d["text"] == text for d in self.officer.thread(question)["deliveries"])
            except CUT:
                continue

    def finish(self):
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive(), "an answer hangs"
