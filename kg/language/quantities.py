"""Numbers of a reading text: each is a quantity (value, unit, bound) or set aside with a reason. Pure functions.

Every run of Arabic digits is accounted for. Chinese numerals are taken when they count, measure, order or date; words
that merely contain one (统一, 一批) are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kg.language import units
from kg.language.numerals import ARABIC, CHINESE, chinese
from kg.language.times import TimeExpression
from kg.language.tokens import dictionary
from kg.language.units import MULTIPLIERS, WrittenUnit
from kg.lexicon import table, words

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit. Offsets are of the reading text; the span is number, multiplier, 余 and unit.

    `written_value` × `unit.factor` is the value in the bare unit. `unit` is None and `noun` holds the noun where that
    stands for the unit. `bound` is a local name of `kgc:` bounds. For ranks `unit` is 位 and `rank_scope` may be 全区.
    """

    start: int
    end: int
    written_value: Decimal
    written_value_max: Decimal | None
    unit: WrittenUnit | None
    rule: str
    noun: str | None = None
    bound: str = "exact"
    bound_span: Span | None = None
    is_rank: bool = False
    rank_scope: str | None = None
    factor: Decimal = Decimal(1)

    @property
    def value(self) -> Decimal:
        return self.written_value * self.factor

    @property
    def value_max(self) -> Decimal | None:
        return None if self.written_value_max is None else self.written_value_max * self.factor


@dataclass(frozen=True, slots=True)
class NotQuantity:
    """A number that is no quantity; `reason` is a local name of the set-aside reasons."""

    start: int
    end: int
    reason: str
    rule: str


# 千 is no multiplier where it belongs to the unit (千米, 千瓦, 千克).
_MULT = "万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?![米瓦克升伏])|百"
_SEP = "[-–—~]+|至|到"
_QUOTE_OPEN, _QUOTE_CLOSE = '“‘《〈"', '”’》〉"'


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    unit = units.pattern()
    strong = units.pattern(strong_only=True)
    q = table("quantities")
    before = "|".join(sorted((w for ws in q["bounds"]["before"].values() for w in ws), key=lambda w: -len(w)))
    after = "|".join(sorted((w for ws in q["bounds"]["after"].values() for w in ws), key=lambda w: -len(w)))
    names = "|".join(words("quantities", "names", "after"))
    compound = rf"(?:(?:{unit})(?:/(?:{unit}))?)"
    return {
        "arabic": re.compile(
            rf"(?P<n1>{ARABIC})(?P<m1>{_MULT})?(?P<more1>[余多来])?(?P<m1b>(?<=[余多来])(?:{_MULT}))?(?P<u1>{compound})?"
            rf"(?:(?P<sep>{_SEP})(?P<n2>{ARABIC})(?P<m2>{_MULT})?(?P<more2>[余多来])?(?P<u2>{compound})?)?"
        ),
        "single": re.compile(
            rf"(?P<n1>{ARABIC})(?P<m1>{_MULT})?(?P<more1>[余多来])?(?P<m1b>(?<=[余多来])(?:{_MULT}))?(?P<u1>{compound})?"
        ),
        "chinese": re.compile(
            rf"(?P<n>[零一二两三四五六七八九十百千万亿]+)(?P<more>[余多来])?(?P<m>{_MULT})?"
            rf"(?:(?P<cheng>成)(?![立为果功效员都就长型片熟本年分套品语])|(?P<u>{compound}))"
        ),
        "percent_of": re.compile(rf"百分之(?P<n>{CHINESE}(?:点{CHINESE})?|{ARABIC})"),
        "candidate": re.compile(r"\d|[零〇一二两三四五六七八九十百千万亿半]+|首位|翻番|翻倍|倍增|减半"),
        "before": re.compile(rf"(?P<word>{before})(?:{'|'.join(q['bounds_extra']['copula'])})?$"),
        # 至少新增1个: the bound word stands before the verb.
        "before_verb": re.compile(r"(?P<word>至少|最多|至多|最少)[一-鿿]{2,3}$"),
        "frame": re.compile(rf"(?:{'|'.join(q['bounds_extra']['at_most_frame'])})$"),
        "after": re.compile(rf"(?P<word>{after})"),
        "name_after": re.compile(rf"(?:{names})"),
        "ordinal": re.compile(rf"第(?P<n>{CHINESE}|\d+)(?P<u>位|名)?"),
        "top": re.compile(rf"前(?P<n>{CHINESE}|\d+)(?P<u>位|名|强)?"),
        "rank_before": re.compile(
            rf"(?:(?P<scope>{q['ranks']['scopes']})(?:[一-鿿]{{2,4}}?)??)?(?P<verbs>(?:{'|'.join(words('quantities', 'ranks', 'verbs'))}|了|第)*)$"
        ),
        "not_rank": re.compile(q["ranks"]["not_after"]),
        "noun": re.compile("|".join(words("quantities", "noun_units", "words"))),
        "strong_unit": re.compile(strong),
        "list_number": re.compile(r"\(?\d{1,3}(?:[.、)](?!\d)|,(?=[一-鿿]{2}))"),
        "heading_number": re.compile(
            r"(?:第?[一二三四五六七八九十百]+(?:部分|章|节|篇)?[、.,:]|\([一二三四五六七八九十]+\)、?)"
        ),
        "phone": re.compile(r"(?:\d{3,4}-)?\d{7,8}(?:-\d+)?|1\d{10}|12345|\d{5,}"),
        "document": re.compile(r"[〔\[(【]\d{4}[〕\])】]\s*第?(\d+)号?"),
        "clock": re.compile(
            r"\d{1,2}[::]\d{2}(?:[::]\d{2})?|\d{1,2}时(?!代|间|期)(?:\d{1,2}分)?|\d{1,2}点(?:\d{1,2}分|半|钟)"
        ),
        "formula": re.compile(r"\([^()]{1,8}\)\+"),  # 1(党建)+3(工青妇)
        "age": re.compile(r"\d+(?:[-–—~至到]\d+)?周?岁"),
        "code": re.compile(r"\d+(?:[-—.]\d+)*-?[A-Za-z]*"),
        "party": re.compile(
            r"(?:[一二三四五六七八九十]+届[一二三四五六七八九十]*(?:次|中)?|(?:十[一二三四五六七八九]|二十)大(?!型|类|项|量|多|小|幅|力))"
        ),
        "name_cn": re.compile(r"[一二三四五六七八九十两]+(?:[级期类号楼区院标大]|产业)"),
        "session": re.compile(
            "(?:中央|党的|省|市|区|县|党|人大|政协|党代|中|代表|常委)?(?:全会|会议|全体|大会|党代会)"
        ),
        "zero": re.compile("零(" + "|".join(words("quantities", "zero", "nouns")) + ")"),
        "vague": re.compile("|".join(words("quantities", "vague", "words"))),
    }


