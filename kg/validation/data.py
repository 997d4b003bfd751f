"""From what is to be validated to one store that holds it together with the ontology, and how to query the union."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.errors import UnreadableSource
from kg.rdf.ontology import ontology_lines

Data = ox.Store | str | Path | Iterable[str]
"""A store (its named graphs are read as one), the path of a Turtle or N-Triples file, or lines of N-Triples."""

KG = "https://streetkg.example/ontology#"
_SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_OWL_CLASS = ox.NamedNode("http://www.w3.org/2002/07/owl#Class")
_UNIT = ox.NamedNode(KG + "Unit")
_PERCENT = ox.NamedNode("https://streetkg.example/code#unit-PERCENT")
_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


def union(data: Data) -> ox.Store:
    """The data together with the ontology; a store that already holds the ontology is returned as it is.

    Raises:
        UnreadableSource: the file is missing, of an unknown format, or not well-formed.
    """
    if isinstance(data, ox.Store):
        if _holds_ontology(data):
            return data
        store = ox.Store()
        store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in data)
    else:
        store = ox.Store()
        if isinstance(data, str | Path):
            _load(store, Path(data))
        else:
            store.bulk_load("\n".join(data).encode(), ox.RdfFormat.N_TRIPLES)
    store.bulk_extend(ontology())
    return store


def _load(store: ox.Store, path: Path) -> None:
    form = _FORMATS.get(path.suffix)
    if form is None:
        raise UnreadableSource(str(path), "不认识的文件格式", f"可用：{' '.join(_FORMATS)}")
    try:
        store.bulk_load(path=path, format=form)
    except OSError as error:
        raise UnreadableSource(str(path), "读不了这个文件", "请检查路径与权限") from error
    except SyntaxError as error:
        raise UnreadableSource(str(path), f"不是合格的 RDF：{error}", "请重新导出") from error


def _holds_ontology(store: ox.Store) -> bool:
    """True when both vocabulary and units are there, which the checks of figures need."""
    return all(
        next(store.quads_for_pattern(node, _TYPE, kind, None), None) is not None
        for node, kind in ((ox.NamedNode(KG + "Statement"), _OWL_CLASS), (_PERCENT, _UNIT))
    )


@cache
def ontology() -> tuple[ox.Quad, ...]:
    """Vocabulary, codes, units and indicators: every Turtle file of the ontology but the shapes."""
    return tuple(ox.parse(b"".join(ontology_lines()), format=ox.RdfFormat.N_TRIPLES))


@cache
def subclasses() -> dict[str, tuple[str, ...]]:
    """For each class of the ontology that has subclasses: itself and all of them, sorted."""
    direct: dict[str, set[str]] = {}
    for quad in ontology():
        if quad.predicate == _SUBCLASS and isinstance(quad.object, ox.NamedNode):
            assert isinstance(quad.subject, ox.NamedNode)
            direct.setdefault(quad.object.value, set()).add(quad.subject.value)

    def below(name: str, seen: frozenset[str]) -> set[str]:
        found = {name}
        for child in direct.get(name, set()) - seen:
            found |= below(child, seen | {name})
        return found

    return {name: tuple(sorted(below(name, frozenset()))) for name in sorted(direct)}
