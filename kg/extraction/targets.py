"""Completion rates in, the targets that they are rates of out.

Three ways, from the surest down: the sentence names the target (完成任务35.42万平方米的91%; the labelling of the sentence has
linked it), the item does (年度目标14.6亿元;上半年完成7.98亿元,完成率54.7%), or another section of the report promises what
the rate and the figure before it amount to (消化违建19.125万平方米,完成年度任务54.01% … 完成35.4万平方米的年度消违任务).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kg.documents.model import Document
from kg.extraction.model import Indicator, Kind, Modality
from kg.lexicon import table

_FORMS = table("figures")["fulfilment"]
_RATE_OF_TASK = re.compile(_FORMS["rate"])
_WORDS_OF_TASK = re.compile(_FORMS["task_words"])
_TOLERANCE = Decimal(str(_FORMS["tolerance"]))


def link_targets(document: Document, figures: Sequence[Indicator]) -> list[Indicator]:
    """The figures with `of_target` filled where a completion rate has a target that the report states."""
    targets = [k for k, f in enumerate(figures) if f.kind is Kind.LEVEL and f.modality is Modality.TARGET and f.value]
    sections = [s.section for s in document.sentences]
    starts = [s.start for s in document.sentences]
    linked = list(figures)
    for n, rate in enumerate(figures):
        if rate.kind is not Kind.SHARE or rate.unit != "%" or rate.of_target is not None or not n:
            continue
        if not _RATE_OF_TASK.search(rate.metric):
            continue
        done = _done(figures, n)
        if done is None:
            continue
        target = _of_item(document, figures, targets, done, starts, sections)
        if target is None:
            target = _of_report(figures, targets, done, rate)
        if target is not None:
            linked[n] = replace(rate, of_target=target)
    return linked


def _done(figures: Sequence[Indicator], n: int) -> int | None:
    """Position of the outcome that a rate speaks of: the level right before it."""
    for k in range(n - 1, max(-1, n - 3), -1):
        f = figures[k]
        if f.kind is Kind.LEVEL and f.modality is Modality.ACTUAL and figures[n].start - f.end < _FORMS["reach"]:
            return k
    return None


def _of_item(
    document: Document,
    figures: Sequence[Indicator],
    targets: Sequence[int],
    done: int,
    starts: Sequence[int],
    sections: Sequence[int],
) -> int | None:
    """The target of the same thing in the same item."""
    first = document.sections[sections[_at(starts, figures[done].start)]]
    for k in reversed(targets):
        f = figures[k]
        if f.start < first.start or f.start >= figures[done].start:
            continue
        if f.unit == figures[done].unit and _same_thing(f.metric, figures[done].metric):
            return k
    return None


def _of_report(figures: Sequence[Indicator], targets: Sequence[int], done: int, rate: Indicator) -> int | None:
    """The one target of the report whose words and arithmetic agree with a rate and the outcome before it."""
    outcome = figures[done]
    found = [
        (difference, k)
        for k in targets
        if figures[k].unit == outcome.unit
        and (difference := abs(outcome.value / figures[k].value * 100 - rate.value)) <= _TOLERANCE
        and len(set(_content(figures[k].metric)) & set(_content(outcome.metric))) >= _FORMS["shared_characters"]
    ]
    return min(found)[1] if len({figures[k].value for _, k in found}) == 1 else None


def _same_thing(one: str, other: str) -> bool:
    one, other = _content(one), _content(other)
    return bool(one) and bool(other) and (one.endswith(other) or other.endswith(one))


def _content(label: str) -> str:
    return _WORDS_OF_TASK.sub("", label)


def _at(starts: Sequence[int], position: int) -> int:
    return max(0, bisect_right(starts, position) - 1)
