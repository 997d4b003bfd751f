"""Projects in time: how far they are street by street, and a line for each that is named more than once or has a date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from kg.rdf.words import word
from kg.records import record
from kg.site.material import SiteBuild
from kg.site.model import Page
from kg.site.pages.promises import Said, said
from kg.site.render import render
from kg.site.timescale import Timescale

STAGES = ("planned", "preparing", "started", "underway", "completed", "inUse", "unstated")
"""In the order of a life cycle."""
MOST = 800
"""Projects on the time line; where there are more, each place has some before one has more."""
_WORD, _SIGN = 3.2, 1.5
"""Room for a sign and for a character beside it, in per cent of the line."""

_PROGRESS = """SELECT ?fact ?thing ?name ?status ?promised ?end ?day ?source WHERE {
  ?fact a kg:Progress ; kg:about ?thing ; kg:status ?status . ?thing a kg:Project ; rdfs:label ?name .
  OPTIONAL { ?fact kg:promisedStatus ?promised }
  OPTIONAL { ?fact kg:period/dcat:endDate ?end }
  OPTIONAL { ?fact kg:deadline ?deadline . ?deadline kg:latestDate ?day ; kg:deadlineSource ?source }
}"""


@record
class Moment:
    """What is said of a project: when that holds, or by when it is promised."""

    day: date
    promised: bool
    explicit: bool
    status: str
    said: Said


@record
class Project:
    """A project of one place with all that is said of it, in the order of time."""

    key: str
    number: int
    name: str
    moments: tuple[Moment, ...]


@record
class Mark:
    """What is said of a project for one day: per cent of the time line, whether it is promised, and in words.

    `label` is what there is room for beside it.
    """

    at: float
    promised: bool
    words: str
    label: str
    href: str


@record
class Lane:
    """A project on the time line."""

    name: str
    marks: tuple[Mark, ...]


def pages(build: SiteBuild) -> Iterator[Page]:
    """`projects.html`."""
    projects, stages = _projects(build)
    telling = [project for project in projects if _telling(project)]
    shown = _fairly(telling, MOST)
    scale = Timescale(moment.day for project in shown for moment in project.moments) if shown else None
    places = list(build.places.items())
    yield render(
        "projects.html",
        "projects.html",
        title="项目",
        styles=("charts.css",),
        scripts=("filter.js",),
        stages=[(name, word(name)) for name in STAGES],
        places=[(number, name, stages[key]) for number, (key, name) in enumerate(places)],
        number=len(projects),
        groups=[
            (number, name, [(project, _lane(project, scale)) for project in shown if project.key == key])
            for number, (key, name) in enumerate(places)
        ]
        if scale
        else [],
        lines=scale.lines() if scale else [],
        shown=len(shown),
        left=len(telling) - len(shown),
        word=word,
    )


def _fairly(projects: Sequence[Project], most: int) -> list[Project]:
    """As many projects: the first of each place, then the second, and so on; in the order that they had."""
    seen = Counter[str]()
    ranked = []
    for number, project in enumerate(projects):
        ranked.append((seen[project.key], number))
        seen[project.key] += 1
    return [projects[number] for number in sorted(number for _, number in sorted(ranked)[:most])]


def _telling(project: Project) -> bool:
    """Whether there is more to show than one report's word on it."""
    return len({(moment.day, moment.status) for moment in project.moments}) > 1 or any(
        moment.explicit for moment in project.moments
    )


def _projects(build: SiteBuild) -> tuple[list[Project], dict[str, Counter[str]]]:
    found: dict[tuple[str, str], list[Moment]] = {}
    names: dict[str, str] = {}
    stages: dict[str, Counter[str]] = {key: Counter() for key in build.places}
    numbers: dict[str, int] = {}
    for row in build.select(_PROGRESS):
        fact = build.fact_of.get(row["fact"].value)
        if fact is None:
            continue
        told = said(build, fact)
        status = row["status"].value.rpartition("#")[2]
        stages[told.key][status] += 1
        numbers[told.key] = told.number
        promised = status == "planned"
        day = row["day"] if promised and row["day"] is not None else row["end"]
        if day is None:
            continue
        explicit = promised and row["source"] is not None and row["source"].value.endswith("#explicit")
        if promised and row["promised"] is not None:
            status = row["promised"].value.rpartition("#")[2]
        names[row["thing"].value] = row["name"].value
        moment = Moment(date.fromisoformat(day.value), promised, explicit, status, told)
        found.setdefault((told.key, row["thing"].value), []).append(moment)
    projects = [
        Project(
            key,
            numbers[key],
            names[thing],
            tuple(sorted(moments, key=lambda one: (one.day, one.promised, one.said.href))),
        )
        for (key, thing), moments in found.items()
    ]
    return sorted(projects, key=lambda one: (one.number, one.moments[0].day, one.name)), stages


def _lane(project: Project, scale: Timescale) -> Lane:
    """What is reported and what is promised, a mark a day, with the stage in words where there is room."""
    at: dict[date, list[Moment]] = {}
    for moment in project.moments:
        at.setdefault(moment.day, []).append(moment)
    marks = []
    for (day, moments), following in zip(at.items(), [*(scale(day) for day in list(at)[1:]), 100.0], strict=True):
        told = max(moments, key=lambda one: (not one.promised, STAGES.index(one.status) % 6))
        words = "；".join(("承诺" if one.promised else "") + word(one.status) for one in moments)
        label = "" if told.status == "unstated" else word(told.status)
        if following - scale(day) < _WORD + _SIGN * len(label):
            label = ""
        marks.append(Mark(scale(day), told.promised, f"{project.name}，{day}：{words}", label, told.said.href))
    return Lane(project.name, tuple(marks))
