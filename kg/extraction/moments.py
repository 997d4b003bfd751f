"""When: the time expressions of a document in, the period and deadline of each figure and the explicit deadlines out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kg.documents.model import Document, Period, Section, SectionRole, Sentence
from kg.extraction.model import Deadline, DeadlineSource, Granularity, Modality
from kg.extraction.tables import Row
from kg.language.numerals import chinese
from kg.language.times import TimeExpression
from kg.lexicon import table
from kg.records import record

Span = tuple[int, int]
_SUBJECTLESS = 7
"""Characters of a clause, before or behind its date, that say nothing of what is to be done: 力争项目于, 全面落实到位."""

_DECEMBER = 12
_OBJECT = 4
"""Characters of a verb and its object at least: 建成桥梁."""

_FORMS = table("times")["forms"]
_ATTRIBUTIVE = re.compile(_FORMS["attributive_after"])
_PROMISE = re.compile(_FORMS["promise"])
_AVERAGE = re.compile(_FORMS["average"])
_YEARLY = re.compile(_FORMS["yearly"])
_ON_SCHEDULE = re.compile(_FORMS["on_schedule"])
_OWN_PLAN = re.compile(_FORMS["own_plan_after"])
_OF_TARGET = re.compile(_FORMS["of_target_after"])
_FROM = re.compile(_FORMS["from_before"])
_LIMIT = re.compile(_FORMS["time_limit"])
_BEGINNING = re.compile(_FORMS["beginning"])
_YEAR_BY_YEAR = re.compile(_FORMS["year_by_year"])
_BY_NOW = re.compile(_FORMS["by_now"])
_BASE = re.compile(_FORMS["base_after"])
_FAR = 24
_FROM_YEAR = re.compile(_FORMS["from_year"])
_BASE_OF_SHARE = re.compile(_FORMS["base_of_share"])
_BY_MEANS = re.compile(_FORMS["by_means"])
_PART = re.compile(_FORMS["part_before"])
_STATE_ALONE = re.compile(_FORMS["state_alone"])
_OF_THE_YEAR = re.compile(_FORMS["of_the_year"])
_SCOPE = re.compile(_FORMS["scope_before"])
_ANOTHER_COUNT = re.compile(_FORMS["another_count"])
_PREPARED = re.compile(_FORMS["prepared_before"])
_YEARLY_GIVEN = re.compile(_FORMS["yearly_given_after"])
_EVENT = re.compile(_FORMS["event_after"])
_BEGUN = re.compile(_FORMS["begun_alone"])
_NEW_ACT = re.compile(_FORMS["new_act"])
_PROMISING = re.compile(_FORMS["promising"])
_OF_CLASS = re.compile(_FORMS["plan_of_class"])
_YEARS_RUNNING = re.compile(_FORMS["years_running"])
_THIS_MONTH = re.compile("本月|当月")
_SINCE_AFTER = re.compile(_FORMS["since_after"])


@record
class When:
    """The period and deadline of a figure; `cue` is the reading span of the words that state them."""

    period: Period | None
    stated: bool
    deadline: Deadline | None
    cue: Span | None


@record
class Moment:
    """A time expression in its place: `deadline` true when it limits a promise, `period` true when it dates a fact."""

    expression: TimeExpression
    start: int
    end: int
    dates: Period
    is_deadline: bool
    is_period: bool
    sentence: int


class Moments:
    """All time expressions of a document, resolved and told apart."""

    def __init__(
        self,
        document: Document,
        times: Sequence[TimeExpression],
        quantity_starts: Sequence[int],
        rows: Mapping[int, Row] | None = None,
    ) -> None:
        self._rows = rows or {}
        self._document = document
        self._text = document.reading.text
        self._quantity_starts = quantity_starts
        self._by_sentence: dict[int, list[Moment]] = {}
        self._item_limits: dict[int, Moment] = {}
        starts = [s.reading_start for s in document.sentences]
        for t in times:
            if not starts:
                break
            k = max(0, bisect_right(starts, t.start) - 1)
            moment = self._moment(t, document.sentences[k])
            if moment is not None:
                self._by_sentence.setdefault(k, []).append(moment)
                sentence = document.sentences[k]
                if moment.is_deadline and _LIMIT.search(self._text, sentence.reading_start, moment.start):
                    # 完成时限:2025年10月底前 at the end of an item holds for all of it.
                    self._item_limits[sentence.section] = moment

    def _moment(self, t: TimeExpression, sentence: Sentence) -> Moment | None:
        section = self._document.sections[sentence.section]
        if section.role is SectionRole.FURNITURE or sentence.is_heading:
            return None
        default = self.default_period(section)
        if default is None:
            return None
        year = default.start.year if section.role is SectionRole.PLAN else default.end.year
        if (
            t.relative_year == -1
            and section.role is SectionRole.REVIEW
            and self._document.plan_period is not None
            and self._document.plan_period.start.year == default.end.year + 1
            and self._text[t.start : t.start + 2] in _FORMS["last_year"]
            and self._text[t.start - 1 : t.start] in ",。;:\n"
        ):
            # Said from the planned year.
            year += 1
        dates = t.resolve(year)
        if dates is None:
            return None
        # 到2025年, 力争到2025年: the last character of the word belongs to the deadline.
        start = t.start - 1 if t.until in _FORMS["reach"] and t.year is not None else t.start
        quoted = self._text[t.start - 1 : t.start] in ("“", "《", "‘", '"') and t.form != "plan"
        attributive = (
            t.granularity == "year"
            and t.form == "date"
            and t.part is None
            and not t.before
            and t.year is not None
            and bool(
                _ATTRIBUTIVE.match(self._text, t.end) or _PREPARED.search(self._text, max(0, t.start - 6), t.start)
            )
        )
        # 完成全年目标的52%: the year belongs to the target.
        of_target = t.part == "全年" and bool(_OF_TARGET.match(self._text, t.end))
        # 完成年初预算的103%
        given = self._text.startswith(_FORMS["beginning_of_year"], t.start) and _YEARLY_GIVEN.match(self._text, t.end)
        # “十三五”贫困村: a class of things, no time.
        of_class = t.form == "plan" and _OF_CLASS.match(self._text, t.end)
        earlier = t.year is not None and dates.end < default.start and _BASE_OF_SHARE.match(self._text, t.end)
        # 由2019年的52.1%提高到2022年的54.3%: each figure has its own year.
        begin = max(sentence.reading_start, t.start - _FAR)
        own = _FROM_YEAR.search(self._text, begin, t.end) is not None
        base = (earlier and not own) or _BASE.match(self._text, t.end)
        usable = not (t.comparison or of_class or quoted or attributive or given or base)
        row = self._rows.get(sentence.ordinal)
        if row is not None:
            is_deadline = row.column_at(t.start) == "deadline"
        else:
            is_deadline = usable and self._limits(t, dates, section, sentence)
        is_period = usable and not (is_deadline or of_target) and t.form in ("date", "span", "plan")
        return Moment(t, start, t.end, dates, is_deadline, is_period, sentence.ordinal)

    def _limits(self, t: TimeExpression, dates: Period, section: Section, sentence: Sentence) -> bool:
        plan = self._document.plan_period
        review = self._document.review_period
        if t.form == "plan" and section.role is SectionRole.PLAN and plan is not None and t.until:
            # 到“十四五”末,绿化覆盖率达到42%
            return self._text[t.start : t.end].endswith("末") and plan.start <= dates.end
        if t.form in ("span", "plan") or t.since:
            return False
        if t.form == "ahead":
            # 三年内 of a plan begins with the plan; of a review nobody knows which three years.
            return section.role is SectionRole.PLAN
        if section.role is SectionRole.PLAN:
            period = plan or review
            if period is None or dates.end < period.start:
                return False
            if dates == period and t.half is not None:
                return False
            if t.relative_year == 0 and t.part is None and t.month is None and t.quarter is None and t.half is None:
                # 今年经济社会发展的主要预期目标是…: the plan's own year.
                return t.before
            if t.part == "全年" and _OWN_PLAN.match(self._text, t.end):
                return False
            if t.granularity == "year" and t.part is None and not t.before and t.year is not None:
                # 2025年,实现…: the year as such bounds only figures; 力争2023年新增 says so itself.
                if t.until:
                    return True
                return self._has_quantity(t.end, sentence.reading_end) and t.start - sentence.reading_start < 8
            return True
        if review is None:
            return False
        if t.part == "全年":
            return self._text[t.start - 2 : t.start] == "确保"
        promised = t.before or bool(t.until and _PROMISE.search(t.until))
        if dates.end == review.end and (t.part in _FORMS["year_ends"] or t.part == "年内"):
            # 预计到年末增长3%: an estimate of the year reviewed.
            return False
        return promised and dates.end >= review.end and t.until not in _FORMS["up_to"]

    def _has_quantity(self, start: int, end: int) -> bool:
        k = bisect_right(self._quantity_starts, start - 1)
        return k < len(self._quantity_starts) and self._quantity_starts[k] < end

    def default_period(self, section: Section) -> Period | None:
        """What the statements of a section are about unless they say otherwise."""
        return section.period or self._document.period_of(section.role)

    def deadlines(self) -> list[Moment]:
        """The explicit deadlines, in order."""
        return [m for k in sorted(self._by_sentence) for m in self._by_sentence[k] if m.is_deadline]

    def as_deadline(self, moment: Moment) -> Deadline:
        """The explicit deadline that a moment sets."""
        start, end = self._document.reading.to_source(moment.start, moment.end)
        return Deadline(
            latest=moment.dates.end,
            granularity=Granularity(moment.expression.granularity),
            source=DeadlineSource.EXPLICIT,
            start=start,
            end=end,
        )

    def deadline_for(self, sentence: Sentence, start: int, end: int, *, counted: bool = False) -> Moment | None:
        """The explicit deadline of what stands at a reading span: the nearest before it in its sentence, else one
        after it in a clause that has no object of its own (…改造150户,三季度末前落实到位).

        What is counted over the year is not bounded by when it all begins (改造34个小区,上半年全部开工).
        """
        moments = [m for m in self._by_sentence.get(sentence.ordinal, ()) if m.is_deadline]
        if sentence.ordinal in self._rows:
            return moments[0] if moments else None
        before = [m for m in moments if m.end <= start]
        after = [m for m in moments if m.start >= end]
        if self._text.startswith("的", end) and _SCOPE.search(self._text, max(0, start - 12), start):
            after = []  # 总投资120亿元的基地建设,确保6月底前开工
        if (count := _ANOTHER_COUNT.match(self._text, end)) is not None and self._has_quantity(end, end + 1):
            end = count.end()  # 38户82人9月底前全部达标
        if (
            after
            and not re.search("[,;:]", self._text[end : after[0].start])
            and not self._has_quantity(end, after[0].start)
            and not self._opens_an_item(after[0], sentence)
        ):
            # 上半年完成8栋,其余17栋10月底前完工: the date of its own clause.
            return after[0]
        ends_it = bool(after) and not self._has_object(after[0], sentence) and not self._of_another(after[0], end)
        if ends_it and counted and _BEGUN.fullmatch(self._behind(after[0], sentence)):
            ends_it = False
        if before and ends_it and "," in self._text[before[-1].end : start]:
            # 三季度引进企业3家,推进滨河公园建设,力争11月竣工
            ends_it = len(re.findall("[,;:]", self._text[end : after[0].start])) == 1
            if ends_it:
                return after[0]
        if before:
            return before[-1] if self._reaches(before[-1], start) else None
        if ends_it:
            return after[0]
        return self._item_limits.get(sentence.section)

    def _opens_an_item(self, moment: Moment, sentence: Sentence) -> bool:
        """Whether a date begins an item of its own: 4月底前拆除20处、6月底前拆除80处."""
        if self._text[moment.start - 1 : moment.start] != "、":
            return False
        return self._has_quantity(moment.end, moment.end + len(self._behind(moment, sentence)))

    def promised(self, sentence: Sentence, start: int) -> Span | None:
        """The explicit deadline in the clauses of a sentence before a position, unless a time or 已 comes between."""
        moments = [m for m in self._by_sentence.get(sentence.ordinal, ()) if m.end <= start]
        if not moments or not moments[-1].is_deadline or "已" in self._text[moments[-1].end : start]:
            return None
        return moments[-1].start, moments[-1].end

    def _reaches(self, moment: Moment, start: int) -> bool:
        """Whether a deadline holds for a figure behind it: not for the scope of what is only begun by then
        (6月底前启动改造,涉及居民1152户), nor for what comes year by year (五一节前开放,年接待游客20万人次), nor, if it is
        none of a year, for an average of one (4月底前完成排查,细颗粒物年均浓度34微克)."""
        clauses = self._text[moment.end : start].split(",")
        if len(clauses) > 1 and _NEW_ACT.match(clauses[-1]) and self._names_its_own(moment):
            return False
        of_year = _YEARLY.search(clauses[-1]) or _OF_THE_YEAR.search(clauses[-1])
        if len(clauses) > 1 and moment.expression.granularity != "year" and of_year:
            return False
        return len(clauses) == 1 or not (_BEGINNING.search(clauses[0]) or _YEAR_BY_YEAR.match(clauses[-1]))

    def _names_its_own(self, moment: Moment) -> bool:
        """Whether the clause of a deadline says before it of what it is one: 确保城际高铁年底建成运营,开工建设绕城公路."""
        ahead = re.split("[,;。:]", self._text[max(0, moment.start - 40) : moment.start])[-1]
        return len(_PROMISING.sub("", ahead)) >= _OBJECT and not _BY_MEANS.match(ahead)

    def _of_another(self, moment: Moment, end: int) -> bool:
        """Whether a deadline is that of another act, named behind a position: 新建基地1.5万亩,建设加工厂,力争8月投产."""
        clauses = self._text[end : moment.start].split(",")
        acts = [clause for clause in clauses[1:-1] if _NEW_ACT.match(clause) and len(clause) > _OBJECT]
        own = self._text[moment.end : moment.end + 8]
        return bool(acts) and not any(word in own for word in _FORMS["all_of_them"])

    def _behind(self, moment: Moment, sentence: Sentence) -> str:
        """What stands behind a time in its clause."""
        return re.split("[,;。]", self._text[moment.end : sentence.reading_end], maxsplit=1)[0]

    def _has_object(self, moment: Moment, sentence: Sentence) -> bool:
        """Whether the clause of a deadline says of what it is one: 力争新城片区规划学校年内开工 does, 年底前落实到位 does not."""
        rest = self._behind(moment, sentence)
        ahead = re.split("[,;。]", self._text[sentence.reading_start : moment.start])[-1]
        own = (len(ahead) > _SUBJECTLESS and not _BY_MEANS.match(ahead)) or bool(_PART.match(ahead))
        told = len(rest) > _SUBJECTLESS or (len(rest) >= _OBJECT and not _STATE_ALONE.fullmatch(rest))
        return own or told or self._has_quantity(moment.end, moment.end + len(rest))

    def for_figure(
        self,
        sentence: Sentence,
        clause: Span,
        start: int,
        end: int,
        section: Section,
        modality: Modality,
        *,
        annual: bool,
    ) -> When:
        """Period, deadline and the words that state them, of the figure at a reading span."""
        if modality is Modality.TARGET:
            return self._for_target(sentence, start, end, section, annual)
        return self._for_outcome(sentence, clause, start, end, section)

    def _for_target(self, sentence: Sentence, start: int, end: int, section: Section, annual: bool) -> When:
        plan = self._document.plan_period or self._document.review_period
        if section.role is SectionRole.PLAN and plan is not None and section.period is not None:
            # 二、今后五年的目标任务; 三、2022年重点工作: of several years the one that the heading names.
            plan = section.period if plan.start.year < plan.end.year else plan
        moment = self.deadline_for(sentence, start, end, counted=True)
        if sentence.ordinal in self._rows:
            # The targets of a table of progress are those of the period that it reviews.
            plan = self.default_period(section)
        if section.role is not SectionRole.PLAN and annual:
            # A task of the year; what follows tells how far it is and what is still to come.
            moment = moment if moment is not None and moment.end <= start else None
            plan = (self._document.review_period or plan) if moment is None else plan
        if plan is None:
            return When(None, False, None, None)
        if moment is not None:
            dates = moment.dates
            begin = plan.start
            if moment.expression.granularity == "year" and moment.expression.part == "全年":
                begin = date(dates.end.year, 1, 1)
            of_year = moment.expression.granularity == "year" and not moment.expression.until
            if dates.end < begin or (self._document.plan_period is None and of_year and dates.start > plan.end):
                begin = dates.start
            return When(Period(begin, dates.end), True, self.as_deadline(moment), (moment.start, moment.end))
        period = plan
        if plan.start.year < plan.end.year:
            period = self._year_of_plan(sentence, plan) or plan
        if annual and plan.start.year == plan.end.year:
            period = Period(date(plan.start.year, 1, 1), date(plan.start.year, 12, 31))
        on_schedule = _ON_SCHEDULE.search(self._text, sentence.reading_start, start)
        said = self._document.reading.to_source(*on_schedule.span()) if on_schedule else (None, None)
        deadline = Deadline(
            latest=period.end,
            granularity=_granularity(period),
            source=DeadlineSource.ON_SCHEDULE if on_schedule else DeadlineSource.INHERITED,
            start=said[0],
            end=said[1],
        )
        return When(period, False, deadline, on_schedule.span() if on_schedule else None)

    def _for_outcome(self, sentence: Sentence, clause: Span, start: int, end: int, section: Section) -> When:
        default = self._document.review_period
        if default is None or section.role is not SectionRole.PLAN:
            default = self.default_period(section)
        average = _AVERAGE.search(self._text, clause[0], start) or _YEARS_RUNNING.search(self._text, clause[0], start)
        if average is None and (yearly := _YEARLY.search(self._text, clause[0], start)) and default is not None:
            if default.start.year < default.end.year:
                # 年均增长 in a review of several years.
                return When(default, False, None, yearly.span())
        elif average and default is not None:
            # 两年平均增长8%, 应诉率连续三年达100%
            years = chinese(average.group(1)) or 1
            return When(Period(date(default.end.year - years + 1, 1, 1), default.end), True, None, average.span())
        if (
            default is not None
            and _THIS_MONTH.search(self._text, sentence.reading_start, start)
            and (default.end + timedelta(days=1)).day == 1
            and default.end.month < _DECEMBER
        ):
            # 1-10月累计…,其中,本月出动3150人次
            return When(Period(default.end.replace(day=1), default.end), True, None, None)
        candidates = [
            m
            for m in self._by_sentence.get(sentence.ordinal, ())
            if m.is_period
            and m.end <= start
            and not (self._is_base(m) and self._has_quantity(m.end, start))
            and not _BY_NOW.search(self._text, m.end + 2, start)
            and not (m.expression.granularity == "day" and self._is_event(m) and "," in self._text[m.end : start])
        ]
        m = candidates[-1] if candidates else self._opening_period(sentence)
        if m is None:
            return When(default, False, None, None)
        dates = m.dates
        in_that_year = self._text.startswith("的", m.end)
        if m.expression.until in (*_FORMS["up_to"], *_FORMS["reach"]) and default is not None and not in_that_year:
            begin = default.start if default.start <= dates.end else date(dates.end.year, 1, 1)
            dates = Period(begin, dates.end)
        elif (m.expression.since or _SINCE_AFTER.match(self._text, m.end)) and default is not None and not in_that_year:
            dates = Period(dates.start, max(default.end, dates.start))
        elif self._text[m.start : m.end].endswith(tuple(_FORMS["month_ends"])) and default is not None:
            # 9月末存栏25万头: a stock, as 截至9月末 says.
            dates = Period(default.start if default.start <= dates.end else dates.start, dates.end)
        elif m.expression.part in _FORMS["year_ends"] and default is not None:
            dates = Period(default.start if default.start.year == dates.end.year else dates.start, dates.end)
        return When(dates, True, None, (m.start, m.end))

    def is_still_to_come(self, sentence: Sentence, start: int) -> bool:
        """True when the time stated before a position begins after all that the report reviews and plans."""
        review = self._document.plan_period or self._document.review_period
        moments = [m for m in self._by_sentence.get(sentence.ordinal, ()) if m.is_period and m.end <= start]
        return bool(moments) and review is not None and moments[-1].dates.start.year > review.end.year

    def _is_base(self, m: Moment) -> bool:
        """由年初的5%提升至21.6%, 从一季度的90%上升至94%: the time belongs to the first figure alone."""
        of_it = m.expression.since and self._text.startswith("的", m.end)
        return of_it or bool(_FROM.search(self._text, max(0, m.start - 3), m.start))

    def _is_event(self, m: Moment) -> bool:
        """Whether a time dates what happened once: 5月18日开业, 9月建成开学."""
        return _EVENT.match(self._text, m.end) is not None

    def _year_of_plan(self, sentence: Sentence, plan: Period) -> Period | None:
        """今年重点抓好…: the one year of a plan for several that opens a sentence."""
        own = self._by_sentence.get(sentence.ordinal)
        m = own[0] if own else self._opening_period(sentence)
        if m is None or not m.is_period or m.expression.granularity != "year":
            return None
        return m.dates if plan.start <= m.dates.start and m.dates.end <= plan.end else None

    def _opening_period(self, sentence: Sentence) -> Moment | None:
        """The period that opens the whole sentence when this one is a part of it behind a semicolon: 1-9月,产值4亿元;投资…."""
        k = sentence.ordinal
        sentences = self._document.sentences
        while k > 0 and (
            self._text.startswith(_FORMS["part_of_it"], sentences[k].reading_start)
            or self._text[sentences[k - 1].reading_start : sentences[k].reading_start].rstrip().endswith(";")
        ):
            k -= 1
        for part in range(sentence.ordinal - 1, k - 1, -1):
            if sentences[part].section != sentence.section:
                return None
            for m in self._by_sentence.get(part, ()):
                opens = m.start - sentences[part].reading_start <= _FORMS["opening"]
                lasts = m.expression.granularity != "day" and not (m.expression.since or self._is_event(m))
                if opens and m.is_period and lasts:
                    return m
        return None


def _granularity(period: Period) -> Granularity:
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    return {1: Granularity.MONTH, 3: Granularity.QUARTER, 6: Granularity.HALF}.get(months, Granularity.YEAR)
