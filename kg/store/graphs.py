"""The named graphs of a build as files in; one sorted description of what reports share, Turtle, quads, a store out.

Each report has its own graph in a Turtle file under `shards/`, sorted, with the prefixes of `kg.rdf.turtle_header` in
front, so that files can be put together without being read. What reports share is a sorted N-Triples file of all of
them, and so is what links them.
"""

from __future__ import annotations

import heapq
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import IO, Self

import pyoxigraph as ox

from kg.rdf import CODE, ONTOLOGY, turtle_body, turtle_header
from kg.rdf import vocabulary as v
from kg.rdf.ontology import ontology_lines
from kg.records import record

IN_MEMORY = 200
"""Reports whose shared lines are held in memory at once; more are merged in rounds."""


def merge(files: Sequence[Path], output: Path, scratch: Path) -> None:
    """Merge sorted files of lines into one without repetitions."""
    rounds = []
    for number in range(0, len(files), IN_MEMORY):
        lines: set[bytes] = set()
        for path in files[number : number + IN_MEMORY]:
            lines.update(path.read_bytes().splitlines(keepends=True))
        rounds.append(scratch / f"merge-{number}")
        with rounds[-1].open("wb") as file:
            file.writelines(sorted(lines))
    while len(rounds) > IN_MEMORY:
        rounds = [*rounds[IN_MEMORY:], _merged(rounds[:IN_MEMORY], rounds[0].with_name(rounds[0].name + "-"))]
    if len(rounds) == 1:
        rounds[0].replace(output)
    else:
        _merged(rounds, output)


def _merged(files: Sequence[Path], output: Path) -> Path:
    """Merge files without repetitions and remove them."""
    with ExitStack() as stack:
        opened = [stack.enter_context(path.open("rb")) for path in files]
        out = stack.enter_context(output.open("wb"))
        out.writelines(line for line, _ in groupby(heapq.merge(*opened)))
    for path in files:
        path.unlink()
    return output


@record
class Part:
    """A named graph of a build: a Turtle or a sorted N-Triples file, or the ontology's where `path` is None."""

    graph: str
    path: Path | None

    def turtle(self, base: str) -> bytes:
        """The graph as Turtle without prefixes."""
        if self.path is None:
            return turtle_body(b"".join(ontology_lines()), base)
        data = self.path.read_bytes()
        return data[len(turtle_header(base)) :] if self.path.suffix == ".ttl" else turtle_body(data, base)

    def triples(self) -> Iterator[ox.Triple]:
        """The triples in the order in which they were written."""
        if self.path is None:
            parsed = ox.parse(b"".join(ontology_lines()), format=ox.RdfFormat.N_TRIPLES)
        else:
            form = ox.RdfFormat.TURTLE if self.path.suffix == ".ttl" else ox.RdfFormat.N_TRIPLES
            parsed = ox.parse(path=self.path, format=form)
        return (quad.triple for quad in parsed)


def parts(reports: Iterable[tuple[str, Path]], shared: Part, links: Part) -> list[Part]:
    """All graphs of a build in their order: the ontology's, what reports share, each report's by its IRI, the links."""
    return [Part(ONTOLOGY, None), shared, *(Part(graph, path) for graph, path in sorted(reports)), links]


def write_shared(files: Sequence[Path], output: Path, scratch: Path) -> int:
    """What reports share, in one sorted file; the number of its lines. See `agreed` for reports that differ."""
    merged = scratch / "merged.nt"
    merge(files, merged, scratch)
    known = frozenset(ontology_lines())
    count = 0
    with merged.open("rb") as lines, output.open("wb") as file:
        for line in agreed(line for line in lines if line not in known):
            file.write(line)
            count += 1
    merged.unlink()
    return count


_LABELS = tuple(term.encode() for term in (v.RDFS_LABEL, v.SKOS_PREF_LABEL))
_ONCE = frozenset(
    term.encode()
    for term in (v.INITIATIVE_TYPE, v.PROJECT_TYPE, v.CANONICAL_UNIT, v.MULTIPLIER, v.WITHIN, v.JURISDICTION)
)
_VAGUE = f"<{CODE}other> .".encode()


