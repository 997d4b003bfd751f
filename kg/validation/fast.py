"""From a store to raw findings: each check is one query over the whole graph, run in Oxigraph.

Most graphs are nearly clean. So a few cheaper questions come first, each of which can clear several checks at once:
which properties occur, and whether any node has two values of one; whether any target lacks one of the properties that
it must have; whether any value of a property fails any of the checks on single values. Only checks that are not
cleared are run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

import pyoxigraph as ox

from kg.validation import data
from kg.validation.queries import fails, missing, query, targets
from kg.validation.shapes import Check, checks

Raw = tuple[Check, ox.NamedNode | ox.BlankNode, str | None, object]
"""Check, focus node, path, value: what both engines tell about one failure. The value is a term or None."""

_USE = "SELECT ?path (COUNT(*) AS ?uses) (COUNT(DISTINCT ?node) AS ?users) WHERE { ?node ?path ?any } GROUP BY ?path"


def failures(store: ox.Store) -> Iterator[Raw]:
    """What fails; duplicates removed as SHACL wants."""
    used, repeated = _use(store)
    for screen, path, group in _groups():
        if group[0].component == "maxCount" and path not in repeated and _number(group[0]) > 0:
            continue
        if group[0].component != "minCount" and path is not None and path not in used:
            continue
        if screen is not None and not store.query(screen, use_default_graph_as_union=True):
            continue
        for check in group:
            yield from failures_of(check, store)


def failures_of(check: Check, store: ox.Store) -> Iterator[Raw]:
    """What fails one check."""
    solutions = store.query(_query(check), use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    seen = set()
    for solution in solutions:
        focus = solution["this"]
        assert isinstance(focus, ox.NamedNode | ox.BlankNode)
        path = solution["path"].value if "path" in names and solution["path"] is not None else check.path  # type: ignore[union-attr]
        value = solution["value"] if "value" in names else None
        if value is None and check.select is not None:
            value = focus
        extra = solution["language"] if "language" in names else None
        key = (focus, path, value, extra)
        if key not in seen:
            seen.add(key)
            yield check, focus, path, value


def _use(store: ox.Store) -> tuple[set[str], set[str]]:
    """The properties that occur, and those of which some node has several values (or one in several graphs)."""
    solutions = store.query(_USE, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    used, repeated = set(), set()
    for path, uses, users in solutions:
        used.add(path.value)  # type: ignore[union-attr]
        if uses != users:
            repeated.add(path.value)  # type: ignore[union-attr]
    return used, repeated


@cache
def _query(check: Check) -> str:
    return query(check, data.subclasses())


@cache
def _groups() -> tuple[tuple[str | None, str | None, tuple[Check, ...]], ...]:
    """Checks that one question may clear together: the question, the property that they are on, the checks."""
    groups: list[tuple[str | None, str | None, tuple[Check, ...]]] = []
    below = data.subclasses()
    single = [check for check in checks() if check.path and check.component not in _NOT_SINGLE]
    for members in _grouped(single, lambda check: check.shape):
        anything = " || ".join(fails(check, below) for check in members)
        ask = f"ASK {{ ?this <{members[0].path}> ?value FILTER({anything}) }}" if len(members) > 1 else None
        groups.append((ask, members[0].path, members))
    needed = [check for check in checks() if check.component == "minCount"]
    for members in _grouped(needed, lambda check: (check.target_classes, check.target_subjects_of)):
        absent = " || ".join(missing(check).removeprefix("FILTER ") for check in members)
        groups.append((f"ASK {{ {targets(members[0], below)} FILTER({absent}) }}", None, members))
    for check in checks():
        if check.component in _NOT_SINGLE - {"minCount"}:
            groups.append((check.screen, check.path, (check,)))
    return tuple(groups)


_NOT_SINGLE = frozenset({"minCount", "maxCount", "uniqueLang", "lessThanOrEquals", "sparql"})


def _grouped(members: Iterable[Check], key: object) -> list[tuple[Check, ...]]:
    assert callable(key)
    return [tuple(group) for _, group in groupby(sorted(members, key=lambda check: (key(check), check.id)), key=key)]


def _number(check: Check) -> int:
    assert isinstance(check.parameter, ox.Literal)
    return int(check.parameter.value)
