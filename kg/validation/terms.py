"""RDF terms as N-Triples writes them in (`<iri>`, `"text"@zh`, `"5"^^<…#integer>`), what they say out: text, type, value."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from kg.rdf.terms import FALSE, PREFIXES, TRUE, XSD_DATE, XSD_DECIMAL, XSD_INTEGER, decimal, string

XSD = PREFIXES["xsd"]
STRING, LANG_STRING = XSD + "string", PREFIXES["rdf"] + "langString"
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_DOUBLE = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
NUMERIC = {XSD + "decimal": _NUMBER, XSD + "integer": _INTEGER, XSD + "double": _DOUBLE, XSD + "float": _DOUBLE}
"""The datatypes of numbers, and how their texts look."""
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}

Text = tuple[str, str]
"""What a literal of text says, and its language in lower case, "" where it has none."""
Value = str | Text | int | Decimal | bool | date
"""What SPARQL compares: nodes are themselves as N-Triples writes them."""
NUMBERS: frozenset[type] = frozenset({int, Decimal})
"""The types of numbers; all that are not whole are decimal."""


class IllTypedError(ValueError):
    """A literal whose text its datatype does not allow, or whose datatype has no values here."""


def is_iri(term: str) -> bool:
    """True for IRIs."""
    return term[0] == "<"


def is_blank(term: str) -> bool:
    """True for blank nodes."""
    return term[0] == "_"


def is_literal(term: str) -> bool:
    """True for literals of any datatype."""
    return term[0] == '"'


def text(term: str) -> str:
    """The text of a literal, the IRI of an IRI; a blank node has none: ValueError."""
    first = term[0]
    if first == '"':
        written = term[1:-1] if term[-1] == '"' else term[1 : term.rindex('"')]
        return _ESCAPE.sub(_unescaped, written) if "\\" in written else written
    if first == "<":
        return term[1:-1]
    raise ValueError(f"{term} has no text")


def _unescaped(match: re.Match[str]) -> str:
    short, long, letter = match.groups()
    return _ESCAPED.get(letter, letter) if letter else chr(int(short or long, 16))


def datatype(term: str) -> str:
    """The IRI of a literal's datatype."""
    if term[-1] == '"':
        return STRING
    return term[term.rindex('"') + 4 : -1] if term[-1] == ">" else LANG_STRING


def language(term: str) -> str:
    """The language of a literal in lower case, "" where it has none."""
    suffix = term[term.rindex('"') + 1 :]
    return suffix[1:].lower() if suffix[:1] == "@" else ""


@lru_cache(maxsize=1 << 16)
def value(term: str) -> Value:
    """What a term is worth in a comparison.

    Raises:
        IllTypedError: the text is none of the datatype's.
    """
    if term[0] != '"':
        return term
    written = text(term)
    if term[-1] == '"':
        return written, ""
    kind = datatype(term)
    if kind in (STRING, LANG_STRING):
        return written, language(term)
    if (form := NUMERIC.get(kind)) is not None and form.fullmatch(written):
        return int(written) if form is _INTEGER else Decimal(written)
    if kind == XSD + "boolean" and written in _BOOLEANS:
        return _BOOLEANS[written]
    if kind == XSD + "date" and (found := _DATE.fullmatch(written)):
        try:
            return date.fromisoformat(found[1])
        except ValueError:
            pass
    raise IllTypedError(term)


def term(value: Value) -> str:
    """A value as N-Triples writes it. Of text without language alone, which is all that SPARQL computes."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return string(value[0])
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, Decimal):
        return f'"{decimal(value)}"{XSD_DECIMAL}'
    return f'"{value}"{XSD_INTEGER if isinstance(value, int) else XSD_DATE}'


def is_well_formed(term: str) -> bool:
    """Whether a literal's text is one of its datatype's."""
    try:
        value(term)
    except IllTypedError:
        return False
    return True


def same(one: Value, other: Value) -> bool:
    """SPARQL's `=` of two values. Raises TypeError where that is an error: text and a number."""
    if type(one) is type(other) or (type(one) in NUMBERS and type(other) in NUMBERS):
        return one == other
    if isinstance(one, str) or isinstance(other, str):
        return False  # a node is no literal
    raise TypeError("values of different types")


def ordered(one: Value, other: Value) -> None:
    """Raises TypeError where SPARQL has no order: of nodes, of values of different types, of texts with a language."""
    kind = type(one)
    if kind in NUMBERS and type(other) in NUMBERS:
        return
    if kind is not type(other) or kind is str or (kind is tuple and (one[1] or other[1])):  # type: ignore[index]
        raise TypeError("no order")
