"""From a check to one SPARQL query that finds everything that fails it in a whole graph at once.

Every query selects ?this, and ?path and ?value where the check has them. Core constraints become patterns and filters;
in a SPARQL constraint `$this` is bound by the target instead of node by node.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import pyoxigraph as ox

from kg.validation.shapes import SH, Check, Parameter, UnsupportedShapeError

XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

_WELL_FORMED = {
    XSD + "decimal": "isNumeric({v})",
    XSD + "integer": "isNumeric({v})",
    XSD + "boolean": 'STR({v}) IN ("true", "false", "1", "0")',
    XSD + "date": f"isLiteral(<{XSD}date>(STR({{v}})))",
    XSD + "string": "true",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString": "true",
}
_NODE_KINDS = {"IRI": "isIRI({v})", "Literal": "isLiteral({v})", "BlankNode": "isBlank({v})"}
_LIMITS = {"minInclusive": ">=", "minExclusive": ">", "maxInclusive": "<=", "maxExclusive": "<"}
_BODY = re.compile(r"\bWHERE\s*\{(?P<body>.*)\}(?P<tail>[^{}]*)\Z", re.DOTALL)

Subclasses = Mapping[str, tuple[str, ...]]
"""For each class, the classes whose instances count as its own, itself included, in a fixed order."""


def query(check: Check, subclasses: Subclasses) -> str:
    """The query of a check. `subclasses` decides which types make a node a target or a value of a class.

    Where a pattern of the check finds candidates, the target is a filter on those that fail, which are few.
    """
    if check.select is not None:
        found = _BODY.search(check.select)
        if found is None:
            raise UnsupportedShapeError(f"{check.id}: no WHERE in its SELECT")
        start, end = found.span("body")
        body = f"{found['body']}  {_is_target(check, subclasses)}\n"
        return check.prefixes + check.select[:start] + body + check.select[end:]
    path = f"<{check.path}>"
    if check.component == "minCount":
        _must_be(check, 1)
        return f"SELECT DISTINCT ?this WHERE {{ {targets(check, subclasses)} {missing(check)} }}"
    is_target = _is_target(check, subclasses)
    if check.component in _ON_ALL_VALUES:
        assert check.parameter is not None
        return _ON_ALL_VALUES[check.component](is_target, path, check.parameter)
    wrong = f"FILTER({fails(check, subclasses)}) {is_target}"
    return f"SELECT DISTINCT ?this ?value WHERE {{ ?this {path} ?value . {wrong} }}"


def lacking(checks: Sequence[Check], subclasses: Subclasses) -> str:
    """An ASK whether any target lacks any of the properties of several sh:minCount checks with one target."""
    absent = " || ".join(missing(check).removeprefix("FILTER ") for check in checks)
    return f"ASK {{ {targets(checks[0], subclasses)} FILTER({absent}) }}"


def failing(checks: Sequence[Check], subclasses: Subclasses) -> list[str]:
    """ASKs, one of which is true if any value of a property, on whatever node, fails any of several checks."""
    pattern = f"?this <{checks[0].path}> ?value"
    asks = [
        f"ASK {{ {pattern} MINUS {{ {_instances('?value', check.parameter.value, subclasses)} }} }}"
        for check in checks
        if check.component == "class" and isinstance(check.parameter, ox.NamedNode)
    ]
    others = " || ".join(fails(check, subclasses) for check in checks if check.component != "class")
    return [*asks, f"ASK {{ {pattern} FILTER({others}) }}"] if others else asks


def _instances(v: str, name: str, subclasses: Subclasses) -> str:
    return f"VALUES ?valueClass {{ {_iris(subclasses.get(name, (name,)))} }} {v} {_TYPE} ?valueClass"


def untyped(name: str, subclasses: Subclasses) -> str:
    """An ASK whether any instance of a subclass is not typed as an instance of the class itself."""
    below = _iris([sub for sub in subclasses[name] if sub != name])
    return f"ASK {{ VALUES ?class {{ {below} }} ?this {_TYPE} ?class FILTER NOT EXISTS {{ ?this {_TYPE} <{name}> }} }}"


def targets(check: Check, subclasses: Subclasses) -> str:
    """A pattern that binds ?this to the targets of a check, perhaps more than once."""
    if check.target_subjects_of:
        return f"?this <{_one_target(check)}> ?targetObject ."
    classes = _target_classes(check, subclasses)
    if len(classes) == 1:
        return f"?this {_TYPE} <{classes[0]}> ."
    return f"VALUES ?targetClass {{ {_iris(classes)} }} ?this {_TYPE} ?targetClass ."


def screen(check: Check, properties: Iterable[str], classes: Iterable[str]) -> str:
    """An ASK that is false only where a SPARQL constraint finds nothing, given what is in use."""
    assert check.screen is not None
    variable, names = ("?path", properties) if "?path" in check.screen else ("?class", classes)
    return f"{check.prefixes}ASK {{ VALUES {variable} {{ {_iris(sorted(names))} }} {check.screen} }}"


def _is_target(check: Check, subclasses: Subclasses) -> str:
    """A filter that keeps the targets of a check."""
    if check.target_subjects_of:
        return f"FILTER EXISTS {{ ?this <{_one_target(check)}> ?targetObject }}"
    return f"FILTER({_has_class('?this', _target_classes(check, subclasses))})"


def _one_target(check: Check) -> str:
    if len(check.target_subjects_of) != 1 or check.target_classes:
        raise UnsupportedShapeError(f"{check.id}: several sorts of target")
    return check.target_subjects_of[0]


def _target_classes(check: Check, subclasses: Subclasses) -> list[str]:
    return sorted({sub for name in check.target_classes for sub in subclasses.get(name, (name,))})


def _has_class(v: str, classes: list[str] | tuple[str, ...]) -> str:
    if len(classes) == 1:
        return f"EXISTS {{ {v} {_TYPE} <{classes[0]}> }}"
    return f"EXISTS {{ {v} {_TYPE} ?class FILTER(?class IN ({_iris(classes, ', ')})) }}"


def missing(check: Check) -> str:
    """A filter for the nodes without a value of the check's property."""
    return f"FILTER NOT EXISTS {{ ?this <{check.path}> ?any }}"


