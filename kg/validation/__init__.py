"""From a graph to findings: the shapes of `ontology/shapes.ttl` run over the union of data and ontology."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Literal

import pyoxigraph as ox

from kg.validation import data as _data
from kg.validation.context import Context
from kg.validation.data import Data
from kg.validation.model import Finding, Severity
from kg.validation.text import report

__all__ = ["Data", "Finding", "Severity", "report", "validate"]

_NUMBERS = frozenset(f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("decimal", "integer", "double", "float"))


def validate(data: Data, *, engine: Literal["fast", "pyshacl"] = "fast") -> list[Finding]:
    """Everything that fails a shape, gravest first, then by check, node, path and value.

    `data` is a store (named graphs are read as one graph), the path of an RDF file, or lines of N-Triples; the ontology
    is added where it is not there. `engine` "fast" runs each check once over the whole graph, "pyshacl" asks the
    reference implementation, hundreds of times slower; both find the same.

    Raises:
        kg.errors.UnreadableSource: the file cannot be read as RDF.
    """
    store = _data.union(data)
    if engine == "fast":
        from kg.validation.fast import failures
    elif engine == "pyshacl":
        from kg.validation.oracle import failures
    else:
        raise ValueError(f"unknown engine {engine!r}")
    context = Context(store)
    found = []
    for check, focus, path, value in failures(store):
        sentence, name = context.sentence_and_report(focus)
        found.append(
            Finding(check.severity, check.id, _words(focus) or "", path, _words(value), check.message, sentence, name)
        )
    return sorted(found, key=lambda finding: finding.sort_key)


def _words(term: object) -> str | None:
    """A term as text, the same from both engines: blank nodes have no name, numbers one spelling."""
    if term is None:
        return None
    if isinstance(term, ox.BlankNode):
        return "_:"
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
        try:
            return format(Decimal(term.value).normalize() + 0, "f")
        except InvalidOperation:
            return term.value
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value
