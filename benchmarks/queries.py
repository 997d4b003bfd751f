"""`python -m benchmarks.queries [--reports N]`: what each shipped query takes in Oxigraph, from the query to the last byte.

Over the reports of so many streets, 82 of them give a million triples. The clock covers the engine and its results as
JSON, not the process around it and not the reading of the results. It counts the time of the processor, which is what
passes on a machine that has nothing else to do.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import corpus
from kg import store
from kg.query import catalogue, prepare, worker

ROOT = Path(__file__).resolve().parents[1]
REPORTS = 82
"""Reports with more than a million triples."""
BUDGET = 1.0
"""Seconds that a query may take on a million triples."""
RUNS = 2


@dataclass(frozen=True, slots=True)
class Timing:
    """A query, the seconds of processor of its best run, and the bytes of its results."""

    name: str
    seconds: float
    size: int


def measured(reports: int = REPORTS) -> tuple[int, list[Timing]]:
    """The number of triples, and all shipped queries with their defaults, the slowest first."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus.write_streets(ROOT / "seeds", folder / "reports", reports)
        triples = store.build(folder / "reports", folder / "build", validate=False).triples
        build = store.open_build(folder / "build")
        timings = []
        for query in catalogue():
            text = prepare(query, base=build.base).text
            runs = [_run(build.store, text) for _ in range(RUNS)]
            timings.append(Timing(query.name, min(seconds for seconds, _ in runs), runs[0][1]))
    return triples, sorted(timings, key=lambda timing: -timing.seconds)


def _run(opened: object, text: str) -> tuple[float, int]:
    """Seconds of processor and bytes of one run."""
    size = 0

    def taken(piece: bytes) -> None:
        nonlocal size
        size += len(piece)

    started = time.process_time()
    worker.evaluate(opened, text, worker.Chunks(taken))
    return time.process_time() - started, size


def table(triples: int, timings: list[Timing], shown: int = 12) -> str:
    """The slowest ones as a table, and how many take longer than they may."""
    late = [timing.name for timing in timings if timing.seconds > BUDGET]
    told = (
        f"{len(late)} take more than {BUDGET:g} s: {', '.join(late)}" if late else f"none takes more than {BUDGET:g} s"
    )
    lines = [f"{len(timings)} shipped queries on {triples:,} triples, best of {RUNS} runs: {told}.", ""]
    lines += ["| | seconds | MB of results |", "|---|---:|---:|"]
    lines += [f"| {timing.name} | {timing.seconds:.2f} | {timing.size / 1e6:.1f} |" for timing in timings[:shown]]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.queries", description=__doc__)
    parser.add_argument("--reports", type=int, default=REPORTS, help="reports, each of a street of its own")
    print(table(*measured(parser.parse_args().reports), shown=100))


if __name__ == "__main__":
    main()
