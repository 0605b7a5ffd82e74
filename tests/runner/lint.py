"""Format, lints, documentation, licences: each check counts as one test."""

import subprocess
import time

from runner import needs, shell
from runner.outcome import Outcome

CHECKS = {
    "format": ["cargo", "fmt", "--all", "--check"],
    "clippy": ["cargo", "clippy", "--quiet", "--workspace", "--all-targets", "--all-features", "--", "--deny",
               "warnings"],
    "documentation": ["cargo", "doc", "--quiet", "--workspace", "--all-features", "--no-deps",
                      "--document-private-items"],
}


def lint():
    """format, clippy, documentation, licences and bans"""
    outcome = Outcome()
    for name, command in CHECKS.items():
        outcome += check(name, command)
    deny = needs.cargo_deny()
    outcome += check("licences, bans, sources", [deny, "check", "licenses", "bans", "sources"])
    outcome += advisories(deny)
    return outcome


def check(name, command):
    """One check: passed when the command exits with 0; its output is shown when it fails."""
    started = time.monotonic()
    code, _ = shell.run(command, {"RUSTDOCFLAGS": "--deny warnings"}, quiet=True)
    print(f"{'FAILED' if code else 'ok':<8}{name} ({time.monotonic() - started:.1f} s)", flush=True)
    return Outcome(failed=1) if code else Outcome(passed=1)


def advisories(deny):
    """Known vulnerabilities, where their database can be reached; said aloud where it can't."""
    if subprocess.run(["timeout", "60", deny, "fetch", "db"], capture_output=True).returncode:
        print("SKIPPED advisories: their database can't be reached from here", flush=True)
        return Outcome(skipped=1)
    return check("advisories", [deny, "check", "advisories"])
