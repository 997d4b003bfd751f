"""A network of a build in; which areas name the same things out, two-sided or projected on the areas."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import networkx as nx

Kind = Literal["Project", "Initiative", "Indicator"]
KINDS: tuple[Kind, ...] = ("Project", "Initiative", "Indicator")
_QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"")


def two_sided(graph: nx.MultiDiGraph[str], kind: Kind) -> nx.Graph[str]:
    """Areas (`bipartite` 0) and the things of a kind that they name (1, by label).

    Edges have `weight`, how often, and `statements`, the IRIs of those that name them, joined by blanks, with `evidence` as
    the network's edges have it: `FILE:START-END`, joined by `; `.
    """
    import networkx as nx

    sides: nx.Graph[str] = nx.Graph()
    for area, thing, statement, told in graph.edges(keys=True, data=True):
        if told["relation"] not in ("about", "indicator") or graph.nodes[thing]["type"] != kind:
            continue
        label = unquoted(graph.nodes[thing]["label"])
        sides.add_node(area, bipartite=0, **graph.nodes[area])
        sides.add_node(f"{kind}:{label}", bipartite=1, label=label, type=kind)
        known = sides.get_edge_data(area, f"{kind}:{label}", {"weight": 0, "statements": "", "evidence": ""})
        sides.add_edge(
            area,
            f"{kind}:{label}",
            weight=known["weight"] + 1,
            statements=f"{known['statements']} {statement}".strip(),
            evidence="; ".join(filter(None, (known["evidence"], told["evidence"]))),
        )
    return sides


def projection(sides: nx.Graph[str]) -> nx.Graph[str]:
    """The areas of a two-sided network, linked where they name the same things: `weight` of them, `labels` joined by `; `."""
    import networkx as nx

    shared: dict[tuple[str, str], list[str]] = {}
    for thing, data in sides.nodes(data=True):
        if data["bipartite"] == 1:
            for pair in combinations(sorted(sides[thing]), 2):
                shared.setdefault(pair, []).append(data["label"])
    areas: nx.Graph[str] = nx.Graph()
    areas.add_nodes_from((name, data) for name, data in sides.nodes(data=True) if data["bipartite"] == 0)
    for (one, other), labels in shared.items():
        areas.add_edge(one, other, weight=len(labels), labels="; ".join(sorted(labels)))
    return areas


def unquoted(label: str) -> str:
    """A label without the quotation marks around all of it.

    >>> unquoted("“双百工程”"), unquoted("“散乱污”企业整治")
    ('双百工程', '“散乱污”企业整治')
    """
    match = _QUOTED.fullmatch(label)
    return (match[1] or match[2] or label) if match else label
