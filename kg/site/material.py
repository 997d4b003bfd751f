"""A build folder in; what several pages need of it, computed once: reports with their streets and facts by report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.language.bounds import bound_of
from kg.records import record
from kg.store import Build, open_build

if TYPE_CHECKING:
    from kg.site.explorer.network import Network

_FALLING = re.compile("^[-−－]|[负降减]")

Fact = dict[str, Any]
"""A line of `facts.jsonl` (docs/facts.md)."""


@record
class Report:
    """A report of a build, as pages name it. `area` is the IRI of what it covers, `path` its place: province first."""

    iri: str
    sha256: str
    file: str
    title: str
    area: str | None
    street: str
    path: tuple[str, ...]
    reviewed: tuple[str, str] | None
    planned: tuple[str, str] | None
    characters: int

    @property
    def page(self) -> str:
        """Path of its page within the site."""
        return f"reports/{self.sha256[:16]}.html"

    @property
    def key(self) -> str:
        """What it covers: the IRI of the area; its own where that is not known."""
        return self.area or self.iri


def places_of(reports: Sequence[Report]) -> dict[str, str]:
    """Names of what reports cover, by `Report.key`, in the order of the reports.

    No two are alike: with the district in front where the name alone is that of several (平城区新华街道), and the
    file behind where the whole place is (未具名街道).
    """
    paths = {report.key: report.path or (report.file,) for report in reports}
    ends = Counter(path[-length:] for path in paths.values() for length in range(1, len(path) + 1))
    files = {report.key: report.file for report in reversed(reports)}
    found = {}
    for key, path in paths.items():
        length = next((length for length in range(1, len(path) + 1) if ends[path[-length:]] == 1), 0)
        found[key] = "".join(path[-length:]) if length else f"{''.join(path)}（{files[key]}）"
    return found


@dataclass(frozen=True)
class SiteBuild(Build):
    """An opened build with what its pages share."""

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """All reports, by place and period."""
        found = [self._report(row) for row in self.info["sources"]]
        return tuple(sorted(found, key=lambda report: (report.path, report.planned or ("", ""), report.file)))

    @cached_property
    def all_facts(self) -> tuple[Fact, ...]:
        """The facts of all reports, as `facts()`, read once."""
        return tuple(self.facts())

    @cached_property
    def facts_of(self) -> dict[str, list[Fact]]:
        """The facts of each report, by its IRI, in the order of the text."""
        found: dict[str, list[Fact]] = {report.iri: [] for report in self.reports}
        for fact in self.all_facts:
            found[fact["report"]].append(fact)
        return found

    @cached_property
    def page_of(self) -> dict[str, str]:
        """Path of a report's page within the site, by the report's IRI."""
        return {report.iri: report.page for report in self.reports}

    def evidence(self, report: str, fact: str) -> str:
        """Where a fact (its IRI) is shown in the text of its report: a path within the site, with the anchor."""
        return f"{self.page_of[report]}#{fact.rpartition('/')[2]}"

    @cached_property
    def fact_of(self) -> dict[str, Fact]:
        """All facts by IRI."""
        return {fact["id"]: fact for fact in self.all_facts}

    @cached_property
    def report_of(self) -> dict[str, Report]:
        """The reports by IRI."""
        return {report.iri: report for report in self.reports}

    @cached_property
    def network(self) -> Network:
        """What the explorer draws, and the pages of reports lead to."""
        from kg.site.explorer.network import network

        return network(self)

    @cached_property
    def places(self) -> dict[str, str]:
        """As `places_of` of all reports."""
        return places_of(self.reports)

    def place(self, report: Report) -> str:
        """The name of what a report covers, which nothing else has."""
        return self.places[report.key]

    def number(self, report: Report) -> int:
        """The number of what a report covers, in the order of `places`."""
        return self._numbers[report.key]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.places)}

    def text_of(self, report: Report) -> str:
        """The decoded text of a report, read once."""
        if report.sha256 not in self._texts:
            self._texts[report.sha256] = self.text(report.sha256)
        return self._texts[report.sha256]

    def figure(self, fact: Fact) -> str:
        """A figure in words of its text, with what limits it (10%以上, 超过80%); 下降 in front where it says a fall."""
        text = self.text_of(self.report_of[fact["report"]])
        start, end = fact["start"], fact["end"]
        before = len(text[:start].rstrip())
        behind = len(text) - len(text[end:].lstrip())
        _, limit = ("", None) if fact["bound"] == "exact" else bound_of(text, before, behind, None)
        if limit:
            start, end = min(start, limit[0]), max(end, limit[1])
        words = "".join(text[start:end].split())
        fall = float(fact["value"]) < 0 and not _FALLING.search(words)
        return (("下降" if fact["kind"] == "change" else "−") if fall else "") + words

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {}

    @cached_property
    def area_names(self) -> dict[str, str]:
        """Names of areas by IRI."""
        rows = self.select("SELECT ?area ?name WHERE { ?area a kg:AdministrativeArea ; rdfs:label ?name }")
        return {row["area"].value: row["name"].value for row in rows}

    def _report(self, row: dict[str, Any]) -> Report:
        head = row["head"]
        path = tuple(head["path"])
        reviewed, planned = _days(head["reviewed"]), _days(head["planned"])
        return Report(
            iri=row["report"],
            sha256=row["sha256"],
            file=row["name"],
            title=row["title"] or (_untitled(path[-1], planned or reviewed) if path else row["name"]),
            area=head["area"] and self.base + head["area"],
            street=path[-1] if path else "",
            path=path,
            reviewed=reviewed,
            planned=planned,
            characters=row["characters"],
        )


def spoken(start: str, end: str) -> str:
    """A period as people say it: `2020年上半年` for 2020-01-01 to 2020-06-30; both days where it fills no part of a year.

    >>> spoken("2020-07-01", "2020-09-30")
    '2020年三季度'
    """
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    after = last + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day != 1 or after.day != 1:
        return start if start == end else f"{start}至{end}"
    if first.month == 1 and months % 12 == 0:
        return f"{first.year}年" if months == 12 else f"{first.year}—{last.year}年"
    if months == 6 and first.month in (1, 7):
        return f"{first.year}年{'上' if first.month == 1 else '下'}半年"
    if months == 3 and first.month % 3 == 1:
        return f"{first.year}年{'一二三四'[first.month // 3]}季度"
    if months == 1:
        return f"{first.year}年{first.month}月"
    if first.year == last.year:
        return f"{first.year}年{first.month}—{last.month}月"
    return f"{first.year}年{first.month}月至{last.year}年{last.month}月"


def _untitled(name: str, period: tuple[str, str] | None) -> str:
    return f"{name}{period[1][:4] + '年' if period else ''}工作报告（原文无标题）"


def _days(period: dict[str, str] | None) -> tuple[str, str] | None:
    return (period["start"], period["end"]) if period else None


def open_site_build(path: str | Path) -> SiteBuild:
    """The build in a folder. Raises UsageError where there is none."""
    opened = open_build(path)
    return SiteBuild(opened.path, opened.info)
