"""Figures of tables of numbers: cells with their rows and columns in, indicators out.

A cell is read as the sentence that its headings say: 地区生产总值 and 亿元 and 182.6 are 地区生产总值182.6亿元. A number whose unit
neither cell nor row nor heading nor table says stays unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from kg.documents.model import Document, Period, Section, SectionRole, Sentence
from kg.documents.periods import parse_period_name
from kg.documents.periods import years as years_of
from kg.extraction.confidence import confidence
from kg.extraction.figures import amount, base_period
from kg.extraction.headings import BRACKETS, VALUES, Column, is_unit, pattern, quantity_of
from kg.extraction.kinds import Reading, read_kind
from kg.extraction.model import (
    Bound,
    ChangeBasis,
    Cue,
    Deadline,
    DeadlineSource,
    Granularity,
    Indicator,
    Kind,
    Modality,
    Strength,
)
from kg.extraction.moments import Moments, When
from kg.extraction.number_tables import NUMBERED, PART, Cell, NumberTable
from kg.extraction.tables import Span
from kg.language.numerals import chinese
from kg.language.quantities import NotQuantity, Quantity
from kg.records import record

RULE = "number-table"
_GROWTH = re.compile("(?:增长|增速|增幅|增减|升降|变化|差额).*$|前[一二两三四]年|五年(?=年均)|规划")
_SO_FAR = re.compile("前([一二两三四])年")
_TERM = 5
"""Years of a plan of the people's congress."""
_MONEY = re.compile("投资|预算|资金|金额|概算")
_CHANGE = re.compile("(?:降低|下降|减少|增长|提高|增速|增幅)(?:率|幅度)?$")


def table_figures(document: Document, tables: Sequence[NumberTable], moments: Moments) -> list[Indicator]:
    """The figures of tables of numbers, sorted by start."""
    starts = [sentence.reading_start for sentence in document.sentences]
    figures: list[Indicator] = []
    for each in tables:
        for cell in each.cells:
            sentence = document.sentences[max(0, bisect_right(starts, cell.span[0]) - 1)]
            section = document.sections[sentence.section]
            if section.role is not SectionRole.FURNITURE:
                figure = _figure(_Place(document, each, cell, sentence, section, moments))
                if figure is not None:
                    figures.append(figure)
    return sorted(figures, key=lambda figure: (figure.start, figure.end))


def without_cells(
    found: Sequence[Quantity | NotQuantity],
    figures: Sequence[Indicator],
    tables: Sequence[NumberTable],
    document: Document,
) -> list[Quantity | NotQuantity]:
    """The numbers of a reading but for those that are figures of a table; its ordinals and units (亿元) as such."""
    reading = document.reading
    units = {cell.unit[0]: cell.unit[1] for each in tables for cell in each.cells if cell.unit is not None}
    headings = sorted(column.span for each in tables for column in each.columns if column.unit)
    taken = sorted((reading.from_source(f.start), reading.from_source(f.end - 1) + 1) for f in figures)
    ordinals = {start: end for each in tables for start, end in each.ordinals}
    starts = [start for start, _ in taken]
    kept: list[Quantity | NotQuantity] = []
    for number in found:
        k = bisect_right(starts, number.end - 1) - 1
        if k >= 0 and taken[k][1] > number.start:
            continue
        if number.end <= ordinals.get(number.start, 0):
            number = NotQuantity(number.start, number.end, "listNumber", "list-number")
        elif number.end <= units.get(number.start, 0) or _in_bracket(document.reading.text, number, headings):
            number = NotQuantity(number.start, number.end, "other", "unit-of-table")
        kept.append(number)
    return kept


def _in_bracket(text: str, number: Quantity | NotQuantity, headings: Sequence[Span]) -> bool:
    """Whether what was read is the unit in the bracket of a heading: 总投资(亿元)."""
    k = bisect_right(headings, (number.start, number.end)) - 1
    inside = k >= 0 and headings[k][0] < number.start and number.end < headings[k][1]
    return inside and text[number.start - 1] == "(" and text[number.end] == ")"


def together(figures: Sequence[Indicator], others: Sequence[Indicator]) -> list[Indicator]:
    """Figures of sentences and of tables in one list, in order; what points at another figure still does."""
    if not others:
        return list(figures)
    both = [*figures, *others]
    order = sorted(range(len(both)), key=lambda k: (both[k].start, both[k].end))
    moved: dict[int | None, int | None] = {None: None, **{old: k for k, old in enumerate(order)}}
    return [replace(both[k], compares=moved[both[k].compares], of_target=moved[both[k].of_target]) for k in order]


@record
class _Place:
    """A cell in its table, sentence and section, with the document and its moments."""

    document: Document
    table: NumberTable
    cell: Cell
    sentence: Sentence
    section: Section
    moments: Moments


