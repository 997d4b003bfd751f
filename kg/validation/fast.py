"""From a store to raw findings: each check is one query over the whole graph, run in Oxigraph."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.validation import data
from kg.validation.queries import query
from kg.validation.shapes import Check, checks

Raw = tuple[Check, ox.NamedNode | ox.BlankNode, str | None, object]
"""Check, focus node, path, value: what both engines tell about one failure. The value is a term or None."""


def failures(store: ox.Store) -> Iterator[Raw]:
    """What fails, in the order of the checks; duplicates removed as SHACL wants."""
    below = data.subclasses()
    for check in checks():
        yield from failures_of(check, query(check, below), store)


def failures_of(check: Check, text: str, store: ox.Store) -> Iterator[Raw]:
    """What fails one check."""
    solutions = store.query(text, use_default_graph_as_union=True)
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
