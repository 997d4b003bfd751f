"""The part of SPARQL that the shapes use, evaluated over a graph in memory: text in, a function from graphs to rows out."""

from __future__ import annotations

from kg.validation.sparql.evaluation import Select, prepare
from kg.validation.sparql.syntax import UnsupportedQueryError

__all__ = ["Select", "UnsupportedQueryError", "prepare"]