def _figure(place: _Place) -> Indicator | None:
    cell, column, to_source = place.cell, place.cell.column, place.document.reading.to_source
    text = place.document.reading.text
    name, bracket = _name_of(text[slice(*cell.name)])
    if cell.whole is not None and not name.endswith(parent := _name_of(text[slice(*cell.whole)])[0]):
        name = parent + name
    row_unit = (text[slice(*cell.unit)] if cell.unit is not None else "") or bracket
    number = _number(text, place.table, cell, name, row_unit)
    if number is None:
        return None
    quantity, reading = number.quantity, number.reading
    modality, when = _when(place, column)
    unit_said = None if number.own_unit or column.unit or column.kind == "rank" else cell.unit
    heading_said = column.span if len(number.label) > len(name) or column.kind == "growth" or column.unit else None
    named = [("metric", span) for span in (cell.whole, cell.name, heading_said, unit_said) if span is not None]
    cues = [*named, *number.limits, *([("date", when.cue)] if when.cue is not None else [])]
    start, end = to_source(*number.span)
    change = reading.kind is Kind.CHANGE
    return Indicator(
        start=start,
        end=end,
        rule=RULE,
        confidence=confidence(RULE),
        cues=tuple(Cue(part, *to_source(*span)) for part, span in cues),
        **amount(quantity, number.sign * reading.sign),
        bound=Bound(quantity.bound),
        kind=reading.kind,
        modality=modality,
        strength=Strength.PLAN if modality is Modality.TARGET else None,
        metric=number.label,
        period=when.period,
        period_stated=when.stated,
        deadline=when.deadline,
        change_basis=(reading.basis or ChangeBasis.UNSTATED) if change else None,
        base_period=base_period(when.period, reading.basis) if change else None,
    )


@record
class _Number:
    """What a cell says: its quantity with kind and sign, the label, and where number and limits stand."""

    quantity: Quantity
    reading: Reading
    sign: int
    label: str
    span: Span
    limits: tuple[tuple[str, Span], ...]
    own_unit: str


def _number(text: str, whole: NumberTable, cell: Cell, name: str, row_unit: str) -> _Number | None:
    """The number of a cell with the unit that it, its heading, its row or the table says; None where none of them does."""
    column = cell.column
    if column.kind == "rank":
        place = text[slice(*cell.span)].strip("第名位")
        quantity = quantity_of(f"第{place}位") or quantity_of(f"第{place}")
        label = name if whole.by_row else name + column.text
        if quantity is None:
            return None
        return _Number(quantity, read_kind(quantity, label, noun_follows=False), 1, label, cell.span, (), "")
    match = pattern("cell").fullmatch(text, *cell.span)
    assert match is not None
    growth = column.kind == "growth"
    label = _label(whole, column, name, cumulated=match["open"] is not None)
    unit = match["unit"] or column.unit or ("" if growth and match["open"] is None and row_unit != "%" else row_unit)
    told = label if not growth else name if _is_change(name) else label + "增长"
    if match["lead"] and not growth:
        told += match["lead"]  # 增长6.5%
    digits = match["number"].replace(",", "")
    written = f"{match['lead'] or ''}{match['bound'] or ''}{digits}{unit}{match['behind'] or ''}"
    quantity = quantity_of(written, label) if unit else None
    if quantity is None:
        return None
    reading = read_kind(quantity, told, noun_follows=False)
    if growth and row_unit == "%" and not match["unit"] and not _is_change(name):
        quantity = quantity_of(f"{digits}个百分点") or quantity  # of what is a per cent itself
    return _Number(
        quantity,
        reading,
        -1 if (match["sign"] or "+") in "-－−↓" else 1,
        label,
        (match.start("sign") if match["sign"] else match.start("number"), match.end("unit")),
        tuple(("bound", match.span(limit)) for limit in ("bound", "behind") if match[limit]),
        match["unit"],
    )


def _label(whole: NumberTable, column: Column, name: str, *, cumulated: bool) -> str:
    """What the number of a column measures: the row's name, with the heading where the row alone does not say it."""
    heading = column.text
    if column.kind == "growth":
        heading = "累计" if cumulated else _GROWTH.sub("", heading)
        if not whole.by_row:
            # 人口(人) 比上年增减(人): of what the column on its left measures.
            at = whole.columns.index(column)
            of = next((c for c in whole.columns[:at][::-1] if c.kind in VALUES and c.kind != "growth"), None)
            heading = (of.text if of is not None else "") + heading
        return name + heading
    # 完成率 of what the row names, 完成投资 and 预算(万元) of a project.
    of_project = column.unit not in ("", "%") and column.kind in ("target", "progress") and _MONEY.search(heading)
    measured = (column.kind == "measure" or of_project) and heading not in name
    return name + heading if not whole.by_row or measured else name


def _is_change(name: str) -> bool:
    """Whether an indicator is a change by its name: 单位生产总值能耗降低."""
    return _CHANGE.search(name) is not None


