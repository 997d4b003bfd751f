"""Linked facts in, RDF and flat facts out: N-Triples lines, Turtle, and the objects of the JSON lines."""

from __future__ import annotations

from kg.rdf.flat import facts
from kg.rdf.graph import graph_iri, ntriples, ntriples_by_scope, shared_graph_iri
from kg.rdf.syntax import turtle, turtle_body, turtle_header, turtle_of
from kg.rdf.terms import CODE, DEFAULT_BASE, ONTOLOGY, PREFIXES, TERM
from kg.rdf.version import VERSION

__all__ = [
    "CODE",
    "DEFAULT_BASE",
    "ONTOLOGY",
    "PREFIXES",
    "TERM",
    "VERSION",
    "facts",
    "graph_iri",
    "ntriples",
    "ntriples_by_scope",
    "shared_graph_iri",
    "turtle",
    "turtle_body",
    "turtle_header",
    "turtle_of",
]
