"""SPARQL results JSON in, a table of typed cells out."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kg.query.prefixes import PREFIXES, shorten
from kg.records import record

_XSD = PREFIXES["xsd"]
_STRING = _XSD + "string"
_LANG_STRING = PREFIXES["rdf"] + "langString"
_INTEGERS = {
    _XSD + name for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")
}
_DECIMALS = {_XSD + name for name in ("decimal", "double", "float")}
_DATE = _XSD + "date"
_BOOLEAN = _XSD + "boolean"

Value = str | int | bool | Decimal | date


@record
class Cell:
    """A term of a result: `kind` is iri, literal or blank; `lexical` its characters as the engine wrote them."""

    kind: str
    lexical: str
    datatype: str = ""
    language: str = ""

    @property
    def value(self) -> Value:
        """The term as a Python value; IRIs as prefixed names, ill-typed literals as their characters."""
        if self.kind == "iri":
            return shorten(self.lexical)
        if self.kind == "literal":
            try:
                if self.datatype in _INTEGERS:
                    return int(self.lexical)
                if self.datatype in _DECIMALS:
                    return Decimal(self.lexical)
                if self.datatype == _DATE:
                    return date.fromisoformat(self.lexical)
                if self.datatype == _BOOLEAN:
                    return self.lexical in ("true", "1")
            except (ValueError, InvalidOperation):
                return self.lexical
        return self.lexical

    @property
    def is_number(self) -> bool:
        """Whether the value can be calculated with."""
        return isinstance(self.value, int | Decimal) and not isinstance(self.value, bool)

    @property
    def is_plain(self) -> bool:
        """Whether it is a string without language."""
        return self.kind == "literal" and not self.language and self.datatype in ("", _STRING)

    @property
    def text(self) -> str:
        """The value for people and for comparison: engines that write 7, 7.0 and 7.00 give the same characters."""
        value = self.value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, Decimal):
            return plain_number(value)
        return value.isoformat() if isinstance(value, date) else str(value)


def plain_number(value: Decimal) -> str:
    """A decimal without exponent and without zeros at its end: 52.0 → 52, 0.30 → 0.3."""
    if not value.is_finite():
        return str(value)
    written = format(value, "f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written


Row = tuple[Cell | None, ...]


@dataclass(frozen=True)
class ResultTable:
    """What a query gives: column names and rows of cells, None where a variable is unbound.

    An ASK query has the one column `answer`, CONSTRUCT and DESCRIBE have `subject`, `predicate`, `object`.
    `labels` are headings for people, by column.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    cut: bool = False
    """Whether there were more rows than were asked for."""

    def texts(self) -> list[tuple[str, ...]]:
        """The rows as comparable strings; unbound is empty."""
        return [tuple("" if cell is None else cell.text for cell in row) for row in self.rows]

    def records(self) -> list[dict[str, Value | None]]:
        """The rows as dictionaries of Python values."""
        return [
            dict(zip(self.columns, (None if cell is None else cell.value for cell in row), strict=True))
            for row in self.rows
        ]


