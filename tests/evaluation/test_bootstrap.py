"""Intervals are the same each time, hold the figure, and narrow with more units."""

from __future__ import annotations

from kg.evaluation.bootstrap import intervals
from kg.evaluation.scores import COUNTED, Counts


def counts(right: int, predicted: int, gold: int) -> Counts:
    numbers = dict.fromkeys(COUNTED, 0)
    numbers |= {"indicator.right": right, "indicator.predicted": predicted, "indicator.gold": gold, "status": right}
    return Counts(tuple(numbers.values()))


UNITS = [counts(8, 10, 10), counts(3, 9, 12), counts(20, 22, 21), counts(0, 2, 1)]
FIGURES = {"f1": lambda c: c.ratio("indicator").f1, "status": lambda c: c.attribute("status")}


def test_the_same_units_give_the_same_interval() -> None:
    many = [counts(n % 7, n % 7 + n % 5, n % 7 + n % 11) for n in range(1, 60)]
    assert intervals(many, FIGURES) == intervals(many, FIGURES)


def test_the_interval_holds_the_pooled_figure() -> None:
    found = intervals(UNITS, FIGURES)["f1"]
    assert found is not None
    assert found[0] < sum(UNITS, Counts()).ratio("indicator").f1 < found[1]
    # Nothing outside what single units reach.
    assert found[1] <= max(unit.ratio("indicator").f1 for unit in UNITS)


def test_more_units_give_a_narrower_interval() -> None:
    few, many = intervals(UNITS, FIGURES)["f1"], intervals(UNITS * 25, FIGURES)["f1"]
    assert few is not None and many is not None
    assert many[1] - many[0] < (few[1] - few[0]) / 3


def test_equal_units_give_a_point() -> None:
    assert intervals([counts(3, 4, 5)] * 4, FIGURES)["f1"] == (6 / 9, 6 / 9)


def test_one_unit_gives_no_interval() -> None:
    assert intervals(UNITS[:1], FIGURES) == {"f1": None, "status": None}


def test_a_figure_that_cannot_be_computed_has_no_interval() -> None:
    """No project is ever right here, so that the share of right statuses has no whole."""
    assert intervals(UNITS, FIGURES)["status"] is None
