"""The parts of `tests/run`, in the order in which they run; each one's doc is its description."""

import os

from runner import needs, shell
from runner.cloud import cloud
from runner.emulator import emulator
from runner.lint import lint
from runner.outcome import read_libtest, read_unittest
from runner.template import template


def unit():
    """unit, integration and documentation tests of the workspace"""
    return shell.test(["cargo", "test", *needs.WORKSPACE, "--no-fail-fast"], read_libtest)


def fuzz():
    """60 s of random mutation of the fuzz corpus (WENQU_FUZZ_SECONDS)"""
    seconds = os.environ.get("WENQU_FUZZ_SECONDS", "60")
    command = ["cargo", "test", *needs.WORKSPACE, "--test", "mutation", "--", "--nocapture"]
    return shell.test(command, read_libtest, {"WENQU_FUZZ_SECONDS": seconds})


def interop():
    """wechatpy and WeRoBot as peers, both directions"""
    return feature("interop")


def e2e():
    """the built binary as a user starts it, and every transcript over HTTP"""
    # What is published has up to 15 s until it is read, many times.
    return shell.suites("e2e", read_unittest, peers(), ["test_[!l]*.py"], ["test_live_*.py"])


def faults():
    """answers pushed and handed over, and kill -9 under load"""
    # Leases run out and back-offs pass, under a load of their own.
    return shell.suites("faults", read_unittest, peers(), ["test_[!o]*.py"], ["test_one*.py"])


def api():
    """the staff API against its OpenAPI document, by schemathesis"""
    tried = needs.venv("requirements-api.txt").parent / "schemathesis"
    return suite("api", {"WENQU_TEST_SCHEMATHESIS": str(tried)})


def browser():
    """the phone page and the console in headless Chromium"""
    return feature("browser", {"WENQU_TEST_CHROMIUM": str(needs.chromium()), "WENQU_TEST_AXE": str(needs.axe())})


def feature(name, env=None):
    """A target of the package `tests` that needs a feature: it runs the Python suite of its name."""
    options = ["--features", f"tests/{name}", "--test", name, "--", "--nocapture"]
    command = ["cargo", "test", *needs.WORKSPACE, *options]
    return shell.test(command, read_unittest, {**peers(), **(env or {})})


def suite(name, env=None):
    """A Python suite under tests/, run directly."""
    return shell.suite(name, read_unittest, {**peers(), **(env or {})})[0]


def peers():
    """What every Python suite is told: its interpreter and the binary under test."""
    return {
        "WENQU_TEST_PYTHON": str(needs.python()),
        "WENQU_TEST_BINARY": str(needs.release_binary()),
        "WENQU_TEST_SIMULATOR": str(needs.simulator()),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


# A part that comes later enters here.
PARTS = {part.__name__: part for part in (lint, unit, fuzz, interop, e2e, faults, api, browser, template, emulator,
                                          cloud)}
