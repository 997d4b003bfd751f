"""Headings of tables of numbers: the words of a line in, what each column holds out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg.extraction.tables import Span, task_columns
from kg.language.quantities import Quantity, scan
from kg.lexicon import table
from kg.records import record

VALUES = ("year", "growth", "target", "progress", "level", "rank", "measure")
"""Kinds of columns that hold numbers."""
BRACKETS = re.compile(r"\(([^()]*)\)|〔([^〔〕]*)〕|\[([^\[\]]*)\]")
_PER_CENT = re.compile(r"[±+]?%$")


@record
class Column:
    """What a column holds by its heading, and the unit that the heading gives.

    `kind` is one of `VALUES`, or indicator or subject (what the rows are about), unit, ordinal, other. `year` is None
    where the heading names none; `said` is what it says beside the year (目标, 实绩), or the basis of a growth (同比).
    """

    kind: str
    span: Span
    text: str
    unit: str = ""
    year: int | None = None
    said: str = ""


def columns_of(words: Sequence[str], spans: Sequence[Span], caption: str = "") -> tuple[Column, ...] | None:
    """What the headings of a line say; None where it is no line of headings of a table of numbers.

    Args:
        words: the cells of the line.
        spans: where they stand in the reading.
        caption: the unit that stands above the table (单位:万元).
    """
    columns = [_column(word, span) for word, span in zip(words, spans, strict=True)]
    kinds = [column.kind for column in columns]
    if "indicator" not in kinds and ("unit" in kinds[1:] or not _OF_ROWS.isdisjoint(kinds)):
        kinds = ["indicator" if kind == "either" else kind for kind in kinds]
    if "indicator" not in kinds and kinds[:1] == ["unit"]:
        kinds[0] = "subject"
    named = next((kind for kind in ("indicator", "subject", "either") if kind in kinds), None)
    if named is None:
        return None
    name, by_row = kinds.index(named), named == "indicator"
    for k, kind in enumerate(kinds):
        if k == name:
            kinds[k] = "indicator" if by_row else "subject"
        elif kind in ("indicator", "subject", "either") or (kind == "unit" and not by_row):
            kinds[k] = "other"
    values = [column for column, kind in zip(columns, kinds, strict=True) if kind in VALUES]
    told = by_row or caption or any(column.unit or column.kind == "rank" for column in values)
    if not values or not told:
        return None
    if "unknown" in kinds:
        if not by_row or not (caption or "unit" in kinds):
            return None
        kinds = ["other" if kind == "unknown" else kind for kind in kinds]
    return tuple(replace(column, kind=kind) for column, kind in zip(columns, kinds, strict=True))


_OF_ROWS = frozenset(("year", "target", "progress", "level", "growth"))
"""Columns that say of what time or kind the number is, not what it measures: that the row says."""


def _column(word: str, span: Span) -> Column:
    inside = "".join(match[1] or match[2] or match[3] or "" for match in BRACKETS.finditer(word))
    bare = BRACKETS.sub("", word).strip()
    unit = inside if is_unit(inside) else ""
    if per_cent := _PER_CENT.search(bare):
        bare, unit = bare[: per_cent.start()], "%"  # 比上年增长%, 同比±%
    if bare.endswith("得分"):
        unit = unit or "分"
    if bare in table("tables")["numbers"]["unit"]:
        return Column("unit", span, bare)
    if kind := _words().get(bare):
        return Column(kind, span, bare)
    if year := pattern("year").fullmatch(bare):
        return Column("year", span, bare, unit, int(year["year"]), year["said"] + inside)
    growth = pattern("growth").fullmatch(bare or inside) or (pattern("basis").fullmatch(bare) if unit == "%" else None)
    if growth:
        return Column("growth", span, bare, unit, said=growth["basis"] or "")
    for kind in ("level", "rank", "target", "progress"):
        if pattern(kind).fullmatch(bare):
            return Column(kind, span, bare, unit)
    if (kind := task_columns().get(bare, "")) in ("target", "progress"):
        return Column(kind, span, bare, unit)
    if unit or pattern("measure").fullmatch(bare):
        return Column("measure", span, bare, unit)
    return Column("unknown", span, bare)


def is_heading(cell: str) -> bool:
    """Whether a cell is the heading of a column that names the rows or their units."""
    return cell in _words() or cell in table("tables")["numbers"]["unit"]


@cache
def any_name() -> re.Pattern[str]:
    """The heading of the column of names, a line or cell of its own: without it there is no table."""
    words = {word for word, kind in _words().items() if kind not in ("other", "ordinal")}
    words.update(table("tables")["numbers"]["unit"])
    return re.compile(rf"[ \n|](?:{'|'.join(map(re.escape, sorted(words)))})(?=[ \n|(〔\[])")


@cache
def _words() -> dict[str, str]:
    given = table("tables")["numbers"]
    return {word: kind for kind in ("other", "ordinal", "either", "subject", "indicator") for word in given[kind]}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of the table `numbers` of the lexicon."""
    return re.compile(table("tables")["numbers"][name])


@cache
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
