"""Waits until nothing else uses the machine."""

import pathlib
import time

QUIET = 0.1  # of all cores in use before a run


def busy_share(seconds=2):
    """The share of all cores that was in use for some seconds."""
    def read():
        fields = [int(field) for field in pathlib.Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
        return sum(fields), fields[3] + fields[4]
    (total, idle), _ = read(), time.sleep(seconds)
    total_after, idle_after = read()
    return 1 - (idle_after - idle) / (total_after - total)


def wait_for_quiet(limit_seconds=120):
    """Waits until nothing else uses the machine; says so when that does not come."""
    deadline = time.monotonic() + limit_seconds
    while (busy := busy_share()) > QUIET:
        if time.monotonic() > deadline:
            print(f"the machine is not quiet: {busy:.0%} in use by others; this run counts for little", flush=True)
            return
    time.sleep(1)
