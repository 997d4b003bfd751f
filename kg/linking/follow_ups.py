"""Promises and what the same report says of them: figures with their concepts in, verdicts out.

Within one report a task and its result stand side by side in the review (完成年度任务35.42万平方米; 消化违建存量
19.1万平方米). They are linked only when both are about the same indicator, area and unit and the result's period lies
in that of the task. The verdict is a test of intervals: every number is an interval of what it allows; what is promised
as 约 or 左右 is reached within a twentieth.

* `met`: the whole interval of the result lies where the task wanted it.
* `missed`: the task's time is over and the whole interval lies elsewhere.
* `partly`: the task's time is not over and the result is short of it.
* nothing otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Protocol

from kg.documents.model import Document, Period, SectionRole
from kg.extraction.model import Bound, Indicator, Kind, Modality
from kg.linking.keys import digest
from kg.linking.model import FollowUp

_INFINITY = Decimal("Infinity")
_ABOUT = Decimal("0.05")
"""Share of a value within which another one is about as much."""
_RULE = "follow-up-same-report"
_CONFIDENCE = Decimal("0.8")  # unmeasured: there is no gold on follow-ups yet


class Bounded(Protocol):
    """What a verdict needs of a figure."""

    @property
    def value(self) -> Decimal: ...
    @property
    def value_max(self) -> Decimal | None: ...
    @property
    def bound(self) -> Bound: ...
    @property
    def period(self) -> Period | None: ...


def interval(indicator: Bounded) -> tuple[Decimal, Decimal]:
    """Least and greatest value that a figure allows; both infinite for 约."""
    low = high = indicator.value
    if indicator.bound is Bound.RANGE and indicator.value_max is not None:
        return low, indicator.value_max
    if indicator.bound is Bound.ABOUT:
        return -_INFINITY, _INFINITY
    if indicator.bound in (Bound.AT_LEAST, Bound.MORE_THAN, Bound.JUST_OVER):
        high = _INFINITY
    elif indicator.bound in (Bound.AT_MOST, Bound.LESS_THAN, Bound.NEARLY):
        low = -_INFINITY
    if indicator.value < 0:
        # 减少60%以上 is −60 at most.
        low, high = (-high if high.is_infinite() else low), (-low if low.is_infinite() else high)
        if indicator.bound in (Bound.AT_LEAST, Bound.MORE_THAN, Bound.JUST_OVER):
            return -_INFINITY, indicator.value
        if indicator.bound in (Bound.AT_MOST, Bound.LESS_THAN, Bound.NEARLY):
            return indicator.value, _INFINITY
    return low, high


def verdict(task: Bounded, result: Bounded, more_is_better: bool | None) -> str | None:
    """The verdict on a task by a result, None when nothing can be said."""
    task_low, task_high = interval(task)
    low, high = interval(result)
    if task.bound is Bound.ABOUT:
        # 增长6%左右: a twentieth less is about as much.
        task_low, task_high = task.value - abs(task.value) * _ABOUT, task.value + abs(task.value) * _ABOUT
    if (
        task.value < 0  # 下降15%: to be kept by a greater fall
        or task.bound in (Bound.AT_MOST, Bound.LESS_THAN)
        or (task.bound in (Bound.EXACT, Bound.ABOUT) and more_is_better is False)
    ):
        met, short = high <= task_high, low > task_high
    else:
        met, short = low >= task_low, high < task_low
    if met:
        return "met"
    if not short or task.period is None or result.period is None:
        return None
    return "missed" if result.period.end >= task.period.end else "partly"


def within_report(
    document: Document,
    indicators: Sequence[Indicator],
    keys: Sequence[str],
    concepts: Sequence[str],
    areas: Sequence[str],
    more_is_better: Callable[[str], bool | None],
) -> tuple[FollowUp, ...]:
    """Follow-ups among the figures of one report's review; one a task, with the nearest result."""

    def usable(index: int) -> bool:
        figure = indicators[index]
        if figure.kind in (Kind.CHANGE, Kind.RANK) or figure.period is None:
            return False
        return document.section_of(document.sentence_at(figure.start)).role is not SectionRole.PLAN

    tasks = [index for index, figure in enumerate(indicators) if figure.modality is Modality.TARGET and usable(index)]
    if not tasks:
        return ()
    results: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, figure in enumerate(indicators):
        if figure.modality is Modality.ACTUAL:
            results[concepts[index], areas[index], figure.unit].append(index)
    found = []
    for task in tasks:
        wanted = indicators[task]
        candidates = [
            index
            for index in results[concepts[task], areas[task], wanted.unit]
            if usable(index) and _fits(wanted, indicators[index])
        ]
        if not candidates:
            continue
        nearest = min(candidates, key=lambda index: abs(indicators[index].start - wanted.start))
        said = verdict(wanted, indicators[nearest], more_is_better(concepts[task]))
        if said is not None:
            key = "follow-up-" + digest(keys[task], keys[nearest])
            found.append(FollowUp(key, keys[task], keys[nearest], said, _CONFIDENCE, _RULE))
    return tuple(found)


def _fits(task: Indicator, result: Indicator) -> bool:
    if task.period is None or result.period is None:
        return False
    return task.period.start <= result.period.start and result.period.end <= task.period.end
