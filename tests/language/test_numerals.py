"""Numerals: exact values of what is a number, None for what is not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.numbers import find_numbers
from kg.language.numerals import arabic, as_decimal, chinese, chinese_year, number, ordinal


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
        ("两千三", 2300),
        ("二百五", 250),
        ("一千零五", 1005),
        ("九十二万四", 924_000),
        ("一百零十万", 1_100_000),
        ("一万万", 100_000_000),
        ("三百五十万亿", 350 * 10**12),
        ("壹佰贰拾叁", 123),
        ("廿五", 25),
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


@pytest.mark.parametrize("text", ["", "二三", "一批", "十百", "12", "两个", "廿卅"])
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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三点五", "7/2"),
        ("一点五亿", "150000000"),
        ("两千三点一", "23001/10"),
        ("25万6千", "256000"),
        ("3万4000", "34000"),
        ("1千零20", "1020"),
        ("1,234.5", "2469/2"),
        ("二十余万", "200000"),
        ("五分之一", "1/5"),
        ("三又三分之一", "10/3"),
        ("负一又二分之一", "-3/2"),
        ("-0.5", "-1/2"),
        ("一百 五 十 二", "152"),
    ],
)
def test_numbers_in_any_dress(text: str, value: str) -> None:
    assert number(text) == Fraction(value)


@pytest.mark.parametrize(
    "text", ["", "点五", "三点", "五分之", "分之一", "零分之一", "三点五个", "三点五个亿", "1万2万"]
)
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("四川的五分之一约3万4000人", ["1/5", "34000"]),
        ("一切统一,十足的一只", ["1"]),
        ("陆地、队伍与万家", []),
        ("20-30%,负3.5度", ["20", "30", "-7/2"]),
        ("一千零十二章和十余万字", ["1012", "100000"]),
        ("三 四 五十", ["3", "4", "50"]),
    ],
)
def test_written_numbers_are_found(text: str, values: list[str]) -> None:
    assert [n.value for n in find_numbers(text)] == [Fraction(v) for v in values]


def test_numbers_that_are_exceeded_say_so() -> None:
    assert [n.more for n in find_numbers("二十余万人,三万人")] == [True, False]


@given(st.text("0123456789.,-负零一二两三十百千万亿廿壹佰点分之又余多几 个", max_size=24))
def test_any_text_has_a_reading(text: str) -> None:
    position = 0
    for n in find_numbers(text):
        assert position <= n.start < n.end <= len(text)
        position = n.end


def test_decimals_are_exact_where_they_can_be() -> None:
    assert as_decimal(Fraction(1, 8)) == Decimal("0.125")
    assert as_decimal(Fraction(1, 3)) == Decimal("0.3333")
