"""Shares in words: 九成, 7.2成, 三成半, 百分之三十五, 五分之一, 半数 of a text in, percentages out."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

from kg.language import units
from kg.language.bounds import bound_of
from kg.language.numerals import ARABIC, DIGIT, as_decimal, number
from kg.language.quantity import Quantity
from kg.lexicon import table

_TWO_PLACES = Decimal("0.01")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    forms = table("quantities")["forms"]
    words = rf"[{DIGIT}十百千万亿](?: ?[{DIGIT}十百千万亿])*(?: ?点 ?[{DIGIT}](?: ?[{DIGIT}])*)?"
    digits = ARABIC
    one = rf"\d\d?(?:\.\d+)?|(?:[{DIGIT}]|十)(?: ?点 ?[{DIGIT}]+)?|半"
    return {
        # 三至五成, 七成六, 三成半; 三成立 and 半成品 are words.
        "tenths": re.compile(
            rf"(?P<n>{one})(?:(?P<sep>[-–—~至到])(?P<n2>{one}))?(?P<more>[{forms['more']}])? ?成"
            rf"(?![{forms['tenths_not_before']}])(?:(?P<half>半)(?!年|月)| ?(?P<rest>[一二三四五六七八九])(?={forms['tenths_end']}|\Z))?"
        ),
        "fraction": re.compile(rf"(?:(?:{words}|{digits})又)?(?:{words}|{digits}) ?分 ?之 ?(?:{digits}|{words})"),
    }


def share_at(text: str, i: int) -> Quantity | None:
    """The share that begins at `i` with a numeral, digits or 半; None where none does."""
    if text.startswith("半数", i):
        return _percent(text, i, i + 2, Decimal(50), "half")
    ahead = text[i : i + 12]
    if "成" in ahead:
        found = _tenths(text, i)
        if found is not None:
            return found
    if "之" in ahead:
        m = _patterns()["fraction"].match(text, i)
        value = number(m.group()) if m else None
        if m and value is not None:
            hundredths = text[i] == "百" and text[i + 1 : m.end()].lstrip(" ").startswith("分")
            rule = "percent-in-words" if hundredths else "fraction-in-words"
            return _percent(text, i, m.end(), _percentage(value), rule)
    return None


def _tenths(text: str, i: int) -> Quantity | None:
    m = _patterns()["tenths"].match(text, i)
    if m is None:
        return None
    low, high = _tens(m["n"]), _tens(m["n2"]) if m["n2"] else None
    if low is None or (m["n2"] and high is None):
        return None
    if high is not None:
        return Quantity(i, m.end(), low, high, units.written("%"), "tenths", bound="range")
    if m["rest"]:
        low += _tens(m["rest"]) / 10  # type: ignore[operator]
    elif m["half"]:
        low += 5
    return _percent(text, i, m.end(), low, "tenths", m["more"])


def _tens(written: str) -> Decimal | None:
    """九 tenths as a percentage; None for more than ten of them."""
    value = Fraction(1, 2) if written == "半" else number(written)
    return None if value is None or value > 10 else as_decimal(value * 10)


def _percentage(value: Fraction) -> Decimal:
    """Exact where it can be (20 %, 0.03 %), else to two places (33.33 %)."""
    exact = as_decimal(value * 100)
    return exact if Fraction(exact) == value * 100 else exact.quantize(_TWO_PLACES)


def _percent(text: str, start: int, end: int, value: Decimal, rule: str, more: str | None = None) -> Quantity:
    bound, span = bound_of(text, start, end, more)
    return Quantity(start, end, value, None, units.written("%"), rule, bound=bound, bound_span=span)
