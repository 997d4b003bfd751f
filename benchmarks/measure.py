"""`python -m benchmarks.measure TASK DIRECTORY`: one figure in a process of its own; prints time, size, memory.

What comes before (imports, dictionaries, word tables on a short text; a build to be changed) is done before the clock
starts, for ours and for others' alike, and is given apart. Only a whole build is timed from its call on, loading
included, because that is how it is used. Each has one core to itself, threads included, but those whose names say more.
"""

from __future__ import annotations

import io
import json
import logging
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

Run = Callable[[], int]
"""Does the work; how many triples it was about, 0 where it is about text."""
Task = Callable[[Sequence[Path], Path], Run]
"""Reports and an empty folder in, what is to be timed out."""


def _jieba(paths: Sequence[Path], folder: Path) -> Run:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()

    def run() -> int:
        for path in paths:
            jieba.lcut(path.read_bytes().decode("utf-8-sig"))
        return 0

    return run


def _extraction(paths: Sequence[Path], folder: Path) -> Run:
    from kg import documents, extraction

    extraction.extract(documents.read(paths[0]))

    def run() -> int:
        for path in paths:
            extraction.extract(documents.read(path))
        return 0

    return run


def _rdf(paths: Sequence[Path], folder: Path) -> Run:
    """Lines of N-Triples of what is linked already."""
    from kg import documents, extraction, linking, rdf

    linked = [linking.link(extraction.extract(documents.read(path))) for path in paths]
    return lambda: sum(len(rdf.ntriples(each)) for each in linked)


def _build(jobs: int = 1, *, validate: bool = False) -> Task:
    def prepare(paths: Sequence[Path], folder: Path) -> Run:
        from kg import store

        return lambda: store.build(list(paths), folder / "build", jobs=jobs, validate=validate).triples

    return prepare


def _after(change: Callable[[Path, Path], object], *, validate: bool = False) -> Task:
    """A build that is there already, made again after a change to its reports."""

    def prepare(paths: Sequence[Path], folder: Path) -> Run:
        from kg import store

        reports = folder / "reports"
        shutil.copytree(paths[0].parent, reports)
        store.build(reports, folder / "build", validate=False)
        change(reports, paths[0])
        return lambda: store.build(reports, folder / "build", validate=validate).triples

    return prepare


def _nothing(reports: Path, first: Path) -> None:
    pass


def _one(reports: Path, first: Path) -> None:
    path = reports / first.name
    path.write_text(path.read_text(encoding="utf-8") + "\n新增就业300人。\n", encoding="utf-8")


def _parts(paths: Sequence[Path], folder: Path) -> Iterator[tuple[bytes, bytes]]:
    """N-Triples and Turtle of each report."""
    from kg import store

    store.build(list(paths), folder / "build", validate=False)
    import pyoxigraph as ox

    for part in store.open_build(folder / "build").graphs():
        if part.path is not None and part.path.suffix == ".ttl":
            lines = ox.serialize(part.triples(), format=ox.RdfFormat.N_TRIPLES)
            yield lines or b"", part.path.read_bytes()


def _turtle(paths: Sequence[Path], folder: Path) -> Run:
    from kg.rdf import turtle_body

    lines = [lines for lines, _ in _parts(paths, folder)]

    def run() -> int:
        for each in lines:
            turtle_body(each)
        return sum(each.count(b"\n") for each in lines)

    return run


def _rdflib(paths: Sequence[Path], folder: Path) -> Run:
    """Turtle of a few reports by rdflib, from its own graphs."""
    import rdflib

    graphs = [
        rdflib.Graph().parse(io.BytesIO(turtle), format="turtle") for _, turtle in list(_parts(paths[:5], folder))
    ]

    def run() -> int:
        for graph in graphs:
            graph.serialize(format="turtle")
        return sum(map(len, graphs))

    return run


def _validation(paths: Sequence[Path], folder: Path) -> Run:
    """What a build validates: the lines of each report, its findings written."""
    from kg import documents, extraction, linking
    from kg.rdf import ntriples_by_scope
    from kg.store.checking import check_report

    lines = [ntriples_by_scope(linking.link(extraction.extract(documents.read(path)))) for path in paths]
    check_report(*lines[0], folder / "first")

    def run() -> int:
        for number, (own, shared) in enumerate(lines):
            check_report(own, shared, folder / str(number))
        return sum(len(own) + len(shared) for own, shared in lines)

    return run


def _store(paths: Sequence[Path], folder: Path) -> Run:
    from kg import store
    from kg.store.graphs import Loader

    summary = store.build(list(paths), folder / "build", validate=False)
    build = store.open_build(folder / "build")

    def run() -> int:
        with Loader(folder / "store", build.base) as loader:
            for part in build.graphs():
                loader.add(part)
        return summary.triples

    return run


def _queries(paths: Sequence[Path], folder: Path) -> Run:
    """All shipped queries with their defaults; what the slowest one takes is told apart."""
    from kg import store
    from kg.query import Session, catalogue

    summary = store.build(list(paths), folder / "build", validate=False)
    session = Session(folder / "build")

    def run() -> int:
        times = {}
        with session:
            for query in catalogue():
                started = time.perf_counter()
                session.run(query)
                times[query.name] = time.perf_counter() - started
        slowest = max(times, key=times.__getitem__)
        print(f"slowest query: {slowest} {times[slowest]:.2f} s", file=sys.stderr)
        return summary.triples

    return run


TASKS: dict[str, Task] = {
    "jieba.lcut": _jieba,
    "extraction": _extraction,
    "N-Triples": _rdf,
    "Turtle": _turtle,
    "Turtle by rdflib, 5 reports": _rdflib,
    "validation": _validation,
    "store": _store,
    "store, all cores": _store,
    "build": _build(),
    "build, all cores": _build(),
    "build --jobs 2, all cores": _build(2),
    "build with validation": _build(validate=True),
    "validation of a build": _after(_nothing, validate=True),
    "build, nothing changed": _after(_nothing),
    "build, one report changed": _after(_one),
    "all shipped queries": _queries,
}


def _confine(task: str) -> None:
    """One core for this process and its threads, where the system can do that and the task does not say otherwise."""
    if "all cores" not in task and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def main(task: str, directory: Path) -> None:
    """Run one task over all reports of a directory and print its figures as JSON."""
    paths = sorted(directory.glob("*.txt"))
    _confine(task)
    with _folder() as folder:
        loading = time.perf_counter()
        run = TASKS[task](paths, folder)
        start = time.perf_counter()
        triples = run()
        seconds = time.perf_counter() - start
    characters = sum(len(path.read_bytes().decode("utf-8-sig")) for path in paths)
    # ru_maxrss is in kilobytes on Linux, in bytes on macOS.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1 / 1024)
    figures = {
        "task": task,
        "seconds": seconds,
        "loading": start - loading,
        "characters": characters,
        "triples": triples,
        "megabytes": memory / 1e6,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