@dataclass(frozen=True)
class Answer:
    """What a query gives while it comes: column names, and rows that can be gone through once."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


def from_json(document: bytes | str, labels: Mapping[str, str] | None = None, seconds: float = 0.0) -> ResultTable:
    """A table from SPARQL 1.1 Query Results JSON. Raises ValueError for a truncated or foreign document."""
    answer = read_json([document.encode() if isinstance(document, str) else document])
    return ResultTable(answer.columns, tuple(answer.rows), labels or {}, seconds)


_DECODER = json.JSONDecoder()
_BINDINGS = re.compile(r'"bindings"\s*:\s*\[')
_VARIABLES = re.compile(r'"vars"\s*:\s*(?=\[)')
_TRUNCATED = "the results are truncated"
_BETWEEN = re.compile(r"[\s,]*")


def read_json(chunks: Iterable[bytes]) -> Answer:
    """Rows of SPARQL 1.1 Query Results JSON while it comes in pieces; never more than a piece and a row are kept.

    Raises ValueError, also while rows are read, for a truncated or foreign document.
    """
    decode = codecs.getincrementaldecoder("utf-8")().decode
    pieces = (decode(chunk) for chunk in chunks)
    head, found = "", None
    for piece in pieces:
        head += piece
        if (found := _BINDINGS.search(head)) is not None:
            break
    variables = _VARIABLES.search(head, 0, found.start()) if found else None
    if found is None or variables is None:
        # ASK, or a head that comes last.
        return _whole(json.loads(head + "".join(pieces)))
    columns = tuple(_DECODER.raw_decode(head, variables.end())[0])
    return Answer(columns, _rows(columns, head[found.end() :], pieces))


def _whole(parsed: Any) -> Answer:
    if not isinstance(parsed, dict):
        raise ValueError("no SPARQL results")
    if "boolean" in parsed:
        cell = Cell("literal", "true" if parsed["boolean"] else "false", _BOOLEAN)
        return Answer(("answer",), iter([(cell,)]))
    try:
        columns, bindings = tuple(parsed["head"]["vars"]), parsed["results"]["bindings"]
    except KeyError as missing:
        raise ValueError(f"no SPARQL results: {missing} is missing") from None
    return Answer(columns, (_row(columns, binding) for binding in bindings))


def _rows(columns: tuple[str, ...], kept: str, pieces: Iterator[str]) -> Iterator[Row]:
    position = 0
    while True:
        between = _BETWEEN.match(kept, position)
        position = between.end() if between else position
        if kept.startswith("]", position):
            if not "".join((kept[position:] + "".join(pieces)).split()).endswith("}}"):
                raise ValueError(_TRUNCATED)
            return
        try:
            binding, position = _DECODER.raw_decode(kept, position)
        except json.JSONDecodeError:
            more = next(pieces, None)
            if more is None:
                raise ValueError(_TRUNCATED) from None
            kept, position = kept[position:] + more, 0
            continue
        yield _row(columns, binding)


def _row(columns: tuple[str, ...], binding: Mapping[str, Any]) -> Row:
    return tuple(_cell(binding[column]) if column in binding else None for column in columns)


def _cell(term: Mapping[str, Any]) -> Cell:
    if term["type"] == "uri":
        return Cell("iri", term["value"])
    if term["type"] == "bnode":
        return Cell("blank", "_:" + term["value"])
    language = term.get("xml:lang", "")
    return Cell("literal", term["value"], term.get("datatype") or (_LANG_STRING if language else _STRING), language)


def json_lines(answer: Answer) -> Iterator[str]:
    """SPARQL 1.1 Query Results JSON with terms in full, a piece a row."""
    if answer.columns == ("answer",):
        rows = list(answer.rows)
        cell = rows[0][0] if len(rows) == 1 else None
        if cell is not None and cell.datatype == _BOOLEAN:
            yield json.dumps({"head": {}, "boolean": cell.value})
            return
        answer = Answer(answer.columns, iter(rows))
    yield json.dumps({"head": {"vars": list(answer.columns)}}, ensure_ascii=False)[:-1] + ', "results": {"bindings": ['
    separator = ""
    for row in answer.rows:
        terms = {column: _term(cell) for column, cell in zip(answer.columns, row, strict=True) if cell is not None}
        yield separator + json.dumps(terms, ensure_ascii=False)
        separator = ", "
    yield "]}}"


def _term(cell: Cell) -> dict[str, str]:
    if cell.kind == "iri":
        return {"type": "uri", "value": cell.lexical}
    if cell.kind == "blank":
        return {"type": "bnode", "value": cell.lexical.removeprefix("_:")}
    if cell.language:
        return {"type": "literal", "value": cell.lexical, "xml:lang": cell.language}
    if cell.is_plain:
        return {"type": "literal", "value": cell.lexical}
    return {"type": "literal", "value": cell.lexical, "datatype": cell.datatype}