def agreed(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Sorted lines about shared things, where reports that differ are brought to one description; sorted.

    Of several labels (“一号通”服务模式, 一号通服务模式) the first stays, the others become `skos:altLabel`; of several
    values where there may be one, the first stays, the type "other" only where there is no better.
    """
    for _, about in groupby(lines, key=lambda line: line.split(b" ", 1)[0]):
        yield from sorted(_one_description(about))


def _one_description(about: Iterable[bytes]) -> set[bytes]:
    kept: set[bytes] = set()
    for predicate, group in groupby(about, key=lambda line: line.split(b" ", 2)[1]):
        first, *others = group
        if predicate in _ONCE:
            kept.add(next((line for line in (first, *others) if not line.rstrip().endswith(_VAGUE)), first))
            continue
        kept.add(first)
        if predicate in _LABELS:
            others = [line.replace(predicate, v.SKOS_ALT_LABEL.encode(), 1) for line in others]
        kept.update(others)
    return kept


def write_turtle(graphs: Iterable[Part], output: IO[bytes], base: str) -> None:
    """All graphs as one Turtle file, graph after graph."""
    output.write(turtle_header(base))
    for part in graphs:
        output.write(part.turtle(base))


def write_trig(graphs: Iterable[Part], output: IO[bytes], base: str) -> None:
    """All graphs as TriG."""
    output.write(turtle_header(base))
    for part in graphs:
        output.write(_trig(part, base))


def _trig(part: Part, base: str) -> bytes:
    return b"<" + part.graph.encode() + b"> {\n" + part.turtle(base) + b"}\n"


def quads(graphs: Iterable[Part]) -> Iterator[ox.Quad]:
    """All graphs as quads."""
    for part in graphs:
        graph = ox.NamedNode(part.graph)
        for triple in part.triples():
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


LOADED_AT_ONCE = 2 * 2**20
"""Bytes of TriG given to the store in one go, about five reports: fewer make many small files, more take more memory and time."""


class Loader:
    """Fills a new store while its graphs are still being made: in a thread of its own, or, if that is not wanted, at once.

    >>> with Loader(path, base) as loader:      # doctest: +SKIP
    ...     loader.add(part)
    """

    def __init__(self, store: Path | ox.Store, base: str, *, threaded: bool = False) -> None:
        self._store = ox.Store(store) if isinstance(store, Path) else store
        self._base = base
        self._pieces: list[bytes] = []
        self._size = 0
        self._waiting: Queue[Part | None] | None = Queue() if threaded else None
        self._failure: BaseException | None = None
        self._thread = Thread(target=self._work, daemon=True) if threaded else None
        if self._thread is not None:
            self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._waiting is not None and self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
        try:
            if kind is not None:
                return
            if self._failure is not None:
                raise self._failure
            self._load()
            self._store.flush()
        finally:
            # An open store goes on to merge its tables, and those who read it meanwhile find some gone.
            del self._store

    def add(self, part: Part) -> None:
        """Take a graph. Raises OSError where the disk is full, perhaps only on leaving."""
        if self._waiting is not None:
            self._waiting.put(part)
        else:
            self._take(part)

    def _work(self) -> None:
        assert self._waiting is not None
        while (part := self._waiting.get()) is not None:
            if self._failure is None:
                try:
                    self._take(part)
                except BaseException as error:  # handed to whoever waits for the thread
                    self._failure = error

    def _take(self, part: Part) -> None:
        self._pieces.append(_trig(part, self._base))
        self._size += len(self._pieces[-1])
        if self._size >= LOADED_AT_ONCE:
            self._load()

    def _load(self) -> None:
        if self._pieces:
            # The lines are ours and every IRI in them is made by us, so that they need no second check.
            data = turtle_header(self._base) + b"".join(self._pieces)
            self._store.bulk_load(data, format=ox.RdfFormat.TRIG, lenient=True)
            self._pieces, self._size = [], 0


@record
class Change:
    """What changed in a graph that is a sorted N-Triples file: the file before and after."""

    graph: str
    before: Path
    after: Path


def update(
    old: Path, new: Path, gone: Iterable[str], come: Iterable[Part], changes: Iterable[Change], base: str
) -> None:
    """Make a store out of another one, which stays as it is: without the graphs that are gone, with those that came."""
    copy_store(old, new)
    opened = ox.Store(new)
    for iri in gone:
        opened.remove_graph(ox.NamedNode(iri))
    with Loader(opened, base) as loader:
        for part in come:
            loader.add(part)
    for change in changes:
        graph = ox.NamedNode(change.graph)
        removed, added = difference(change.before, change.after)
        for quad in ox.parse(b"".join(removed), format=ox.RdfFormat.N_TRIPLES):
            opened.remove(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
        opened.extend(
            ox.Quad(quad.subject, quad.predicate, quad.object, graph)
            for quad in ox.parse(b"".join(added), format=ox.RdfFormat.N_TRIPLES)
        )
    opened.flush()


def copy_store(old: Path, new: Path) -> None:
    """A copy of a store that nobody writes to. Its tables never change, so that a second name for them does."""
    new.mkdir()
    for path in old.iterdir():
        if path.suffix == ".sst":
            same_file(path, new / path.name)
        elif path.name not in ("LOCK", "LOG") and not path.name.startswith("LOG.old"):
            shutil.copyfile(path, new / path.name)


def same_file(old: Path, new: Path) -> None:
    """A second name for a file, or a copy where the file system has none."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def difference(before: Path, after: Path) -> tuple[list[bytes], list[bytes]]:
    """The lines that only the first, and those that only the second of two sorted files has."""
    removed: list[bytes] = []
    added: list[bytes] = []
    with before.open("rb") as old, after.open("rb") as new:
        one, other = next(old, b""), next(new, b"")
        while one or other:
            if one == other:
                one, other = next(old, b""), next(new, b"")
            elif other and (not one or other < one):
                added.append(other)
                other = next(new, b"")
            else:
                removed.append(one)
                one = next(old, b"")
    return removed, added
