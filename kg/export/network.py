"""A build in, a network of things out: entities as nodes with attributes, relations as edges with evidence, no literal nodes."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from kg.store import Build

if TYPE_CHECKING:
    import networkx as nx

_NODES = """SELECT ?node ?class ?label WHERE {
  VALUES ?class { kg:Report kg:Province kg:City kg:District kg:Street kg:Community kg:Place kg:Organisation kg:Project
                  kg:Initiative kg:Indicator }
  ?node a ?class .
  OPTIONAL { ?node rdfs:label ?named FILTER(LANG(?named) != "en") }
  OPTIONAL { ?node skos:prefLabel ?preferred FILTER(LANG(?preferred) != "en") }
  BIND(COALESCE(?named, ?preferred) AS ?label)
  FILTER EXISTS { ?any ?path ?node FILTER(?path IN (kg:about, kg:indicator, kg:forArea, kg:within, kg:reportedIn, kg:hasMember,
    kg:runBy, kg:locatedIn, kg:jointlyWith, kg:coversArea, kg:issuedBy, kg:jurisdiction)) }
}"""
_RELATIONS = """SELECT ?from ?relation ?to WHERE {
  VALUES ?relation { kg:within kg:hasMember kg:runBy kg:jointlyWith kg:locatedIn kg:coversArea kg:issuedBy kg:jurisdiction }
  ?from ?relation ?to .
}"""
_STATEMENTS = """SELECT ?statement ?report ?area ?thing ?indicator ?value ?unit ?status ?period_start ?period_end ?quote WHERE {
  ?statement kg:reportedIn ?report ; kg:forArea ?area ; kg:evidence/nif:anchorOf ?quote .
  OPTIONAL { ?statement kg:about ?thing }
  OPTIONAL { ?statement kg:indicator ?indicator }
  OPTIONAL { ?statement kg:value ?value }
  OPTIONAL { ?statement kg:unit/skos:prefLabel ?unit FILTER(LANG(?unit) = "zh") }
  OPTIONAL { ?statement kg:status ?status }
  OPTIONAL { ?statement kg:period ?period . ?period dcat:startDate ?period_start ; dcat:endDate ?period_end }
  FILTER(BOUND(?thing) || BOUND(?indicator))
}"""


def to_networkx(build: Build) -> nx.MultiDiGraph[str]:
    """A directed network with several edges between two nodes.

    Nodes are IRIs with `label` and `type` (the local name of their class). An edge from an area to a project, initiative
    or indicator is one statement: its key is the statement's IRI, `relation` is `about` or `indicator`, and `value`,
    `unit`, `status`, `period_start`, `period_end` (dates as text), `quote` and `report` are there where it has them. All
    other edges have their relation as key.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in build.select(_NODES):
        name = row["node"].value
        label = row["label"].value if row["label"] is not None else name.rpartition("/")[2]
        graph.add_node(name, label=label, type=_local(row["class"].value))
    for row in build.select(_RELATIONS):
        start, end, relation = row["from"].value, row["to"].value, _local(row["relation"].value)
        if start in graph and end in graph:
            graph.add_edge(start, end, key=relation, relation=relation)
    for row in build.select(_STATEMENTS):
        given: dict[str, Any] = {
            name: row[name].value
            for name in ("quote", "unit", "period_start", "period_end", "report")
            if row[name] is not None
        }
        if row["value"] is not None:
            given["value"] = float(row["value"].value)
        if row["status"] is not None:
            given["status"] = _local(row["status"].value)
        for relation, target in (("about", row["thing"]), ("indicator", row["indicator"])):
            if target is not None and target.value in graph and row["area"].value in graph:
                graph.add_edge(row["area"].value, target.value, key=row["statement"].value, relation=relation, **given)
    return graph


Kind = Literal["Project", "Initiative", "Indicator"]


def two_sided(graph: nx.MultiDiGraph[str], kind: Kind) -> nx.Graph[str]:
    """Areas (`bipartite` 0) and the things of a kind that they name (1, by label).

    Edges have `weight`, how often, and `statements`, the IRIs of those that name them.
    """
    import networkx as nx

    sides: nx.Graph[str] = nx.Graph()
    for area, thing, statement, relation in graph.edges(keys=True, data="relation"):
        if relation not in ("about", "indicator") or graph.nodes[thing]["type"] != kind:
            continue
        label = graph.nodes[thing]["label"].strip('“”"')
        sides.add_node(area, bipartite=0, **graph.nodes[area])
        sides.add_node(f"{kind}:{label}", bipartite=1, label=label, type=kind)
        known = sides.get_edge_data(area, f"{kind}:{label}", {"statements": ()})
        statements = (*known["statements"], statement)
        sides.add_edge(area, f"{kind}:{label}", weight=len(statements), statements=statements)
    return sides


def projection(sides: nx.Graph[str]) -> nx.Graph[str]:
    """The areas of a two-sided network, linked where they name the same things: `weight` of them, their `labels` sorted."""
    import networkx as nx

    areas: nx.Graph[str] = nx.Graph()
    areas.add_nodes_from((name, data) for name, data in sides.nodes(data=True) if data["bipartite"] == 0)
    for thing, data in sides.nodes(data=True):
        if data["bipartite"] == 1:
            for one, other in combinations(sorted(sides[thing]), 2):
                labels = [*areas.get_edge_data(one, other, {"labels": []})["labels"], data["label"]]
                areas.add_edge(one, other, weight=len(labels), labels=sorted(labels))
    return areas


def plain(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The same with nodes and edges in order, and without attributes that XML cannot hold: the same bytes each time."""
    import networkx as nx

    ordered: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name, attributes in sorted(graph.nodes(data=True)):
        ordered.add_node(name, **{key: _xml(value) for key, value in sorted(attributes.items())})
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for number, (start, end, key, attributes) in enumerate(edges):
        told = {name: _xml(value) for name, value in sorted(attributes.items())}
        ordered.add_edge(start, end, key=str(number), statement=key, **told)
    return ordered


def _xml(value: object) -> object:
    return "".join(mark for mark in value if mark >= " " or mark in "\t\n") if isinstance(value, str) else value


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
