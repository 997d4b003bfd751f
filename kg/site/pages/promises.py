"""What was promised, by when, and what became of it: verdicts with both quotations, tasks fulfilled, a time line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from kg.rdf.words import word
from kg.records import record
from kg.site.material import Fact, SiteBuild
from kg.site.model import Page
from kg.site.render import render
from kg.site.timescale import Line, Timescale

VERDICTS = ("met", "partly", "missed", "notReported", "notComparable")
MOST = 600
"""Promises with what became of them on the page, sentences with a date of their own, and rates."""
LANES = 400
"""Places on the time line."""
_PROMISED = ("indicator", "project", "initiative")

_FOLLOW_UPS = """SELECT ?promise ?outcome ?verdict ?confidence WHERE {
  ?followUp a kg:FollowUp ; kg:commitment ?promise ; kg:verdict ?verdict ; kg:confidence ?confidence .
  OPTIONAL { ?followUp kg:outcome ?outcome }
}"""
_DEADLINES = """SELECT ?promise ?day ?source WHERE {
  ?promise a kg:Commitment ; kg:deadline ?deadline .
  ?deadline kg:latestDate ?day ; kg:deadlineSource ?source .
}"""


@record
class Said:
    """A fact as it is quoted: its words, its sentence, and where it stands.

    `key` is what its report covers (`Report.key`), `place` its name, which no other has, `number` its place in their order.
    """

    key: str
    place: str
    number: int
    name: str
    quote: str
    sentence: str
    href: str


@record
class Followed:
    """A promise and what became of it. `reached` is the outcome in per cent of the promise, where both are amounts."""

    verdict: str
    promise: Said
    outcome: Said | None
    deadline: str
    confidence: float
    reached: float | None


@record
class Due:
    """A promise with its date. `explicit`: the text gives it, else it is the end of the plan."""

    day: date
    said: Said
    explicit: bool


@record
class Score:
    """A place with its promises, those with a date of their own, and the verdicts on those that were followed.

    `later`: there is a report after the first one.
    """

    place: str
    number: int
    later: bool
    promises: int
    dated: int
    verdicts: Counter[str]

    @property
    def rest(self) -> int:
        """Promises without a verdict."""
        return max(0, self.promises - self.verdicts.total())


@record
class Mark:
    """Promises of one place that are due on one day: per cent of the time line, how many, and where they are told."""

    at: float
    count: int
    explicit: bool
    words: str
    href: str


@record
class Lane:
    """A place on the time line."""

    place: str
    number: int
    marks: tuple[Mark, ...]


@record
class Row:
    """Promises of one sentence that are due on one day; `anchor` where it is the first of that place and day."""

    day: date
    said: Said
    promises: tuple[Said, ...]
    anchor: str


def pages(build: SiteBuild) -> Iterator[Page]:
    """`promises.html`."""
    dues = _dues(build)
    followed = _followed(build, {due.said.href: due.day.isoformat() for due in dues})
    explicit = [due for due in dues if due.explicit]
    rows = _together(explicit)
    fulfilled = _fulfilled(build)
    scores = _scores(build, followed, explicit)
    lanes, lines = _timeline(dues, rows[:MOST])
    yield render(
        "promises.html",
        "promises.html",
        title="承诺",
        styles=("charts.css",),
        scripts=("filter.js",),
        verdicts=[(name, word(name)) for name in VERDICTS],
        scores=scores,
        places=[(score.number, score.place) for score in scores],
        followed=followed[:MOST],
        followed_left=max(0, len(followed) - MOST),
        fulfilled=fulfilled[:MOST],
        fulfilled_left=max(0, len(fulfilled) - MOST),
        lanes=lanes[:LANES],
        lanes_left=max(0, len(lanes) - LANES),
        lines=lines,
        rows=rows[:MOST],
        rows_left=max(0, len(rows) - MOST),
        dated=len(explicit),
        inherited=len(dues) - len(explicit),
    )


def said(build: SiteBuild, fact: Fact) -> Said:
    """A fact as it is quoted."""
    report = build.report_of[fact["report"]]
    text = build.text_of(report)
    start, end = fact["sentence"]
    return Said(
        report.key,
        build.place(report),
        build.number(report),
        fact.get("metric") or fact.get("name") or fact["quote"],
        fact["quote"],
        text[start:end].strip(),
        build.evidence(report.iri, fact["id"]),
    )


def _followed(build: SiteBuild, deadlines: dict[str, str]) -> list[Followed]:
    found = []
    for row in build.select(_FOLLOW_UPS):
        promise = build.fact_of.get(row["promise"].value)
        if promise is None:
            continue
        outcome = build.fact_of.get(row["outcome"].value) if row["outcome"] is not None else None
        told = said(build, promise)
        found.append(
            Followed(
                row["verdict"].value.rpartition("#")[2],
                told,
                None if outcome is None else said(build, outcome),
                deadlines.get(told.href, ""),
                float(row["confidence"].value),
                _reached(promise, outcome),
            )
        )
    return sorted(found, key=lambda one: (one.promise.number, VERDICTS.index(one.verdict), one.promise.href))


def _reached(promise: Fact, outcome: Fact | None) -> float | None:
    """The outcome in per cent of the promise, where both are amounts in one unit of which more is more."""
    if outcome is None or promise["type"] != "indicator" or outcome["type"] != "indicator":
        return None
    alike = all(promise[name] == outcome[name] for name in ("unit", "kind")) and promise["kind"] == "level"
    if not alike or promise["bound"] == "max" or not promise["value"] or promise["value"] < 0 or outcome["value"] < 0:
        return None
    return round(float(outcome["value"]) / float(promise["value"]) * 100, 1)


def _fulfilled(build: SiteBuild) -> list[tuple[Said, float]]:
    """Rates at which tasks were fulfilled, as the reports themselves say (完成年度任务54.01%), the lowest first."""
    found = [
        (said(build, fact), float(fact["value"]))
        for facts in build.facts_of.values()
        for fact in facts
        if fact["type"] == "indicator"
        and fact["kind"] == "share"
        and fact["rule"] == "fulfilment"
        and fact["unit"] == "%"
    ]
    return sorted(found, key=lambda item: (item[1], item[0].href))


def _dues(build: SiteBuild) -> list[Due]:
    found = []
    for row in build.select(_DEADLINES):
        fact = build.fact_of.get(row["promise"].value)
        if fact is not None:
            day = date.fromisoformat(row["day"].value)
            found.append(Due(day, said(build, fact), row["source"].value.endswith("#explicit")))
    return sorted(found, key=lambda due: (due.day, due.said.number, due.said.href))


def _together(dues: Sequence[Due]) -> list[Row]:
    """Promises of one sentence with one date as one row, in the order of the dates."""
    found: dict[tuple[date, str, str], list[Said]] = {}
    for due in dues:
        found.setdefault((due.day, due.said.key, due.said.sentence), []).append(due.said)
    rows, known = [], set()
    for (day, key, _), promises in found.items():
        anchor = "" if (day, key) in known else f"due-{promises[0].number}-{day}"
        known.add((day, key))
        rows.append(Row(day, promises[0], tuple(promises), anchor))
    return rows


def _scores(build: SiteBuild, followed: Sequence[Followed], explicit: Sequence[Due]) -> list[Score]:
    promises, dated = Counter[str](), Counter(due.said.key for due in explicit)
    reports = Counter(report.key for report in build.reports)
    verdicts: dict[str, Counter[str]] = {}
    for report in build.reports:
        facts = build.facts_of[report.iri]
        promises[report.key] += sum(fact["type"] in _PROMISED and fact.get("modality") == "target" for fact in facts)
    seen = set()
    for one in followed:
        if one.promise.href not in seen:
            verdicts.setdefault(one.promise.key, Counter())[one.verdict] += 1
        seen.add(one.promise.href)
    return [
        Score(place, number, reports[key] > 1, promises[key], dated[key], verdicts.get(key, Counter()))
        for number, (key, place) in enumerate(build.places.items())
    ]


def _timeline(dues: Sequence[Due], rows: Sequence[Row]) -> tuple[list[Lane], list[Line]]:
    """A lane a place, a mark a day, for promises with a date of their own and for others apart; and the grid.

    A mark leads to the sentence where there is one promise, else to the first of the rows that list them, or where they
    are not listed to the first promise.
    """
    if not dues:
        return [], []
    counted: dict[tuple[str, date, bool], list[Said]] = {}
    for due in dues:
        counted.setdefault((due.said.key, due.day, due.explicit), []).append(due.said)
    scale = Timescale(due.day for due in dues)
    listed = {row.anchor for row in rows}
    marks: dict[str, list[Mark]] = {}
    said_of = {due.said.key: due.said for due in dues}
    for (key, day, explicit), promises in sorted(counted.items()):
        first, count = promises[0], len(promises)
        words = f"{first.place}，{day}：{count} 项，{'写明期限' if explicit else '按计划期末'}"
        anchor = f"due-{first.number}-{day}"
        href = first.href
        if count > 1 and explicit and anchor in listed:
            href = f"#{anchor}"
        elif count > 1:
            words += "；到第一项"
        marks.setdefault(key, []).append(Mark(scale(day), count, explicit, words, href))
    lanes = [Lane(said_of[key].place, said_of[key].number, tuple(found)) for key, found in marks.items()]
    return sorted(lanes, key=lambda lane: lane.number), scale.lines()