@cache
def _lookup() -> tuple[dict[str, str], dict[str, str], dict[str, tuple[str, ...]], frozenset[str], tuple[str, ...]]:
    q = table("quantities")
    before = {w: b for b, ws in q["bounds"]["before"].items() for w in ws}
    after = {w: b for b, ws in q["bounds"]["after"].items() for w in ws}
    not_unit: dict[str, tuple[str, ...]] = {}
    for w in q["not_unit"]["words"]:
        not_unit[w[0]] = (*not_unit.get(w[0], ()), w)
    return before, after, not_unit, frozenset(q["numeral_words"]["words"]), tuple(q["bounds_extra"]["words"])


def scan(text: str, times: Sequence[TimeExpression] = ()) -> Iterator[Quantity | NotQuantity]:
    """All numbers of a reading text in order, none overlapping.

    `times` are the time expressions of the same text: numbers inside them are reported as date or period.
    """
    p = _patterns()
    time_spans = iter(times)
    next_time = next(time_spans, None)
    position = 0
    length = len(text)
    candidate = p["candidate"]
    while position < length:
        m = candidate.search(text, position)
        while next_time is not None and next_time.end <= (m.start() if m else length):
            if next_time.start >= position:
                yield _time(next_time)
                position = next_time.end
            next_time = next(time_spans, None)
            if m and m.start() < position:
                m = candidate.search(text, position)
        if m is None:
            break
        i = m.start()
        if next_time is not None and next_time.start <= i:
            yield _time(next_time)
            position = next_time.end
            next_time = next(time_spans, None)
            continue
        limit = next_time.start if next_time is not None else length
        found = _number_at(text, i, m.end(), limit)
        if found is None:
            position = m.end()
            continue
        if found.end <= position:
            position = m.end()
            continue
        yield found
        position = max(found.end, i + 1)


def _time(t: TimeExpression) -> NotQuantity:
    whole_day = t.granularity == "day" and t.form == "date"
    return NotQuantity(t.start, t.end, "date" if whole_day else "period", "time-expression")


def _number_at(text: str, i: int, run_end: int, limit: int) -> Quantity | NotQuantity | None:
    line_start = i == 0 or text[i - 1] in "\n"
    c = text[i]
    if c.isdigit() and c.isascii():
        return _arabic_at(text, i, limit)
    return _chinese_at(text, i, run_end, line_start)


