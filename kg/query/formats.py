"""Answers in, files for people or programs out: aligned table, CSV, TSV, SPARQL results JSON, Markdown, xlsx, Turtle."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from rich.cells import cell_len

from kg.query.prefixes import PREFIXES
from kg.query.results import Answer, Cell, ResultTable, json_lines
from kg.query.workbook import FORMULA, Workbook

FORMATS = ("table", "csv", "tsv", "json", "md")
"""Those that are text; `save_workbook` and `write_turtle` write the others."""
STREAMED = ("csv", "tsv", "json")
"""Those that are written row by row."""

_MARKUP = re.compile(r"[\\|`<>&]")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"[\r\n\t\v\f\x00-\x1f\x7f\u2028\u2029]+")
_GAP = "  "
_NARROWEST = 8
_LINES_OF_A_CELL = 4


def render(table: ResultTable, form: str, *, width: int | None = None) -> str:
    """A table in one of `FORMATS`. `width` is that of the terminal, None when nothing shall be cut."""
    if form in STREAMED:
        return "".join(lines(Answer(table.columns, iter(table.rows)), form))
    return to_markdown(table) if form == "md" else to_table(table, width=width)


def lines(answer: Answer, form: str) -> Iterator[str]:
    """An answer in one of `STREAMED`, a piece a row."""
    if form == "json":
        yield from json_lines(answer)
        yield "\n"
        return
    row = _csv_row if form == "csv" else _tsv_row
    yield row([column if form == "csv" else f"?{column}" for column in answer.columns])
    cell = _csv_cell if form == "csv" else _tsv_cell
    for cells in answer.rows:
        yield row([cell(each) for each in cells])


def _csv_row(cells: Sequence[str]) -> str:
    """RFC 4180."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _csv_cell(cell: Cell | None) -> str:
    """Numbers stay numbers, text is no formula."""
    if cell is None:
        return ""
    return "'" + cell.text if not cell.is_number and cell.text.startswith(FORMULA) else cell.text


def _tsv_row(cells: Sequence[str]) -> str:
    return "\t".join(cells) + "\n"


_TSV = str.maketrans({"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _tsv_cell(cell: Cell | None) -> str:
    """A term as SPARQL 1.1 results in TSV have it: in full, as Turtle writes it."""
    if cell is None:
        return ""
    if cell.kind == "iri":
        return f"<{cell.lexical}>"
    if cell.kind == "blank":
        return cell.lexical
    written = f'"{cell.lexical.translate(_TSV)}"'
    if cell.language:
        return f"{written}@{cell.language}"
    return written if cell.is_plain else f"{written}^^<{cell.datatype}>"


def save_workbook(tables: Sequence[tuple[str, ResultTable]], path: Path | str) -> None:
    """An xlsx file with one sheet a table, named and headed.

    Raises:
        UsageError: a table has more rows than a sheet holds. OSError: the file cannot be written.
    """
    with Workbook(path) as book:
        for name, table in tables:
            headings = [table.labels.get(column, column) for column in table.columns]
            book.sheet(name, headings, ([None if cell is None else cell.value for cell in row] for row in table.rows))


def write_turtle(triples: Iterable[bytes], output: IO[bytes], base: str | None = None) -> None:
    """N-Triples in pieces as Turtle with our prefixes, sorted, each once."""
    import pyoxigraph as ox

    lines = sorted(set(b"".join(triples).splitlines(keepends=True)))
    prefixes = PREFIXES | ({"kgd": base} if base else {})
    ox.serialize(
        ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES), output, format=ox.RdfFormat.TURTLE, prefixes=prefixes
    )


def to_markdown(table: ResultTable) -> str:
    """A Markdown table with people's headings; numbers are right-aligned."""
    headings = [table.labels.get(column, column) for column in table.columns]
    numbers = _number_columns(table)
    lines = [_markdown_row(headings)]
    lines.append("|" + "|".join(" ---: " if index in numbers else " --- " for index in range(len(headings))) + "|")
    lines += [_markdown_row(row) for row in table.texts()]
    return "\n".join(lines) + "\n"


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_MARKUP.sub(_escaped, _one_line(cell)) for cell in cells) + " |"


def _escaped(mark: re.Match[str]) -> str:
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(mark[0], "\\" + mark[0])


def to_table(table: ResultTable, *, width: int | None = None) -> str:
    """Aligned by display width: a Chinese character fills two columns."""
    headings = [table.labels.get(column, column) for column in table.columns]
    return aligned(headings, table.texts(), width=width, right=_number_columns(table))


def aligned(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, width: int | None = None, right: Collection[int] = ()
) -> str:
    """Columns of text under headings, columns of `right` to the right; long cells are folded to fit `width`."""
    cells = [[_one_line(cell) for cell in row] for row in rows]
    widths = [
        max([cell_len(heading), *(cell_len(row[index]) for row in cells)]) for index, heading in enumerate(headings)
    ]
    if width is not None:
        widths = _fitted(widths, width - cell_len(_GAP) * (len(widths) - 1))
    lines = [_line(headings, widths, right), _GAP.join("─" * column for column in widths)]
    for row in cells:
        folded = [_fold(cell, column) for cell, column in zip(row, widths, strict=True)]
        for index in range(max(len(part) for part in folded)):
            lines.append(_line([part[index] if index < len(part) else "" for part in folded], widths, right))
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    """Text on one line, without the controls that turn the direction of what follows on a screen."""
    return _DIRECTIONS.sub("", _BREAKS.sub(" ", text))


def _number_columns(table: ResultTable) -> set[int]:
    return {
        index
        for index in range(len(table.columns))
        if any(row[index] is not None for row in table.rows)
        and all(cell is None or cell.is_number for cell in (row[index] for row in table.rows))
    }


def _fitted(widths: list[int], room: int) -> list[int]:
    """Widths that fit, taken from the widest columns first; none below `_NARROWEST` that was not narrower before."""
    widths = list(widths)
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda index: widths[index])
        if widths[widest] <= _NARROWEST:
            break
        second = max([width for index, width in enumerate(widths) if index != widest], default=_NARROWEST)
        excess = sum(widths) - room
        widths[widest] = max(_NARROWEST, widths[widest] - excess, min(second, widths[widest]) - 1)
    return widths


def _fold(text: str, width: int) -> list[str]:
    """A cell's lines, at most `_LINES_OF_A_CELL`; what is left out is marked by an ellipsis."""
    if cell_len(text) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for index, character in enumerate(text):
        size = cell_len(character)
        last = len(lines) == _LINES_OF_A_CELL - 1
        if last and used + size > width - 1 and cell_len(text[index:]) + used > width:
            return [*lines, line + "…"]
        if used + size > width:
            lines.append(line)
            line, used = "", 0
        line += character
        used += size
    return [*lines, line]


def _line(cells: Sequence[str], widths: Sequence[int], right: Collection[int]) -> str:
    padded = []
    for index, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        if cell_len(cell) > width:
            cell = _fold(cell, width)[0]
        blank = " " * (width - cell_len(cell))
        padded.append(blank + cell if index in right else cell + blank)
    return _GAP.join(padded).rstrip()
