"""A build in, a network of things out: entities as nodes, relations as edges, evidence on both, no literal nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.store import Build

if TYPE_CHECKING:
    import networkx as nx

_NODES = """SELECT ?node ?class ?label ?file ?issued ?start ?end WHERE {
  VALUES ?class { kg:Report kg:Province kg:City kg:District kg:Street kg:Community kg:Place kg:Organisation kg:Project
                  kg:Initiative kg:Indicator }
  ?node a ?class .
  OPTIONAL { ?node rdfs:label ?named FILTER(LANG(?named) != "en") }
  OPTIONAL { ?node skos:prefLabel ?preferred FILTER(LANG(?preferred) != "en") }
  OPTIONAL { ?node kg:sourceFile ?file }
  OPTIONAL { ?node dct:issued ?issued }
  OPTIONAL { ?node kg:reviewPeriod|kg:planPeriod ?period . ?period dcat:startDate ?start ; dcat:endDate ?end }
  BIND(COALESCE(?named, ?preferred, ?file) AS ?label)
  FILTER EXISTS { ?any ?path ?node FILTER(?path IN (kg:about, kg:indicator, kg:forArea, kg:within, kg:reportedIn, kg:hasMember,
    kg:runBy, kg:locatedIn, kg:jointlyWith, kg:coversArea, kg:issuedBy, kg:jurisdiction, kg:refersTo)) }
}"""
_RELATIONS = """SELECT ?from ?relation ?to WHERE {
  VALUES ?relation { kg:within kg:hasMember kg:runBy kg:jointlyWith kg:locatedIn kg:coversArea kg:issuedBy kg:jurisdiction }
  ?from ?relation ?to .
}"""
_STATEMENTS = """SELECT ?statement ?report ?file ?begin ?stop ?quote ?area ?thing ?indicator ?value ?written ?unit ?status
  ?period_start ?period_end ?deadline WHERE {
  ?statement kg:reportedIn ?report ; kg:forArea ?area ; kg:evidence ?span .
  ?span nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?stop .
  ?report kg:sourceFile ?file .
  OPTIONAL { ?statement kg:about ?thing }
  OPTIONAL { ?statement kg:indicator ?indicator }
  OPTIONAL { ?statement kg:value ?value }
  OPTIONAL { ?statement kg:valueText ?written }
  OPTIONAL { ?statement kg:unit/skos:prefLabel ?unit FILTER(LANG(?unit) = "zh") }
  OPTIONAL { ?statement kg:status ?status }
  OPTIONAL { ?statement kg:period ?period . ?period dcat:startDate ?period_start ; dcat:endDate ?period_end }
  OPTIONAL { ?statement kg:deadline/kg:latestDate ?deadline }
  FILTER(BOUND(?thing) || BOUND(?indicator))
}"""
_MENTIONS = """SELECT ?mention ?report ?file ?area ?begin ?stop ?quote WHERE {
  ?mention kg:refersTo ?area ; kg:reportedIn ?report ; kg:evidence ?span .
  ?span nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?stop .
  ?report kg:sourceFile ?file .
}"""
_SAID_OF_ITS_START = ("hasMember", "runBy", "jointlyWith", "locatedIn")
"""Relations of a project or initiative: the reports state them where they speak of it."""
_SAID_OF_ITS_END = ("runBy", "jointlyWith")
"""Relations whose end is spoken of nowhere else."""


@dataclass(slots=True)
class _Said:
    """What the statements about a node tell, gathered; places are (file, start, end)."""

    places: set[tuple[str, int, int]] = field(default_factory=set)
    statements: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    deadlines: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)

    def add(self, other: _Said) -> None:
        self.places |= other.places
        self.statements |= other.statements
        self.days |= other.days
        self.deadlines |= other.deadlines
        self.values |= other.values

    def attributes(self) -> Iterator[tuple[str, str | int]]:
        """As nodes have them; nothing for what nothing tells."""
        if self.statements:
            yield "mentions", len(self.statements)
            yield "evidence", _origin(self.places)
        if self.days:
            yield "first", min(self.days)
            yield "last", max(self.days)
        if self.deadlines:
            yield "deadline", max(self.deadlines)
        if self.values:
            yield "values", "; ".join(sorted(self.values))


def to_networkx(build: Build) -> nx.MultiDiGraph[str]:
    """A directed network with several edges between two nodes; all attributes are text or numbers.

    Nodes are IRIs with `label` and `type` (the local name of their class), and where statements (or mentions, of areas)
    tell it: `mentions` (how many), `evidence` (`FILE:START-END`, joined by `; `), `first` and `last` (days of the periods
    spoken of, of a report those that it covers), `deadline` (the last one), `values` (of an indicator: `START/END area
    figure`, joined by `; `); reports have `file` and `issued`.

    An edge from an area to a project, initiative or indicator is one statement: its key is the statement's IRI, `relation`
    is `about` or `indicator`, and `value`, `unit`, `status`, `period_start`, `period_end`, `deadline` (dates as text),
    `quote`, `report` and `evidence` are there where it has them. An edge `mentions` from a report to an area is one mention
    in the same way. All other edges have their relation as key; those of a project or initiative (`hasMember`, `runBy`,
    `jointlyWith`, `locatedIn`) have `statements` (IRIs, joined by blanks) and `evidence`; `within`, `coversArea`, `issuedBy`
    and `jurisdiction` come from the list of divisions and from the report as a whole, and have none.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    said: dict[str, _Said] = {}
    for row in build.select(_NODES):
        name = row["node"].value
        label = row["label"].value if row["label"] is not None else name.rpartition("/")[2]
        graph.add_node(name, label=label, type=_local(row["class"].value), **_texts(row, ("file", "issued")))
        if row["start"] is not None:
            said.setdefault(name, _Said()).days |= {row["start"].value, row["end"].value}
    for row in build.select(_STATEMENTS):
        _add_statement(graph, row, said)
    for row in build.select(_MENTIONS):
        _add_mention(graph, row, said)
    for row in build.select(_RELATIONS):
        _add_relation(graph, row["from"].value, _local(row["relation"].value), row["to"].value, said)
    for name, told in said.items():
        if name in graph:
            graph.nodes[name].update(told.attributes())
    return graph


