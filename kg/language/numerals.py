"""Chinese and Arabic numerals: a written number in, its exact value out. Refuses to guess: None for anything else."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from fractions import Fraction

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
"""Digits with optional thousands separators and point; sees folded text, so ASCII only."""

CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+"
"""A run of numeral characters; many such runs are words (统一, 万家), `chinese` says which are numbers."""

DIGIT = "零〇一二两三四五六七八九"

MIXED = (
    rf"(?:{ARABIC})[十百千万亿]+(?:零?\d{{1,4}}(?![\d.,])[十百千万]*)+|(?:{ARABIC})[十百千万亿]*零\d{{1,3}}[十百千万]*"
)
"""Digits whose places are spelled: 2万5千, 3万4000, 1千零20."""

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}  # 壹佰贰拾: as cheques and contracts write it
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
_TENS = {"廿": 20, "卅": 30}
_CHARACTERS = frozenset({*_DIGITS, *_SMALL, *_BIG, *_TENS})
_YEAR = re.compile(r"[零〇一二三四五六七八九]{4}")
_FOUR_PLACES = Decimal("0.0001")
_PART = re.compile(rf"{ARABIC}|\.\d+|.")
_MORE = re.compile("[余多几来]")
_AFTER_POINT = re.compile(rf"[{DIGIT}]+")


def arabic(text: str) -> Decimal | None:
    """Value of `12,345.6`; None when it is no number of that form."""
    return Decimal(text.replace(",", "")) if re.fullmatch(ARABIC, text) else None


def chinese(text: str) -> int | None:
    """Value of a cardinal in Chinese numerals (一百二十 → 120, 两千三 → 2300, 一万二千 → 12000, 百 → 100).

    Digits that only stand side by side (二三) are no cardinal, but four of them may be a year: see `chinese_year`.
    """
    if not text or not all(c in _CHARACTERS for c in text):
        return None
    value = _cardinal(text)
    assert not isinstance(value, Fraction)
    return value


def number(text: str) -> Fraction | None:
    """Value of a number in any dress, blanks left out: 负2.5, 一点五亿, 25万6千, 三又五分之一, 二十余万 (200000).

    >>> number("25万6千")
    Fraction(256000, 1)
    >>> number("负一又二分之一")
    Fraction(-3, 2)
    """
    text = "".join(text.split())
    if text[:1] in ("负", "-"):
        value = number(text[1:])
        return None if value is None else -value
    under, divided, over = text.partition("分之")
    if not divided:
        return _decimal(_MORE.sub("", text))
    ahead, _, under = under.rpartition("又")
    whole = _decimal(ahead) if ahead else Fraction(0)
    below, above = _decimal(under), number(over)
    if whole is None or above is None or not below:
        return None
    return whole + above / below


def _decimal(text: str) -> Fraction | None:
    """Value without sign: a cardinal with or without 点 and what follows it."""
    whole, point, rest = text.partition("点")
    cardinal = _cardinal(whole)
    if cardinal is None or not point:
        return None if cardinal is None else Fraction(cardinal)
    digits = _AFTER_POINT.match(rest)
    if digits is None:
        return None
    value = cardinal + Fraction(int("".join(str(_DIGITS[c]) for c in digits.group())), 10 ** len(digits.group()))
    for c in rest[digits.end() :]:
        place = _SMALL.get(c) or _BIG.get(c)
        if place is None:
            return None
        value *= place
    return value


def _cardinal(text: str) -> int | Fraction | None:
    """Value of numerals, digits or both together, read place by place; a Fraction only where digits have a point."""
    if not text:
        return None
    total: int | Fraction = 0
    section: int | Fraction = 0
    digit: int | Fraction | None = None
    last_place, last_big = 10**9, 0
    after = 0  # the place right before the digit; 0 after 零 or where no place stands before it
    place_before = 0
    for part in _PART.findall(text):
        if part in _DIGITS or part[0] == "." or part[0].isdigit():
            if digit is not None and digit != 0:
                return None
            digit = _DIGITS[part] if part in _DIGITS else _digits(part)
            after = place_before if len(part) == 1 else 0
            place_before = 0
        elif part in _SMALL:
            place = _SMALL[part]
            if place >= last_place:
                return None
            section += (digit or 1) * place
            digit, last_place, place_before = None, place, place
        elif part in _TENS:
            if digit or last_place <= 10:
                return None
            section += _TENS[part]
            digit, last_place, place_before = None, 10, 10
        elif part in _BIG:
            place = _BIG[part]
            section += digit or 0
            if section and place == last_big:
                return None  # 1万2万 are two
            last_big = place
            if not section and not total:
                section = 1
            if part == "亿" or not section:
                total = (total + section) * place
            else:
                total += section * place
            section, digit, last_place, place_before = 0, None, 10**9, place
        else:
            return None
    if digit is not None:
        # 两千三 and 一万二 stop short of the next place: the last digit counts tenths of the place before it.
        section += digit * (after // 10) if after >= 100 else digit
    return total + section


def _digits(part: str) -> int | Fraction:
    part = part.replace(",", "")
    return Fraction(part) if "." in part else int(part)


def as_decimal(value: int | Fraction) -> Decimal:
    """The value as a decimal: exact where it can be (1/8), else to four places (1/3)."""
    if isinstance(value, int):
        return Decimal(value)
    exact = Decimal(value.numerator) / value.denominator
    if Fraction(exact) == value:
        return exact
    with localcontext(prec=max(28, exact.adjusted() + 8)):
        return exact.quantize(_FOUR_PLACES)


def chinese_year(text: str) -> int | None:
    """Value of a year written digit by digit (二〇二〇 → 2020)."""
    return int("".join(str(_DIGITS[c]) for c in text)) if _YEAR.fullmatch(text) else None


def ordinal(text: str) -> int | None:
    """Value of Arabic digits or a Chinese cardinal without units, as in 第12, 第十二."""
    return int(text) if text.isdigit() else chinese(text)
