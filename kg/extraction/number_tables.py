"""Tables of bare numbers: a document in, the cells that hold numbers with their rows and columns out.

专栏1 主要指标 / 指标 单位 2020年 2025年 年均增长 / 地区生产总值 亿元 182.6 260 7.3%: a cell holds no more than a number; its row says
of what, a column its unit, the heading when. A table may be lines with blanks or bars between cells, one cell a line, or
cells that the file tells (web page, Word). What is no such table beyond doubt is left alone: a heading must say what names the
rows, another what is counted, and a row must have numbers where the headings want them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from kg.documents.model import Document
from kg.extraction.headings import VALUES, Column, any_heading, begins, columns_of, is_heading, is_unit, joined, pattern
from kg.extraction.tables import Span, rows_told
from kg.records import record

Line = dict[int, Span]
"""The cells of a line by their columns, counted from 0."""

_FEWEST_COLUMNS, _MOST_COLUMNS = 2, 12
_LONGEST_CELL = 30
_NAME = re.compile("[一-鿿]{2}")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十]")
_MARKS = re.compile("[。;!?]")
_CELL = re.compile(r"[^ \n]+")
_BAR = re.compile("[|│]")
_RULER = re.compile(r"[-—=+:| │]+")
_ORDINAL = re.compile(r"[\d一二三四五六七八九十]{1,3}[.、]?")
# What may stand for a number: 达到预期, 完成市下达任务.
_WORDS = re.compile("[一-鿿]{2,16}")
NUMBERED = re.compile(r"\(?[一二三四五六七八九十\d]{1,3}[)、.]\s*|[#*·•]\s*")
PART = re.compile("其中[:,]?")
_YEAR = re.compile(r"((?:19|20)\d\d)年(?!\d)")
_ABOVE = 60
"""Characters of the longest line above a table that is its title."""
# 单位:万元 above a table, in a line of its own or at the end of its title.
_CAPTION = re.compile(r"单位[::] ?([^ \n,、;)]{1,8})[^\n]{0,12}\n+$")


@record
class Cell:
    """A number of a table with the row and column that say what it is. `unit` is the unit that the table or row gives."""

    span: Span
    column: Column
    name: Span
    unit: Span | None
    whole: Span | None = None
    """The name of the row that this row is a part of: 其中:第一产业."""


@record
class NumberTable:
    """A table of numbers: its headings, the cells that hold numbers, and the spans of the ordinals of its rows."""

    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]
    ordinals: tuple[Span, ...]
    title: str
    """The line above it, empty without one."""
    year: tuple[int, Span] | None
    """The year that its title names, and where."""

    @property
    def by_row(self) -> bool:
        """Whether the rows name what is measured, not who has what the columns measure."""
        return any(column.kind == "indicator" for column in self.columns)


def find_number_tables(document: Document) -> list[NumberTable]:
    """The tables of bare numbers of a document, in order."""
    text = document.reading.text
    told = any(place.row is not None for place in document.places)
    if not told and not any_heading().search(text):
        return []
    grids = _of_places(document) if told else chain(_of_lines(document), _of_single_cells(document))
    found = (_table(text, grid) for grid in grids)
    return [each for each in found if each is not None]


# ---------------------------------------------------------------------------------------------------------------- grids


@record
class _Grid:
    """A table as it stands: columns by their places, the lines below the headings, and the unit above."""

    columns: dict[int, Column]
    rows: list[Line]
    caption: Span | None


def _of_places(document: Document) -> Iterator[_Grid]:
    """Tables whose cells the file tells."""
    text, from_source = document.reading.text, document.reading.from_source
    table: list[Line] = []
    last = -1
    for paragraph, places in rows_told(document).items():
        if table and (paragraph != last + 1 or places[0].row == 1):
            yield from _grid(text, table)
            table = []
        last = paragraph
        spans = {p.column or 0: _bare(text, from_source(p.start), from_source(p.end)) for p in places}
        table.append(dict(sorted(spans.items())))
    yield from _grid(text, table)


def _grid(text: str, table: Sequence[Line]) -> Iterator[_Grid]:
    """The table of lines whose cells have places; headings may stand in two lines."""
    for number, line in enumerate(table):
        filled = {place: span for place, span in line.items() if span[0] < span[1]}
        above = _caption(text, min(filled.values())[0]) if filled else None
        columns = _headings(text, list(filled.values()), above) if len(filled) >= _FEWEST_COLUMNS else None
        if columns is None:
            continue
        by_place = dict(zip(filled, columns, strict=True))
        following = table[number + 1] if number + 1 < len(table) else {}
        places = sorted({*line, *following})
        spans = [following.get(place, (0, 0)) for place in places]
        both = joined(_over(by_place, places), [text[a:b] for a, b in spans], spans) if following else None
        if both is not None:
            yield _Grid(dict(zip(places, both, strict=True)), list(table[number + 2 :]), above)
        else:
            yield _Grid(by_place, list(table[number + 1 :]), above)
        return


def _over(columns: dict[int, Column], places: Sequence[int]) -> list[Column]:
    """The heading over each place: an empty one goes on with the one on its left."""
    first = next(iter(columns.values()))
    return [next((columns[p] for p in range(place, -1, -1) if p in columns), first) for place in places]


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


def _cells_of(document: Document, start: int, end: int) -> list[Span]:
    """The cells of a line: between bars or tabs, those that are empty too, else between blanks."""
    text = document.reading.text
    if text.count("|", start, end) + text.count("│", start, end) >= _FEWEST_COLUMNS - 1:
        first, last = _bare(text, start, end)
        framed = text[first] in "|│" and text[last - 1] in "|│"
        first, last = first + framed, last - framed
        bars = [first - 1, *(bar.start() for bar in _BAR.finditer(text, first, last)), last]
        return [_bare(text, a + 1, b) for a, b in pairwise(bars)]
    cells: list[Span] = []
    offsets = document.reading.offsets
    for match in _CELL.finditer(text, start, end):
        if offsets is not None:
            # The reading has one blank where the text has several tabs, and none where it begins a line with some.
            at = offsets[match.start()]
            begin = offsets[cells[-1][1] - 1] if cells else document.text.rfind("\n", 0, at) + 1
            tabs = document.text.count("\t", begin, at)
            cells.extend([(match.start(), match.start())] * (tabs - bool(cells)))
        cells.append(match.span())
    return cells


def _of_lines(document: Document) -> Iterator[_Grid]:
    """Tables whose rows are lines. Cells that are missing in front were merged with those above."""
    text = document.reading.text
    grid: _Grid | None = None
    for start, end in _lines(text):
        spans = _cells_of(document, start, end)
        filled = [span for span in spans if span[0] < span[1]]
        if _RULER.fullmatch(text, start, end):
            continue
        above = _caption(text, start) if len(filled) >= _FEWEST_COLUMNS else None
        columns = _headings(text, filled, above) if len(filled) >= _FEWEST_COLUMNS else None
        if columns is not None:
            if grid is not None:
                yield grid
            places = [place for place, span in enumerate(spans) if span[0] < span[1]]
            grid = _Grid(dict(zip(places, columns, strict=True)), [], above)
        elif grid is not None:
            if not grid.rows and (both := _second(text, grid.columns, spans)) is not None:
                grid = _Grid(both, [], grid.caption)
                continue
            columns = tuple(grid.columns.values())
            if len(filled) < len(spans) < len(columns):
                spans = [*spans, *[(end, end)] * (len(columns) - len(spans))]  # cells that are empty are known in front
            missing = len(columns) - len(spans)
            if len(filled) == 1 and not _MARKS.search(text, start, end) and end - start <= _LONGEST_CELL:
                continue  # 一、经济发展: what the rows below have in common
            row = missing >= 0 and len(filled) >= _FEWEST_COLUMNS and not is_heading(text[slice(*filled[0])])
            line = _line(text, grid, columns, spans) if row else None
            if line is None:
                yield grid
                grid = None
            else:
                grid.rows.append(line)
    if grid is not None:
        yield grid


def _line(text: str, grid: _Grid, columns: Sequence[Column], spans: list[Span]) -> Line | None:
    """The cells of a row by their places; those that are missing were merged with the rows above or are remarks."""
    places = list(grid.columns)
    missing = len(columns) - len(spans)
    lines = []
    if all(column.kind in ("other", "ordinal") for column in columns[:missing]):
        lines.append(dict(zip(places[missing:], spans, strict=True)))
    if missing and all(column.kind == "other" for column in columns[-missing:]):
        lines.append(dict(zip(places, spans, strict=False)))
    filled = [{place: span for place, span in line.items() if span[0] < span[1]} for line in lines]
    fitting = (line for line in filled if _fits(text, columns, {places.index(p): span for p, span in line.items()}))
    return next(fitting, filled[0] if filled else None)


def _second(text: str, columns: dict[int, Column], spans: list[Span]) -> dict[int, Column] | None:
    """The columns with those of a second line of headings; None where that is none."""
    upper = list(columns.values())
    if len(spans) >= len(upper) and any(a == b for a, b in spans):
        upper = _over(columns, range(len(spans)))
    both = joined(upper, [text[a:b] for a, b in spans], spans)
    return dict(enumerate(both)) if both is not None else None


def _of_single_cells(document: Document) -> Iterator[_Grid]:
    """Tables whose every cell is a line of its own."""
    text = document.reading.text
    run: list[Span] = []
    for start, end in (*_lines(text), (len(text), len(text))):
        if 0 < end - start <= _LONGEST_CELL and not _MARKS.search(text, start, end) and " " not in text[start:end]:
            run.append((start, end))
            continue
        if len(run) >= 3 * _FEWEST_COLUMNS:
            yield from _folded(text, run)
        run = []


def _folded(text: str, run: Sequence[Span]) -> Iterator[_Grid]:
    """The tables in a run of cells, folded at the width at which the columns fit."""
    at = 0
    while at < len(run):
        best: _Grid | None = None
        taken = 1
        known = begins(text[slice(*run[at])])
        above = _caption(text, run[at][0]) if known else None
        widths = range(_FEWEST_COLUMNS, min(_MOST_COLUMNS, (len(run) - at) // 2) + 1)
        for width in widths if known else ():
            row = run[at + width], run[at + 2 * width - 1]
            if is_heading(text[slice(*row[0])]) or not _NUMERAL.search(text, row[0][0], row[1][1]):
                continue  # no row begins with a heading or is without numbers
            columns = _headings(text, run[at : at + width], above)
            if columns is None:
                continue
            rows: list[Line] = []
            for first in range(at + width, len(run) - width + 1, width):
                line = dict(enumerate(run[first : first + width]))
                if not _fits(text, columns, line):
                    break
                rows.append(line)
            if len(rows) > 1 and (len(rows) + 1) * width > taken:
                best, taken = _Grid(dict(enumerate(columns)), rows, above), (len(rows) + 1) * width
        if best is not None:
            yield best
        at += taken


def _caption(text: str, start: int) -> Span | None:
    """The unit that stands above a table whose headings begin at a position."""
    match = _CAPTION.search(text, max(0, start - _ABOVE), start)
    return match.span(1) if match is not None and is_unit(match[1]) else None


def _title(text: str, start: int) -> Span | None:
    """The line above a table whose headings begin at a position, without the line of the unit."""
    end = start - 1
    while end > 0:
        begin = text.rfind("\n", 0, end) + 1
        if end - begin > _ABOVE or _MARKS.search(text, begin, end):
            return None
        if begin < end and not text.startswith(("单位", "(单位"), begin):
            return begin, end
        end = begin - 1
    return None


def _year(text: str, title: Span) -> tuple[int, Span] | None:
    """The one year that the title of a table names, with its place."""
    years = list(_YEAR.finditer(text, *title))
    return (int(years[0][1]), years[0].span()) if len(years) == 1 else None


# ----------------------------------------------------------------------------------------------------------------- rows


def _headings(text: str, spans: Sequence[Span], caption: Span | None) -> tuple[Column, ...] | None:
    return columns_of([text[a:b] for a, b in spans], spans, text[slice(*caption)] if caption else "")


def _number_in(column: Column) -> re.Pattern[str]:
    """What a cell of a column is that holds a number."""
    return pattern("rank_cell" if column.kind == "rank" else "cell")


def _fits(text: str, columns: Sequence[Column], line: Line) -> bool:
    """Whether the cells of a line are what the headings want, numbers where these are."""
    numbers, named = 0, False
    for k, column in enumerate(columns):
        cell = text[slice(*line[k])] if k in line else ""
        if column.kind in ("indicator", "subject"):
            if cell and (not _NAME.search(cell) or is_heading(cell)):
                return False
            named = named or bool(cell)
        elif column.kind == "ordinal" and cell and not _ORDINAL.fullmatch(cell):
            return False
        elif column.kind in VALUES:
            if _number_in(column).fullmatch(cell):
                numbers += 1
            elif not (pattern("none").fullmatch(cell) or _WORDS.fullmatch(cell)):
                return False
    return numbers > 0 and named


def _table(text: str, grid: _Grid) -> NumberTable | None:
    columns = tuple(grid.columns.values())
    kinds = [column.kind for column in columns]
    cells: list[Cell] = []
    ordinals: list[Span] = []
    above: Span | None = None
    whole: Span | None = None
    for line in grid.rows:
        row = {
            k: line[place] for k, place in enumerate(grid.columns) if place in line and line[place][0] < line[place][1]
        }
        if not _fits(text, columns, row):
            continue
        names = [k for k, kind in enumerate(kinds) if kind in ("indicator", "subject") and k in row]
        name = row[names[0]]
        unit = row.get(kinds.index("unit")) if "unit" in kinds else grid.caption
        if PART.match(text, *name):
            whole = above
        elif whole is None or not NUMBERED.match(text, *whole) or NUMBERED.match(text, *name):
            above, whole = name, None  # where rows are numbered, those without a number go on with the parts
        ordinals.extend(row[k] for k, kind in enumerate(kinds) if kind == "ordinal" and k in row)
        cells.extend(
            Cell(row[k], column, row[max((n for n in names if n < k), default=names[0])], unit, whole)
            for k, column in enumerate(columns)
            if column.kind in VALUES and k in row and _number_in(column).fullmatch(text, *row[k])
        )
    title = _title(text, min(column.span[0] for column in columns))
    year = _year(text, title) if title is not None else None
    return (
        NumberTable(columns, tuple(cells), tuple(ordinals), text[slice(*title)] if title else "", year)
        if cells
        else None
    )
