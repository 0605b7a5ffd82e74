"""Writes docs/deploy.md: what `wenqu init`, `deploy` and `doctor` print at a terminal, against the emulator.

Run by hand after `tests/run cloud`, which builds what it needs:

    WENQU_TEST_EMULATOR=…/bin/ministack PYTHONPATH=tests PYTHON tests/cloud/transcribe.py BINARY ZIPS
"""

import fcntl
import io
import os
import pathlib
import pty
import re
import select
import shutil
import struct
import sys
import tempfile
import termios
import time
import zipfile

from harness.account import Account
from harness.deployment import TABLES, clients
from harness.emulator import Emulator

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "deploy.md"
HEAD = """# A deployment, as the terminal shows it

`wenqu init && wenqu deploy`, the secrets, and `wenqu doctor` before and after three planted faults: the token deleted, a
message in a dead-letter queue, the ticker's code put into the worker; and how `wenqu deploy` puts that right. Written by `tests/cloud/transcribe.py` against the
emulator of `tests/run cloud`, so the account, addresses and password are nobody's. What a person types follows the
prompts; an empty answer takes what stands in brackets. The functions had been built before, else cargo tells of each crate.

Three things are the emulator's: it leaves out what the template says of recovery and of rows that expire (set by hand before
the first `wenqu doctor`, as AWS does by itself), it knows an API by its host's name only (so the doctor is told the
callback's address), and it counts the doctor's own request as a callback (so one doctor ran before those shown).
"""
# AppID, six defaults, and the word to go on.
ANSWERS = ["wx5823bf96d3bd56c7", *[""] * 6, "y"]
SILENCE_S = 0.5
# A build that has everything to do takes a quarter of an hour.
WITHIN_S = 1_800


def at_terminal(command, answers, env, folder):
    """What a person sees who gives these answers, and the exit code."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execvpe("/bin/bash", ["bash", "-c", command], env)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 118, 0, 0))
    answers, seen = list(answers), b""
    until = time.monotonic() + WITHIN_S
    while time.monotonic() < until:
        if select.select([terminal], [], [], SILENCE_S)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                break
        elif answers and seen and not seen.endswith(b"\n"):
            os.write(terminal, answers.pop(0).encode() + b"\n")
    _, status = os.waitpid(process, 0)
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen.decode().replace("\r", ""))
    return text, os.waitstatus_to_exitcode(status)


def plant(emulator, zips):
    """Three faults."""
    ssm, sqs, functions = clients(emulator, "ssm", "sqs", "lambda")
    ssm.delete_parameter(Name="/wenqu/wenqu/webhook/token")
    sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName="wenqu-jobs-dead")["QueueUrl"], MessageBody="{}")
    wrong = io.BytesIO()
    with zipfile.ZipFile(zips / "ticker.zip") as ticker, zipfile.ZipFile(wrong, "w") as worker:
        worker.writestr("bootstrap", ticker.read("bootstrap"))
    functions.update_function_code(FunctionName="wenqu-worker", ZipFile=wrong.getvalue())
    while functions.get_function_configuration(FunctionName="wenqu-worker")["LastUpdateStatus"] == "InProgress":
        time.sleep(0.1)


def complete(emulator):
    """Sets on the tables what the template says and the emulator leaves out; the address of the callback."""
    tables, stacks = clients(emulator, "dynamodb", "cloudformation")
    for name in TABLES:
        tables.update_continuous_backups(TableName=f"wenqu-{name}",
                                         PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
        tables.update_time_to_live(TableName=f"wenqu-{name}",
                                   TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"})
    found = stacks.describe_stack_resources(StackName="wenqu")["StackResources"]
    api = next(r["PhysicalResourceId"] for r in found if r["ResourceType"] == "AWS::ApiGatewayV2::Api")
    return f"{emulator.url}/_aws/execute-api/{api}/$default/wechat"


def main(binary, zips):
    folder = pathlib.Path(tempfile.mkdtemp())
    programs = folder / "bin"
    programs.mkdir()
    # Inside the source tree, where `wenqu deploy` builds from.
    (ROOT / "target").mkdir(exist_ok=True)
    district = pathlib.Path(tempfile.mkdtemp(prefix="district-", dir=ROOT / "target"))
    (programs / "wenqu").symlink_to(binary)
    account, parts = Account(), []
    with Emulator(folder) as emulator:
        own = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "WENQU_"))}
        env = {**own, **emulator.client_env(), "PATH": f"{programs}:{own['PATH']}", "NO_COLOR": "1", "TERM": "xterm",
               "CARGO_TERM_PROGRESS_WHEN": "never"}

        def run(shown, command=None, answers=()):
            text, code = at_terminal(command or shown, answers, env, district)
            parts.append(f"```\n$ {shown}\n{text.rstrip()}\n```\nExit code {code}.\n")
            return code

        assert run("wenqu init && wenqu deploy", answers=ANSWERS) == 0, parts
        for name, value in (("token", account.token), ("encoding_aes_key", account.key), ("app_secret", account.secret)):
            run(f"wenqu secrets set {name} < {name}", f"echo {value} | wenqu secrets set {name}")
        callback = complete(emulator)
        doctor = "wenqu doctor --callback ADDRESS", f"wenqu doctor --callback '{callback}'"
        # The emulator counts the doctor's own request as a callback, from the second time on.
        at_terminal(doctor[1], (), env, district)
        parts.append("## Doctor, before\n")
        assert run(*doctor) == 0, parts[-1]
        plant(emulator, zips)
        parts.append("## Doctor, after three planted faults\n")
        assert run(*doctor) == 1, parts[-1]
        parts.append("## The worker's own code again\n")
        assert run("wenqu deploy --yes") == 0, parts[-1]
        # The emulator says that functions are ready a moment after their stack is.
        time.sleep(5)
        assert run("wenqu doctor --only AWS-03") == 0, parts[-1]
    shutil.rmtree(district)
    DOCUMENT.write_text("\n".join([HEAD, *parts]), encoding="utf-8")
    print(f"{DOCUMENT} written")


if __name__ == "__main__":
    main(*(pathlib.Path(word).resolve() for word in sys.argv[1:3]))
