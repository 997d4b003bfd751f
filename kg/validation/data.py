"""What is to be validated in, one graph in memory that holds it together with the ontology out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg.errors import UnreadableSource
from kg.rdf import CODE, PREFIXES
from kg.rdf import vocabulary as v
from kg.rdf.ontology import ontology_lines
from kg.validation.graph import Graph
from kg.validation.terms import is_iri, text

Data = ox.Store | str | Path | Iterable[str]
"""A store (its named graphs are read as one), the path of a Turtle or N-Triples file, or lines of N-Triples."""

_SUBCLASS = f"<{PREFIXES['rdfs']}subClassOf>"
_MARKS = (
    (v.Statement, f"<{PREFIXES['owl']}Class>"),
    (f"<{CODE}unit-PERCENT>", v.Unit),
)
"""Nodes of the ontology with their types, of its vocabulary and of its units."""
_AT_ONCE = 50_000
"""Triples that are written at once on the way into memory."""
_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


def union(data: Data) -> Graph:
    """The data together with the ontology, which is added where it is not there.

    Raises:
        UnreadableSource: the file is missing, of an unknown format, or not well-formed.
    """
    if isinstance(data, ox.Store):
        quads: Iterable[ox.Quad] = data
    elif isinstance(data, str | Path):
        quads = _read(Path(data))
    else:
        quads = ox.parse("\n".join(data).encode(), format=ox.RdfFormat.N_TRIPLES)
    graph = Graph(_lines(quads))
    # Where it is there already, numbers may be spelt otherwise, as stores do: "1.0" and "1" would be two values.
    there = all(kind in graph.objects(node, v.RDF_TYPE) for node, kind in _MARKS)
    return graph if there else Graph([], ontology_graph(), graph)


def written(quads: Iterable[ox.Quad]) -> list[str]:
    """The triples of some quads, whatever their graphs, as N-Triples writes them."""
    lines = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None
    return lines_of(lines)


def lines_of(ntriples: bytes) -> list[str]:
    """The lines of N-Triples without their ends; other line ends may stand in a text."""
    return ntriples.decode().split("\n")[:-1]


def _lines(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """As `written`, some at a time."""
    some = iter(quads)
    while lines := written(islice(some, _AT_ONCE)):
        yield from lines


def _read(path: Path) -> Iterator[ox.Quad]:
    form = _FORMATS.get(path.suffix)
    if form is None:
        raise UnreadableSource(str(path), "不认识的文件格式", f"可用：{' '.join(_FORMATS)}")
    try:
        yield from ox.parse(path=path, format=form)
    except OSError as error:
        raise UnreadableSource(str(path), "读不了这个文件", "请检查路径与权限") from error
    except SyntaxError as error:
        raise UnreadableSource(str(path), f"不是合格的 RDF：{error}", "请重新导出") from error


@cache
def ontology_graph() -> Graph:
    """The ontology, to be laid beneath others."""
    return Graph(lines_of(b"".join(ontology_lines())))


@cache
def subclasses() -> dict[str, tuple[str, ...]]:
    """For each class of the ontology that has subclasses: itself and all of them, sorted."""
    direct: dict[str, set[str]] = {}
    for above, classes in ontology_graph().inverse(_SUBCLASS).items():
        if is_iri(above):
            direct[text(above)] = set(map(text, classes))

    def below(name: str, seen: frozenset[str]) -> set[str]:
        found = {name}
        for child in direct.get(name, set()) - seen:
            found |= below(child, seen | {name})
        return found

    return {name: tuple(sorted(below(name, frozenset()))) for name in sorted(direct)}
