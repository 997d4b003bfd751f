"""Sorted N-Triples in, Turtle and other syntaxes out, by pyoxigraph and without a store, so that bytes are stable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

import pyoxigraph as ox

from kg.linking.model import Linked
from kg.rdf.graph import ntriples
from kg.rdf.terms import DEFAULT_BASE, PREFIXES


def turtle(linked: Linked, base: str = DEFAULT_BASE) -> str:
    """One report's graph as Turtle with our prefixes."""
    return turtle_of(ntriples(linked, base), base)


def turtle_of(lines: Iterable[str], base: str = DEFAULT_BASE) -> str:
    """Sorted N-Triples lines as Turtle."""
    data = "\n".join(lines).encode()
    parsed = ox.parse(data, format=ox.RdfFormat.N_TRIPLES)
    written = ox.serialize(parsed, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES | {"kgd": base})
    assert written is not None
    return written.decode()


def write_turtle(source: IO[bytes], output: IO[bytes], base: str = DEFAULT_BASE) -> None:
    """Sorted N-Triples of one file as Turtle into another, as a stream."""
    ox.serialize(
        ox.parse(source, format=ox.RdfFormat.N_TRIPLES),
        output,
        format=ox.RdfFormat.TURTLE,
        prefixes=PREFIXES | {"kgd": base},
    )
