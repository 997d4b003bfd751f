"""Initiatives: a document in, named measures, campaigns, mechanisms, brands, bodies set up and policies out."""

from __future__ import annotations

from kg.documents.model import Document, Sentence
from kg.extraction import status
from kg.extraction.candidates import Found, Sort
from kg.extraction.confidence import confidence_in
from kg.extraction.model import Initiative
from kg.extraction.walk import found_in
from kg.language.tokens import Tokens


def find_initiatives(document: Document, tokens: Tokens | None = None) -> tuple[Initiative, ...]:
    """Initiatives of a document, sorted by start and end."""
    return to_initiatives(document, found_in(document, tokens))


def to_initiatives(document: Document, items: list[tuple[Found, Sentence]]) -> tuple[Initiative, ...]:
    """The initiatives among what was found."""
    initiatives = [_initiative(document, *item) for item in items if item[0].sort is Sort.INITIATIVE]
    return tuple(sorted(initiatives, key=lambda mention: (mention.start, mention.end)))


def _initiative(document: Document, found: Found, sentence: Sentence) -> Initiative:
    text = document.reading.text
    role = status.role_of(document, sentence)
    verb = status.verb(text[found.clause : found.start], found.trigger)
    state, promised = status.state(verb, text[found.after : sentence.reading_end], role)
    start, end = document.reading.to_source(found.start, found.end)
    return Initiative(
        start=start,
        end=end,
        rule=found.rule,
        confidence=confidence_in("undertakings", found.rule),
        name=text[found.start : found.end],
        initiative_type=found.type or "other",
        status=state,
        promised=promised,
        modality=status.modality(role),
        strength=status.strength(text[found.clause : found.start], role),
    )
