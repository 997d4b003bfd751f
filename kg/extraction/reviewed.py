"""An extraction and a person's verdicts on mentions of it in, the extraction without what was rejected out.

What is taken away is not referred to any more, and the numbers of it stay accounted for: set aside as `rejected`. A
reason that a person denies leaves its number `unresolved`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from kg.extraction.model import Deadline, Extraction, Mention, SetAside, SetAsideReason

Place = tuple[str, int]
"""Which mention: the type that it has in the JSON lines, and its index in the extraction's tuple."""
RULE = "rejected-by-person"
_SURE = Decimal("0.99")
"""As high as any rule's confidence: nobody is certain."""

_M = TypeVar("_M", bound=Mention)


def judged(found: Extraction, verdicts: Mapping[Place, bool]) -> Extraction:
    """The extraction as a person left it. `verdicts`: true for what was accepted, false for what was rejected."""
    new = {
        kind: {old: number for number, old in enumerate(k for k in range(size) if verdicts.get((kind, k), True))}
        for kind, size in (
            ("indicator", len(found.indicators)),
            ("project", len(found.projects)),
            ("initiative", len(found.initiatives)),
        )
    }

    def kept(kind: str, mentions: Sequence[_M]) -> list[_M]:
        return [
            replace(mention, accepted=True) if verdicts.get((kind, k)) else mention
            for k, mention in enumerate(mentions)
            if verdicts.get((kind, k), True)
        ]

    def moved(pairs: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
        return tuple((kind, new[kind][k]) for kind, k in pairs if k in new[kind])

    def one(index: int | None) -> int | None:
        return None if index is None else new["indicator"].get(index)

    gone = {(m.start, m.end) for k, m in enumerate(found.deadlines) if not verdicts.get(("deadline", k), True)}

    def due(deadline: Deadline | None) -> Deadline | None:
        return None if deadline is not None and (deadline.start, deadline.end) in gone else deadline

    asides = [
        aside if verdicts.get(("set_aside", k), True) else replace(aside, reason=SetAsideReason.UNRESOLVED)
        for k, aside in enumerate(found.set_asides)
    ]
    asides = [
        replace(aside, accepted=True) if verdicts.get(("set_aside", k)) else aside for k, aside in enumerate(asides)
    ]
    figures = kept("indicator", found.indicators)
    deadlines = kept("deadline", found.deadlines)
    taken = {(mention.start, mention.end) for mention in (*figures, *deadlines, *asides)}
    lost = {(m.start, m.end) for k, m in enumerate(found.indicators) if not verdicts.get(("indicator", k), True)} | gone
    asides += [
        SetAside(start=start, end=end, rule=RULE, confidence=_SURE, reason=SetAsideReason.REJECTED)
        for start, end in lost - taken
    ]
    return replace(
        found,
        indicators=tuple(
            replace(
                figure,
                compares=one(figure.compares),
                of_target=one(figure.of_target),
                about=moved(figure.about),
                deadline=due(figure.deadline),
            )
            for figure in figures
        ),
        projects=tuple(
            replace(
                project,
                members=tuple(new["project"][k] for k in project.members if k in new["project"]),
                deadline=due(project.deadline),
            )
            for project in kept("project", found.projects)
        ),
        initiatives=tuple(
            replace(initiative, deadline=due(initiative.deadline))
            for initiative in kept("initiative", found.initiatives)
        ),
        deadlines=tuple(replace(mention, applies_to=moved(mention.applies_to)) for mention in deadlines),
        areas=tuple(kept("area", found.areas)),
        honours=tuple(kept("honour", found.honours)),
        set_asides=tuple(sorted(asides, key=lambda aside: (aside.start, aside.end))),
    )
