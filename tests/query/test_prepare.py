"""Before a query runs: prefixes are supplied, slips get a suggestion, nothing but reading is let through."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.query import parse, prepare


def _prepared(text: str) -> str:
    return prepare(parse(text, "q")).text


def test_missing_prefixes_are_supplied_on_one_line() -> None:
    prepared = prepare(parse("SELECT ?s {\n ?s a kg:Street ; rdfs:label ?l }", "q"))
    first, rest = prepared.text.split("\n", 1)
    assert first.count("PREFIX") == 2
    assert rest.startswith("SELECT")
    assert prepared.added_lines == 1


def test_prefixes_are_those_of_the_graph() -> None:
    from kg.query.prefixes import PREFIXES
    from kg.rdf import PREFIXES as WRITTEN

    assert WRITTEN.items() <= PREFIXES.items()


def test_declared_prefixes_are_kept() -> None:
    text = "PREFIX kg: <http://other.example/>\nSELECT ?s { ?s a kg:Whatever }"
    assert _prepared(text) == text


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("SELECT ?s { ?s a kg:Comitment }", "kg:Commitment"),
        ("SELECT ?s { ?s kg:metrictext ?x }", "kg:metricText"),
        ("SELECT ?s { ?s kg:bound kgc:atleast }", "kgc:atLeast"),
        ("SELECT ?s { ?s a <https://streetkg.example/ontology#Strete> }", "kg:Street"),
        ("PREFIX g: <https://streetkg.example/ontology#> SELECT ?s { ?s a g:Strete }", "kg:Street"),
        ("SELECT ?s { ?s a kgg:Street }", "kg:"),
    ],
)
def test_slips_get_the_nearest_name(text: str, suggestion: str) -> None:
    with pytest.raises(UsageError) as caught:
        _prepared(text)
    assert suggestion in caught.value.remedy
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s { ?s a kg:Street ; skos:prefLabel ?l ; dct:title ?t }",
        "ASK { ?s ?p ?o }",
        "CONSTRUCT { ?s a kg:Street } WHERE { ?s a kg:Street }",
        "DESCRIBE ?s { ?s a kg:Street }",
        "# SERVICE kg:Nonsense\nSELECT ?s { ?s ?p 'SERVICE DELETE kg:Nonsense' }",
        "select ?s where { ?s a kgd:anything }",
    ],
)
def test_good_queries_pass(text: str) -> None:
    assert text in _prepared(text)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "PREFIX a: <urn:a> DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://a.example/>",
        "CLEAR ALL",
        "drop graph <urn:a>",
        "SELECT * { SERVICE <http://a.example/sparql> { ?s ?p ?o } }",
        "SELECT * { service SILENT <http://a.example/sparql> { ?s ?p ?o } }",
        "",
        "# nothing",
    ],
)
def test_anything_but_reading_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        _prepared(text)
