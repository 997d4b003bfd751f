"""Projects in time: how far they are street by street, and a line for each that is named more than once or has a date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from kg.rdf.words import word
from kg.site import svg
from kg.site.material import SiteBuild
from kg.site.model import Page
from kg.site.pages.promises import Said, said
from kg.site.render import render

STAGES = ("planned", "preparing", "started", "underway", "completed", "inUse", "unstated")
"""In the order of a life cycle."""
MOST = 80
"""Projects on the time line."""

_PROGRESS = """SELECT ?fact ?thing ?name ?status ?promised ?end ?day ?source WHERE {
  ?fact a kg:Progress ; kg:about ?thing ; kg:status ?status . ?thing a kg:Project ; rdfs:label ?name .
  OPTIONAL { ?fact kg:promisedStatus ?promised }
  OPTIONAL { ?fact kg:period/dcat:endDate ?end }
  OPTIONAL { ?fact kg:deadline ?deadline . ?deadline kg:latestDate ?day ; kg:deadlineSource ?source }
}"""


@dataclass(frozen=True, slots=True)
class Moment:
    """What is said of a project: when that holds, or by when it is promised."""

    day: date
    promised: bool
    explicit: bool
    status: str
    said: Said


@dataclass(frozen=True, slots=True)
class Project:
    """A project of one street with all that is said of it, in the order of time."""

    street: str
    name: str
    moments: tuple[Moment, ...]


def pages(build: SiteBuild) -> Iterator[Page]:
    """`projects.html`."""
    projects, stages = _projects(build)
    lines = [project for project in projects if _telling(project)]
    shown = lines[:MOST]
    yield render(
        "projects.html",
        "projects.html",
        title="项目",
        styles=("charts.css",),
        scripts=("filter.js",),
        stages=[(name, word(name)) for name in STAGES],
        streets=stages,
        number=len(projects),
        timeline=_timeline(shown),
        shown=shown,
        left=len(lines) - len(shown),
        word=word,
    )


def _telling(project: Project) -> bool:
    """Whether there is more to show than one report's word on it."""
    return len({(moment.day, moment.status) for moment in project.moments}) > 1 or any(
        moment.explicit for moment in project.moments
    )


def _projects(build: SiteBuild) -> tuple[list[Project], dict[str, Counter[str]]]:
    found: dict[tuple[str, str], list[Moment]] = {}
    names: dict[str, str] = {}
    stages: dict[str, Counter[str]] = {report.street: Counter() for report in build.reports}
    for row in build.select(_PROGRESS):
        fact = build.fact_of.get(row["fact"].value)
        if fact is None:
            continue
        told = said(build, fact)
        status = row["status"].value.rpartition("#")[2]
        stages[told.street][status] += 1
        promised = status == "planned"
        day = row["day"] if promised and row["day"] is not None else row["end"]
        if day is None:
            continue
        explicit = promised and row["source"] is not None and row["source"].value.endswith("#explicit")
        if promised and row["promised"] is not None:
            status = row["promised"].value.rpartition("#")[2]
        names[row["thing"].value] = row["name"].value
        moment = Moment(date.fromisoformat(day.value), promised, explicit, status, told)
        found.setdefault((told.street, row["thing"].value), []).append(moment)
    projects = [
        Project(street, names[thing], tuple(sorted(moments, key=lambda one: (one.day, one.promised, one.said.href))))
        for (street, thing), moments in found.items()
    ]
    return sorted(projects, key=lambda one: (one.street, one.moments[0].day, one.name)), stages


_LEFT, _TOP, _ROW, _WIDTH = 236, 34, 26, 1040
_LABEL = 15
"""Characters of a name beside the line."""


def _timeline(projects: Sequence[Project]) -> Markup | None:
    """A line a project: discs for what was reported, diamonds for what is promised, with the stage in words."""
    if not projects:
        return None
    days = [moment.day for project in projects for moment in project.moments]
    months = svg.Months(min(days), max(days), _LEFT, _WIDTH - 64)
    shapes: list[Markup] = []
    y = float(_TOP)
    street = ""
    for project in projects:
        if project.street != street:
            street = project.street
            y += _ROW + 6
            shapes.append(svg.text(0, y - 4, street, "street"))
        y += _ROW
        middle = y - _ROW / 2
        name = project.name if len(project.name) <= _LABEL else project.name[: _LABEL - 1] + "…"
        shapes.append(svg.text(0, middle + 4, name, "label"))
        first, last = months(project.moments[0].day), months(project.moments[-1].day)
        if last > first:
            shapes.append(svg.line(first, middle, last, middle, "life"))
        at: dict[date, list[Moment]] = {}
        for moment in project.moments:
            at.setdefault(moment.day, []).append(moment)
        places = [months(day) for day in at]
        for (day, moments), following in zip(at.items(), [*places[1:], _WIDTH], strict=True):
            shown = max(moments, key=lambda one: (not one.promised, STAGES.index(one.status) % 6))
            words = f"{project.name}，{day}：" + "；".join(
                ("承诺" if one.promised else "") + word(one.status) for one in moments
            )
            draw = svg.diamond if shown.promised else svg.circle
            mark = draw(
                months(day), middle, 6 if shown.promised else 5, f"stage {'goal' if shown.promised else 'done'}", words
            )
            shapes.append(svg.link(shown.said.href, mark))
            told = "" if shown.status == "unstated" else word(shown.status)
            if following - months(day) > 24 + 11 * len(told):
                shapes.append(svg.text(months(day) + 9, middle + 4, told, "stage-name"))
    shapes = [*months.grid(_TOP, y + 4), *shapes]
    told = f"{len(projects)} 个项目；圆点是报告说到的状态，菱形是承诺；下面的表列出每一项的原文"
    return svg.svg(_WIDTH, y + 8, "项目的进度", told, shapes, "projects")
