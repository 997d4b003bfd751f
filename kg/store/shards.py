"""What was made of one report in, two files at a place that many machines write to out; and back.

A shard is called by the hash of its report's file and of everything that decides what becomes of it (code, lexicon,
ontology, libraries, options), so that a shard that is there need not be made again, by whatever build. It is

* `KEY.nq.gz`: the report's named graph as N-Quads, which any store loads as it is;
* `KEY.zip`: the files of `kg.store.process.FILES`, the text, what validation found, and the row of `build.json`.

The second is written after the first and each as a whole, so that a shard is there when its second file is.
"""

from __future__ import annotations

import gzip
import json
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import pyoxigraph as ox

from kg.store.checking import CHECKED
from kg.store.model import Settings, Source
from kg.store.process import FILES
from kg.store.remote import RemoteFolder, is_address
from kg.store.sources import Input

QUADS, PARTS = ".nq.gz", ".zip"
_RECORD = "source.json"
_MEMBERS = (*FILES, ".txt", *CHECKED)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6
_STALE = 3600.0
"""Seconds after which a file that is only half written is nobody's any more."""


def key_of(item: Input, settings: Settings, mark: str, checks: str) -> str:
    """What the shard of a file is called. `mark` stands for the code and a person's decisions, `checks` for the shapes."""
    parts = (mark, checks, settings.base, item.name, item.member, item.sha256 or "")
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class Folder(Protocol):
    """Where files are written once, under names with `/`."""

    def names(self) -> Iterator[str]: ...
    def read(self, name: str) -> bytes: ...
    def write_once(self, name: str, data: bytes) -> None: ...
    def remove(self, name: str) -> None: ...


@dataclass(frozen=True)
class LocalFolder:
    """A folder of this machine, or one that several machines have in common."""

    path: Path

    def names(self) -> Iterator[str]:
        """The names of whole files; what was left half written long ago is removed."""
        for path in self.path.glob("??/*"):
            if not path.name.startswith("."):
                yield path.relative_to(self.path).as_posix()
                continue
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _STALE:
                    path.unlink()

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises OSError."""
        return (self.path / name).read_bytes()

    def write_once(self, name: str, data: bytes) -> None:
        """Write a file aside and give it its name, unless it is there. Raises OSError."""
        target = self.path / name
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.{uuid4().hex}.part")
        try:
            beside.write_bytes(data)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Take a file away. Raises OSError."""
        (self.path / name).unlink()


@dataclass(frozen=True)
class Shards:
    """The shards at a place."""

    folder: Folder

    @classmethod
    def at(cls, place: str) -> Shards:
        """Those below a path, or below an address that fsspec knows."""
        if place.startswith("file://"):
            place = place.removeprefix("file://")
        return cls(RemoteFolder(place) if is_address(place) else LocalFolder(Path(place)))

    def present(self) -> frozenset[str]:
        """The keys of the shards that are whole."""
        names = frozenset(name.rpartition("/")[2] for name in self.folder.names())
        return frozenset(
            key for name in names if name.endswith(PARTS) and (key := name.removesuffix(PARTS)) + QUADS in names
        )

    def write(self, key: str, stem: Path, source: Source) -> None:
        """Put what was made of a report at `stem` there. Raises OSError, or EndpointError of a remote place."""
        self.folder.write_once(_name(key, QUADS), _quads(stem.with_name(stem.name + ".ttl"), source.graph))
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            _add(archive, _RECORD, json.dumps(asdict(source), ensure_ascii=False).encode("utf-8", "surrogatepass"))
            for ending in _MEMBERS:
                with suppress(FileNotFoundError):  # findings, where nothing is validated
                    _add(archive, ending[1:], stem.with_name(stem.name + ending).read_bytes())
        self.folder.write_once(_name(key, PARTS), packed.getvalue())

    def fetch(self, key: str, stem: Path) -> Source | None:
        """Put the files of a shard at `stem`, and tell of what report; None where there is none, or a damaged one.

        Raises:
            OSError, EndpointError: it cannot be read, or the files not be written.
        """
        try:
            data = self.folder.read(_name(key, PARTS))
        except FileNotFoundError:
            return None
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
            source = Source.of(json.loads(parts[_RECORD]))
            if not all(ending[1:] in parts for ending in (*FILES, ".txt")):
                return None
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError):
            return None
        for ending in _MEMBERS:
            if (part := parts.get(ending[1:])) is not None:
                stem.with_name(stem.name + ending).write_bytes(part)
        return source

    def remove(self, key: str) -> None:
        """Take a shard away."""
        for ending in (PARTS, QUADS):
            with suppress(FileNotFoundError):
                self.folder.remove(_name(key, ending))


def _name(key: str, ending: str) -> str:
    return f"{key[:2]}/{key}{ending}"


def _quads(turtle: Path, graph: str) -> bytes:
    """A Turtle file as a named graph in N-Quads, compressed; the same bytes each time."""
    triples = (quad.triple for quad in ox.parse(path=turtle, format=ox.RdfFormat.TURTLE))
    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    # No line has an end in its middle: N-Triples escapes them.
    return gzip.compress(lines.replace(b" .\n", b" <%s> .\n" % graph.encode()), _LEVEL, mtime=0)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED, _LEVEL)
