"""Flattened tables: a document's sentences in, the rows whose cells stand under known column headings out.

A table that was copied as text has one line a row and one blank between cells. A line of column headings (序号 项目 年度目标
进展 时限 …) opens it; the lines below with as many cells are its rows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from kg.documents.formats.model import Place
from kg.documents.model import Document, SectionRole, Sentence
from kg.lexicon import table
from kg.records import record

Span = tuple[int, int]


@record
class Row:
    """A row: cells (spans of the reading text) with the kind of their column: number, name, target, progress …"""

    cells: tuple[Span, ...]
    columns: tuple[str, ...]

    def column_at(self, position: int) -> str:
        """Kind of the column that a position stands in."""
        for (_, end), column in zip(self.cells, self.columns, strict=True):
            if position < end:
                return column
        return self.columns[-1]

    def cell_at(self, position: int) -> Span:
        """The cell that holds a position."""
        return next((cell for cell in self.cells if position < cell[1]), self.cells[-1])

    def cell(self, column: str) -> Span | None:
        """The first cell of a kind of column."""
        return next((c for c, kind in zip(self.cells, self.columns, strict=True) if kind == column), None)


@cache
def task_columns() -> dict[str, str]:
    """What the columns of a table of tasks hold, by their headings."""
    return {word: kind for kind, headings in table("tables")["columns"].items() for word in headings}


def find_rows(document: Document) -> dict[int, Row]:
    """The table rows of a document by the ordinal of their sentence."""
    if any(place.row is not None for place in document.places):
        return _of_cells(document)
    text = document.reading.text
    kinds = task_columns()
    rows: dict[int, Row] = {}
    columns: tuple[str, ...] | None = None
    for sentence in document.sentences:
        line = text[sentence.reading_start : sentence.reading_end]
        words = line.split(" ")
        if len(words) < 3 or document.sections[sentence.section].role is SectionRole.FURNITURE:
            columns = None
            continue
        if all(word in kinds for word in words):
            columns = tuple(kinds[word] for word in words)
            continue
        if columns is None or len(words) != len(columns):
            continue
        cells = []
        start = sentence.reading_start
        for word in words:
            cells.append((start, start + len(word)))
            start += len(word) + 1
        rows[sentence.ordinal] = Row(tuple(cells), columns)
    return rows


def rows_told(document: Document) -> dict[int, list[Place]]:
    """The rows of tables whose cells the file tells: the cells of each by the number of its paragraph."""
    rows: dict[int, list[Place]] = {}
    for place in document.places:
        if place.row is not None and place.paragraph is not None:
            rows.setdefault(place.paragraph, []).append(place)
    return rows


def _of_cells(document: Document) -> dict[int, Row]:
    """The rows of tables whose cells the file tells (web page, Word, PDF), by the ordinals of their sentences."""
    reading, kinds = document.reading, task_columns()
    lines = rows_told(document)
    rows: dict[int, Row] = {}
    headings: dict[int, str] = {}
    last = 0
    for paragraph, places in lines.items():
        spans = {
            place.column or 0: (reading.from_source(place.start), reading.from_source(place.end)) for place in places
        }
        words = {column: "".join(reading.text[a:b].split()) for column, (a, b) in spans.items()}
        if len(words) > 1 and all(word in kinds for word in words.values()):
            headings = {column: kinds[word] for column, word in words.items()}
        elif paragraph != last + 1 or places[0].row == 1:
            headings = {}
        elif headings:
            known = sorted(column for column in spans if column in headings)
            if len(known) > 1:
                row = Row(tuple(spans[column] for column in known), tuple(headings[column] for column in known))
                first, end = spans[known[0]][0], spans[known[-1]][1]
                rows.update({s.ordinal: row for s in _between(document, first, end)})
        last = paragraph
    return rows


def _between(document: Document, start: int, end: int) -> Iterator[Sentence]:
    """The sentences that begin or lie in a stretch of the reading text."""
    sentences = document.sentences
    k = max(0, bisect_right(sentences, start, key=lambda sentence: sentence.reading_start) - 1)
    while k < len(sentences) and sentences[k].reading_start < end:
        if (
            sentences[k].reading_end > start
            and document.sections[sentences[k].section].role is not SectionRole.FURNITURE
        ):
            yield sentences[k]
        k += 1
