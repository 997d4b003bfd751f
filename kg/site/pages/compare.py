"""Indicators over streets and periods, and a schematic map of the streets that were read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from markupsafe import Markup

from kg.lexicon.divisions import gazetteer
from kg.records import record
from kg.site import svg
from kg.site.material import Fact, Report, SiteBuild, spoken
from kg.site.model import Page
from kg.site.render import render

KINDS = (
    ("change", "增长与变化", "同比、环比与增减"),
    ("share", "比例", "完成率、覆盖率、占比"),
    ("level", "数量", "金额、面积、个数、人次"),
    ("rank", "名次", "在区、在市的位次"),
    ("duration", "时长", ""),
)
ROWS = 3000
"""Figures on the page. Indicators that most areas have come first; the others are named with a link to the query."""
POINTS = 300
"""Figures of one indicator."""
OPEN = 12
"""Figures of one indicator that are shown at once."""
NAMED = 1000
"""Indicators that are only named."""
DISTRICTS = 120
_ENDING = re.compile(r"(?<=..)(?:街道|镇|乡|苏木)$")
_TILE, _GAP, _COLUMNS = 60, 4, 5
_LINE = 4
"""Characters of a name on a line of its tile."""
_STEPS = 4


@record
class Point:
    """A figure as one line of a chart. `place` is what its report covers, by number.

    `left` and `width` are per cent of the bar's room; a bar begins where nothing is if `left` is None.
    """

    place: int
    name: str
    about: str
    when: str
    period: tuple[str, str]
    goal: bool
    figure: str
    href: str
    value: float
    left: float | None = None
    width: float = 0


@record
class Topic:
    """An indicator with its figures, all in one unit. `areas` is how many areas have it, `number` all its figures."""

    label: str
    kind: str
    unit: str
    points: tuple[Point, ...]
    areas: int
    number: int
    zero: float
    """Where nothing is, in per cent of the bar's room."""

    @property
    def history(self) -> str:
        """The query that lists all its figures, with its label put in: a path within the site."""
        # Browsers encode what is not ASCII themselves; here it would be three times as long.
        label = "".join(quote(one) if one.isascii() else one for one in self.label)
        return f"sparql.html#query=45-indicator-history&p.indicator={label}"


@record
class District:
    """A district of the map: its name and its picture, how many of its listed streets were read, and how many others."""

    name: str
    picture: Markup
    read: int
    known: int
    others: int


def pages(build: SiteBuild) -> Iterator[Page]:
    """`compare.html`."""
    topics = _topics(build)
    shown, room = [], ROWS
    for topic in topics:
        if len(topic.points) > room:
            break
        shown.append(topic)
        room -= len(topic.points)
    left = topics[len(shown) :]
    districts = _districts(build)
    read = {point.place for topic in shown for point in topic.points}
    yield render(
        "compare.html",
        "compare.html",
        title="指标",
        styles=("charts.css",),
        scripts=("filter.js",),
        kinds=[(kind, name, note, [topic for topic in shown if topic.kind == kind]) for kind, name, note in KINDS],
        named=left[:NAMED],
        unnamed=len(left[NAMED:]),
        total=len(shown),
        open=OPEN,
        places=[(number, place) for number, place in enumerate(build.places.values()) if number in read],
        districts=districts[:DISTRICTS],
        undrawn=districts[DISTRICTS:],
    )


def _topics(build: SiteBuild) -> list[Topic]:
    """Indicators that stand in more than one area or period, or as goal and as outcome."""
    grouped: dict[tuple[str, str, str], list[tuple[Report, Fact]]] = {}
    for report in build.reports:
        for fact in build.facts_of[report.iri]:
            if fact["type"] == "indicator" and fact["concept"]:
                grouped.setdefault((fact["concept"], fact["kind"], fact["unit"]), []).append((report, fact))
    found = []
    for (_, kind, unit), facts in grouped.items():
        if len({(fact["area"], fact["period_start"], fact["period_end"], fact["modality"]) for _, fact in facts}) > 1:
            label = Counter(fact["concept_label"] for _, fact in facts).most_common(1)[0][0]
            areas = len({fact["area"] or report.key for report, fact in facts})
            points = [_point(build, report, fact) for report, fact in facts]
            found.append(_topic(label, kind, unit, points, areas))
    return sorted(found, key=lambda topic: (-topic.areas, -topic.number, topic.label, topic.kind, topic.unit))


def _point(build: SiteBuild, report: Report, fact: Fact) -> Point:
    other = report.area and fact["area"] != report.area
    period = (fact["period_start"], fact["period_end"]) if fact["period_start"] else ("", "")
    return Point(
        build.number(report),
        build.place(report),
        build.area_names.get(fact["area"], "") if other else "",
        spoken(*period) if period[0] else "",
        period,
        fact["modality"] == "target",
        build.figure(fact),
        build.evidence(report.iri, fact["id"]),
        float(fact["value"] if fact["value_max"] is None else fact["value_max"]),
    )


