"""The graph of the hand-made report: what it must hold, and the traps that it must not fall into."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.documents.model import Period
from kg.extraction.model import AreaLevel, Granularity
from kg.linking.model import Area, IndicatorConcept, Linked
from kg.rdf import CODE, DEFAULT_BASE, PREFIXES, TERM, ntriples, ntriples_by_scope, turtle
from kg.rdf import vocabulary as v
from kg.rdf.derived import granularity, scope_area
from tests.factories import TEXT, extraction, linked

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return ntriples(linked())


@pytest.fixture(scope="module")
def store(lines: list[str]) -> ox.Store:
    store = ox.Store()
    store.bulk_load("\n".join(lines).encode(), format=ox.RdfFormat.N_TRIPLES)
    for name in ("ontology", "codes", "units", "indicators"):
        store.bulk_load(path=ROOT / "ontology" / f"{name}.ttl", format=ox.RdfFormat.TURTLE)
    return store


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(query, prefixes=PREFIXES)
    return sorted(tuple(str(getattr(term, "value", term)) for term in row) for row in found)


def test_lines_are_sorted_and_unique(lines: list[str]) -> None:
    assert lines == sorted(set(lines))
    assert not any("\n" in line for line in lines)


def test_there_is_no_blank_node(lines: list[str]) -> None:
    assert not [line for line in lines if line.startswith("_:") or " _:" in line.partition('"')[0]]


def test_the_two_scopes_make_up_the_graph_and_share_nothing(lines: list[str]) -> None:
    own, shared = ntriples_by_scope(linked())
    assert sorted([*own, *shared]) == lines
    assert {line.split(" ", 1)[0] for line in own}.isdisjoint(line.split(" ", 1)[0] for line in shared)


def test_what_is_shared_says_nothing_of_one_report() -> None:
    sha = linked().extraction.document.sha256[:12]
    assert not [line for line in ntriples_by_scope(linked())[1] if sha in line]


def test_the_same_input_gives_the_same_bytes_in_another_process(lines: list[str]) -> None:
    code = (
        "from tests.factories import linked; from kg.rdf import turtle; import sys; sys.stdout.write(turtle(linked()))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {turtle(linked()).encode()}


def test_rdflib_and_oxigraph_read_the_same_graph_without_ill_typed_literals(lines: list[str]) -> None:
    text = turtle(linked())
    graph = rdflib.Graph().parse(data=text, format="turtle")
    assert len(graph) == len(lines) == len(set(ox.parse(text, format=ox.RdfFormat.TURTLE)))
    literals = [term for triple in graph for term in triple if isinstance(term, rdflib.Literal)]
    assert len(literals) > 300
    assert [term for term in literals if term.ill_typed] == []
    assert {term.language for term in literals} == {None, "zh"}
    assert {str(term.datatype).rpartition("#")[2] for term in literals if term.datatype} == {
        "boolean",
        "date",
        "decimal",
        "integer",
    }
    dates = [o for p in ("startDate", "endDate") for o in graph.objects(None, rdflib.DCAT[p])]
    dates += [*graph.objects(None, rdflib.URIRef(TERM + "latestDate")), *graph.objects(None, rdflib.DCTERMS.issued)]
    assert len(dates) > 5 and all(term.datatype == rdflib.XSD.date for term in dates)


def test_every_term_and_code_of_ours_is_declared(lines: list[str], store: ox.Store) -> None:
    used = {
        node
        for line in lines
        for node in (part.strip("<>.") for part in line.split('"')[0].split())
        if node.startswith((TERM, CODE))
    }
    declared = {iri for (iri,) in rows(store, "SELECT DISTINCT ?s { ?s rdf:type ?t }")}
    assert len(used) > 100
    assert sorted(used - declared) == []


def test_every_node_referred_to_is_described(lines: list[str]) -> None:
    subjects = {line.split(" ", 1)[0] for line in lines}
    objects = {line.split(" ")[2] for line in lines if line.split(" ")[2].startswith(f"<{DEFAULT_BASE}")}
    assert sorted(objects - subjects) == []


KINDS = ("Measurement", "Change", "Ranking", "Progress", "Recognition", "Precedence")


def test_every_statement_has_one_mood_and_one_kind(store: ox.Store) -> None:
    types: dict[str, set[str]] = {}
    for iri, kind in rows(store, "SELECT ?s ?t { ?s a kg:Statement, ?t }"):
        types.setdefault(iri, set()).add(kind.removeprefix(TERM))
    assert len(types) == 24 + 5 + 2 + 2
    for kinds in types.values():
        assert len(kinds & {"Outcome", "Commitment"}) == 1
        assert len(kinds & set(KINDS)) == 1
        assert ("QuantifiedStatement" in kinds) == bool(kinds & {"Measurement", "Change", "Ranking"})


ONCE = ("reportedIn", "evidence", "sentence", "section", "period", "forArea", "rule", "confidence")


@pytest.mark.parametrize("name", ONCE)
def test_what_every_statement_has_it_has_once(store: ox.Store, name: str) -> None:
    counts = rows(
        store, f"SELECT ?s (COUNT(?o) AS ?n) {{ ?s a kg:Statement OPTIONAL {{ ?s kg:{name} ?o }} }} GROUP BY ?s"
    )
    assert {n for _, n in counts} == {"1"}


@pytest.mark.parametrize("name", ["indicator", "metricText", "unit", "bound", "measureKind", "valueText"])
def test_what_every_figure_has_it_has_once(store: ox.Store, name: str) -> None:
    counts = rows(
        store,
        f"SELECT ?s (COUNT(?o) AS ?n) {{ ?s a kg:QuantifiedStatement OPTIONAL {{ ?s kg:{name} ?o }} }} GROUP BY ?s",
    )
    assert {n for _, n in counts} == {"1"}


@pytest.mark.parametrize("name", ["deadline", "strength"])
def test_every_commitment_has_a_deadline_and_a_strength(store: ox.Store, name: str) -> None:
    counts = rows(
        store, f"SELECT ?s (COUNT(?o) AS ?n) {{ ?s a kg:Commitment OPTIONAL {{ ?s kg:{name} ?o }} }} GROUP BY ?s"
    )
    assert len(counts) == 8
    assert {n for _, n in counts} == {"1"}


def test_offsets_give_the_quoted_characters(store: ox.Store) -> None:
    spans = rows(
        store,
        "SELECT ?b ?e ?quote ?text { ?s nif:beginIndex ?b ; nif:endIndex ?e ; nif:anchorOf ?quote ; "
        "nif:referenceContext/nif:isString ?text }",
    )
    assert len(spans) > 50
    assert all(text[int(b) : int(e)] == quote for b, e, quote, text in spans)
    assert {text for *_, text in spans} == {TEXT}


FIGURES = [
    # metric, mood, kind, value, lower, upper, canonical value, unit, bound
    ("限上商业销售额", "Outcome", "Measurement", "439.95", "439.95", "439.95", "43995000000", "CNY-1e8", "exact"),
    ("限上商业销售额同比", "Outcome", "Change", "13.08", "13.08", "13.08", "13.08", "PERCENT", "exact"),
    ("市容警情占比", "Outcome", "Change", "-3", "-3", "", "-3", "PP", "nearly"),
    ("亡人数", "Outcome", "Change", "-60", "", "-60", "-60", "PERCENT", "atLeast"),
    ("支付帮扶资金", "Outcome", "Measurement", "188.8", "", "", "1888000", "CNY-1e4", "about"),
    ("不良率", "Outcome", "Measurement", "5", "", "5", "5", "PERCENT", "atMost"),
    ("服务市场主体", "Outcome", "Measurement", "1250000", "1250000", "1250000", "1250000", "UNSTATED", "exact"),
    ("参与", "Outcome", "Measurement", "2.2", "2.2", "", "22000", "count-ren-1e4", "justOver"),
    ("连续运行", "Outcome", "Measurement", "2", "2", "", "2", "YR", "moreThan"),
    ("深港创新创业基地", "Commitment", "Measurement", "", "1", "2", "", "count-ge", "range"),
    ("新增国高企业", "Commitment", "Measurement", "65", "65", "", "65", "count-jia", "atLeast"),
    ("商业销售额绝对增速", "Commitment", "Change", "10", "10", "", "10", "PERCENT", "atLeast"),
    ("商业销售额", "Commitment", "Ranking", "3", "", "3", "3", "RANK", "atMost"),
    ("土地整备", "Commitment", "Measurement", "2.4", "2.4", "2.4", "24000", "HA", "exact"),
    ("违建案件", "Outcome", "Measurement", "0", "0", "0", "0", "count-zong", "exact"),
]


@pytest.mark.parametrize("row", FIGURES, ids=[row[0] for row in FIGURES])
def test_a_figure_is_a_whole_fact(store: ox.Store, row: tuple[str, ...]) -> None:
    metric, mood, kind, *rest, unit, bound = row
    found = rows(
        store,
        f'SELECT ?v ?l ?u ?c ?unit ?b {{ ?s kg:metricText "{metric}"@zh ; a kg:{mood}, kg:{kind} ; kg:unit ?unit ; '
        "kg:bound ?b OPTIONAL { ?s kg:value ?v ; kg:canonicalValue ?c } OPTIONAL { ?s kg:lowerBound ?l } "
        "OPTIONAL { ?s kg:upperBound ?u } }",
    )
    numbers = tuple("None" if not number else str(float(number)) for number in rest)
    assert [(*(str(float(n)) if n != "None" else n for n in f[:4]), *f[4:]) for f in found] == [
        (*numbers, CODE + "unit-" + unit, CODE + bound)
    ]


def test_the_canonical_value_is_value_times_multiplier(store: ox.Store) -> None:
    query = (
        "SELECT ?s { ?s kg:value ?v ; kg:canonicalValue ?c ; kg:unit/kg:multiplier ?m FILTER(?v * ?m != ?c) }",
        "SELECT ?s { ?s kg:value ?v FILTER NOT EXISTS { ?s kg:unit/kg:multiplier ?m } }",
        "SELECT ?s { ?s kg:unit/kg:canonicalUnit ?u FILTER NOT EXISTS { ?u kg:multiplier 1.0 } }",
    )
    assert [rows(store, q) for q in query] == [[], [], []]


LINKS = tomllib.loads((Path(__file__).parent / "graph_says.toml").read_text(encoding="utf-8"))["says"]


@pytest.mark.parametrize("name", LINKS)
def test_the_graph_says(store: ox.Store, name: str) -> None:
    assert bool(store.query(f"ASK {{ {LINKS[name]} }}", prefixes=PREFIXES))


def test_inherited_deadlines_are_one_node(store: ox.Store) -> None:
    assert len(rows(store, "SELECT DISTINCT ?d { ?d kg:deadlineSource kgc:inherited }")) == 1
    assert len(rows(store, "SELECT ?s { ?s kg:deadline/kg:deadlineSource kgc:inherited }")) == 5


def test_statements_of_one_span_are_two(store: ox.Store) -> None:
    found = rows(store, 'SELECT ?s { ?s a kg:Measurement ; kg:evidence/nif:anchorOf "100%" }')
    assert len(found) == 2


def test_a_curated_indicator_is_not_described_again() -> None:
    given = linked()
    curated = tuple(replace(concept, curated=True) for concept in given.concepts)
    lines = ntriples(replace(given, concepts=curated))
    assert not [line for line in lines if line.startswith(f"<{CODE}indicator-")]
    assert Counter(line.split(" ")[1] for line in lines if f"<{CODE}indicator-" in line) == {v.INDICATOR: 24}


def test_another_base_moves_the_data_and_nothing_else() -> None:
    base = "https://data.example.org/kg/"
    moved = ntriples(linked(), base)
    assert sorted(line.replace(base, DEFAULT_BASE) for line in moved) == ntriples(linked())
    assert not [line for line in moved if DEFAULT_BASE in line]


def test_the_path_of_the_source_file_stays_out(lines: list[str]) -> None:
    given = linked()
    document = replace(given.extraction.document, source_file="/home/someone/secret/xinan-example.txt")
    found = replace(given, extraction=replace(given.extraction, document=document))
    assert ntriples(found) == lines


def test_text_that_looks_like_markup_stays_text() -> None:
    given = linked()
    nasty = 'a> <b> "c"@en .\n<x:y> <x:y> <x:y>'
    concepts = (IndicatorConcept("indicator-nasty", nasty, "元"), *given.concepts)
    found = replace(given, concepts=concepts)
    parsed = set(ox.parse(turtle(found), format=ox.RdfFormat.TURTLE))
    assert any(getattr(triple.object, "value", "") == nasty for triple in parsed)
    assert not any("x:y" in str(triple.subject) for triple in parsed)


def test_a_code_that_could_break_an_iri_is_refused() -> None:
    given = linked()
    themes = (("经济 发展>",), *given.indicator_themes[1:])
    with pytest.raises(ValueError, match="name of a code"):
        ntriples(replace(given, indicator_themes=themes))


def test_an_empty_extraction_is_still_a_report() -> None:
    found = extraction()
    bare = replace(found, indicators=(), projects=(), initiatives=(), deadlines=(), areas=(), honours=(), set_asides=())
    empty = Linked(
        extraction=bare,
        report_key="report-x",
        report_area=linked().report_area,
        issued_by=None,
        areas=(),
        area_entities=(),
        concepts=(),
        indicator_keys=(),
        indicator_concepts=(),
        indicator_areas=(),
        indicator_themes=(),
        undertakings=(),
        project_keys=(),
        project_entities=(),
        initiative_keys=(),
        initiative_entities=(),
        deadline_keys=(),
        honour_keys=(),
        area_keys=(),
        set_aside_keys=(),
    )
    graph = rdflib.Graph().parse(data=turtle(empty), format="turtle")
    assert (rdflib.URIRef(DEFAULT_BASE + "report-x"), rdflib.RDF.type, rdflib.URIRef(TERM + "Report")) in graph


@pytest.mark.parametrize(
    ("start", "end", "unit"),
    [
        (date(2020, 1, 1), date(2020, 12, 31), Granularity.YEAR),
        (date(2021, 1, 1), date(2025, 12, 31), Granularity.YEAR),
        (date(2020, 7, 1), date(2020, 12, 31), Granularity.HALF),
        (date(2020, 4, 1), date(2020, 6, 30), Granularity.QUARTER),
        (date(2020, 2, 1), date(2020, 2, 29), Granularity.MONTH),
        (date(2020, 1, 1), date(2020, 5, 31), Granularity.MONTH),
        (date(2020, 1, 1), date(2020, 5, 30), Granularity.DAY),
        (date(2020, 1, 5), date(2020, 5, 31), Granularity.DAY),
    ],
)
def test_a_plan_period_has_a_granularity(start: date, end: date, unit: Granularity) -> None:
    assert granularity(Period(start, end)) is unit


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        ("全区", "宝安区"),
        ("全市", "深圳市"),
        ("全省", "广东省"),
        ("全街道", "新安街道"),
        ("深圳市", "深圳市"),
        ("深圳", "深圳市"),
        ("全市街道", "深圳市"),
        ("全国", None),
        ("同行业", None),
    ],
)
def test_a_scope_is_the_reports_own_area_of_that_level(scope: str, name: str | None) -> None:
    area = scope_area(scope, linked())
    assert (area.name if area else None) == name


@pytest.mark.parametrize(
    ("chain", "scope", "name"),
    [
        ([("street", "湖南路街道"), ("district", "徐汇区"), ("province", "上海市")], "全市", "上海市"),
        ([("street", "湖南路街道"), ("district", "徐汇区"), ("province", "上海市")], "全区", "徐汇区"),
        ([("street", "玉山镇"), ("district", "昆山市"), ("city", "苏州市")], "全市", "昆山市"),
        ([("city", "南宁市"), ("province", "广西壮族自治区")], "全区", "广西壮族自治区"),
        ([("city", "南通市"), ("province", "江苏省")], "全区", None),
        ([("city", "南通市"), ("province", "江苏省")], "全省", "江苏省"),
        ([("district", "昌平区"), ("province", "北京市")], "全省", "北京市"),
    ],
)
def test_a_scope_is_the_nearest_area_that_fits(chain: list[tuple[str, str]], scope: str, name: str | None) -> None:
    keys = [f"area-{number}" for number in range(len(chain))] + [None]
    areas = tuple(
        Area(key, AreaLevel(level), label, parent)
        for key, parent, (level, label) in zip(keys[:-1], keys[1:], chain, strict=True)
    )
    area = scope_area(scope, replace(linked(), report_area=areas[0], areas=areas))
    assert (area.name if area else None) == name


def test_a_scope_of_an_unnamed_street_stays_words() -> None:
    given = linked()
    alone = replace(given.report_area, within=None, anonymised=True)
    assert scope_area("全区", replace(given, report_area=alone, areas=())) is None
