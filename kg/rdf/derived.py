"""What graph and JSON lines both say but no stage states: inherited deadlines, sections' periods, rank scopes."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from kg.documents.model import Document, Period, Sentence
from kg.extraction.model import (
    AreaLevel,
    Deadline,
    DeadlineSource,
    Granularity,
    Indicator,
    Initiative,
    Modality,
    Project,
)
from kg.lexicon import table
from kg.linking.model import Area, Linked


def commitment_deadline(mention: Indicator | Project | Initiative, document: Document) -> Deadline | None:
    """The deadline of a commitment: its own, else the end of the report's plan period. None for outcomes."""
    if mention.deadline is not None or mention.modality is not Modality.TARGET:
        return mention.deadline
    plan = document.plan_period
    if plan is None:
        return None
    return Deadline(latest=plan.end, granularity=granularity(plan), source=DeadlineSource.INHERITED)


def granularity(period: Period) -> Granularity:
    """How finely a period is cut: the calendar unit that it fills, days where it fills none."""
    after = period.end + timedelta(days=1)
    if period.start.day != 1 or after.day != 1:
        return Granularity.DAY
    months = (after.year - period.start.year) * 12 + after.month - period.start.month
    if months == 1:
        return Granularity.MONTH
    if months == 3 and period.start.month in (1, 4, 7, 10):
        return Granularity.QUARTER
    if months == 6 and period.start.month in (1, 7):
        return Granularity.HALF
    return Granularity.YEAR if months % 12 == 0 and period.start.month == 1 else Granularity.MONTH


def section_period(document: Document, sentence: Sentence, modality: Modality) -> Period | None:
    """The period of a statement that states none: the plan's for a commitment, else that of its section."""
    if modality is Modality.TARGET:
        return document.plan_period or document.review_period
    section = document.section_of(sentence)
    return section.period or document.period_of(section.role)


def scope_area(scope: str, linked: Linked) -> Area | None:
    """The area that a scope means (全区 in a report of 新安街道: 宝安区); None where the report's place is unknown."""
    areas = {area.key: area for area in linked.areas}
    areas[linked.report_area.key] = linked.report_area
    named = [area for area in areas.values() if area.name and (area.name in scope or _is_short_name(scope, area))]
    if named:
        return max(named, key=lambda area: (len(area.name), area.key))
    fitting = next((rows for word, rows in _scope_words() if word in scope), ())
    area: Area | None = linked.report_area
    seen: set[str] = set()
    while area is not None and area.key not in seen:
        if any(area.level == level and area.name.endswith(suffix) for level, suffix in fitting):
            return area
        seen.add(area.key)
        area = areas.get(area.within) if area.within else None
    return None


def _is_short_name(scope: str, area: Area) -> bool:
    """深圳 for 深圳市: all but the last character, which tells the kind."""
    return len(scope) > 1 and area.name[:-1] == scope


@cache
def _scope_words() -> tuple[tuple[str, tuple[tuple[AreaLevel, str], ...]], ...]:
    rows: dict[str, list[tuple[AreaLevel, str]]] = {}
    for row in table("scopes")["scope"]:
        for word in row["words"]:
            rows.setdefault(word, []).append((AreaLevel(row["level"]), row.get("suffix", "")))
    return tuple(sorted(((word, tuple(fits)) for word, fits in rows.items()), key=lambda row: (-len(row[0]), row[0])))
