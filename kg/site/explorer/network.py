"""A build in, its network out: things as nodes, structural relations, and what reports say of the things, with the place.

Offsets of quotations are counted in UTF-16 units inside their sentence, as a browser counts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kg.query.prefixes import shorten
from kg.records import record
from kg.site.material import Report, SiteBuild

CLASSES = (
    "Report",
    "Province",
    "City",
    "District",
    "Street",
    "Community",
    "Place",
    "Organisation",
    "Project",
    "Initiative",
    "Indicator",
    "Deadline",
)
"""Classes of nodes, from those that many things belong to to those that belong to few."""
MOST_NODES = 60_000
"""Of a larger network the things that most is said of are shown."""
_ALWAYS = ("Report", "Province", "City", "District", "Street", "Organisation")
RELATIONS = (
    "within",
    "coversArea",
    "issuedBy",
    "jurisdiction",
    "hasMember",
    "partOf",
    "runBy",
    "jointlyWith",
    "locatedIn",
)
"""Structural relations; what a statement links (its area, its things, its deadline) follows from the statement."""
_KINDS = ("indicator", "project", "initiative", "deadline", "honour", "area")

_NODES = f"""SELECT ?node ?class ?named ?preferred WHERE {{
  VALUES ?class {{ {" ".join("kg:" + name for name in CLASSES)} }}
  ?node a ?class .
  OPTIONAL {{ ?node rdfs:label ?named FILTER(LANG(?named) != "en") }}
  OPTIONAL {{ ?node skos:prefLabel ?preferred FILTER(LANG(?preferred) != "en") }}
}}"""
_NOTES = """SELECT ?node ?note WHERE {
  ?node kg:projectType|kg:initiativeType|kg:canonicalUnit ?type . ?type skos:prefLabel ?note FILTER(LANG(?note) = "zh")
}"""
_DEADLINES = """SELECT ?node ?date ?text ?source WHERE {
  ?node a kg:Deadline ; kg:latestDate ?date ; kg:deadlineSource/skos:prefLabel ?source FILTER(LANG(?source) = "zh")
  OPTIONAL { ?node kg:deadlineText ?text }
}"""
_RELATIONS = f"""SELECT ?from ?relation ?to WHERE {{
  VALUES ?relation {{ {" ".join("kg:" + name for name in RELATIONS)} }}
  ?from ?relation ?to .
}}"""
_OF_STATEMENTS = {
    "area": "SELECT ?s ?o { ?s a kg:Statement ; kg:forArea ?o }",
    "deadline": "SELECT ?s ?o { ?s a kg:Statement ; kg:deadline ?o }",
    "status": "SELECT ?s ?o { ?s a kg:Statement ; kg:status ?o }",
    "promised": "SELECT ?s ?o { ?s a kg:Statement ; kg:promisedStatus ?o }",
    "start": "SELECT ?s ?o { ?s a kg:Statement ; kg:period/dcat:startDate ?o }",
    "end": "SELECT ?s ?o { ?s a kg:Statement ; kg:period/dcat:endDate ?o }",
}
_FOLLOW_UPS = """SELECT ?promise ?outcome ?verdict WHERE {
  ?f a kg:FollowUp ; kg:commitment ?promise ; kg:verdict ?verdict OPTIONAL { ?f kg:outcome ?outcome }
}"""
_LABELS = """SELECT ?term ?label WHERE {
  ?term rdfs:label|skos:prefLabel ?label FILTER(LANG(?label) = "zh")
  FILTER(STRSTARTS(STR(?term), STR(kg:)) || STRSTARTS(STR(?term), STR(kgc:)))
}"""


@dataclass(slots=True)
class Node:
    """A thing. `reports` are numbers of the reports that speak of it, `statements` of what they say of it."""

    iri: str
    label: str
    kind: str
    note: str = ""
    reports: list[int] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)


@record
class Statement:
    """What one place of a report says: of which area and things, by when, in which sentence (`start` in characters)."""

    iri: str
    kind: str
    report: int
    start: int
    sentence: tuple[int, int]
    """Its offsets in the text of the report, in characters."""
    quote: tuple[int, int]
    """Begin and length of the quotation inside the sentence, in UTF-16 units."""
    area: str | None
    things: tuple[str, ...]
    deadline: str | None
    metric: str
    promise: bool | None
    status: str | None
    promised: str | None
    years: tuple[int, int] | None


@dataclass(frozen=True)
class Network:
    """Everything the picture is made of. `labels` are Chinese names of classes, relations and codes by prefixed name."""

    reports: tuple[Report, ...]
    nodes: dict[str, Node]
    relations: list[tuple[str, str, str]]
    statements: list[Statement]
    texts: list[str]
    labels: dict[str, str]
    follow_ups: list[tuple[str, str, str | None]]
    most: int = MOST_NODES

    @cached_property
    def shown(self) -> list[Node]:
        """What is drawn, in the order of the page: of more than `most` those that are shared by, and said in, most places."""
        ranked = sorted(
            self.nodes.values(),
            key=lambda node: (node.kind not in _ALWAYS, -len(set(node.reports)), -len(node.statements), node.iri),
        )
        return sorted(ranked[: self.most], key=lambda node: (CLASSES.index(node.kind), node.label, node.iri))


def network(build: SiteBuild) -> Network:
    """The network of a build; nodes that nothing links and nothing is said of are left out."""
    labels = {shorten(row["term"].value): row["label"].value for row in build.select(_LABELS)}
    reports, texts = build.reports, [build.text_of(report) for report in build.reports]
    numbers = {report.iri: number for number, report in enumerate(reports)}
    nodes = _nodes(build)
    for report in reports:
        if report.iri in nodes:
            nodes[report.iri].label = report.title
    relations = [
        (row["from"].value, _local(row["relation"].value), row["to"].value)
        for row in build.select(_RELATIONS)
        if row["from"].value in nodes and row["to"].value in nodes
    ]
    statements = list(_statements(build, reports, numbers, texts, nodes))
    for number, statement in enumerate(statements):
        said = dict.fromkeys((*statement.things, *filter(None, (statement.area, statement.deadline))))
        for iri in (*said, reports[statement.report].iri):
            if (node := nodes.get(iri)) is not None:
                node.statements.append(number)
                if not node.reports or node.reports[-1] != statement.report:
                    node.reports.append(statement.report)
    linked = {iri for start, _, end in relations for iri in (start, end)}
    nodes = {
        iri: node
        for iri, node in nodes.items()
        if node.statements or (iri in linked and node.kind not in ("Indicator", "Project", "Initiative", "Deadline"))
    }
    relations = [relation for relation in relations if relation[0] in nodes and relation[2] in nodes]
    follow_ups = [
        (row["promise"].value, _local(row["verdict"].value), row["outcome"].value if row["outcome"] else None)
        for row in build.select(_FOLLOW_UPS)
    ]
    return Network(reports, nodes, relations, statements, texts, labels, follow_ups, MOST_NODES)


def _nodes(build: SiteBuild) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for row in build.select(_NODES):
        iri = row["node"].value
        named = row["named"] or row["preferred"]
        kind = _local(row["class"].value)
        known = nodes.get(iri)
        label = named.value if named is not None else iri.rpartition("/")[2]
        if known is None or (label, kind) < (known.label, known.kind):
            nodes[iri] = Node(iri, label, kind)
    for row in build.select(_NOTES):
        node = nodes.get(row["node"].value)
        if node is not None and (not node.note or row["note"].value < node.note):
            node.note = row["note"].value
    for row in build.select(_DEADLINES):
        node = nodes.get(row["node"].value)
        if node is not None:
            text = row["text"].value if row["text"] is not None else row["source"].value
            node.label, node.note = f"{row['date'].value}（{text}）", row["source"].value
    return nodes


def _statements(
    build: SiteBuild,
    reports: tuple[Report, ...],
    numbers: dict[str, int],
    texts: list[str],
    nodes: dict[str, Node],
) -> Iterator[Statement]:
    said: dict[str, dict[str, str]] = {}
    for name, query in _OF_STATEMENTS.items():
        said[name] = {row["s"].value: row["o"].value for row in build.select(query)}
    for fact in build.all_facts:
        if fact["type"] not in _KINDS:
            continue
        report = numbers[fact["report"]]
        iri = fact["id"]
        things = _things(fact, nodes)
        area = said["area"].get(iri) or (None if fact["type"] in ("area", "deadline") else reports[report].area)
        if fact["type"] == "area" and not things:
            continue
        begin, end = fact["sentence"]
        text = texts[report]
        before = _units(text[begin : fact["start"]])
        status, promised = said["status"].get(iri), said["promised"].get(iri)
        years = said["start"].get(iri), said["end"].get(iri)
        yield Statement(
            iri=iri,
            kind=fact["type"],
            report=report,
            start=fact["start"],
            sentence=(begin, max(end, fact["end"])),
            quote=(before, _units(text[fact["start"] : fact["end"]])),
            area=area if area in nodes else None,
            things=things,
            deadline=said["deadline"].get(iri),
            metric=fact.get("metric") or fact.get("text") or "",
            promise={"target": True, "actual": False}.get(fact.get("modality", "")),
            status=_local(status) if status else None,
            promised=_local(promised) if promised else None,
            years=(int(years[0][:4]), int(years[1][:4])) if years[0] and years[1] else None,
        )


def _things(fact: dict[str, Any], nodes: dict[str, Node]) -> tuple[str, ...]:
    if fact["type"] == "indicator":
        named = [fact["concept"], *(fact["about"] or ())]
    elif fact["type"] == "deadline":
        named = [fact["id"]]
    else:
        named = [fact.get("entity")]
    return tuple(iri for iri in dict.fromkeys(named) if iri in nodes)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
