"""Writers and validators of graphs: a folder that `benchmarks.others.prepare` filled in, what is to be timed out.

Each loader reads its input before the clock starts. A writer returns what it wrote and a function that turns this into
bytes of N-Triples or Turtle when the clock has stopped; a validator returns the number of its findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

SPEED = "speed"
"""Folder of reports for speed."""
TRIPLES = "triples.nt"
"""The distinct triples of these reports, sorted: each writer has to write these."""
TABLES = "tables"
"""The same as CSV files, `MAPPING` beside them says how they become triples."""
MAPPING = "mapping.ttl"
REPORT, UNION, SHAPES = "report.nt", "union.nt", "shapes.ttl"
"""The graph of one short report, the same with the ontology, and the shapes."""

Writer = tuple[Callable[[], Any], Callable[[Any], bytes]]
"""What is timed, and how what it gives becomes bytes."""


def streetkg_ntriples(folder: Path) -> Writer:
    """From linked facts to lines of N-Triples, report by report."""
    from kg import documents, extraction, linking, rdf

    paths = sorted((folder / SPEED).glob("*.txt"))
    linked = [linking.link(extraction.extract(documents.read(path))) for path in paths]
    rdf.ntriples(linked[0])
    return lambda: [rdf.ntriples(each) for each in linked], lambda parts: _joined(
        line for part in parts for line in part
    )


def streetkg_turtle(folder: Path) -> Writer:
    """From lines of N-Triples to Turtle."""
    from kg.rdf import turtle_body, turtle_header

    lines = (folder / TRIPLES).read_bytes()
    return lambda: turtle_header() + turtle_body(lines), bytes


def rdflib_add(folder: Path) -> Writer:
    """From ready terms to a graph, which is what rdflib writes from."""
    import rdflib

    triples = list(rdflib.Graph().parse(folder / TRIPLES, format="nt"))

    def run() -> rdflib.Graph:
        graph = rdflib.Graph()
        for triple in triples:
            graph.add(triple)
        return graph

    return run, lambda graph: bytes(graph.serialize(format="nt", encoding="utf-8"))


def _rdflib(form: str) -> Callable[[Path], Writer]:
    """From a graph in memory to N-Triples or Turtle."""

    def load(folder: Path) -> Writer:
        import rdflib

        graph = rdflib.Graph().parse(folder / TRIPLES, format="nt")
        return lambda: graph.serialize(format=form, encoding="utf-8"), bytes

    return load


def morph_kgc(folder: Path) -> Writer:
    """From CSV files to lines of N-Triples by an RML mapping, in one process."""
    import logging

    import morph_kgc as morph

    settings = (
        "[CONFIGURATION]\nnumber_of_processes: 1\nlogging_level: ERROR\n"
        f"[DataSource1]\nmappings: {(folder / TABLES / MAPPING).as_posix()}\n"
    )
    logging.disable(logging.INFO)
    return lambda: morph.materialize_set(settings), lambda lines: _joined(f"{line.rstrip(' .')} ." for line in lines)


def _joined(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def streetkg_validation(folder: Path) -> Callable[[], int]:
    """`kg.validation`: the ontology is part of the package, the shapes are compiled to queries once."""
    from kg.validation import validate

    return lambda: len(validate(folder / REPORT))


def streetkg_oracle(folder: Path) -> Callable[[], int]:
    """pyshacl as the project's tests run it: each query text is parsed once."""
    from kg.validation import validate

    return lambda: len(validate(folder / REPORT, engine="pyshacl"))


def _pyshacl(*, sparql: bool) -> Callable[[Path], Callable[[], int]]:
    """pyshacl on data and ontology as one graph, as its documentation shows it; without `sparql` SHACL Core alone."""

    def load(folder: Path) -> Callable[[], int]:
        import pyshacl
        import rdflib

        def run() -> int:
            data = rdflib.Graph().parse(folder / UNION, format="nt")
            shapes = rdflib.Graph().parse(folder / SHAPES, format="turtle")
            if not sparql:
                shapes.remove((None, rdflib.SH.sparql, None))
            _, results, _ = pyshacl.validate(data, shacl_graph=shapes)
            return sum(1 for _ in results.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult))

        return run

    return load


WRITERS: dict[str, Callable[[Path], Writer]] = {
    "streetkg-ntriples": streetkg_ntriples,
    "streetkg-turtle": streetkg_turtle,
    "rdflib-add": rdflib_add,
    "rdflib-ntriples": _rdflib("nt"),
    "rdflib-turtle": _rdflib("turtle"),
    "morph-kgc": morph_kgc,
}

VALIDATORS: dict[str, Callable[[Path], Callable[[], int]]] = {
    "streetkg": streetkg_validation,
    "pyshacl-oracle": streetkg_oracle,
    "pyshacl": _pyshacl(sparql=True),
    "pyshacl-core": _pyshacl(sparql=False),
}
