"""What is measured without linking and RDF is what the JSON lines say."""

from __future__ import annotations

from kg import rdf
from kg.evaluation.changes import FIELDS
from kg.evaluation.predicting import flat
from kg.evaluation.scores import CLASSES
from tests import factories

SHARED = {name: [field for field in FIELDS[name] if field != "deadline"] for name in CLASSES}


def test_flat_facts_have_the_measured_fields_of_the_json_lines() -> None:
    linked = factories.linked()
    lines = rdf.facts(linked)
    for type_, fields in SHARED.items():
        names = ("start", "end", "quote", *fields)
        printed = [tuple(line[name] for name in names) for line in lines if line["type"] == type_]
        measured = [tuple(fact[name] for name in names) for fact in flat(linked.extraction) if fact["type"] == type_]
        assert printed and sorted(map(repr, measured)) == sorted(map(repr, map(_plain, printed)))


def _plain(row: tuple[object, ...]) -> tuple[object, ...]:
    """Whole numbers are printed without a point, and measured as floats."""
    return (*row[:3], *(float(cell) if isinstance(cell, int) else cell for cell in row[3:]))
