"""The files of `ontology/` in, without the shapes; their triples as sorted N-Triples lines out."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from kg import resources


@cache
def ontology_lines() -> tuple[bytes, ...]:
    """Ontology, codes, units and indicators as sorted N-Triples lines with their line ends."""
    triples = [
        triple
        for path in sorted(resources.directory("ontology").glob("*.ttl"))
        if path.name != "shapes.ttl"
        for triple in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    ]
    written = ox.serialize((quad.triple for quad in triples), format=ox.RdfFormat.N_TRIPLES)
    assert written is not None
    return tuple(sorted({line + b"\n" for line in written.split(b"\n") if line}))
