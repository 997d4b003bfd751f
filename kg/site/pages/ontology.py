"""The vocabulary: classes, properties, codes, units and shapes, with how often this build uses each, and an example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import pyoxigraph as ox

from kg.lexicon.palette import colour_class
from kg.query.prefixes import shorten
from kg.rdf.terms import CODE, PREFIXES, TERM
from kg.records import record
from kg.site import usage
from kg.site.material import SiteBuild
from kg.site.model import Page
from kg.site.palette import hues
from kg.site.render import render
from kg.site.usage import Example, Examples, Use
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
_UNITS = """SELECT ?unit ?zh ?canonical ?multiplier (COUNT(?s) AS ?n) (MIN(?s) AS ?example) WHERE {
  ?s kg:unit ?unit . ?unit skos:prefLabel ?zh FILTER(LANG(?zh) = "zh")
  OPTIONAL { ?unit kg:canonicalUnit/skos:prefLabel ?canonical FILTER(LANG(?canonical) = "zh") }
  OPTIONAL { ?unit kg:multiplier ?multiplier }
} GROUP BY ?unit ?zh ?canonical ?multiplier"""
UNITS = 60
"""Units on the page, the commonest."""
_BIG_SCHEMES = ("unit", "indicator")


@record
class Term:
    """A class or property: its names, what it means, what stands above it, how often the data use it, with an example.

    `value` is that of the property in the example, in words.
    """

    name: str
    anchor: str
    zh: str
    en: str
    meaning: str
    above: tuple[str, ...]
    domain: str
    range: str
    used: int
    example: Example
    value: str = ""
    hue: str = ""


@record
class Code:
    """A code of a list."""

    name: str
    zh: str
    en: str
    used: int
    example: Example


@record
class Unit:
    """A unit, and so many of which other it is."""

    zh: str
    canonical: str
    multiplier: str
    used: int
    example: Example


@record
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
    uses = usage.classes(build), usage.properties(build), usage.codes(build)
    units = list(build.select(_UNITS))
    told = [one.example for use in uses for one in use.values()]
    values = [one.value.value for one in uses[1].values() if isinstance(one.value, ox.NamedNode)]
    examples = Examples(build, [*told, *values, *(row["example"].value for row in units)])
    yield render(
        "ontology.html",
        "ontology.html",
        title="本体",
        styles=("charts.css", "ontology.css"),
        scripts=("filter.js",),
        classes=_terms(build, "class", uses[0], examples),
        properties=_terms(build, "property", uses[1], examples),
        schemes=_schemes(build, uses[2], examples),
        units=_units(units, examples)[:UNITS],
        shapes=_shapes(build),
        namespaces={
            name: iri for name, iri in (PREFIXES | {"kgd": build.base}).items() if name in ("kg", "kgc", "kgd")
        },
        tones=hues(),
    )


def _terms(build: SiteBuild, sort: str, uses: Mapping[str, Use], examples: Examples) -> list[Term]:
    found: dict[str, Term] = {}
    for kind in _SORTS[sort]:
        for row in build.select(_TERMS.replace("?sort", kind, 1)):
            iri = row["term"].value
            if not iri.startswith(TERM):
                continue
            words = {name: _short(row[name]) for name in ("above", "domain", "range")}
            above = (words["above"],) if words["above"] else ()
            if iri in found:
                above = tuple(sorted({*found[iri].above, *above}))
            use = uses.get(iri, Use())
            local = iri.removeprefix(TERM)
            found[iri] = Term(
                f"kg:{local}", local, row["zh"].value, row["en"].value, row["meaning"].value if row["meaning"] else "",
                above, words["domain"], words["range"], use.count, examples.of(use.example), examples.value(use.value),
                colour_class(local) or "",
            )  # fmt: skip
    return sorted(found.values(), key=lambda term: (-term.used, term.name))


def _short(term: ox.NamedNode | ox.BlankNode | ox.Literal | None) -> str:
    return shorten(term.value) if isinstance(term, ox.NamedNode) else ""


def _schemes(
    build: SiteBuild, uses: Mapping[tuple[str, str], Use], examples: Examples
) -> list[tuple[str, str, list[Code]]]:
    found: dict[tuple[str, str], list[Code]] = {}
    for row in build.select(_CODES):
        scheme, code = row["scheme"].value, row["code"].value
        local = scheme.removeprefix(CODE + "scheme-")
        if local in _BIG_SCHEMES or not code.startswith(CODE):
            continue
        use = uses.get((scheme, code), Use())
        found.setdefault((local, row["name"].value), []).append(
            Code(code.removeprefix(CODE), row["zh"].value, row["en"].value, use.count, examples.of(use.example))
        )
    return [
        (scheme, name, sorted(codes, key=lambda code: (-code.used, code.name)))
        for (scheme, name), codes in sorted(found.items(), key=lambda item: item[0])
    ]


def _units(rows: Iterable[ox.QuerySolution], examples: Examples) -> list[Unit]:
    units = [
        Unit(
            row["zh"].value,
            row["canonical"].value if row["canonical"] is not None else "",
            row["multiplier"].value if row["multiplier"] is not None else "",
            int(row["n"].value),
            examples.of(row["example"].value),
        )
        for row in rows
    ]
    return sorted(units, key=lambda unit: (-unit.used, unit.zh))


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
