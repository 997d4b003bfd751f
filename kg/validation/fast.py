"""From a graph to raw findings: core constraints as operations on sets, SPARQL constraints over all targets at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from kg.validation.constraints import failing, targets
from kg.validation.graph import Graph
from kg.validation.shapes import Check, UnsupportedShapeError, checks
from kg.validation.sparql import Select, UnsupportedQueryError, prepare

Raw = tuple[Check, str, str | None, str | None]
"""Check, focus node, path, value: what both engines tell about one failure. Terms as N-Triples writes them, IRIs of paths bare."""


def failures(graph: Graph, part: Graph | None = None, among: Iterable[Check] | None = None) -> Iterator[Raw]:
    """What fails, duplicates removed as SHACL wants.

    Args:
        graph: what is looked at.
        part: a part of it with all triples of its nodes; if given, only these nodes are validated.
        among: the checks; if not given, all.
    """
    part = part or graph
    for check in checks() if among is None else among:
        if check.select is None:
            yield from ((check, node, check.path, value) for node, value in failing(check, part, graph))
        elif nodes := targets(check, part):
            for row in _prepared(check).rows(graph, nodes):
                path = row["path"][1:-1] if "path" in row else None
                yield check, row["this"], path, row.get("value", row["this"])


@cache
def _prepared(check: Check) -> Select:
    assert check.select is not None
    try:
        return prepare(check.prefixes + check.select, targeted=True)
    except UnsupportedQueryError as error:
        raise UnsupportedShapeError(f"{check.id}：{error}") from error
