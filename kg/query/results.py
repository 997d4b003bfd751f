"""SPARQL results JSON in, a table of typed cells out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kg.query.prefixes import PREFIXES, shorten

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


@dataclass(frozen=True, slots=True)
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

    def texts(self) -> list[tuple[str, ...]]:
        """The rows as comparable strings; unbound is empty."""
        return [tuple("" if cell is None else cell.text for cell in row) for row in self.rows]

    def records(self) -> list[dict[str, Value | None]]:
        """The rows as dictionaries of Python values."""
        return [
            dict(zip(self.columns, (None if cell is None else cell.value for cell in row), strict=True))
            for row in self.rows
        ]


def from_json(document: bytes | str, labels: Mapping[str, str] | None = None, seconds: float = 0.0) -> ResultTable:
    """A table from SPARQL 1.1 Query Results JSON. Raises ValueError for a truncated or foreign document."""
    parsed = json.loads(document)
    if "boolean" in parsed:
        answer = "true" if parsed["boolean"] else "false"
        return ResultTable(("answer",), ((Cell("literal", answer, _BOOLEAN),),), labels or {}, seconds)
    columns = tuple(parsed["head"]["vars"])
    rows = tuple(
        tuple(_cell(binding[column]) if column in binding else None for column in columns)
        for binding in parsed["results"]["bindings"]
    )
    return ResultTable(columns, rows, labels or {}, seconds)


def _cell(term: Mapping[str, Any]) -> Cell:
    if term["type"] == "uri":
        return Cell("iri", term["value"])
    if term["type"] == "bnode":
        return Cell("blank", "_:" + term["value"])
    language = term.get("xml:lang", "")
    return Cell("literal", term["value"], term.get("datatype") or (_LANG_STRING if language else _STRING), language)


def to_json(table: ResultTable) -> str:
    """SPARQL 1.1 Query Results JSON of a table, with terms in full."""
    if table.columns == ("answer",) and len(table.rows) == 1:
        (cell,) = table.rows[0]
        if cell is not None and cell.datatype == _BOOLEAN:
            return json.dumps({"head": {}, "boolean": cell.value})
    bindings = [
        {column: _term(cell) for column, cell in zip(table.columns, row, strict=True) if cell is not None}
        for row in table.rows
    ]
    return json.dumps({"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}, ensure_ascii=False)


def _term(cell: Cell) -> dict[str, str]:
    if cell.kind == "iri":
        return {"type": "uri", "value": cell.lexical}
    if cell.kind == "blank":
        return {"type": "bnode", "value": cell.lexical.removeprefix("_:")}
    if cell.language:
        return {"type": "literal", "value": cell.lexical, "xml:lang": cell.language}
    if cell.datatype in ("", _STRING):
        return {"type": "literal", "value": cell.lexical}
    return {"type": "literal", "value": cell.lexical, "datatype": cell.datatype}
