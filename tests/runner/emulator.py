"""The contracts of the ports against the adapters for AWS, on an emulator that runs for them alone."""

import os
import re
import tempfile

from runner import needs, shell
from runner.outcome import read_libtest

# The same rules, and the adapters that keep them.
CONTRACTS = {"contract_embedded": "SQLite, memory, directory", "contract_aws": "DynamoDB, SQS, S3"}


def emulator():
    """the contracts of the ports on an emulated DynamoDB, SQS, S3 and SSM"""
    os.environ.update(emulator_env())
    from harness.emulator import Emulator  # needs the line above

    command = ["cargo", "test", *needs.WORKSPACE, "--features", "aws/emulator", "--no-fail-fast",
               *(word for name in (*CONTRACTS, "secrets") for word in ("--test", name))]
    with tempfile.TemporaryDirectory() as folder, Emulator(folder) as running:
        print(f"the emulator was ready after {running.ready_after_s:.1f} s", flush=True)
        code, output = shell.run(command, {"WENQU_TEST_AWS_ENDPOINT": running.url})
    outcome = read_libtest(output)
    if code and not outcome.failed:
        outcome.failed = 1
    print(contracts(output), flush=True)
    return outcome


def contracts(output):
    """How many rules of each contract passed against each adapter."""
    lines = [f"{'rules that passed':<36}{'table':>8}{'queue':>8}{'blobs':>8}"]
    for name, adapters in CONTRACTS.items():
        [block] = re.findall(rf"Running tests/{name}\.rs.*?^test result", output, re.S | re.M) or [""]
        passed = [len(re.findall(rf"^test {port}::.* ok$", block, re.M)) for port in ("table", "queue", "blobs")]
        lines.append(f"{adapters:<36}" + "".join(f"{count:>8}" for count in passed))
    return "\n".join(lines)


def emulator_env():
    """What a suite needs to start emulators: `harness.emulator` reads it."""
    return {"WENQU_TEST_EMULATOR": str(needs.emulator())}
