"""Parameter values as people type them in, escaped and typed SPARQL terms out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from kg.errors import UsageError
from kg.query.prefixes import CODES, PREFIXES, expand
from kg.records import record

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_INTEGER = re.compile(r"[+-]?[0-9]+\Z")
_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?\Z")
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^<>"{}|^`\\\x00-\x20]*\Z')
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_\-]*\Z")


def quoted(text: str) -> str:
    """A string as a SPARQL literal. Raises ValueError for characters that no literal may hold (lone surrogates)."""
    text.encode("utf-8")
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


def _integer(text: str) -> str:
    if not _INTEGER.match(text):
        raise ValueError("不是整数")
    return str(int(text))


def _decimal(text: str) -> str:
    if not _DECIMAL.match(text):
        raise ValueError("不是小数")
    try:
        written = format(Decimal(text), "f")
    except InvalidOperation as error:  # pragma: no cover - the pattern admits nothing else
        raise ValueError("不是小数") from error
    return written if "." in written else written + ".0"


def _date(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("不是日期，写作 2020-12-31") from error
    return f'"{day.isoformat()}"^^<{PREFIXES["xsd"]}date>'


def _boolean(text: str) -> str:
    if text not in ("true", "false"):
        raise ValueError("只能是 true 或 false")
    return text


def _iri(text: str) -> str:
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else expand(text) or text
    if not _IRI.match(bare):
        raise ValueError("不是 IRI，也不是带已知前缀的名字")
    return f"<{bare}>"


def _code(text: str) -> str:
    local = text.removeprefix("kgc:")
    if not _CODE.match(local):
        raise ValueError("不是代码名，例如 completed 或 kgc:completed")
    return f"<{CODES}{local}>"


TYPES: dict[str, Callable[[str], str]] = {
    "string": quoted,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "boolean": _boolean,
    "iri": _iri,
    "code": _code,
}
"""Type names of the header, each with the function that turns a value into a term."""


@record
class Parameter:
    """A declared parameter: `?_name` in the query. Without a value and a default, an optional one stays unbound."""

    name: str
    type: str
    required: bool = False
    default: str | None = None

    def term(self, value: str) -> str:
        """A value as a SPARQL term. Raises UsageError when it does not have the parameter's type."""
        try:
            return TYPES[self.type](value)
        except ValueError as error:
            raise UsageError(f"参数 {self.name}={value}", str(error), f"类型是 {self.type}") from error

    @property
    def shown(self) -> str:
        """The parameter as the header writes it."""
        return f"{self.name}({self.type})" + ("" if self.required else f"={self.default or ''}")
