"""A query in, the type of each of its columns out, from the ontology: also for a column that has no value in any row."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, Literal

from rdflib import RDFS, SH, XSD, Graph, Variable
from rdflib import Literal as Term
from rdflib.paths import AlternativePath, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node, URIRef

from kg.query.prefixes import PREFIXES, TERMS
from kg.resources import directory

ColumnType = Literal["string", "integer", "decimal", "date", "boolean"]

_DATATYPES: dict[str, ColumnType] = {
    str(XSD.integer): "integer",
    str(XSD.int): "integer",
    str(XSD.nonNegativeInteger): "integer",
    str(XSD.decimal): "decimal",
    str(XSD.double): "decimal",
    str(XSD.float): "decimal",
    str(XSD.date): "date",
    str(XSD.boolean): "boolean",
    str(XSD.string): "string",
    PREFIXES["rdf"] + "langString": "string",
}
_GIVEN_BY: dict[ColumnType, str] = {
    "string": "STR CONCAT SUBSTR REPLACE LCASE UCASE LANG STRAFTER STRBEFORE ENCODE_FOR_URI GroupConcat",
    "integer": "STRLEN YEAR MONTH DAY HOURS MINUTES Count",
    "decimal": "Avg",
    "boolean": "BOUND CONTAINS STRSTARTS STRENDS REGEX isIRI isLITERAL isNUMERIC sameTerm RelationalExpression "
    "ConditionalAndExpression ConditionalOrExpression UnaryNot NOTEXISTS EXISTS",
}
_RESULTS: dict[str, ColumnType] = {name: kind for kind, names in _GIVEN_BY.items() for name in names.split()}
"""What functions give, by rdflib's name for them, whatever they are given."""

_Kinds = frozenset[ColumnType | None]
"""Types that a variable may have; None is one that is not known."""
_UNKNOWN: _Kinds = frozenset({None})


@lru_cache(maxsize=256)
def column_types(query: str) -> dict[str, ColumnType]:
    """The types of the columns of a SELECT query (with its prefixes and values put in) whose type can be told.

    A variable has the range of the property whose value it is; a calculated one what the calculation gives. What stands in
    no pattern of a known property is left out, as are all columns of a query that rdflib cannot read.
    """
    try:
        found = translateQuery(parseQuery(query)).algebra
    except Exception:  # the engine says what is wrong with a query; rdflib raises errors of many kinds
        return {}
    known = _Known()
    known.read(found)
    types = {str(variable): _common(known.of_variable(variable)) for variable in found.get("PV") or ()}
    return {name: kind for name, kind in types.items() if kind is not None}


@cache
def _ranges() -> dict[str, ColumnType]:
    """Property → type of its values, as the ontology and its shapes say; IRIs are shown as strings."""
    graph = Graph()
    try:
        for name in ("ontology.ttl", "shapes.ttl"):
            graph.parse(directory("ontology") / name, format="turtle")
    except FileNotFoundError:
        return {}
    found: dict[str, ColumnType] = {}
    for shape, path in graph.subject_objects(SH.path):
        for datatype in graph.objects(shape, SH.datatype):
            if str(datatype) in _DATATYPES:
                found[str(path)] = _DATATYPES[str(datatype)]
    for term, value in graph.subject_objects(RDFS.range):
        if str(value) in _DATATYPES:
            found[str(term)] = _DATATYPES[str(value)]
        elif str(term).startswith(TERMS):
            found.setdefault(str(term), "string")
    return found


class _Known:
    """Where the variables of a query get their values from."""

    def __init__(self) -> None:
        self._sources: dict[Variable, list[Any]] = {}

    def read(self, part: Any) -> None:
        """Every triple pattern, BIND, aggregate and VALUES of a part of the algebra."""
        if isinstance(part, CompValue):
            for triple in part["triples"] if part.name == "BGP" else ():
                if isinstance(triple[2], Variable):
                    self._add(triple[2], _Property(triple[1]))
            if part.name == "Extend":
                self._add(part["var"], part["expr"])
            elif part.name.startswith("Aggregate_"):
                self._add(part["res"], part)
            elif part.name == "values":
                for row in part["res"]:
                    for variable, term in row.items():
                        self._add(variable, term)
            for name in part:
                if name != "_vars":
                    self.read(part[name])
        elif isinstance(part, list | tuple):
            for one in part:
                self.read(one)

    def _add(self, variable: Variable, source: Any) -> None:
        self._sources.setdefault(variable, []).append(source)

    def of_variable(self, variable: Variable, above: frozenset[Variable] = frozenset()) -> _Kinds:
        """The types of all its sources; a source that leads back to a variable of `above` tells nothing."""
        if variable in above:
            return frozenset()
        return _all(self._of(source, above | {variable}) for source in self._sources.get(variable, ()))

    def _of(self, part: Any, above: frozenset[Variable]) -> _Kinds:
        if isinstance(part, _Property):
            return _of_path(part.path)
        if isinstance(part, Variable):
            return self.of_variable(part, above)
        if isinstance(part, Term):
            return frozenset({_DATATYPES.get(str(part.datatype)) if part.datatype else "string"})
        if isinstance(part, URIRef):
            return frozenset({"string"})
        return self._of_expression(part, above) if isinstance(part, CompValue) else _UNKNOWN

    def _of_expression(self, part: CompValue, above: frozenset[Variable]) -> _Kinds:
        name = part.name.removeprefix("Builtin_").removeprefix("Aggregate_")
        if name in _RESULTS:
            return frozenset({_RESULTS[name]})
        if name == "IF":
            return self._of(part["arg2"], above) | self._of(part["arg3"], above)
        if name == "COALESCE":
            # "" stands for what is missing.
            return _all(self._of(argument, above) for argument in part["arg"] if argument != Term(""))
        if name in ("ROUND", "ABS", "CEIL", "FLOOR"):
            return self._of(part["arg"], above)
        if name in ("Sum", "Min", "Max", "Sample"):
            return self._of(part["vars"], above)
        if name == "MultiplicativeExpression" and "/" in part["op"]:
            # Divided by zero: a parameter that is left out.
            return frozenset() if Term(0) in part["other"] else frozenset({"decimal"})
        if name in ("AdditiveExpression", "MultiplicativeExpression"):
            return _all(self._of(term, above) for term in (part["expr"], *part["other"]))
        if name == "UnaryMinus":
            return self._of(part["expr"], above)
        return frozenset({_DATATYPES.get(str(part["iri"]))}) if name == "Function" else _UNKNOWN


class _Property:
    """The source of a variable that is the value of a property, or at the end of a path."""

    def __init__(self, path: Node) -> None:
        self.path = path


def _of_path(path: Any) -> _Kinds:
    if isinstance(path, SequencePath):
        return _of_path(path.args[-1])
    if isinstance(path, AlternativePath):
        return _all(map(_of_path, path.args))
    return frozenset({_ranges().get(str(path)) if isinstance(path, URIRef) else None})


def _all(kinds: Iterable[_Kinds]) -> _Kinds:
    return frozenset().union(*kinds)


def _common(kinds: _Kinds) -> ColumnType | None:
    if kinds == {"integer", "decimal"}:
        return "decimal"
    return next(iter(kinds)) if len(kinds) == 1 else None
