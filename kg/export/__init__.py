"""A build in, files for the tools that people use out: RDF, tables, networks."""

from __future__ import annotations

from kg.export.writing import FORMATS, export

__all__ = ["FORMATS", "export"]
