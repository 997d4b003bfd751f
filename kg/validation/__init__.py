"""From a graph to findings: the shapes of `ontology/shapes.ttl` run over the union of data and ontology."""

from __future__ import annotations

from typing import Literal

from kg.validation import data as _data
from kg.validation.context import Context
from kg.validation.data import Data
from kg.validation.fast import failures
from kg.validation.findings import found, sorted_findings
from kg.validation.model import Finding, Severity
from kg.validation.text import report

__all__ = ["Data", "Finding", "Severity", "report", "validate"]


def validate(data: Data, *, engine: Literal["fast", "pyshacl"] = "fast") -> list[Finding]:
    """Everything that fails a shape, gravest first, then by check, node, path and value.

    `data` is a store (named graphs are read as one graph), the path of an RDF file, or lines of N-Triples; the ontology
    is added where it is not there. `engine` "fast" runs each check once over the whole graph in memory, "pyshacl" asks the
    reference implementation, hundreds of times slower; both find the same.

    Raises:
        kg.errors.UnreadableSource: the file cannot be read as RDF.
    """
    graph = _data.union(data)
    if engine == "fast":
        raws = failures(graph)
    elif engine == "pyshacl":
        from kg.validation import oracle

        raws = oracle.failures(graph)
    else:
        raise ValueError(f"unknown engine {engine!r}")
    context = Context(graph)
    return list(sorted_findings(found(raw, context) for raw in raws))
