"""Flattened tables: a document's sentences in, the rows whose cells stand under known column headings out.

A table that was copied as text has one line a row and one blank between cells. A line of column headings (序号 项目 年度目标
进展 时限 …) opens it; the lines below with as many cells are its rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.documents.model import Document, SectionRole
from kg.lexicon import table

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
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
def _kinds() -> dict[str, str]:
    return {word: kind for kind, headings in table("tables")["columns"].items() for word in headings}


def find_rows(document: Document) -> dict[int, Row]:
    """The table rows of a document by the ordinal of their sentence."""
    text = document.reading.text
    kinds = _kinds()
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
