"""Raw failures in, findings out: terms as text, the sentence and the report that they come from, in order."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from kg.validation.context import Context
from kg.validation.fast import Raw
from kg.validation.model import Finding
from kg.validation.terms import NUMERIC, datatype, is_blank, is_literal, text


def found(raw: Raw, context: Context) -> Finding:
    """A failure with the words around it."""
    check, focus, path, value = raw
    sentence, name = context.sentence_and_report(focus)
    return Finding(check.severity, check.id, words(focus) or "", path, words(value), check.message, sentence, name)


def sorted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Gravest first, then by check, node, path and value."""
    return tuple(sorted(findings, key=lambda finding: finding.sort_key))


def words(term: str | None) -> str | None:
    """A term as text, the same from both engines: blank nodes have no name, numbers one spelling."""
    if term is None:
        return None
    if is_blank(term):
        return "_:"
    if is_literal(term) and datatype(term) in NUMERIC:
        try:
            return format(Decimal(text(term)).normalize() + 0, "f")
        except InvalidOperation:
            pass
    return text(term)
