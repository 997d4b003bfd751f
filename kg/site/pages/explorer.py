"""The graph to look at: things and what links them, each with the sentence that says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.site.explorer import explorer_data
from kg.site.material import SiteBuild
from kg.site.model import Page
from kg.site.packing import packed_json
from kg.site.render import render


def pages(build: SiteBuild) -> Iterator[Page]:
    """`explorer.html`."""
    yield page(explorer_data(build))


def page(data: Mapping[str, Any]) -> Page:
    """The page of what `kg.site.explorer` gives."""
    return render(
        "explorer.html",
        "explorer.html",
        title="图谱",
        styles=("explorer.css",),
        scripts=("explorer.js",),
        data={"network": packed_json(data)},
        shown=len(data["nodes"]["iri"]),
        every=data["all"],
    )
