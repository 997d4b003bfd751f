"""From the path of a report to its text, the starts of its sentences and the facts that the project finds in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.documents.model import Period
from kg.evaluation.matching import Fact
from kg.extraction.model import Extraction, Indicator
from kg.linking import Linked
from kg.records import record


@record
class Prediction:
    """What one report yields. `sentence_starts` are code points of `text`, ascending.

    `themes` are the statements with `type`, `start`, `end` and `themes`; None where themes were not asked for.
    """

    text: str
    sha256: str
    sentence_starts: tuple[int, ...]
    facts: tuple[Fact, ...]
    themes: tuple[Fact, ...] | None = None


Predict = Callable[[Path], Prediction]


def whole_way(path: Path) -> Prediction:
    """The facts of a report as `kg extract` prints them: read, extracted, linked, written."""
    from kg import documents, extraction, linking, rdf

    document = documents.read(path)
    linked = linking.link(extraction.extract(document))
    starts = tuple(sentence.start for sentence in document.sentences)
    return Prediction(document.text, document.sha256, starts, tuple(rdf.facts(linked)), tuple(themed(linked)))


def themed(linked: Linked) -> Iterator[Fact]:
    """Indicators, projects and initiatives with the themes that their statements have in the graph, strongest first."""
    found = linked.extraction
    of_entity = {entity.key: entity.themes for entity in linked.undertakings}
    for type_, mentions, themes in (
        ("indicator", found.indicators, linked.indicator_themes),
        ("project", found.projects, [of_entity[key] for key in linked.project_entities]),
        ("initiative", found.initiatives, [of_entity[key] for key in linked.initiative_entities]),
    ):
        for mention, given in zip(mentions, themes, strict=True):
            yield {"type": type_, "start": mention.start, "end": mention.end, "themes": given}


def extraction_only(path: Path) -> Prediction:
    """The same without linking and RDF, with only the fields that are measured: for work on extraction alone."""
    from kg import documents, extraction

    document = documents.read(path)
    starts = tuple(sentence.start for sentence in document.sentences)
    return Prediction(document.text, document.sha256, starts, tuple(flat(extraction.extract(document))))


def flat(extraction: Extraction) -> list[dict[str, Any]]:
    """The mentions of an extraction as facts with the fields that are measured, sorted by start, end, type."""
    text = extraction.document.text
    facts: list[dict[str, Any]] = []

    def add(type_: str, start: int, end: int, **fields: Any) -> None:
        facts.append({"type": type_, "start": start, "end": end, "quote": text[start:end], **fields})

    for indicator in extraction.indicators:
        add("indicator", indicator.start, indicator.end, rule=indicator.rule, **_figure(indicator))
    for project in extraction.projects:
        add("project", project.start, project.end, rule=project.rule, name=project.name, status=project.status.plain)
    for initiative in extraction.initiatives:
        add("initiative", initiative.start, initiative.end, rule=initiative.rule, name=initiative.name)
    for deadline in extraction.deadlines:
        add("deadline", deadline.start, deadline.end, rule=deadline.rule, date=deadline.date.isoformat())
    for area in extraction.areas:
        add("area", area.start, area.end, rule=area.rule, level=area.level.value, name=area.name)
    for honour in extraction.honours:
        add("honour", honour.start, honour.end, rule=honour.rule, honour=honour.honour.value, scope=honour.scope)
    for aside in extraction.set_asides:
        add("set_aside", aside.start, aside.end, rule=aside.rule, reason=aside.reason.value)
    return sorted(facts, key=lambda fact: (fact["start"], fact["end"], fact["type"]))


def _figure(indicator: Indicator) -> dict[str, Any]:
    return {
        "value": float(indicator.value),
        "value_max": _number(indicator.value_max),
        "unit": indicator.unit,
        "bound": indicator.bound.plain,
        "kind": indicator.kind.value,
        "modality": indicator.modality.value,
        "metric": indicator.metric,
        **_days(indicator.period),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _days(period: Period | None) -> dict[str, str | None]:
    if period is None:
        return {"period_start": None, "period_end": None}
    return {"period_start": period.start.isoformat(), "period_end": period.end.isoformat()}
