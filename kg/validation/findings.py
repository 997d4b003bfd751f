"""Raw failures in, findings out: terms as text, the sentence and the report that they come from, in order."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.validation.context import Context
from kg.validation.fast import Raw
from kg.validation.model import Finding

_NUMBERS = frozenset(f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("decimal", "integer", "double", "float"))


def found(raw: Raw, context: Context) -> Finding:
    """A failure with the words around it."""
    check, focus, path, value = raw
    sentence, name = context.sentence_and_report(focus)
    return Finding(check.severity, check.id, _words(focus) or "", path, _words(value), check.message, sentence, name)


def sorted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Gravest first, then by check, node, path and value."""
    return tuple(sorted(findings, key=lambda finding: finding.sort_key))


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
