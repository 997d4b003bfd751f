"""From a graph to raw findings through pySHACL: slow, the reference that the fast engine is compared with."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg.validation.fast import Raw
from kg.validation.graph import Graph
from kg.validation.shapes import SH, checks, shapes_file


def failures(graph: Graph) -> Iterator[Raw]:
    """What pySHACL reports on a graph."""
    import pyshacl
    import rdflib

    data = _graph_class()()
    data.parse(io.BytesIO("\n".join(graph.lines()).encode()), format="nt")
    _, results, _ = pyshacl.validate(
        data, shacl_graph=_shapes(), ont_graph=None, inference="none", advanced=False, do_owl_imports=False
    )
    assert isinstance(results, rdflib.Graph)
    by_id = {check.id: check for check in checks()}
    sh = rdflib.Namespace(SH)
    for result in results.subjects(rdflib.RDF.type, sh.ValidationResult):
        name = str(results.value(result, sh.sourceShape)).rpartition("#")[2]
        component = str(results.value(result, sh.sourceConstraintComponent)).removeprefix(SH)
        component = component.removesuffix("ConstraintComponent")
        if component != "SPARQL":
            name += "/" + component[0].lower() + component[1:]
        path = results.value(result, sh.resultPath)
        focus, value = results.value(result, sh.focusNode), results.value(result, sh.value)
        yield by_id[name], _term(focus), str(path) if path is not None else None, _term(value)


@cache
def _graph_class() -> Any:
    """A graph that parses and translates each query text once: pySHACL asks the same one for every focus node.

    Parsing and translation are kept together, because translating changes the parse tree. Ten times faster.
    """
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    prepared = cache(prepareQuery)

    class Remembering(rdflib.Graph):
        def query(self, query_object: Any, *arguments: Any, **options: Any) -> Any:
            if isinstance(query_object, str):
                query_object = prepared(query_object)
            return super().query(query_object, *arguments, **options)

    return Remembering


@cache
def _shapes() -> Any:
    import rdflib

    return rdflib.Graph().parse(shapes_file(), format="turtle")


def _term(term: object) -> Any:
    """An rdflib term as N-Triples writes it."""
    import rdflib

    if isinstance(term, rdflib.BNode):
        return f"_:{term}"
    if isinstance(term, rdflib.Literal):
        if term.language:
            return str(ox.Literal(str(term), language=term.language))
        datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
        return str(ox.Literal(str(term), datatype=datatype))
    return f"<{term}>" if term is not None else None
