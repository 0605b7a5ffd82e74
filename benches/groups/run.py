#!/usr/bin/env python3
"""Questions about known incidents arrive at a steady pace while two workers find their groups.

    python3 benches/groups/run.py [--questions 10000] [--incidents 200] [--rate 200] [--seed 7]

Builds the example `groups` of the package worker, writes the questions with tests/harness/incidents.py, runs them over an
embedded store, prints a table and writes it into benches/README.md. Exits 1 when a question was left without a group.
"""

import argparse
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benches")]

from harness.incidents import questions  # noqa: E402
from quiet import wait_for_quiet  # noqa: E402

BEGIN, END = "<!-- groups: begin -->", "<!-- groups: end -->"
BUILD = ["cargo", "build", "--release", "--package", "worker", "--example", "groups"]


def options():
    parser = argparse.ArgumentParser(description="questions that find their groups")
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--incidents", type=int, default=200)
    parser.add_argument("--rate", type=int, default=200, help="questions a second")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--wordings", type=int, help="sentences of a matter, all unless said")
    parser.add_argument("--program", help="an example that was built already")
    return parser.parse_args()


def built():
    """The program."""
    subprocess.run(BUILD, cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "release" / "examples" / "groups"


def measured(program, chosen):
    """What the program says."""
    rows = questions(chosen.questions, chosen.incidents, chosen.seed, chosen.wordings)
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    with tempfile.TemporaryDirectory(prefix="wenqu-groups-") as folder:
        done = subprocess.run([program, folder, str(chosen.rate)], input=lines, capture_output=True, text=True,
                              check=False)
    if done.returncode:
        sys.exit(f"groups: {done.stderr[-2000:]}")
    if done.stderr:
        print(f"{len(done.stderr.splitlines())} jobs were tried again: {done.stderr.splitlines()[0]}", file=sys.stderr)
    return json.loads(done.stdout)


def table(chosen, found):
    """The lines of the table."""
    yield "| questions | incidents | arrived /s | grouped /s | p50 ms | p99 ms | longest ms |"
    yield "|---|---|---|---|---|---|---|"
    yield (f"| {found['questions']:,} | {found['incidents']} | {found['arrived_per_s']:.0f} | "
           f"{found['grouped_per_s']:.0f} | {found['p50_ms']:.1f} | {found['p99_ms']:.1f} | {found['max_ms']:.0f} |")
    yield ""
    tended = found["tended"]
    later = ", ".join(str(one["incidents_in_one_group"]) for one in tended)
    yield (f"Of {found['incidents']} incidents {found['incidents_in_one_group']} are in one group each when the last "
           f"question has come, {later} when the job of every ten minutes has run once, twice and three times "
           f"({', '.join(format(one['seconds'], '.1f') for one in tended)} s), without an officer's act; there are "
           f"{tended[-1]['groups']} groups then. {found['groups_of_several_incidents']} groups hold more than one "
           f"incident, {found['questions_with_another_incident']} questions stand with an incident that is not theirs. "
           f"Seed {chosen.seed}; {os.cpu_count()} cores ({processor()}), Linux {platform.release().split('-')[0]}.")


def processor():
    """The processor's name."""
    found = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    return found[1] if found else platform.machine()


def main():
    chosen = options()
    program = chosen.program or built()
    wait_for_quiet()
    lines = "\n".join(table(chosen, measured(program, chosen)))
    print(lines)
    readme = ROOT / "benches" / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    readme.write_text(f"{before}{BEGIN}\n{lines}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
