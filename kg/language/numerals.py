"""Chinese and Arabic numerals: a written number in, its exact value out. Refuses to guess: None for anything else."""

from __future__ import annotations

import re
from decimal import Decimal

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
"""Digits with optional thousands separators and point; sees folded text, so ASCII only."""

CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+"
"""A run of numeral characters; many such runs are words (统一, 万家), `chinese` says which are numbers."""

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
_YEAR = re.compile(r"[零〇一二三四五六七八九]{4}")


def arabic(text: str) -> Decimal | None:
    """Value of `12,345.6`; None when it is no number of that form."""
    return Decimal(text.replace(",", "")) if re.fullmatch(ARABIC, text) else None


def chinese(text: str) -> int | None:
    """Value of a cardinal in Chinese numerals (一百二十 → 120, 两千三百 → 2300, 一万二千 → 12000, 百 → 100).

    Digits that only stand side by side (二三) are no cardinal, but four of them may be a year: see `chinese_year`.
    """
    if not text or not all(c in _DIGITS or c in _SMALL or c in _BIG for c in text):
        return None
    total, section, digit, last_place = 0, 0, None, 10**9
    for c in text:
        if c in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[c]
        elif c in _SMALL:
            place = _SMALL[c]
            if place >= last_place:
                return None
            section += (1 if digit is None else digit) * place
            digit, last_place = None, place
        else:
            section += digit or 0
            if section == 0 and total == 0:
                section = 1
            if c == "亿":
                total = (total + section) * _BIG[c]
            else:
                total += section * _BIG[c]
            section, digit, last_place = 0, None, 10**9
    if digit is not None:
        # 两千三 and 一万二 stop short of the next place: the last digit counts tenths of it.
        section += digit
    return total + section


def chinese_year(text: str) -> int | None:
    """Value of a year written digit by digit (二〇二〇 → 2020)."""
    return int("".join(str(_DIGITS[c]) for c in text)) if _YEAR.fullmatch(text) else None


def ordinal(text: str) -> int | None:
    """Value of Arabic digits or a Chinese cardinal without units, as in 第12, 第十二."""
    return int(text) if text.isdigit() else chinese(text)
