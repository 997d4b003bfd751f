"""The graphs of a build one by one in, the findings that the whole would give out: unchanged reports need no second look.

Every check of `shapes.ttl` but one looks at a node, what it points to and what points to it, and a report's own nodes
lie in its own graph; so a report is validated beside what it shares, what reports share by itself, and what links two
reports beside the statements that it names. `statement-conflict` compares statements of all reports: each report's
are told as `Measure`s and compared here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby

import pyoxigraph as ox

from kg.rdf.ontology import ontology_lines
from kg.validation.context import Context
from kg.validation.fast import failures
from kg.validation.findings import found, sorted_findings
from kg.validation.model import Finding
from kg.validation.shapes import checks

CONFLICT = "statement-conflict"
_MEASURES = """
PREFIX kg: <https://streetkg.example/ontology#>
PREFIX kgc: <https://streetkg.example/code#>
SELECT ?this ?indicator ?area ?period ?kind ?value WHERE {
  ?this a kg:Measurement, kg:Outcome ; kg:indicator ?indicator ; kg:forArea ?area ; kg:period ?period ; kg:bound kgc:exact ;
    kg:measureKind ?kind ; kg:canonicalValue ?value ; kg:sentence ?sentence .
}"""
_SUBJECT = re.compile(rb"^(?:<([^>]*)>|kgd:(\S+)) ", re.MULTILINE)
_HOPS = 2


@dataclass(frozen=True, slots=True)
class Measure:
    """An exact reported figure: what makes it the same as another one, its statement and value, and where it is said.

    `graph` is the report's position among those validated together; whoever keeps measures gives it a lasting name.
    """

    key: tuple[str, ...]
    statement: str
    value: str
    sentence: str | None
    report: str | None
    graph: str


@dataclass(frozen=True, slots=True)
class Local:
    """What one report gives: findings about its own nodes, and the figures that others may contradict."""

    findings: tuple[Finding, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class ReportGraph:
    """A report's graph as Turtle, whose data have the namespace `base`, and what it shares as N-Triples."""

    own: bytes
    shared: bytes
    base: str

    def subjects(self) -> frozenset[str]:
        """The IRIs of its own nodes, as our Turtle writes them: one at the beginning of each line that is not indented."""
        return frozenset(
            whole.decode() if whole else self.base + local.decode() for whole, local in _SUBJECT.findall(self.own)
        )


def of_reports(reports: Sequence[ReportGraph]) -> list[Local]:
    """What some reports give, each as if it were alone; a few at a time are quicker than one by one."""
    store = _with_ontology()
    for report in reports:
        store.bulk_load(report.own, format=ox.RdfFormat.TURTLE, lenient=True)
        store.bulk_load(report.shared, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    context = Context(store)
    owner = {iri: number for number, report in enumerate(reports) for iri in report.subjects()}
    findings: list[list[Finding]] = [[] for _ in reports]
    for raw in failures(store):
        check, focus, _, value = raw
        number = owner.get(focus.value) if isinstance(focus, ox.NamedNode) else None
        if number is None or (check.id == CONFLICT and owner.get(getattr(value, "value", "")) != number):
            continue
        findings[number].append(found(raw, context))
    measures: list[list[Measure]] = [[] for _ in reports]
    solutions: Iterable[Sequence[ox.NamedNode | ox.Literal]] = store.query(_MEASURES)  # type: ignore[assignment]
    for statement, *key, value in solutions:
        sentence, name = context.sentence_and_report(statement)  # type: ignore[arg-type]
        number = owner[statement.value]
        measures[number].append(
            Measure(tuple(term.value for term in key), statement.value, value.value, sentence, name, str(number))
        )
    return [Local(sorted_findings(some), tuple(others)) for some, others in zip(findings, measures, strict=True)]


def of_shared(lines: bytes) -> tuple[Finding, ...]:
    """Findings about what reports share, and about the ontology, without sentences: those are in the reports."""
    store = _with_ontology()
    store.bulk_load(lines, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    context = Context(ox.Store())
    return sorted_findings(found(raw, context) for raw in failures(store))


def located(finding: Finding, whole: ox.Store) -> Finding:
    """A finding with its sentence and report, looked up in the whole graph."""
    sentence, report = Context(whole).sentence_and_report(ox.NamedNode(finding.focus))
    return replace(finding, sentence=sentence, report=report)


def of_links(lines: bytes, reports: Sequence[ReportGraph], whole: ox.Store) -> tuple[Finding, ...]:
    """Findings about what links two reports, of which only what is near the linked statements is looked at."""
    about: dict[object, list[ox.Quad]] = {}
    for report in reports:
        for turtle, form in ((report.own, ox.RdfFormat.TURTLE), (report.shared, ox.RdfFormat.N_TRIPLES)):
            for quad in ox.parse(turtle, format=form):
                about.setdefault(quad.subject, []).append(quad)
    linked = list(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
    near, edge = {quad.subject for quad in linked}, linked
    own = {subject.value for subject in near if isinstance(subject, ox.NamedNode)}
    kept = list(linked)
    for _ in range(_HOPS):
        reached = {quad.object for quad in edge} - near
        near |= reached
        edge = [quad for node in reached for quad in about.get(node, ())]
        kept += edge
    # What lies at the edge needs its classes, or it would be of none.
    kept += [quad for node in {quad.object for quad in edge} for quad in about.get(node, ()) if quad.predicate == _TYPE]
    store = _with_ontology()
    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in kept)
    context = Context(whole)
    wrong = (raw for raw in failures(store) if isinstance(raw[1], ox.NamedNode) and raw[1].value in own)
    return sorted_findings(found(raw, context) for raw in wrong)


_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def conflicts(measures: Iterable[Measure]) -> Iterator[Finding]:
    """What `statement-conflict` finds between graphs: the same figure with different values. Measures come sorted by key."""
    (check,) = (check for check in checks() if check.id == CONFLICT)
    for _, same in groupby(measures, key=lambda measure: measure.key):
        group = sorted(same, key=lambda measure: measure.statement)
        if len({measure.value for measure in group}) < 2:
            continue
        for one, other in combinations(group, 2):
            if one.graph != other.graph and one.value != other.value:
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


def _with_ontology() -> ox.Store:
    store = ox.Store()
    store.bulk_load(b"".join(ontology_lines()), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    return store
