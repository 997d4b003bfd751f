"""The first page: what was read, what was found street by street, what became of the numbers, what to download."""

from __future__ import annotations

from collections.abc import Iterator

from kg.site.material import SiteBuild
from kg.site.model import Page
from kg.site.render import render


def pages(build: SiteBuild) -> Iterator[Page]:
    """`index.html`."""
    yield render("index.html", "index.html", title="概览", build=build)