def fails(check: Check, subclasses: Subclasses) -> str:
    """An expression on ?value, never an error, that is true where the value does not meet a check on single values."""
    assert check.parameter is not None
    return _fails(check.component, check.parameter, subclasses)


def _must_be(check: Check, number: int) -> None:
    if check.parameter is None or _number(check.parameter) != number:
        raise UnsupportedShapeError(f"{check.id}: a count other than {number}")


def _max_count(is_target: str, path: str, count: Parameter) -> str:
    if _number(count) == 0:
        return f"SELECT DISTINCT ?this WHERE {{ ?this {path} ?any . {is_target} }}"
    many = f"SELECT ?this WHERE {{ ?this {path} ?any }} GROUP BY ?this HAVING (COUNT(DISTINCT ?any) > {_number(count)})"
    return f"SELECT DISTINCT ?this WHERE {{ {{ {many} }} {is_target} }}"


def _unique_language(is_target: str, path: str, _: Parameter) -> str:
    return (
        f"SELECT DISTINCT ?this ?language WHERE {{ ?this {path} ?one , ?other . "
        'BIND(LCASE(LANG(?one)) AS ?language) FILTER(?language != "" && !sameTerm(?one, ?other) '
        f"&& ?language = LCASE(LANG(?other))) {is_target} }}"
    )


def _less_than_or_equals(is_target: str, path: str, other: Parameter) -> str:
    assert isinstance(other, ox.NamedNode)
    return (
        f"SELECT DISTINCT ?this ?value WHERE {{ ?this {path} ?value ; {other} ?other . "
        f"FILTER(!COALESCE(?value <= ?other, false)) {is_target} }}"
    )


_ON_ALL_VALUES: dict[str, Callable[[str, str, Parameter], str]] = {
    "maxCount": _max_count,
    "uniqueLang": _unique_language,
    "lessThanOrEquals": _less_than_or_equals,
}


def _fails(component: str, parameter: Parameter, subclasses: Subclasses, v: str = "?value") -> str:
    """An expression that is true, never an error, exactly when the value does not meet the constraint."""
    if component == "or":
        assert isinstance(parameter, tuple)
        alternatives = [
            "(" + " || ".join(_fails(name, inner, subclasses, v) for name, inner in alternative) + ")"  # type: ignore[union-attr]
            for alternative in parameter
        ]
        return "(" + " && ".join(alternatives) + ")"
    if component in ("in", "languageIn"):
        assert isinstance(parameter, tuple)
        if component == "in":
            return f"({v} NOT IN ({', '.join(map(str, parameter))}))"
        ranges = " || ".join(f"LANGMATCHES(LANG({v}), {tag})" for tag in parameter)
        return f"!COALESCE({ranges}, false)"
    assert isinstance(parameter, ox.NamedNode | ox.Literal)
    if component == "class":
        return "!" + _has_class(v, subclasses.get(parameter.value, (parameter.value,)))
    if component == "datatype":
        if parameter.value not in _WELL_FORMED:
            raise UnsupportedShapeError(f"sh:datatype {parameter}")
        well_formed = _WELL_FORMED[parameter.value].format(v=v)
        return f"!COALESCE(DATATYPE({v}) = {parameter} && {well_formed}, false)"
    if component == "nodeKind":
        kind = parameter.value.removeprefix(SH)
        if kind not in _NODE_KINDS:
            raise UnsupportedShapeError(f"sh:nodeKind {parameter}")
        return "!" + _NODE_KINDS[kind].format(v=v)
    if component == "pattern":
        return f"(isBlank({v}) || !REGEX(STR({v}), {parameter}))"
    if component in _LIMITS:
        return f"!COALESCE({v} {_LIMITS[component]} {parameter}, false)"
    if component in ("minLength", "maxLength"):
        comparison = "<" if component == "minLength" else ">"
        return f"(isBlank({v}) || STRLEN(STR({v})) {comparison} {_number(parameter)})"
    raise UnsupportedShapeError(f"sh:{component}")


def _iris(names: list[str] | tuple[str, ...], separator: str = " ") -> str:
    return separator.join(f"<{name}>" for name in names)


def _number(parameter: Parameter) -> int:
    assert isinstance(parameter, ox.Literal)
    return int(parameter.value)
