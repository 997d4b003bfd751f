"""Time expressions: reading text in, spans with resolved periods out. Pure; reference years come as arguments."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import cache

from kg.documents.model import Period
from kg.language.beginnings import Beginning
from kg.language.numerals import chinese, chinese_year, ordinal
from kg.lexicon import table
from kg.records import record

_CN = "一二三四五六七八九十两〇零"


@record
class TimeExpression:
    """A time expression of the reading text.

    `core_end` is the end without a limiting 前/内. `year` etc. describe the words; `resolve` gives the dates.
    `form`: date (a point or stretch of the calendar), span (近五年, 五年来), ahead (未来五年, 三年内), plan, feast.
    Anniversary-like names are not found.
    `before`: 前 or 内 follows; `until`: 到, 力争, 截至 … precede; `since`: 自/从 precede or 以来 follows.
    """

    start: int
    end: int
    form: str
    granularity: str
    year: int | None = None
    relative_year: int | None = None
    month: int | None = None
    day: int | None = None
    month_to: int | None = None
    day_to: int | None = None
    quarter: int | None = None
    half: int | None = None
    part: str | None = None
    before: bool = False
    until: str | None = None
    comparison: bool = False
    since: bool = False
    years_back: int | None = None
    years_ahead: int | None = None
    year_to: int | None = None

    def resolve(self, year: int) -> Period | None:
        """The dates, with `year` for expressions that state none. Stretches with 前 end where the named time ends."""
        y = self.year if self.year is not None else year + (self.relative_year or 0)
        if not 1900 <= y <= 2100:
            return None
        if self.years_back is not None:
            return Period(date(y - self.years_back + 1, 1, 1), date(y, 12, 31))
        if self.years_ahead is not None:
            return Period(date(y, 1, 1), date(min(y + self.years_ahead - 1, 2100), 12, 31))
        if self.year_to is not None:
            return Period(date(y, 1, 1), date(self.year_to, 12, 31))
        if self.month is not None:
            if not 1 <= self.month <= 12 or (self.month_to is not None and not 1 <= self.month_to <= 12):
                return None
            if self.day is not None:
                try:
                    first = date(y, self.month, self.day)
                    until = first
                    if self.day_to and self.month_to:
                        until = date(y + (self.month_to < self.month), self.month_to, self.day_to)
                except ValueError:
                    return None
                return Period(first, until) if first <= until else None
            last = self.month_to or self.month
            if self.part == "上旬":
                return Period(date(y, self.month, 1), date(y, self.month, 10))
            if self.part == "中旬":
                return Period(date(y, self.month, 11), date(y, self.month, 20))
            if last < self.month:
                return Period(date(y, self.month, 1), date(y + 1, last, monthrange(y + 1, last)[1]))
            return Period(date(y, self.month, 1), date(y, last, monthrange(y, last)[1]))
        if self.quarter is not None:
            begin = 1 if self.part == "前" else 3 * self.quarter - 2
            return Period(date(y, begin, 1), date(y, 3 * self.quarter, monthrange(y, 3 * self.quarter)[1]))
        if self.half is not None:
            return Period(date(y, 1, 1), date(y, 6, 30)) if self.half == 1 else Period(date(y, 7, 1), date(y, 12, 31))
        if self.part == "年初":
            return Period(date(y, 1, 1), date(y, 1, 31))
        return Period(date(y, 1, 1), date(y, 12, 31))


@cache
def _pattern() -> Beginning:
    t = table("times")
    feasts = "|".join(sorted(t["feasts"], key=lambda w: (-len(w), w)))
    before = "|".join(t["words"]["before"])
    # Few of the characters that one can begin with do begin one: what it cannot do without stands near them. The
    # characters are asked first, the rest behind them, which is quicker.
    first = '〇零一二三四五六七八九十0123456789前第上下全年今本明次翌去后当同过近最这岁未用两元月期“"' + feasts.replace(
        "|", ""
    )
    begins = re.compile(
        rf"""[{first}](?:(?=.{{0,8}}[年月季])|(?<=[年月期岁])(?=[底末内初中])|(?<=[“"])(?=十.?五)
        |(?<=[一二12])(?=[九〇零90]..[-./])|(?<=(?={feasts}).))""",
        re.VERBOSE,
    )

    def year(name: str) -> str:
        return rf"(?P<{name}>(?<![\d.])(?:19|20)\d\d|[一二][九〇零][〇零一二三四五六七八九]{{2}})"

    relative = r"(?P<relative>今年|本年度?|明年|次年|翌年|去年|上年|前年|后年|当年|同年)"
    pattern = re.compile(
        rf"""
        (?:(?P<ymd>{year("year_a")}[-./](?P<m2>\d\d?)[-./](?P<d2>\d\d?)(?!\d))
      | (?P<yy>(?P<y1>(?:19|20)\d\d)年?[-—~至到](?P<y2>(?:19|20)\d\d)年)
      | (?P<prefix>(?:{year("year_p")}年度?|{relative})的?)?
        (?:
          (?P<mrange>(?<![\d.\-/])(?P<ma>\d\d?|元)月?份?[-–—~至到]+(?P<mb>\d\d?)月(?:份)?)
        | (?P<mdrange>(?<![\d.\-/])(?P<mda>\d\d?)月(?P<mdad>\d\d?)日[-–—~至到]+(?:(?P<mdb>\d\d?)月)?(?P<mdbd>\d\d?)日)
        | (?P<mcn>(?<![{_CN}第])(?:十[一二]?|[一二三四五六七八九])(?=月(?!度|季)))月(?P<dcn>(?:[{_CN}]{{1,3}}|\d\d?)日)?(?P<mcpart>上旬|中旬|下旬|底|末|初|份)?
        | (?P<mon>(?<![\d.\-/])\d\d?)月(?:(?P<day>\d\d?)(?:日|号(?!线|楼|地|院)))?(?P<mpart>上旬|中旬|下旬|底|末|初|份|当月)?
        | (?P<q>(?P<qfront>前)?第?(?P<qn>[一二三四1234])季度(?P<qpart>末|底|初)?)
        | (?P<qplus>前三季度)
        | (?P<half>上半年|下半年)(?P<hpart>末|底)?
        | (?P<yearpart>年底|年末|岁末|年内|年初|全年|期末|年中|当月|月底)
        | (?P<feast>(?:{feasts})节?)(?P<feastquote>[”"])?(?=(?:{before}|期间))
        )
      | (?P<bare>{year("year_b")}年(?:度(?!假))?(?P<ypart>底|末|初|内|全年)?)
      | (?P<rel2>(?<![一-鿿]年)(?:今年|明年|去年|上年|前年|本年度|上年度|次年)(?P<rpart>底|末|初|内)?)
      | (?P<plan>[“"](?:十[一二三四五六]?)五[”"](?:规划|计划)?(?P<planpart>期末|末|时期|期间|以来)?)
      | (?P<back>(?:过去|近|最近|这)(?P<bn>[{_CN}]+|\d+)年(?:来|间)?|(?P<bn2>[{_CN}]+|\d+)年来)
      | (?P<ahead>(?:未来|今后|用)(?P<an>[{_CN}]{{1,2}}|\d\d?)年(?:左右)?(?:的?时间)?(?:之?内)?|(?P<an2>[{_CN}]{{1,2}}|\d\d?)年(?:时间)?之?内)
      | (?P<lastyear>过去一年|一年来))
        """,
        re.VERBOSE,
    )
    return Beginning(begins, pattern)


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = table("times")["words"]
    return (
        re.compile("(?:" + "|".join(sorted(words["before"], key=len, reverse=True)) + ")"),
        re.compile("(?:" + "|".join(sorted(words["until"], key=len, reverse=True)) + r")\Z"),
        re.compile("(?:" + "|".join(sorted(words["comparison"], key=len, reverse=True)) + r")\Z"),
    )


_RELATIVE = {"今年": 0, "本年": 0, "本年度": 0, "当年": 0, "同年": 0, "明年": 1, "次年": 1, "翌年": 1, "后年": 2}
_RELATIVE |= {"去年": -1, "上年": -1, "上年度": -1, "前年": -2}
_SINCE_AFTER = re.compile("以来|起|至今")
_SINCE_BEFORE = re.compile(r"(?:自|从)\Z")


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdigit() and text.isascii() else chinese_year(text)


def find_times(text: str) -> Iterator[TimeExpression]:
    """All time expressions of a reading text, in order, not overlapping.

    >>> [e.resolve(2020) for e in find_times("8月底前完成")][0].end.isoformat()
    '2020-08-31'
    """
    before, until, comparison = _edges()
    feasts = table("times")["feasts"]
    plans = table("times")["five_year_plans"]
    position = 0
    while (m := _pattern().search(text, position)) is not None:
        position = m.end()
        g = m.groupdict()
        start, end = m.span()
        f: dict[str, object] = {"form": "date", "granularity": "year"}
        limit_inside = False
        if g["ymd"]:
            f |= {"year": _year(g["year_a"]), "month": int(g["m2"]), "day": int(g["d2"]), "granularity": "day"}
        elif g["yy"]:
            f |= {"year": int(g["y1"]), "year_to": int(g["y2"])}
        elif g["bare"]:
            f |= {"year": _year(g["year_b"])}
            limit_inside = g["ypart"] == "内"
            if g["ypart"] in ("底", "末"):
                f["part"] = "年底"
            elif g["ypart"] == "初":
                f["part"] = "年初"
        elif g["rel2"]:
            f |= {"relative_year": _RELATIVE[g["rel2"][: -len(g["rpart"])] if g["rpart"] else g["rel2"]]}
            limit_inside = g["rpart"] == "内"
            if g["rpart"] in ("底", "末"):
                f["part"] = "年底"
        elif g["plan"]:
            number = g["plan"].strip('“”"规划计期末时间以来')[:-1]
            last = plans.get(number)
            if last is None:
                continue
            at_end = g["planpart"] in ("期末", "末")
            f |= {"year": last if at_end else last - 4, "year_to": last, "form": "plan"}
        elif g["back"]:
            count = g["bn"] or g["bn2"]
            n = int(count) if count.isdigit() else chinese(count)
            if not n or n > 60:
                continue
            f |= {"years_back": n, "form": "span"}
        elif g["ahead"]:
            count = g["an"] or g["an2"]
            n = int(count) if count.isdigit() else chinese(count)
            if not n or n > 20:
                continue
            f |= {"years_ahead": n, "form": "ahead"}
        elif g["lastyear"]:
            f |= {"form": "span", "years_back": 1}
        else:
            if g["prefix"]:
                f["year"] = _year(g["year_p"])
                if g["relative"]:
                    f["relative_year"] = _RELATIVE[g["relative"]]
            if g["mrange"]:
                f |= {"month": 1 if g["ma"] == "元" else int(g["ma"]), "month_to": int(g["mb"]), "granularity": "month"}
            elif g["mdrange"]:
                f |= {"month": int(g["mda"]), "day": int(g["mdad"]), "granularity": "day"}
                f |= {"month_to": int(g["mdb"] or g["mda"]), "day_to": int(g["mdbd"])}
            elif g["mcn"]:
                f |= {"month": chinese(g["mcn"]), "granularity": "month", "part": g["mcpart"]}
                if g["dcn"]:
                    f |= {"day": ordinal(g["dcn"][:-1]), "granularity": "day"}
            elif g["mon"]:
                f |= {"month": int(g["mon"]), "granularity": "month", "part": g["mpart"]}
                if g["day"]:
                    f |= {"day": int(g["day"]), "granularity": "day"}
                if g["mpart"] in ("上旬", "中旬", "下旬"):
                    f["granularity"] = "tenDays"
            elif g["qplus"]:
                f |= {"quarter": 3, "part": "前", "granularity": "quarter"}
            elif g["q"]:
                f |= {"quarter": chinese(g["qn"]) if not g["qn"].isdigit() else int(g["qn"]), "granularity": "quarter"}
                if g["qfront"]:
                    f["part"] = "前"
            elif g["half"]:
                f |= {"half": 1 if g["half"] == "上半年" else 2, "granularity": "half"}
            elif g["yearpart"]:
                f["part"] = g["yearpart"]
                limit_inside = g["yearpart"] == "年内"
                if g["yearpart"] == "年中":
                    f |= {"month": 6, "granularity": "half"}
                elif g["yearpart"] in ("当月", "月底"):
                    continue
            elif g["feast"]:
                name = g["feast"]
                if g["feastquote"] and text[start - 1 : start] in ("“", '"'):
                    start -= 1  # “七一”前投用
                month, day = feasts.get(name) or feasts.get(name.removesuffix("节")) or (12, 31)
                f |= {"month": month, "day": day, "granularity": "day", "form": "feast"}
            else:
                continue
        if f.get("month") is not None and not 1 <= int(str(f["month"])) <= 12:
            continue
        head = text[max(0, start - 4) : start]
        b = before.match(text, end)
        if b and b.group() in ("内", "以内", "之内") and f["granularity"] != "year":
            b = None
        if b and text[b.start() : b.start() + 2] in (
            "前期",
            "前往",
            "前来",
            "前三",
            "前端",
            "前列",
            "内部",
            "内外",
            "内涝",
        ):
            b = None
        u = until.search(head)
        yield TimeExpression(
            start,
            b.end() if b else end,
            before=bool(b) or limit_inside,
            until=u.group() if u else None,
            comparison=bool(comparison.search(head)),
            since=bool(_SINCE_AFTER.match(text, end) or _SINCE_BEFORE.search(head)),
            **f,  # type: ignore[arg-type]
        )
