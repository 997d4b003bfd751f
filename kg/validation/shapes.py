"""From the shapes file to checks: one `Check` for each core constraint and each SPARQL constraint.

The file keeps to a flat style (one block, one check; see its head), and everything outside that style raises, so that
no shape can be ignored silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import resources
from kg.records import record
from kg.validation.model import Severity

SH = "http://www.w3.org/ns/shacl#"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SEVERITIES = {SH + "Violation": Severity.VIOLATION, SH + "Warning": Severity.WARNING, SH + "Info": Severity.INFO}
_NOT_CONSTRAINTS = frozenset({"path", "message", "severity", "targetClass", "targetSubjectsOf"})
_ONE_PER_VALUE = frozenset(
    {"datatype", "class", "in", "nodeKind", "pattern", "minInclusive", "minExclusive", "maxInclusive", "maxExclusive"}
    | {"minLength", "maxLength", "languageIn", "or"}
)
"""Constraints that look at each value alone, so that they may stand in sh:or."""
_ON_ALL_VALUES = frozenset({"minCount", "maxCount", "uniqueLang", "lessThanOrEquals"})

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Alternative = tuple[tuple[str, "Parameter"], ...]
Parameter = Term | tuple[Term, ...] | tuple[Alternative, ...]
"""A term; a list of terms (sh:in, sh:languageIn); or the alternatives of sh:or, each a list of constraints."""


class UnsupportedShapeError(ValueError):
    """The shapes file uses something that the fast engine does not know; named by shape and property."""


@record
class Check:
    """One constraint with its target. `select` is the text of a SPARQL constraint, else None."""

    id: str
    shape: str
    component: str
    severity: Severity
    message: str
    target_classes: tuple[str, ...]
    target_subjects_of: tuple[str, ...]
    path: str | None = None
    parameter: Parameter | None = None
    prefixes: str = ""
    select: str | None = None


@cache
def shapes_file() -> Path:
    """The shapes that travel with the package."""
    return resources.directory("ontology") / "shapes.ttl"


@cache
def checks() -> tuple[Check, ...]:
    """All checks of the shapes file, sorted by id."""
    return read_checks(shapes_file().read_text(encoding="utf-8"))


def read_checks(turtle: str) -> tuple[Check, ...]:
    """The checks of a shapes graph, sorted by id.

    Raises:
        UnsupportedShapeError: something outside the style of `shapes.ttl`.
    """
    return tuple(sorted(_Reader(turtle).checks(), key=lambda check: check.id))


class _Reader:
    def __init__(self, turtle: str) -> None:
        self.store = ox.Store()
        self.store.load(turtle.encode(), ox.RdfFormat.TURTLE)

    def checks(self) -> list[Check]:
        found: list[Check] = []
        for kind in ("PropertyShape", "NodeShape"):
            for quad in self.store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(SH + kind), None):
                if not isinstance(quad.subject, ox.NamedNode):
                    raise UnsupportedShapeError(f"a sh:{kind} without a name")
                found += self._property(quad.subject) if kind == "PropertyShape" else [self._sparql(quad.subject)]
        return found

    def _properties(self, node: Term) -> dict[str, list[Term]]:
        """The sh: properties of a node by local name."""
        found: dict[str, list[Term]] = {}
        for predicate, value in self._described(node):
            if predicate == RDF_TYPE:
                continue
            if not predicate.value.startswith(SH):
                raise UnsupportedShapeError(f"{node}: {predicate}")
            found.setdefault(predicate.value.removeprefix(SH), []).append(value)
        return found

    def _described(self, node: Term, predicate: ox.NamedNode | None = None) -> Iterator[tuple[ox.NamedNode, Term]]:
        """Predicates and objects of a node."""
        assert not isinstance(node, ox.Literal)
        for quad in self.store.quads_for_pattern(node, predicate, None, None):
            assert not isinstance(quad.object, ox.Triple)
            yield quad.predicate, quad.object

    def _one(self, node: Term, properties: dict[str, list[Term]], name: str) -> Term:
        values = properties.get(name, [])
        if len(values) != 1:
            raise UnsupportedShapeError(f"{node}: {len(values)} values of sh:{name} where one is needed")
        return values[0]

    def _list(self, head: Term) -> tuple[Term, ...]:
        items: list[Term] = []
        while head != ox.NamedNode(_RDF + "nil"):
            items.append(next(self._described(head, ox.NamedNode(_RDF + "first")))[1])
            head = next(self._described(head, ox.NamedNode(_RDF + "rest")))[1]
        return tuple(items)

    def _common(self, shape: ox.NamedNode, properties: dict[str, list[Term]]) -> dict[str, Any]:
        """The fields that checks of both sorts have."""
        classes = _iris(properties.get("targetClass", []))
        subjects_of = _iris(properties.get("targetSubjectsOf", []))
        if not classes and not subjects_of:
            raise UnsupportedShapeError(f"{shape}: no target")
        return {
            "shape": shape.value,
            "severity": self._severity(shape, properties),
            "target_classes": classes,
            "target_subjects_of": subjects_of,
        }

    def _severity(self, shape: ox.NamedNode, properties: dict[str, list[Term]]) -> Severity:
        if "severity" not in properties:
            return Severity.VIOLATION
        return _SEVERITIES[_text(self._one(shape, properties, "severity"))]

    def _property(self, shape: ox.NamedNode) -> list[Check]:
        properties = self._properties(shape)
        path = self._one(shape, properties, "path")
        if not isinstance(path, ox.NamedNode):
            raise UnsupportedShapeError(f"{shape}: a path that is no single property")
        name = shape.value.rpartition("#")[2]
        found = [
            Check(
                id=f"{name}/{component}",
                component=component,
                message=_text(self._one(shape, properties, "message")),
                path=path.value,
                parameter=self._parameter(shape, component, self._one(shape, properties, component)),
                **self._common(shape, properties),
            )
            for component in properties
            if component not in _NOT_CONSTRAINTS
        ]
        if not found:
            raise UnsupportedShapeError(f"{shape}: no constraint")
        return found

    def _parameter(self, shape: Term, component: str, value: Term) -> Parameter:
        if component not in _ONE_PER_VALUE | _ON_ALL_VALUES:
            raise UnsupportedShapeError(f"{shape}: sh:{component}")
        if component in ("in", "languageIn"):
            return self._list(value)
        if component == "or":
            return tuple(self._alternative(shape, member) for member in self._list(value))
        return value

    def _alternative(self, shape: Term, member: Term) -> Alternative:
        properties = self._properties(member)
        if not properties or not properties.keys() <= _ONE_PER_VALUE:
            raise UnsupportedShapeError(f"{shape}: {sorted(properties)} in an alternative")
        return tuple(
            (component, self._parameter(shape, component, self._one(shape, properties, component)))
            for component in properties
        )

    def _sparql(self, shape: ox.NamedNode) -> Check:
        properties = self._properties(shape)
        unknown = properties.keys() - _NOT_CONSTRAINTS - {"sparql"}
        if unknown:
            raise UnsupportedShapeError(f"{shape}: {sorted(unknown)} on a node shape")
        constraint = self._one(shape, properties, "sparql")
        parts = self._properties(constraint)
        if parts.keys() != {"prefixes", "message", "select"}:
            raise UnsupportedShapeError(f"{shape}: {sorted(parts)} in a SPARQL constraint")
        prefixes = self._prefixes(self._one(shape, parts, "prefixes"))
        return Check(
            id=shape.value.rpartition("#")[2],
            component="sparql",
            message=_text(self._one(shape, parts, "message")),
            select=_text(self._one(shape, parts, "select")),
            prefixes=prefixes,
            **self._common(shape, properties),
        )

    def _prefixes(self, holder: Term) -> str:
        lines = []
        for declaration in self._properties(holder)["declare"]:
            parts = self._properties(declaration)
            prefix = _text(self._one(holder, parts, "prefix"))
            lines.append(f"PREFIX {prefix}: <{_text(self._one(holder, parts, 'namespace'))}>\n")
        return "".join(sorted(lines))


def _text(term: Term) -> str:
    return term.value


def _iris(terms: list[Term]) -> tuple[str, ...]:
    return tuple(sorted(term.value for term in terms))
