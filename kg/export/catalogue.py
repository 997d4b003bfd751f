"""A build in, its description out, as Turtle: what data set it is (DCAT) and what is in it (VoID)."""

from __future__ import annotations

from collections.abc import Iterator

from kg.rdf import ONTOLOGY, turtle_of
from kg.rdf.terms import PREFIXES, XSD_INTEGER, string, words
from kg.store import Build

_VOID, _DCAT, _DCT = "http://rdfs.org/ns/void#", PREFIXES["dcat"], PREFIXES["dct"]
_TYPE = f"<{PREFIXES['rdf']}type>"
_CLASSES = "SELECT ?class (COUNT(?node) AS ?n) { ?node a ?class } GROUP BY ?class"
_PATHS = "SELECT ?path (COUNT(*) AS ?n) { ?node ?path ?any } GROUP BY ?path"


def description(build: Build) -> str:
    """VoID and DCAT of a build, sorted, without times: the same build gives the same bytes."""
    return turtle_of(sorted(set(_lines(build))), build.base)


def _lines(build: Build) -> Iterator[str]:
    me = f"<{build.base}dataset>"
    info = build.info
    yield f"{me} {_TYPE} <{_VOID}Dataset> ."
    yield f"{me} {_TYPE} <{_DCAT}Dataset> ."
    yield f"{me} <{_DCT}title> {words('街道工作报告知识图谱')} ."
    facts, figures = sum(info["facts"].values()), info["facts"].get("indicator", 0)
    told = f"{len(info['sources'])} 份报告，{facts} 条事实（其中指标 {figures} 条）"
    yield f"{me} <{_DCT}description> {words(told)} ."
    yield f"{me} <{_DCT}conformsTo> <{ONTOLOGY}> ."
    yield f"{me} <{_VOID}vocabulary> <{ONTOLOGY}#> ."
    yield f"{me} <{_VOID}uriSpace> {string(build.base)} ."
    yield f"{me} <{_VOID}triples> {_count(info['triples'])} ."
    yield f"{me} <{_DCAT}version> {string(info['fingerprint'][:16])} ."
    for row in info["sources"]:
        yield f"{me} <{_VOID}rootResource> <{row['report']}> ."
    for kind, query, sort in (("class", _CLASSES, "classPartition"), ("property", _PATHS, "propertyPartition")):
        for found in build.select(query):
            iri = found[0].value
            part = f"<{build.base}dataset-{kind}-{iri.replace('#', '/').rpartition('/')[2]}>"
            yield f"{me} <{_VOID}{sort}> {part} ."
            yield f"{part} <{_VOID}{kind}> <{iri}> ."
            yield f"{part} <{_VOID}{'entities' if kind == 'class' else 'triples'}> {_count(int(found[1].value))} ."


def _count(number: int) -> str:
    return f'"{number}"{XSD_INTEGER}'
