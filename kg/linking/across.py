"""Promises of one report and what a later one of the same street says of them: claims of several reports in, follow-ups out.

A promised figure is followed by the reported figure that measures the same thing: same unit, kind and area, a period that
reaches into that of the promise, and most likely the same words. A promised project is followed by the mention of it, or
of its short name. How likely two claims are about one thing is told by `kg/linking/likeness.py`. The verdicts: met, missed (its time is over), partly (its time is not over, or a part of several), not comparable (the
nearest thing reported measures something else), not reported (a later report has been read and says nothing).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import Generic, TypeVar

from kg.documents.model import Period
from kg.extraction.model import Bound, Status
from kg.lexicon import table
from kg.linking.claims import Claims, FigureClaim, Head, ProjectClaim, by_area
from kg.linking.follow_ups import verdict
from kg.linking.keys import digest
from kg.linking.likeness import Ground, apart, labels_alike, probability
from kg.linking.model import FollowUp

_ORDER = (Status.PLANNED, Status.PREPARING, Status.STARTED, Status.UNDERWAY, Status.COMPLETED, Status.IN_USE)
_SHORT_NAME = 2
"""A name of so many characters or fewer is none that is known again."""
_PART = 45
"""Days by which a reported period may begin before that of the promise and still be the same."""
_CAME = re.compile("净增|新增")
_ADDED_UP = 2
"""How many times as much as was promised what is added up may be and still be that of the promised time."""
_LATE = 80
"""Days by which the period of a measure may end before that of the promise (or of the review) and still be the same."""
_YEAR = 366
"""The same where the promise names a day, so that its period begins with the plan."""


def across(reports: Sequence[Claims]) -> list[FollowUp]:
    """Follow-ups between the reports of each street, sorted by key."""
    found = chain.from_iterable(
        between(reports[promise], reports[later]) for promise, later in in_turn([claims.head for claims in reports])
    )
    return sorted(found, key=lambda follow_up: follow_up.key)


def in_turn(heads: Sequence[Head]) -> Iterator[tuple[int, int]]:
    """Which report's promises are followed in which: the first later one whose reviewed period reaches into theirs."""
    for same in by_area(heads):
        for number, promise in enumerate(same):
            for later in same[number + 1 :]:
                if _reviews(heads[later], heads[promise]):
                    yield promise, later
                    break


def _reviews(later: Head, promise: Head) -> bool:
    """Whether a report looks back on (a part of) what another one plans."""
    if later.reviewed is None or promise.planned is None or later.report == promise.report:
        return False
    if promise.reviewed is not None and later.reviewed.end <= promise.reviewed.end:
        return False
    return later.reviewed.end >= promise.planned.start and later.reviewed.start <= promise.planned.end


def between(promise: Claims, later: Claims) -> Iterator[FollowUp]:
    """The follow-ups of the promises of one report in a later one."""
    assert later.head.reviewed is not None
    until = later.head.reviewed.end
    ground = Ground(promise, later)
    yield from _figures(promise, later, ground, until)
    yield from _projects(promise, later, ground, until)


Claim = TypeVar("Claim", FigureClaim, ProjectClaim)


@dataclass(frozen=True)
class Candidates(Generic[Claim]):
    """Promises, outcomes, and which of them may belong together: positions in either with the features of the two."""

    tasks: Sequence[Claim]
    results: Sequence[Claim]
    pairs: Sequence[tuple[int, int, tuple[float, ...]]]


def figure_candidates(promise: Claims, later: Claims, ground: Ground) -> Candidates[FigureClaim]:
    """Promised figures and those reported that measure in the same way."""
    attributes = _any(tuple(table("linking")["follow_up"]["attributes"]))
    tasks = [
        claim
        for claim in promise.figures
        if claim.promised and claim.kind != "rank" and attributes.search(claim.metric) is None
    ]
    results = _outcomes([claim for claim in later.figures if not claim.promised and claim.kind != "rank"])
    pairs = [
        (i, j, features)
        for i, task in enumerate(tasks)
        for j, result in enumerate(results)
        if not _differs(task, result, later.head.reviewed) and (features := ground.figures(task, result)) is not None
    ]
    return Candidates(tasks, results, pairs)


