"""Values of a question that finds nothing in, the names near to them out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from kg.errors import StreetKGError, UsageError, is_it
from kg.explore.names import PLACES
from kg.query import Parameter, QueryFile, ResultTable, with_origins
from kg.query.vocabulary import near

# What a text parameter is compared with: CONTAINS(STR(?metric), ?_indicator), ?relation = ?_relation.
_COMPARED = re.compile(
    r"CONTAINS\(\s*(?:STR\(\s*)?\?(?P<part>\w+)\s*\)?\s*,\s*\?_(?P<inside>\w+)|\?(?P<same>\w+)\s*=\s*\?_(?P<whole>\w+)"
)
_ALL = "1000000"

Ask = Callable[[QueryFile, Mapping[str, str]], ResultTable]


def check_words(question: QueryFile, values: Mapping[str, str], ask: Ask) -> None:
    """See that words asked for stand anywhere in what the question goes through: for an answer without rows.

    Each text but streets and communities (`check_places`) is left out, and with it all other values; the names that the
    question then gives are looked through.

    Raises:
        UsageError: words stand in none of the names, but there are names near to them, which are told.
    """
    for match in _COMPARED.finditer(question.text):
        name, variable = match["inside"] or match["whole"], match["part"] or match["same"]
        parameter = next((one for one in question.parameters if one.name == name and one.type == "string"), None)
        wanted = values.get(name, "")
        if parameter is None or not wanted or name in PLACES:
            continue
        names = _names(question, variable, _without(question, parameter, match["inside"] is not None, values), ask)
        if any(wanted in one for one in names):
            continue
        if close := near(wanted, names):
            called = question.labels.get(variable, "名称")
            raise UsageError(f"{name}={wanted}", f"这个问题里没有哪个{called}含有这几个字", is_it(close))


def _without(question: QueryFile, freed: Parameter, inside: bool, values: Mapping[str, str]) -> dict[str, str]:
    """Values with which nothing is narrowed: every text holds the empty one."""
    free = {one.name: values[one.name] for one in question.parameters if one.required and one.name in values}
    free |= {one.name: _ALL for one in question.parameters if one.name == "limit"}
    free.pop(freed.name, None)
    return free | ({freed.name: ""} if inside else {})


def _names(question: QueryFile, variable: str, values: Mapping[str, str], ask: Ask) -> set[str]:
    """What the variable stands for; where it is no column and cannot be made one, all texts of the answer."""
    try:
        table = ask(with_origins(replace(question, evidence=(variable,))).query, values)
    except StreetKGError:
        table = ask(question, values)
    columns = [table.columns.index(variable)] if variable in table.columns else range(len(table.columns))
    cells = [row[column] for row in table.rows for column in columns]
    return {cell.lexical for cell in cells if cell is not None and cell.kind == "literal" and not cell.is_number}
