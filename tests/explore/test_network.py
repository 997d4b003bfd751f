"""The build as networks: typed nodes, edges with evidence, what links streets."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

import kg


def test_a_network_of_things_with_evidence(seeds_build: Path) -> None:
    graph = kg.open(seeds_build).to_networkx()
    assert isinstance(graph, nx.MultiDiGraph)
    types = {data["type"] for _, data in graph.nodes(data=True)}
    assert {"Street", "Project", "Initiative", "Indicator", "Report"} <= types
    assert all(data["label"] for _, data in graph.nodes(data=True))
    told = [data for *_, data in graph.edges(data=True) if data["relation"] in ("about", "indicator")]
    assert len(told) > 1000
    assert all(data["quote"] and data["report"] in graph for data in told)
    facts = {fact["id"]: fact for fact in kg.open(seeds_build).facts()}
    figures = [(key, data) for *_, key, data in graph.edges(keys=True, data=True) if data["relation"] == "indicator"]
    for key, data in figures:
        assert data["quote"] == facts[key]["quote"]
        assert data.get("period_start") == facts[key]["period_start"]


def test_what_links_streets(seeds_build: Path) -> None:
    opened = kg.open(seeds_build)
    sides = opened.shared("Indicator")
    assert nx.is_bipartite(sides)
    areas = opened.shared("Indicator", projected=True)
    labels = nx.get_node_attributes(areas, "label")
    linked = {frozenset((labels[one], labels[other])): data for one, other, data in areas.edges(data=True)}
    assert any(len(data["labels"]) == data["weight"] > 0 for data in linked.values())
    for one, other, data in areas.edges(data=True):
        for label in data["labels"]:
            assert sides.has_edge(one, f"Indicator:{label}") and sides.has_edge(other, f"Indicator:{label}")


def test_the_graph_in_rdflib(seeds_build: Path) -> None:
    opened = kg.open(seeds_build)
    assert len(opened.graph()) == opened.info["triples"]
