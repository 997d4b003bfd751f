"""Numbers in digits: a run of digits in its text in, the quantity that it gives or the reason why it is none out."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

from kg.language import units
from kg.language.bounds import bound_of
from kg.language.numerals import ARABIC, DIGIT, MIXED, as_decimal, number
from kg.language.parts import half_after, with_small_money
from kg.language.quantity import NotQuantity, Quantity
from kg.language.ranks import marked_at
from kg.language.shares import share_at
from kg.language.surroundings import MULTIPLIER, in_quoted_name, is_over_class, true_unit, unit_pattern
from kg.language.units import MULTIPLIERS
from kg.lexicon import table, words

_PLACES = "十百千万亿零"
_DASHES = ("-", "–", "—", "~")
_PARTS_BEHIND = frozenset(f"半{DIGIT}0123456789")
_MULTIPLIERS = re.compile("|".join(sorted(filter(None, MULTIPLIERS), key=len, reverse=True)))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    forms = table("quantities")["forms"]
    names = "|".join(words("quantities", "names", "after"))
    more = f"[{forms['more']}]"
    one = (
        rf"(?P<n1>{ARABIC})(?P<m1>{MULTIPLIER})?(?P<more1>{more})?(?P<m1b>(?<={more})(?:{MULTIPLIER}))?"
        rf"(?P<u1>{unit_pattern()})?"
    )
    other = rf"(?:(?P<sep> ?[-–—~]+ ?|至|到)(?P<n2>{ARABIC})(?P<m2>{MULTIPLIER})?(?P<more2>{more})?(?P<u2>{unit_pattern()})?)?"
    return {
        "arabic": re.compile(one + other),
        "single": re.compile(one),
        "mixed": re.compile(rf"(?P<n>{MIXED})(?P<more>{more})?(?P<u>{unit_pattern()})"),
        "name_after": re.compile(rf"(?:{names})"),
        "noun": re.compile(
            f"(?:{'|'.join(words('quantities', 'noun_units', 'before'))})?(?:{'|'.join(words('quantities', 'noun_units', 'words'))})"
        ),
        "shared": re.compile(
            rf"(?:{forms['list_joint']}\d+(?:\.\d+)?)*{forms['list_joint']}\d+(?:\.\d+)?(?P<u>{forms['shared_unit']})"
        ),
        "elided": re.compile(rf"{forms['list_joint']}\d+(?:\.\d+)?个(?P<u>百分点)"),
        "age_counts": re.compile(forms["age_counts"]),
        "money": re.compile(forms["money"]),
        "money_end": re.compile(forms["money_end"]),
        "class_of_after": re.compile(forms["class_of_after"]),
        "people": re.compile(forms["people"]),
        **{key: re.compile(forms[key]) for key in ("score", "score_not_before", "score_after")},
        "rated_after": re.compile(forms["rated_after"]),
        "class_after": re.compile(forms["class_after"]),
        "list_number": re.compile(r"\(?\d{1,3}(?:[.、)](?!\d)|,(?=[一-鿿]{2}))"),
        "phone": re.compile(r"(?:\d{3,4}-)?\d{7,8}(?:-\d+)?|1\d{10}|12345|\d{5,}"),
        "phone_digits": re.compile(r"[\d-]+"),
        "document": re.compile(r"[〔\[(【]\d{4}[〕\])】]\s*第?(\d+)号?"),
        "clock": re.compile(forms["clock"]),
        "ratio": re.compile(r"\d+(?:\.\d+)?(?:[:∶]\d+(?:\.\d+)?)+(?!\d)"),
        "formula": re.compile(r"\([^()]{1,8}\)\+"),  # 1(党建)+3(工青妇)
        "age": re.compile(r"\d+(?:[-–—~至到]\d+)?周?岁"),
        "code": re.compile(r"\d+(?:[-—.]\d+)*-?[A-Za-z]*"),
        "hyphens": re.compile(r"\d+(?:[-—]\d+)+"),
        "slash": re.compile(r"\d+/\d+"),
        "resolution": re.compile(r"(?:480|720|1080|1440|2160)[Pp]"),
        "year": re.compile(r"(?:19|20)\d\d"),
        "years_in_name": re.compile(forms["years_in_name_after"]),
    }


def digits_at(text: str, i: int, limit: int) -> Quantity | NotQuantity:
    """What the run of digits at `i` is; `limit` is where the next time expression begins."""
    p, forms = _patterns(), table("quantities")["forms"]
    prev = text[i - 1] if i else "\n"
    # Run-in numbers of items: "12.推动…", "(3)…", "3、…" at the start of a line or sentence.
    if prev in "\n。;" or (prev in "( " and (i < 2 or text[i - 2] in "\n。; ")):
        m = p["list_number"].match(text, i)
        if m:
            return NotQuantity(i, m.end() - (0 if text[m.end() - 1].isdigit() else 1), "listNumber", "list-number")
    if prev in "〔[【" or (prev == "(" and i >= 2):
        m = p["document"].match(text, i - 1)
        if m and text[m.end() - 1 : m.end()] == "号":
            return NotQuantity(i, m.end() - 1, "documentNumber", "document-number")
    marked = marked_at(text, i)
    if marked is not None:
        return marked
    m = p["clock"].match(text, i)
    if m and not text.startswith("分", m.end()):
        return NotQuantity(i, m.end(), "timeOfDay", "clock-time")
    m = p["ratio"].match(text, i)
    if m:
        return NotQuantity(i, m.end(), "other", "ratio-of-parts")
    m = p["age"].match(text, i)
    if m and not p["age_counts"].search(text, max(0, i - 12), i):
        return NotQuantity(i, m.end(), "ageBand", "age-band")
    quantity = p["arabic"].match(text, i)
    assert quantity is not None
    # Letters, plus signs and slashes bind digits into names: PM2.5, N1区, 5G, 1+22+N, 3/4页.
    end = quantity.end("n1")
    following = text[end : end + 1]
    has_unit = bool(quantity["u1"] or quantity["u2"])
    on_a_road = text.endswith(tuple(forms["roads_before"]), 0, i)
    if following == forms["road_after"] and (on_a_road or (end - i > 2 and quantity["n1"].isdigit())):
        return NotQuantity(i, end, "name", "number-in-name")
    if prev.isascii() and prev.isalpha() and not (quantity["m1"] and quantity["u1"] and _latin_measure(text, i)):
        return NotQuantity(i, _code_end(text, i), "name", "digits-in-latin-name")
    if prev == "(" and following == ")" and i >= 2 and (text[i - 2] in "”》」" or "一" <= text[i - 2] <= "鿿"):
        # “四个倍增计划”(2): the mark of a note at the end of the report.
        return NotQuantity(i, end, "other", "note-mark")
    if prev in "+＋×" or following in ("+", "＋", "×") or p["formula"].match(text, end):
        return NotQuantity(i, end, "slogan", "formula")
    if (following.isascii() and following.isalpha() and not has_unit) or p["resolution"].match(text, i):
        return NotQuantity(i, _code_end(text, i), "name", "digits-in-latin-name")
    if prev in "-—" and i >= 2 and text[i - 2].isalnum() and text[i - 2].isascii():
        return NotQuantity(i, _code_end(text, i), "code", "hyphenated-code")
    if following == "/" and text[end + 1 : end + 2].isdigit():
        slash = p["slash"].match(text, i)
        if slash:
            return NotQuantity(i, slash.end(), "other", "digits-with-slash")
    if in_quoted_name(text, i):
        return NotQuantity(i, end, "slogan", "digits-in-quoted-name")
    if not has_unit or quantity["u1"] in ("期", "级"):
        m = p["phone"].fullmatch(text, i, _digits_end(text, i))
        if m and (m.end() - i >= 7 or _near_phone_word(text, i, m.end())):
            return NotQuantity(i, m.end(), "phone" if _near_phone_word(text, i, m.end()) else "code", "phone-or-code")
        if on_a_road:
            return NotQuantity(i, end, "name", "number-in-name")
        for word in words("quantities", "names", "before"):
            if text.endswith(word, 0, i) or text.endswith(word + ":", 0, i):
                return NotQuantity(i, _code_end(text, i), "code", "identifier")
    found = _read(text, i, limit, quantity) or _of_list(text, i, quantity) or _money(text, i, quantity)
    found = found or _score(text, i, quantity)
    if found is None and following and (following in "成分" or quantity["m1"] or following in _PLACES):
        found = share_at(text, i) or _mixed(text, i, limit)
    if found is not None:
        return _signed(text, found) if prev in "-负" and isinstance(found, Quantity) else found
    m = p["name_after"].match(text, end)
    if m:
        return NotQuantity(i, end, "name", "number-in-name")
    if p["hyphens"].match(text, i):
        return NotQuantity(i, _code_end(text, i), "code", "hyphenated-code")
    noun = p["noun"].match(text, quantity.end("m1") if quantity["m1"] else end)
    if noun and prev not in "·./":
        return _make(
            text,
            i,
            noun.end(),
            quantity["n1"],
            None,
            quantity["m1"] or "",
            None,
            noun.group(),
            quantity["more1"],
            "number-noun",
        )
    if p["year"].fullmatch(text, i, end) and prev not in "达到为":
        return NotQuantity(i, end, "name", "year-in-name")  # 2024亚洲种子大会
    return NotQuantity(i, end, "unresolved", "number-without-unit")


def _code_end(text: str, i: int) -> int:
    m = _patterns()["code"].match(text, i)
    assert m is not None
    return m.end()


def _digits_end(text: str, i: int) -> int:
    m = _patterns()["phone_digits"].match(text, i)
    return m.end() if m else i


def _near_phone_word(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 8) : start] + text[end : end + 10]
    return any(word in around for word in table("quantities")["names"]["phone"])


def _read(text: str, i: int, limit: int, m: re.Match[str]) -> Quantity | NotQuantity | None:
    """A quantity from a match of the Arabic pattern, a range where both ends fit, None where the unit is missing."""
    p, forms = _patterns(), table("quantities")["forms"]
    if m["sep"] and m.end("n2") <= limit:
        u2 = true_unit(text, m.start("u2"), m["u2"]) if m["u2"] else None
        u1 = true_unit(text, m.start("u1"), m["u1"]) if m["u1"] else None
        leading_zero = m["n1"].startswith("0") and len(m["n1"]) > 1 and "." not in m["n1"]
        if u2 == "级":
            return NotQuantity(i, m.end(), "name", "grade")
        if u2 and (u1 is None or u1 == u2) and not leading_zero:
            return _make(
                text,
                i,
                m.start("u2") + len(u2),
                m["n1"],
                m["n2"],
                m["m2"] or "",
                u2,
                None,
                m["more2"],
                "range",
                m["m1"],
            )
    m = p["single"].match(text, i)  # type: ignore[assignment]
    if not m["u1"]:
        return None
    unit = true_unit(text, m.start("u1"), m["u1"])
    if unit is None:
        return None
    end = m.start("u1") + len(unit)
    if end > limit:
        return None
    if text.startswith("级", end) and unit != "级":
        return NotQuantity(i, end + 1, "name", "grade")
    if unit == "级":
        return NotQuantity(i, end, "name", "grade")
    name = p["name_after"].match(text, m.end("n1"))
    if name and name.end() > end and not m["m1"] and not m["more1"]:
        return NotQuantity(i, m.end("n1"), "name", "number-in-name")
    if unit == "年":
        if p["years_in_name"].match(text, end):
            return NotQuantity(i, end, "name", "years-in-name")
        stretch = text[max(0, i - 2) : i].endswith(tuple(forms["span_before"]))
        if stretch or (end < len(text) and text[end] in forms["span_after"]):
            return NotQuantity(i, end, "period", "span-of-years")
    if unit in forms["rated_units"] and p["rated_after"].match(text, end):
        return NotQuantity(i, end, "name", "rating-in-name")
    if unit == "元" and (p["class_after"].match(text, end) or is_over_class(text, i, end)):
        return NotQuantity(i, end, "threshold", "threshold-of-a-class")
    if p["class_of_after"].match(text, end):
        return NotQuantity(i, end, "threshold", "threshold-of-a-class")
    if unit == "个" and (elided := p["elided"].match(text, end)) is not None:
        # 13.5个和9.1个百分点
        return _make(text, i, end, m["n1"], None, "", elided["u"], None, m["more1"], "shared-unit")
    if unit == "岁" and p["age_counts"].search(text, max(0, i - 12), i):
        return _make(text, i, end, m["n1"], None, m["m1"] or "", unit, None, m["more1"], "number-unit")
    if unit in ("周年", "岁", "周岁", "番"):
        return NotQuantity(
            i, end, {"番": "vague"}.get(unit, "ageBand" if "岁" in unit else "name"), "anniversary-or-age"
        )
    if unit == "日" and not m["m1"]:
        return NotQuantity(i, end, "date", "day-of-month")
    if text[end : end + 1] in _PARTS_BEHIND and not m["m1"]:
        with_parts = _with_parts(text, i, end, m["n1"], unit)
        if with_parts is not None:
            return with_parts
    return _make(text, i, end, m["n1"], None, (m["m1"] or "") + (m["m1b"] or ""), unit, None, m["more1"], "number-unit")


def _latin_measure(text: str, i: int) -> bool:
    return text.endswith(tuple(table("quantities")["forms"]["latin_measures"]), 0, i)


def _of_list(text: str, i: int, m: re.Match[str]) -> Quantity | None:
    """0.3 in 分别提高0.3和1.1个百分点: a number without a unit in a list that has its unit at the end."""
    following = _patterns()["shared"].match(text, m.end("n1"))
    if following is None or m["m1"]:
        return None
    start = max(text.rfind(mark, 0, i) for mark in ",。;\n")
    if table("quantities")["forms"]["respectively"] not in text[start + 1 : i]:
        return None
    unit = following["u"].removeprefix("个")
    return _make(text, i, m.end("n1"), m["n1"], None, "", unit, None, None, "shared-unit")


def _money(text: str, i: int, m: re.Match[str]) -> Quantity | None:
    """3亿 in (投资3亿), 2.2万 in 总人口2.2万: a sum that leaves out its unit."""
    p = _patterns()
    if not m["m1"] or m["u1"] or not p["money_end"].match(text, m.end("m1")):
        return None
    unit = next((u for key, u in (("money", "元"), ("people", "人")) if p[key].search(text, max(0, i - 12), i)), None)
    if unit is None:
        return None
    return _make(text, i, m.end("m1"), m["n1"], None, m["m1"], unit, None, m["more1"], "sum-without-unit")


def _score(text: str, i: int, m: re.Match[str]) -> Quantity | None:
    """98.4分 in 综合得分98.4分,列全区第6位: points, where the sentence speaks of scoring."""
    p = _patterns()
    end = m.end("n1")
    if (
        m["m1"]
        or m["u1"]
        or not p["score_after"].match(text, end)
        or p["score_not_before"].search(text, max(0, i - 1), i)
    ):
        return None
    start = max(text.rfind(mark, 0, i) for mark in "。;\n")
    if not p["score"].search(text, start + 1, i):
        return None
    return _make(text, i, end + 1, m["n1"], None, "", "分", None, None, "score")


def _mixed(text: str, i: int, limit: int) -> Quantity | None:
    """25万6千元, 3万4000余人: digits whose places are spelled."""
    m = _patterns()["mixed"].match(text, i)
    if m is None:
        return None
    unit, value = true_unit(text, m.start("u"), m["u"]), number(m["n"])
    end = m.start("u") + len(unit or "")
    if unit is None or value is None or end > limit:
        return None
    bound, span = bound_of(text, i, end, m["more"])
    return Quantity(i, end, as_decimal(value), None, units.written(unit), "mixed-numeral", bound=bound, bound_span=span)


def _with_parts(text: str, i: int, end: int, digits: str, unit: str) -> Quantity | None:
    """2个半小时, 50元6角三分: what stands behind the unit belongs to the number."""
    value = Fraction(digits.replace(",", ""))
    half = half_after(text, end, unit)
    if half:
        unit, end, value = half.unit, half.end, value + half.value
    else:
        whole = end
        end, value = with_small_money(text, end, value) if unit == "元" else (end, value)
        if end == whole:
            return None
    bound, span = bound_of(text, i, end, None)
    return Quantity(i, end, as_decimal(value), None, units.written(unit), "number-unit", bound=bound, bound_span=span)


def _signed(text: str, q: Quantity) -> Quantity:
    """-3.5% and 负2.1度 below zero; a dash (1-3月, 项目-3个) and the 负 of 减负2亿元 are no signs."""
    forms = table("quantities")["forms"]
    at = q.start - 1
    before = text[at - 1 : at]
    if q.written_value_max is not None or ("一" <= before <= "鿿" and before not in forms["sign_after"]):
        return q
    if (before.isascii() and before.isalnum()) or before in _DASHES or before in ("%", ")", "]"):
        return q
    label = q.unit.unit.label if q.unit else ""
    if text[at] == "-" and label not in forms["minus_units"]:
        return q
    bound, span = bound_of(text, at, q.end, None)
    if bound == "exact":
        bound, span = q.bound, q.bound_span
    return replace(q, start=at, written_value=-q.written_value, bound=bound, bound_span=span)


def _make(
    text: str,
    start: int,
    end: int,
    first: str,
    second: str | None,
    mult: str,
    unit: str | None,
    noun: str | None,
    more: str | None,
    rule: str,
    first_mult: str | None = None,
) -> Quantity:
    factor = Decimal(1)
    for part in _MULTIPLIERS.findall(mult):
        factor *= MULTIPLIERS[part]
    number = Decimal(first.replace(",", ""))
    maximum = Decimal(second.replace(",", "")) if second else None
    if maximum is not None and first_mult and first_mult != mult:
        number = number * MULTIPLIERS[first_mult] / factor
    written = units.written(mult + unit) if unit else None
    if unit and written is None:
        written = units.written(unit)
    bound, span = ("range", None) if maximum is not None else bound_of(text, start, end, more)
    return Quantity(
        start,
        end,
        number,
        maximum,
        written,
        rule,
        noun=noun,
        bound=bound,
        bound_span=span,
        factor=factor,
    )
