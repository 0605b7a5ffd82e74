"""Every transcript in tests/flows, played over HTTP against a running demo: one test a file."""

import pathlib
import tempfile
import unittest

from harness.account import Account
from harness.binary import DEMO_TOKEN, Wenqu

FLOWS = sorted((pathlib.Path(__file__).parents[1] / "flows").glob("*.chat"))


class Flows(unittest.TestCase):
    """`wenqu play FILE --url …` ends with 0."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="wenqu-flows-")
        cls.addClassCleanup(folder.cleanup)
        cls.wenqu = Wenqu("demo", folder.name, Account(), WENQU_DEMO_TOKEN=DEMO_TOKEN)
        cls.enterClassContext(cls.wenqu)

    def test_there_are_transcripts(self):
        self.assertGreaterEqual(len(FLOWS), 14)

    def play(self, file):
        done = self.wenqu.run("play", str(file), "--url", self.wenqu.url)
        self.assertEqual(done.returncode, 0, f"\n{done.stdout}{done.stderr}")


def playing(file):
    """A test that plays one file."""
    return lambda self: self.play(file)


for flow in FLOWS:
    name = flow.stem.replace("-", "_")
    setattr(Flows, f"test_{name}", playing(flow))


if __name__ == "__main__":
    unittest.main()
