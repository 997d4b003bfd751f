"""From a node of a finding to the sentence and the report that it comes from, by walking the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import pyoxigraph as ox

from kg.rdf import vocabulary as v
from kg.validation.terms import is_literal, text

_POINTERS = (
    v.EVIDENCE,
    v.SUPPORTING_EVIDENCE,
    v.DEADLINE,
    v.ABOUT,
    v.INDICATOR,
    v.PERIOD,
    v.FOR_AREA,
    v.RULE,
    v.UNIT,
)
"""How statements point to things that have no sentence of their own."""
_FORWARD = (v.COMMITMENT, v.OUTCOME, v.EVIDENCE)


class Triples(Protocol):
    """Where triples can be looked up; terms are as N-Triples writes them."""

    def objects(self, node: str, path: str) -> Iterable[str]:
        """The values of a property at one node."""

    def subjects(self, path: str, node: str) -> Iterable[str]:
        """The nodes that point to another one by a property."""


class Stored:
    """The triples of a store, of whatever graph."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def objects(self, node: str, path: str) -> Iterable[str]:
        """The values of a property at an IRI."""
        quads = self._store.quads_for_pattern(_iri(node), _iri(path), None, None)
        return (str(quad.object) for quad in quads)

    def subjects(self, path: str, node: str) -> Iterable[str]:
        """The nodes that point to an IRI by a property."""
        quads = self._store.quads_for_pattern(None, _iri(path), _iri(node), None)
        return (str(quad.subject) for quad in quads)


def _iri(term: str) -> ox.NamedNode:
    return ox.NamedNode(text(term))


class Context:
    """Looks up sentences and reports."""

    def __init__(self, triples: Triples) -> None:
        self._triples = triples

    def sentence_and_report(self, node: str) -> tuple[str | None, str | None]:
        """The text of the sentence and the name of the report; the first by IRI where there are several."""
        for candidate in self._near(node):
            sentence = self._object(candidate, v.SENTENCE)
            said = self._text(sentence) if sentence is not None else None
            report = self._report(candidate) or (self._report(sentence) if sentence is not None else None)
            if said is not None or report is not None:
                return said if said is not None else self._text(candidate), report
        return self._text(node), self._report(node)

    def _near(self, node: str) -> Iterator[str]:
        """The node, what it points to and, by IRI, a statement that points to it."""
        yield node
        for path in _FORWARD:
            if (target := self._object(node, path)) is not None:
                yield target
        for path in _POINTERS:
            if (first := min(self._triples.subjects(path, node), default=None)) is not None:
                yield first
                return

    def _object(self, node: str, path: str) -> str | None:
        return None if is_literal(node) else min(self._triples.objects(node, path), default=None)

    def _text(self, node: str) -> str | None:
        for path in (v.NIF_ANCHOR_OF, v.HEADING):
            value = self._object(node, path)
            if value is not None and is_literal(value):
                return text(value)
        return None

    def _report(self, node: str) -> str | None:
        report: str | None = node
        for _ in range(12):
            if report is None:
                return None
            for path in (v.DCT_TITLE, v.SOURCE_FILE):
                name = self._object(report, path)
                if name is not None and is_literal(name):
                    return text(name)
            for path in (v.REPORTED_IN, v.NIF_REFERENCE_CONTEXT, v.DCT_IS_PART_OF):
                above = self._object(report, path)
                if above is not None:
                    break
            else:
                above = min(self._triples.subjects(v.HAS_TEXT, report), default=None)
            report = above
        return None
