"""Programs that a later part needs, built while the parts before it leave a processor idle."""

import atexit
import os
import signal
import subprocess
import sys

from runner import needs


def begin(statement):
    """Runs a Python statement of the runner's, such as `needs.release_binary()`, with what the other parts leave of the
    processors. Whoever needs the program asks for it as if nothing had begun: cargo's lock makes them wait."""
    building = subprocess.Popen(["nice", "-n", "19", sys.executable, "-c", f"from runner import cloud, needs; {statement}"],
                                cwd=needs.ROOT / "tests", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, start_new_session=True)
    # Ended with an interrupted run, and so is the cargo that it started.
    atexit.register(end, building)


def end(process):
    """Ends a process and those that it started; one that has ended by then is left alone."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
