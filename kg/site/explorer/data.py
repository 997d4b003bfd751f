"""A build in, the columns that the explorer page reads out.

A table is a mapping from the names of its columns to lists of the same length; things, statements, reports and sentences
are told apart by their numbers. What is missing is -1 or the empty string.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.lexicon import text as lexicon_text
from kg.lexicon.palette import drawn_as
from kg.site.explorer.layout import Point, arranged, disc
from kg.site.explorer.network import RELATIONS, Network, Node, Statement
from kg.site.material import SiteBuild, places_of
from kg.site.palette import hues

_STEPS = 100
"""Places are whole numbers: hundredths of the distance of two neighbours on a ring."""
_SECTORS = ("Community", "Place", "Organisation", "Deadline", "Project", "Initiative", "Indicator")
GROUPS = ("Report", "Street", "Area", "Organisation", "Project", "Initiative", "Indicator", "Deadline")
"""The classes of the palette that things are shown as, in the order of the page."""


def explorer_data(build: SiteBuild) -> dict[str, Any]:
    """What the page shows of a build."""
    return columns(build.network, build.base)


def columns(found: Network, base: str) -> dict[str, Any]:
    """The same from a network."""
    nodes = found.shown
    names = places_of(found.reports)
    numbers = {node.iri: number for number, node in enumerate(nodes)}
    places = _places(found, nodes, numbers)
    kept = [statement for statement in found.statements if _shown(statement, numbers)]
    order = {statement.iri: number for number, statement in enumerate(kept)}
    sentences: dict[tuple[int, int, int], int] = {}
    for statement in kept:
        sentences.setdefault((statement.report, *statement.sentence), len(sentences))
    statuses = sorted({code for each in kept for code in (each.status, each.promised) if code})
    relations = [relation for relation in found.relations if relation[0] in numbers and relation[2] in numbers]
    return {
        "base": base,
        "all": len(found.nodes),
        "classes": [hues()[group].zh for group in GROUPS],
        "colours": [f"--c-{group.lower()}" for group in GROUPS],
        "marks": [hues()[group].mark for group in GROUPS],
        "relations": {
            name: found.labels.get(f"kg:{name}", name) for name in (*RELATIONS, "about", "indicator", "deadline")
        },
        "statuses": [found.labels.get(f"kgc:{code}", code) for code in statuses],
        "moods": [found.labels.get(f"kg:{name}", name) for name in ("Outcome", "Commitment")],
        "verdicts": {code: found.labels.get(f"kgc:{code}", code) for _, code, _ in sorted(found.follow_ups, key=str)},
        "initials": initials("".join(node.label for node in nodes)),
        "reports": {
            "node": [numbers.get(report.iri, -1) for report in found.reports],
            "title": [_clean(report.title) for report in found.reports],
            "area": [_number(report.area, numbers) for report in found.reports],
            "place": [_clean(names[report.key]) for report in found.reports],
            "page": [report.page for report in found.reports],
        },
        "nodes": {
            "iri": [node.iri.removeprefix(base) for node in nodes],
            "label": [_clean(node.label) for node in nodes],
            "class": [GROUPS.index(drawn_as(node.kind)) for node in nodes],
            "note": [_clean(_note(node, found.labels)) for node in nodes],
            "x": [round(x * _STEPS) for x, _ in places],
            "y": [round(y * _STEPS) for _, y in places],
        },
        "links": {
            "from": [numbers[start] for start, _, _ in relations],
            "name": [name for _, name, _ in relations],
            "to": [numbers[end] for _, _, end in relations],
        },
        "sentences": {
            "report": [report for report, _, _ in sentences],
            "text": [_clean(found.texts[report][begin:end]) for report, begin, end in sentences],
        },
        "statements": {
            "iri": [statement.iri.removeprefix(base) for statement in kept],
            "kind": [statement.kind for statement in kept],
            "sentence": [sentences[(statement.report, *statement.sentence)] for statement in kept],
            "at": [statement.quote[0] for statement in kept],
            "length": [statement.quote[1] for statement in kept],
            "area": [_number(statement.area, numbers) for statement in kept],
            "things": [[numbers[iri] for iri in statement.things if iri in numbers] for statement in kept],
            "deadline": [_number(statement.deadline, numbers) for statement in kept],
            "metric": [_clean(statement.metric) for statement in kept],
            "promise": [-1 if statement.promise is None else int(statement.promise) for statement in kept],
            "status": [_code(statement.status, statuses) for statement in kept],
            "promised": [_code(statement.promised, statuses) for statement in kept],
            "from": [statement.years[0] if statement.years else -1 for statement in kept],
            "to": [statement.years[1] if statement.years else -1 for statement in kept],
        },
        "followUps": [
            [order[promise], verdict, order.get(outcome or "", -1)]
            for promise, verdict, outcome in sorted(found.follow_ups, key=str)
            if promise in order
        ],
    }


def initials(labels: str) -> dict[str, str]:
    """For each letter the characters of `labels` whose pinyin may begin with it."""
    used = set(labels)
    found = {}
    for line in lexicon_text("initials.txt").splitlines():
        if not line.startswith("#"):
            letter, _, characters = line.partition(" ")
            if here := "".join(character for character in characters if character in used):
                found[letter] = here
    return found


def _note(node: Node, labels: Mapping[str, str]) -> str:
    """What kind of its class it is."""
    return node.note or (labels.get(f"kg:{node.kind}", "") if drawn_as(node.kind) == "Area" else "")


def _shown(statement: Statement, numbers: Mapping[str, int]) -> bool:
    named = statement.things or ((statement.area,) if statement.area else ())
    return any(iri in numbers for iri in named)


def _places(found: Network, nodes: Sequence[Node], numbers: Mapping[str, int]) -> list[Point]:
    homes = _homes(found, nodes, numbers)
    members: list[list[int]] = [[] for _ in range(len(found.reports) + 1)]
    for number in range(len(nodes)):
        members[homes[number] + 1].append(number)
    first = [node.statements[0] if node.statements else -1 for node in nodes]
    discs = []
    for home, inside in enumerate(members):
        report = found.reports[home - 1] if home else None
        middle = [numbers[iri] for iri in filter(None, (report.iri, report.area)) if iri in numbers] if report else []
        middle = [number for number in middle if homes[number] == home - 1]
        rest = sorted(set(inside) - set(middle), key=lambda number: (first[number], number))
        if not report:
            middle = [number for number in rest if nodes[number].kind in ("Province", "City", "District")][:7]
            rest = [number for number in rest if number not in middle]
        sectors: dict[str, list[int]] = {kind: [] for kind in _SECTORS}
        for number in rest:
            sectors.setdefault(nodes[number].kind, []).append(number)
        discs.append(disc(middle, list(sectors.values())))
    placed = arranged(discs)
    return [placed[number] for number in range(len(nodes))]


def _homes(found: Network, nodes: Sequence[Node], numbers: Mapping[str, int]) -> list[int]:
    """For each thing the report that it is drawn at, or -1: several reports, of different areas, speak of it."""
    homes = [-2] * len(nodes)
    for number, report in reversed(list(enumerate(found.reports))):
        for iri in filter(None, (report.iri, report.area)):
            if iri in numbers:
                homes[numbers[iri]] = number
    areas = [report.area or report.iri for report in found.reports]
    for number, node in enumerate(nodes):
        if homes[number] == -2 and node.reports:
            same = len({areas[report] for report in node.reports}) == 1
            homes[number] = node.reports[0] if same else -1
    # What no report speaks of is drawn where what it is linked with is: a community at its street, an office at its area.
    for start, _, end in found.relations:
        for one, other in ((start, end), (end, start)):
            if one in numbers and other in numbers and homes[numbers[one]] == -2 and homes[numbers[other]] >= 0:
                homes[numbers[one]] = homes[numbers[other]]
    return [-1 if home == -2 else home for home in homes]


def _number(iri: str | None, numbers: Mapping[str, int]) -> int:
    return numbers.get(iri, -1) if iri is not None else -1


def _code(code: str | None, statuses: Sequence[str]) -> int:
    return statuses.index(code) if code is not None else -1


def _clean(text: str) -> str:
    """Without lone surrogates, which no UTF-8 file can hold; as many UTF-16 units as before."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
