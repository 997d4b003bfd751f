"""From a node of a finding to the sentence and the report that it comes from, by walking the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import pyoxigraph as ox

from kg.validation.data import KG
from kg.validation.terms import is_literal, text

_NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
_ANCHOR = f"<{_NIF}anchorOf>"
_CONTEXT = f"<{_NIF}referenceContext>"
_DCT = "http://purl.org/dc/terms/"
_TITLE = f"<{_DCT}title>"
_PART_OF = f"<{_DCT}isPartOf>"
_HEADING = f"<{KG}heading>"
_SENTENCE = f"<{KG}sentence>"
_REPORTED_IN = f"<{KG}reportedIn>"
_SOURCE_FILE = f"<{KG}sourceFile>"
_HAS_TEXT = f"<{KG}hasText>"
_POINTERS = tuple(
    f"<{KG}{name}>"
    for name in (
        "evidence",
        "supportingEvidence",
        "deadline",
        "about",
        "indicator",
        "period",
        "forArea",
        "rule",
        "unit",
    )
)
"""How statements point to things that have no sentence of their own."""
_FORWARD = tuple(f"<{KG}{name}>" for name in ("commitment", "outcome", "evidence"))


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
            sentence = self._object(candidate, _SENTENCE)
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
        for path in (_ANCHOR, _HEADING):
            value = self._object(node, path)
            if value is not None and is_literal(value):
                return text(value)
        return None

    def _report(self, node: str) -> str | None:
        report: str | None = node
        for _ in range(12):
            if report is None:
                return None
            for path in (_TITLE, _SOURCE_FILE):
                name = self._object(report, path)
                if name is not None and is_literal(name):
                    return text(name)
            for path in (_REPORTED_IN, _CONTEXT, _PART_OF):
                above = self._object(report, path)
                if above is not None:
                    break
            else:
                above = min(self._triples.subjects(_HAS_TEXT, report), default=None)
            report = above
        return None
