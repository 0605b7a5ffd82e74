"""The table, on standard output and between the markers of README.md; what missed its target."""

import os
import pathlib
import platform
import re
import statistics

BEGIN, END = "<!-- start: begin -->", "<!-- start: end -->"
ZIP_MB, MEMORY_MB, FASTER = 3.0, 10.0, 20.0


def write(readme, results, chosen):
    """Prints the table and puts it into `readme`."""
    table = "\n".join(lines(results, chosen))
    print(f"\n{table}", flush=True)
    text = pathlib.Path(readme).read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    pathlib.Path(readme).write_text(f"{head}{BEGIN}\n{table}\n{END}{tail}", encoding="utf-8")


def lines(results, chosen):
    peer = results["Python"]
    yield ("| function | zip MB | start → first poll ms (all) | first event ms | next events p50 ms | memory at first "
           "poll MB | peak MB | start is |")
    yield "|---|---|---|---|---|---|---|---|"
    for name, result in results.items():
        ratio = "" if result is peer else f"{peer.start_ms / result.start_ms:.0f} × as fast"
        slow, fast = max(result.starts) * 1000, min(result.starts) * 1000
        label = "Python: wechatpy, boto3, awslambdaric" if result is peer else name
        yield (f"| {label} | {result.zip_bytes / 1e6:.2f} | {result.start_ms:.1f} ({fast:.1f}–{slow:.1f}) | "
               f"{statistics.median(result.firsts) * 1000:.1f} | {statistics.median(result.warm) * 1000:.2f} | "
               f"{megabytes(result.idle_kb):.1f} | {megabytes(result.peak_kb):.1f} | {ratio} |")
    yield ""
    yield (f"Medians of {chosen.starts} starts, by turns, {chosen.warm} events after each first one; peak memory is "
           f"the median of VmHWM after them. Every answer was checked, those of webhook and Python with wechatpy. "
           f"{os.cpu_count()} cores ({processor()}), Linux {platform.release().split('-')[0]}, "
           f"Python {platform.python_version()}.")


def megabytes(kilobytes):
    """The median of KiB in MB."""
    return statistics.median(kilobytes) * 1024 / 1e6


def missed(results):
    """Targets that were not reached, in words."""
    peer = results["Python"]
    found = []
    for name, result in results.items():
        if result is peer:
            continue
        if result.zip_bytes / 1e6 > ZIP_MB:
            found.append(f"zip of {name}: {result.zip_bytes / 1e6:.2f} MB, not ≤ {ZIP_MB}")
        if megabytes(result.peak_kb) > MEMORY_MB:
            found.append(f"memory of {name}: {megabytes(result.peak_kb):.1f} MB, not ≤ {MEMORY_MB}")
        if peer.start_ms / result.start_ms < FASTER:
            found.append(f"start of {name}: {peer.start_ms / result.start_ms:.1f} × as fast, not ≥ {FASTER:.0f} ×")
    return found


def processor():
    """The processor's name."""
    found = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    return found[1] if found else platform.machine()
