"""The pages of the site: one module a page, each with `pages(build: SiteBuild) -> Iterable[Page]`.

To add one: a module here, its `pages` named in `MAKERS`; a template under `kg/site/templates/` that extends `base.html` (blocks
`title` is given, `main` is yours, `width` may be `wide`); styles and scripts under `kg/site/assets/`; a line in `ENTRIES`
(`kg/site/model.py`) for the navigation. `kg.site.render.render` makes the page. Colours are CSS variables: `--paper`
`--raised` `--ink` `--soft` `--line` `--strong` `--link` `--focus`, and of each class of `palette.toml` `--c-project` (text,
lines) and `--t-project` (ground). To lead to the sentence that says a fact: `build.evidence(report, fact)`, with `root`
in front (`../` once for each folder that the page lies in).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kg.site.material import SiteBuild
from kg.site.model import Page
from kg.site.pages import compare, explorer, index, ontology, projects, promises, reports, sparql

Maker = Callable[[SiteBuild], Iterable[Page]]

MAKERS: tuple[Maker, ...] = (
    index.pages,
    reports.pages,
    compare.pages,
    promises.pages,
    projects.pages,
    explorer.pages,
    sparql.pages,
    ontology.pages,
)
"""All of them, in the order in which they are made."""
