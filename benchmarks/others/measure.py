"""`python -m benchmarks.others.measure PIECE TOOL DISTRIBUTION FOLDER [FOUND]`: one tool in a process of its own, in its own environment.

Prints seconds of processor and of clock, of what comes before (imports, dictionaries, input), peak memory and version as
JSON; writes what the tool found or wrote into FOUND where it is given, after the clock has stopped. Needs nothing but
the standard library and the tool.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

WARM_UP = "某街道2020年工作总结\n一、工作情况\n完成投资3.5亿元，同比增长5%，帮扶12户。8月底前建成2个项目。\n"

Work = Callable[[], Any]
Keep = Callable[[Path, Any], None]


def _gold(folder: Path) -> list[dict[str, Any]]:
    from benchmarks.others.gold import read

    return read(folder)


def _texts(folder: Path) -> list[str]:
    return [path.read_bytes().decode("utf-8-sig") for path in sorted((folder / "speed").glob("*.txt"))]


def _figures(tool: str, folder: Path) -> tuple[Work, Keep]:
    from benchmarks.others.figures import READERS

    read, texts = READERS[tool](), _texts(folder)
    read(WARM_UP)

    def keep(path: Path, result: Any) -> None:
        _write(path, [read(text["text"]) for text in _gold(folder)])

    return lambda: [read(text) for text in texts], keep


def _deadlines(tool: str, folder: Path) -> tuple[Work, Keep]:
    from benchmarks.others.deadlines import READERS

    read, texts = READERS[tool](), _texts(folder)
    read(WARM_UP, 2020)

    def keep(path: Path, result: Any) -> None:
        _write(path, [read(text["text"], text["year"]) for text in _gold(folder)])

    return lambda: [read(text, 2020) for text in texts], keep


def _placing(tool: str, folder: Path) -> tuple[Work, Keep]:
    from benchmarks.others.gold import spans
    from benchmarks.others.placing import ALIGNERS

    align, texts = ALIGNERS[tool](), _gold(folder)
    align(WARM_UP, [(0, 4)])
    return lambda: [align(text["text"], spans(text)) for text in texts], _write


def _writing(tool: str, folder: Path) -> tuple[Work, Keep]:
    from benchmarks.others.graphs import WRITERS

    run, as_bytes = WRITERS[tool](folder)
    return run, lambda path, result: _write_bytes(path, as_bytes(result))


def _validation(tool: str, folder: Path) -> tuple[Work, Keep]:
    from benchmarks.others.graphs import VALIDATORS

    return VALIDATORS[tool](folder), _write


def _write_bytes(path: Path, written: bytes) -> None:
    path.write_bytes(written)


def _write(path: Path, result: Any) -> None:
    path.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


LOADERS: dict[str, Callable[[str, Path], tuple[Work, Keep]]] = {
    "figures": _figures,
    "deadlines": _deadlines,
    "placing": _placing,
    "writing": _writing,
    "validation": _validation,
}


def _processor() -> float:
    """Seconds of processor of this process and of the children that it has waited for."""
    return sum(os.times()[:4])


def _peak_megabytes() -> float:
    """Most memory that this process has had (10⁶ bytes); what the operating system tells a child of its parent is left out."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024 / 1e6
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main(piece: str, tool: str, distribution: str, folder: Path, found: Path | None) -> None:
    """Run one tool and print its figures."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    started = time.perf_counter()
    work, keep = LOADERS[piece](tool, folder)
    processor, clock = _processor(), time.perf_counter()
    result = work()
    wall, cpu = time.perf_counter() - clock, _processor() - processor
    memory = _peak_megabytes()
    if found is not None:
        keep(found, result)
    figures = {"cpu": cpu, "wall": wall, "loading": clock - started, "megabytes": memory}
    print("\n" + json.dumps(figures | {"version": version(distribution)}))


if __name__ == "__main__":
    piece, tool, distribution, folder, *found = sys.argv[1:]
    main(piece, tool, distribution, Path(folder), Path(found[0]) if found else None)
