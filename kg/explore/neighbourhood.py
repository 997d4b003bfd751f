"""A network and a node in, the node's surroundings out as a tree: what is nearest and most telling, not all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

from kg.explore.style import CLASS_LABELS
from kg.lexicon.palette import drawn_as
from kg.records import record

if TYPE_CHECKING:
    import networkx as nx

ORDER = ("Street", "Area", "Organisation", "Report", "Project", "Initiative", "Indicator", "Deadline")
"""Classes in the order in which they stand around their node."""
_OF_ONE = 8
"""Nodes beyond the first ring that hang on one node."""


@dataclass(slots=True)
class Leaf:
    """A node of the tree. `statements` are those between it and its parent, `hidden` its neighbours not drawn, by class."""

    node: str
    label: str
    kind: str
    depth: int
    statements: tuple[str, ...] = ()
    relation: str = ""
    children: list[Leaf] = field(default_factory=list)
    hidden: Counter[str] = field(default_factory=Counter)

    def walk(self) -> Iterator[Leaf]:
        """This node and all below it."""
        yield self
        yield from chain.from_iterable(child.walk() for child in self.children)


@record
class Surroundings:
    """A tree of what is drawn around its root, and the further links between nodes of it."""

    root: Leaf
    links: tuple[tuple[str, str], ...]


def as_one(graph: nx.MultiDiGraph[str], nodes: Sequence[str]) -> tuple[nx.MultiDiGraph[str], str, str]:
    """The network with those of the nodes that are of the first one's class made one, that node, and a note of it in words."""
    import networkx as nx

    first, *others = nodes
    kind = graph.nodes[first]["type"]
    same = [node for node in others if graph.nodes[node]["type"] == kind]
    apart = Counter(CLASS_LABELS[drawn_as(graph.nodes[node]["type"])] for node in others if node not in same)
    told = [f"同名的{CLASS_LABELS[drawn_as(kind)]} {len(same) + 1} 个，合为一点"] if same else []
    told += [f"另有同名的{label} {number} 个，没有画" for label, number in apart.items()]
    whole = nx.relabel_nodes(graph, dict.fromkeys(same, first)) if same else graph
    return whole, first, "；".join(told)


def surroundings(
    graph: nx.MultiDiGraph[str], centre: str, hops: int = 2, kinds: Collection[str] | None = None, most: int = 80
) -> Surroundings:
    """What lies within `hops` steps of a node, at most `most` nodes, of the given classes (all but reports unless told).

    Nodes of the network have `label` and `type`, edges `relation`, and `quote` (the key is then a statement) or `statements`
    (joined by blanks) where the reports say so.

    Of many neighbours those that lead on to others come first, then those of which most is said; classes take turns, so
    that no class crowds out another.
    """
    allowed = set(kinds) if kinds is not None else set(ORDER) - {"Report"}
    root = _leaf(graph, centre, 0)
    placed = {centre}
    ring = [root]
    for depth in range(1, hops + 1):
        free = most - len(placed)
        # The first ring leaves room for what hangs on it.
        room = free if depth == hops else max(1, free * 2 // 3)
        wanted = [(parent, _neighbours(graph, parent.node, placed, allowed)) for parent in ring]
        limit = room if depth == 1 else _OF_ONE
        chosen = [(parent, _taken(graph, found, limit)) for parent, found in wanted]
        ring = []
        # Parents take turns too.
        for pairs in zip_longest(*([(parent, item) for item in found] for parent, found in chosen)):
            for parent, item in filter(None, pairs):
                if len(placed) >= most or len(ring) >= room or item[0] in placed:
                    continue
                node, statements, relation, _ = item
                child = _leaf(graph, node, depth, statements, relation)
                parent.children.append(child)
                placed.add(node)
                ring.append(child)
    for leaf in root.walk():
        leaf.children.sort(key=lambda child: (ORDER.index(drawn_as(child.kind)), -len(child.children), child.label))
        if leaf.depth < hops:
            leaf.hidden.update(
                drawn_as(graph.nodes[node]["type"]) for node, *_ in _neighbours(graph, leaf.node, placed, allowed)
            )
    tree = {(leaf.node, child.node) for leaf in root.walk() for child in leaf.children}
    links = {
        tuple(sorted(pair))
        for pair in graph.subgraph(placed).edges()
        if pair[0] != pair[1] and pair not in tree and (pair[1], pair[0]) not in tree
    }
    return Surroundings(root, tuple(sorted((one, other) for one, other in links)))


_Item = tuple[str, tuple[str, ...], str, int]


def _leaf(
    graph: nx.MultiDiGraph[str], node: str, depth: int, statements: tuple[str, ...] = (), relation: str = ""
) -> Leaf:
    data = graph.nodes[node]
    return Leaf(node, str(data["label"]), str(data["type"]), depth, statements, relation)


def _neighbours(graph: nx.MultiDiGraph[str], node: str, placed: set[str], allowed: set[str]) -> list[_Item]:
    """Neighbours not placed yet, with the statements between, the relation, and how many areas they touch."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for _, other, key, data in graph.out_edges(node, keys=True, data=True):
        found.setdefault(other, []).append((key, data))
    for other, _, key, data in graph.in_edges(node, keys=True, data=True):
        found.setdefault(other, []).append((key, data))
    items = []
    for other, edges in found.items():
        if other in placed or not {drawn_as(graph.nodes[other]["type"]), graph.nodes[other]["type"]} & allowed:
            continue
        told = (
            data["statements"].split() if "statements" in data else [key] * ("quote" in data) for key, data in edges
        )
        statements = tuple(sorted(set(chain.from_iterable(told))))
        reach = len(set(graph.predecessors(other)) | set(graph.successors(other)))
        items.append((other, statements, edges[0][1].get("relation", ""), reach))
    return sorted(items, key=lambda item: (-item[3], -len(item[1]), graph.nodes[item[0]]["label"], item[0]))


def _taken(graph: nx.MultiDiGraph[str], items: list[_Item], limit: int) -> list[_Item]:
    """The first of each class in turn."""
    groups: dict[str, list[_Item]] = {}
    for item in items:
        groups.setdefault(drawn_as(graph.nodes[item[0]]["type"]), []).append(item)
    turns = zip_longest(*groups.values())
    return [item for turn in turns for item in turn if item is not None][:limit]
