"""A graph and a core constraint in, the nodes and values that fail it out: each is a few operations on sets."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Set
from functools import cache
from typing import Any

from kg.validation import data
from kg.validation.graph import Graph
from kg.validation.shapes import SH, Alternative, Check, Parameter, UnsupportedShapeError
from kg.validation.terms import (
    LANG_STRING,
    XSD,
    IllTypedError,
    datatype,
    is_blank,
    is_iri,
    is_literal,
    is_well_formed,
    language,
    ordered,
    text,
    value,
)

Failing = tuple[str, str | None]
"""A focus node and the value that is wrong, None where the constraint is not on single values."""

_NODE_KINDS = {"IRI": is_iri, "Literal": is_literal, "BlankNode": is_blank}
_LIMITS: Mapping[str, Callable[[Any, Any], bool]] = {
    "minInclusive": operator.ge,
    "minExclusive": operator.gt,
    "maxInclusive": operator.le,
    "maxExclusive": operator.lt,
}
_DATATYPES = frozenset({LANG_STRING, *(XSD + name for name in ("boolean", "date", "decimal", "integer", "string"))})


def targets(check: Check, graph: Graph) -> Set[str]:
    """The nodes that a check looks at. Raises UnsupportedShapeError for targets of several sorts."""
    if check.target_subjects_of:
        if len(check.target_subjects_of) != 1 or check.target_classes:
            raise UnsupportedShapeError(f"{check.id}: several sorts of target")
        return graph.column(f"<{check.target_subjects_of[0]}>").keys()
    return graph.instances(_with_subclasses(check.target_classes))


def failing(check: Check, part: Graph, graph: Graph) -> Iterator[Failing]:
    """Which nodes of a part of a graph fail a core constraint; each node and value once.

    Raises:
        UnsupportedShapeError: a constraint, or a parameter of one, that is not known here.
    """
    assert check.parameter is not None
    column, parameter = part.column(f"<{check.path}>"), check.parameter
    if check.component == "minCount":
        least = _number(parameter)
        for node in targets(check, part) - column.keys() if least == 1 else targets(check, part):
            if len(column.get(node, ())) < least:
                yield node, None
        return
    if not column:
        return
    if check.component in _ON_ALL_VALUES:
        candidates = list(_ON_ALL_VALUES[check.component](part, f"<{check.path}>", parameter))
    else:
        wrong = _wrong(check.component, parameter, part.values(f"<{check.path}>"), graph)
        candidates = [(node, value) for value in wrong for node in part.inverse(f"<{check.path}>")[value]]
    if candidates:
        nodes = targets(check, part)
        yield from (each for each in candidates if each[0] in nodes)


def _max_count(graph: Graph, path: str, most: Parameter) -> Iterator[Failing]:
    number = _number(most)
    return ((node, None) for node, values in graph.column(path).items() if len(values) > number)


def _unique_language(graph: Graph, path: str, _: Parameter) -> Iterator[Failing]:
    for node, values in graph.column(path).items():
        if len(values) > 1:
            languages = [tag for value in values if is_literal(value) and (tag := language(value))]
            for _tag in {tag for tag in languages if languages.count(tag) > 1}:
                yield node, None


def _less_than_or_equals(graph: Graph, path: str, other: Parameter) -> Iterator[Failing]:
    others = graph.column(str(other))
    for node, values in graph.column(path).items():
        for one in values:
            if not all(_holds(operator.le, one, another) for another in others.get(node, ())):
                yield node, one


def _holds(comparison: Callable[[Any, Any], bool], one: str, other: str) -> bool:
    """Whether two literals have an order, and this one."""
    try:
        ordered(value(one), value(other))
        return comparison(value(one), value(other))
    except (TypeError, IllTypedError):
        return False


_ON_ALL_VALUES: Mapping[str, Callable[[Graph, str, Parameter], Iterator[Failing]]] = {
    "maxCount": _max_count,
    "uniqueLang": _unique_language,
    "lessThanOrEquals": _less_than_or_equals,
}


def _wrong(component: str, parameter: Parameter, values: Set[str], graph: Graph) -> Set[str]:
    """The values that do not meet a constraint on single values."""
    if component == "or":
        assert isinstance(parameter, tuple)
        for alternative in parameter:
            values = _none_of(alternative, values, graph)  # type: ignore[arg-type]
        return values
    if component == "in":
        return values - _terms(parameter)
    if component == "class":
        return values - graph.instances(_with_subclasses((str(parameter)[1:-1],)))
    meets = _meeting(component, parameter)
    return {each for each in values if not meets(each)}


def _none_of(alternative: Alternative, values: Set[str], graph: Graph) -> Set[str]:
    """The values that fail one of an alternative's constraints, and so the alternative."""
    wrong: Set[str] = frozenset()
    for name, parameter in alternative:
        wrong |= _wrong(name, parameter, values, graph)
    return wrong


def _meeting(component: str, parameter: Parameter) -> Callable[[str], bool]:
    """Whether one term meets a constraint."""
    if component == "languageIn":
        ranges = [text(term).lower() for term in _terms(parameter)]
        return lambda term: is_literal(term) and any(_matches(language(term), each) for each in ranges)
    assert not isinstance(parameter, tuple)
    if component == "datatype":
        if parameter.value not in _DATATYPES:
            raise UnsupportedShapeError(f"sh:datatype {parameter}")
        return lambda term: is_literal(term) and is_well_formed(term) and datatype(term) == parameter.value
    if component == "nodeKind":
        if (kind := parameter.value.removeprefix(SH)) not in _NODE_KINDS:
            raise UnsupportedShapeError(f"sh:nodeKind {parameter}")
        return _NODE_KINDS[kind]
    if component == "pattern":
        pattern = re.compile(parameter.value)
        return lambda term: not is_blank(term) and pattern.search(text(term)) is not None
    if component in _LIMITS:
        return lambda term: _holds(_LIMITS[component], term, str(parameter))
    if component in ("minLength", "maxLength"):
        length = _number(parameter)
        if component == "minLength":
            return lambda term: not is_blank(term) and len(text(term)) >= length
        return lambda term: not is_blank(term) and len(text(term)) <= length
    raise UnsupportedShapeError(f"sh:{component}")


def _matches(tag: str, wanted: str) -> bool:
    """Whether a language is that of a range: zh-hans is zh."""
    return tag == wanted or tag.startswith(f"{wanted}-")


@cache
def _terms(parameter: Parameter) -> frozenset[str]:
    assert isinstance(parameter, tuple)
    return frozenset(map(str, parameter))


@cache
def _with_subclasses(classes: tuple[str, ...]) -> tuple[str, ...]:
    """Classes and all below them, as terms."""
    below = data.subclasses()
    return tuple(sorted({f"<{sub}>" for name in classes for sub in below.get(name, (name,))}))


def _number(parameter: Parameter) -> int:
    assert not isinstance(parameter, tuple)
    return int(parameter.value)
