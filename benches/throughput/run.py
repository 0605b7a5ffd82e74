#!/usr/bin/env python3
"""Callbacks a second of `wenqu serve` beside a WeRoBot app under gunicorn with 2 workers.

    python3 benches/throughput/run.py [--seconds 30] [--rounds 3] [--messages 400000]

Installs what it needs as tests/run does (wrk from apt when root), runs on loopback only, prints a table
and writes it into benches/README.md. Exits 1 when a reply was not 200, a sampled reply was wrong, or
the messages ran out.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benches")]

from runner import needs  # noqa: E402


def options():
    parser = argparse.ArgumentParser(description="throughput of callbacks")
    parser.add_argument("--seconds", type=int, default=30, help="measured seconds of each run")
    parser.add_argument("--warm-up", type=int, default=5, help="seconds before them")
    parser.add_argument("--rounds", type=int, default=3, help="alternating runs of each server")
    parser.add_argument("--messages", type=int, default=400_000, help="distinct messages of a run, warm-up included")
    return parser.parse_args()


def inside_venv():
    """Starts again under the Python that has wechatpy, WeRoBot and gunicorn."""
    python = needs.python()
    if pathlib.Path(sys.prefix) != python.parents[1]:
        if "WENQU_TEST_BINARY" not in os.environ:
            os.environ["WENQU_TEST_BINARY"] = str(needs.release_binary())
        os.environ["WENQU_BENCH_WRK"] = needs.debian("wrk", "wrk")
        sys.exit(subprocess.call([python, *sys.argv]))


def main():
    inside_venv()
    from measure import Bench
    from report import write

    chosen = options()
    bench = Bench(chosen)
    results = {name: [] for name in bench.servers}
    for number in range(chosen.rounds):
        for name in results:
            result = bench.measure(name)
            print(f"round {number + 1}, {name}: {result.rate:,.0f} replies/s, p50 {result.p50_ms:.2f} ms, "
                  f"p99 {result.p99_ms:.2f} ms, {result.sampled} replies read", flush=True)
            results[name].append(result)
    medians = {name: statistics.median(r.rate for r in runs) for name, runs in results.items()}
    write(ROOT / "benches" / "README.md", results, medians, chosen)


if __name__ == "__main__":
    main()
