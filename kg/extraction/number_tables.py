"""Tables of bare numbers: a document in, the cells that hold numbers with their rows and columns out.

专栏1 主要指标 / 指标 单位 2020年 2025年 年均增长 / 地区生产总值 亿元 182.6 260 7.3%: a cell holds no more than a number; its row says
of what, a column its unit, the heading when. A table may be lines with blanks or bars between cells, one cell a line, or
cells that the file tells (web page, Word). What is no such table beyond doubt is left alone: each heading must be known,
and a row must have numbers where the headings want them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from kg.documents.formats.model import Place
from kg.documents.model import Document
from kg.extraction.headings import VALUES, Column, any_name, columns_of, is_heading, is_unit, pattern
from kg.extraction.tables import Span
from kg.records import record

Line = dict[int, Span]
"""The cells of a line by their columns, counted from 0."""

_FEWEST_COLUMNS, _MOST_COLUMNS = 2, 12
_LONGEST_CELL = 30
_NAME = re.compile("[一-鿿]{2}")
_MARKS = re.compile("[。;!?]")
_CELL = re.compile(r"[^ \n]+")
_BAR = re.compile("[|│]")
_RULER = re.compile(r"[-—=+:| │]+")
_ORDINAL = re.compile(r"[\d一二三四五六七八九十]{1,3}[.、]?")
# 单位:万元 above a table, in a line of its own or at the end of its title.
_ABOVE = 60
_CAPTION = re.compile(r"单位[::] ?([^ \n,、;)]{1,8})[^\n]{0,12}\n+$")


@record
class Cell:
    """A number of a table with the row and column that say what it is. `unit` is the unit that the table or row gives."""

    span: Span
    column: Column
    name: Span
    unit: Span | None


@record
class NumberTable:
    """A table of numbers: its headings, the cells that hold numbers, and the spans of the ordinals of its rows."""

    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]
    ordinals: tuple[Span, ...]

    @property
    def by_row(self) -> bool:
        """Whether the rows name what is measured, not who has what the columns measure."""
        return any(column.kind == "indicator" for column in self.columns)


def find_number_tables(document: Document) -> list[NumberTable]:
    """The tables of bare numbers of a document, in order."""
    text = document.reading.text
    told = any(place.row is not None for place in document.places)
    if not told and not any_name().search(text):
        return []
    grids = _of_places(document) if told else chain(_of_lines(text), _of_single_cells(text))
    found = (_table(text, grid, caption) for grid, caption in grids)
    return [each for each in found if each is not None]


# ---------------------------------------------------------------------------------------------------------------- grids


def _of_places(document: Document) -> Iterator[tuple[list[Line], Span | None]]:
    """Tables whose cells the file tells, with the unit that stands above each."""
    reading = document.reading
    lines: dict[int, list[Place]] = {}
    for place in document.places:
        if place.row is not None and place.paragraph is not None:
            lines.setdefault(place.paragraph, []).append(place)
    grid: list[Line] = []
    last = -1
    for paragraph, places in lines.items():
        if grid and (paragraph != last + 1 or places[0].row == 1):
            yield grid, _caption(reading.text, min(grid[0].values())[0] if grid[0] else 0)
            grid = []
        last = paragraph
        spans = {
            p.column or 0: _bare(reading.text, reading.from_source(p.start), reading.from_source(p.end)) for p in places
        }
        grid.append({column: spans[column] for column in sorted(spans) if spans[column][0] < spans[column][1]})
    if grid:
        yield grid, _caption(reading.text, min(grid[0].values())[0] if grid[0] else 0)


def _bare(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _cells_of(text: str, start: int, end: int) -> list[Span]:
    """The cells of a line: between bars, those that are empty too, else between blanks."""
    if text.count("|", start, end) + text.count("│", start, end) >= _FEWEST_COLUMNS - 1:
        inside = _bare(text, start, end)
        inside = inside[0] + (text[inside[0]] in "|│"), inside[1] - (text[inside[1] - 1] in "|│")
        bars = [inside[0] - 1, *(bar.start() for bar in _BAR.finditer(text, *inside)), inside[1]]
        return [_bare(text, a + 1, b) for a, b in pairwise(bars)]
    return [match.span() for match in _CELL.finditer(text, start, end)]


def _of_lines(text: str) -> Iterator[tuple[list[Line], Span | None]]:
    """Tables whose rows are lines. Cells that are missing in front were merged with those above."""
    grid: list[Line] = []
    columns: tuple[Column, ...] | None = None
    caption: Span | None = None
    for start, end in _lines(text):
        spans = _cells_of(text, start, end)
        if _RULER.fullmatch(text, start, end):
            continue
        above = _caption(text, start) if len(spans) >= _FEWEST_COLUMNS else None
        headings = _headings(text, spans, above) if len(spans) >= _FEWEST_COLUMNS else None
        if headings is not None:
            if columns is not None:
                yield grid, caption
            columns, grid, caption = headings, [dict(enumerate(spans))], above
        elif columns is not None:
            missing = len(columns) - len(spans)
            merged = all(column.kind in ("other", "ordinal") for column in columns[: max(missing, 0)])
            if len(spans) == 1 and not _MARKS.search(text, start, end) and end - start <= _LONGEST_CELL:
                continue  # 一、经济发展: what the rows below have in common
            if missing < 0 or len(spans) < _FEWEST_COLUMNS or not merged:
                yield grid, caption
                columns, grid = None, []
                continue
            grid.append({missing + k: span for k, span in enumerate(spans) if span[0] < span[1]})
    if columns is not None:
        yield grid, caption


def _of_single_cells(text: str) -> Iterator[tuple[list[Line], Span | None]]:
    """Tables whose every cell is a line of its own."""
    run: list[Span] = []
    for start, end in (*_lines(text), (len(text), len(text))):
        if 0 < end - start <= _LONGEST_CELL and not _MARKS.search(text, start, end) and " " not in text[start:end]:
            run.append((start, end))
            continue
        if len(run) >= 3 * _FEWEST_COLUMNS:
            yield from _folded(text, run)
        run = []


def _folded(text: str, run: Sequence[Span]) -> Iterator[tuple[list[Line], Span | None]]:
    """The tables in a run of cells, folded at the width at which the columns fit."""
    at = 0
    while at < len(run):
        best: list[Line] = []
        above = _caption(text, run[at][0])
        widths = range(_FEWEST_COLUMNS, min(_MOST_COLUMNS, (len(run) - at) // 2) + 1)
        for width in widths if is_heading(text[slice(*run[at])]) else ():
            headings = _headings(text, run[at : at + width], above)
            if headings is None:
                continue
            grid = [dict(enumerate(run[at : at + width]))]
            for first in range(at + width, len(run) - width + 1, width):
                line = dict(enumerate(run[first : first + width]))
                if not _fits(text, headings, line):
                    break
                grid.append(line)
            if len(grid) > 2 and len(grid) * width > sum(map(len, best)):
                best = grid
        if best:
            yield best, above
        at += sum(map(len, best)) or 1


def _caption(text: str, start: int) -> Span | None:
    """The unit that stands above a table whose headings begin at a position."""
    match = _CAPTION.search(text, max(0, start - _ABOVE), start)
    return match.span(1) if match is not None and is_unit(match[1]) else None


# ----------------------------------------------------------------------------------------------------------------- rows


def _headings(text: str, spans: Sequence[Span], caption: Span | None) -> tuple[Column, ...] | None:
    return columns_of([text[a:b] for a, b in spans], spans, text[slice(*caption)] if caption else "")


def _fits(text: str, columns: Sequence[Column], line: Line) -> bool:
    """Whether the cells of a line are what the headings want, numbers where these are."""
    numbers = 0
    for k, column in enumerate(columns):
        cell = text[slice(*line[k])] if k in line else ""
        if column.kind in ("indicator", "subject"):
            if not _NAME.search(cell) or is_heading(cell):
                return False
        elif column.kind == "ordinal" and cell and not _ORDINAL.fullmatch(cell):
            return False
        elif column.kind in VALUES:
            if pattern("cell").fullmatch(cell):
                numbers += 1
            elif column.kind not in ("target", "progress") and not pattern("none").fullmatch(cell):
                return False  # 达到预期: how far a task is may also be told in words
    return numbers > 0


def _table(text: str, grid: Sequence[Line], caption: Span | None) -> NumberTable | None:
    columns: tuple[Column, ...] = ()
    cells: list[Cell] = []
    ordinals: list[Span] = []
    at: dict[int, int] = {}
    for line in grid:
        if not columns:
            columns = _headings(text, list(line.values()), caption) or ()
            at = {place: k for k, place in enumerate(line)}
            kinds = [column.kind for column in columns]
            continue
        row = {at[place]: span for place, span in line.items() if place in at}
        if not _fits(text, columns, row):
            continue
        name = row[kinds.index("indicator" if "indicator" in kinds else "subject")]
        unit = row.get(kinds.index("unit")) if "unit" in kinds else caption
        ordinals.extend(row[k] for k, kind in enumerate(kinds) if kind == "ordinal" and k in row)
        cells.extend(
            Cell(row[k], column, name, unit)
            for k, column in enumerate(columns)
            if column.kind in VALUES and k in row and pattern("cell").fullmatch(text, *row[k])
        )
    return NumberTable(columns, tuple(cells), tuple(ordinals)) if cells else None
