"""One report's facts with their identities in, the flat objects of `kg extract --format jsonl` out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kg.documents.model import Document, Sentence
from kg.extraction.model import Mention
from kg.linking.model import Linked
from kg.rdf.derived import commitment_deadline
from kg.rdf.terms import CODE, DEFAULT_BASE

SEPARATOR = "›"
"""Stands between the headings of a section's path."""


def facts(linked: Linked, base: str = DEFAULT_BASE) -> list[dict[str, Any]]:
    """One object a mention, sorted by start, end, type; numbers are int or float, dates ISO strings, absent is None.

    `text[start:end] == quote` for each. The order of fields is stable.
    """
    rows = [
        *_figures(linked, base),
        *_projects(linked, base),
        *_initiatives(linked, base),
        *_deadlines(linked, base),
        *_areas(linked, base),
        *_honours(linked, base),
        *_set_asides(linked, base),
    ]
    rows.sort(key=lambda row: (row["start"], row["end"], row["type"]))
    return rows


def number(value: Decimal | None) -> int | float | None:
    """A JSON number: int where the value is whole, so that 43995000000 stays exact."""
    if value is None:
        return None
    whole = int(value)
    return whole if whole == value else float(value)


def concept_iri(key: str, curated: bool, base: str) -> str:
    """The IRI of an indicator concept: curated ones are codes, minted ones data."""
    if not curated:
        return base + key
    return CODE + (key if key.startswith("indicator-") else f"indicator-{key}")


def _common(linked: Linked, base: str, key: str, kind: str, mention: Mention) -> dict[str, Any]:
    document = linked.extraction.document
    sentence: Sentence = document.sentence_at(mention.start)
    return {
        "id": base + key,
        "type": kind,
        "start": mention.start,
        "end": mention.end,
        "quote": document.text[mention.start : mention.end],
        "sentence": [sentence.start, sentence.end],
        "section": SEPARATOR.join(document.sections[sentence.section].path),
        "rule": mention.rule,
        "confidence": number(mention.confidence),
        **_place(document, mention.start),
        **({"review": "accepted"} if mention.accepted else {}),
    }


def _place(document: Document, start: int) -> dict[str, Any]:
    """Page, paragraph, row and column of the file; nothing for plain text."""
    place = document.place_at(start)
    if place is None:
        return {}
    found = {"page": place.page, "paragraph": place.paragraph, "row": place.row, "column": place.column}
    return {name: number for name, number in found.items() if number is not None}


def _figures(linked: Linked, base: str) -> list[dict[str, Any]]:
    document = linked.extraction.document
    concepts = {concept.key: concept for concept in linked.concepts}
    rows = []
    for i, figure in enumerate(linked.extraction.indicators):
        deadline = commitment_deadline(figure, document)
        key = linked.indicator_concepts[i]
        concept = concepts.get(key)
        row = _common(linked, base, linked.indicator_keys[i], "indicator", figure)
        row |= {
            "value": number(figure.value),
            "value_max": number(figure.value_max),
            "unit": figure.unit,
            "bound": figure.bound.plain,
            "kind": figure.kind.value,
            "modality": figure.modality.value,
            "metric": figure.metric,
            "period_start": figure.period.start.isoformat() if figure.period else None,
            "period_end": figure.period.end.isoformat() if figure.period else None,
            "deadline": deadline.latest.isoformat() if deadline else None,
            "deadline_source": deadline.source.value if deadline else None,
            "area": base + linked.indicator_areas[i],
            "concept": concept_iri(key, concept is not None and concept.curated, base),
            "concept_label": concept.label if concept else None,
            "about": [base + _entity(linked, *link) for link in figure.about],
            "change_basis": figure.change_basis.value if figure.change_basis else None,
            "rank_scope": figure.rank_scope,
        }
        rows.append(row)
    return rows


def _entity(linked: Linked, what: str, index: int) -> str:
    return (linked.project_entities if what == "project" else linked.initiative_entities)[index]


def _projects(linked: Linked, base: str) -> list[dict[str, Any]]:
    rows = []
    for key, entity, mention in zip(
        linked.project_keys, linked.project_entities, linked.extraction.projects, strict=True
    ):
        row = _common(linked, base, key, "project", mention)
        row |= {
            "name": mention.name,
            "status": mention.status.plain,
            "count": mention.count,
            "modality": mention.modality.value,
            "entity": base + entity,
        }
        rows.append(row)
    return rows


def _initiatives(linked: Linked, base: str) -> list[dict[str, Any]]:
    rows = []
    for key, entity, mention in zip(
        linked.initiative_keys, linked.initiative_entities, linked.extraction.initiatives, strict=True
    ):
        row = _common(linked, base, key, "initiative", mention)
        row |= {
            "name": mention.name,
            "initiative_type": mention.initiative_type,
            "status": mention.status.plain,
            "modality": mention.modality.value,
            "entity": base + entity,
        }
        rows.append(row)
    return rows


def _deadlines(linked: Linked, base: str) -> list[dict[str, Any]]:
    keys = {
        "indicator": linked.indicator_keys,
        "project": linked.project_keys,
        "initiative": linked.initiative_keys,
    }
    rows = []
    for key, mention in zip(linked.deadline_keys, linked.extraction.deadlines, strict=True):
        row = _common(linked, base, key, "deadline", mention)
        row |= {
            "date": mention.date.isoformat(),
            "granularity": mention.granularity.value,
            "applies_to": [base + keys[what][index] for what, index in mention.applies_to],
        }
        rows.append(row)
    return rows


def _areas(linked: Linked, base: str) -> list[dict[str, Any]]:
    rows = []
    for key, entity, mention in zip(linked.area_keys, linked.area_entities, linked.extraction.areas, strict=True):
        row = _common(linked, base, key, "area", mention)
        row |= {
            "level": mention.level.value,
            "name": mention.name,
            "entity": base + entity if entity else None,
        }
        rows.append(row)
    return rows


def _honours(linked: Linked, base: str) -> list[dict[str, Any]]:
    rows = []
    for key, mention in zip(linked.honour_keys, linked.extraction.honours, strict=True):
        row = _common(linked, base, key, "honour", mention)
        row |= {"honour": mention.honour.value, "text": mention.text, "scope": mention.scope}
        rows.append(row)
    return rows


def _set_asides(linked: Linked, base: str) -> list[dict[str, Any]]:
    rows = []
    for key, mention in zip(linked.set_aside_keys, linked.extraction.set_asides, strict=True):
        row = _common(linked, base, key, "set_aside", mention)
        row["reason"] = mention.reason.value
        rows.append(row)
    return rows
