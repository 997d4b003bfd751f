"""Numbers in Chinese numerals: a run of numeral characters in its text in, what it counts, orders or names out."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

from kg.language import units
from kg.language.bounds import bound_of, word_after
from kg.language.numerals import DIGIT, as_decimal, chinese
from kg.language.numerals import number as number_of
from kg.language.parts import half_after, with_small_money
from kg.language.quantity import NotQuantity, Quantity
from kg.language.ranks import marked_at, top_place
from kg.language.shares import share_at
from kg.language.surroundings import MULTIPLIER, in_quoted_name, is_over_class, true_unit, unit_pattern
from kg.language.units import MULTIPLIERS, WrittenUnit
from kg.lexicon import table, words

_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
_FORMAL_PLACES = frozenset("拾佰仟")
_NUMERALS = frozenset(f"{DIGIT}0123456789")
_PLACES = frozenset("十百千万亿廿卅拾佰仟")
_DIGITS = frozenset(DIGIT) | _FORMAL - _FORMAL_PLACES


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    forms = table("quantities")["forms"]
    run = "[零一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟]+"
    return {
        "chinese": re.compile(
            rf"(?P<n>{run}(?:点[{DIGIT}]+)?)(?:(?P<sep>[-–—~至到])(?P<n2>{run}))?"
            rf"(?P<more>[{forms['more']}])?(?P<m>{MULTIPLIER})?(?P<u>{unit_pattern()})"
        ),
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


def _word_at(text: str, i: int) -> bool:
    """Whether a word of the lexicon begins at a numeral character (百分, 一个, 二次开发)."""
    return text.startswith(_words_at(text[i]), i)


def _counts(text: str, i: int, prev: str) -> bool:
    """Whether tenths that begin at `i` are meant: no word of the lexicon, no rate, no quoted name."""
    return (
        not _word_at(text, i)
        and prev not in table("quantities")["forms"]["rate_before"]
        and not in_quoted_name(text, i)
    )


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
    if text[i] == "半" and text.startswith("超过半数", max(0, i - 2)):
        return share_at(text, i)  # 过半 is vague, 半数 is half
    m = p["vague"].match(text, i)
    if m is None and prev in "翻近过数几上倍":
        m = p["vague"].match(text, i - 1)
    if m:
        return NotQuantity(m.start(), max(m.end(), run_end), "vague", "vague-word")
    m = p["zero"].match(text, i)
    if m:
        return Quantity(i, m.end(), Decimal(0), None, None, "zero-of-noun", noun=m.group(1))
    share = share_at(text, i)
    if share is not None and (share.rule != "tenths" or _counts(text, i, prev)):
        return share
    m = p["party"].match(text, i)
    if m:
        return NotQuantity(i, m.end(), "ordinal", "congress-or-session")
    if in_quoted_name(text, i):
        return _named(text, i, run_end, "slogan")
    m = p["chinese"].match(text, i)
    if m is None:
        noun = p["name_cn"].match(text, i)
        if noun and prev not in "一二三四五六七八九十":
            return NotQuantity(i, noun.end(), "name", "numeral-in-name")
        return _named(text, i, run_end, "name")
    return _chinese_quantity(text, i, m)


def _named(text: str, i: int, end: int, reason: str) -> NotQuantity | None:
    """A numeral with places and no unit belongs to a name or slogan: “五千九百”体系, 西十三道街; 三 alone is left."""
    run = text[i:end]
    if end - i < 2 or _PLACES.isdisjoint(run) or _DIGITS.isdisjoint(run):
        return None
    if chinese(run) is None or _word_at(text, i):
        return None
    if reason == "name" and not "一" <= text[end : end + 1] <= "鿿":
        return NotQuantity(i, end, "unresolved", "number-without-unit")
    return NotQuantity(i, end, reason, "numeral-in-name" if reason == "name" else "digits-in-quoted-name")


def _chinese_quantity(text: str, i: int, m: re.Match[str]) -> Quantity | NotQuantity | None:
    p, forms = _patterns(), table("quantities")["forms"]
    prev = text[i - 1] if i else "\n"
    number, more, mult = m["n"], m["more"], m["m"] or ""
    if _word_at(text, i) or prev in forms["rate_before"]:
        return None
    if not _FORMAL.isdisjoint(number) and _FORMAL_PLACES.isdisjoint(number):
        return None  # 队伍, 陆地: formal digits count only with a place (壹佰)
    if p["session"].match(text, m.end()) and text[m.end() - 1] in "次届":
        return NotQuantity(i, m.end(), "ordinal", "congress-or-session")
    unit = true_unit(text, m.start("u"), m["u"])
    if unit is None:
        return _named(text, i, m.end("n"), "name")  # 十三道街
    written = units.written(unit)
    assert written is not None
    end = m.start("u") + len(unit)
    only_multiplier = all(c in "百千万亿" for c in number)
    composite = not only_multiplier and not _PLACES.isdisjoint(number)
    if only_multiplier:
        # 超万册, 近百名, 百亿元以上: the bare multiplier counts only where a bound word stands by it.
        bound, _ = bound_of(text, i, end, more)
        if bound == "exact" and not text[max(0, i - 2) : i].endswith(tuple(forms["multiplier_after"])):
            return NotQuantity(i, end, "threshold", "bare-multiplier") if unit == "元" else None
        after = word_after(text, end)
        if unit == "元" and is_over_class(text, i, end):
            return NotQuantity(i, end, "threshold", "threshold-of-a-class")
        if (
            unit == "元"
            and after
            and text[after.end() : after.end() + 1] not in (",", "。", ";", "、", ")", "的", "\n", "")
        ):
            return NotQuantity(i, end, "threshold", "threshold-of-a-class")
        many = chinese(number)
        return None if many is None else _chinese_make(text, i, end, many, mult, unit, more, "bare-multiplier")
    if unit in ("周年", "岁", "周岁"):
        return NotQuantity(i, end, "name" if unit == "周年" else "ageBand", "anniversary-or-age")
    half = None if m["n2"] or mult else half_after(text, end, unit)
    if (
        written.unit.weak
        and not composite
        and not (half and written.unit.dimension == "mass")
        and not (unit == "年" and text[max(0, i - 2) : i] == forms["consecutive"])
    ):
        return NotQuantity(i, end, "name", "numeral-in-name") if number != "一" else None
    value: int | Fraction | None = number_of(number) if "点" in number else chinese(number)
    if m["n2"]:
        high = chinese(m["n2"])
        if value is None or high is None or not value < high:
            return None
        return _chinese_make(text, i, end, value, mult, unit, more, "chinese-range", high)
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
    if half:
        unit, end, value = half.unit, half.end, value + half.value
    if value == 1 and not _one_counts(text, i, end, written):
        return None
    if unit in ("个月", "天"):
        return NotQuantity(i, end, "period", "span-of-time")
    if unit == "元" and not mult and text[end : end + 1] in _NUMERALS:
        end, value = with_small_money(text, end, Fraction(value))
    return _chinese_make(text, i, end, value, mult, unit, more, "chinese-numeral")


def _one_counts(text: str, i: int, end: int, written: WrittenUnit) -> bool:
    """一 counts in 各建一处, 一美元 and 近一吨; elsewhere it is an article."""
    forms = table("quantities")["forms"]
    if text[max(0, i - 2) : i].endswith(tuple(forms["one_after"])) or written.unit.dimension.startswith("currency-"):
        return True
    return written.unit.dimension in forms["one_limited"] and bound_of(text, i, end, None)[0] != "exact"


def _chinese_make(
    text: str,
    i: int,
    end: int,
    value: int | Fraction,
    mult: str,
    unit: str,
    more: str | None,
    rule: str,
    high: int | None = None,
) -> Quantity:
    written = units.written(unit)
    factor = MULTIPLIERS[mult] if mult in MULTIPLIERS else Decimal(1)
    if mult:
        written = units.written(mult + unit) or written
    bound, span = bound_of(text, i, end, more) if high is None else ("range", None)
    highest = None if high is None else as_decimal(high)
    return Quantity(i, end, as_decimal(value), highest, written, rule, bound=bound, bound_span=span, factor=factor)


def _approximate_pair(number: str) -> tuple[int, int] | None:
    """两三 → (2, 3), 三五 → (3, 5), 七八十 → (70, 80)."""
    if len(number) not in (2, 3):
        return None
    first, second = chinese(number[0]), chinese(number[1])
    if first is None or second is None or first > 9 or second > 9 or not 0 < second - first <= 2:
        return None
    factor = chinese("一" + number[2]) if len(number) == 3 else 1
    return (first * factor, second * factor) if factor else None
