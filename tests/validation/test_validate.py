"""Validation of stores, files and lines; ill-formed data; what a person reads; the shapes file against the ontology."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import UnreadableSource
from kg.rdf import TERM, ntriples
from kg.validation import Finding, Severity, report, validate
from kg.validation.shapes import Check, UnsupportedShapeError, checks, read_checks
from tests.factories import linked
from tests.validation.mutants import PREFIXES, ontology

ROOT = Path(__file__).parent.parent.parent
GOOD = Path(__file__).with_name("good.ttl")


def changed(update: str) -> ox.Store:
    store = ox.Store()
    store.load(path=GOOD, format=ox.RdfFormat.TURTLE)
    store.update(PREFIXES + update)
    return store


def found(update: str) -> set[tuple[str, str]]:
    return {
        (finding.check, finding.focus.removeprefix("https://streetkg.example/id/"))
        for finding in validate(changed(update))
    }


def test_the_hand_made_report_has_no_violation_in_either_engine() -> None:
    findings = validate(ntriples(linked()))
    assert [finding for finding in findings if finding.severity is Severity.VIOLATION] == []
    assert {finding.check for finding in findings} == {
        "commitment-in-review",
        "commitment-deadline-before-publication",
        "setAside-unresolved",
    }


def test_a_store_with_named_graphs_is_read_as_their_union_and_stays_as_it_is() -> None:
    store = ox.Store()
    for number, quad in enumerate(ox.parse(path=GOOD, format=ox.RdfFormat.TURTLE)):
        for graph in {number % 3, 0}:  # some triples stand in two graphs
            name = ox.NamedNode(f"https://streetkg.example/id/graph-{graph}")
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object, name))
    size = len(store)
    assert validate(store) == []
    assert len(store) == size
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, ox.DefaultGraph()) for quad in ontology())
    assert validate(store) == []


@pytest.mark.parametrize(
    "update, expected",
    [
        ('DELETE { ?s kg:value ?v } INSERT { ?s kg:value "约5"^^xsd:decimal } WHERE { ?s kg:value ?v . FILTER(?s = d:sales) }',
         ("quantified-value/datatype", "sales")),
        ('INSERT DATA { d:report kg:charLength "x"^^xsd:integer }', ("report-charLength/datatype", "report")),
        ('INSERT DATA { d:period-plan dcat:startDate "2020-06"^^xsd:date }', ("period-startDate/datatype", "period-plan")),
        ('INSERT DATA { d:period-plan dcat:startDate "2020-06"^^xsd:date }',
         ("period-startDate/lessThanOrEquals", "period-plan")),
        ('INSERT DATA { d:period-plan dcat:endDate "2021-02-30"^^xsd:date }', ("period-endDate/datatype", "period-plan")),
        ('INSERT DATA { d:group kg:membersComplete "yes"^^xsd:boolean }', ("group-membersComplete/datatype", "group")),
    ],
)  # fmt: skip
def test_ill_formed_literals_are_found(update: str, expected: tuple[str, str]) -> None:
    assert expected in found(update)


def test_types_that_only_the_ontology_implies_are_seen() -> None:
    implied = "DELETE WHERE { ?s a kg:Statement } ; DELETE WHERE { ?s a kg:AdministrativeArea } ;"
    implied += "DELETE WHERE { ?s a kg:Undertaking } ; DELETE WHERE { ?s a kg:Organisation }"
    assert found(implied) == set()
    broken = f"{implied} ; DELETE WHERE {{ d:honour kg:evidence ?e }} ; INSERT DATA {{ d:area-city a kg:District }}"
    assert {("statement-evidence/minCount", "honour"), ("area-level", "area-city")} <= found(broken)


def test_growth_of_306_percent_and_a_completion_rate_of_120_percent_are_fine() -> None:
    grown = " ; ".join(
        f"DELETE WHERE {{ d:{node} kg:{path} ?x }} ; INSERT DATA {{ d:{node} kg:{path} {value} }}"
        for node, value in (("growth", "306.0"), ("completion", "120.0"))
        for path in ("value", "lowerBound", "upperBound", "canonicalValue", "canonicalLower", "canonicalUpper")
    )
    texts = """ ; DELETE { ?s kg:valueText ?t } INSERT { ?s kg:valueText "%" } WHERE { ?s kg:valueText ?t }"""
    assert {name for name, _ in found(grown + texts)} <= {"quantified-valueText-in-evidence"}


def test_a_finding_names_message_sentence_and_report() -> None:
    (finding,) = validate(changed("DELETE WHERE { d:sales kg:canonicalUpper ?x }"))
    assert finding == Finding(
        Severity.VIOLATION,
        "quantified-canonical-upper",
        "https://streetkg.example/id/sales",
        None,
        "439.95",
        "规范上限缺失，或不等于上限乘以单位的倍数：请按单位表重算 kg:canonicalUpper。",
        "1-6月销售额439.95亿元,同比增长13.08%,全区第一。",
        "新安街道2020年上半年工作报告",
    )


def test_a_thing_without_a_sentence_is_shown_with_one_that_uses_it() -> None:
    (finding,) = validate(changed('INSERT DATA { d:deadline-inherited kg:deadlineText "年底" }'))
    assert finding.sentence == "打造1-2个基地,确保销售额不少于500亿元。"


def test_findings_come_gravest_first_and_in_the_same_order_each_time() -> None:
    store = changed("DELETE WHERE { ?s kg:within ?o } ; DELETE WHERE { ?s kg:rule ?r }")
    findings = validate(store)
    assert [finding.sort_key for finding in findings] == sorted(finding.sort_key for finding in findings)
    assert {finding.severity for finding in findings} == {Severity.VIOLATION, Severity.WARNING}
    assert findings == validate(store)


def test_the_report_groups_counts_and_shows_sentences() -> None:
    text = report(validate(changed("DELETE WHERE { ?s kg:rule ?r }")), examples=1)
    assert "✘ 违反 16  ! 警告 0  · 提示 0" in text
    assert "陈述必须注明得出它的一条规则：请用 kg:rule 指向一个 kg:Rule。  ×14  [statement-rule/minCount]" in text
    assert "另有 13 处" in text
    assert "「打造1-2个基地,确保销售额不少于500亿元。」《新安街道2020年上半年工作报告》" in text
    assert report([]) == "图谱检查通过：没有发现问题。"
    assert report([], lang="en").isascii()


@pytest.mark.parametrize(
    "name, content, said",
    [("a.ttl", "<a> <b>", "不是合格的 RDF"), ("a.csv", "a,b", "不认识的文件格式"), ("none.nt", None, "读不了")],
)
def test_a_file_that_is_no_rdf_is_named(tmp_path: Path, name: str, content: str | None, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(UnreadableSource, match=said):
        validate(tmp_path / name)


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ValueError, match="turbo"):
        validate(GOOD, engine="turbo")  # type: ignore[arg-type]


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix s: <https://streetkg.example/shape#> . @prefix k: <https://k/> .
"""


