"""What stands behind a unit and still belongs to the number: 半 (三斤半), 角 and 分 (五元三角)."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from kg.language.numerals import DIGIT, number
from kg.lexicon import table
from kg.records import record


@record
class Half:
    """半 behind a unit: what it adds, the unit it is half of (两个半小时: 小时) and where it ends."""

    value: Fraction
    unit: str
    end: int


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    no_half = table("quantities")["forms"]["half_not_before"]
    digit = rf"[{DIGIT}]|\d"
    return {
        "half": re.compile(rf"半(?![{no_half}])"),
        "half_of": re.compile(r"半(?P<unit>小时)"),
        "money": re.compile(rf"(?P<jiao>{digit})[角毛](?:(?P<fen>{digit})分(?!钟|之))?"),
    }


def half_after(text: str, end: int, unit: str) -> Half | None:
    """The 半 that follows a number whose unit ends at `end`; None where none does (半 of 半径, 半年)."""
    if text[end : end + 1] != "半":
        return None
    p = _patterns()
    of = p["half_of"].match(text, end) if unit == "个" else None
    if of:
        return Half(Fraction(1, 2), of["unit"], of.end())
    return Half(Fraction(1, 2), unit, end + 1) if p["half"].match(text, end) else None


def with_small_money(text: str, end: int, value: Fraction) -> tuple[int, Fraction]:
    """End and value of 五元三角 or 50元6角三分, from the end and value of what stands before 元."""
    m = _patterns()["money"].match(text, end)
    if m is None:
        return end, value
    jiao, fen = number(m["jiao"]), number(m["fen"] or "零")
    assert jiao is not None and fen is not None
    return m.end(), value + jiao / 10 + fen / 100