def _name_of(cell: str) -> tuple[str, str]:
    """A row's name without number and unit, and the unit in its bracket: 1.地区生产总值(亿元)."""
    units = [match[1] for match in BRACKETS.finditer(cell) if match[1] and is_unit(match[1])]
    name = cell
    for unit in units:
        name = name.replace(f"({unit})", "")
    for frame in (PART, NUMBERED):
        if found := frame.match(name):
            name = name[found.end() :]
    return name.strip(" :、"), units[0] if units else ""


def _when(place: _Place, column: Column) -> tuple[Modality, When]:
    """Done or promised, and of when: by the year of the heading, or of the one beside it, else as the section has it."""
    document, whole = place.document, place.table
    years = [other for other in whole.columns if other.year is not None]
    if column.year is None and column.kind == "growth" and years:
        last = max(years, key=lambda other: other.year or 0)
        so_far = _SO_FAR.match(column.basis)
        if so_far is not None:
            first = min(other.year or 0 for other in years) + 1  # 前两年年均增速, of the years behind the base
            through = years_of(first, first + (chinese(so_far[1]) or 1) - 1)
            return Modality.ACTUAL, When(through, True, None, column.span)
        if re.search(pattern("yearly"), column.basis):
            column = last
        else:
            # The growth of a column stands on its right.
            at = whole.columns.index(column)
            column = next((other for other in whole.columns[:at][::-1] if other.year is not None), column)
    named = f"{column.year}年{column.said}"  # 2024年1-5月
    if column.year is None and not years and whole.year is not None:
        named = whole.title  # 2024年第一季度考核得分
        said = {"target": "计划", "progress": "完成"}.get(column.kind, "")
        column = replace(column, year=whole.year[0], year_span=whole.year[1], said=said)
    if column.year is not None and column.year_span is not None:
        modality = _mood(document, column)
        year = years_of(column.year, column.year)
        if modality is Modality.ACTUAL:
            return modality, When(parse_period_name(named, None) or year, True, None, column.year_span)
        plan = document.plan_period or document.review_period
        if any(other.year == column.year - _TERM for other in years):
            period = years_of(column.year - _TERM + 1, column.year)  # 2020年 beside 2025年: a plan of five years
        elif plan is not None and plan.start.year < plan.end.year and plan.start <= year.end <= plan.end:
            period = Period(plan.start, year.end)
        else:
            period = year
        start, end = document.reading.to_source(*column.year_span)
        deadline = Deadline(
            latest=year.end, granularity=Granularity.YEAR, source=DeadlineSource.EXPLICIT, start=start, end=end
        )
        return modality, When(period, True, deadline, column.year_span)
    return _without_year(place, column)


def _without_year(place: _Place, column: Column) -> tuple[Modality, When]:
    """Done or promised, and of when, where no heading names a year."""
    document, whole, section = place.document, place.table, place.section
    planned = section.role is SectionRole.PLAN
    if planned and document.review_period is not None and not pattern("said_target").search(whole.title):
        # An annex behind the plan (附件:考核得分) tells what has come about, unless its headings or title say otherwise.
        planned = any(other.kind == "target" for other in whole.columns)
    modality = (
        Modality.TARGET if column.kind == "target" or (planned and column.kind != "progress") else Modality.ACTUAL
    )
    # 预算数 beside 执行数 is of the same time.
    annual = column.kind == "target" and any(other.kind == "progress" for other in whole.columns)
    span = place.cell.span
    when = place.moments.for_figure(place.sentence, span, *span, section, modality, annual=annual)
    if modality is Modality.TARGET or when.stated:
        return modality, when
    period = document.review_period if section.role is SectionRole.PLAN and document.review_period else when.period
    at = whole.columns.index(column)
    said = (
        next((c for c in whole.columns[: at + 1][::-1] if c.kind != "growth"), column)
        if column.kind == "growth"
        else column
    )
    if period is None:
        return modality, when
    named = parse_period_name(said.text, period.end.year)  # 1-5月累计, 上半年
    if named is not None:
        return modality, When(named, True, None, said.span)
    if said.text.startswith(("本月", "当月")):
        period = Period(period.end.replace(day=1), period.end)
    elif said.text.endswith("累计"):
        period = Period(min(period.end.replace(month=1, day=1), period.start), period.end)
    return modality, replace(when, period=period)


def _mood(document: Document, column: Column) -> Modality:
    """Done or promised by what a heading says beside its year, else by whether the report looks back on that year."""
    if pattern("said_outcome").search(column.said):
        return Modality.ACTUAL
    if pattern("said_target").search(column.said):
        return Modality.TARGET
    assert column.year is not None
    reviewed = document.review_period.end.year if document.review_period else None
    planned = document.plan_period.start.year if document.plan_period else None
    if planned is not None and (reviewed is None or reviewed >= planned):
        reviewed = planned - 1
    return Modality.TARGET if reviewed is not None and column.year > reviewed else Modality.ACTUAL
