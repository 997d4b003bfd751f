"""A page a report: its whole text with every fact marked, the facts beside it, and a person's decisions on them.

What a number means is shown where it stands; a number that nothing explains is marked, and so is why others are set aside.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from kg.lexicon import table
from kg.rdf.words import CODED, FIELDS, word
from kg.site.material import Fact, Report, SiteBuild
from kg.site.model import Page
from kg.site.palette import TYPES
from kg.site.render import render
from kg.site.segments import Span, lines
from kg.validation import Finding

SHOWN = {
    "indicator": (
        "metric", "concept_label", "value", "value_max", "unit", "bound", "kind", "change_basis", "rank_scope", "modality",
        "period_start", "period_end", "deadline", "deadline_source", "review",
    ),
    "project": ("name", "status", "modality", "count", "review"),
    "initiative": ("name", "initiative_type", "status", "modality", "review"),
    "deadline": ("date", "granularity", "review"),
    "area": ("name", "level", "review"),
    "honour": ("honour", "text", "scope", "review"),
    "set_aside": ("reason", "review"),
}  # fmt: skip
"""Fields of each type that the page shows, in this order."""
_UNRESOLVED = "unresolved"
_DIGITS = re.compile(r"\d+(?:[.,，．]\d+)*")
_NUMERIC = ("value", "value_max", "count")
_NUMBERED = ("indicator", "deadline", "set_aside")


@dataclass(frozen=True, slots=True)
class Section:
    """A section as the graph has it: offsets of the text, end exclusive."""

    start: int
    end: int
    level: int
    heading: str
    role: str


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
    for report in build.reports:
        yield _page(build, report, sections.get(report.iri, []), findings)


def uncovered(text: str, facts: Sequence[Fact]) -> list[tuple[int, int]]:
    """Runs of digits of which some lie in no figure, deadline or number set aside."""
    covered = bytearray(len(text))
    for fact in facts:
        if fact["type"] in _NUMBERED:
            covered[fact["start"] : fact["end"]] = b"\1" * (fact["end"] - fact["start"])
    return [match.span() for match in _DIGITS.finditer(text) if not all(covered[match.start() : match.end()])]


def _page(build: SiteBuild, report: Report, sections: list[Section], findings: dict[str, list[Finding]]) -> Page:
    text = build.text_of(report)
    facts = build.facts_of[report.iri]
    lost = uncovered(text, facts)
    spans = [_span(number, fact) for number, fact in enumerate(facts)]
    spans += [Span(start, end, "u") for start, end in lost]
    headings = _headings(text, sections)
    spans += [Span(start, end, f"k{min(level, 4)}") for start, end, level in headings]
    counts = Counter(fact["type"] for fact in facts)
    reasons = Counter(fact["reason"] for fact in facts if fact["type"] == "set_aside")
    return render(
        report.page,
        "report.html",
        title=report.title,
        styles=("report.css",),
        scripts=("report.js",),
        data={"report": _data(report, facts, findings)},
        report=report,
        body=Markup("").join(_lines(text, spans, headings, sections)),
        counts=counts,
        types=TYPES,
        numbers=len({(fact["start"], fact["end"]) for fact in facts if fact["type"] == "indicator"}),
        aside=counts["set_aside"] - reasons[_UNRESOLVED],
        reasons=[(word(reason), count) for reason, count in reasons.most_common() if reason != _UNRESOLVED],
        unresolved=reasons[_UNRESOLVED] + len(lost),
        sections=_paths(facts),
    )


def _span(number: int, fact: Fact) -> Span:
    css = fact["type"][0] if fact["type"] != "initiative" else "n"
    return Span(fact["start"], fact["end"], "s u" if fact.get("reason") == _UNRESOLVED else css, number)


def _lines(
    text: str, spans: list[Span], headings: list[tuple[int, int, int]], sections: list[Section]
) -> Iterator[Markup]:
    """Each line of the text in a block of its own, which tells whether it is a heading or no part of the report proper."""
    at = 0
    furniture = [(section.start, section.end) for section in sections if section.role == "furniture"]
    for line, source in zip(lines(text, spans), _source_lines(text), strict=True):
        end = at + len(source)
        body = len(source.strip())
        css = ["l"]
        if any(start <= at and end <= stop for start, stop in furniture):
            css.append("furniture")
        for start, stop, level in headings:
            if at <= start < end and stop - start >= body - 1:
                css.append(f"l{min(level, 4)}")
        if not body:
            css.append("blank")
        yield Markup('<div class="{}">').format(" ".join(css)) + line + Markup("</div>")
        at = end


def _source_lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _headings(text: str, sections: list[Section]) -> list[tuple[int, int, int]]:
    """Where the headings stand (start, end, level): as many characters, without blanks, as the heading has."""
    found = []
    for section in sections:
        left = len("".join(section.heading.split()))
        if not left or section.role == "furniture":
            continue
        start = position = section.start
        while position < section.end and left:
            left -= not text[position].isspace()
            position += 1
        found.append((start, position, section.level))
    return found


def _paths(facts: list[Fact]) -> list[tuple[str, str, int]]:
    """Sections that have facts, and those above them: path, last heading, depth; in the order of the text."""
    found: dict[str, None] = {}
    for fact in facts:
        parts = fact["section"].split("›") if fact["section"] else []
        for depth in range(1, len(parts) + 1):
            found.setdefault("›".join(parts[:depth]))
    order = list(found)
    return [(path, path.rpartition("›")[2], path.count("›")) for path in order]


def _data(report: Report, facts: list[Fact], findings: dict[str, list[Finding]]) -> dict[str, Any]:
    """What the script needs, in few bytes: what recurs stands once in a table, and facts name it by number.

    A fact is [kind, characters from the start of the one before, length, sentence, rule, values, findings, place]; a kind
    is [its id without hash and offsets, type], a sentence [start, end, section], a rule [name, confidence, label, example].
    """
    kinds, sentences, rules, paths = _Table(), _Table(), _Table(), _Table()
    strings, said = _Table(), _Table()
    codes: dict[str, str] = {}
    known = table("rules")
    rows: list[list[Any]] = []
    position = 0
    for fact in facts:
        names = SHOWN[fact["type"]]
        values = [fact.get(name) for name in names]
        codes |= {str(v): word(str(v)) for name, v in zip(names, values, strict=True) if v and name in CODED}
        values = [strings.number(v) if isinstance(v, str) else v for v in values]
        while values and values[-1] is None:
            values.pop()
        mark = fact["id"].rpartition("/")[2].replace(f"-{report.sha256[:8]}-{fact['start']}-{fact['end']}", "~", 1)
        rule = known.get(fact["rule"], {})
        row = [
            kinds.number((mark, list(TYPES).index(fact["type"]))),
            fact["start"] - position,
            fact["end"] - fact["start"],
            sentences.number((*fact["sentence"], paths.number(fact["section"]))),
            rules.number((fact["rule"], fact["confidence"], rule.get("label", ""), rule.get("example", ""))),
            values,
            [said.number(one.message) for one in findings.get(fact["id"], ())],
            [fact.get(name) for name in ("page", "paragraph", "row", "column")],
        ]
        if not any(row[7]):
            row.pop()
            if not row[6]:
                row.pop()
        rows.append(row)
        position = fact["start"]
    return {
        "report": {
            "iri": report.iri, "sha256": report.sha256, "file": report.file, "title": report.title, "street": report.street,
        },
        "types": [[name, class_, word(name)] for name, class_ in TYPES.items()],
        "fields": SHOWN,
        "names": {name: FIELDS[name][0] for fields in SHOWN.values() for name in fields},
        "numeric": _NUMERIC,
        "kinds": kinds.rows(),
        "sentences": sentences.rows(),
        "paths": paths.rows(),
        "rules": rules.rows(),
        "strings": strings.rows(),
        "findings": said.rows(),
        "codes": codes,
        "facts": rows,
    }  # fmt: skip


class _Table:
    """Things that recur, each once, by number."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}

    def number(self, thing: Any) -> int:
        """The number of a thing, which is put down where it is new."""
        return self._numbers.setdefault(thing, len(self._numbers))

    def rows(self) -> list[Any]:
        """The things in the order of their numbers."""
        return list(self._numbers)


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