def _arabic_at(text: str, i: int, limit: int) -> Quantity | NotQuantity:
    p = _patterns()
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
    if prev == "第":
        return _ordinal_at(text, i - 1, i)
    if prev == "前":
        rank = _top_at(text, i - 1)
        if rank is not None:
            return rank
    m = p["clock"].match(text, i)
    if m and not text.startswith("分", m.end()):
        return NotQuantity(i, m.end(), "timeOfDay", "clock-time")
    m = p["age"].match(text, i)
    if m:
        return NotQuantity(i, m.end(), "ageBand", "age-band")
    quantity = p["arabic"].match(text, i)
    assert quantity is not None
    # Letters, plus signs and slashes bind digits into names: PM2.5, N1区, 5G, 1+22+N, 3/4页.
    end = quantity.end("n1")
    following = text[end : end + 1]
    has_unit = bool(quantity["u1"] or quantity["u2"])
    if prev.isascii() and prev.isalpha():
        return NotQuantity(i, p["code"].match(text, i).end(), "name", "digits-in-latin-name")  # type: ignore[union-attr]
    if prev == "(" and following == ")" and i >= 2 and (text[i - 2] in "”》」" or "一" <= text[i - 2] <= "鿿"):
        # “四个倍增计划”(2): the mark of a note at the end of the report.
        return NotQuantity(i, end, "other", "note-mark")
    if prev in "+＋×" or following in ("+", "＋", "×") or p["formula"].match(text, end):
        return NotQuantity(i, end, "slogan", "formula")
    if following.isascii() and following.isalpha() and not has_unit:
        return NotQuantity(i, p["code"].match(text, i).end(), "name", "digits-in-latin-name")  # type: ignore[union-attr]
    if prev in "-—" and i >= 2 and text[i - 2].isalnum() and text[i - 2].isascii():
        return NotQuantity(i, p["code"].match(text, i).end(), "code", "hyphenated-code")  # type: ignore[union-attr]
    if following == "/" and text[end + 1 : end + 2].isdigit():
        slash = re.compile(r"\d+/\d+").match(text, i)
        if slash:
            return NotQuantity(i, slash.end(), "other", "digits-with-slash")
    if _quoted_name(text, i):
        return NotQuantity(i, end, "slogan", "digits-in-quoted-name")
    if not has_unit or quantity["u1"] in ("期", "级"):
        m = p["phone"].fullmatch(text, i, _digits_end(text, i))
        if m and (m.end() - i >= 7 or _near_phone_word(text, i, m.end())):
            return NotQuantity(i, m.end(), "phone" if _near_phone_word(text, i, m.end()) else "code", "phone-or-code")
        if text.endswith(("国道", "省道", "县道", "乡道", "高速"), 0, i):
            return NotQuantity(i, end, "name", "number-in-name")
        for word in words("quantities", "names", "before"):
            if text.endswith(word, 0, i) or text.endswith(word + ":", 0, i):
                return NotQuantity(i, p["code"].match(text, i).end(), "code", "identifier")  # type: ignore[union-attr]
    found = _read(text, i, limit, quantity)
    if found is not None:
        return found
    m = p["name_after"].match(text, end)
    if m:
        return NotQuantity(i, end, "name", "number-in-name")
    if re.compile(r"\d+(?:[-—]\d+)+").match(text, i):
        return NotQuantity(i, p["code"].match(text, i).end(), "code", "hyphenated-code")  # type: ignore[union-attr]
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
    if re.compile(r"(?:19|20)\d\d").fullmatch(text, i, end) and prev not in "达到为":
        return NotQuantity(i, end, "name", "year-in-name")  # 2024亚洲种子大会
    return NotQuantity(i, end, "unresolved", "number-without-unit")


def _digits_end(text: str, i: int) -> int:
    m = re.compile(r"[\d-]+").match(text, i)
    return m.end() if m else i


def _near_phone_word(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 8) : start] + text[end : end + 10]
    return any(word in around for word in table("quantities")["names"]["phone"])


def _quoted_name(text: str, i: int) -> bool:
    """True when the number stands in a short quotation without clause marks: “965工程”, “五个100%”, "17+2"."""
    for k in range(i - 1, max(-1, i - 14), -1):
        c = text[k]
        if c in "“‘《〈" or (c == '"' and text.count('"', text.rfind("\n", 0, k) + 1, k) % 2 == 0):
            close = {"“": "”", "‘": "’", "《": "》", "〈": "〉", '"': '"'}[c]
            at = text.find(close, i, i + 16)
            return at >= 0 and not any(mark in text[k:at] for mark in ",。;:")
        if c in '”’》〉",。;\n':
            return False
    return False