def _outcomes(reported: Sequence[FigureClaim]) -> list[FigureClaim]:
    """The reported figures without those that only lead to one behind them: a mark that was passed
    (突破60亿元,达61.8亿元), a whole that opens its clause (4个助餐点中已开餐2个)."""

    def leads(one: FigureClaim, other: FigureClaim) -> bool:
        if (
            one.sentence != other.sentence
            or one.unit != other.unit
            or one.kind != other.kind
            or other.start <= one.start
        ):
            return False
        passed = one.bound in (Bound.MORE_THAN, Bound.AT_LEAST, Bound.JUST_OVER) and one.concept == other.concept
        if passed and other.bound is Bound.EXACT:
            return one.value <= other.value
        return one.names_whole and one.kind == "level" and other.value < one.value

    told = [one for one in reported if not one.remainder]
    return [one for k, one in enumerate(told) if not any(leads(one, other) for other in told[k + 1 : k + 3])]


def project_candidates(promise: Claims, later: Claims, ground: Ground) -> Candidates[ProjectClaim]:
    """Promised projects that no figure stands for, and those reported."""
    tasks = [
        claim
        for claim in promise.projects
        if claim.promised and not claim.measured and claim.count is None and len(claim.name) > _SHORT_NAME
    ]
    results = [claim for claim in later.projects if not claim.promised and claim.count is None]
    pairs = [
        (i, j, features)
        for i, task in enumerate(tasks)
        for j, result in enumerate(results)
        if (features := ground.projects(task, result)) is not None
    ]
    return Candidates(tasks, results, pairs)


def chosen(sort: str, pairs: Sequence[tuple[int, int, tuple[float, ...]]]) -> tuple[dict[int, int], set[int]]:
    """Which outcome belongs to which promise, and of which promises something may speak; `sort` is figure or project.

    Each promise has one outcome at most and each outcome one promise, the likeliest first.
    """
    settings = table("linking")["follow_up"]
    likely = [(-probability(sort, features), j, i) for i, j, features in pairs]
    chosen_for: dict[int, int] = {}
    taken: set[int] = set()
    for unlikely, j, i in sorted(likely):
        if -unlikely >= settings["least"] and i not in chosen_for and j not in taken:
            chosen_for[i] = j
            taken.add(j)
    return chosen_for, {i for unlikely, _, i in likely if -unlikely >= settings["hint"]}


def _figures(promise: Claims, later: Claims, ground: Ground, until: date) -> Iterator[FollowUp]:
    candidates = figure_candidates(promise, later, ground)
    tasks, results = candidates.tasks, candidates.results
    settings = table("linking")["follow_up"]
    outcome_of, possible = chosen("figure", candidates.pairs)
    taken = set(outcome_of.values())
    for i, task in enumerate(tasks):
        over = _ends(task, promise) <= until
        if i in outcome_of:
            result = results[outcome_of[i]]
            said = verdict(task, result, task.more_is_better)
            if said is None:
                continue
            if said in ("partly", "missed"):
                said = "missed" if over and not result.rest_goes_on else "partly"
            same = task.concept == result.concept
            alike = None if same else ((task.concept, task.curated), (result.concept, result.curated))
            yield replace(_follow_up(task.key, result.key, said, "follow-up-figure"), alike=alike)
            continue
        near = [
            (labels_alike(task, result), -apart(task, result), -j)
            for j, result in enumerate(results)
            if j not in taken
            and _differs(task, result, later.head.reviewed)
            and labels_alike(task, result) >= settings["near"]
        ]
        if near:
            other = results[-max(near)[2]]
            yield _follow_up(task.key, other.key, "notComparable", "follow-up-not-comparable")
        elif over and i not in possible and ground.spoken_of(task.label) < settings["spoken_of"]:
            yield _follow_up(task.key, None, "notReported", "follow-up-not-reported")


