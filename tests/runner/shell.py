"""Runs one command: its output goes to the terminal as it comes and is kept for counting."""

import concurrent.futures
import os
import signal
import subprocess
import sys
import threading

from runner.needs import ROOT
from runner.outcome import Outcome

# Longer than any part takes on two slow cores; a command that hangs ends here, not with the job.
LIMIT_SECONDS = 40 * 60


def run(command, env=None, quiet=False, limit_seconds=LIMIT_SECONDS):
    """The exit code and the whole output of `command`, run at the project's root."""
    print("$ " + " ".join(str(word) for word in command), flush=True)
    process = subprocess.Popen(
        [str(word) for word in command], cwd=ROOT, env={**os.environ, **(env or {})}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        errors="replace", start_new_session=True,
    )
    timer = threading.Timer(limit_seconds, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    lines = []
    for line in process.stdout:
        lines.append(line)
        if not quiet:
            sys.stdout.write(line)
            sys.stdout.flush()
    code = process.wait()
    if not timer.is_alive():
        print(f"ended after {limit_seconds} s", flush=True)
    timer.cancel()
    if quiet and code:
        print("".join(lines), flush=True)
    return code, "".join(lines)


def test(command, read, env=None):
    """Runs a test runner; `read` takes the counts from its output."""
    code, output = run(command, env)
    outcome = read(output)
    if code and not outcome.failed:
        outcome.failed = 1
    return outcome


def suite(folder, read, env, pattern="test_*.py", quiet=False):
    """Counts and output of the tests in the files of tests/`folder` that `pattern` names."""
    command = [env["WENQU_TEST_PYTHON"], "-m", "unittest", "discover", "--verbose", "--pattern", pattern,
               "--start-directory", f"tests/{folder}", "--top-level-directory", "tests"]
    code, output = run(command, env, quiet)
    outcome = read(output)
    if code and not outcome.failed:
        outcome.failed = 1
    return outcome, output


def suites(folder, read, env, busy, patient):
    """Counts of the files that the patterns of `busy` name, one after the other. Beside them run those of `patient`, all at
    once, which wait most of the time; they are shown at the end."""
    outcome = Outcome()
    with concurrent.futures.ThreadPoolExecutor(len(patient)) as beside:
        waiting = [beside.submit(suite, folder, read, env, pattern, quiet=True) for pattern in patient]
        for pattern in busy:
            outcome += suite(folder, read, env, pattern)[0]
    for theirs, output in (one.result() for one in waiting):
        if not theirs.failed:  # else it has been shown already
            print(output, flush=True)
        outcome += theirs
    return outcome
