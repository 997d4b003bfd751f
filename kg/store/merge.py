"""Sorted N-Triples shards in; all graphs of a build without repetitions, as triples, as quads, in a store out."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice
from pathlib import Path

import pyoxigraph as ox

from kg import resources
from kg.rdf import CODE, ONTOLOGY
from kg.rdf import vocabulary as v

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


@dataclass(frozen=True, slots=True)
class Part:
    """A named graph of a build: its sorted lines are in `path`, or are the ontology's where `path` is None."""

    graph: str
    path: Path | None

    def lines(self) -> Iterator[bytes]:
        """N-Triples lines with their line ends."""
        if self.path is None:
            yield from ontology_lines()
        else:
            with self.path.open("rb") as file:
                yield from file


def parts(shards: Sequence[Shard], shared_graph: str, links: Part, scratch: Path) -> list[Part]:
    """All graphs of a build: the ontology's, what reports share, each report's by its IRI, `links`. No triple is in two.

    What is shared is merged into a file of the scratch folder; see `agreed` for reports that differ.
    """
    merged, shared = scratch / "merged.nt", scratch / "shared.nt"
    merge([shard.shared for shard in shards], merged, scratch)
    known = frozenset(ontology_lines())
    with merged.open("rb") as lines, shared.open("wb") as file:
        file.writelines(agreed(line for line in lines if line not in known))
    merged.unlink()
    own = [Part(shard.graph, shard.own) for shard in sorted(shards, key=lambda shard: shard.graph)]
    return [Part(ONTOLOGY, None), Part(shared_graph, shared), *own, links]


_LABELS = tuple(term.encode() for term in (v.RDFS_LABEL, v.SKOS_PREF_LABEL))
_ONCE = frozenset(
    term.encode()
    for term in (v.INITIATIVE_TYPE, v.PROJECT_TYPE, v.CANONICAL_UNIT, v.MULTIPLIER, v.WITHIN, v.JURISDICTION)
)
_VAGUE = f"<{CODE}other> .".encode()


def agreed(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Sorted lines about shared things, where reports that differ are brought to one description.

    Of several labels (“一号通”服务模式, 一号通服务模式) the first stays, the others become `skos:altLabel`; of several
    values where there may be one, the first stays, the type "other" only where there is no better.
    """
    for (_, predicate), group in groupby(lines, key=lambda line: line.split(b" ", 2)[:2]):
        first, *others = group
        if predicate in _ONCE:
            others.insert(0, first)
            yield next((line for line in others if not line.rstrip().endswith(_VAGUE)), first)
            continue
        yield first
        if predicate in _LABELS:
            for line in others:
                yield line.replace(predicate, v.SKOS_ALT_LABEL.encode(), 1)
        else:
            yield from others


def write_triples(graphs: Iterable[Part], output: Path) -> int:
    """All graphs as one N-Triples file, graph after graph; the number of lines."""
    count = 0
    with output.open("wb") as file:
        for part in graphs:
            lines = list(part.lines())
            file.writelines(lines)
            count += len(lines)
    return count


def quads(graphs: Iterable[Part]) -> Iterator[bytes]:
    """All graphs as N-Quads lines."""
    for part in graphs:
        tail = f"<{part.graph}> .\n".encode()
        for line in part.lines():
            yield line[:-2] + tail


LOADED_AT_ONCE = 200_000
"""Quads given to the store in one go; its memory grows with them."""


def load(graphs: Iterable[Part], store: Path) -> None:
    """Fill a new store on disk, one named graph a part."""
    opened = ox.Store(store)
    lines = quads(graphs)
    while batch := b"".join(islice(lines, LOADED_AT_ONCE)):
        # The lines are ours and every IRI in them is made by us, so that they need no second check.
        opened.bulk_load(batch, format=ox.RdfFormat.N_QUADS, lenient=True)
    opened.flush()