def _read(text: str, i: int, limit: int, m: re.Match[str]) -> Quantity | NotQuantity | None:
    """A quantity from a match of the Arabic pattern, a range where both ends fit, None where the unit is missing."""
    p = _patterns()
    if m["sep"] and m.end("n2") <= limit:
        u2 = _true_unit(text, m.start("u2"), m["u2"]) if m["u2"] else None
        u1 = _true_unit(text, m.start("u1"), m["u1"]) if m["u1"] else None
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
    unit = _true_unit(text, m.start("u1"), m["u1"])
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
        if re.compile("行动|计划|规划|攻坚|制|级|龄|期|老|陈").match(text, end):
            return NotQuantity(i, end, "name", "years-in-name")
        if text[max(0, i - 2) : i].endswith(("近", "过去", "未来", "今后")) or text[end : end + 1] in (
            "来",
            "内",
            "间",
        ):
            return NotQuantity(i, end, "period", "span-of-years")
    if unit in ("周年", "岁", "周岁", "番"):
        return NotQuantity(
            i, end, {"番": "vague"}.get(unit, "ageBand" if "岁" in unit else "name"), "anniversary-or-age"
        )
    if unit == "日" and not m["m1"]:
        return NotQuantity(i, end, "date", "day-of-month")
    return _make(text, i, end, m["n1"], None, (m["m1"] or "") + (m["m1b"] or ""), unit, None, m["more1"], "number-unit")


def _true_unit(text: str, start: int, spelling: str) -> str | None:
    """The unit unless it only begins a longer word (5部门); a shorter unit where the longest one does (3场所 → none)."""
    not_unit = _lookup()[2]
    for w in not_unit.get(text[start], ()):
        if len(w) > len(spelling) and text.startswith(w, start):
            return None
    return spelling if units.written(spelling) else None


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
    for part in re.findall("万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百", mult):
        factor *= MULTIPLIERS[part]
    number = Decimal(first.replace(",", ""))
    maximum = Decimal(second.replace(",", "")) if second else None
    if maximum is not None and first_mult and first_mult != mult:
        number = number * MULTIPLIERS[first_mult] / factor
    written = units.written(mult + unit) if unit else None
    if unit and written is None:
        written = units.written(unit)
    bound, span = ("range", None) if maximum is not None else _bound(text, start, end, more)
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


def _bound(text: str, start: int, end: int, more: str | None) -> tuple[str, Span | None]:
    p = _patterns()
    before, after, _, _, words_with_bounds = _lookup()
    m = p["after"].match(text, end)
    if m:
        word = m["word"]
        return after[word], (end, end + len(word))
    head = text[max(0, start - 8) : start]
    offset = max(0, start - 8)
    if p["frame"].search(head):
        return "atMost", (start - 3, start)
    b = p["before"].search(head)
    if b:
        word = b["word"]
        stem = head[: b.end("word")]
        # 签约2.3万人, 附近3个: a single character that ends a word of the dictionary is no bound.
        inside_word = len(word) == 1 and len(stem) >= 2 and stem[-2:] in dictionary()
        if not inside_word and not stem.endswith(words_with_bounds):
            return before[word], (offset + b.start("word"), offset + b.end("word"))
    far = p["before_verb"].search(head)
    if far:
        return before[far["word"]], (offset + far.start("word"), offset + far.end("word"))
    if more:
        return "justOver", None
    return "exact", None


