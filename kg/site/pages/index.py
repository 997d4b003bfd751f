"""The first page: what was read, what was found street by street, what became of the numbers, what to download."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from kg.export.tables import TABLES, Table
from kg.rdf.words import word
from kg.records import record
from kg.site.downloads import WORKBOOK, has_workbook
from kg.site.material import Fact, Report, SiteBuild
from kg.site.model import DOWNLOADS, Page
from kg.site.palette import TYPES
from kg.site.render import render
from kg.validation import Finding, Severity

MOST = 100
"""Reports that the first page lists; with more, all of them stand on a page of their own."""
PLACES = 1000
"""Places of one check on the page of findings,"""
FEW, EXAMPLES, CHECKS = 6, 60, 30
"""and on the first page; all places there; checks there, the gravest first: the first page stays below 100 kB."""
_UNRESOLVED = "unresolved"
_SEVERITIES = {"violation": "违规", "warning": "提醒", "info": "提示"}
_LEVELS = {"Province": "省市", "City": "市州", "District": "区县", "Street": "街道"}
_TOWNS = re.compile("(镇)$|(乡|苏木)$")
_FILES = {
    "graph.ttl": ("整个图谱", "Turtle（RDF 1.1）"),
    "facts.jsonl": ("全部事实", "每行一条 JSON"),
    "build.json": ("生成记录", "来源、哈希、版本"),
}


@record
class Row:
    """A report with what was found in it: facts by type, figures that are goals, numbers by what became of them."""

    report: Report
    place: str
    counts: Counter[str]
    goals: int
    figures: int
    aside: int
    unresolved: int

    @property
    def numbers(self) -> int:
        """Numbers of the text."""
        return self.figures + self.aside + self.unresolved


@record
class Place:
    """Where a check found something: the sentence or what it is about, of which report, and a path within the site."""

    words: str
    report: str
    href: str


@record
class Check:
    """A check that found something: what it says, how often, and where."""

    name: str
    severity: str
    message: str
    number: int
    places: tuple[Place, ...]

    @property
    def anchor(self) -> str:
        """The id of its heading."""
        return self.name.replace("/", "-")


def pages(build: SiteBuild) -> Iterator[Page]:
    """`index.html`, `findings.html`, and `reports/index.html` where there are many reports."""
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
    checks = None if findings is None else _checks(build, findings)
    yield render(
        "index.html",
        "index.html",
        title="概览",
        styles=("index.css",),
        rows=rows[:MOST],
        more=len(rows) > MOST,
        all=rows,
        levels=_levels(build),
        total=total,
        types=TYPES,
        reasons=[(word(name), number) for name, number in reasons.most_common() if name != _UNRESOLVED],
        checks=None if checks is None else _first(checks),
        unlisted=max(0, len(checks or ()) - CHECKS),
        severity_names=_SEVERITIES,
        severities=Counter(finding.severity.value for finding in findings or ()),
        downloads=[(name, *_FILES[name], _size(build, name)) for name in DOWNLOADS],
        tables=[(table.title, f"{table.name}.csv", _number(build, table, total)) for table in TABLES],
        workbook=WORKBOOK if has_workbook(build) else "",
        info=build.info,
    )
    yield render(
        "findings.html",
        "findings.html",
        title="校验",
        styles=("index.css",),
        checks=checks or [],
        severity_names=_SEVERITIES,
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
        build.place(report),
        Counter(fact["type"] for fact in facts),
        sum(fact["type"] == "indicator" and fact["modality"] == "target" for fact in facts),
        len(figures),
        reasons.total() - reasons[_UNRESOLVED],
        reasons[_UNRESOLVED],
    )


def _levels(build: SiteBuild) -> list[tuple[str, int]]:
    """How many areas of each level the reports cover, the lowest first."""
    level = {
        row["area"].value: row["class"].value.rpartition("#")[2]
        for row in build.select("SELECT DISTINCT ?area ?class { ?report kg:coversArea ?area . ?area a ?class }")
        if row["class"].value.rpartition("#")[2] in _LEVELS
    }
    names = {report.area: report.street for report in build.reports if report.area in level}
    found = Counter(_level(level[area], name) for area, name in names.items() if area)
    order = ("街道", "镇", "乡", *reversed(_LEVELS.values()))
    return [(name, found[name]) for name in dict.fromkeys(order) if found[name]]


def _level(class_: str, name: str) -> str:
    town = _TOWNS.search(name) if class_ == "Street" else None
    if town is None:
        return _LEVELS[class_]
    return "镇" if town[1] else "乡"


def _number(build: SiteBuild, table: Table, total: Counter[str]) -> int:
    return len(build.reports) if table.kind == "report" else total[table.kind]


def _checks(build: SiteBuild, findings: Sequence[Finding]) -> list[Check]:
    grouped: dict[tuple[Severity, str, str], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault((finding.severity, finding.check, finding.message), []).append(finding)
    ordered = sorted(grouped.items(), key=lambda item: (item[0][0].rank, -len(item[1]), item[0][1]))
    # A thing that several facts are about (a group of projects) is shown where it is named first.
    first: dict[str, Fact] = {}
    for fact in build.all_facts:
        for name in (fact.get("entity"), fact.get("concept")):
            if name:
                first.setdefault(name, fact)
    return [
        Check(
            check,
            severity.value,
            # What is behind the colon tells those who change the graph what to do.
            message.partition("：")[0],
            len(found),
            tuple(_place(build, first, one) for one in found[:PLACES]),
        )
        for (severity, check, message), found in ordered
    ]


def _first(checks: Sequence[Check]) -> list[Check]:
    """Checks as the first page has them, with a few places while there is room."""
    found, room = [], EXAMPLES
    for check in checks[:CHECKS]:
        shown = check.places[: min(FEW, room)]
        found.append(replace(check, places=shown))
        room -= len(shown)
    return found


def _place(build: SiteBuild, first: dict[str, Fact], finding: Finding) -> Place:
    fact = build.fact_of.get(finding.focus) or first.get(finding.focus)
    words = finding.sentence or finding.report or finding.focus
    if fact is not None:
        report = build.report_of[fact["report"]]
        return Place(words, build.place(report), build.evidence(report.iri, fact["id"]))
    if finding.focus in build.report_of:
        report = build.report_of[finding.focus]
        return Place(report.title, build.place(report), report.page)
    return Place(words, finding.report or "", "")


def _size(build: SiteBuild, name: str) -> str:
    size: Any = (build.path / name).stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
