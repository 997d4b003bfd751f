"""The vocabulary: classes, properties, codes, units and shapes, with how often this build uses each, and an example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from kg.lexicon.palette import colour_class
from kg.query.prefixes import shorten
from kg.rdf.terms import CODE, PREFIXES, TERM
from kg.site.material import SiteBuild
from kg.site.model import Page
from kg.site.palette import hues
from kg.site.render import render
from kg.validation.shapes import checks

_TERMS = """SELECT ?term ?zh ?en ?meaning ?above ?domain ?range WHERE {
  ?term a ?sort ; rdfs:label ?zh, ?en . FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
  OPTIONAL { ?term skos:definition ?meaning FILTER(LANG(?meaning) = "zh") }
  OPTIONAL { ?term rdfs:subClassOf|rdfs:subPropertyOf ?above }
  OPTIONAL { ?term rdfs:domain ?domain }
  OPTIONAL { ?term rdfs:range ?range }
}"""
_SORTS = {"class": ("owl:Class",), "property": ("owl:ObjectProperty", "owl:DatatypeProperty")}
_CODES = """SELECT ?scheme ?name ?code ?zh ?en WHERE {
  ?code skos:inScheme ?scheme ; skos:prefLabel ?zh, ?en . ?scheme skos:prefLabel ?name .
  FILTER(LANG(?zh) = "zh" && LANG(?en) = "en" && LANG(?name) = "zh")
}"""
_USED_CLASSES = "SELECT ?term (COUNT(?s) AS ?n) (MIN(?s) AS ?example) WHERE { ?s a ?term } GROUP BY ?term"
_USED_PROPERTIES = "SELECT ?term (COUNT(?s) AS ?n) (MIN(?s) AS ?example) WHERE { ?s ?term ?o } GROUP BY ?term"
_USED_CODES = """SELECT ?term (COUNT(?s) AS ?n) WHERE {
  ?s ?p ?term FILTER(STRSTARTS(STR(?term), STR(kgc:)) && STRSTARTS(STR(?p), STR(kg:)))
} GROUP BY ?term"""
_UNITS = """SELECT ?unit ?zh ?canonical ?multiplier (COUNT(?s) AS ?n) WHERE {
  ?s kg:unit ?unit . ?unit skos:prefLabel ?zh FILTER(LANG(?zh) = "zh")
  OPTIONAL { ?unit kg:canonicalUnit/skos:prefLabel ?canonical FILTER(LANG(?canonical) = "zh") }
  OPTIONAL { ?unit kg:multiplier ?multiplier }
} GROUP BY ?unit ?zh ?canonical ?multiplier"""
UNITS = 60
"""Units on the page, the commonest."""
_BIG_SCHEMES = ("unit", "indicator")


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property: its names, what it means, what stands above it, how often it is used, and by what first."""

    name: str
    anchor: str
    zh: str
    en: str
    meaning: str
    above: tuple[str, ...]
    domain: str
    range: str
    used: int
    example: str
    example_words: str
    href: str
    hue: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a list."""

    name: str
    zh: str
    en: str
    used: int


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: what it looks at, what it says to people, how often it found something."""

    name: str
    targets: str
    path: str
    message: str
    severity: str
    found: int


def pages(build: SiteBuild) -> Iterator[Page]:
    """`ontology.html`."""
    schemes = _schemes(build)
    yield render(
        "ontology.html",
        "ontology.html",
        title="本体",
        styles=("charts.css", "ontology.css"),
        scripts=("filter.js",),
        classes=_terms(build, "class", _USED_CLASSES),
        properties=_terms(build, "property", _USED_PROPERTIES),
        schemes=schemes,
        units=_units(build)[:UNITS],
        shapes=_shapes(build),
        namespaces={
            name: iri for name, iri in (PREFIXES | {"kgd": build.base}).items() if name in ("kg", "kgc", "kgd")
        },
        tones=hues(),
    )


