"""What a person decided about identity: a reviewed CSV file in, decisions that linking respects out.

Columns: `area` (as the report names it: 新安街道; empty: everywhere), `name` (the project or initiative as quoted),
`decision` (`same`, `different`; empty or `undecided`: nothing yet), `other` (for `same`: the name of the thing that it is), `report` (for `different`:
words of the title of the report in which the name means something else; with `other` instead: the name that is not its), and any further columns (by, on, why), which stay the
reviewer's own. Names, not offsets or IRIs, so that decisions survive a corrected text and a new build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path

from kg.errors import UsageError
from kg.linking.filled import read_table
from kg.linking.names import normalised
from kg.records import record

COLUMNS = ("area", "name", "decision", "other", "report")
_REMEDY = "列为 area,name,decision,other,report；decision 只能是 same（须填 other）或 different（须填 report 或 other），未定的留空或填 undecided"


@record
class Decisions:
    """Decisions by area and name. Empty ones change nothing."""

    same: Mapping[tuple[str, str], str] = field(default_factory=dict)
    different: frozenset[tuple[str, str, str]] = frozenset()
    apart: frozenset[tuple[str, str, str]] = frozenset()
    """Pairs of names (area, name, other) of which a person said that they are two things; they are not asked again."""

    def name_of(self, areas: Iterable[str], name: str) -> str:
        """The name under which a thing is known; of several decisions the one for the nearest area."""
        key = normalised(name)
        seen = {key}
        for _ in range(len(self.same)):
            other = next((self.same[area, key] for area in (*areas, "") if (area, key) in self.same), None)
            if other is None or other in seen:
                break
            seen.add(other)
            key = other
        return key

    def is_apart(self, areas: Iterable[str], name: str, title: str) -> bool:
        """True when a person said that the name means a thing of its own in this report."""
        key = normalised(name)
        return any(area in (*areas, "") and known == key and words in title for area, known, words in self.different)

    def are_apart(self, areas: Iterable[str], name: str, other: str) -> bool:
        """True when a person said that two names mean two things."""
        pair = {normalised(name), normalised(other)}
        return any(area in (*areas, "") and {one, two} == pair for area, one, two in self.apart)


NONE = Decisions()
"""Nobody decided anything."""


def read_decisions(path: str | Path) -> Decisions:
    """The decisions of a CSV file (UTF-8, with or without BOM); rows without a decision are still to be decided.

    Raises:
        UsageError: the file cannot be read, a column is missing, or a row says neither what it decides nor on what.
    """
    same: dict[tuple[str, str], str] = {}
    different: set[tuple[str, str, str]] = set()
    apart: set[tuple[str, str, str]] = set()
    for line, row in enumerate(read_table(Path(path), COLUMNS, _REMEDY), start=2):
        area, name, decision, other, report = (row[column].strip() for column in COLUMNS)
        if decision in ("", "undecided"):
            continue
        if decision == "same" and name and other:
            same[area, normalised(name)] = normalised(other)
        elif decision == "different" and name and report:
            different.add((area, normalised(name), report))
        elif decision == "different" and name and other:
            apart.add((area, normalised(name), normalised(other)))
        else:
            raise UsageError(f"{path}:{line}", f"这一行说不通：{decision}", _REMEDY)
    return Decisions(same, frozenset(different), frozenset(apart))
