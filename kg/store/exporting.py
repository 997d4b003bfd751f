"""A build in, one RDF serialisation of it out; the same build gives the same bytes."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import UsageError
from kg.rdf import shared_graph_iri
from kg.rdf.links import links_graph_iri
from kg.rdf.terms import PREFIXES
from kg.store.merge import Part, parts, quads, write_triples
from kg.store.model import LINKS
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
    target = Path(output)
    aside = target.with_name(f".{target.name}.part")
    try:
        with aside.open("wb") as file:
            _export(opened, to, file)
        aside.replace(target)
    except OSError as error:
        raise UsageError(str(target), f"文件写不了（{error.strerror or error}）", "请检查路径与权限") from None
    finally:
        aside.unlink(missing_ok=True)


def _export(build: Build, to: str, output: IO[bytes]) -> None:
    if to == "ttl":
        with build.graph_file.open("rb") as file:
            shutil.copyfileobj(file, output)
        return
    prefixes = PREFIXES | {"kgd": build.base}
    with tempfile.TemporaryDirectory() as folder:
        scratch, lines = Path(folder), Path(folder) / "lines"
        links = Part(links_graph_iri(build.base), build.path / LINKS)
        graphs = parts(build.shards(), shared_graph_iri(build.base), links, scratch)
        if to == "nq":
            output.writelines(quads(graphs))
        elif to == "trig":
            with lines.open("wb") as file:
                file.writelines(quads(graphs))
            parsed = ox.parse(path=lines, format=ox.RdfFormat.N_QUADS)
            ox.serialize(parsed, output, format=ox.RdfFormat.TRIG, prefixes=prefixes)
        else:
            write_triples(graphs, lines)
            if to == "nt":
                with lines.open("rb") as merged:
                    shutil.copyfileobj(merged, output)
                return
            parsed = ox.parse(path=lines, format=ox.RdfFormat.N_TRIPLES)
            ox.serialize(parsed, output, format=ox.RdfFormat.JSON_LD, prefixes=prefixes)
