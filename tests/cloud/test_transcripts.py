"""The transcripts of tests/flows against a deployed stack with IAM enforced: callbacks of the simulated platform
through the API, jobs through the queues, answers by the stack's own sender. Its functions are built with the test
clock."""

import contextlib
import tempfile
import time
import unittest

from cloud.driver import Driver
from harness import simulator
from harness.deployment import Deployment
from harness.emulator import Emulator
from runner.needs import ROOT

FLOWS = ROOT / "tests" / "flows"
# Transcripts that can't run here, each with the reason; at most three.
SKIPPED: dict[str, str] = {}


class Flows(unittest.TestCase):
    """One stack for all transcripts: each begins with a reset."""

    @classmethod
    def setUpClass(cls):
        started = time.monotonic()
        folder = tempfile.TemporaryDirectory(prefix="wenqu-flows-")
        cls.addClassCleanup(folder.cleanup)
        emulator = Emulator(folder.name, auth=True).start()
        cls.addClassCleanup(emulator.stop)
        cls.stack = Deployment(emulator, folder.name, "flows", simulator.ACCOUNT)
        cls.addClassCleanup(cls.stack.close)
        running = contextlib.ExitStack()
        cls.addClassCleanup(running.close)
        platform = running.enter_context(simulator.running(f"{cls.stack.url}/wechat"))
        cls.stack.write_settings(egress="direct", api_base=platform.url)
        cls.stack.put_secrets()
        cls.stack.deploy(test_clock=True)
        cls.driver = Driver(cls.stack, platform.url)
        cls.addClassCleanup(cls.driver.close)
        print(f"\nstack for the transcripts: {time.monotonic() - started:.1f} s", flush=True)

    def test_every_transcript(self):
        files = sorted(FLOWS.glob("*.chat"))
        chosen = [file for file in files if file.name not in SKIPPED]
        played = self.stack.wenqu("play", *map(str, chosen), "--url", self.driver.url, expect=None)
        print(f"\n{played}", flush=True)
        for name, reason in SKIPPED.items():
            print(f"skipped {name}: {reason}", flush=True)
        marks = [line[0] for line in played.splitlines() if line[:1] in "✓✗"]
        self.assertEqual(marks, ["✓"] * len(chosen))

    def test_at_most_three_are_left_out(self):
        self.assertLessEqual(len(SKIPPED), 3)
        self.assertLessEqual(set(SKIPPED), {file.name for file in FLOWS.glob("*.chat")})


if __name__ == "__main__":
    unittest.main()
