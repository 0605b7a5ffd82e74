"""What a part came to: counts read from the test runners' own closing lines.

A command that fails without a failed test (a build error, say) counts as one failure, and so does a
part in which no test ran: an empty part can't pass.
"""

import re
import time
import traceback

from runner.needs import Missing

LIBTEST = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored", re.M)
LIBTEST_FAILED = re.compile(r"^test (\S+) \.\.\. FAILED$", re.M)
UNITTEST_FAILED = re.compile(r"^(?:FAIL|ERROR): \S+ \((\S+)\)", re.M)
UNITTEST = re.compile(r"^Ran (\d+) tests? in [\d.]+s\s+(OK|FAILED)(?: \(([^)]*)\))?$", re.M)


class Outcome:
    """Passed, failed and skipped tests, and the names of those that failed; adds up with `+=`."""

    def __init__(self, passed=0, failed=0, skipped=0, names=()):
        self.passed, self.failed, self.skipped, self.names = passed, failed, skipped, list(names)

    def __iadd__(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.names += other.names
        return self


def failed_in(output):
    """Names of the tests that failed, of either runner."""
    return LIBTEST_FAILED.findall(output) + UNITTEST_FAILED.findall(output)


def read_libtest(output):
    """Counts of `cargo test`: one line for each test binary."""
    outcome = Outcome(names=failed_in(output))
    for passed, failed, ignored in LIBTEST.findall(output):
        outcome += Outcome(int(passed), int(failed), int(ignored))
    return outcome


def read_unittest(output):
    """Counts of Python's `unittest`."""
    outcome = Outcome(names=failed_in(output))
    for ran, _, details in UNITTEST.findall(output):
        named = {name: int(n) for name, n in re.findall(r"([a-z ]+)=(\d+)", details)}
        named = {name.strip(): n for name, n in named.items()}
        failed = sum(named.get(kind, 0) for kind in ("failures", "errors", "unexpected successes"))
        skipped = named.get("skipped", 0)
        outcome += Outcome(int(ran) - failed - skipped, failed, skipped)
    return outcome


class Table:
    """Runs the parts, prints each one's counts and time, and the sum as the last line."""

    def __init__(self):
        self.rows = []

    def run(self, name, part):
        print(f"\n━━ {name}: {part.__doc__}", flush=True)
        started = time.monotonic()
        try:
            outcome = part()
        except Missing as missing:
            print(f"{name} lacks something: {missing}", flush=True)
            outcome = Outcome(failed=1)
        except Exception:  # a broken part is a failed part; the other parts still run
            traceback.print_exc()
            outcome = Outcome(failed=1)
        if outcome.passed + outcome.failed == 0:
            print(f"{name} ran no test", flush=True)
            outcome.failed = 1
        self.rows.append((name, outcome, time.monotonic() - started))

    def close(self):
        total = Outcome()
        print(f"\n{'part':<12}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>10}")
        for name, outcome, seconds in self.rows:
            print(f"{name:<12}{outcome.passed:>8}{outcome.failed:>8}{outcome.skipped:>9}{seconds:>10.1f}")
            total += outcome
        for name, outcome, _ in self.rows:
            if outcome.failed:
                print(f"failed in {name}: {', '.join(outcome.names) or 'see its output'}")
        print(f"{total.passed} passed, {total.failed} failed", flush=True)
        return 1 if total.failed else 0
