"""Names that may mean one thing: names of the projects and initiatives of each area in, pairs for a person to decide out.

A pair is uncertain when one name is a part of the other or nearly the same, and the rules of identity keep them apart
(`kg.linking.undertakings`). The file is the one that `kg build --decisions` reads; what a person has written stays.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg.lexicon import table
from kg.linking.decisions import COLUMNS, Decisions
from kg.linking.likeness import same_name
from kg.linking.names import normalised
from kg.records import record

EXTRA = ("likeness", "sentence", "other_sentence")
"""Columns that help to decide; they are not read again."""


@record(order=True)
class Named:
    """A name in an area, with a sentence that has it."""

    area: str
    name: str
    sentence: str


@record
class Uncertain:
    """Two names of one area that may be one thing's; `likeness` is 0 to 1."""

    one: Named
    other: Named
    likeness: float


def uncertain(named: Iterable[Named], decided: Decisions) -> list[Uncertain]:
    """Pairs of unlike names of one area that may mean one thing, the likeliest first; none that a person has decided."""
    areas: dict[str, dict[str, Named]] = {}
    for item in sorted(named):
        areas.setdefault(item.area, {}).setdefault(normalised(item.name), item)
    least = table("linking")["follow_up"]["same_name"]
    found = []
    for area, names in areas.items():
        for short, long in _near(sorted(names)):
            like = same_name(short, long)
            known = decided.name_of((area,), short) == decided.name_of((area,), long)
            if least <= like < 1 and not known and not decided.are_apart((area,), short, long):
                found.append(Uncertain(names[short], names[long], like))
    return sorted(found, key=lambda pair: (-pair.likeness, pair.one, pair.other))


def _near(names: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Pairs of names that share two characters in a row, the shorter first: others are never alike."""
    sharing: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        for pair in {name[k : k + 2] for k in range(len(name) - 1)}:
            sharing.setdefault(pair, []).append(number)
    pairs = {(a, b) for numbers in sharing.values() for k, a in enumerate(numbers) for b in numbers[k + 1 :]}
    for a, b in sorted(pairs):
        yield (names[a], names[b]) if len(names[a]) <= len(names[b]) else (names[b], names[a])


def file_text(pairs: Iterable[Uncertain], kept: Sequence[Mapping[str, str]]) -> str:
    """The CSV file: the rows that are there, as they are, then those of new pairs, undecided."""
    columns = [*COLUMNS, *EXTRA, *dict.fromkeys(key for row in kept for key in row if key not in (*COLUMNS, *EXTRA))]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept)
    asked = {(row.get("area", ""), normalised(row.get("name", "")), normalised(row.get("other", ""))) for row in kept}
    for pair in pairs:
        key = (pair.one.area, normalised(pair.one.name), normalised(pair.other.name))
        if key not in asked:
            row = (pair.one.area, pair.one.name, "undecided", pair.other.name, "")
            extra = (f"{pair.likeness:.2f}", pair.one.sentence, pair.other.sentence)
            writer.writerow(dict(zip((*COLUMNS, *EXTRA), (*row, *extra), strict=True)))
    return out.getvalue()


def kept_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a review file, empty when there is none."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key: value or "" for key, value in row.items() if key} for row in csv.DictReader(file)]
