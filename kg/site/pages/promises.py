"""What was promised, by when, and what became of it: verdicts with both quotations, tasks fulfilled, a time line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from kg.rdf.words import word
from kg.site import svg
from kg.site.material import Fact, SiteBuild
from kg.site.model import Page
from kg.site.render import render

VERDICTS = ("met", "partly", "missed", "notReported", "notComparable")
MOST = 200
"""Promises with what became of them on the page, and promises with a date of their own."""
_PROMISED = ("indicator", "project", "initiative")

_FOLLOW_UPS = """SELECT ?promise ?outcome ?verdict ?confidence WHERE {
  ?followUp a kg:FollowUp ; kg:commitment ?promise ; kg:verdict ?verdict ; kg:confidence ?confidence .
  OPTIONAL { ?followUp kg:outcome ?outcome }
}"""
_DEADLINES = """SELECT ?promise ?day ?source WHERE {
  ?promise a kg:Commitment ; kg:deadline ?deadline .
  ?deadline kg:latestDate ?day ; kg:deadlineSource ?source .
}"""


@dataclass(frozen=True, slots=True)
class Said:
    """A fact as it is quoted: its words, its sentence, and where it stands."""

    street: str
    name: str
    quote: str
    sentence: str
    href: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A promise and what became of it. `reached` is the outcome in per cent of the promise, where both are amounts."""

    verdict: str
    promise: Said
    outcome: Said | None
    deadline: str
    confidence: float
    reached: float | None


@dataclass(frozen=True, slots=True)
class Due:
    """A promise with its date. `explicit`: the text gives it, else it is the end of the plan."""

    day: date
    said: Said
    explicit: bool


@dataclass(frozen=True, slots=True)
class Score:
    """A street with its promises, those with a date of their own, and the verdicts on those that were followed."""

    street: str
    promises: int
    dated: int
    verdicts: Counter[str]


def pages(build: SiteBuild) -> Iterator[Page]:
    """`promises.html`."""
    dues = _dues(build)
    followed = _followed(build, {due.said.href: due.day.isoformat() for due in dues})
    explicit = [due for due in dues if due.explicit]
    yield render(
        "promises.html",
        "promises.html",
        title="承诺",
        styles=("charts.css",),
        scripts=("filter.js",),
        verdicts=[(name, word(name)) for name in VERDICTS],
        scores=_scores(build, followed, explicit),
        followed=followed[:MOST],
        followed_left=max(0, len(followed) - MOST),
        streets=sorted({one.promise.street for one in followed}),
        fulfilled=_fulfilled(build)[:MOST],
        timeline=_timeline(dues),
        explicit=_together(explicit)[:MOST],
        dated=len(explicit),
        inherited=len(dues) - len(explicit),
    )


def said(build: SiteBuild, fact: Fact) -> Said:
    """A fact as it is quoted."""
    report = build.report_of[fact["report"]]
    text = build.text_of(report)
    start, end = fact["sentence"]
    name = fact.get("metric") or fact.get("name") or fact["quote"]
    return Said(report.street, name, fact["quote"], text[start:end].strip(), build.evidence(report.iri, fact["id"]))


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
    return sorted(found, key=lambda one: (one.promise.street, VERDICTS.index(one.verdict), one.promise.href))


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
    return sorted(found, key=lambda due: (due.day, due.said.street, due.said.href))


def _together(dues: Sequence[Due]) -> list[tuple[date, str, str, list[Said]]]:
    """Promises of one sentence with one date as one row: the date, the street, the sentence, the promises."""
    found: dict[tuple[date, str, str], list[Said]] = {}
    for due in dues:
        found.setdefault((due.day, due.said.street, due.said.sentence), []).append(due.said)
    return [(*key, promises) for key, promises in found.items()]


def _scores(build: SiteBuild, followed: Sequence[Followed], explicit: Sequence[Due]) -> list[Score]:
    promises, dated = Counter[str](), Counter(due.said.street for due in explicit)
    verdicts: dict[str, Counter[str]] = {}
    for report in build.reports:
        facts = build.facts_of[report.iri]
        promises[report.street] += sum(fact["type"] in _PROMISED and fact.get("modality") == "target" for fact in facts)
    for one in followed:
        verdicts.setdefault(one.promise.street, Counter())[one.verdict] += 1
    return [
        Score(street, number, dated[street], verdicts.get(street, Counter())) for street, number in promises.items()
    ]


# --- the time line ----------------------------------------------------------------------------------------------------

_LEFT, _TOP, _ROW, _WIDTH = 112, 34, 46, 1000
_LANES = 40


def _timeline(dues: Sequence[Due]) -> Markup | None:
    """A row a street, a disc a day: as large as promises are due, full where the text gives the day."""
    if not dues:
        return None
    counted: dict[str, dict[date, list[int]]] = {}
    for due in dues:
        counted.setdefault(due.said.street, {}).setdefault(due.day, [0, 0])[due.explicit] += 1
    streets = sorted(counted)[:_LANES]
    months = svg.Months(dues[0].day, dues[-1].day, _LEFT, _WIDTH - 24)
    bottom = _TOP + _ROW * len(streets)
    shapes = months.grid(_TOP, bottom)
    for number, street in enumerate(streets):
        y = _TOP + _ROW * number + _ROW / 2
        shapes.append(svg.line(_LEFT, y, _WIDTH - 24, y, "lane"))
        shapes.append(svg.text(0, y + 5, street if len(street) < 8 else street[:7] + "…", "label"))
        for day, (inherited, explicit) in sorted(counted[street].items()):
            for n, css, words in ((inherited, "plan", "计划期末"), (explicit, "due", "写明期限")):
                if n:
                    radius = min(20.0, 3 + 1.6 * n**0.5)
                    shapes.append(svg.circle(months(day), y, radius, css, f"{street} {day}：{n} 项（{words}）"))
                    if n > 9:
                        shapes.append(svg.text(months(day), y + 4, str(n), f"inside {css}"))
    told = f"{len(dues)} 项承诺，从 {dues[0].day} 到 {dues[-1].day}；下面的表列出写明期限的每一项"
    return svg.svg(_WIDTH, bottom + 6, "承诺的期限", told, shapes, "due")
