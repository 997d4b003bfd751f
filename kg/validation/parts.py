"""The graphs of a build one by one in, the findings that the whole would give out: unchanged reports need no second look.

Every check of `shapes.ttl` but one looks at a node, what it points to and what points to it, and a report's own nodes
lie in its own graph; so a report is validated beside what it shares, what reports share by itself, and what links two
reports beside the statements that it names. `statement-conflict` compares statements, of one report and of several: each
report's are told as `Measure`s and compared here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby, islice

import pyoxigraph as ox

from kg.rdf.vocabulary import RDF_TYPE
from kg.records import record
from kg.validation.context import Context, Stored
from kg.validation.data import ontology_graph
from kg.validation.fast import failures
from kg.validation.findings import found, sorted_findings, words
from kg.validation.graph import Graph
from kg.validation.model import Finding
from kg.validation.shapes import Check, checks
from kg.validation.sparql import Select, prepare
from kg.validation.terms import text

CONFLICT = "statement-conflict"
_MEASURES = """
PREFIX kg: <https://streetkg.example/ontology#>
PREFIX kgc: <https://streetkg.example/code#>
SELECT ?this ?indicator ?area ?period ?kind ?value ?sentence WHERE {
  ?this a kg:Measurement, kg:Outcome ; kg:indicator ?indicator ; kg:forArea ?area ; kg:period ?period ; kg:bound kgc:exact ;
    kg:measureKind ?kind ; kg:canonicalValue ?value ; kg:sentence ?sentence .
}"""
_KEY = ("indicator", "area", "period", "kind")
_HOPS = 2


@record
class Measure:
    """An exact reported figure: what makes it the same as another one, its statement and value, and where it is said.

    `place` is the IRI of the sentence, `sentence` what it says.
    """

    key: tuple[str, ...]
    statement: str
    value: str
    place: str
    sentence: str | None
    report: str | None


@record
class Local:
    """What one report gives: findings about its own nodes, and the figures that may contradict each other and others."""

    findings: tuple[Finding, ...]
    measures: tuple[Measure, ...]


def of_report(own: Sequence[str], shared: Sequence[str]) -> Local:
    """What a report gives. Lines of N-Triples as our writer has them: its own graph, and what it shares with others."""
    part = Graph(own)
    graph = Graph(shared, ontology_graph(), part)
    context = Context(graph)
    findings = [found(raw, context) for raw in failures(graph, part, _alone())]
    measures = []
    for row in _measured().rows(graph):
        statement = row["this"]
        sentence, report = context.sentence_and_report(statement)
        key = tuple(text(row[name]) for name in _KEY)
        value = words(row["value"]) or ""
        measures.append(Measure(key, text(statement), value, text(row["sentence"]), sentence, report))
    return Local(sorted_findings(findings), tuple(measures))


@cache
def _alone() -> tuple[Check, ...]:
    """The checks that look at a node alone, with what is near it."""
    return tuple(check for check in checks() if check.id != CONFLICT)


@cache
def _measured() -> Select:
    return prepare(_MEASURES, targeted=False)


def of_shared(lines: Sequence[str]) -> tuple[Finding, ...]:
    """Findings about what reports share, and about the ontology, without sentences: those are in the reports."""
    graph = Graph(lines, ontology_graph())
    context = Context(Graph([]))
    return sorted_findings(found(raw, context) for raw in failures(graph))


def located(finding: Finding, whole: ox.Store) -> Finding:
    """A finding with its sentence and report, looked up in the whole graph."""
    sentence, report = Context(Stored(whole)).sentence_and_report(f"<{finding.focus}>")
    return replace(finding, sentence=sentence, report=report)


def of_links(lines: Sequence[str], reports: Sequence[Graph], whole: ox.Store) -> tuple[Finding, ...]:
    """Findings about what links two reports, of which only what is near the linked statements is looked at.

    The graphs of the reports have what they share.
    """
    links = Graph(lines)
    own = {node for column in links.columns.values() for node in column}
    near, edge = set(own), _values(links, own)
    kept: list[str] = []
    for _ in range(_HOPS):
        edge -= near
        near |= edge
        kept += (line for node in edge for report in reports for line in report.about(node))
        edge = set().union(*(_values(report, edge) for report in reports))
    # What lies at the edge needs its classes, or it would be of none.
    kept += (
        f"{node} {RDF_TYPE} {kind} ."
        for node in edge - near
        for report in reports
        for kind in report.objects(node, RDF_TYPE)
    )
    context = Context(Stored(whole))
    return sorted_findings(found(raw, context) for raw in failures(Graph(kept, ontology_graph(), links), links))


def _values(graph: Graph, nodes: Iterable[str]) -> set[str]:
    """What some nodes point to."""
    nodes = set(nodes)
    return {value for column in graph.columns.values() for node in column.keys() & nodes for value in column[node]}


def conflicts(measures: Iterable[Measure]) -> Iterator[Finding]:
    """What `statement-conflict` finds: the same figure elsewhere with another value. Measures come sorted by key."""
    (check,) = (check for check in checks() if check.id == CONFLICT)
    for _, same in groupby(measures, key=lambda measure: measure.key):
        group = sorted(same, key=lambda measure: measure.statement)
        if len({measure.value for measure in group}) < 2:
            continue
        for place, one in enumerate(group, 1):
            later = islice(group, place, None)
            other = next((each for each in later if each.place != one.place and each.value != one.value), None)
            if other is not None:
                yield Finding(
                    check.severity,
                    check.id,
                    one.statement,
                    check.path,
                    other.statement,
                    check.message,
                    one.sentence,
                    one.report,
                )
