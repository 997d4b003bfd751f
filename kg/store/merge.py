"""Sorted N-Triples shards in; one sorted file without repetitions, N-Quads, Turtle and a loaded store out."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg import resources
from kg.rdf import ONTOLOGY

OPEN_AT_ONCE = 200
"""Files merged in one go; more are merged in rounds, because systems limit open files."""


@cache
def ontology_lines() -> tuple[bytes, ...]:
    """Ontology, codes, units and indicators as sorted N-Triples lines with their line ends."""
    triples = [
        triple
        for path in sorted(resources.directory("ontology").glob("*.ttl"))
        if path.name != "shapes.ttl"
        for triple in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    ]
    written = ox.serialize((quad.triple for quad in triples), format=ox.RdfFormat.N_TRIPLES)
    assert written is not None
    return tuple(sorted({line + b"\n" for line in written.split(b"\n") if line}))


def merge(shards: list[Path], output: Path, scratch: Path, extra: Iterable[bytes] = ()) -> int:
    """Merge sorted shards and `extra` lines into one sorted file; the number of distinct lines."""
    level = 0
    while len(shards) > OPEN_AT_ONCE:
        merged = []
        for number in range(0, len(shards), OPEN_AT_ONCE):
            path = scratch / f"merge-{level}-{number}.nt"
            _merge(shards[number : number + OPEN_AT_ONCE], path, ())
            merged.append(path)
        if level:
            for path in shards:
                path.unlink()
        shards, level = merged, level + 1
    count = _merge(shards, output, extra)
    if level:
        for path in shards:
            path.unlink()
    return count


def _merge(shards: list[Path], output: Path, extra: Iterable[bytes]) -> int:
    count, last = 0, b""
    with ExitStack() as stack:
        files: list[Iterable[bytes]] = [stack.enter_context(path.open("rb")) for path in shards]
        out = stack.enter_context(output.open("wb"))
        write = out.write
        for line in heapq.merge(*files, extra):
            if line != last:
                write(line)
                last = line
                count += 1
    return count


@dataclass(frozen=True, slots=True)
class Shard:
    """A report's sorted N-Triples: its own, in the graph named, and what it shares with others."""

    graph: str
    own: Path
    shared: Path


def all_files(shards: Iterable[Shard]) -> list[Path]:
    """Every file of the shards, for a union of everything."""
    return [path for shard in shards for path in (shard.own, shard.shared)]


def quads(shards: Sequence[Shard], shared_graph: str, scratch: Path) -> Iterator[bytes]:
    """N-Quads lines: each report in its graph, what they share in one, the ontology in its own; no triple twice."""
    for shard in sorted(shards, key=lambda shard: shard.graph):
        tail = f"<{shard.graph}> .\n".encode()
        with shard.own.open("rb") as file:
            for line in file:
                yield line[:-2] + tail
    shared = scratch / "shared.nt"
    merge([shard.shared for shard in shards], shared, scratch)
    known, tail = frozenset(ontology_lines()), f"<{shared_graph}> .\n".encode()
    with shared.open("rb") as file:
        for line in file:
            if line not in known:
                yield line[:-2] + tail
    shared.unlink()
    tail = f"<{ONTOLOGY}> .\n".encode()
    for line in ontology_lines():
        yield line[:-2] + tail


def load(shards: Sequence[Shard], shared_graph: str, store: Path, scratch: Path) -> None:
    """Fill a new store on disk: one named graph a report, one for what they share, one for the ontology."""
    path = scratch / "all.nq"
    with path.open("wb") as file:
        file.writelines(quads(shards, shared_graph, scratch))
    # The lines are ours and every IRI in them is made by us, so that they need no second check.
    opened = ox.Store(store)
    opened.bulk_load(path=path, format=ox.RdfFormat.N_QUADS, lenient=True)
    opened.flush()
    path.unlink()
