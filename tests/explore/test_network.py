"""The build as networks: typed nodes, edges with evidence, what links streets."""

from __future__ import annotations

import io
import re
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.errors import UsageError
from kg.explore import Graph


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
    assert any(len(data["labels"].split("; ")) == data["weight"] > 0 for data in linked.values())
    for one, other, data in areas.edges(data=True):
        for label in data["labels"].split("; "):
            assert sides.has_edge(one, f"Indicator:{label}") and sides.has_edge(other, f"Indicator:{label}")


PLACE = re.compile(r"[^:;]+\.txt:\d+-\d+(; [^:;]+\.txt:\d+-\d+)*")


def test_things_tell_their_days_values_and_places(graph: Graph) -> None:
    network = graph.to_networkx()
    deadlines: dict[str, set[str]] = {}
    for row in graph.select("SELECT ?thing ?day { ?fact kg:about ?thing ; kg:deadline/kg:latestDate ?day }"):
        deadlines.setdefault(row["thing"].value, set()).add(row["day"].value)
    for kind in ("Project", "Initiative", "Indicator"):
        nodes = {node: data for node, data in network.nodes(data=True) if data["type"] == kind}
        assert all(PLACE.fullmatch(data["evidence"]) and data["mentions"] > 0 for data in nodes.values())
        assert all(data["first"] <= data["last"] for data in nodes.values() if "first" in data)
        if kind != "Indicator":
            last = {node: max(deadlines[node]) for node in nodes if node in deadlines}
            assert last == {node: data["deadline"] for node, data in nodes.items() if "deadline" in data} != {}
    retail = next(data for _, data in network.nodes(data=True) if data["label"] == "社会消费品零售总额")
    assert "2020-01-01/2020-05-31 布吉街道 48.66亿元" in retail["values"].split("; ")
    assert graph.evidence(retail["evidence"]).says("社会消费品零售总额48.66亿元")
    reports = [data for _, data in network.nodes(data=True) if data["type"] == "Report"]
    assert all(data["file"].endswith(".txt") and data["first"] < data["last"] for data in reports)
    assert {data["label"] for data in reports} >= {"pingshan-2020.txt"}
    assert not any(data["label"].startswith("report-") for data in reports)


def test_only_what_no_report_says_is_without_evidence(graph: Graph) -> None:
    network = graph.to_networkx()
    silent = {data["relation"] for *_, data in network.edges(data=True) if "evidence" not in data}
    assert silent == {"within", "coversArea", "issuedBy", "jurisdiction"}
    told = [data["evidence"] for *_, data in network.edges(data=True) if "evidence" in data]
    assert all(PLACE.fullmatch(evidence) for evidence in told)
    company = next(node for node, label in network.nodes(data="label") if label == "华润三九")
    assert graph.evidence(network.nodes[company]["evidence"]).says("华润三九")


def test_areas_that_are_only_named_are_there(graph: Graph) -> None:
    network = graph.to_networkx()
    named = next(node for node, label in network.nodes(data="label") if label == "六联社区")
    quotes = [data["quote"] for *_, data in network.in_edges(named, data=True) if data["relation"] == "mentions"]
    assert quotes and set(quotes) == {"六联社区"}


@pytest.mark.parametrize("made", ["to_networkx", "shared", "projected"])
def test_networks_are_written_as_they_are(graph: Graph, made: str) -> None:
    network = graph.to_networkx() if made == "to_networkx" else graph.shared("Indicator", projected=made == "projected")
    written = io.BytesIO()
    nx.write_graphml(network, written)
    written.seek(0)
    assert nx.read_graphml(written).number_of_edges() == network.number_of_edges() > 0
    nx.write_gexf(network, io.BytesIO())


def test_marks_around_a_part_of_a_name_stay(graph: Graph) -> None:
    labels = {data["label"] for _, data in graph.shared("Indicator").nodes(data=True)}
    assert "“散乱污”企业整治" in labels
    assert not [label for label in labels if label.count("“") != label.count("”")]


@pytest.mark.parametrize("kind", ["initiative", "举措", "Initiative"])
def test_a_class_may_be_written_in_several_ways(graph: Graph, kind: str) -> None:
    assert graph.shared(kind).number_of_nodes() == graph.shared("Initiative").number_of_nodes() > 100


def test_a_class_that_cannot_be_shared_is_refused(graph: Graph) -> None:
    with pytest.raises(UsageError, match="举措"):
        graph.shared("Street")


def test_the_graph_in_rdflib(seeds_build: Path) -> None:
    opened = kg.open(seeds_build)
    assert len(opened.graph()) == opened.info["triples"]
