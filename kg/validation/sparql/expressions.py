"""The tree of an expression in, a Python function of a row out, as SPARQL has it: an error is one of `ERRORS`.

An expression becomes the text of one Python function, a filter with its loop over the rows, because calling a function
for each part took three times as long. The text is made of the names in this file and of numbers of columns; constants are handed over as objects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, DecimalException
from functools import lru_cache
from typing import Any

from kg.validation import terms
from kg.validation.graph import Graph
from kg.validation.sparql.syntax import Call, Exists, Expression, Group, UnsupportedQueryError, Variable
from kg.validation.terms import NUMBERS, Value

Row = tuple[str | None, ...]
"""What each variable has: a term as N-Triples writes it, or None."""
Slots = Mapping[str, int]
"""Where in a row each variable is."""
Evaluation = Callable[[Graph, Row], Value]
Nested = Callable[[Group], Callable[[Graph, Row], bool]]
"""Compiles what stands in EXISTS: whether it has any solution, given a row."""
ERRORS = (TypeError, ValueError, DecimalException)
"""What SPARQL calls an error: a filter with one is false. A variable without a value (None has no first character), a literal that is none, a wrong type."""


def evaluation(expression: Expression, slots: Slots, nested: Nested) -> Evaluation:
    """A function that evaluates an expression over rows whose variables are in `slots`.

    Raises:
        UnsupportedQueryError: an operator or a function that is not known here.
    """
    writer = _Writer(slots, nested)
    source = f"lambda graph, row: {writer.source(expression)}"
    function: Evaluation = eval(source, writer.names)
    return function


def selection(expression: Expression, slots: Slots, nested: Nested) -> Callable[[Graph, list[Row]], list[Row]]:
    """A function that keeps the rows for which an expression is true; an error is not.

    Raises:
        UnsupportedQueryError: as `evaluation`.
    """
    writer = _Writer(slots, nested)
    source = _SELECTION.format(writer.source(expression, "truth"))
    exec(source, writer.names)
    function: Callable[[Graph, list[Row]], list[Row]] = writer.names["selection"]
    return function


_SELECTION = """
def selection(graph, rows):
    kept = []
    for row in rows:
        try:
            if {}:
                kept.append(row)
        except ERRORS:
            pass
    return kept
