"""`python -m benchmarks.measure TASK DIRECTORY`: one figure in a process of its own; prints time, size, memory.

Loading (imports, dictionaries, word tables) is done on a short text before the clock starts, for ours and for jieba's
alike, and is given apart. Only the build is timed from its call on, loading included, because that is how it is used.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

Task = Callable[[Sequence[Path]], object]


def _jieba() -> Task:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return lambda paths: [jieba.lcut(path.read_bytes().decode("utf-8-sig")) for path in paths]


def _extraction() -> Task:
    from kg import documents, extraction

    def run(paths: Sequence[Path]) -> None:
        for path in paths:
            extraction.extract(documents.read(path))

    return run


def _rdf() -> Task:
    from kg import documents, extraction, linking, rdf

    def run(paths: Sequence[Path]) -> int:
        return sum(len(rdf.ntriples(linking.link(extraction.extract(documents.read(path))))) for path in paths)

    return run


def _build(validate: bool) -> Task:
    from kg import store

    def run(paths: Sequence[Path]) -> None:
        with tempfile.TemporaryDirectory() as directory:
            store.build(list(paths), Path(directory) / "build", jobs=1, validate=validate)

    return run


TASKS: dict[str, Callable[[], Task]] = {
    "jieba.lcut": _jieba,
    "extraction": _extraction,
    "extraction+rdf": _rdf,
    "build": lambda: _build(validate=False),
    "build+validation": lambda: _build(validate=True),
}


def main(task: str, directory: Path) -> None:
    """Run one task over all reports of a directory and print its figures as JSON."""
    paths = sorted(directory.glob("*.txt"))
    loading = time.perf_counter()
    run = TASKS[task]()
    if not task.startswith("build"):
        run(paths[:1])
    start = time.perf_counter()
    run(paths)
    seconds = time.perf_counter() - start
    characters = sum(len(path.read_bytes().decode("utf-8-sig")) for path in paths)
    # ru_maxrss is in kilobytes on Linux, in bytes on macOS.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1 / 1024)
    figures = {
        "task": task,
        "seconds": seconds,
        "loading": start - loading,
        "characters": characters,
        "megabytes": memory / 1e6,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