def _topic(label: str, kind: str, unit: str, points: Sequence[Point], areas: int) -> Topic:
    """Its figures, the latest period first; in that outcomes before goals, and the highest first (of ranks the best)."""
    up = 1 if kind == "rank" else -1
    # The order of places, which is that of the reports, stays where all else is equal.
    ordered = sorted(points, key=lambda one: (one.goal, up * one.value))
    kept = sorted(ordered, key=lambda one: (one.period[1], one.period[0]), reverse=True)[:POINTS]
    low, high = min(0.0, *(point.value for point in kept)), max(0.0, *(point.value for point in kept))
    room = high - low or 1
    placed = tuple(
        replace(
            point,
            left=round((point.value - low) / room * 100, 1) if point.value < 0 else None,
            width=round(abs(point.value) / room * 100, 1),
        )
        for point in kept
    )
    return Topic(label, kind, unit, placed, areas, len(points), round(-low / room * 100, 1))


# --- the map --------------------------------------------------------------------------------------------------------

_PLACES = """SELECT ?street ?name ?district ?label ?code WHERE {
  ?report kg:coversArea ?street . ?street rdfs:label ?name ; kg:within ?district .
  ?district a kg:District ; rdfs:label ?label ; kg:divisionCode ?code .
}"""


def _districts(build: SiteBuild) -> list[District]:
    """The districts of the streets that were read, each with all its streets of the official list."""
    figures = Counter[str]()
    pages_of: dict[str, str] = {}
    for report in build.reports:
        if report.area:
            figures[report.area] += sum(fact["type"] == "indicator" for fact in build.facts_of[report.iri])
            pages_of.setdefault(report.area, report.page)
    read: dict[tuple[str, str], dict[str, str]] = {}
    for row in build.select(_PLACES):
        read.setdefault((row["code"].value, row["label"].value), {})[row["street"].value] = row["name"].value
    most = max(figures.values(), default=1)
    return [_district(code, label, streets, figures, most, pages_of) for (code, label), streets in sorted(read.items())]


def _district(
    code: str, label: str, streets: dict[str, str], figures: Counter[str], most: int, pages_of: dict[str, str]
) -> District:
    """`streets` are the names of those that were read, by IRI."""
    # The list also has airports, parks and farms that are counted like townships; they report to nobody.
    names = (division.name for division in gazetteer().townships(code).values())
    listed = [*dict.fromkeys(name for name in names if _ENDING.search(name))]
    areas = {name: area for area, name in streets.items() if name in listed}
    others = sorted((name, area) for area, name in streets.items() if name not in listed)
    tiles: list[tuple[str, str | None]] = [*((name, areas.get(name)) for name in listed), *others]
    shapes = []
    for number, (name, area) in enumerate(tiles):
        x, y = number % _COLUMNS * (_TILE + _GAP), number // _COLUMNS * (_TILE + _GAP)
        count = figures[area] if area else 0
        step = 0 if area is None else 1 + round(count / most * (_STEPS - 1))
        told = f"{name}：{count} 个指标" if area else f"{name}：没有读到报告"
        lines = _in_lines(_ENDING.sub("", name) or name)
        first = y + (_TILE - 17 * (len(lines) + (area is not None))) / 2 + 13
        tile = [svg.rectangle(x, y, _TILE, _TILE, f"tile t{step}", told)]
        tile += [svg.text(x + _TILE / 2, first + 17 * k, line, f"name on{step}") for k, line in enumerate(lines)]
        if area:
            tile.append(svg.text(x + _TILE / 2, first + 17 * len(lines), str(count), f"count on{step}"))
        shapes.append(svg.link(pages_of[area], Markup("").join(tile)) if area else Markup("").join(tile))
    rows = -(-len(tiles) // _COLUMNS)
    wide = min(len(tiles), _COLUMNS) * (_TILE + _GAP) - _GAP
    read = "，".join(
        f"{name} {figures[area]} 个指标" for area, name in sorted(streets.items(), key=lambda one: one[::-1])
    )
    picture = svg.svg(
        wide, rows * (_TILE + _GAP) - _GAP, f"{label}的街道", f"共 {len(tiles)} 个，读到：{read}", shapes, f"map-{code}"
    )
    return District(label, picture, len(areas), len(listed), len(others))


def _in_lines(name: str) -> list[str]:
    """A name as its tile shows it: on one line or two of equal length, cut where it is longer than that."""
    if len(name) <= _LINE:
        return [name]
    if len(name) > 2 * _LINE:
        name = name[: 2 * _LINE - 1] + "…"
    half = -(-len(name) // 2)
    return [name[:half], name[half:]]
