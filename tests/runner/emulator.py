"""The contracts of the ports against the adapters for AWS, on an emulator that runs for them alone."""

import os
import tempfile

from runner import needs, shell
from runner.outcome import read_libtest


def emulator():
    """the contracts of the ports on an emulated DynamoDB, SQS, S3 and SSM"""
    os.environ.update(emulator_env())
    from harness.emulator import Emulator  # needs the line above

    command = ["cargo", "test", *needs.WORKSPACE, "--features", "aws/emulator", "--no-fail-fast",
               "--test", "contract", "--test", "secrets"]
    with tempfile.TemporaryDirectory() as folder, Emulator(folder) as running:
        print(f"the emulator was ready after {running.ready_after_s:.1f} s", flush=True)
        outcome = shell.test(command, read_libtest, {"WENQU_TEST_AWS_ENDPOINT": running.url})
    print(f"{outcome.passed + outcome.failed} tests of the adapters of one computer and of AWS", flush=True)
    return outcome


def emulator_env():
    """What a suite needs to start emulators: `harness.emulator` reads it."""
    return {"WENQU_TEST_EMULATOR": str(needs.emulator())}
