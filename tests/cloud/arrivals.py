"""Callbacks that arrive at their own pace, whatever becomes of those before them, and are sent again until they are
taken: as the platform does, but without giving up after the third time."""

import concurrent.futures
import dataclasses
import http.client
import random
import threading
import time

from harness.account import openid
from harness.resident import Resident, inner_xml

NO_ANSWER = (OSError, http.client.HTTPException)
GIVE_UP_S = 120
# The platform's five seconds, spread: what was refused together does not come back together.
AGAIN_AFTER_S = (4.0, 9.0)


@dataclasses.dataclass
class Callback:
    """One message of one resident, and every answer to it: status (0 for none) and seconds."""

    message_id: int
    resident: Resident
    xml: str
    text: str
    answers: list = dataclasses.field(default_factory=list)

    @property
    def taken(self):
        return bool(self.answers) and self.answers[-1][0] == 200


class Arrivals:
    """`count` callbacks at `rate` a second: each resident asks one question of their own and then sends a number."""

    def __init__(self, account, url, count, rate, first_resident):
        self.rate, self.random = rate, random.Random(first_resident)
        self.callbacks = [self.callback(account, url, number, first_resident) for number in range(count)]
        self.started = threading.Event()

    @staticmethod
    def callback(account, url, number, first_resident):
        resident = Resident(account, url, openid(first_resident + number // 2))
        text = "1" if number % 2 else f"第 {first_resident + number} 号：小区的路灯什么时候修？"
        message_id = 24_000_000_000_000_000 + 2 * first_resident + number
        xml = inner_xml(account, resident.openid, "text", {"Content": text}, message_id=message_id)
        return Callback(message_id, resident, xml, text)

    def run(self):
        """Sends them all; returns when each has been taken."""
        began = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(len(self.callbacks)) as pool:
            for number, callback in enumerate(self.callbacks):
                time.sleep(max(0.0, began + number / self.rate - time.monotonic()))
                pool.submit(self.send, callback)
                self.started.set()

    def send(self, callback):
        deadline = time.monotonic() + GIVE_UP_S
        while not callback.taken and time.monotonic() < deadline:
            if callback.answers:
                time.sleep(self.random.uniform(*AGAIN_AFTER_S))
            began = time.monotonic()
            try:
                status = callback.resident.sends(callback.xml).status
            except NO_ANSWER:
                status = 0
            callback.answers.append((status, time.monotonic() - began))

    def answers(self):
        """All answers of all callbacks."""
        return [answer for callback in self.callbacks for answer in callback.answers]
