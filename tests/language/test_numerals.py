"""Numerals: exact values of what is a number, None for what is not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.numerals import arabic, chinese, chinese_year, ordinal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百二十", 120),
        ("一百零八", 108),
        ("二百一十三", 213),
        ("两千三百", 2300),
        ("一万二千", 12000),
        ("三万", 30000),
        ("百", 100),
        ("万", 10000),
        ("百万", 1_000_000),
        ("一亿二千万", 120_000_000),
        ("零", 0),
    ],
)
def test_cardinals_have_their_value(text: str, value: int) -> None:
    assert chinese(text) == value


@pytest.mark.parametrize("text", ["", "二三", "一批", "十百", "12", "两个"])
def test_what_is_no_cardinal_is_refused(text: str) -> None:
    assert chinese(text) is None


@pytest.mark.parametrize(("text", "value"), [("12,345.60", "12345.60"), ("0.5", "0.5"), ("1126", "1126")])
def test_arabic_numbers_keep_their_digits(text: str, value: str) -> None:
    assert arabic(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1,23", "12.", "一二", "1 350", ""])
def test_arabic_refuses_other_forms(text: str) -> None:
    assert arabic(text) is None


def test_years_and_ordinals() -> None:
    assert chinese_year("二〇二〇") == 2020
    assert chinese_year("二十") is None
    assert ordinal("12") == 12
    assert ordinal("十二") == 12


_DIGITS = "零一二三四五六七八九"


def _spell(n: int) -> str:
    """The usual Chinese spelling of 1–9999, an independent oracle."""
    out, zero = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // place % 10
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return out


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_spelling_and_reading_are_inverse(low: int, high: int) -> None:
    assert chinese(_spell(low)) == low
    if high:
        assert chinese(_spell(high) + "万") == high * 10_000
        tail = _spell(low) if low >= 1000 else "零" + _spell(low)
        assert chinese(_spell(high) + "万" + tail) == high * 10_000 + low
