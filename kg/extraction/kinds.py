"""Level, change, share, rank or duration: a figure with the words before it in, its kind, sign and basis out."""

from __future__ import annotations

import re
from collections import deque
from functools import cache

from kg.extraction import labels
from kg.extraction.model import ChangeBasis, Kind
from kg.language.quantities import Quantity
from kg.lexicon import table, words
from kg.records import record

_FORMS = table("figures")["forms"]
_NOUN_OF_CHANGE = re.compile(_FORMS["noun_of_change"])
_RATE = re.compile(_FORMS["rate"])
_MULTIPLE_OF_TASK = re.compile(_FORMS["multiple_of_task"])
_BARE_CHANGE = re.compile(_FORMS["bare_change"])
_COMPARED_ALONE = re.compile(_FORMS["compared_alone"])
_NET_CHANGE = re.compile(_FORMS["net_change"])
_WITH_BEFORE = re.compile(_FORMS["compared_with_before"])
_OVER_AIM = re.compile(_FORMS["over_aim"])
_CUT_BY = re.compile(_FORMS["cut_by"])
_YARDSTICK = re.compile(_FORMS["yardstick"])
_GROWTH_IN_NAME = re.compile(_FORMS["growth_in_name"])
_COUNTED_DAYS = re.compile(_FORMS["counted_days"])
_AMOUNT = frozenset(table("figures")["change"]["amount"])


@record
class Reading:
    """What the words before a figure say of its kind. `verb` is the span of the word of change in those words."""

    kind: Kind
    sign: int = 1
    basis: ChangeBasis | None = None
    verb: tuple[int, int] | None = None


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The words of change and comparison, from kg/lexicon/figures.toml."""

    def alternation(*keys: str) -> str:
        return "|".join(re.escape(w) for w in words("figures", *keys))

    kinds = {"to": "to_level", "fall": "fall", "rise": "rise"}
    first = "".join(sorted({word[0] for key in kinds.values() for word in words("figures", "change", key)}))
    groups = "|".join(f"(?P<{name}>{alternation('change', key)})" for name, key in kinds.items())
    return {
        "change": re.compile(f"(?=[{first}])(?:{groups})"),  # asked for its first characters first, which is quicker
        "yoy": re.compile(alternation("change", "year_on_year")),
        "pop": re.compile(alternation("change", "period_on_period")),
        "base": re.compile(alternation("change", "since_base")),
    }


def last_change(before: str) -> re.Match[str] | None:
    """The last word of change or of a new level before a figure."""
    last = deque(patterns()["change"].finditer(before), maxlen=1)
    return last[0] if last else None


def read_kind(q: Quantity, before: str, *, noun_follows: bool) -> Reading:
    """Kind, sign and basis of a figure.

    Args:
        before: the words of the clause before the figure, bound words left out.
        noun_follows: a noun stands right after the unit (增加1000个停车位 is a level).
    """
    if q.is_rank:
        return Reading(Kind.RANK)
    dimension = q.unit.unit.dimension if q.unit else ""
    window = before[-24:]
    offset = len(before) - len(window)
    last = last_change(window)
    if last is not None and last["to"] and window[: last.start()] and len(last.group()) <= 2:
        # 增幅达到25%: the copula hides the noun of change before it.
        earlier = last_change(labels.trim_tail(window))
        if earlier is not None and not earlier["to"]:
            last = earlier
    verb = last if last and not last["to"] and not _content(window[last.end() :]) else None
    kind, sign = Kind.LEVEL, 1
    bare = _BARE_CHANGE.search(window)
    more = _WITH_BEFORE.search(window) if not noun_follows else None
    if more is not None:
        return Reading(
            Kind.CHANGE, -1 if more["fall"] else 1, _basis(window), (offset + more.start(), offset + more.end())
        )
    if dimension in ("percentage-point",):
        kind, sign = Kind.CHANGE, -1 if bare is not None and bare["fall"] else _sign(last)
    elif dimension in ("ratio", "multiple"):
        if _GROWTH_IN_NAME.search(window) and (verb is None or verb.group() == "增长"):
            kind = Kind.SHARE
        elif verb is not None:
            kind, sign = Kind.CHANGE, _sign(verb)
        elif bare is not None:
            kind, sign = Kind.CHANGE, -1 if bare["fall"] else 1
        elif dimension == "ratio" and cut_by(window):
            kind, sign = Kind.CHANGE, -1
        elif _COMPARED_ALONE.search(window) or (dimension == "multiple" and not _MULTIPLE_OF_TASK.search(window)):
            kind = Kind.CHANGE
        else:
            kind = Kind.SHARE
    elif dimension == "score" and verb is not None:
        kind, sign = Kind.CHANGE, _sign(verb)  # 较上季度提高0.9分, 低于平均分0.8分
    elif dimension.startswith(("time", "teaching")):
        kind = Kind.LEVEL if _COUNTED_DAYS.search(window) else Kind.DURATION
        if verb is not None and verb.group() in _AMOUNT:
            kind, sign = Kind.CHANGE, _sign(verb)
    elif (net := _NET_CHANGE.search(labels.trim(window))) is not None and not noun_follows:
        kind, sign = Kind.CHANGE, -1 if net["fall"] else 1
    elif verb is not None and verb.group() in _AMOUNT and not noun_follows:
        compared = patterns()["base"].search(window)
        weak = verb.group() in _FORMS["compared_only"]
        if compared or verb.group() in _FORMS["beyond"] or (labels.trim(window[: verb.start()]) and not weak):
            kind, sign = Kind.CHANGE, _sign(verb)
    elif not noun_follows and _OVER_AIM.search(window):
        kind = Kind.CHANGE
    elif bare is not None and not noun_follows and patterns()["base"].search(window):
        # 比去年增88吨
        kind, sign = Kind.CHANGE, -1 if bare["fall"] else 1
    if kind is not Kind.CHANGE:
        return Reading(kind)
    span = (offset + verb.start(), offset + verb.end()) if verb else None
    return Reading(kind, sign, _basis(window), span)


def is_net_change(own: str) -> bool:
    """True for words before a figure such as 净增市场主体, 减少贫困人口."""
    return bool(_NET_CHANGE.search(own))


def cut_by(before: str) -> str:
    """The verb where the words before a percentage say that a thing becomes less by it (压减一般性支出), else nothing."""
    found = _CUT_BY.search(labels.trim(before))
    return found["verb"] if found else ""


def _sign(verb: re.Match[str] | None) -> int:
    return -1 if verb is not None and verb["fall"] else 1


def _content(between: str) -> bool:
    """True when words other than copulas and nouns of change stand between the verb and the figure."""
    rest = _YARDSTICK.sub("", labels.trim_tail("。" + between).removeprefix("。"))
    return bool(rest) and not (_NOUN_OF_CHANGE.fullmatch(rest) and not _RATE.search(rest.replace("率", "", 1)))


def _basis(window: str) -> ChangeBasis:
    p = patterns()
    if p["yoy"].search(window):
        return ChangeBasis.YEAR_ON_YEAR
    if p["pop"].search(window):
        return ChangeBasis.PERIOD_ON_PERIOD
    return ChangeBasis.SINCE_BASE if p["base"].search(window) else ChangeBasis.UNSTATED