"""


def is_true(value: Value) -> bool:
    """The effective boolean value. Raises TypeError of what has none."""
    if value is True or value is False:
        return value
    if type(value) in NUMBERS:
        return bool(value)
    if isinstance(value, tuple):
        return bool(value[0])
    raise TypeError("neither true nor false")


class _Writer:
    """Writes expressions as Python. `names` are the objects that the text uses."""

    def __init__(self, slots: Slots, nested: Nested) -> None:
        self.slots = slots
        self.nested = nested
        self.names: dict[str, Any] = dict(_NAMES)

    def source(self, expression: Expression, wanted: str = "any") -> str:
        """The text of an expression in `graph` and `row`, which yields a value ("any"), or if wanted a Python bool ("truth"), number, str ("text")."""
        kind, text = self._written(expression)
        if kind == wanted:
            return text
        value = f"({text}, '')" if kind == "text" else text
        return value if wanted == "any" else f"{wanted}({value})"

    def _written(self, expression: Expression) -> tuple[str, str]:
        """The kind that an expression yields, and its text."""
        if isinstance(expression, Variable):
            return "any", f"value({self._cell(expression)})"
        if isinstance(expression, str):
            return "any", self._object(terms.value(expression))
        if isinstance(expression, Exists):
            return "truth", f"{self._object(self.nested(expression.group))}(graph, row)"
        if expression.name == "bound":
            return "truth", f"({self._cell(_only(expression))} is not None)"
        if expression.name == "str":
            return "text", self._spelt(expression)
        if expression.name in _OF_TERMS:
            return "truth", f"{_OF_TERMS[expression.name]}({self._cell(_only(expression))})"
        if expression.name == "regex":
            return "truth", self._regex(expression)
        if expression.name == "in":
            return "truth", f"among({', '.join(map(self.source, expression.arguments))})"
        if expression.name not in _OPERATIONS:
            raise UnsupportedQueryError(f"不认识运算 {expression.name}")
        kind, wanted, text = _OPERATIONS[expression.name]
        given = expression.arguments
        parts = [self.source(*each) for each in zip(given, wanted, strict=False)]
        if expression.name == "substr" and len(parts) == 2:
            parts.append("None")
        if not len(parts) == len(wanted) >= len(given):
            raise UnsupportedQueryError(f"{expression.name} 的参数个数不对")
        return kind, f"({text.format(*parts)})"

    def _cell(self, variable: Variable) -> str:
        return f"row[{self.slots[variable.name]}]" if variable.name in self.slots else "None"

    def _object(self, value: object) -> str:
        name = f"object_{len(self.names)}"
        self.names[name] = value
        return name

    def _spelt(self, call: Call) -> str:
        (argument,) = call.arguments
        return (
            f"text_of({self._cell(argument)})" if isinstance(argument, Variable) else f"spelt({self.source(argument)})"
        )

    def _regex(self, call: Call) -> str:
        if len(call.arguments) != 2 or not isinstance(call.arguments[1], str):
            raise UnsupportedQueryError("REGEX 的式样须写明，不带标志")
        search = self._object(re.compile(terms.text(call.arguments[1])).search)
        return f"({search}({self.source(call.arguments[0], 'text')}) is not None)"


def _only(call: Call) -> Variable:
    (argument,) = call.arguments
    if not isinstance(argument, Variable):
        raise UnsupportedQueryError(f"{call.name} 只用于变量")
    return argument


def _either(one: Callable[[], bool], other: Callable[[], bool]) -> bool:
    try:
        if one():
            return True
    except ERRORS:
        if other():
            return True
        raise
    return other()


def _both(one: Callable[[], bool], other: Callable[[], bool]) -> bool:
    try:
        if not one():
            return False
    except ERRORS:
        if not other():
            return False
        raise
    return other()


def _among(one: Value, *others: Value) -> bool:
    """IN: an error with some of them is none when one of them is the same."""
    wrong = False
    for other in others:
        try:
            if terms.same(one, other):
                return True
        except TypeError:
            wrong = True
    if wrong:
        raise TypeError("values of different types")
    return False


def _less(one: Any, other: Any) -> bool:
    terms.ordered(one, other)
    less: bool = one < other
    return less


def _text(value: Value) -> str:
    if not isinstance(value, tuple):
        raise TypeError("no text")
    return value[0]


def _number(value: Value) -> Any:
    if type(value) not in NUMBERS:
        raise TypeError("no number")
    return value


def _day(value: Value) -> date:
    if not isinstance(value, date):
        raise TypeError("no date")
    return value


def _spelt(value: Value) -> str:
    """STR."""
    if isinstance(value, tuple):
        return value[0]
    if isinstance(value, str):
        return terms.text(value)
    raise TypeError("STR 只用于文字和 IRI")


def _part(whole: str, start: Any, length: Any) -> str:
    """SUBSTR: characters are counted from 1."""
    first = int(start)
    last = len(whole) if length is None else first - 1 + int(length)
    return whole[max(first - 1, 0) : max(last, 0)]


_OF_TERMS: Mapping[str, str] = {"isiri": "is_iri", "isblank": "is_blank", "isliteral": "is_literal"}
"""Functions that look at a term and not at its value."""
_OPERATIONS: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "||": ("truth", ("truth", "truth"), "either(lambda: {}, lambda: {})"),
    "&&": ("truth", ("truth", "truth"), "both(lambda: {}, lambda: {})"),
    "if": ("any", ("truth", "any", "any"), "{1} if {0} else {2}"),
    "!": ("truth", ("truth",), "not {}"),
    "=": ("truth", ("any", "any"), "same({}, {})"),
    "!=": ("truth", ("any", "any"), "not same({}, {})"),
    "<": ("truth", ("any", "any"), "less({}, {})"),
    ">": ("truth", ("any", "any"), "less({1}, {0})"),
    "<=": ("truth", ("any", "any"), "not less({1}, {0})"),
    ">=": ("truth", ("any", "any"), "not less({}, {})"),
    "+": ("number", ("number", "number"), "{} + {}"),
    "-": ("number", ("number", "number"), "{} - {}"),
    "*": ("number", ("number", "number"), "{} * {}"),
    "/": ("number", ("number", "number"), "Decimal({}) / {}"),
    "abs": ("number", ("number",), "abs({})"),
    "strlen": ("number", ("text",), "len({})"),
    "substr": ("text", ("text", "number", "number"), "part({}, {}, {})"),
    "contains": ("truth", ("text", "text"), "{1} in {0}"),
    "strstarts": ("truth", ("text", "text"), "{}.startswith({})"),
    "year": ("number", ("any",), "day({}).year"),
    "month": ("number", ("any",), "day({}).month"),
    f"<{terms.XSD}integer>": ("number", ("number",), "int({})"),
}
"""Of operators and functions the kind of what they yield, the kinds of what they are applied to, and their Python."""
_NAMES: Mapping[str, Any] = {
    "__builtins__": {"abs": abs, "int": int, "len": len},
    "ERRORS": ERRORS,
    "Decimal": Decimal,
    "among": _among,
    "both": _both,
    "day": _day,
    "either": _either,
    "is_blank": terms.is_blank,
    "is_iri": terms.is_iri,
    "is_literal": terms.is_literal,
    "less": _less,
    "number": _number,
    "part": _part,
    "same": terms.same,
    "spelt": _spelt,
    "text": _text,
    "text_of": lru_cache(maxsize=1 << 14)(terms.text),
    "truth": is_true,
    "value": terms.value,
}
