#!/usr/bin/env python3
"""Server time and weight of the console's lists, search and threads over many conversations.

    python3 benches/console/run.py [--conversations 100000] [--times 200] [--starts 20]

Builds the example `load` of the package admin, seeds an embedded store with it, asks the console's router in one warm
process and in fresh ones, prints a table and writes it into benches/console/README.md. Exits 1 when a page was not what it
stands for.
"""

import argparse
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "benches"))

from quiet import wait_for_quiet  # noqa: E402

BEGIN, END = "<!-- console: begin -->", "<!-- console: end -->"
BUILD = ["cargo", "build", "--release", "--package", "admin", "--example", "load"]


def options():
    parser = argparse.ArgumentParser(description="the console over many conversations")
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=200, help="requests of each screen in the warm process")
    parser.add_argument("--starts", type=int, default=20, help="fresh processes of each screen")
    return parser.parse_args()


def built():
    """The program."""
    subprocess.run(BUILD, cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "release" / "examples" / "load"


def asked(program, *words):
    """One line of JSON from one process."""
    done = subprocess.run([program, *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"load {' '.join(map(str, words))}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def p95(values):
    """The value that 95 of 100 do not exceed."""
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


def lines(chosen, seeded, warm, cold, store_bytes):
    """The table."""
    yield "| screen | warm p50 ms | warm p95 ms | first request p50 ms | first request p95 ms | page KB gzip | page KB |"
    yield "|---|---|---|---|---|---|---|"
    for screen, of in warm.items():
        firsts = [start["ms"] for start in cold[screen]]
        yield (f"| {screen} | {statistics.median(of['ms']):.1f} | {p95(of['ms']):.1f} | "
               f"{statistics.median(firsts):.1f} | {p95(firsts):.1f} | {statistics.median(of['bytes']) / 1000:.1f} | "
               f"{statistics.median(of['plain']) / 1000:.1f} |")
    yield ""
    yield (f"{chosen.conversations:,} conversations over a year, seeded in {seeded['ms'] / 1000:.0f} s into a store of "
           f"{store_bytes / 1e6:.0f} MB; {chosen.times} requests of each screen in one process, {chosen.starts} fresh processes "
           f"for each screen, whose first request this is. {os.cpu_count()} cores ({processor()}), "
           f"Linux {platform.release().split('-')[0]}.")


def processor():
    """The processor's name."""
    found = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    return found[1] if found else platform.machine()


def write(table):
    """Puts the table into the README."""
    readme = HERE / "README.md"
    head, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    readme.write_text(f"{head}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def main():
    chosen, program = options(), built()
    with tempfile.TemporaryDirectory() as folder:
        seeded = asked(program, "seed", folder, chosen.conversations)
        wait_for_quiet()
        warm = asked(program, "warm", folder, chosen.times)
        cold = {screen: [asked(program, "cold", folder, screen) for _ in range(chosen.starts)] for screen in warm}
        store_bytes = sum(path.stat().st_size for path in pathlib.Path(folder).iterdir())
    table = "\n".join(lines(chosen, seeded, warm, cold, store_bytes))
    print(f"\n{table}", flush=True)
    write(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
