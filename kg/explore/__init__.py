"""A build in a notebook: questions in, data frames out."""

from __future__ import annotations

from kg.explore.graph import Graph, open_graph

__all__ = ["Graph", "open_graph"]
