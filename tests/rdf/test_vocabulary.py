"""The ontology's files: well-formed, labelled, without blank nodes, and the source of what is generated from them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from enum import StrEnum
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.documents.model import ReportType, SectionRole
from kg.extraction import model
from kg.language.units import all_units
from kg.lexicon import table
from kg.rdf import VERSION
from kg.rdf import vocabulary as v

ROOT = Path(__file__).parents[2]
FILES = ("ontology", "codes", "units", "indicators")
OURS = ("https://streetkg.example/ontology#", "https://streetkg.example/code#")


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    merged = rdflib.Graph()
    for name in FILES:
        merged.parse(ROOT / "ontology" / f"{name}.ttl")
    return merged


def test_generated_files_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "generate_vocabulary.py", "--check"], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_check_fails_when_a_generated_file_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import generate_vocabulary as generator

    stale = ROOT / "ontology" / "not-there.ttl"
    monkeypatch.setattr(generator, "outputs", lambda: {stale: "x"})
    assert generator.main(["--check"]) == 1
    assert not stale.exists()


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_no_blank_node(name: str) -> None:
    triples = list(ox.parse(path=ROOT / "ontology" / f"{name}.ttl", format=ox.RdfFormat.TURTLE))
    assert triples
    assert not [t for t in triples if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)]


def _ours(graph: rdflib.Graph, kind: rdflib.URIRef) -> list[rdflib.URIRef]:
    return [
        s for s in graph.subjects(rdflib.RDF.type, kind) if isinstance(s, rdflib.URIRef) and str(s).startswith(OURS)
    ]


@pytest.mark.parametrize("kind", ["Class", "ObjectProperty", "DatatypeProperty"])
def test_every_term_is_labelled_and_defined_in_two_languages(graph: rdflib.Graph, kind: str) -> None:
    terms = _ours(graph, rdflib.OWL[kind])
    assert len(terms) > 25
    for term in terms:
        for predicate in (rdflib.RDFS.label, rdflib.SKOS.definition):
            languages = sorted(str(text.language) for text in graph.objects(term, predicate))  # type: ignore[attr-defined]
            assert languages == ["en", "zh"], (term, predicate)


def test_no_property_has_two_domains_or_ranges(graph: rdflib.Graph) -> None:
    for predicate in (rdflib.RDFS.domain, rdflib.RDFS.range):
        counts = Counter(graph.subjects(predicate, None))
        assert [term for term, count in counts.items() if count > 1] == []


def test_terms_referred_to_are_declared(graph: rdflib.Graph) -> None:
    described = {s for s in graph.subjects() if isinstance(s, rdflib.URIRef)}
    used = {o for o in graph.objects() if isinstance(o, rdflib.URIRef) and str(o).startswith(OURS)}
    assert len(used) > 100
    assert sorted(used - described) == []


def test_every_code_is_in_a_list_and_labelled(graph: rdflib.Graph) -> None:
    codes = _ours(graph, rdflib.SKOS.Concept)
    assert len(codes) > 100
    for code in codes:
        assert list(graph.objects(code, rdflib.SKOS.inScheme)), code
        labels = list(graph.objects(code, rdflib.SKOS.prefLabel))
        assert len({text.language for text in labels}) == len(labels) > 0, code  # type: ignore[attr-defined]


def test_closure_by_owl_rl_finds_no_contradiction(graph: rdflib.Graph) -> None:
    import owlrl

    from kg.rdf import turtle
    from tests.factories import linked

    closed = rdflib.Graph().parse(ROOT / "ontology" / "ontology.ttl")
    closed.parse(data=turtle(linked()), format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    errors = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    assert list(closed.objects(None, errors)) == []
    statement = rdflib.URIRef(OURS[0] + "Measurement")
    assert (None, rdflib.RDF.type, statement) in closed


def test_closure_by_owl_rl_reports_two_moods() -> None:
    import owlrl

    closed = rdflib.Graph().parse(ROOT / "ontology" / "ontology.ttl")
    node = rdflib.URIRef("https://streetkg.example/id/broken")
    for name in ("Outcome", "Commitment"):
        closed.add((node, rdflib.RDF.type, rdflib.URIRef(OURS[0] + name)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    errors = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    assert any("Disjoint" in str(text) for text in closed.objects(None, errors))


ENUMS: list[tuple[str, type[StrEnum]]] = [
    ("bound", model.Bound),
    ("measureKind", model.Kind),
    ("strength", model.Strength),
    ("changeBasis", model.ChangeBasis),
    ("granularity", model.Granularity),
    ("deadlineSource", model.DeadlineSource),
    ("status", model.Status),
    ("setAsideReason", model.SetAsideReason),
    ("areaLevel", model.AreaLevel),
    ("sectionRole", SectionRole),
    ("reportType", ReportType),
]


@pytest.mark.parametrize(("scheme", "values"), ENUMS, ids=[scheme for scheme, _ in ENUMS])
def test_code_list_and_enumeration_are_the_same(scheme: str, values: type[StrEnum]) -> None:
    assert set(v.SCHEMES[scheme]) == {value.value for value in values}


def test_units_have_multiplier_canonical_unit_and_dimension(graph: rdflib.Graph) -> None:
    kg = rdflib.Namespace(OURS[0])
    units = _ours(graph, kg.Unit)
    assert len(all_units()) >= 60
    assert len(units) > len(all_units())
    for unit in units:
        (canonical,) = graph.objects(unit, kg.canonicalUnit)
        (multiplier,) = graph.objects(unit, kg.multiplier)
        (dimension,) = graph.objects(unit, kg.dimension)
        assert multiplier.datatype == rdflib.XSD.decimal  # type: ignore[attr-defined]
        assert graph.value(canonical, kg.multiplier) == rdflib.Literal("1.0", datatype=rdflib.XSD.decimal), canonical
        if canonical != unit:
            assert graph.value(canonical, kg.dimension) == dimension, unit


@pytest.mark.parametrize(
    ("local", "label", "multiplier", "canonical"),
    [
        ("CNY", "元", "1.0", "CNY"),
        ("CNY-1e8", "亿元", "100000000.0", "CNY"),
        ("M2-1e4", "万平方米", "10000.0", "M2"),
        ("HA", "公顷", "10000.0", "M2"),
        ("count-renci-1e4", "万人次", "10000.0", "count-renci"),
        ("UNSTATED", "未注明", "1.0", "UNSTATED"),
    ],
)
def test_a_unit_is(graph: rdflib.Graph, local: str, label: str, multiplier: str, canonical: str) -> None:
    kg, unit = rdflib.Namespace(OURS[0]), rdflib.URIRef(f"{OURS[1]}unit-{local}")
    assert str(graph.value(unit, rdflib.SKOS.prefLabel)) == label
    assert str(graph.value(unit, kg.multiplier)) == multiplier
    assert graph.value(unit, kg.canonicalUnit) == rdflib.URIRef(f"{OURS[1]}unit-{canonical}")


def test_persons_and_visits_are_never_summed(graph: rdflib.Graph) -> None:
    kg, code = rdflib.Namespace(OURS[0]), rdflib.Namespace(OURS[1])
    assert graph.value(code["unit-count-ren"], kg.canonicalUnit) != graph.value(
        code["unit-count-renci"], kg.canonicalUnit
    )


def test_the_version_is_the_projects() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["project"]["version"] == VERSION


def test_constants_are_terms_ready_to_write() -> None:
    names = [name for name in vars(v) if re.match(r"[A-Z]", name) and isinstance(getattr(v, name), str)]
    assert len(names) > 100
    assert not [name for name in names if not re.fullmatch(r"<https?://[^<>\s]+>", getattr(v, name))]


@pytest.mark.parametrize(
    ("scheme", "lexicon", "key"), [("theme", "themes", "themes"), ("initiativeType", "initiatives", "heads")]
)
def test_the_lexicon_names_only_codes_that_there_are(scheme: str, lexicon: str, key: str) -> None:
    assert set(table(lexicon)[key]) <= set(v.SCHEMES[scheme])


def test_indicators_have_units_and_parts_that_there_are(graph: rdflib.Graph) -> None:
    kg = rdflib.Namespace(OURS[0])
    indicators = set(_ours(graph, kg.Indicator))
    units = set(_ours(graph, kg.Unit))
    assert len(indicators) > 50
    for indicator in indicators:
        assert set(graph.objects(indicator, kg.canonicalUnit)) <= units, indicator
        for part in (kg.numerator, kg.denominator):
            assert set(graph.objects(indicator, part)) <= indicators, indicator


def test_the_json_ld_context_gives_terms_types_and_language() -> None:
    context = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))
    node = {
        "@id": "kgd:x",
        "@type": ["Measurement", "Outcome"],
        "value": "439.95",
        "unit": "kgc:unit-CNY-1e8",
        "metricText": "限上商业销售额",
        "valueText": "439.95亿元",
    }
    data = json.dumps(context | node).encode()
    graph = {quad.triple for quad in ox.parse(data, format=ox.RdfFormat.JSON_LD)}
    expected = """
        @prefix kg: <https://streetkg.example/ontology#> . @prefix kgc: <https://streetkg.example/code#> .
        @prefix kgd: <https://streetkg.example/id/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        kgd:x a kg:Measurement, kg:Outcome ; kg:value "439.95"^^xsd:decimal ; kg:unit kgc:unit-CNY-1e8 ;
            kg:metricText "限上商业销售额"@zh ; kg:valueText "439.95亿元" .
    """
    assert graph == {quad.triple for quad in ox.parse(expected, format=ox.RdfFormat.TURTLE)}
