"""Names of periods in titles and headings in, `Period`s out; and the two periods that a report is about.

A name is read against a default year: 下半年 in a report of 2020 is 2020-07-01 to 2020-12-31.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache

from kg import lexicon
from kg.documents.model import Period, SectionRole
from kg.records import record

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "O": 0,
    "0": 0,
}
_FIRST_FIVE_YEAR_PLAN = 1953  # 一五: 1953 to 1957; the sixth began in 1981, each five years long from then on
_DASH = r"\s*(?:[-—–~～至到]|--)\s*"
# 2023, 二〇二三, 一九九八
_YEAR = r"(?P<{0}>(?:19|20)\d\d|一九[零〇○0一二三四五六七八九]{{2}}|二[零〇○O0][零〇○O0一二三四五六七八九]{{2}})"

_YEARS = re.compile(_YEAR.format("first") + r"年?" + _DASH + _YEAR.format("last") + r"年?")
_FIVE_YEAR_PLAN = re.compile(
    r"[“\"']?(?P<ordinal>十?[一二三四五六七八九十])五[”\"']?(?:规划|时期|期间|末|以来|计划|$)|[“\"'](?P<quoted>十?[一二三四五六七八九十])五[”\"']"
)
DATE = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*(?:年|[-/.])\s*(?P<month>1[0-2]|0?[1-9])\s*(?:月|[-/.])\s*(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
)
_DAYS = re.compile(
    r"(?<!\d)(?P<month>1[0-2]|0?[1-9])月(?P<day>\d{1,2})日?"
    + _DASH
    + r"(?:(?P<to>1[0-2]|0?[1-9])月)?(?P<until>\d{1,2})日"
)
_MONTHS = re.compile(r"(?<!\d)(?P<first>1[0-2]|0?[1-9])月?份?" + _DASH + r"(?P<last>1[0-2]|0?[1-9])月")
_YEAR_NAME = re.compile(r"(?<!\d)" + _YEAR.format("year") + r" ?(?:年度?|(?=(?:工作|政府|重点|党工委)))")
_UNTIL = re.compile(
    r"(?:截至|截止|截止到|截至到|至)(?:目前|当前)?(?:(?:19|20)\d\d年)?(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>3[01]|[12]\d|0?[1-9])日|(?P<part>底|末|上旬|中旬|下旬))?"
)
_QUARTER = re.compile(r"第?(?P<quarter>[一二三四1-4])季度")
_FIRST_QUARTERS = re.compile(r"前(?P<quarter>[二两三])(?:个)?季度")
_FIRST_MONTHS = re.compile(r"前(?P<months>[二两三四五六七八九十]|十一|\d{1,2})个?月")
_HALF = re.compile(
    r"(?P<half>[上下])半年|(?<![上下一])(?P<bare>半年度?)(?=工作|总结|报告|小结|情况|汇报)|(?P<h>[Hh])(?P<number>[12])(?!\d)"
)
_MONTH = re.compile(r"(?<![\d\-—~至])(?P<month>1[0-2]|0?[1-9])月(?!\d)(?!(?:\d{1,2}日))")
# Where none of these stands, no period is named.
_SIGN = re.compile(r"[年月季五Hh]|(?:19|20)\d\d|一九|二[零〇○O0]")
_SEVERAL_YEARS = re.compile(
    r"(?:过去|这|近|最近|前)?的?(?P<count>[二两三四五六七八九十])年(?:来|间|以来|工作|的工作|主要|总结|回顾)|(?:过去|近|这|前)的?(?P<bare>[二两三四五六七八九十])年"
)
_YEARS_TO_COME = re.compile(r"(?:今后|未来|后)的?(?P<count>[二两三四五六七八九十])年")
_RELATIVE = {
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "全年": 0,
    "本年度": 0,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "明年": 1,
    "来年": 1,
    "下一年": 1,
    "前年": -2,
    "过去一年": 0,
    "一年来": 0,
}
_NUMERALS = {character: value for value, character in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}


def year(number: int) -> Period:
    """A calendar year."""
    return years(number, number)


def years(first: int, last: int) -> Period:
    """The calendar years from `first` to `last`."""
    return Period(date(first, 1, 1), date(last, 12, 31))


def as_date(match: re.Match[str]) -> date | None:
    """The day of a match of `DATE`, None where the calendar has no such."""
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def months(number: int, first: int, last: int) -> Period:
    """The months `first` to `last` of a year."""
    return Period(date(number, first, 1), date(number, last, monthrange(number, last)[1]))


@lru_cache(maxsize=1 << 12)
def parse_period_name(text: str, default_year: int | None) -> Period | None:
    """The first period that a phrase names; None where it names none, or only with a year that is not known.

    >>> parse_period_name("2020年上半年工作总结", None)
    Period(start=datetime.date(2020, 1, 1), end=datetime.date(2020, 6, 30))
    >>> parse_period_name("下半年工作计划", 2020).start
    datetime.date(2020, 7, 1)
    >>> parse_period_name("截至9月30日", 2023).end
    datetime.date(2023, 9, 30)
    """
    if not _SIGN.search(text):
        return None
    if (
        (match := _YEARS.search(text))
        and (first := _year_number(match["first"]))
        and (last := _year_number(match["last"]))
        and first < last <= first + 20
    ):
        return years(first, last)
    if (match := _FIVE_YEAR_PLAN.search(text)) and (plan := _five_years(match["ordinal"] or match["quoted"])):
        return plan
    named = _YEAR_NAME.search(text)
    number = _year_number(named["year"]) if named else None
    relative = next((shift for word, shift in _RELATIVE.items() if word in text), None) if number is None else None
    if number is None and relative is not None and default_year is not None:
        number = default_year + relative
    base = number if number is not None else default_year
    within = None if base is None or not 1 <= base <= 9998 else _part_of_year(text, base)
    if within is not None:
        return within
    if number is None and base is not None and (several := several_years(text)) and 11 <= base <= 9988:
        count, to_come = several
        first, last = (base + 1, base + count) if to_come else (base - count + 1, base)
        return years(first, last)
    return year(number) if number is not None and 1 <= number <= 9998 else None


def several_years(text: str) -> tuple[int, bool] | None:
    """How many years a phrase speaks of, and whether they are to come: 过去五年 → (5, False), 今后三年 → (3, True)."""
    if match := _YEARS_TO_COME.search(text):
        return _NUMERALS[match["count"]], True
    if match := _SEVERAL_YEARS.search(text):
        return _NUMERALS[match["count"] or match["bare"]], False
    return None


def _part_of_year(text: str, base: int) -> Period | None:
    if (match := _DAYS.search(text)) and (days := _days(match, base)) is not None:
        return days
    if (match := _MONTHS.search(text)) and (first := int(match["first"])) <= (last := int(match["last"])):
        return months(base, first, last)
    if match := _UNTIL.search(text):
        month = int(match["month"])
        day = {"上旬": 10, "中旬": 20}.get(match["part"] or "") or int(match["day"] or 0) or monthrange(base, month)[1]
        return Period(date(base, 1, 1), date(base, month, min(day, monthrange(base, month)[1])))
    if match := _FIRST_QUARTERS.search(text):
        return months(base, 1, 3 * _NUMERALS[match["quarter"]])
    if match := _QUARTER.search(text):
        quarter = _NUMERALS.get(match["quarter"]) or int(match["quarter"])
        return months(base, 3 * quarter - 2, 3 * quarter)
    if match := _FIRST_MONTHS.search(text):
        count = _NUMERALS.get(match["months"]) or (
            11 if match["months"] == "十一" else int(match["months"]) if match["months"].isdigit() else 0
        )
        if 1 <= count <= 12:
            return months(base, 1, count)
    if match := _HALF.search(text):
        return (
            months(base, 1, 6)
            if match["half"] == "上" or match["number"] == "1" or match["bare"]
            else months(base, 7, 12)
        )
    if match := _MONTH.search(text):
        return months(base, int(match["month"]), int(match["month"]))
    return None


def _days(match: re.Match[str], base: int) -> Period | None:
    """The days of a match of 8月15日—21日, None where the calendar has no such."""
    month = int(match["month"])
    try:
        return Period(date(base, month, int(match["day"])), date(base, int(match["to"] or month), int(match["until"])))
    except ValueError:
        return None


def _year_number(text: str | None) -> int | None:
    """2023, 二〇二三 → 2023; two Chinese digits alone are no year."""
    if not text:
        return None
    if text.isdecimal() and text.isascii():
        return int(text)
    value = 0
    for character in text:
        if character not in _DIGITS:
            return None
        value = value * 10 + _DIGITS[character]
    return value if 1949 <= value <= 2099 else None


def _five_years(ordinal: str) -> Period | None:
    """The years of a five-year plan: 十三 (五) → 2016 to 2020."""
    number = 10 + _NUMERALS[ordinal[1]] if len(ordinal) == 2 and ordinal[0] == "十" else _NUMERALS.get(ordinal)
    if number is None:
        return None
    start = 1981 + 5 * (number - 6) if number >= 6 else _FIRST_FIVE_YEAR_PLAN + 5 * (number - 1)
    return years(start, start + 4)


def first_year(text: str) -> int | None:
    """The first year that a phrase names."""
    match = _YEAR_NAME.search(text)
    return _year_number(match["year"]) if match else None


# --------------------------------------------------------------------------------------------- the periods of a report


@record
class Heading:
    """A title, part of a title, or heading, with what is known of its role."""

    text: str
    role: SectionRole | None


_PARTS = re.compile(
    r"(?<=总结|报告|情况|回顾) ?(?=(?:19|20)\d\d年|二[〇零○])"
    r"|(?:和|及|暨|、|与|以及|,)(?=(?:19|20)\d\d|二[零〇○]|“?十?[一二三四五六七八九]五[”规时]|下半年|上半年|明年|下一|下步|下阶段|今后|第?[一二三四]季度|\d{1,2}月"
    r"|(?:工作)?(?:计划|安排|思路|打算|要点))"
)


def title_parts(title: str) -> list[str]:
    """A title split where it begins to name the other period: …上半年工作总结|及下半年工作计划."""
    return [part for part in _PARTS.split(title) if part]


def after(review: Period) -> Period:
    """The period that follows: the rest of the year, or the next year."""
    start = review.end + timedelta(days=1)
    # A review up to November is written at the end of the year and plans the next one.
    last = start.year + 1 if start.month == 12 else start.year
    return Period(start, date(last, 12, 31))


def before(plan: Period) -> Period:
    """The year before a planned year; the first half before a second one."""
    end = plan.start - timedelta(days=1)
    return Period(date(end.year, 1, 1), end)


def of_section(headings: Iterable[str], whole: Period | None) -> Period | None:
    """The period of a section of a report about `whole`: the first that its headings, innermost first, name inside it."""
    if whole is None:
        return None
    bases = [whole.end.year]
    if whole.start.year < whole.end.year:
        bases.append(whole.start.year - 1)  # 今后五年…; 明年重点工作: the first of them
    headings = tuple(headings)
    named = [parse_period_name(heading, base) for heading in headings if heading for base in bases]
    if whole.start.year < whole.end.year and any(_OUTLOOK.search(heading) for heading in headings):
        # 2035年远景目标 of a plan for five years
        far = next((p for p in named if p is not None and p.start > whole.end), None)
        if far is not None:
            return Period(whole.start, far.end)
    return next((p for p in named if p is not None and whole.start <= p.start and p.end <= whole.end), whole)


_OUTLOOK = re.compile("远景|展望|愿景")
_PLAN_FOR_YEARS = re.compile(
    r"(?:第(?P<ordinal>十?[一二三四五六七八九十])个五年|[“\"']?(?P<short>十?[一二三四五六七八九十])五[”\"']?[^,。]{0,12}?)规划(?:[和及与暨][^,。]{0,8}远景目标)?(?:纲要)?(?:[(\[〔].{1,24}[)\]〕])*$"
)
_SAID_OF_PLAN = re.compile(rf"规划期(?:限)?(?:为|是|:)?{_YEARS.pattern}")
_FIRST_PAGE = 2_000
_MONTH_NUMBER = "1[0-2]|0?[1-9]"
_DECLARED = re.compile(
    r"(?:评估|统计|考核|审计|监测|报告)(?:期|时段|期间|期限)(?:限)?(?:为|是|:)(?:自)?(?P<year>(?:19|20)\d\d)年"
    rf"(?:(?P<month>{_MONTH_NUMBER})月)?(?:1日)?[至到—\-–~]+(?:(?P<to_year>(?:19|20)\d\d)年)?(?:(?P<to_month>{_MONTH_NUMBER})月)?"
)
_GIVEN_IN = re.compile(r"(?:((?:19|20)\d\d)年[\u3400-\u9fff]{0,6})?政府工作报告(?:[(〔].*)?$")
_FIRST_MONTHS_OF_OFFICE = 5
_CONGRESS = re.compile(r"((?:19|20)\d\d)年(1[0-2]|[1-9])月(?:\d{1,2}日)?,?在[^。\n]{2,20}(?:人民代表大会|人大)")
_LAST_MONTHS = 10
_UP_TO = re.compile(
    r"(?m)^[(]?(?:统计|数据|时间)*(?P<until>截[至止]到?(?:(?P<year>20\d\d)年)?(?:1[0-2]|[1-9])月(?:底|末|\d{1,2}日)?)"
    r"(?:[)]?$|,?(?:目前)?[^。\n,]{0,16}(?:情况|进度)[^。\n,]{0,6}如下)"
)
_PROGRESS = re.compile(r"(?:进展|推进|实施|办理|落实)情况")
_LAST_OF_PROGRESS = 11
_BULLETIN = re.compile(r"专报|简报|快报|周报|日报|月报|动态|专刊")
_MASTHEAD = 160
"""Characters in which a bulletin says its number and day."""
_HEAD = 300
"""Characters in which a report says before whom it was given."""
_YEAR_BEGINS = re.compile(r"((?:19|20)\d\d)年(?:是|,|来|以来|全|上半年|工作)")
_ANY_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")


def report_periods(
    title: str | None, headings: Sequence[Heading], body: str, issued: date | None
) -> tuple[Period | None, Period | None]:
    """Review and plan period of a report, from its title, its headings and its opening words.

    `headings` are those that open a part of the report, with their roles; `body` is the reading of the whole report.
    """
    if (said := _declared(body)) is not None:
        planning = any(heading.role is SectionRole.PLAN for heading in headings)
        return said, _rest_of_plan(title or "", said) if planning else None
    if title and (planned_years := _plan_for_years(title, body)) is not None:
        looks_back = any(heading.role is SectionRole.REVIEW for heading in headings)
        return _years_before(planned_years) if looks_back else None, planned_years
    parts = [Heading(part, role_of_words(part)) for part in title_parts(title)] if title else []
    named = [*parts, *(part for heading in headings for part in _in_parts(heading))]
    planning = any(heading.role is SectionRole.PLAN for heading in named)
    reviewing = any(heading.role is SectionRole.REVIEW for heading in named)
    default = next((number for heading in named if (number := first_year(heading.text))), None)
    # The report that a government gives in 2025 reviews 2024.
    given_in = _given_in(title, body, issued)
    if (planned := _planned_year(headings)) is not None and reviewing and not _names_what_it_reviews(named):
        # 过去五年工作回顾 … 今后五年的目标任务 … 2022年重点工作: five years up to 2021.
        default, given_in = planned - 1, planned if given_in is not None else None
    if default is None:
        default = _year_of_congress(body) or _likely_year(body, issued)
    found: dict[SectionRole, tuple[Period, str]] = {}
    neutral: Period | None = None
    current = default
    for heading in named:
        # 今年 and 明年 count from the year of the report, 下半年 from the year that was named last.
        base = default if contains(heading.text, _RELATIVE) else current
        if given_in is not None and heading not in parts and heading.role is SectionRole.REVIEW:
            base = base if first_year(heading.text) else given_in - 1
        period = parse_period_name(heading.text, base)
        named_year = first_year(heading.text)
        if heading.role is SectionRole.REVIEW and named_year is not None and _FIVE_YEAR_PLAN.search(heading.text):
            # 2015年及“十二五”工作回顾: the year, where no clause says otherwise.
            period = year(named_year)
        if period is None:
            continue
        current = first_year(heading.text) or current
        if heading.role in (SectionRole.PLAN, SectionRole.REVIEW):
            found.setdefault(heading.role, (period, heading.text))
        elif heading.role is None and heading in parts:
            neutral = neutral or period
    review = found[SectionRole.REVIEW][0] if SectionRole.REVIEW in found else None
    plan = found[SectionRole.PLAN][0] if SectionRole.PLAN in found else None
    if review is None and neutral is not None and neutral != plan and (reviewing or not planning):
        review = neutral
    elif plan is None and neutral is not None and planning and not reviewing:
        plan = neutral
    if given_in is not None and SectionRole.REVIEW not in found and (review is None or review == year(given_in)):
        review, plan = year(given_in - 1), plan or year(given_in)
    if review is None and plan is None and (issue := _issue_of_bulletin(title, body)) is not None:
        review = issue
    if review is None and plan is None and default is not None:
        review, plan = (None, year(default)) if planning and not reviewing else (year(default), None)
    review = _up_to(review, body, title, issued)
    if plan is None and planning and review is not None:
        plan = after(review)
    if review is None and reviewing and plan is not None:
        review = before(plan)
    if review and plan and plan.start <= review.end:
        review, plan = _apart(review, plan, found)
    return review, plan


def _declared(body: str) -> Period | None:
    """The period that an assessment or audit says it is about: 评估期为2021年至2023年6月."""
    match = _DECLARED.search(body, 0, _FIRST_PAGE)
    if match is None:
        return None
    last_year, last_month = int(match["to_year"] or match["year"]), int(match["to_month"] or 12)
    first, last = date(int(match["year"]), int(match["month"] or 1), 1), months(last_year, last_month, last_month).end
    return Period(first, last) if first < last else None


def _rest_of_plan(title: str, review: Period) -> Period:
    """What is left of the five-year plan that a title names (“十四五”规划中期评估), else the period that follows."""
    named = _FIVE_YEAR_PLAN.search(title)
    plan = _five_years(named["ordinal"] or named["quoted"]) if named is not None else None
    rest = after(review)
    return Period(rest.start, plan.end) if plan is not None and plan.start <= review.end < plan.end else rest


def _plan_for_years(title: str, body: str) -> Period | None:
    """The years that a document plans which is itself a five-year plan, or says for which years it is one."""
    named = _PLAN_FOR_YEARS.search(title)
    said = _SAID_OF_PLAN.search(body, 0, _FIRST_PAGE) if title.endswith(("规划", "纲要", ")")) else None
    if said is not None and (first := _year_number(said["first"])) and (last := _year_number(said["last"])):
        return years(first, last) if first < last else None
    return _five_years(named["ordinal"] or named["short"]) if named is not None else None


def _years_before(plan: Period) -> Period:
    """As many years before a plan."""
    count = plan.end.year - plan.start.year + 1
    return years(plan.start.year - count, plan.start.year - 1)


def _in_parts(heading: Heading) -> list[Heading]:
    """A heading as it is, or what it names one after another: 2023年工作总结|及2024年工作计划."""
    parts = [Heading(part, role_of_words(part)) for part in title_parts(heading.text)]
    return parts if len(parts) > 1 and all(part.role is not None for part in parts) else [heading]


def _planned_year(headings: Sequence[Heading]) -> int | None:
    """The first single year that a heading says is planned."""
    plans = (heading.text for heading in headings if heading.role is SectionRole.PLAN)
    return next((number for text in plans if not _YEARS.search(text) and (number := first_year(text))), None)


def _names_what_it_reviews(named: Sequence[Heading]) -> bool:
    return any(heading.role is SectionRole.REVIEW and first_year(heading.text) for heading in named)


def _year_of_congress(body: str) -> int | None:
    """The year that a report reviews which is given at its end (——2021年11月18日在…人民代表大会第一次会议上)."""
    held = _CONGRESS.search(body, 0, _HEAD)
    return int(held[1]) if held is not None and int(held[2]) >= _LAST_MONTHS else None


def _issue_of_bulletin(title: str | None, body: str) -> Period | None:
    """The year up to the day of an issue (工作专报 第12期 2022年8月20日), None for any other report."""
    head = body[:_MASTHEAD]
    if not _BULLETIN.search(head) or (title and first_year(title)) or (issued := _day_in(head)) is None:
        return None
    days = _DAYS.search(head)
    span = _days(days, issued.year) if days is not None else None
    return span or Period(date(issued.year, 1, 1), issued)


def _day_in(text: str) -> date | None:
    """The first day that a text names with its year."""
    dated = DATE.search(text)
    return as_date(dated) if dated is not None else None


def _up_to(review: Period | None, body: str, title: str | None, issued: date | None) -> Period | None:
    """A reviewed year up to the day that stands below the title: (截至9月底); 截至6月底,各项目推进情况如下.

    What tells how far a task is, is told on the day that it is dated: 关于民生实事项目推进情况的报告 (2023年11月20日).
    """
    if review is None or review != year(review.end.year):
        return review
    said = _UP_TO.search(body, 0, _HEAD)
    if said is None and title and _PROGRESS.search(title):
        told = _day_in(body[:_HEAD]) or issued
        if told is not None and told.year == review.end.year and told.month <= _LAST_OF_PROGRESS:
            return Period(review.start, told)
    if said is None or (said["year"] and int(said["year"]) != review.end.year):
        return review
    return _part_of_year(said["until"], review.end.year) or review


def _given_in(title: str | None, body: str, issued: date | None) -> int | None:
    """The year in whose first months a government report was given; None where it is dated by the year that it reviews."""
    given = _GIVEN_IN.search(title) if title else None
    if given is None:
        return None
    if issued is None and (held := _CONGRESS.search(body, 0, _HEAD)) is not None:
        # ——2023年1月5日在修岭县第十七届人民代表大会第三次会议上
        issued = date(int(held[1]), int(held[2]), 1)
    if given[1] is None:
        # 政府工作报告 (2022年1月5日)
        return issued.year if issued is not None and issued.month <= _FIRST_MONTHS_OF_OFFICE else None
    number = int(given[1])
    if issued is not None and issued.year > number:
        return None
    told = [
        len(re.findall(rf"{y}年[^。;\n]{{0,20}}?(?:实现|完成|达|增长|累计|共|新增|投入|获)", body))
        for y in (number - 1, number)
    ]
    return None if told[1] > told[0] else number


def _apart(review: Period, plan: Period, found: dict[SectionRole, tuple[Period, str]]) -> tuple[Period, Period]:
    """Two periods that overlap, read again: 今年 after 2023年工作回顾 is 2024; 过去五年 ends before the plan."""
    reviewed = found[SectionRole.REVIEW][1] if SectionRole.REVIEW in found else ""
    planned = found[SectionRole.PLAN][1] if SectionRole.PLAN in found else ""
    if several_years(reviewed) and first_year(planned):
        shift = review.end.year - plan.start.year + 1
        return years(review.start.year - shift, plan.start.year - 1), plan
    if plan == review and first_year(planned) is None:
        return review, after(review)
    if plan == review and reviewed and first_year(reviewed) is None:
        return before(plan), plan  # 一年来的主要工作, 2022年工作谋划
    return review, plan


def _likely_year(body: str, issued: date | None) -> int | None:
    """The year of a report that names none in title and headings: the one that its sentences open with."""
    opening = Counter(_YEAR_BEGINS.findall(body[:20_000]))
    if not opening:
        opening = Counter(_ANY_YEAR.findall(body[:20_000]))
    if opening:
        most = max(opening.values())
        return int(min(number for number, count in opening.items() if count == most))
    return issued.year if issued else None


def role_of_words(text: str) -> SectionRole | None:
    """The role that the words of a title or heading name, None when they name none; the last word decides.

    重点任务 is a plan, 重点任务完成情况 a review, 存在问题及下一步打算 a plan. 工作报告 may be either.
    """
    best: SectionRole | None = None
    furthest = (-1, 0)
    for role, pattern in _role_patterns():
        for match in pattern.finditer(text):
            if (match.end(), match.end() - match.start()) > furthest:
                best, furthest = role, (match.end(), match.end() - match.start())
    if best is None:
        for role, key in ((SectionRole.PLAN, "future"), (SectionRole.REVIEW, "past")):
            if _one_of(key).search(text):
                return role
    return best


@cache
def words_of(*keys: str) -> tuple[str, ...]:
    """A word list of kg/lexicon/sections.toml."""
    return lexicon.words("sections", *(keys if len(keys) > 1 else (*keys, "words")))


@cache
def _role_patterns() -> tuple[tuple[SectionRole, re.Pattern[str]], ...]:
    roles = ((SectionRole.PROBLEM, "problem"), (SectionRole.PLAN, "plan"), (SectionRole.REVIEW, "review"))
    return tuple((role, _one_of(key)) for role, key in roles)


@cache
def _one_of(key: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words_of(key))))


def contains(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words stands in the text."""
    return any(word in text for word in words)