def _terms(build: SiteBuild, sort: str, used: str) -> list[Term]:
    counts: dict[str, tuple[int, str]] = {}
    for row in build.select(used):
        example = row["example"].value if isinstance(row["example"], ox.NamedNode) else ""
        counts[row["term"].value] = int(row["n"].value), example
    labels = _words(build, (example for _, example in counts.values())) if sort == "class" else {}
    for _, example in counts.values():
        if (fact := build.fact_of.get(example)) is not None:
            labels[example] = fact.get("metric") or fact["quote"]
    found: dict[str, Term] = {}
    for kind in _SORTS[sort]:
        for row in build.select(_TERMS.replace("?sort", kind, 1)):
            iri = row["term"].value
            if not iri.startswith(TERM):
                continue
            words = {name: _short(row[name]) for name in ("above", "domain", "range")}
            above = (words["above"],) if words["above"] else ()
            if iri in found:
                known = found[iri]
                above = tuple(sorted({*known.above, *above}))
            number, example = counts.get(iri, (0, ""))
            local = iri.removeprefix(TERM)
            found[iri] = Term(
                f"kg:{local}", local, row["zh"].value, row["en"].value, row["meaning"].value if row["meaning"] else "",
                above, words["domain"], words["range"], number, shorten(example) if example else "",
                labels.get(example, ""), _href(build, example), colour_class(local) or "",
            )  # fmt: skip
    return sorted(found.values(), key=lambda term: (-term.used, term.name))


def _href(build: SiteBuild, iri: str) -> str:
    fact = build.fact_of.get(iri)
    if fact is not None:
        return build.evidence(fact["report"], iri)
    return build.page_of.get(iri, "")


def _short(term: ox.NamedNode | ox.BlankNode | ox.Literal | None) -> str:
    return shorten(term.value) if isinstance(term, ox.NamedNode) else ""


def _words(build: SiteBuild, iris: Iterable[str]) -> dict[str, str]:
    """What nodes are called or quote, for the examples."""
    named = " ".join(f"<{iri}>" for iri in sorted(set(iris)) if iri and iri not in build.fact_of)
    query = f"""SELECT ?node ?words WHERE {{ VALUES ?node {{ {named} }}
      ?node rdfs:label|skos:prefLabel|nif:anchorOf|kg:heading ?words FILTER(LANG(?words) != "en") }}"""
    return {row["node"].value: row["words"].value for row in build.select(query)}


def _schemes(build: SiteBuild) -> list[tuple[str, str, list[Code]]]:
    used = {row["term"].value: int(row["n"].value) for row in build.select(_USED_CODES)}
    found: dict[tuple[str, str], list[Code]] = {}
    for row in build.select(_CODES):
        scheme = row["scheme"].value.removeprefix(CODE + "scheme-")
        if scheme in _BIG_SCHEMES or not row["code"].value.startswith(CODE):
            continue
        code = row["code"].value
        found.setdefault((scheme, row["name"].value), []).append(
            Code(code.removeprefix(CODE), row["zh"].value, row["en"].value, used.get(code, 0))
        )
    return [
        (scheme, name, sorted(codes, key=lambda code: (-code.used, code.name)))
        for (scheme, name), codes in sorted(found.items(), key=lambda item: item[0])
    ]


def _units(build: SiteBuild) -> list[tuple[str, str, str, int]]:
    rows = [
        (
            row["zh"].value,
            row["canonical"].value if row["canonical"] is not None else "",
            row["multiplier"].value if row["multiplier"] is not None else "",
            int(row["n"].value),
        )
        for row in build.select(_UNITS)
    ]
    return sorted(rows, key=lambda row: (-row[3], row[0]))


def _shapes(build: SiteBuild) -> list[tuple[str, list[Shape]]]:
    """The shapes by severity, those that found something first."""
    counted = Counter(finding.check.partition("/")[0] for finding in build.findings() or ())
    found = []
    for name, group in groupby(checks(), key=lambda check: check.shape.rpartition("#")[2]):
        first = next(group)
        targets = [shorten(one) for one in first.target_classes] + [
            f"有 {shorten(one)} 的" for one in first.target_subjects_of
        ]
        path = shorten(first.path) if first.path else "SPARQL"
        found.append(Shape(name, "、".join(targets), path, first.message, first.severity.value, counted[name]))
    found.sort(key=lambda shape: (-shape.found, shape.name))
    return [
        (severity, [shape for shape in found if shape.severity == severity])
        for severity in ("violation", "warning", "info")
    ]
