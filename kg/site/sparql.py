"""A build in, what the SPARQL page carries out: the graph, the shipped queries, the names of the ontology."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kg.query import QueryFile, catalogue
from kg.query.prefixes import PREFIXES, shorten
from kg.query.vocabulary import is_ours, known, labelled
from kg.rdf import turtle_body, turtle_header
from kg.rdf.links import links_graph_iri
from kg.records import record
from kg.site.material import SiteBuild
from kg.store.graphs import Part, agreed
from kg.store.model import PAIRS, SHARDS, Source

MOST_TRIPLES = 2_000_000
"""Of a larger graph the page carries the newest reports: with so many the engine takes 1.2 GB of the 4 that it may have."""

_NAMES = """SELECT ?term ?label ?definition ?kind WHERE {
  ?term rdfs:label|skos:prefLabel ?label FILTER(LANG(?label) = "zh")
  OPTIONAL { ?term skos:definition ?definition FILTER(LANG(?definition) = "zh") }
  OPTIONAL { ?term a ?kind FILTER(?kind IN (owl:Class, owl:ObjectProperty, owl:DatatypeProperty)) }
}"""
_STREETS = "SELECT DISTINCT ?label { ?report kg:coversArea/rdfs:label ?label }"


@record
class Carried:
    """A graph as Turtle, how many triples the build has, and how many of its reports are inside."""

    turtle: bytes
    triples: int
    reports: int


def carried(build: SiteBuild, most: int = MOST_TRIPLES) -> Carried:
    """The graph of a build, or of as many of its newest reports as have at most `most` triples together."""
    triples = int(build.info["triples"])
    if triples <= most:
        return Carried(build.graph_file.read_bytes(), triples, len(build.reports))
    newest = sorted(
        build.reports, key=lambda report: (report.planned or report.reviewed or ("", ""), report.iri), reverse=True
    )
    sources = {source.sha256: source for source in map(Source.of, build.info["sources"])}
    chosen: dict[str, Source] = {}
    shared: set[bytes] = set()
    room = most
    for report in newest:
        source = sources[report.sha256]
        lines = (build.path / SHARDS / f"{source.shard}.shared.nt").read_bytes().splitlines(keepends=True)
        added = source.triples + len(set(lines) - shared)
        if added > room:
            break
        room -= added
        shared.update(lines)
        chosen[source.shard] = source
    parts = [part for part in build.graphs() if part.path is None or part.path.stem in chosen]
    turtle = [turtle_header(build.base), *(part.turtle(build.base) for part in parts)]
    turtle.append(turtle_body(b"".join(agreed(sorted(shared))), build.base))
    for file in sorted((build.path / PAIRS).glob("*.nt")):
        if chosen.keys() >= set(file.stem.split("-")):
            turtle.append(Part(links_graph_iri(build.base), file).turtle(build.base))
    return Carried(b"".join(turtle), triples, len(chosen))


def settings(build: SiteBuild) -> dict[str, Any]:
    """Everything but the graph: queries, prefixes, names with their Chinese labels, addresses of pages."""
    return {
        "queries": [_query(query) for query in catalogue()],
        "prefixes": PREFIXES,
        "base": build.base,
        "known": sorted(shorten(iri) for iri in known()),
        "labelled": labelled(),
        "names": _names(build),
        "streets": sorted(row["label"].value for row in build.select(_STREETS)),
        "pages": {report.sha256[:8]: report.page for report in build.reports},
    }


def _query(query: QueryFile) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title,
        "description": query.description,
        "text": query.text,
        "parameters": [asdict(parameter) for parameter in query.parameters],
        "columns": query.labels,
        "tags": list(query.tags),
    }


def _names(build: SiteBuild) -> list[list[str]]:
    """Terms and codes: prefixed name, label, what it is (class, property, code), definition."""
    found: dict[str, list[str]] = {}
    for row in build.select(_NAMES):
        iri = row["term"].value
        if is_ours(iri):
            kind = row["kind"].value.rpartition("#")[2] if row["kind"] is not None else ""
            sort = "类" if kind == "Class" else "属性" if kind.endswith("Property") else "代码"
            definition = row["definition"].value if row["definition"] is not None else ""
            found.setdefault(shorten(iri), [shorten(iri), row["label"].value, sort, definition])
    return [found[name] for name in sorted(found)]
