"""A report and its facts in, what the script of its page reads out: in few bytes, what recurs stands once in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.lexicon import table
from kg.rdf.words import CODED, FIELDS, word
from kg.site.material import Fact, Report, SiteBuild
from kg.site.palette import TYPES, hues
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
_NUMERIC = ("value", "value_max", "count")
_FOLLOW_UPS = """SELECT ?promise ?outcome ?verdict WHERE {
  ?f a kg:FollowUp ; kg:commitment ?promise ; kg:verdict ?verdict OPTIONAL { ?f kg:outcome ?outcome }
}"""


@dataclass(frozen=True)
class Links:
    """Where facts lead, by IRI: to things that the explorer shows, to their deadline, to what followed and what it followed."""

    things: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    """Of the things; one that is not here is not in the explorer."""
    deadlines: Mapping[str, str]
    follow_ups: Sequence[tuple[str, str, str | None]]
    """Promise, verdict (its code), outcome."""


def links(build: SiteBuild) -> Links:
    """Where the facts of a build lead."""
    found = build.network
    shown = {node.iri: node.label for node in found.shown}
    return Links(
        things={each.iri: tuple(iri for iri in each.things if iri in shown) for each in found.statements},
        labels=shown,
        deadlines={
            each.iri: each.deadline for each in found.statements if each.deadline and each.deadline in build.fact_of
        },
        follow_ups=sorted(found.follow_ups, key=str),
    )


def report_data(
    build: SiteBuild, report: Report, facts: Sequence[Fact], findings: Mapping[str, Sequence[Finding]], linked: Links
) -> dict[str, Any]:
    """The facts of a page.

    A fact is [kind, characters from the start of the one before, length, sentence, rule, values, findings, place, things],
    less what is empty at the end; a kind is [its id without hash and offsets, type], a sentence [start, end, section], a
    rule [name, confidence, label, example], a thing [its address in the explorer, label]. `deadlines` has pairs of facts,
    `follow_ups` [promise, verdict, outcome]: a fact of the page by its number, one of another by [address, report, words].
    """
    kinds, sentences, rules, paths = _Table(), _Table(), _Table(), _Table()
    strings, said, things = _Table(), _Table(), _Table()
    codes: dict[str, str] = {}
    known = table("rules")
    rows: list[list[Any]] = []
    position = 0
    for fact in facts:
        names = SHOWN[fact["type"]]
        values = [fact.get(name) for name in names]
        codes |= {str(v): word(str(v)) for name, v in zip(names, values, strict=True) if v and name in CODED}
        mark = fact["id"].rpartition("/")[2].replace(f"-{report.sha256[:8]}-{fact['start']}-{fact['end']}", "~", 1)
        rule = known.get(fact["rule"], {})
        place = [fact.get(name) for name in ("page", "paragraph", "row", "column")]
        row = [
            kinds.number((mark, list(TYPES).index(fact["type"]))),
            fact["start"] - position,
            fact["end"] - fact["start"],
            sentences.number((*fact["sentence"], paths.number(fact["section"]))),
            rules.number((fact["rule"], fact["confidence"], rule.get("label", ""), rule.get("example", ""))),
            _short([strings.number(value) if isinstance(value, str) else value for value in values], None),
            [said.number(one.message) for one in findings.get(fact["id"], ())],
            _short(place, None),
            [things.number((iri.removeprefix(build.base), linked.labels[iri])) for iri in linked.things.get(fact["id"], ())],
        ]  # fmt: skip
        rows.append(_short(row, []))
        position = fact["start"]
    return {
        "report": {
            "iri": report.iri, "sha256": report.sha256, "file": report.file, "title": report.title, "street": report.street,
        },
        "types": [[name, class_.lower(), hues()[class_].mark] for name, class_ in TYPES.items()],
        "fields": SHOWN,
        "names": {name: FIELDS[name][0] for fields in SHOWN.values() for name in fields},
        "numeric": _NUMERIC,
        "kinds": kinds.rows(),
        "sentences": sentences.rows(),
        "paths": paths.rows(),
        "rules": rules.rows(),
        "strings": strings.rows(),
        "findings": said.rows(),
        "things": things.rows(),
        "codes": codes,
        "facts": rows,
        **_led(build, facts, linked),
    }  # fmt: skip


def _led(build: SiteBuild, facts: Sequence[Fact], linked: Links) -> dict[str, Any]:
    numbers = {fact["id"]: number for number, fact in enumerate(facts)}

    def place(iri: str) -> int | list[str] | None:
        if iri in numbers:
            return numbers[iri]
        fact = build.fact_of.get(iri)
        if fact is None:
            return None
        report = build.report_of[fact["report"]]
        return [build.evidence(report.iri, iri).removeprefix("reports/"), report.title, fact["quote"]]

    return {
        "deadlines": [
            [number, numbers[linked.deadlines[iri]]]
            for iri, number in numbers.items()
            if linked.deadlines.get(iri) in numbers
        ],
        "follow_ups": [
            [place(promise), word(verdict), None if outcome is None else place(outcome)]
            for promise, verdict, outcome in linked.follow_ups
            if promise in numbers or outcome in numbers
        ],
    }


def _short(row: list[Any], nothing: Any) -> list[Any]:
    """A row without what is nothing at its end."""
    while row and row[-1] == nothing:
        row.pop()
    return row


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
