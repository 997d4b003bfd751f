"""`python -m benchmarks [--short]`: all figures in one run, a process each, as a table with ratios to `jieba.lcut`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import corpus, queries
from benchmarks.measure import TASKS

ROOT = Path(__file__).resolve().parents[1]
README = Path(__file__).with_name("README.md")
MARK = "<!-- figures -->"

BASELINE = Path(__file__).with_name("baseline.json")
TOLERANCE = 1.15
YARDSTICK = "jieba.lcut"
UNSTEADY = (YARDSTICK, "build, nothing changed")
"""Tasks that are the measure, or too short to be measured well."""

Row = dict[str, Any]


def main() -> int:
    """Measure, print, and write where asked; 1 when a task failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a tenth of the text, one run each: does it still work?")
    parser.add_argument("--megabytes", type=float, default=3.5, help="size of the text (10⁶ bytes of UTF-8)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each figure, interleaved; medians are shown")
    parser.add_argument(
        "--write", action="store_true", help="keep the figures in benchmarks/README.md and baseline.json"
    )
    parser.add_argument("--check", action="store_true", help="fail where a ratio is 15 % worse than the one kept")
    options = parser.parse_args()
    megabytes, runs = (0.35, 1) if options.short else (options.megabytes, options.runs)
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        reports = corpus.write(ROOT / "seeds", directory, megabytes)
        rows = [_median(task_runs) for task_runs in _measured(directory, runs).values() if task_runs]
        text = _table(rows, len(reports), runs)
    triples, timings = queries.measured(10 if options.short else queries.REPORTS)
    text += f"\n{queries.table(triples, timings)}"
    text += f"\n`kg --help`: {_start_time():.2f} s (median of 5)"
    print(text)
    ratios = _ratios(rows) | _query_ratios(rows, timings)
    if options.write:
        head = README.read_text(encoding="utf-8").split(MARK)[0]
        README.write_text(f"{head}{MARK}\n{text}\n", encoding="utf-8")
        BASELINE.write_text(json.dumps(ratios, indent=1) + "\n", encoding="utf-8")
    worse = _worse(ratios) if options.check else []
    print("".join(f"\n{line}" for line in worse), end="\n" if worse else "")
    return 0 if len(rows) == len(TASKS) and not worse else 1


def _ratios(rows: list[Row]) -> dict[str, float]:
    """Each task's seconds as a multiple of what `jieba.lcut` takes in the same run."""
    jieba = next(row["seconds"] for row in rows if row["task"] == YARDSTICK)
    return {row["task"]: round(row["seconds"] / jieba, 3) for row in rows if row["task"] not in UNSTEADY}


def _query_ratios(rows: list[Row], timings: list[queries.Timing]) -> dict[str, float]:
    """The same of the queries that take long enough to be measured well."""
    jieba = next(row["seconds"] for row in rows if row["task"] == YARDSTICK)
    return {
        f"query {timing.name}": round(timing.seconds / jieba, 3)
        for timing in timings
        if timing.seconds > queries.BUDGET / 2
    }


def _worse(ratios: dict[str, float]) -> list[str]:
    """Tasks that take more than they did when the figures were kept."""
    kept: dict[str, float] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return [
        f"{task}: {ratio:.2f} × jieba.lcut, was {kept[task]:.2f}"
        for task, ratio in ratios.items()
        if task in kept and ratio > kept[task] * TOLERANCE
    ]


def _measured(directory: Path, runs: int) -> dict[str, list[Row]]:
    """The figures of each run of each task; runs are interleaved, so that a slow minute hits all tasks alike.

    What all are compared with is measured again and again between them.
    """
    found: dict[str, list[Row]] = {task: [] for task in TASKS}
    order = [name for k, task in enumerate(TASKS) for name in ([YARDSTICK, task] if k and k % 3 == 0 else [task])]
    for task in order * runs:
        command = [sys.executable, "-m", "benchmarks.measure", task, str(directory)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{task} failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}", file=sys.stderr)
        else:
            found[task].append(json.loads(done.stdout.splitlines()[-1]))
    return found


def _median(rows: list[Row]) -> Row:
    numbers = {name: statistics.median(row[name] for row in rows) for name in rows[0] if name != "task"}
    return {"task": rows[0]["task"]} | numbers


def _table(rows: list[Row], reports: int, runs: int) -> str:
    speeds = {row["task"]: row["characters"] / row["seconds"] for row in rows}
    jieba = speeds.get(YARDSTICK)
    lines = [
        f"{reports} reports, {rows[0]['characters']:,.0f} characters, {runs} run(s), Python {platform.python_version()}, "
        f"{platform.machine()}, {os.cpu_count()} cores"
        if rows
        else "nothing measured",
        "",
        "| | seconds | characters/s | ratio to jieba.lcut | triples/s | before s | peak MB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        task = row["task"]
        ratio = f"{speeds[task] / jieba:.2f}" if jieba else "–"
        rate = f"{row['triples'] / row['seconds']:,.0f}" if row["triples"] else "–"
        cells = (task, f"{row['seconds']:.2f}", f"{speeds[task]:,.0f}", ratio, rate)
        lines.append(f"| {' | '.join(cells)} | {row['loading']:.2f} | {row['megabytes']:.0f} |")
    return "\n".join(lines) + "\n"


def _start_time() -> float:
    """Seconds that `kg --help` takes, the interpreter's own start included."""
    script = Path(sys.executable).with_name("kg")
    command = [str(script)] if script.is_file() else [sys.executable, "-c", "from kg.cli import main; main()"]
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([*command, "--help"], cwd=ROOT, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
