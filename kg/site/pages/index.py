"""The first page: what was read, what was found street by street, what became of the numbers, what to download."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.rdf.words import word
from kg.site.material import Report, SiteBuild
from kg.site.model import DOWNLOADS, Page
from kg.site.palette import TYPES
from kg.site.render import render
from kg.validation import Finding, Severity

MOST = 100
"""Reports that the first page lists; with more, all of them stand on a page of their own."""
_UNRESOLVED = "unresolved"
_FILES = {
    "graph.ttl": ("整个图谱", "Turtle（RDF 1.1）"),
    "facts.jsonl": ("全部事实", "每行一条 JSON"),
    "build.json": ("生成记录", "来源、哈希、版本"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A report with what was found in it: facts by type, figures that are goals, numbers by what became of them."""

    report: Report
    counts: Counter[str]
    goals: int
    figures: int
    aside: int
    unresolved: int

    @property
    def numbers(self) -> int:
        """Numbers of the text."""
        return self.figures + self.aside + self.unresolved


@dataclass(frozen=True, slots=True)
class Check:
    """A check that found something: how often, what it says, and up to a few facts where."""

    name: str
    severity: str
    message: str
    number: int
    places: tuple[tuple[str, str], ...]
    """Path within the site, and the sentence."""


def pages(build: SiteBuild) -> Iterator[Page]:
    """`index.html`, and `reports/index.html` where there are many reports."""
    rows = [_row(build, report) for report in build.reports]
    total = Counter[str]()
    for row in rows:
        total.update(row.counts)
        total.update(
            numbers=row.numbers, figures=row.figures, aside=row.aside, unresolved=row.unresolved, goals=row.goals
        )
    reasons = Counter(
        fact["reason"] for facts in build.facts_of.values() for fact in facts if fact["type"] == "set_aside"
    )
    findings = build.findings()
    yield render(
        "index.html",
        "index.html",
        title="概览",
        styles=("index.css",),
        rows=rows[:MOST],
        more=len(rows) > MOST,
        all=rows,
        streets=len({row.report.path for row in rows}),
        total=total,
        types=TYPES,
        reasons=[(word(name), number) for name, number in reasons.most_common() if name != _UNRESOLVED],
        checks=None if findings is None else _checks(build, findings),
        severities=Counter(finding.severity.value for finding in findings or ()),
        downloads=[(name, *_FILES[name], _size(build, name)) for name in DOWNLOADS],
        info=build.info,
    )
    if len(rows) > MOST:
        yield render(
            "reports/index.html", "reports.html", title="全部报告", styles=("index.css",), rows=rows, types=TYPES
        )


def _row(build: SiteBuild, report: Report) -> Row:
    facts = build.facts_of[report.iri]
    figures = {(fact["start"], fact["end"]) for fact in facts if fact["type"] == "indicator"}
    reasons = Counter(fact["reason"] for fact in facts if fact["type"] == "set_aside")
    return Row(
        report,
        Counter(fact["type"] for fact in facts),
        sum(fact["type"] == "indicator" and fact["modality"] == "target" for fact in facts),
        len(figures),
        reasons.total() - reasons[_UNRESOLVED],
        reasons[_UNRESOLVED],
    )


def _checks(build: SiteBuild, findings: Sequence[Finding]) -> list[Check]:
    places = {fact["id"]: build.evidence(iri, fact["id"]) for iri, facts in build.facts_of.items() for fact in facts}
    grouped: dict[tuple[Severity, str, str], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault((finding.severity, finding.check, finding.message), []).append(finding)
    ordered = sorted(grouped.items(), key=lambda item: (item[0][0].rank, -len(item[1]), item[0][1]))
    return [
        Check(
            check,
            severity.value,
            message,
            len(found),
            tuple((places[one.focus], one.sentence or "") for one in found if one.focus in places)[:3],
        )
        for (severity, check, message), found in ordered
    ][:20]


def _size(build: SiteBuild, name: str) -> str:
    size: Any = (build.path / name).stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
