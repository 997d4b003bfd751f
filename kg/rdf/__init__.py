"""Linked facts in, RDF and flat facts out: N-Triples lines, Turtle, and the objects of the JSON lines."""

from __future__ import annotations

from kg.rdf.facts import facts
from kg.rdf.graph import graph_iri, ntriples
from kg.rdf.terms import CODE, DEFAULT_BASE, ONTOLOGY, PREFIXES, TERM
from kg.rdf.turtle import turtle, turtle_of

__all__ = [
    "CODE",
    "DEFAULT_BASE",
    "ONTOLOGY",
    "PREFIXES",
    "TERM",
    "facts",
    "graph_iri",
    "ntriples",
    "turtle",
    "turtle_of",
]
