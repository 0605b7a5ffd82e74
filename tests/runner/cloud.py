"""What the product on an emulated AWS needs: the five functions as they are deployed, the same as development builds with
the test clock, the command line with its cloud commands, and a program that fills a stack."""

import hashlib
import os
import pathlib
import subprocess
import tempfile
import time
import zipfile

from runner import needs, shell
from runner.emulator import emulator_env
from runner.needs import FUNCTIONS
from runner.outcome import read_unittest


def cloud():
    """the stack on an emulated AWS: deployed with IAM enforced, end to end, transcripts, faults, requests counted"""
    env = cloud_env()
    chosen = os.environ.get("WENQU_TEST_CLOUD")
    if chosen:
        return shell.suite("cloud", read_unittest, env, chosen)[0]
    # Couriers wait for leases, transcripts for queues, the stack for what is published. Faults come last: how long an
    # answer takes says the less the more runs beside it.
    busy, patient = ["test_[!ceft]*.py", "test_f*.py"], ["test_c*.py", "test_e*.py", "test_t*.py"]
    return shell.suites("cloud", read_unittest, env, busy, patient)


def cloud_env():
    """Builds everything and says where it is."""
    return {
        **functions_env(),
        "WENQU_TEST_PYTHON": str(needs.venv("requirements-cloud.txt")),
        "WENQU_TEST_SIMULATOR": str(needs.simulator()),
        "WENQU_TEST_BINARY": str(needs.development("wenqu", "--bin", "wenqu")),
        "WENQU_TEST_CLOCK_ZIPS": str(test_clock_zips()),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def functions_env():
    """What runs the released functions under the fake runtime API."""
    return {
        **emulator_env(),
        "WENQU_TEST_SEED": str(needs.development("examples/seed", "--features", "tests/emulator", "--example", "seed")),
        "WENQU_TEST_ZIPS": str(released_zips()),
    }


def released():
    """The directory with the functions' programs, built as `wenqu deploy` does: it takes minutes."""
    chosen = [word for function in FUNCTIONS for word in ("--package", function, "--bin", function)]
    features = ",".join(f"{function}/lambda" for function in FUNCTIONS)
    return needs.built("lambda", "--locked", "--profile", "lambda", *chosen, "--features", features)


def released_zips():
    """The directory with their zips."""
    started = time.monotonic()
    programs = released()
    zips = packed("release", {function: (programs / function).read_bytes() for function in FUNCTIONS}, 9)
    print(f"functions as released: {time.monotonic() - started:.0f} s", flush=True)
    return zips


def test_clock_zips():
    """The directory with the zips of the development build, without debug information."""
    programs = needs.development("", *(word for function in FUNCTIONS for word in ("--bin", function)))
    return packed("test-clock", {function: stripped(programs / function) for function in FUNCTIONS}, 1)


def stripped(program):
    """What a program is without its symbols."""
    strip = needs.debian("strip", "binutils")
    with tempfile.NamedTemporaryFile() as kept:
        subprocess.run([strip, "-o", kept.name, program], check=True)
        return pathlib.Path(kept.name).read_bytes()


def packed(name, programs, level):
    """The directory with the zips of `programs`."""
    folder = needs.target() / "test-zips" / name
    folder.mkdir(parents=True, exist_ok=True)
    for function, program in programs.items():
        pack(program, folder / f"{function}.zip", level)
    return folder


def pack(program, path, level):
    """A zip with `program` as its `bootstrap`; an unchanged one is left as it is."""
    mark = path.with_suffix(".sha256")
    digest = hashlib.sha256(program).hexdigest()
    if path.exists() and mark.exists() and mark.read_text() == digest:
        return
    entry = zipfile.ZipInfo("bootstrap")
    entry.external_attr = 0o755 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, program, zipfile.ZIP_DEFLATED, level)
    mark.write_text(digest)
