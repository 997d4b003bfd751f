"""Triples in, lines that are the same whichever store has held them out, and a hash of a graph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(f"{_XSD}{name}" for name in ("decimal", "integer"))


Lines = Mapping[str, str]
"""N-Triples lines without line ends: as every store would write them, and as they are written here."""


def lines(triples: Iterable[ox.Triple]) -> Lines:
    """The lines of some triples. Stores write 20.30 as 20.3 and zh-Hans as zh-hans: as keys both are one."""
    found = {}
    for triple in triples:
        head = f"{triple.subject} {triple.predicate}"
        found[f"{head} {_term(triple.object)} ."] = f"{head} {triple.object} ."
    return found


def _term(term: object) -> str:
    if isinstance(term, ox.Literal):
        if term.language:
            return str(ox.Literal(term.value, language=term.language.lower()))
        if term.datatype.value in _NUMBERS:
            try:
                value = format(Decimal(term.value).normalize() + 0, "f")
            except InvalidOperation:
                return str(term)
            return str(ox.Literal(value, datatype=term.datatype))
    return str(term)


def digest(graph: Iterable[str]) -> str:
    """SHA-256 of a graph's sorted lines."""
    found = hashlib.sha256()
    for line in sorted(graph):
        found.update(line.encode() + b"\n")
    return found.hexdigest()


def parsed(data: bytes) -> Lines:
    """The lines of a graph in N-Triples. Raises SyntaxError."""
    return lines(quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES))
