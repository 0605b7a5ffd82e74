#!/usr/bin/env python3
"""Zip size, start, latency and memory of the five functions beside a Python function that does the webhook's work.

    python3 benches/start/run.py [--starts 10] [--warm 100]

Installs what it needs as tests/run does, builds the functions as they are deployed (profile `lambda`), runs on
loopback only, prints a table and writes it into benches/start/README.md. Exits 1 when an answer was wrong or a target
was missed: zip ≤ 3 MB, memory ≤ 10 MB, webhook's start ≥ 20 × as fast.
"""

import argparse
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benches")]

from runner import needs  # noqa: E402
from runner.cloud import functions_env  # noqa: E402


def options():
    parser = argparse.ArgumentParser(description="start, latency and memory of the functions")
    parser.add_argument("--starts", type=int, default=10, help="fresh processes of each function")
    parser.add_argument("--warm", type=int, default=100, help="events after the first one of each process")
    return parser.parse_args()


def inside_venv():
    """Starts again under the Python that has wechatpy, boto3 and the emulator."""
    python = needs.venv("requirements-cloud.txt")
    if pathlib.Path(sys.prefix) != python.parents[1]:
        peer = needs.venv("../benches/start/python_function/requirements.txt")
        os.environ.update(functions_env(), WENQU_BENCH_PYTHON=str(peer))
        sys.exit(subprocess.call([python, *sys.argv]))


def main():
    chosen = options()
    inside_venv()
    from measure import Bench
    from report import missed, write

    bench = Bench(chosen)
    try:
        results = bench.run()
    finally:
        bench.close()
    write(HERE / "README.md", results, chosen)
    for what in missed(results):
        print(f"missed: {what}", flush=True)
    return 1 if missed(results) else 0


if __name__ == "__main__":
    sys.exit(main())
