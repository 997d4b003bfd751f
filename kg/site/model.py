"""What the site consists of; nothing here touches files."""

from __future__ import annotations

from kg.records import record
from kg.store.model import FACTS, GRAPH, MARKER


@record
class Page:
    """A file of the site. `path` is relative to its folder, with `/` between, of ASCII letters, digits, `-`, `_` and `.`."""

    path: str
    data: bytes


@record
class Entry:
    """A line of the navigation that all pages share: the page that it leads to and its words."""

    path: str
    chinese: str
    english: str


ENTRIES = (
    Entry("index.html", "概览", "Overview"),
    Entry("compare.html", "指标", "Figures compared"),
    Entry("promises.html", "承诺", "Promises and deadlines"),
    Entry("projects.html", "项目", "Projects in time"),
    Entry("explorer.html", "图谱", "Explorer"),
    Entry("sparql.html", "查询", "SPARQL"),
    Entry("ontology.html", "本体", "Ontology"),
)
"""The navigation, in its order. An entry stands here once its page is made."""

DOWNLOADS = (GRAPH, FACTS, MARKER)
"""Files of the build that lie in the site's `data/` as they are; `kg.site.downloads` adds tables."""
