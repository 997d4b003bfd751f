"""Sorted N-Triples in, Turtle and other syntaxes out, by pyoxigraph and without a store, so that bytes are stable."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from kg.linking.model import Linked
from kg.rdf.graph import ntriples
from kg.rdf.terms import DEFAULT_BASE, PREFIXES


def turtle(linked: Linked, base: str = DEFAULT_BASE) -> str:
    """One report's graph as Turtle with our prefixes."""
    return turtle_of(ntriples(linked, base), base)


def turtle_of(lines: Iterable[str], base: str = DEFAULT_BASE) -> str:
    """Sorted N-Triples lines as Turtle."""
    return (turtle_header(base) + turtle_body("\n".join(lines).encode(), base)).decode()


@cache
def turtle_header(base: str = DEFAULT_BASE) -> bytes:
    """The lines with prefixes that stand before any Turtle of ours."""
    node = ox.NamedNode("urn:x")
    written = _turtle([ox.Triple(node, node, node)], base)
    return written[: written.index(b"<urn:x>")]


def turtle_body(lines: bytes, base: str = DEFAULT_BASE) -> bytes:
    """Sorted N-Triples as Turtle without the lines of `turtle_header`."""
    if not lines:
        return b""
    return _turtle(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES), base)[len(turtle_header(base)) :]


def _turtle(triples: Iterable[ox.Triple] | Iterable[ox.Quad], base: str) -> bytes:
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES | {"kgd": base})
    assert written is not None
    return written
