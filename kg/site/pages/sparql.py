"""Questions in SPARQL, answered in the page itself: the editor of YASGUI, Oxigraph as WebAssembly, and the graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.site.material import SiteBuild
from kg.site.model import Page
from kg.site.packing import packed, packed_json
from kg.site.render import render
from kg.site.sparql import carried, settings

_ENGINE = Path(__file__).parents[1] / "assets" / "oxigraph.wasm"


def pages(build: SiteBuild) -> Iterator[Page]:
    """`sparql.html`."""
    graph = carried(build)
    yield render(
        "sparql.html",
        "sparql.html",
        title="SPARQL 查询",
        styles=("sparql.css", "sparql-page.css"),
        scripts=("sparql.js",),
        data={
            "engine": packed(_ENGINE.read_bytes()),
            "graph": packed(graph.turtle),
            "settings": packed_json(settings(build)),
        },
        # The engine is compiled in the page and runs in a worker made of the page's own script.
        policy={"script-src": ("'wasm-unsafe-eval'",), "worker-src": ("blob:",)},
        reports=len(build.reports),
        inside=graph.reports,
        triples=graph.triples,
    )
