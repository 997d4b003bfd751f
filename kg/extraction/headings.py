"""Headings of tables of numbers: the words of a line in, what each column holds out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial

from kg.extraction import forms
from kg.extraction.tables import Span, task_columns
from kg.language.quantities import Quantity, scan
from kg.lexicon import table
from kg.records import record

VALUES = ("year", "growth", "target", "progress", "level", "rank", "measure")
"""Kinds of columns that hold numbers."""
BRACKETS = re.compile(r"\(([^()]*)\)|〔([^〔〕]*)〕|\[([^\[\]]*)\]")
pattern = partial(forms.pattern, "tables", "numbers")
"""A pattern of the table `numbers` of the lexicon, by its name."""
_SUFFIX = re.compile("(?:名称|名|别)$")
_PER_CENT = re.compile(r"[±+]?%$")


@record
class Column:
    """What a column holds by its heading, and the unit that the heading gives.

    `kind` is one of `VALUES`, or indicator or subject (what the rows are about), unit, ordinal, other. `year` is None
    where the heading names none, `year_span` where it stands; `said` is what it says beside the year (目标, 实绩), `basis`
    that of a growth (同比).
    """

    kind: str
    text: str
    unit: str = ""
    span: Span = (0, 0)
    year: int | None = None
    year_span: Span | None = None
    said: str = ""
    basis: str = ""


def columns_of(words: Sequence[str], spans: Sequence[Span], caption: str = "") -> tuple[Column, ...] | None:
    """What the headings of a line say; None where it is no line of headings of a table of numbers.

    Args:
        words: the cells of the line.
        spans: where they stand in the reading.
        caption: the unit that stands above the table (单位:万元).
    """
    columns = [_placed(word, span) for word, span in zip(words, spans, strict=True)]
    kinds = [column.kind for column in columns]
    if "indicator" not in kinds and ("unit" in kinds[1:] or not _OF_ROWS.isdisjoint(kinds)):
        kinds = ["indicator" if kind == "either" else kind for kind in kinds]
    if "indicator" not in kinds and kinds[:1] == ["unit"]:
        kinds[0] = "subject"
    named = next((kind for kind in ("indicator", "subject", "either") if kind in kinds), None) or _unnamed(
        columns, kinds
    )
    if named is None:
        return None
    name, by_row = kinds.index(named), named == "indicator"
    for k, kind in enumerate(list(kinds)):
        if k == name or (kind == named and columns[k].text == columns[name].text):
            kinds[k] = "indicator" if by_row else "subject"  # 项目 决算数 项目 决算数: two tables side by side
        elif kind in ("indicator", "subject", "either") or (kind == "unit" and not by_row):
            kinds[k] = "other"
    values = [column for column, kind in zip(columns, kinds, strict=True) if kind in VALUES]
    told = by_row or caption or any(column.unit or column.kind == "rank" for column in values)
    if not values or not told:
        return None
    if caption and not by_row:
        kinds = ["measure" if kind == "unknown" else kind for kind in kinds]  # 单位:人 above 常住人口 党员 老年人
    if "unknown" in kinds:
        if not (caption or (by_row and "unit" in kinds) or any(column.unit for column in values)):
            return None
        kinds = ["other" if kind == "unknown" else kind for kind in kinds]
    return tuple(replace(column, kind=kind) for column, kind in zip(columns, kinds, strict=True))


def _unnamed(columns: Sequence[Column], kinds: list[str]) -> str | None:
    """The kind of a column of names whose heading is none that is known, by what stands beside it: made so in `kinds`."""
    first = next((k for k, kind in enumerate(kinds) if kind != "ordinal"), None)
    if first is None or len(kinds) < first + 3:
        return None
    behind = list(zip(columns[first + 1 :], kinds[first + 1 :], strict=True))
    if kinds[first] in ("unknown", "target") and columns[first].year is None and behind[0][1] == "unit":
        kinds[first] = "indicator"  # 目标任务 单位 2024年目标 完成数
    elif kinds[first] in ("unknown", "other") and all(column.unit and kind in VALUES for column, kind in behind):
        kinds[first] = "subject"  # 领域 已开工项目(个) 总投资(亿元)
    else:
        return None
    return kinds[first]


_OF_ROWS = frozenset(("year", "target", "progress", "level", "growth"))
"""Columns that say of what time or kind the number is, not what it measures: that the row says."""


def _placed(word: str, span: Span) -> Column:
    column = _column(word)
    return replace(column, span=span, year_span=span if column.year is not None else None)


@lru_cache(maxsize=4096)
def _column(word: str) -> Column:
    """What a heading says by itself; where it stands is not known yet."""
    inside = "".join(match[1] or match[2] or match[3] or "" for match in BRACKETS.finditer(word))
    bare = BRACKETS.sub("", word).strip()
    unit = inside if is_unit(inside) else ""
    if per_cent := _PER_CENT.search(bare):
        bare, unit = bare[: per_cent.start()], "%"  # 比上年增长%, 同比±%
    if bare.endswith("得分"):
        unit = unit or "分"
    if bare in table("tables")["numbers"]["unit"]:
        return Column("unit", bare)
    if kind := _words().get(bare) or _words().get(_SUFFIX.sub("", bare)):
        return Column(kind, bare)
    if year := pattern("year").fullmatch(bare):
        found = Column("year", bare, unit, year=int(year["year"]), said=year["said"] + inside)
        grown = pattern("grown").search(year["said"])  # 2023年计划增长%
        measured = not grown and unit == "%" and pattern("measure").fullmatch(year["said"])  # 2023年完成率%
        return replace(
            found,
            kind="growth" if grown else "measure" if measured else "year",
            text=year["said"][grown.start() :] if grown else year["said"] if measured else bare,
            basis=grown[0] if grown else "",
        )
    growth = pattern("growth").fullmatch(bare or inside) or (pattern("basis").fullmatch(bare) if unit == "%" else None)
    if growth:
        return Column("growth", bare, unit, basis=growth[0], said=inside)
    for kind in ("level", "rank", "target", "progress"):
        if pattern(kind).fullmatch(bare):
            return Column(kind, bare, unit)
    if kind := task_columns().get(bare):
        kind = {"name": "either", "number": "ordinal"}.get(kind, kind if kind in VALUES else "other")
        return Column(kind, bare, unit)
    if unit or pattern("measure").fullmatch(bare):
        return Column("measure", bare, unit)
    return Column("unknown", bare)


def joined(upper: Sequence[Column], words: Sequence[str], spans: Sequence[Span]) -> tuple[Column, ...] | None:
    """The columns of headings in two lines; None where the second line is none of headings.

    指标 单位 2023年 2024年 / 绝对数 增长% 绝对数 增长%: the headings above stand for as many of those below. A cell below is empty
    where the one above goes on, and above where it stands for the one below, too.
    """
    lower = [_placed(word, span) if word else None for word, span in zip(words, spans, strict=True)]
    known = [column for column in lower if column is not None]
    kinds = {column.kind for column in known}
    if kinds.isdisjoint(VALUES) or not kinds <= {*VALUES, "indicator", "either", "subject", "unit"}:
        return None
    values = [column for column in upper if column.kind in VALUES]
    names_below = any(
        c is not None and c.kind in VALUES and u.kind not in VALUES for u, c in zip(upper, lower, strict=False)
    )
    if len(lower) != len(upper) or names_below:
        if not values or list(upper[-len(values) :]) != values or len(lower) % len(values):
            return None
        each = len(lower) // len(values)
        return (*upper[: -len(values)], *(_below(values[k // each], column) for k, column in enumerate(lower)))
    return tuple(_below(above, column) for above, column in zip(upper, lower, strict=True))


def _below(above: Column, below: Column | None) -> Column:
    """A column by the heading above and the one below it."""
    if below is None or above.kind not in VALUES or below.kind not in VALUES:
        return above
    if below.kind == "year":
        return replace(below, unit=below.unit or above.unit)
    if below.kind in ("level", "progress", "target") or pattern("plain").fullmatch(below.text):
        return replace(above, unit=below.unit or above.unit)
    return replace(below, year=above.year, year_span=above.year_span, said=above.said)


def is_heading(cell: str) -> bool:
    """Whether a cell is the heading of a column that names the rows or their units."""
    return bool(
        _words().get(_SUFFIX.sub("", cell)) or task_columns().get(cell) or cell in table("tables")["numbers"]["unit"]
    )


def begins(cell: str) -> bool:
    """Whether headings may begin with a cell: a known one, or 名次 before the names."""
    return is_heading(cell) or pattern("rank").fullmatch(cell) is not None


@cache
def any_heading() -> re.Pattern[str]:
    """A heading of a column, in a line or cell of its own: without one there is no table."""
    words = {
        *_words(),
        *table("tables")["numbers"]["unit"],
        *(word for word, kind in task_columns().items() if kind == "name"),
    }
    return re.compile(rf"[ \n|](?:{'|'.join(map(re.escape, sorted(words)))})(?:名称|名|别)?(?=[ \n|(〔\[])")


@cache
def _words() -> dict[str, str]:
    given = table("tables")["numbers"]
    return {word: kind for kind in ("other", "ordinal", "either", "subject", "indicator") for word in given[kind]}


@lru_cache(maxsize=4096)
def is_unit(words: str) -> bool:
    """Whether words are a unit by themselves: 万元/亩, %, 分."""
    return bool(words) and not words[0].isdigit() and quantity_of(f"2{words}", "得分") is not None


def quantity_of(text: str, named: str = "") -> Quantity | None:
    """The quantity that a whole text is, behind the name of what is measured (得分 95.6分)."""
    for before in ("", named):
        found = [each for each in scan(before + text) if each.end > len(before)]
        if len(found) == 1 and isinstance(found[0], Quantity):
            end = found[0].bound_span[1] if found[0].bound_span is not None else 0
            if max(found[0].end, end) == len(before + text):
                return found[0]
    return None
