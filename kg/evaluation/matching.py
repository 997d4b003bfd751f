"""From two lists of facts of one text to the pairs that mean the same stretch; and when two fields agree.

A fact is one JSON-lines object as ONTOLOGY.md describes it: a mapping with `type`, `start`, `end` (code points, end
exclusive), `quote` and the fields of its type. The rules here are those of the reference scorer, `tests/gold/gold.py`;
a test holds the two together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from kg import lexicon

Fact = Mapping[str, Any]


def overlap(a: Fact, b: Fact) -> int:
    """Number of code points that two spans share."""
    return max(0, int(min(a["end"], b["end"]) - max(a["start"], b["start"])))


def intersection_over_union(a: Fact, b: Fact) -> float:
    """Shared part of two spans, 0 (apart) to 1 (equal)."""
    shared = overlap(a, b)
    return shared / ((a["end"] - a["start"]) + (b["end"] - b["start"]) - shared) if shared else 0.0


def match(gold: Sequence[Fact], predicted: Sequence[Fact], threshold: float) -> list[tuple[int, int]]:
    """Greedy one-to-one pairs (index of gold, index of predicted), the best overlap first.

    `threshold` is the least intersection over union of a pair.
    """
    order = sorted(range(len(predicted)), key=lambda j: predicted[j]["start"])
    starts = [predicted[j]["start"] for j in order]
    longest = max((p["end"] - p["start"] for p in predicted), default=0)
    candidates = []
    for i, wanted in enumerate(gold):
        # What overlaps starts before the end of the gold span and at most the longest span before its start.
        for position in range(bisect_left(starts, wanted["start"] - longest), bisect_left(starts, wanted["end"])):
            j = order[position]
            likeness = intersection_over_union(wanted, predicted[j])
            if likeness and likeness >= threshold:
                candidates.append((likeness, i, j))
    pairs: list[tuple[int, int]] = []
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    for _, i, j in sorted(candidates, reverse=True):
        if i not in taken_gold and j not in taken_predicted:
            taken_gold.add(i)
            taken_predicted.add(j)
            pairs.append((i, j))
    return pairs


@cache
def _unit_aliases() -> Mapping[str, str]:
    aliases: dict[str, str] = lexicon.table("evaluation_units")["alias"]
    return aliases


def plain_unit(unit: str | None) -> str:
    """A unit in the spelling of the guidelines (㎡ → 平方米)."""
    stripped = (unit or "").strip()
    return _unit_aliases().get(stripped, stripped)


def same_unit(gold: Fact, predicted: Fact) -> bool:
    """Whether two figures have the same unit."""
    return plain_unit(gold["unit"]) == plain_unit(predicted.get("unit"))


def same_number(gold: Fact, predicted: Fact) -> bool:
    """Whether two figures have the same value, and the same upper end where gold has a range."""
    return _equal(gold["value"], predicted.get("value")) and (
        gold["value_max"] is None or _equal(gold["value_max"], predicted.get("value_max"))
    )


def _equal(a: Any, b: Any) -> bool:
    return a is not None and b is not None and abs(float(a) - float(b)) <= 1e-6 * max(1.0, abs(float(a)))


def character_f1(a: str | None, b: str | None) -> float:
    """Likeness of two wordings: F1 of their characters as bags."""
    bag_a, bag_b = Counter(a or ""), Counter(b or "")
    shared = (bag_a & bag_b).total()
    return 2 * shared / (bag_a.total() + bag_b.total()) if shared else 0.0


LEAST_METRIC_LIKENESS = 0.6
"""Character F1 from which two wordings of a metric count as the same."""


def same_metric(gold: Fact, predicted: Fact) -> bool:
    """Whether two wordings name the same thing measured."""
    return character_f1(gold["metric"], predicted.get("metric")) >= LEAST_METRIC_LIKENESS


def same_period(gold: Fact, predicted: Fact) -> bool:
    """Whether two figures hold for the same days."""
    return (gold.get("period_start"), gold["period_end"]) == (
        predicted.get("period_start"),
        predicted.get("period_end"),
    )
