"""Data for query tests: a handful of triples, and the graph of the five seeds in both engines, built once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import rdflib

ROOT = Path(__file__).resolve().parents[2]

SMALL = """
@prefix kg: <https://streetkg.example/ontology#> .
@prefix kgc: <https://streetkg.example/code#> .
@prefix kgd: <https://streetkg.example/id/> .
kgd:a a kg:Measurement ; kg:value 439.950 ; kg:metricText "销售额"@zh ; kg:valueText "439.95亿元" ; kg:bound kgc:exact .
kgd:b a kg:Change ; kg:value 7.0 ; kg:metricText "=SUM(A1)|增速"@zh ; kg:valueText "13.08%" ; kg:bound kgc:atLeast .
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A file with two facts."""
    path = tmp_path / "small.ttl"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def seeds_rdflib(seeds_build: Path) -> rdflib.Graph:
    """The same graph in rdflib, with the names of codes and units."""
    return in_rdflib(seeds_build / "graph.ttl")


def in_rdflib(path: Path) -> rdflib.Graph:
    """A Turtle file with the names of codes and units, in rdflib."""
    import rdflib

    graph = rdflib.Graph()
    graph.parse(path, format="turtle")
    for name in ("ontology", "codes", "units", "indicators"):
        graph.parse(ROOT / "ontology" / f"{name}.ttl", format="turtle")
    return graph
