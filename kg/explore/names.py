"""A name that a person typed and a build in, the thing meant or the names nearest to it out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError, is_it
from kg.query.vocabulary import near

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Build

_LABELS = "SELECT DISTINCT ?label WHERE { ?area a %s ; rdfs:label ?label }"
PLACES = {"street": ("kg:AdministrativeArea", "街道或地区"), "community": ("kg:Community", "社区或村")}
_FEW = 12


def check_places(build: Build, values: Mapping[str, Any]) -> None:
    """See that streets and communities asked for are there at all: for an answer without rows.

    Raises:
        UsageError: no area has a name with those characters; the nearest names are told.
    """
    for parameter, (kind, called) in PLACES.items():
        wanted = str(values.get(parameter) or "")
        if not wanted:
            continue
        labels = [row["label"].value for row in build.select(_LABELS % kind)]
        if any(wanted in label for label in labels):
            continue
        close = near(wanted, labels)
        streets = [source["head"]["path"][-1] for source in build.info["sources"]]
        have = "、".join(dict.fromkeys(streets[:_FEW]))
        raise UsageError(f"{parameter}={wanted}", f"图谱里没有这个{called}", is_it(close, f"有：{have}"))


def nodes_named(graph: nx.Graph[str], wanted: str) -> list[str]:
    """The nodes with an IRI or label: streets before other areas, these before things; those with most links first.

    Raises:
        UsageError: there is none; the nearest labels are told.
    """
    if wanted in graph:
        return [wanted]
    bare = _bare(wanted)
    rank = {"Street": 0, "Community": 1, "District": 1, "City": 1, "Province": 1}
    found = [node for node, label in graph.nodes(data="label") if bare and _bare(label) == bare]
    if not found:
        starts = [node for node, label in graph.nodes(data="label") if bare and bare in _bare(label)]
        if len({_bare(graph.nodes[node]["label"]) for node in starts}) == 1:
            found = starts
    if not found:
        close = near(wanted, (label for _, label in graph.nodes(data="label")), 5)
        raise UsageError(wanted, "图谱里没有这个名字", is_it(close))
    return sorted(found, key=lambda node: (rank.get(graph.nodes[node]["type"], 2), -graph.degree(node), node))


def _bare(label: str) -> str:
    """A label without quotation marks and blanks."""
    return re.sub(r"[\s“”\"「」《》]", "", label)
