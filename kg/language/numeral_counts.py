"""Numbers in Chinese numerals: a run of numeral characters in its text in, what it counts, orders or names out."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from kg.language import units
from kg.language.bounds import bound_of, word_after
from kg.language.numerals import ARABIC, CHINESE, chinese
from kg.language.quantity import NotQuantity, Quantity
from kg.language.ranks import marked_at, top_place
from kg.language.surroundings import MULTIPLIER, in_quoted_name, true_unit, unit_pattern
from kg.language.units import MULTIPLIERS
from kg.lexicon import table, words


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    forms = table("quantities")["forms"]
    return {
        "chinese": re.compile(
            rf"(?P<n>[零一二两三四五六七八九十百千万亿]+)(?P<more>[{forms['more']}])?(?P<m>{MULTIPLIER})?"
            rf"(?:(?P<cheng>成)(?![{forms['tenths_not_before']}])|(?P<u>{unit_pattern()}))"
        ),
        "percent_of": re.compile(rf"百分之(?P<n>{CHINESE}(?:点{CHINESE})?|{ARABIC})"),
        "heading_number": re.compile(
            r"(?:第?[一二三四五六七八九十百]+(?:部分|章|节|篇)?[、.,:]|\([一二三四五六七八九十]+\)、?)"
        ),
        "party": re.compile(forms["congress"]),
        "name_cn": re.compile(rf"[一二三四五六七八九十两]+(?:{forms['numeral_names']})"),
        "session": re.compile(forms["session_after"]),
        "zero": re.compile("零(" + "|".join(words("quantities", "zero", "nouns")) + ")"),
        "vague": re.compile("|".join(words("quantities", "vague", "words"))),
    }


@cache
def _words_at(char: str) -> tuple[str, ...]:
    """The words of the lexicon that begin with a numeral character."""
    return tuple(w for w in table("quantities")["numeral_words"]["words"] if w[0] == char)


def numeral_at(text: str, i: int, run_end: int) -> Quantity | NotQuantity | None:
    """What the run of Chinese numeral characters at `i`–`run_end` is; None where it is part of a word."""
    p = _patterns()
    prev = text[i - 1] if i else "\n"
    if text.startswith("首位", i):
        return top_place(text, i)
    if prev in "\n。;( ":
        at = i - 1 if prev == "(" else i
        m = p["heading_number"].match(text, at)
        if m and (prev == "(" or text[m.end() - 1] in "、.,:"):
            return NotQuantity(i, run_end, "heading", "heading-number")
    marked = marked_at(text, i)
    if marked is not None:
        return marked
    m = p["vague"].match(text, i)
    if m is None and prev in "翻近过数几上倍":
        m = p["vague"].match(text, i - 1)
    if m:
        return NotQuantity(m.start(), max(m.end(), run_end), "vague", "vague-word")
    m = p["zero"].match(text, i)
    if m:
        return Quantity(i, m.end(), Decimal(0), None, None, "zero-of-noun", noun=m.group(1))
    m = p["percent_of"].match(text, i)
    if m:
        return _percent_of(text, m)
    if text.startswith("半数", i):
        bound, span = bound_of(text, i, i + 2, None)
        return Quantity(i, i + 2, Decimal(50), None, units.written("%"), "half", bound=bound, bound_span=span)
    m = p["party"].match(text, i)
    if m:
        return NotQuantity(i, m.end(), "ordinal", "congress-or-session")
    if in_quoted_name(text, i):
        return None
    m = p["chinese"].match(text, i)
    if m is None:
        noun = p["name_cn"].match(text, i)
        return (
            NotQuantity(i, noun.end(), "name", "numeral-in-name")
            if noun and prev not in "一二三四五六七八九十"
            else None
        )
    return _chinese_quantity(text, i, m)


def _chinese_quantity(text: str, i: int, m: re.Match[str]) -> Quantity | NotQuantity | None:
    p, forms = _patterns(), table("quantities")["forms"]
    prev = text[i - 1] if i else "\n"
    number, more, mult = m["n"], m["more"], m["m"] or ""
    for word in _words_at(text[i]):
        if text.startswith(word, i):
            return None
    if prev in forms["rate_before"]:
        return None
    if p["session"].match(text, m.end()) and text[m.end() - 1] in "次届":
        return NotQuantity(i, m.end(), "ordinal", "congress-or-session")
    if m["cheng"]:
        value = chinese(number)
        if value is None or value > 10:
            return None
        end = m.end("cheng")
        bound, span = bound_of(text, i, end, more)
        return Quantity(i, end, Decimal(value * 10), None, units.written("%"), "tenths", bound=bound, bound_span=span)
    unit = true_unit(text, m.start("u"), m["u"])
    if unit is None:
        return None
    written = units.written(unit)
    assert written is not None
    end = m.start("u") + len(unit)
    only_multiplier = all(c in "百千万亿" for c in number)
    composite = not only_multiplier and any(c in "十百千万亿" for c in number)
    if only_multiplier:
        # 超万册, 近百名, 百亿元以上: the bare multiplier counts only where a bound word stands by it.
        bound, span = bound_of(text, i, end, more)
        if bound == "exact" and not text[max(0, i - 2) : i].endswith(tuple(forms["multiplier_after"])):
            return NotQuantity(i, end, "threshold", "bare-multiplier") if unit == "元" else None
        after = word_after(text, end)
        if (
            unit == "元"
            and after
            and text[after.end() : after.end() + 1] not in (",", "。", ";", "、", ")", "的", "\n", "")
        ):
            return NotQuantity(i, end, "threshold", "threshold-of-a-class")
        value = chinese(number)
        return None if value is None else _chinese_make(text, i, end, value, mult, unit, more, "bare-multiplier")
    if unit in ("周年", "岁", "周岁"):
        return NotQuantity(i, end, "name" if unit == "周年" else "ageBand", "anniversary-or-age")
    if written.unit.weak and not composite and not (unit == "年" and text[max(0, i - 2) : i] == forms["consecutive"]):
        return NotQuantity(i, end, "name", "numeral-in-name") if number != "一" else None
    value = chinese(number)
    if value is None:
        pair = _approximate_pair(number)
        if pair is None:
            return None
        return Quantity(
            i,
            end,
            Decimal(pair[0]),
            Decimal(pair[1]),
            written,
            "approximate-pair",
            bound="range",
            factor=written.factor,
        )
    if value == 1 and not text[max(0, i - 2) : i].endswith(tuple(forms["one_after"])):
        return None
    if unit in ("个月", "天"):
        return NotQuantity(i, end, "period", "span-of-time")
    return _chinese_make(text, i, end, value, mult, unit, more, "chinese-numeral")


def _chinese_make(
    text: str, i: int, end: int, value: int, mult: str, unit: str, more: str | None, rule: str
) -> Quantity:
    written = units.written(unit)
    factor = MULTIPLIERS[mult] if mult in MULTIPLIERS else Decimal(1)
    if mult:
        written = units.written(mult + unit) or written
    bound, span = bound_of(text, i, end, more)
    return Quantity(i, end, Decimal(value), None, written, rule, bound=bound, bound_span=span, factor=factor)


def _approximate_pair(number: str) -> tuple[int, int] | None:
    """两三 → (2, 3), 三五 → (3, 5), 七八十 → (70, 80)."""
    if len(number) not in (2, 3):
        return None
    first, second = chinese(number[0]), chinese(number[1])
    if first is None or second is None or first > 9 or second > 9 or not 0 < second - first <= 2:
        return None
    factor = chinese("一" + number[2]) if len(number) == 3 else 1
    return (first * factor, second * factor) if factor else None


def _percent_of(text: str, m: re.Match[str]) -> Quantity | None:
    number = m["n"]
    if number[0].isdigit() and number[0].isascii():
        value = Decimal(number.replace(",", ""))
    else:
        whole, _, fraction = number.partition("点")
        integral = chinese(whole)
        if integral is None:
            return None
        digits = "".join(str(chinese(c) or 0) for c in fraction)
        value = Decimal(f"{integral}.{digits}" if digits else integral)
    bound, span = bound_of(text, m.start(), m.end(), None)
    return Quantity(
        m.start(), m.end(), value, None, units.written("%"), "percent-in-words", bound=bound, bound_span=span
    )
