"""Paths of files and folders in, the report files to read out, each with a name that says nothing of this machine."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg import resources
from kg.errors import UnreadableSource
from kg.store.model import FORMAT, MARKER

EXTENSION = ".txt"
_STAGES = ("documents", "extraction", "language", "lexicon", "linking", "rdf", "store")
_LIBRARIES = ("ahocorasick-rs", "jieba", "pyoxigraph", "rjieba")


@dataclass(frozen=True, slots=True, order=True)
class Input:
    """A file to read; `sha256` of its bytes is None when they cannot be read."""

    name: str
    sha256: str | None
    path: Path


def collect(paths: Iterable[str | Path]) -> list[Input]:
    """The files of all paths, each once, sorted by name and content; their order on the command line does not matter.

    A folder is searched for `*.txt`, without `README*`, hidden folders and builds of ours. A file that is named is
    taken whatever its name.

    Raises:
        UnreadableSource: no path was given, or there is no report file below those given.
    """
    given = [Path(path) for path in paths]
    named: list[tuple[Path, str]] = []
    for path in given:
        if path.is_dir():
            named += [(file.resolve(), file.relative_to(path).as_posix()) for file in _walk(path)]
        else:
            named.append((path.resolve() if path.exists() else path, path.name))
    found: dict[Path, str] = {}
    for file, name in named:
        # A file that is reached in several ways has the longest of its names, whichever way came first.
        found[file] = max(found.get(file, ""), name, key=lambda name: (len(name), name))
    if not found:
        where = "、".join(str(path) for path in given) or "（没有给出路径）"
        raise UnreadableSource(where, "其中没有报告文件（*.txt）", "请给出报告文件，或含有报告的文件夹")
    return sorted((Input(name, _digest(path), path) for path, name in found.items()), key=_order)


def _order(item: Input) -> tuple[str, str, str]:
    return item.name, item.sha256 or "", str(item.path)


def _walk(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        base = Path(here)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not (base / name / MARKER).is_file()
        )
        for name in sorted(files):
            if name.lower().endswith(EXTENSION) and not name.startswith(".") and not name.upper().startswith("README"):
                yield base / name


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


@cache
def fingerprint() -> str:
    """A hash of everything that decides what a report becomes: code, lexicon, ontology, the libraries' versions."""
    from importlib import metadata

    digest = hashlib.sha256(f"{FORMAT}".encode())
    for library in _LIBRARIES:
        try:
            digest.update(f"{library} {metadata.version(library)}\n".encode())
        except metadata.PackageNotFoundError:
            digest.update(f"{library} -\n".encode())
    package = Path(resources.__file__).parent
    files = [file for stage in _STAGES for file in (package / stage).rglob("*") if file.suffix != ".pyc"]
    files += [file for file in resources.directory("ontology").glob("*") if file.name != "shapes.ttl"]
    for file in sorted(files):
        if file.is_file():
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
