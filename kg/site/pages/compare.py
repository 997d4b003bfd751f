"""Indicators over streets and periods, and a schematic map of the streets that were read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kg.lexicon.divisions import gazetteer
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
TOPICS = 120
"""Indicators on the page; those that most streets have come first."""
POINTS = 24
"""Figures of one indicator."""
DISTRICTS = 60
_ENDING = re.compile(r"(?<=..)(?:街道|镇|乡|苏木)$")
_TILE, _GAP, _COLUMNS = 60, 4, 5
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Point:
    """A figure as one line of a chart. `left` and `width` are per cent of the bar's room."""

    street: str
    when: str
    order: str
    goal: bool
    quote: str
    href: str
    value: float
    left: float = 0
    width: float = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """An indicator with its figures, all in one unit."""

    label: str
    kind: str
    unit: str
    points: tuple[Point, ...]
    left_out: int
    zero: float
    """Where nothing is, in per cent of the bar's room."""

    @property
    def streets(self) -> int:
        """How many streets have it."""
        return len({point.street for point in self.points})


@dataclass(frozen=True, slots=True)
class District:
    """A district of the map: its name and its picture."""

    name: str
    picture: Markup
    read: int
    known: int


def pages(build: SiteBuild) -> Iterator[Page]:
    """`compare.html`."""
    topics = _topics(build)
    shown = topics[:TOPICS]
    yield render(
        "compare.html",
        "compare.html",
        title="指标",
        styles=("charts.css",),
        scripts=("filter.js",),
        kinds=[(kind, name, note, [topic for topic in shown if topic.kind == kind]) for kind, name, note in KINDS],
        left_out=len(topics) - len(shown),
        total=len(shown),
        streets=sorted({point.street for topic in shown for point in topic.points}),
        districts=_districts(build)[:DISTRICTS],
    )


def _topics(build: SiteBuild) -> list[Topic]:
    """Indicators that stand in more than one street or period, or as goal and as outcome."""
    grouped: dict[tuple[str, str, str], list[tuple[Report, Fact]]] = {}
    for report in build.reports:
        for fact in build.facts_of[report.iri]:
            if fact["type"] == "indicator" and fact["concept"]:
                grouped.setdefault((fact["concept"], fact["kind"], fact["unit"]), []).append((report, fact))
    found = []
    for (_, kind, unit), facts in grouped.items():
        if len({(fact["area"], fact["period_start"], fact["period_end"], fact["modality"]) for _, fact in facts}) > 1:
            points = sorted(
                (_point(build, report, fact) for report, fact in facts),
                key=lambda one: (one.street, one.order, one.goal),
            )
            found.append(
                _topic(Counter(fact["concept_label"] for _, fact in facts).most_common(1)[0][0], kind, unit, points)
            )
    return sorted(found, key=lambda topic: (-topic.streets, -len(topic.points), topic.label))


def _point(build: SiteBuild, report: Report, fact: Fact) -> Point:
    street = build.area_names.get(fact["area"], report.street)
    if report.area and fact["area"] != report.area:
        street = f"{report.street}（{street}）"
    period = fact["period_start"] and spoken(fact["period_start"], fact["period_end"])
    return Point(
        street,
        period or "",
        f"{fact['period_end']}{fact['period_start']}",
        fact["modality"] == "target",
        fact["quote"],
        build.evidence(report.iri, fact["id"]),
        float(fact["value"] if fact["value_max"] is None else fact["value_max"]),
    )


def _topic(label: str, kind: str, unit: str, points: Sequence[Point]) -> Topic:
    kept = points[:POINTS]
    low, high = min(0.0, *(point.value for point in kept)), max(0.0, *(point.value for point in kept))
    room = high - low or 1
    placed = tuple(
        Point(
            point.street, point.when, point.order, point.goal, point.quote, point.href, point.value,
            round((min(point.value, 0) - low) / room * 100, 1), round(abs(point.value) / room * 100, 1),
        )
        for point in kept
    )  # fmt: skip
    return Topic(label, kind, unit, placed, len(points) - len(kept), round(-low / room * 100, 1))


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
        read.setdefault((row["code"].value, row["label"].value), {})[row["name"].value] = row["street"].value
    most = max(figures.values(), default=1)
    return [_district(code, label, streets, figures, most, pages_of) for (code, label), streets in sorted(read.items())]


def _district(
    code: str, label: str, streets: dict[str, str], figures: Counter[str], most: int, pages_of: dict[str, str]
) -> District:
    # The list also has airports, parks and farms that are counted like townships; they report to nobody.
    listed = [name for division in gazetteer().townships(code).values() if _ENDING.search(name := division.name)]
    names = [*dict.fromkeys([*listed, *sorted(streets)])]
    shapes = []
    for number, name in enumerate(names):
        x, y = number % _COLUMNS * (_TILE + _GAP), number // _COLUMNS * (_TILE + _GAP)
        area = streets.get(name)
        count = figures[area] if area else 0
        step = 0 if area is None else 1 + round(count / most * (_STEPS - 1))
        told = f"{name}：{count} 个指标" if area else f"{name}：没有读到报告"
        short = _ENDING.sub("", name) or name
        tile = [
            svg.rectangle(x, y, _TILE, _TILE, f"tile t{step}", told),
            svg.text(
                x + _TILE / 2, y + (26 if area else 35), short if len(short) < 5 else short[:4] + "…", f"name on{step}"
            ),
        ]
        if area:
            tile.append(svg.text(x + _TILE / 2, y + 46, str(count), f"count on{step}"))
        shapes.append(svg.link(pages_of[area], Markup("").join(tile)) if area else Markup("").join(tile))
    rows = -(-len(names) // _COLUMNS)
    wide = min(len(names), _COLUMNS) * (_TILE + _GAP) - _GAP
    read = "，".join(f"{name} {figures[area]} 个指标" for name, area in sorted(streets.items()))
    picture = svg.svg(
        wide, rows * (_TILE + _GAP) - _GAP, f"{label}的街道", f"共 {len(names)} 个，读到：{read}", shapes, f"map-{code}"
    )
    return District(label, picture, len(streets), len(names))