def _chinese_at(text: str, i: int, run_end: int, line_start: bool) -> Quantity | NotQuantity | None:
    p = _patterns()
    prev = text[i - 1] if i else "\n"
    if text.startswith("首位", i):
        return _top_place(text, i)
    if line_start or prev in "\n。;( ":
        at = i - 1 if prev == "(" else i
        m = p["heading_number"].match(text, at)
        if m and (prev == "(" or text[m.end() - 1] in "、.,:"):
            return NotQuantity(i, run_end, "heading", "heading-number")
    if prev == "第":
        return _ordinal_at(text, i - 1, i)
    if prev == "前":
        rank = _top_at(text, i - 1)
        if rank is not None:
            return rank
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
        bound, span = _bound(text, i, i + 2, None)
        return Quantity(i, i + 2, Decimal(50), None, units.written("%"), "half", bound=bound, bound_span=span)
    m = p["party"].match(text, i)
    if m:
        return NotQuantity(i, m.end(), "ordinal", "congress-or-session")
    if _quoted_name(text, i):
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
    p = _patterns()
    prev = text[i - 1] if i else "\n"
    number, more, mult = m["n"], m["more"], m["m"] or ""
    for word in _numeral_words_at(text[i]):
        if text.startswith(word, i):
            return None
    if prev in "每逐":
        return None
    if p["session"].match(text, m.end()) and text[m.end() - 1] in "次届":
        return NotQuantity(i, m.end(), "ordinal", "congress-or-session")
    if m["cheng"]:
        value = chinese(number)
        if value is None or value > 10:
            return None
        end = m.end("cheng")
        bound, span = _bound(text, i, end, more)
        return Quantity(i, end, Decimal(value * 10), None, units.written("%"), "tenths", bound=bound, bound_span=span)
    unit = _true_unit(text, m.start("u"), m["u"])
    if unit is None:
        return None
    written = units.written(unit)
    assert written is not None
    end = m.start("u") + len(unit)
    only_multiplier = all(c in "百千万亿" for c in number)
    composite = not only_multiplier and any(c in "十百千万亿" for c in number)
    if only_multiplier:
        # 超万册, 近百名, 百亿元以上: the bare multiplier counts only where a bound word stands by it.
        bound, span = _bound(text, i, end, more)
        if bound == "exact" and not text[max(0, i - 2) : i].endswith(("达", "达到", "上", "有")):
            return NotQuantity(i, end, "threshold", "bare-multiplier") if unit == "元" else None
        after = p["after"].match(text, end)
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
    if written.unit.weak and not composite and not (unit == "年" and text[max(0, i - 2) : i] == "连续"):
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
    if value == 1 and not text[max(0, i - 2) : i].endswith(("各", "另")):
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
    bound, span = _bound(text, i, end, more)
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


@cache
def _numeral_words_at(char: str) -> tuple[str, ...]:
    return tuple(w for w in _lookup()[3] if w[0] == char)


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
    bound, span = _bound(text, m.start(), m.end(), None)
    return Quantity(
        m.start(), m.end(), value, None, units.written("%"), "percent-in-words", bound=bound, bound_span=span
    )


def _ordinal_at(text: str, start: int, i: int) -> Quantity | NotQuantity:
    """第N: a rank where the text ranks (全区第二, 位居第三, 第四位), else an ordinal."""
    p = _patterns()
    m = p["ordinal"].match(text, start)
    assert m is not None
    head_start = max(0, start - 14)
    head = text[head_start:start]
    before = p["rank_before"].search(head)
    scope = before["scope"] if before else None
    verbs = before["verbs"] if before else ""
    sibling = bool(re.compile(r"第[一二三四五六七八九十\d]+(?:位|名)?[、和]$").search(head))
    blocked = p["not_rank"].match(text, m.end()) and not m["u"]
    number = m["n"]
    value = int(number) if number.isdigit() else chinese(number)
    if value is not None and not blocked and (scope or verbs or sibling or (m["u"] == "位")):
        begin = head_start + before.start("scope") if before and scope else start
        return Quantity(
            begin, m.end(), Decimal(value), None, units.written("位"), "rank", is_rank=True, rank_scope=scope
        )
    page = re.compile(r"/\d+").match(text, m.end())
    return NotQuantity(start, page.end() if page else m.end(), "ordinal", "ordinal")


def _top_at(text: str, start: int) -> Quantity | None:
    """前三, 前20名 after a ranking word or scope: a rank with an upper bound."""
    p = _patterns()
    m = p["top"].match(text, start)
    if m is None:
        return None
    head_start = max(0, start - 14)
    before = p["rank_before"].search(text[head_start:start])
    value = int(m["n"]) if m["n"].isdigit() else chinese(m["n"])
    if (
        value is None
        or not before
        or not (before["scope"] or before["verbs"])
        or (not m["u"] and re.compile(r"[年月天日届期批季个]|[\d.]").match(text, m.end()))
    ):
        return None
    begin = head_start + before.start("scope") if before["scope"] else start
    return Quantity(
        begin,
        m.end(),
        Decimal(value),
        None,
        units.written("位"),
        "top-ranks",
        bound="atMost",
        bound_span=(start, start + 1),
        is_rank=True,
        rank_scope=before["scope"],
    )


def _top_place(text: str, i: int) -> Quantity | None:
    head_start = max(0, i - 10)
    before = _patterns()["rank_before"].search(text[head_start:i])
    if not before or not (before["scope"] or before["verbs"]):
        return None
    begin = head_start + before.start("scope") if before["scope"] else i
    return Quantity(
        begin, i + 2, Decimal(1), None, units.written("位"), "first-place", is_rank=True, rank_scope=before["scope"]
    )
