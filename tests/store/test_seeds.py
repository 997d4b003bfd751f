"""The graph of the five seeds: whole, declared, typed, the same in every engine, and clean by the shapes."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.rdf import CODE, TERM
from kg.store import Build, build, open_build

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("seeds") / "build"
    build(ROOT / "seeds", folder)
    return open_build(folder)


@pytest.fixture(scope="module")
def graph(seeds: Build) -> rdflib.Graph:
    return rdflib.Graph().parse(seeds.graph_file, format="turtle")


def test_all_five_are_read_and_no_shape_is_violated(seeds: Build) -> None:
    assert len(seeds.info["sources"]) == 5
    assert seeds.info["failures"] == []
    assert seeds.info["validation"]["violation"] == 0


def test_the_union_of_graphs_and_the_file_hold_the_same_triples_once(seeds: Build, graph: rdflib.Graph) -> None:
    (row,) = seeds.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert int(row[0].value) == seeds.info["triples"] == len(graph)
    in_store = {str(quad.triple) for quad in seeds.store.quads_for_pattern(None, None, None, None)}
    # Read into a store as well: Oxigraph writes 7.0 as 7.
    memory = ox.Store()
    memory.bulk_load(path=seeds.graph_file, format=ox.RdfFormat.TURTLE)
    assert in_store == {str(quad.triple) for quad in memory}


def test_there_are_no_blank_nodes_and_no_ill_typed_literals(graph: rdflib.Graph) -> None:
    terms = {term for triple in graph for term in triple}
    assert not [term for term in terms if isinstance(term, rdflib.BNode)]
    assert not [term for term in terms if isinstance(term, rdflib.Literal) and term.ill_typed]


def test_data_has_one_language_and_dates_are_dates(seeds: Build) -> None:
    ontology = "https://streetkg.example/ontology"
    literals = [
        quad.object
        for quad in seeds.store.quads_for_pattern(None, None, None, None)
        if quad.graph_name.value != ontology and isinstance(quad.object, ox.Literal)
    ]
    assert len(literals) > 5000
    assert {term.language for term in literals} <= {None, "zh"}
    assert {term.datatype.value.rpartition("#")[2] for term in literals} == {
        "string",
        "langString",
        "decimal",
        "integer",
        "boolean",
        "date",
    }


def test_every_term_and_node_referred_to_is_described(seeds: Build, graph: rdflib.Graph) -> None:
    ours = (TERM, CODE, seeds.base)
    used = {str(t) for triple in graph for t in triple if isinstance(t, rdflib.URIRef) and str(t).startswith(ours)}
    described = {str(s) for s in graph.subjects()}
    assert len(used) > 5000
    assert sorted(used - described) == []


def test_every_offset_gives_its_characters(seeds: Build) -> None:
    texts = {row["report"]: seeds.text(row["sha256"]) for row in seeds.info["sources"]}
    spans = seeds.select(
        "SELECT ?report ?b ?e ?quote { ?report kg:hasText ?text . ?span nif:referenceContext ?text ; "
        "nif:beginIndex ?b ; nif:endIndex ?e ; nif:anchorOf ?quote }"
    )
    rows = [[term.value for term in row] for row in spans]
    assert len(rows) > 1000
    assert [row for row in rows if texts[row[0]][int(row[1]) : int(row[2])] != row[3]] == []


def test_every_fact_is_a_node_of_the_graph(seeds: Build) -> None:
    subjects = {row[0].value for row in seeds.select("SELECT DISTINCT ?s { ?s a ?t }")}
    for row in seeds.facts():
        linked = [row[key] for key in ("id", "entity", "concept", "area") if row.get(key)]
        assert {*linked, *row.get("about", ()), *row.get("applies_to", ())} <= subjects, row


def test_commitments_have_the_deadline_that_is_stated_for_them(seeds: Build) -> None:
    """`applies_to` of the JSON lines and `kg:deadline` of the graph say the same."""
    checked = 0
    for fact in seeds.facts():
        if fact["type"] == "deadline":
            for iri in fact["applies_to"]:
                rows = list(
                    seeds.select(
                        f"SELECT ?date ?source {{ <{iri}> a kg:Commitment ; kg:deadline ?d . "
                        "?d kg:latestDate ?date ; kg:deadlineSource ?source }"
                    )
                )
                for row in rows:
                    assert (row[0].value, row[1].value) == (fact["date"], CODE + "explicit"), iri
                checked += len(rows)
    assert checked > 10


@pytest.mark.parametrize(
    ("what", "pattern", "least"),
    [
        (
            "the words of the metric",
            "?s a kg:QuantifiedStatement . ?s kg:supportingEvidence/kg:evidencePart ?part",
            430,
        ),
        ("the word of a bound", "?s kg:bound kgc:atLeast ; kg:supportingEvidence ?e . ?e kg:evidencePart ?part", 20),
        ("a deadline of an undertaking", "?s a kg:Progress ; kg:deadline/kg:deadlineSource kgc:explicit", 8),
        ("words of being on schedule", "?s kg:deadlineSource kgc:onSchedule ; kg:deadlineText ?text", 1),
        ("a growth that a rank of growth compares", "?s a kg:Ranking ; kg:compares ?c . ?c a kg:Change", 1),
    ],
)
def test_the_graph_of_real_reports_has(seeds: Build, what: str, pattern: str, least: int) -> None:
    (row,) = seeds.select(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {pattern} }}")
    assert int(row[0].value) >= least, what


def test_a_group_is_complete_only_with_all_its_members(seeds: Build) -> None:
    wrong = seeds.select(
        """SELECT ?g { ?g kg:membersComplete true ; kg:statedCount ?n .
           { SELECT ?g (COUNT(?m) AS ?named) { ?g a kg:ProjectGroup . OPTIONAL { ?g kg:hasMember ?m } } GROUP BY ?g }
           FILTER(?named != ?n) }"""
    )
    assert [str(row[0]) for row in wrong] == []
