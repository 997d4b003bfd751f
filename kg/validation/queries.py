"""From a check to one SPARQL query that finds everything that fails it in a whole graph at once.

Every query selects ?this, and ?path and ?value where the check has them. Core constraints become patterns and filters;
in a SPARQL constraint `$this` is bound by the target instead of node by node.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pyoxigraph as ox

from kg.validation.shapes import SH, Check, Parameter, UnsupportedShape

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
_OPENING = re.compile(r"\bWHERE\s*\{")

Subclasses = Mapping[str, tuple[str, ...]]
"""For each class, the classes whose instances count as its own, itself included, in a fixed order."""


def query(check: Check, subclasses: Subclasses) -> str:
    """The query of a check. `subclasses` decides which types make a node a target or a value of a class."""
    target = _target(check, subclasses)
    if check.select is not None:
        text, replaced = _OPENING.subn(lambda match: f"{match[0]}\n  {target}", check.select, count=1)
        if not replaced:
            raise UnsupportedShape(f"{check.id}: no WHERE in its SELECT")
        return text
    assert check.parameter is not None
    path = f"<{check.path}>"
    if check.component in _ON_ALL_VALUES:
        return _ON_ALL_VALUES[check.component](target, path, check.parameter)
    fails = _fails(check.component, check.parameter, subclasses)
    return f"SELECT DISTINCT ?this ?value WHERE {{ {target} ?this {path} ?value . FILTER({fails}) }}"


def _target(check: Check, subclasses: Subclasses) -> str:
    if check.target_classes and check.target_subjects_of:
        raise UnsupportedShape(f"{check.id}: two sorts of target")
    if check.target_classes:
        classes = sorted({sub for name in check.target_classes for sub in subclasses.get(name, (name,))})
        if len(classes) == 1:
            return f"?this {_TYPE} <{classes[0]}> ."
        return f"VALUES ?targetClass {{ {_iris(classes)} }} ?this {_TYPE} ?targetClass ."
    if len(check.target_subjects_of) != 1:
        raise UnsupportedShape(f"{check.id}: several sh:targetSubjectsOf")
    return f"?this <{check.target_subjects_of[0]}> ?targetObject ."


def _min_count(target: str, path: str, count: Parameter) -> str:
    if _number(count) == 1:
        return f"SELECT DISTINCT ?this WHERE {{ {target} FILTER NOT EXISTS {{ ?this {path} ?any }} }}"
    raise UnsupportedShape(f"sh:minCount {count} of {path}")


def _max_count(target: str, path: str, count: Parameter) -> str:
    if _number(count) == 0:
        return f"SELECT DISTINCT ?this WHERE {{ {target} ?this {path} ?any }}"
    many = f"SELECT ?this WHERE {{ ?this {path} ?any }} GROUP BY ?this HAVING (COUNT(DISTINCT ?any) > {_number(count)})"
    return f"SELECT DISTINCT ?this WHERE {{ {{ {many} }} {target} }}"


def _unique_language(target: str, path: str, _: Parameter) -> str:
    return (
        f"SELECT DISTINCT ?this ?language WHERE {{ {target} ?this {path} ?one , ?other . "
        'BIND(LCASE(LANG(?one)) AS ?language) FILTER(?language != "" && !sameTerm(?one, ?other) '
        "&& ?language = LCASE(LANG(?other))) }"
    )


def _less_than_or_equals(target: str, path: str, other: Parameter) -> str:
    assert isinstance(other, ox.NamedNode)
    return (
        f"SELECT DISTINCT ?this ?value WHERE {{ {target} ?this {path} ?value ; {other} ?other . "
        "FILTER(!COALESCE(?value <= ?other, false)) }"
    )


_ON_ALL_VALUES: dict[str, Callable[[str, str, Parameter], str]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "uniqueLang": _unique_language,
    "lessThanOrEquals": _less_than_or_equals,
}


def _fails(component: str, parameter: Parameter, subclasses: Subclasses, v: str = "?value") -> str:
    """An expression that is true, never an error, exactly when the value does not meet the constraint."""
    if component == "or":
        assert isinstance(parameter, tuple)
        alternatives = [
            "(" + " || ".join(_fails(name, inner, subclasses, v) for name, inner in alternative) + ")"  # type: ignore[misc,union-attr]
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
        classes = subclasses.get(parameter.value, (parameter.value,))
        if len(classes) == 1:
            return f"NOT EXISTS {{ {v} {_TYPE} <{classes[0]}> }}"
        return f"NOT EXISTS {{ {v} {_TYPE} ?valueClass FILTER(?valueClass IN ({_iris(classes, ', ')})) }}"
    if component == "datatype":
        if parameter.value not in _WELL_FORMED:
            raise UnsupportedShape(f"sh:datatype {parameter}")
        well_formed = _WELL_FORMED[parameter.value].format(v=v)
        return f"!COALESCE(DATATYPE({v}) = {parameter} && {well_formed}, false)"
    if component == "nodeKind":
        kind = parameter.value.removeprefix(SH)
        if kind not in _NODE_KINDS:
            raise UnsupportedShape(f"sh:nodeKind {parameter}")
        return "!" + _NODE_KINDS[kind].format(v=v)
    if component == "pattern":
        return f"(isBlank({v}) || !REGEX(STR({v}), {parameter}))"
    if component in _LIMITS:
        return f"!COALESCE({v} {_LIMITS[component]} {parameter}, false)"
    if component in ("minLength", "maxLength"):
        comparison = "<" if component == "minLength" else ">"
        return f"(isBlank({v}) || STRLEN(STR({v})) {comparison} {_number(parameter)})"
    raise UnsupportedShape(f"sh:{component}")


def _iris(names: list[str] | tuple[str, ...], separator: str = " ") -> str:
    return separator.join(f"<{name}>" for name in names)


def _number(parameter: Parameter) -> int:
    assert isinstance(parameter, ox.Literal)
    return int(parameter.value)
