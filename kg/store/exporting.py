"""A build in, one RDF serialisation of it out; the same build gives the same bytes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.aside import aside
from kg.errors import UsageError
from kg.store.graphs import quads, write_trig
from kg.store.jsonld import write_jsonld
from kg.store.opened import Build, open_build

FORMATS = ("ttl", "nt", "nq", "trig", "jsonld")


def export(build: Build | str | Path, to: str, output: str | Path | IO[bytes]) -> None:
    """Write a build as `to`: ttl, nt and jsonld are the union of all graphs, nq and trig keep one graph a report.

    Raises:
        UsageError: an unknown format, no build, or a file that cannot be written.
    """
    if to not in FORMATS:
        raise UsageError(to, "不认识的导出格式", f"可用：{' '.join(FORMATS)}")
    opened = build if isinstance(build, Build) else open_build(build)
    if not isinstance(output, str | Path):
        _export(opened, to, output)
        return
    with aside(Path(output)) as path, path.open("wb") as file:
        _export(opened, to, file)


def _export(build: Build, to: str, output: IO[bytes]) -> None:
    if to == "ttl":
        with build.graph_file.open("rb") as file:
            shutil.copyfileobj(file, output)
        return
    graphs = build.graphs()
    triples = (triple for part in graphs for triple in part.triples())
    if to == "trig":
        write_trig(graphs, output, build.base)
    elif to == "nq":
        ox.serialize(quads(graphs), output, format=ox.RdfFormat.N_QUADS)
    elif to == "nt":
        ox.serialize(triples, output, format=ox.RdfFormat.N_TRIPLES)
    else:
        write_jsonld(triples, output, build.base)
