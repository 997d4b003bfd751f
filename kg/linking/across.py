"""Promises of one report and what a later one of the same street says of them: claims of several reports in, follow-ups out.

A promised figure is followed by the reported figure that measures the same thing: same unit, kind and area, a period that
reaches into that of the promise, a like label. A promised project is followed by the mention of it, or of its short name.
The verdicts: met, missed (its time is over), partly (its time is not over, or a part of several), not comparable (the
nearest thing reported measures something else), not reported (a later report has been read and says nothing).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from kg.extraction.model import Status
from kg.lexicon import table
from kg.linking.claims import Claims, FigureClaim, ProjectClaim, by_area
from kg.linking.follow_ups import verdict
from kg.linking.keys import digest
from kg.linking.model import FollowUp

_ORDER = (Status.PLANNED, Status.PREPARING, Status.STARTED, Status.UNDERWAY, Status.COMPLETED, Status.IN_USE)
_PART = 45
"""Days by which a reported period may begin before that of the promise and still be the same."""


def across(reports: Sequence[Claims]) -> list[FollowUp]:
    """Follow-ups between the reports of each street, sorted by key.

    Each promise is followed in the first later report whose reviewed period reaches into that of the promise.
    """
    found: list[FollowUp] = []
    for same in by_area(reports):
        for number, promise in enumerate(same):
            later = next((report for report in same[number + 1 :] if _reviews(report, promise)), None)
            if later is not None:
                found.extend(between(promise, later))
    return sorted(found, key=lambda follow_up: follow_up.key)


def _reviews(later: Claims, promise: Claims) -> bool:
    """Whether a report looks back on (a part of) what another one plans."""
    if later.reviewed is None or promise.planned is None or later.report == promise.report:
        return False
    if promise.reviewed is not None and later.reviewed.end <= promise.reviewed.end:
        return False
    return later.reviewed.end >= promise.planned.start and later.reviewed.start <= promise.planned.end


def between(promise: Claims, later: Claims) -> Iterator[FollowUp]:
    """The follow-ups of the promises of one report in a later one."""
    assert later.reviewed is not None
    until = later.reviewed.end
    yield from _figures(promise, later, until)
    yield from _projects(promise, later, until)


# --- figures --------------------------------------------------------------------------------------------------------


def _figures(promise: Claims, later: Claims, until: date) -> Iterator[FollowUp]:
    wanted = [claim for claim in promise.figures if claim.promised and claim.kind != "rank"]
    reported = [claim for claim in later.figures if not claim.promised and claim.kind != "rank"]
    settings = table("linking")["follow_up"]
    pairs = []
    for i, task in enumerate(wanted):
        for j, result in enumerate(reported):
            like = likeness(task, result)
            if like >= settings["comparable"] and not _differs(task, result):
                pairs.append((-like, abs(_ratio(task, result)), j, i))
    taken_tasks: dict[int, tuple[int, float]] = {}
    taken_results: set[int] = set()
    for like, _, j, i in sorted(pairs):
        if i not in taken_tasks and j not in taken_results:
            taken_tasks[i] = (j, -like)
            taken_results.add(j)
    for i, task in enumerate(wanted):
        over = _ends(task, promise) <= until
        if i in taken_tasks:
            j, _ = taken_tasks[i]
            said = verdict(task, reported[j], task.more_is_better)
            if said is None:
                continue
            result = reported[j]
            if said in ("partly", "missed"):
                said = "missed" if over and not result.rest_goes_on else "partly"
            same = task.concept == result.concept
            alike = None if same else ((task.concept, task.curated), (result.concept, result.curated))
            yield replace(_follow_up(task.key, result.key, said, "follow-up-figure"), alike=alike)
            continue
        near = [
            (likeness(task, result), -abs(_ratio(task, result)), -j)
            for j, result in enumerate(reported)
            if j not in taken_results and _differs(task, result) and likeness(task, result) >= settings["near"]
        ]
        if near:
            other = reported[-max(near)[2]]
            yield _follow_up(task.key, other.key, "notComparable", "follow-up-not-comparable")
        elif over and not any(likeness(task, result) >= settings["hint"] for result in reported):
            yield _follow_up(task.key, None, "notReported", "follow-up-not-reported")


def _ends(task: FigureClaim | ProjectClaim, promise: Claims) -> date:
    """The day by which a promise is to be kept."""
    assert promise.planned is not None
    if task.deadline is not None:
        return task.deadline
    period = task.period if isinstance(task, FigureClaim) else None
    return period.end if period is not None else promise.planned.end


def _differs(task: FigureClaim, result: FigureClaim) -> bool:
    """Whether two figures measure in different ways: another unit, kind or area, or periods apart."""
    if task.unit != result.unit or task.kind != result.kind or task.area != result.area:
        return True
    for words in ("stock", "groups"):
        # 新认定20家, 总量达142家 · 家庭医生签约率, 重点人群家庭医生签约率
        if (_any(words).search(task.metric) is None) is not (_any(words).search(result.metric) is None):
            return True
    if task.period is None or result.period is None:
        return False
    if task.kind == "level" and task.deadline is None and (task.period.start - result.period.start).days > _PART:
        return True  # 下半年拆除20万平方米, 全年拆除29.4万平方米
    return result.period.end < task.period.start or result.period.start > task.period.end


def _ratio(task: FigureClaim, result: FigureClaim) -> float:
    """How far apart two values are, 0 for equal ones; only to choose among like labels."""
    low, high = sorted((abs(float(task.value)), abs(float(result.value))))
    return 1.0 if not high else 1 - low / high


def likeness(task: FigureClaim, result: FigureClaim) -> float:
    """How like the labels of two figures are, 0 to 1."""
    if task.concept == result.concept:
        return 1.0
    things = same_name(task.thing, result.thing) if task.thing and result.thing else 0.0
    return max(things, alike(task.label, result.label))


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> float:
    """Share of the characters and pairs of characters that two labels have in common, without words of doing.

    >>> alike("新增停车位", "增设公共停车泊位") > .5, alike("新增停车位", "规上工业总产值")
    (True, 0.0)
    """
    a, b = (_doing().sub("", plain) or plain for plain in (_same(one), _same(other)))
    if a == b:
        return 1.0
    return (_dice(Counter(a), Counter(b)) + _dice(_pairs(a), _pairs(b))) / 2


def _same(label: str) -> str:
    """The label with words for which another one stands."""
    for word, other in table("linking")["follow_up"]["same"].items():
        label = label.replace(word, other)
    return label


def _pairs(text: str) -> Counter[str]:
    return Counter(text[k : k + 2] for k in range(len(text) - 1)) or Counter([text])


def _dice(a: Counter[str], b: Counter[str]) -> float:
    return 2 * (a & b).total() / (a.total() + b.total())


@cache
def _any(words: str) -> re.Pattern[str]:
    return re.compile("|".join(table("linking")["follow_up"][words]))


@cache
def _doing() -> re.Pattern[str]:
    return re.compile("|".join(sorted(table("linking")["follow_up"]["doing"], key=len, reverse=True)))


# --- projects -------------------------------------------------------------------------------------------------------


def _projects(promise: Claims, later: Claims, until: date) -> Iterator[FollowUp]:
    wanted = [
        claim
        for claim in promise.projects
        if claim.promised and not claim.measured and claim.count is None and len(claim.name) > 2
    ]
    reported = [claim for claim in later.projects if not claim.promised and claim.count is None]
    settings = table("linking")["follow_up"]
    pairs = []
    for i, task in enumerate(wanted):
        for j, result in enumerate(reported):
            like = 1.0 if task.entity == result.entity else same_name(task.name, result.name)
            if like >= settings["same_name"]:
                pairs.append((-like, result.state is Status.UNSTATED, j, i))
    taken_tasks: dict[int, int] = {}
    taken_results: set[int] = set()
    for _, _, j, i in sorted(pairs):
        if i not in taken_tasks and j not in taken_results:
            taken_tasks[i] = j
            taken_results.add(j)
    for i, task in enumerate(wanted):
        over = _ends(task, promise) <= until
        if i not in taken_tasks:
            named = (alike(task.name, result.name) for result in later.projects if not result.promised)
            if over and all(like < settings["hint"] for like in named):
                yield _follow_up(task.key, None, "notReported", "follow-up-not-reported")
            continue
        result = reported[taken_tasks[i]]
        said = _kept(task.wanted, result.state, over)
        if said is not None:
            yield _follow_up(task.key, result.key, said, "follow-up-project")


def _kept(wanted: Status | None, state: Status, over: bool) -> str | None:
    """The verdict on a promised state by the one reported, None where either is not told."""
    if state is Status.UNSTATED or wanted is None or wanted is Status.UNSTATED:
        return None
    if _ORDER.index(state) >= min(_ORDER.index(wanted), _ORDER.index(Status.COMPLETED)):
        return "met"
    if wanted is Status.UNDERWAY and state is Status.STARTED:
        return "met"
    return "missed" if over else "partly"


@lru_cache(maxsize=65536)
def same_name(one: str, other: str) -> float:
    """How surely a shorter name is the longer one's: 1 for equal, less for a part of it, least for its characters in order.

    >>> same_name("城南公园", "城南公园"), same_name("桂澜数字创意产业园二期", "桂澜数创园二期") > .6, same_name("城南公园", "城北公园")
    (1.0, True, 0.0)
    """
    short, long = sorted((one, other), key=lambda name: (len(name), name))
    if short == long:
        return 1.0
    if len(short) < 3 or _phase(short) != _phase(long):
        return 0.0
    share = len(short) / len(long)
    if short in long:
        return 0.8 + 0.2 * share
    rest = iter(long)
    if (len(short) >= 5 or (len(short) == 4 and short[0] == long[0])) and all(character in rest for character in short):
        return 0.6 + 0.2 * share
    like = alike(one, other)
    return like if like >= 0.7 and one[-1] == other[-1] else 0.0


_PHASES = re.compile(r"[一二三四五六七八九十\d]+(?:期|标段)|[A-Z]区|[东西南北](?:段|区)")


def _phase(name: str) -> tuple[str, ...]:
    return tuple(_PHASES.findall(name))


def _follow_up(commitment: str, outcome: str | None, said: str, rule: str) -> FollowUp:
    confidence = Decimal(str(table("linking")["follow_up"]["confidence"][rule]))
    return FollowUp("follow-up-" + digest(commitment, outcome or "", said), commitment, outcome, said, confidence, rule)
