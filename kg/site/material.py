"""A build folder in; what several pages need of it, computed once: reports with their streets and facts by report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.store import Build, open_build

Fact = dict[str, Any]
"""A line of `facts.jsonl` (docs/facts.md)."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True)
class SiteBuild(Build):
    """An opened build with what its pages share."""

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """All reports, by place and period."""
        found = [self._report(row) for row in self.info["sources"]]
        return tuple(sorted(found, key=lambda report: (report.path, report.planned or ("", ""), report.file)))

    @cached_property
    def facts_of(self) -> dict[str, list[Fact]]:
        """The facts of each report, by its IRI, in the order of the text."""
        found: dict[str, list[Fact]] = {report.iri: [] for report in self.reports}
        for fact in self.facts():
            found[fact["report"]].append(fact)
        return found

    @cached_property
    def page_of(self) -> dict[str, str]:
        """Path of a report's page within the site, by the report's IRI."""
        return {report.iri: report.page for report in self.reports}

    def evidence(self, report: str, fact: str) -> str:
        """Where a fact (its IRI) is shown in the text of its report: a path within the site, with the anchor."""
        return f"{self.page_of[report]}#{fact.rpartition('/')[2]}"

    def _report(self, row: dict[str, Any]) -> Report:
        head = row["head"]
        path = tuple(head["path"])
        return Report(
            iri=row["report"],
            sha256=row["sha256"],
            file=row["name"],
            title=row["title"] or row["name"],
            area=head["area"] and self.base + head["area"],
            street=path[-1] if path else "",
            path=path,
            reviewed=_days(head["reviewed"]),
            planned=_days(head["planned"]),
            characters=row["characters"],
        )


def _days(period: dict[str, str] | None) -> tuple[str, str] | None:
    return (period["start"], period["end"]) if period else None


def open_site_build(path: str | Path) -> SiteBuild:
    """The build in a folder. Raises UsageError where there is none."""
    opened = open_build(path)
    return SiteBuild(opened.path, opened.info)
