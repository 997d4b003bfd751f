"""`python -m benchmarks.others`: our work beside that of other tools, in one run, a process each, as tables.

The first time it installs the other tools, each in an environment of its own (about 1 GB, from the package index).
A tool that cannot be installed or fails stands in the table with the reason.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from benchmarks.others import gold, scoring
from benchmarks.others.contenders import CONTENDERS, PIECES, Contender
from benchmarks.others.environments import NotInstalledError, interpreter, last_line
from benchmarks.others.graphs import TRIPLES
from benchmarks.others.prepare import ROOT, prepare
from benchmarks.others.tables import page, tables

KEPT = Path(__file__).with_name("figures.json")
PAGE = ROOT / "docs" / "performance.md"
LIMIT = 1800
"""Seconds after which a tool is stopped."""

Row = dict[str, Any]


def main() -> int:
    """Measure, print, and keep where asked; 1 when a tool could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.others", description=__doc__)
    parser.add_argument(
        "--environments", type=Path, default=ROOT / "build-others", help="where the tools are installed"
    )
    parser.add_argument("--megabytes", type=float, default=0.3, help="size of the text for speed (10⁶ bytes of UTF-8)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each tool, interleaved; medians are shown")
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", default=[], help="these alone: a piece (figures) or PIECE:TOOL"
    )
    parser.add_argument("--list", action="store_true", help="the names, and stop")
    parser.add_argument("--write", action="store_true", help="keep all figures in figures.json and docs/performance.md")
    parser.add_argument("--page", action="store_true", help="only write the page again from figures.json")
    options = parser.parse_args()
    if options.list:
        print("\n".join(f"{each.name:30} {each.label}" for each in CONTENDERS))
        return 0
    if options.page:
        _write_page(json.loads(KEPT.read_text(encoding="utf-8")))
        return 0
    chosen = [each for each in CONTENDERS if not options.only or {each.name, each.piece} & set(options.only)]
    if not chosen or (options.write and options.only):
        parser.error("--only names nothing that --list shows, or stands beside --write")
    with tempfile.TemporaryDirectory() as name:
        figures = _measured(chosen, Path(name), options.megabytes, options.runs, options.environments)
    made = tables(figures)
    print("\n".join([made["machine"], *(made[piece] for piece in PIECES if any(piece == c.piece for c in chosen))]))
    if options.write:
        KEPT.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        _write_page(figures)
    return int(any("reason" in row for row in figures["rows"]))


def _write_page(figures: Row) -> None:
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), figures), encoding="utf-8")


def _measured(chosen: list[Contender], folder: Path, megabytes: float, runs: int, environments: Path) -> Row:
    amounts = prepare(folder, megabytes)
    rows: dict[str, Row] = {}
    pythons: dict[str | None, Path | str] = {None: Path(sys.executable)}
    for name in {each.environment: None for each in chosen if each.environment}:
        try:
            pythons[name] = interpreter(name, environments)
        except NotInstalledError as error:
            pythons[name] = f"cannot be installed: {error}"
    measured: dict[str, list[Row]] = {each.name: [] for each in chosen}
    for run in range(runs):
        for each in chosen:
            python = pythons[each.environment]
            if each.name in rows or (run and each.once):
                continue
            try:
                if isinstance(python, str):
                    raise _FailedError(python)
                print(f"{run + 1}/{runs} {each.name}", file=sys.stderr)
                measured[each.name].append(_run(each, python, folder, first=not run))
            except _FailedError as failure:
                rows[each.name] = {"reason": str(failure)}
    for each in chosen:
        if each.name not in rows:
            medians = {name: statistics.median(row[name] for row in measured[each.name]) for name in _TIMES}
            rows[each.name] = medians | {"version": measured[each.name][0]["version"]} | _quality(each, folder)
    about = {each.name: {"piece": each.piece, "tool": each.tool, "label": each.label} for each in chosen}
    machine = {
        "date": date.today().isoformat(),
        "python": platform.python_version(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "commit": _commit(),
        "runs": runs,
    }
    return {"machine": machine, "amounts": amounts, "rows": [about[name] | rows[name] for name in about]}


def _commit() -> str:
    """The last commit that changed the package, "unknown" outside a checkout."""
    command = ["git", "log", "-1", "--format=%h", "--", "kg"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "unknown"
    return done.stdout.strip() or "unknown"


_TIMES = ("cpu", "wall", "loading", "megabytes")


class _FailedError(Exception):
    """A tool did not do its work; the message says why."""


def _run(each: Contender, python: Path, folder: Path, *, first: bool) -> Row:
    """One run of a tool; what it found or wrote is kept in the first."""
    command = [str(python), "-m", "benchmarks.others.measure", each.piece, each.tool, each.distribution, str(folder)]
    if first:
        command.append(str(_found(each, folder)))
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        raise _FailedError(f"stopped after {LIMIT} s") from None
    if done.returncode:
        raise _FailedError(last_line(done.stderr))
    row: Row = json.loads(done.stdout.splitlines()[-1])
    return row


def _found(each: Contender, folder: Path) -> Path:
    return folder / f"found-{each.piece}-{each.tool}"


def _quality(each: Contender, folder: Path) -> Row:
    """What the tool found or wrote, counted against gold or against what it had to write."""
    path = _found(each, folder)
    if each.piece == "writing":
        form = ox.RdfFormat.TURTLE if each.tool.endswith("turtle") else ox.RdfFormat.N_TRIPLES
        return dict(scoring.score_triples(folder / TRIPLES, path, form))
    found = json.loads(path.read_text(encoding="utf-8"))
    if each.piece == "validation":
        return {"findings": found}
    texts = gold.read(folder)
    if each.piece == "figures":
        return dict(scoring.score_figures(texts, found))
    if each.piece == "deadlines":
        return dict(scoring.score_deadlines(texts, found))
    return dict(scoring.score_places(texts, found))


if __name__ == "__main__":
    sys.exit(main())
