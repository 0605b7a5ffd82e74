"""What the product on an emulated AWS needs: the five functions as they are deployed, once as released and once with
the test clock, the command line with its cloud commands, and a program that fills a stack."""

import atexit
import fcntl
import hashlib
import os
import signal
import subprocess
import sys
import time
import zipfile

from runner import needs, shell
from runner.emulator import emulator_env
from runner.outcome import read_unittest

FUNCTIONS = ("webhook", "worker", "sender", "ticker", "admin")
# Name and feature of the build with the test clock.
TEST_CLOCK = ("test-clock", "test-clock")


def cloud():
    """the stack on an emulated AWS: deployed with IAM enforced, end to end, transcripts, faults, requests counted"""
    env = cloud_env()
    chosen = os.environ.get("WENQU_TEST_CLOUD")
    if chosen:
        return shell.suite("cloud", read_unittest, env, chosen)[0]
    # Couriers wait for leases, transcripts for queues.
    return shell.suites("cloud", read_unittest, env, "test_[!ct]*.py", "test_courier*.py", "test_transcripts.py")


def cloud_env():
    """Builds everything and says where it is."""
    return {
        **functions_env(),
        "WENQU_TEST_PYTHON": str(needs.venv("requirements-cloud.txt")),
        "WENQU_TEST_SIMULATOR": str(needs.simulator()),
        "WENQU_TEST_BINARY": str(needs.built("debug/wenqu", *needs.WORKSPACE, "--bin", "wenqu")),
        "WENQU_TEST_CLOCK_ZIPS": str(zips(*TEST_CLOCK)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def functions_env():
    """What runs the released functions under the fake runtime API."""
    return {
        **emulator_env(),
        "WENQU_TEST_SEED": str(needs.built("debug/examples/seed", *needs.WORKSPACE, "--features", "tests/emulator",
                                           "--example", "seed")),
        "WENQU_TEST_ZIPS": str(zips("release")),
    }


def begin():
    """Begins to build the functions, with what the other parts leave of the processors: it takes minutes, and
    `zips` waits for it."""
    building = subprocess.Popen(["nice", "-n", "19", sys.executable, "-c", "from runner import cloud; cloud.all_zips()"],
                                cwd=needs.ROOT / "tests", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, start_new_session=True)
    # Ended with an interrupted run, and so is the cargo that it started.
    atexit.register(end, building)


def end(process):
    """Ends a process and those that it started; one that has ended by then is left alone."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)


def all_zips():
    """The functions as released, then those with the test clock."""
    zips("release")
    zips(*TEST_CLOCK)


def options(*features):
    """What cargo is asked for the five functions."""
    chosen, wanted = ["--locked", "--profile", "lambda"], []
    for function in FUNCTIONS:
        chosen += ["--package", function, "--bin", function]
        wanted += [f"{function}/{feature}" for feature in ("lambda", *features)]
    return [*chosen, "--features", ",".join(wanted)]


def zips(name, *features):
    """The directory with the five zips of a build as `wenqu deploy` makes it, with more features if given."""
    started = time.monotonic()
    # Both builds leave their programs in the same place: nobody else builds until these are packed.
    with open(needs.target() / "test-zips.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        programs = needs.built("lambda", *options(*features))
        folder = programs.parent / "test-zips" / name
        folder.mkdir(parents=True, exist_ok=True)
        for function in FUNCTIONS:
            pack((programs / function).read_bytes(), folder / f"{function}.zip")
    print(f"functions for {name}: {time.monotonic() - started:.0f} s", flush=True)
    return folder


def pack(program, path):
    """A zip with `program` as its `bootstrap`; an unchanged one is left as it is."""
    mark = path.with_suffix(".sha256")
    digest = hashlib.sha256(program).hexdigest()
    if path.exists() and mark.exists() and mark.read_text() == digest:
        return
    entry = zipfile.ZipInfo("bootstrap")
    entry.external_attr = 0o755 << 16
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(entry, program, zipfile.ZIP_DEFLATED, 9)
    mark.write_text(digest)
