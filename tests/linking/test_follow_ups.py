"""Follow-ups within a report: verdicts by intervals, and silence where figures do not fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kg.documents.model import Period
from kg.extraction.model import Bound, Indicator, Kind, Modality
from kg.linking.follow_ups import interval, verdict, within_report
from tests import factories

YEAR = Period(date(2020, 1, 1), date(2020, 12, 31))
HALF = Period(date(2020, 1, 1), date(2020, 6, 30))
NEXT = Period(date(2021, 1, 1), date(2021, 12, 31))
BASE = next(figure for figure in factories.extraction().indicators if figure.kind is Kind.LEVEL)


def figure(value: str, bound: Bound = Bound.EXACT, **more: Any) -> Indicator:
    return replace(BASE, value=Decimal(value), value_max=None, bound=bound, **{"period": YEAR, **more})


@pytest.mark.parametrize(
    ("value", "bound", "low", "high"),
    [
        ("5", Bound.EXACT, "5", "5"),
        ("5", Bound.AT_LEAST, "5", "Infinity"),
        ("5", Bound.JUST_OVER, "5", "Infinity"),
        ("5", Bound.AT_MOST, "-Infinity", "5"),
        ("5", Bound.NEARLY, "-Infinity", "5"),
        ("5", Bound.ABOUT, "-Infinity", "Infinity"),
        ("-60", Bound.AT_LEAST, "-Infinity", "-60"),
        ("-3", Bound.NEARLY, "-3", "Infinity"),
    ],
)
def test_every_bound_is_an_interval_of_the_signed_value(value: str, bound: Bound, low: str, high: str) -> None:
    assert interval(figure(value, bound)) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("task", "result", "more_is_better", "expected"),
    [
        (figure("35"), figure("36"), None, "met"),
        (figure("35", Bound.AT_LEAST), figure("35", Bound.JUST_OVER), None, "met"),
        (figure("35"), figure("19", period=HALF), None, "partly"),
        (figure("35"), figure("19"), None, "missed"),
        (figure("3", Bound.AT_MOST), figure("2"), None, "met"),
        (figure("3", Bound.AT_MOST), figure("4"), None, "missed"),
        (figure("19"), figure("17"), False, "met"),
        (figure("35"), figure("36", Bound.NEARLY), None, None),
        (figure("35"), figure("35", Bound.ABOUT), None, None),
        (figure("35", Bound.ABOUT), figure("34"), None, "met"),
        (figure("35", Bound.ABOUT), figure("30"), None, "missed"),
        (figure("35", Bound.ABOUT), figure("30", period=HALF), None, "partly"),
        (figure("19", Bound.ABOUT), figure("22"), False, "missed"),
        (figure("-6", Bound.ABOUT), figure("-5"), None, "missed"),
    ],
)
def test_a_verdict_is_a_test_of_intervals_or_nothing(
    task: Indicator, result: Indicator, more_is_better: bool | None, expected: str | None
) -> None:
    assert verdict(task, result, more_is_better) == expected


def follow(
    task: Indicator, result: Indicator, *, concepts: tuple[str, str] = ("c", "c"), areas: tuple[str, str] = ("a", "a")
):  # type: ignore[no-untyped-def]
    found = within_report(factories.document(), (task, result), ("task", "result"), concepts, areas, lambda _: None)
    return [(f.commitment, f.outcome, f.verdict) for f in found]


def test_a_task_in_the_review_is_linked_to_its_result() -> None:
    task = figure("35", modality=Modality.TARGET)
    assert follow(task, figure("19", period=HALF)) == [("task", "result", "partly")]


@pytest.mark.parametrize(
    ("result", "more"),
    [
        (figure("19", period=NEXT), {}),
        (figure("19", unit="家"), {}),
        (figure("19", kind=Kind.CHANGE), {}),
        (figure("19"), {"concepts": ("c", "d")}),
        (figure("19"), {"areas": ("a", "b")}),
        (figure("19", period=None), {}),
    ],
)
def test_figures_that_do_not_fit_are_not_linked(result: Indicator, more: dict[str, Any]) -> None:
    assert follow(figure("35", modality=Modality.TARGET), result, **more) == []
