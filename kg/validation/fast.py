"""From a store to raw findings: each check is one query over the whole graph, run in Oxigraph.

Most graphs are nearly clean, so cheaper questions come first, each of which can clear several checks at once: which
properties and classes occur, and whether any node has two values of one property; whether any target lacks one of the
properties that it must have; whether any value of a property fails any check on single values. Only the checks that
are not cleared are run, and only their own queries decide what is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from kg.validation import data
from kg.validation.queries import failing, lacking, query, screen, untyped
from kg.validation.shapes import Check, checks

Raw = tuple[Check, ox.NamedNode | ox.BlankNode, str | None, object]
"""Check, focus node, path, value: what both engines tell about one failure. The value is a term or None."""

_USE = "SELECT ?path (COUNT(*) AS ?uses) (COUNT(DISTINCT ?node) AS ?users) WHERE { ?node ?path ?any } GROUP BY ?path"
_CLASSES = "SELECT DISTINCT ?class WHERE { ?node a ?class }"


def failures(store: ox.Store) -> Iterator[Raw]:
    """What fails; duplicates removed as SHACL wants."""
    run = _Run(store)
    for group in _groups():
        if run.needed(group):
            for check in group:
                yield from run.failures_of(check)


class _Run:
    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.used: set[str] = set()
        self.repeated: set[str] = set()
        for solution in self._select(_USE):
            path = solution["path"].value
            self.used.add(path)
            if solution["uses"] != solution["users"]:  # also where a triple stands in several graphs
                self.repeated.add(path)
        self.classes = {solution["class"].value for solution in self._select(_CLASSES)}
        below = data.subclasses()
        in_use = [name for name in _named() if not self.classes.isdisjoint(below.get(name, ()))]
        self.subclasses = below if any(self._ask(untyped(name, below)) for name in in_use) else {}
        """Empty where every instance of a subclass is typed as an instance of the class itself, which is quicker."""

    def needed(self, group: tuple[Check, ...]) -> bool:
        """Whether any check of a group may find anything."""
        check = group[0]
        below = data.subclasses()
        if check.target_classes and not any(
            not self.classes.isdisjoint(below.get(name, (name,))) for name in check.target_classes
        ):
            return False
        if check.component == "sparql":
            return check.screen is None or self._ask(screen(check, self.used, self.classes))
        if check.component == "minCount":
            return self._ask(lacking(group, self.subclasses))
        if check.path not in self.used:
            return False
        if check.component == "maxCount" and check.parameter != _NONE:
            return check.path in self.repeated
        if check.component in _ALONE:
            return True
        return any(self._ask(text) for text in failing(group, self.subclasses))

    def failures_of(self, check: Check) -> Iterator[Raw]:
        """What fails one check."""
        seen = set()
        for solution in self._select(query(check, self.subclasses)):
            focus, path, value, extra = (_bound(solution, name) for name in ("this", "path", "value", "language"))
            path = path.value if path is not None else check.path
            if value is None and check.select is not None:
                value = focus
            key = (focus, path, value, extra)
            if key not in seen:
                seen.add(key)
                yield check, focus, path, value

    def _select(self, text: str) -> Any:
        return self.store.query(text, use_default_graph_as_union=True)

    def _ask(self, text: str) -> bool:
        return bool(self.store.query(text, use_default_graph_as_union=True))


_NONE = ox.Literal("0", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
_ALONE = frozenset({"maxCount", "uniqueLang", "lessThanOrEquals", "sparql"})
"""Constraints that share no question with others; all others but sh:minCount are on single values."""


@cache
def _groups() -> tuple[tuple[Check, ...], ...]:
    """Checks that one question may clear together."""

    def key(check: Check) -> tuple[object, ...]:
        if check.component in _ALONE:
            return ("alone", check.id)
        if check.component == "minCount":
            return ("minCount", check.target_classes, check.target_subjects_of)
        return ("value", check.shape)

    ordered = sorted(checks(), key=lambda check: (str(key(check)), check.id))
    return tuple(tuple(group) for _, group in groupby(ordered, key=key))


@cache
def _named() -> tuple[str, ...]:
    """The classes with subclasses that checks name, as target or as class of a value."""
    named = {name for check in checks() for name in check.target_classes}
    named |= {check.parameter.value for check in checks() if isinstance(check.parameter, ox.NamedNode)}
    return tuple(sorted(named & data.subclasses().keys()))


def _bound(solution: Any, name: str) -> Any:
    try:
        return solution[name]
    except KeyError:
        return None
