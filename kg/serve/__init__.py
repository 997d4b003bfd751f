"""A build in, a SPARQL 1.1 endpoint on this machine out; a newer build takes its place without losing a request."""

from __future__ import annotations

from kg.serve.front import serve

__all__ = ["serve"]
