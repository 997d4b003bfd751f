"""What people decided on facts: a reviewed CSV file in, verdicts that a build respects out.

One decision a row: `decision` (`accept`, `reject`; empty or `undecided`: nothing yet), `type`, `quote`, `before`, `after`
(the characters around, without blanks), `says` (what the fact claims); further columns are for people. A decision holds
for a fact of that type that quotes the same characters between the same characters and claims the same: it survives a
corrected text, a reprint and a new version, and no longer applies when a rule has come to read the place otherwise.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.linking.filled import read_table
from kg.records import record

if TYPE_CHECKING:
    from kg.linking import Linked

COLUMNS = ("decision", "type", "quote", "before", "after", "says")
EXTRA = ("rule", "confidence", "street", "report", "sentence", "by", "on", "note")
"""Columns that tell people what was decided; a build does not read them."""
SAYS = {
    "indicator": ("metric", "value", "value_max", "unit", "bound", "kind", "modality"),
    "project": ("name", "status", "count"),
    "initiative": ("name",),
    "deadline": ("date",),
    "area": ("name", "level"),
    "honour": ("honour", "text"),
    "set_aside": ("reason",),
}
"""The fields that make the claim of each type."""
REACH = 40
"""Characters on each side of which the context is made."""
_CONTEXT = 12
_REMEDY = f"列为 {','.join(COLUMNS)}；decision 只能是 accept 或 reject，未定的留空或填 undecided"

Key = tuple[str, str, str, str, str]
"""Type, quotation, before, after, claim."""


@record
class Reviews:
    """Verdicts by what they are on: true for accepted."""

    verdicts: Mapping[Key, bool]

    def of(self, text: str, fact: Mapping[str, Any]) -> bool | None:
        """The verdict on a fact of a text; None where there is none."""
        around = text[max(0, fact["start"] - REACH) : fact["start"]], text[fact["end"] : fact["end"] + REACH]
        return self.verdicts.get(key(fact, *around))


def key(fact: Mapping[str, Any], before: str, after: str) -> Key:
    """What a decision on a fact is known by; `before` and `after` are at least as long as the context or all there is."""
    return fact["type"], bare(fact["quote"]), context_before(before), context_after(after), says(fact)


def bare(text: str) -> str:
    """A text without its blanks and line ends."""
    return "".join(text.split())


def context_before(text: str) -> str:
    """The last characters before a place that are no blanks."""
    return bare(text[-REACH:])[-_CONTEXT:]


def context_after(text: str) -> str:
    """The first characters after a place that are no blanks."""
    return bare(text[:REACH])[:_CONTEXT]


def says(fact: Mapping[str, Any]) -> str:
    """What a fact claims, in one line: `消化违建存量 | 191250 | - | 平方米 | exact | level | actual`."""
    return " | ".join(_plain(fact.get(name)) for name in SAYS[fact["type"]])


def _plain(value: Any) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def read_reviews(path: str | Path) -> Reviews:
    """The decisions of a CSV file (UTF-8, with or without BOM).

    Raises:
        UsageError: the file cannot be read, a column is missing, or a row decides nothing that can be understood.
    """
    verdicts = {}
    for line, row in enumerate(read_rows(Path(path)), start=2):
        decision = row["decision"].strip()
        if decision in ("", "undecided"):
            continue
        if decision not in ("accept", "reject") or row["type"] not in SAYS or not row["quote"]:
            raise UsageError(f"{path}:{line}", f"这一行说不通：{decision} {row['type']}", _REMEDY)
        verdicts[row["type"], bare(row["quote"]), row["before"], row["after"], row["says"]] = decision == "accept"
    return Reviews(verdicts)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of such a file, with all its columns. Raises UsageError."""
    return read_table(path, COLUMNS, _REMEDY)


def file_text(rows: Iterable[Mapping[str, str]]) -> str:
    """The CSV file of some rows."""
    rows = list(rows)
    columns = [*COLUMNS, *EXTRA, *dict.fromkeys(name for row in rows for name in row if name not in (*COLUMNS, *EXTRA))]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def review(linked: Linked, reviews: Reviews, base: str) -> dict[tuple[str, int], bool]:
    """The verdicts that hold for mentions of a report, by type and index."""
    from kg.rdf import facts

    places = {
        base + name: (kind, index)
        for kind, names in (
            ("indicator", linked.indicator_keys),
            ("project", linked.project_keys),
            ("initiative", linked.initiative_keys),
            ("deadline", linked.deadline_keys),
            ("area", linked.area_keys),
            ("honour", linked.honour_keys),
            ("set_aside", linked.set_aside_keys),
        )
        for index, name in enumerate(names)
    }
    text = linked.extraction.document.text
    decided = ((places[fact["id"]], reviews.of(text, fact)) for fact in facts(linked, base))
    return {place: verdict for place, verdict in decided if verdict is not None}
