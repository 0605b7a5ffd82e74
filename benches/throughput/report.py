"""The table, on standard output and between the markers of benches/README.md."""

import os
import pathlib
import platform
import re
import statistics

BEGIN, END = "<!-- throughput: begin -->", "<!-- throughput: end -->"


def write(readme, results, medians, chosen):
    """Prints the table and puts it into `readme`."""
    table = "\n".join(lines(results, medians, chosen))
    print(f"\n{table}", flush=True)
    text = pathlib.Path(readme).read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    pathlib.Path(readme).write_text(f"{head}{BEGIN}\n{table}\n{END}{tail}", encoding="utf-8")


def lines(results, medians, chosen):
    ours = next(iter(medians.values()))
    yield "| server | replies/s, each run | median | p50 ms | p99 ms | ours is |"
    yield "|---|---|---|---|---|---|"
    for name, runs in results.items():
        rates = " · ".join(f"{run.rate:,.0f}" for run in runs)
        p50, p99 = (statistics.median(getattr(run, field) for run in runs) for field in ("p50_ms", "p99_ms"))
        ratio = "" if medians[name] == ours else f"{ours / medians[name]:.1f} × as fast"
        yield f"| {name} | {rates} | {medians[name]:,.0f} | {p50:.2f} | {p99:.2f} | {ratio} |"
    read = sum(run.sampled for runs in results.values() for run in runs)
    yield ""
    yield (f"{chosen.rounds} alternating runs of {chosen.seconds} s after {chosen.warm_up} s, wrk with 16 connections, "
           f"{chosen.messages:,} distinct messages prepared, no message sent twice to a server, every reply 200, "
           f"{read} replies opened by wechatpy and compared. {os.cpu_count()} cores ({processor()}), shared by wrk "
           f"and the server; Linux {platform.release().split('-')[0]}, Python {platform.python_version()}.")


def processor():
    """The processor's name."""
    found = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    return found[1] if found else platform.machine()
