"""A build in; how often its data use each class, property, code and unit out, with an example of each and where that is shown.

The vocabulary that every build carries (indicators, units, codes: the graph of the ontology) counts where the data refer to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.query.prefixes import shorten
from kg.rdf.terms import CODE, ONTOLOGY, TERM
from kg.records import record
from kg.site.material import SiteBuild, spoken
from kg.validation.shapes import checks

_OURS = f"FILTER(STRSTARTS(STR(?term), '{TERM}'))"
_DATA = f"FILTER(?g != <{ONTOLOGY}>)"
_CLASSES = (
    f"""SELECT ?term (COUNT(DISTINCT ?s) AS ?n) (MIN(?s) AS ?example) WHERE {{
  GRAPH ?g {{ ?s a ?term }} {_DATA} {_OURS} }} GROUP BY ?term""",
    f"""SELECT ?term (COUNT(DISTINCT ?s) AS ?n) (MIN(?s) AS ?example) WHERE {{
  GRAPH <{ONTOLOGY}> {{ ?s a ?term }} {_OURS} GRAPH ?g {{ ?x ?p ?s }} {_DATA} }} GROUP BY ?term""",
)
_PROPERTIES = (
    f"SELECT ?term (COUNT(?s) AS ?n) WHERE {{ ?s ?term ?o FILTER(STRSTARTS(STR(?s), '%s')) {_OURS} }} GROUP BY ?term"
)
_SUBJECTS = f"SELECT ?term (MIN(?s) AS ?example) WHERE {{ ?s ?term ?o FILTER(STRSTARTS(STR(?s), '%s')) {_OURS} }} GROUP BY ?term"
_OBJECTS = (
    "SELECT ?term ?s (MIN(?o) AS ?object) WHERE {{ VALUES (?s ?term) {{ {pairs} }} ?s ?term ?o }} GROUP BY ?term ?s"
)
_CODES = f"""SELECT ?property ?term (COUNT(?s) AS ?n) (MIN(?s) AS ?example) WHERE {{
  ?s ?property ?term
  FILTER(STRSTARTS(STR(?s), '%s') && STRSTARTS(STR(?term), '{CODE}') && STRSTARTS(STR(?property), '{TERM}'))
}} GROUP BY ?property ?term"""
_DIMENSIONS = """SELECT ?term (COUNT(?s) AS ?n) (MIN(?s) AS ?example) WHERE {
  ?s kg:unit ?unit . ?unit kg:dimension ?term } GROUP BY ?term"""
_IN_SCHEMES = "SELECT ?code ?scheme { ?code skos:inScheme ?scheme }"


@record
class Use:
    """How often something is used, and the first that uses it (an IRI, or nothing); of a property also its value."""

    count: int = 0
    example: str = ""
    value: ox.NamedNode | ox.Literal | None = None


@record
class Example:
    """An example as people read it, and where it is shown: a path within the site, or nothing."""

    words: str = ""
    href: str = ""


def classes(build: SiteBuild) -> dict[str, Use]:
    """Instances of each class in the data, and of the vocabulary those that the data refer to; by IRI of the class."""
    found: dict[str, Use] = {}
    for query in _CLASSES:
        for row in build.select(query):
            known = found.get(row["term"].value, Use())
            count, example = known.count + int(row["n"].value), known.example or row["example"].value
            found[row["term"].value] = Use(count, example)
    return found


def properties(build: SiteBuild) -> dict[str, Use]:
    """How often the data state each property; by its IRI."""
    subjects = {row["term"].value: row["example"].value for row in build.select(_SUBJECTS % build.base)}
    pairs = " ".join(f"(<{subject}> <{term}>)" for term, subject in sorted(subjects.items()))
    objects = {row["term"].value: row["object"] for row in build.select(_OBJECTS.format(pairs=pairs))}
    return {
        row["term"].value: Use(int(row["n"].value), subjects[row["term"].value], objects[row["term"].value])
        for row in build.select(_PROPERTIES % build.base)
    }


def codes(build: SiteBuild) -> dict[tuple[str, str], Use]:
    """How often each code is used as a code of each scheme; by the IRIs of scheme and code."""
    members: dict[str, set[str]] = {}
    for row in build.select(_IN_SCHEMES):
        members.setdefault(row["scheme"].value, set()).add(row["code"].value)
    scheme_of = _schemes_of_properties(members)
    found: dict[tuple[str, str], Use] = {}

    def add(scheme: str, row: ox.QuerySolution) -> None:
        known = found.get((scheme, row["term"].value), Use())
        examples = [one for one in (known.example, row["example"].value) if one]
        found[scheme, row["term"].value] = Use(known.count + int(row["n"].value), min(examples))

    for row in build.select(_CODES % build.base):
        if (scheme := scheme_of.get(row["property"].value)) is not None:
            add(scheme, row)
    for row in build.select(_DIMENSIONS):
        add(f"{CODE}scheme-dimension", row)
    return found


def _schemes_of_properties(members: dict[str, set[str]]) -> dict[str, str]:
    """The scheme that the shapes take the values of a property from: the smallest that has all that they allow."""
    allowed: dict[str, set[str]] = {}
    for check in checks():
        if check.component == "in" and check.path and isinstance(check.parameter, tuple):
            terms = {one.value for one in check.parameter if isinstance(one, ox.NamedNode)}
            allowed.setdefault(check.path, set()).update(terms)
    found = {}
    for path, wanted in allowed.items():
        fitting = [scheme for scheme, inside in members.items() if wanted and wanted <= inside]
        if fitting:
            found[path] = min(fitting, key=lambda scheme: (len(members[scheme]), scheme))
    return found


class Examples:
    """What nodes are called, and where they are shown: facts in their report, things in the explorer, others at a fact of theirs."""

    def __init__(self, build: SiteBuild, iris: Iterable[str]) -> None:
        self._build = build
        self._things = {node.iri: node.label for node in build.network.shown}
        wanted = sorted({iri for iri in iris if iri})
        self._names = dict(self._named([iri for iri in wanted if iri not in build.fact_of]))
        self._near = dict(self._nearest([iri for iri in wanted if not self._page(iri)]))

    def of(self, iri: str) -> Example:
        """A node as an example."""
        if not iri:
            return Example()
        near = self._near.get(iri, "")
        words = self._words(iri) or self._words(near) or shorten(iri)
        return Example(words, self._page(iri) or self._page(near))

    def value(self, value: ox.NamedNode | ox.Literal | None) -> str:
        """The value of a property in words."""
        if value is None:
            return ""
        return self.of(value.value).words if isinstance(value, ox.NamedNode) else value.value

    def _words(self, iri: str) -> str:
        fact = self._build.fact_of.get(iri)
        if fact is not None:
            return str(fact.get("metric") or fact["quote"])
        return self._names.get(iri) or self._things.get(iri, "")

    def _page(self, iri: str) -> str:
        fact = self._build.fact_of.get(iri)
        if fact is not None:
            return self._build.evidence(fact["report"], iri)
        if iri in self._build.page_of:
            return self._build.page_of[iri]
        if iri in self._things:
            return "explorer.html#" + urlencode({"node": iri.removeprefix(self._build.base)})
        return ""

    def _named(self, iris: list[str]) -> Iterator[tuple[str, str]]:
        query = """SELECT ?node (MIN(?text) AS ?words) (MIN(?from) AS ?start) (MIN(?to) AS ?end) {{ VALUES ?node {{ {nodes} }}
          {{ ?node rdfs:label|skos:prefLabel|nif:anchorOf|kg:heading|kg:label ?text FILTER(LANG(?text) != "en") }}
          UNION {{ ?node dcat:startDate ?from ; dcat:endDate ?to }} }} GROUP BY ?node"""
        for row in self._build.select(query.format(nodes=_iris(iris))):
            if row["words"] is not None:
                yield row["node"].value, " ".join(row["words"].value.split())
            elif row["start"] is not None:
                yield row["node"].value, spoken(row["start"].value, row["end"].value)
        for report in self._build.reports:
            yield report.iri, report.title

    def _nearest(self, iris: list[str]) -> Iterator[tuple[str, str]]:
        """The report that a node is linked with, or better the first fact, which comes after it."""
        query = """SELECT ?node (MIN(?s) AS ?shown) {{ VALUES ?node {{ {nodes} }} VALUES ?kind {{ {kinds} }}
          {{ ?s ?p ?node }} UNION {{ ?node ?p ?s }} ?s a ?kind }} GROUP BY ?node"""
        for kinds in ("kg:Report", "kg:Statement kg:SetAside kg:AreaMention"):
            for row in self._build.select(query.format(nodes=_iris(iris), kinds=kinds)):
                yield row["node"].value, row["shown"].value


def _iris(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)
