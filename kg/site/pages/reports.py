"""A page a report: its whole text with every fact marked, the facts beside it, and a person's decisions on them.

What a number means is shown where it stands; a number that nothing explains is marked, and so is why others are set aside.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from kg.rdf.words import word
from kg.records import record
from kg.site.material import Fact, Report, SiteBuild
from kg.site.model import Page
from kg.site.packing import packed_json
from kg.site.palette import TYPES
from kg.site.render import render
from kg.site.report_data import Links, links, report_data
from kg.site.segments import Span, lines
from kg.validation import Finding

_UNRESOLVED = "unresolved"
_DIGITS = re.compile(r"\d+(?:[.,，．]\d+)*")
_NUMBERED = ("indicator", "deadline", "set_aside")


@record
class Section:
    """A section as the graph has it: offsets of the text, end exclusive."""

    start: int
    end: int
    level: int
    heading: str
    role: str


@record
class Heading:
    """A heading where it stands in the text, with the number of its line."""

    start: int
    end: int
    level: int
    words: str
    line: int


_SECTIONS = """SELECT ?report ?start ?end ?level ?heading ?role WHERE {
  ?section a kg:Section ; dct:isPartOf* ?report ; nif:beginIndex ?start ; nif:endIndex ?end ; kg:level ?level .
  ?report a kg:Report .
  OPTIONAL { ?section kg:heading ?heading }
  OPTIONAL { ?section kg:sectionRole ?role }
}"""


def pages(build: SiteBuild) -> Iterator[Page]:
    """`reports/HASH.html` for each report."""
    sections = _sections(build)
    findings = _findings(build)
    linked = links(build)
    for report in build.reports:
        yield _page(build, report, sections.get(report.iri, []), findings, linked)


def uncovered(text: str, facts: Sequence[Fact]) -> list[tuple[int, int]]:
    """Runs of digits of which some lie in no figure, deadline or number set aside."""
    covered = bytearray(len(text))
    for fact in facts:
        if fact["type"] in _NUMBERED:
            covered[fact["start"] : fact["end"]] = b"\1" * (fact["end"] - fact["start"])
    return [match.span() for match in _DIGITS.finditer(text) if not all(covered[match.start() : match.end()])]


def _page(
    build: SiteBuild,
    report: Report,
    sections: list[Section],
    findings: dict[str, list[Finding]],
    linked: Links,
) -> Page:
    text = build.text_of(report)
    facts = build.facts_of[report.iri]
    lost = [_lost(report, text, start, end) for start, end in uncovered(text, facts)]
    facts = sorted([*facts, *lost], key=lambda fact: fact["start"]) if lost else facts
    headings = _headings(text, sections)
    spans = [_span(number, fact) for number, fact in enumerate(facts)]
    spans += [Span(one.start, one.end, f"k{min(one.level, 4)}") for one in headings]
    reasons = Counter(fact["reason"] for fact in facts if fact["type"] == "set_aside")
    unresolved = reasons.pop(_UNRESOLVED, 0)
    counts = Counter(fact["type"] for fact in facts) - Counter(set_aside=unresolved)
    return render(
        report.page,
        "report.html",
        title=report.title,
        styles=("report.css",),
        scripts=("report.js",),
        data={"report": packed_json(report_data(build, report, facts, findings, linked))},
        report=report,
        body=Markup("").join(_lines(text, spans, headings, sections)),
        counts=counts,
        types=TYPES,
        numbers=len({(fact["start"], fact["end"]) for fact in facts if fact["type"] == "indicator"}),
        aside=counts["set_aside"],
        reasons=[(word(reason), count) for reason, count in reasons.most_common()],
        unresolved=unresolved,
        headings=headings,
    )


def _lost(report: Report, text: str, start: int, end: int) -> Fact:
    """A number that no fact accounts for, in the form of a fact; no rule has found it and nobody decides on it."""
    line = text.rfind("\n", 0, start) + 1, (text.find("\n", end) + 1 or len(text))
    return {
        "id": f"m-{report.sha256[:8]}-{start}-{end}-lost", "type": "set_aside", "start": start, "end": end,
        "quote": text[start:end], "sentence": line, "section": "", "rule": "", "confidence": 0, "reason": _UNRESOLVED,
    }  # fmt: skip


def _span(number: int, fact: Fact) -> Span:
    css = fact["type"][0] if fact["type"] != "initiative" else "n"
    return Span(fact["start"], fact["end"], "s u" if fact.get("reason") == _UNRESOLVED else css, number)


def _lines(text: str, spans: list[Span], headings: list[Heading], sections: list[Section]) -> Iterator[Markup]:
    """Each line of the text in a block of its own, which tells whether it is a heading or no part of the report proper."""
    at = 0
    furniture = [(section.start, section.end) for section in sections if section.role == "furniture"]
    headed = {one.line for one in headings}
    for number, (line, source) in enumerate(zip(lines(text, spans), _source_lines(text), strict=True)):
        end = at + len(source)
        body, indent = len(source.strip()), len(source) - len(source.lstrip())
        css = ["l"]
        if any(start <= at and end <= stop for start, stop in furniture):
            css.append("furniture")
        for one in headings:
            if body and one.start <= at + indent < one.end and one.end - one.start >= body - 1:
                css.append(f"l{min(one.level, 4)}")
        if not body:
            css.append("blank")
        names = f'"{" ".join(css)}"' if css[1:] else "l"
        anchor = f" id=l{number}" if number in headed else ""
        yield Markup(f"<div class={names}{anchor}>") + line + Markup("</div>")
        at = end


def _source_lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _headings(text: str, sections: list[Section]) -> list[Heading]:
    """Where the headings stand: as many characters, without blanks, as the heading has."""
    found: list[Heading] = []
    for section in sections:
        left = len("".join(section.heading.split()))
        if not left or section.role == "furniture":
            continue
        start = position = section.start
        while position < section.end and left:
            left -= not text[position].isspace()
            position += 1
        words = " ".join(section.heading.split())
        found.append(Heading(start, position, section.level, words, text.count("\n", 0, start)))
    return found


def _sections(build: SiteBuild) -> dict[str, list[Section]]:
    found: dict[str, list[Section]] = {}
    for row in build.select(_SECTIONS):
        start, end, level = (int(row[name].value) for name in ("start", "end", "level"))
        heading = row["heading"].value if row["heading"] is not None else ""
        role = row["role"].value.rpartition("#")[2] if row["role"] is not None else ""
        found.setdefault(row["report"].value, []).append(Section(start, end, level, heading, role))
    return {report: sorted(rows, key=lambda one: (one.start, -one.end)) for report, rows in found.items()}


def _findings(build: SiteBuild) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in build.findings() or ():
        found.setdefault(finding.focus, []).append(finding)
    return found