def _ends(task: FigureClaim | ProjectClaim, promise: Claims) -> date:
    """The day by which a promise is to be kept."""
    assert promise.head.planned is not None
    if task.deadline is not None:
        return task.deadline
    period = task.period if isinstance(task, FigureClaim) else None
    return period.end if period is not None else promise.head.planned.end


def _differs(task: FigureClaim, result: FigureClaim, reviewed: Period | None) -> bool:
    """Whether two figures measure in different ways: another unit, kind, area or indicator, or periods apart."""
    if task.unit != result.unit or _measure(task) != _measure(result) or task.area != result.area:
        return True
    if task.curated and result.curated and task.concept != result.concept:
        return True
    for words in table("linking")["follow_up"]["apart"].values():
        # 新认定20家, 总量达142家 · 家庭医生签约率, 重点人群家庭医生签约率
        pattern = _any(tuple(words))
        if (pattern.search(task.metric) is None) is not (pattern.search(result.metric) is None):
            return True
    if task.reach == "whole" and result.reach == "part":
        return True
    if result.cumulative and not task.cumulative and result.value >= _ADDED_UP * task.value:
        return True  # 年内新建6万亩, 累计建成46.8万亩; 全年累计新增就业3018人 is near what was promised
    if task.period is None or result.period is None:
        return False
    measured_over_time = task.kind != "level" or not result.thing
    if measured_over_time and reviewed and (min(task.period.end, reviewed.end) - result.period.end).days > _LATE:
        return True  # 一季度增长6.2%, 1-6月完成31亿元 in the report of the year; a thing is built on one day
    earlier = (task.period.start - result.period.start).days
    if task.kind == "level" and earlier > (_PART if task.deadline is None else _YEAR):
        return True  # 下半年拆除20万平方米, 全年拆除29.4万平方米
    return result.period.end < task.period.start or result.period.start > task.period.end


def _measure(claim: FigureClaim) -> str:
    """The kind of a figure; what came on balance (净增规上企业2家) is a level of it, a difference (同比减少2宗) is none."""
    came = claim.kind == "change" and claim.unit.startswith("count-") and _CAME.search(claim.metric)
    return "level" if came else claim.kind


@cache
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(words))


def _projects(promise: Claims, later: Claims, ground: Ground, until: date) -> Iterator[FollowUp]:
    candidates = project_candidates(promise, later, ground)
    tasks, results = candidates.tasks, candidates.results
    settings = table("linking")["follow_up"]
    outcome_of, possible = chosen("project", candidates.pairs)
    for i, task in enumerate(tasks):
        over = _ends(task, promise) <= until
        if i in outcome_of:
            result = results[outcome_of[i]]
            said = _kept(task.wanted, result.state, over)
            if said is not None:
                yield _follow_up(task.key, result.key, said, "follow-up-project")
        elif over and i not in possible and ground.spoken_of(task.name, name=True) < settings["spoken_of"]:
            yield _follow_up(task.key, None, "notReported", "follow-up-not-reported")


def _kept(wanted: Status | None, state: Status, over: bool) -> str | None:
    """The verdict on a promised state by the one reported, None where either is not told."""
    if state is Status.UNSTATED or wanted is None or wanted is Status.UNSTATED:
        return None
    if _ORDER.index(state) >= min(_ORDER.index(wanted), _ORDER.index(Status.COMPLETED)):
        return "met"
    if wanted is Status.UNDERWAY and state is Status.STARTED:
        return "met"
    return "missed" if over else "partly"


def _follow_up(commitment: str, outcome: str | None, said: str, rule: str) -> FollowUp:
    confidence = Decimal(str(table("follow_ups")["confidence"][rule]))
    return FollowUp("follow-up-" + digest(commitment, outcome or "", said), commitment, outcome, said, confidence, rule)
