"""Figures as the graph states them: written unit, canonical value, interval of the signed value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.extraction.model import Bound, Indicator, Kind
from kg.rdf.quantities import interval, quantity

D = Decimal


@pytest.mark.parametrize(
    ("bound", "value", "lower", "upper"),
    [
        (Bound.EXACT, "5", "5", "5"),
        (Bound.ABOUT, "5", None, None),
        (Bound.NEARLY, "5", None, "5"),
        (Bound.AT_MOST, "5", None, "5"),
        (Bound.LESS_THAN, "5", None, "5"),
        (Bound.JUST_OVER, "5", "5", None),
        (Bound.AT_LEAST, "5", "5", None),
        (Bound.MORE_THAN, "5", "5", None),
        # A fall turns the words: 减少60%以上 is at most −60, 下降近3个百分点 at least −3.
        (Bound.EXACT, "-60", "-60", "-60"),
        (Bound.ABOUT, "-60", None, None),
        (Bound.AT_LEAST, "-60", None, "-60"),
        (Bound.MORE_THAN, "-60", None, "-60"),
        (Bound.JUST_OVER, "-60", None, "-60"),
        (Bound.NEARLY, "-3", "-3", None),
        (Bound.AT_MOST, "-3", "-3", None),
        (Bound.EXACT, "0", "0", "0"),
    ],
)
def test_bound_words_limit_the_signed_value(bound: Bound, value: str, lower: str | None, upper: str | None) -> None:
    expected = (D(lower) if lower else None, D(upper) if upper else None)
    assert interval(D(value), None, bound) == expected


@pytest.mark.parametrize(("first", "last"), [("1", "2"), ("2", "1"), ("-1", "-3")])
def test_a_range_is_in_order(first: str, last: str) -> None:
    low, high = sorted((D(first), D(last)))
    assert interval(D(first), D(last), Bound.RANGE) == (low, high)


def figure(value: str, unit: str, written: str, written_unit: str, **more: object) -> Indicator:
    fields: dict[str, object] = {
        "start": 0,
        "end": 1,
        "rule": "r",
        "confidence": D(1),
        "value": D(value),
        "value_max": None,
        "unit": unit,
        "written_value": D(written),
        "written_value_max": None,
        "written_unit": written_unit,
    }
    return Indicator(**(fields | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "value", "unit", "canonical", "known"),
    [
        (figure("43995000000", "元", "439.95", "亿元"), "439.95", "CNY-1e8", "43995000000", True),
        (figure("191250", "平方米", "19.125", "万平方米"), "19.125", "M2-1e4", "191250", True),
        (figure("2.4", "公顷", "2.4", "公顷"), "2.4", "HA", "24000", True),
        (figure("-3", "百分点", "3", "百分点", kind=Kind.CHANGE), "-3", "PP", "-3", True),
        (figure("1250000", "市场主体", "125", "万市场主体", unit_is_noun=True), "1250000", "UNSTATED", "1250000", True),
        # 八成: the written unit is no unit of its own, so the value multiplied out stands.
        (figure("80", "%", "8", "成"), "80", "PERCENT", "80", True),
        (figure("0", "宗", "0", "宗"), "0", "count-zong", "0", True),
        (figure("12", "无此单位", "12", "无此单位"), "12", "x", "12", False),
    ],
)
def test_the_written_unit_is_kept_and_converted(
    given: Indicator, value: str, unit: str, canonical: str, known: bool
) -> None:
    found = quantity(given)
    assert found.value == D(value)
    assert found.unit.id.startswith(unit)
    assert found.value * found.multiplier == D(canonical)
    assert found.known is known


def test_a_range_has_bounds_and_no_value() -> None:
    found = quantity(figure("10000", "元", "1", "万元", value_max=D(20000), written_value_max=D(2), bound=Bound.RANGE))
    assert (found.value, found.lower, found.upper) == (None, D(1), D(2))
    assert found.unit.id == "CNY-1e4"