def _add_statement(graph: nx.MultiDiGraph[str], row: Any, said: dict[str, _Said]) -> None:
    statement, area, place = row["statement"].value, row["area"].value, _place(row)
    given: dict[str, Any] = _texts(row, ("quote", "unit", "period_start", "period_end", "deadline", "report"))
    if row["value"] is not None:
        given["value"] = float(row["value"].value)
    if row["status"] is not None:
        given["status"] = _local(row["status"].value)
    told = _Said({place}, {statement})
    told.days |= {given[name] for name in ("period_start", "period_end") if name in given}
    told.deadlines |= {given["deadline"]} if "deadline" in given else set()
    for relation, target in (("about", row["thing"]), ("indicator", row["indicator"])):
        if target is None or target.value not in graph or area not in graph:
            continue
        graph.add_edge(area, target.value, key=statement, relation=relation, evidence=_origin([place]), **given)
        node = said.setdefault(target.value, _Said())
        node.add(told)
        said.setdefault(area, _Said()).days |= told.days
        if relation == "indicator" and row["written"] is not None:
            period = "/".join(given[name] for name in ("period_start", "period_end") if name in given)
            node.values.add(" ".join(filter(None, (period, graph.nodes[area]["label"], row["written"].value))))


def _add_mention(graph: nx.MultiDiGraph[str], row: Any, said: dict[str, _Said]) -> None:
    mention, area, report = row["mention"].value, row["area"].value, row["report"].value
    if area in graph and report in graph:
        given = _texts(row, ("quote", "report")) | {"evidence": _origin([_place(row)])}
        graph.add_edge(report, area, key=mention, relation="mentions", **given)
        said.setdefault(area, _Said()).add(_Said({_place(row)}, {mention}))


def _add_relation(graph: nx.MultiDiGraph[str], start: str, relation: str, end: str, said: dict[str, _Said]) -> None:
    if start not in graph or end not in graph:
        return
    given = {}
    told = said.get(start)
    if told and told.statements and relation in _SAID_OF_ITS_START:
        given = {"statements": " ".join(sorted(told.statements)), "evidence": _origin(told.places)}
        if relation in _SAID_OF_ITS_END:
            said.setdefault(end, _Said()).add(told)
    graph.add_edge(start, end, key=relation, relation=relation, **given)


def plain(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The same with nodes and edges in order, and without characters that XML cannot hold: the same bytes each time."""
    import networkx as nx

    ordered: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name, attributes in sorted(graph.nodes(data=True)):
        ordered.add_node(name, **{key: _xml(value) for key, value in sorted(attributes.items())})
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for number, (start, end, key, attributes) in enumerate(edges):
        told = {name: _xml(value) for name, value in sorted(attributes.items())}
        ordered.add_edge(start, end, key=str(number), statement=key, **told)
    return ordered


def _xml(value: object) -> object:
    return "".join(mark for mark in value if mark >= " " or mark in "\t\n") if isinstance(value, str) else value


def _texts(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name].value for name in names if row[name] is not None}


def _place(row: Any) -> tuple[str, int, int]:
    return row["file"].value, int(row["begin"].value), int(row["stop"].value)


def _origin(places: Iterable[tuple[str, int, int]]) -> str:
    return "; ".join(f"{file}:{start}-{end}" for file, start, end in sorted(places))


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
