"""A build in, its exact figures as an RDF Data Cube out: one observation a figure, by area, indicator, period, unit and measure."""

from __future__ import annotations

from collections.abc import Iterator

from kg.rdf import TERM, turtle_of
from kg.rdf.terms import PREFIXES, words
from kg.store import Build

_QB = "http://purl.org/linked-data/cube#"
_TYPE, _LABEL = f"<{PREFIXES['rdf']}type>", f"<{PREFIXES['rdfs']}label>"
_DIMENSIONS = ("forArea", "indicator", "period", "measureKind", "unit")
_ATTRIBUTES = ("bound", "reportedIn", "evidence")
_QUERY = """SELECT ?figure ?forArea ?indicator ?period ?measureKind ?unit ?bound ?reportedIn ?evidence ?value {
  ?figure a kg:Outcome ; kg:forArea ?forArea ; kg:indicator ?indicator ; kg:period ?period ; kg:measureKind ?measureKind ;
    kg:unit ?unit ; kg:bound ?bound ; kg:reportedIn ?reportedIn ; kg:evidence ?evidence ; kg:value ?value .
}"""


def cube(build: Build) -> str:
    """The Data Cube of all reported figures as Turtle. Targets are no observations and are left out."""
    return turtle_of(sorted(set(_lines(build))), build.base)


def _lines(build: Build) -> Iterator[str]:
    cube, structure = f"<{build.base}cube>", f"<{build.base}cube-structure>"
    yield f"{cube} {_TYPE} <{_QB}DataSet> ."
    yield f"{cube} {_LABEL} {words('工作报告中的实绩数字')} ."
    yield f"{cube} <{_QB}structure> {structure} ."
    yield f"{structure} {_TYPE} <{_QB}DataStructureDefinition> ."
    kinds = [(name, "dimension") for name in _DIMENSIONS] + [(name, "attribute") for name in _ATTRIBUTES]
    for name, kind in [*kinds, ("value", "measure")]:
        part = f"<{build.base}cube-{kind}-{name}>"
        yield f"{structure} <{_QB}component> {part} ."
        yield f"{part} <{_QB}{kind}> <{TERM}{name}> ."
        yield f"<{TERM}{name}> {_TYPE} <{_QB}{kind.capitalize()}Property> ."
    for row in build.select(_QUERY):
        figure = str(row["figure"])
        yield f"{figure} {_TYPE} <{_QB}Observation> ."
        yield f"{figure} <{_QB}dataSet> {cube} ."
        for name in (*_DIMENSIONS, *_ATTRIBUTES, "value"):
            yield f"{figure} <{TERM}{name}> {row[name]} ."
