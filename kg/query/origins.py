"""A query in, the same query with the statements behind each row among its columns out; and its answer taken apart again."""

from __future__ import annotations

from dataclasses import replace

from kg.query.files import QueryFile
from kg.query.results import ResultTable, Row
from kg.query.tokens import Token, tokens
from kg.records import record


@record
class Asked:
    """A query to run for `original`: `added` are the columns that it has besides."""

    query: QueryFile
    original: QueryFile
    added: tuple[str, ...] = ()
    distinct: bool = False


def with_origins(query: QueryFile) -> Asked:
    """A SELECT query that also gives what its header names as `evidence`; any other query as it is."""
    head = _head(query.text)
    if not query.evidence or head is None or any(token.text == "*" for token in head.columns):
        return Asked(query, query)
    shown = {token.text[1:] for token in head.columns if token.kind == "variable"}
    added = tuple(name for name in query.evidence if name not in shown)
    extra = "".join(f" ?{name}" for name in added)
    text = query.text[: head.end] + extra + query.text[head.end :]
    return Asked(replace(query, text=text), query, added, head.distinct)


def split(table: ResultTable, asked: Asked) -> tuple[ResultTable, list[tuple[str, ...]]]:
    """The answer to the original query, and for each row the IRIs of what it is made of.

    Rows of SELECT DISTINCT that differ in that only are one row again, in the place of the first of them.
    """
    sources = [table.columns.index(name) for name in asked.original.evidence if name in table.columns]
    kept = [number for number, name in enumerate(table.columns) if name not in asked.added]
    rows: list[Row] = []
    origins: list[dict[str, None]] = []
    known: dict[Row, int] = {}
    for row in table.rows:
        shown = tuple(row[number] for number in kept)
        place = known.setdefault(shown, len(rows)) if asked.distinct else len(rows)
        if place == len(rows):
            rows.append(shown)
            origins.append({})
        cells = (row[number] for number in sources)
        origins[place].update({cell.lexical: None for cell in cells if cell is not None and cell.kind == "iri"})
    columns = tuple(table.columns[number] for number in kept)
    return replace(table, columns=columns, rows=tuple(rows)), [tuple(found) for found in origins]


@record
class _Head:
    columns: tuple[Token, ...]
    end: int
    distinct: bool


def _head(text: str) -> _Head | None:
    """What stands between the first SELECT and its pattern; `end` is behind SELECT DISTINCT. None for other forms."""
    found = iter([token for token in tokens(text) if token.kind != "comment"])
    select = next(
        (t for t in found if t.kind == "word" and t.text.upper() in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), None
    )
    if select is None or select.text.upper() != "SELECT":
        return None
    columns: list[Token] = []
    for token in found:
        if token.text == "{" or (token.kind == "word" and token.text.upper() in ("WHERE", "FROM")):
            break
        columns.append(token)
    if columns and columns[0].kind == "word" and columns[0].text.upper() in ("DISTINCT", "REDUCED"):
        return _Head(tuple(columns[1:]), columns[0].end, True)
    return _Head(tuple(columns), select.end, False)