@pytest.mark.parametrize(
    "shape, said",
    [
        ("s:a a sh:PropertyShape ; sh:targetClass k:A ; sh:path k:p ; sh:message 'm' ; sh:equals k:q .", "sh:equals"),
        ("s:a a sh:PropertyShape ; sh:targetNode k:A ; sh:path k:p ; sh:message 'm' ; sh:minCount 1 .", "no target"),
        ("s:a a sh:PropertyShape ; sh:targetClass k:A ; sh:path (k:p k:q) ; sh:message 'm' ; sh:minCount 1 .", "path"),
        ("s:a a sh:PropertyShape ; sh:path k:p ; sh:message 'm' ; sh:minCount 1 .", "no target"),
        ("s:a a sh:PropertyShape ; sh:targetClass k:A ; sh:path k:p ; sh:message 'm' .", "no constraint"),
        ("s:a a sh:PropertyShape ; sh:targetClass k:A ; sh:path k:p ; sh:minCount 1 .", "sh:message"),
        ("s:a a sh:NodeShape ; sh:targetClass k:A ; sh:property [ sh:path k:p ; sh:minCount 1 ] .", "property"),
        ("[] a sh:PropertyShape ; sh:targetClass k:A ; sh:path k:p ; sh:message 'm' ; sh:minCount 1 .", "without a name"),
        ("s:a a sh:PropertyShape ; k:targetClass k:A .", "k/targetClass"),
    ],
)  # fmt: skip
def test_a_shape_outside_the_style_of_the_file_raises(shape: str, said: str) -> None:
    with pytest.raises(UnsupportedShapeError, match=said):
        read_checks(SHAPES + shape)


def test_every_message_is_chinese_says_what_to_do_and_belongs_to_one_shape() -> None:
    by_message: dict[str, set[str]] = {}
    for check in checks():
        assert any("\u4e00" <= character <= "\u9fff" for character in check.message)
        assert check.message.endswith("。") and ("：" in check.message or "；" in check.message), check.message
        by_message.setdefault(check.message, set()).add(check.shape)
    assert all(len(shapes) == 1 for shapes in by_message.values())


def test_shapes_name_only_terms_of_the_ontology() -> None:
    known = {quad.subject.value for quad in ontology() if isinstance(quad.subject, ox.NamedNode)}
    text = (ROOT / "ontology" / "shapes.ttl").read_text(encoding="utf-8")
    body = "\n".join(line for line in text.splitlines() if "sh:message" not in line and not line.startswith(("@", "#")))
    used = {TERM + name for name in re.findall(r"(?<![\w:])kg:([A-Za-z0-9]+)", body)}
    used |= {
        f"https://streetkg.example/code#{name}" for name in re.findall(r"(?<![\w:])kgc:([A-Za-z-]+[A-Za-z])", body)
    }
    assert sorted(used - known) == []


@pytest.mark.parametrize(
    "check",
    [check for check in checks() if check.component == "in" and check.path != f"{TERM}promisedStatus"
     and check.shape.rpartition("#")[2] not in {"measurement-measureKind", "change-measureKind", "ranking-measureKind"}],
    ids=lambda check: check.id,
)  # fmt: skip
def test_a_list_of_codes_is_the_scheme_of_the_ontology(check: Check) -> None:
    names = {"reason": "setAsideReason"}
    local = str(check.path).rpartition("#")[2]
    scheme = ox.NamedNode(f"https://streetkg.example/code#scheme-{names.get(local, local)}")
    members = {quad.subject for quad in ontology() if quad.object == scheme and "inScheme" in quad.predicate.value}
    assert isinstance(check.parameter, tuple)
    assert set(check.parameter) == members


def test_the_page_of_checks_is_what_the_shapes_say() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "generate_checks.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0
