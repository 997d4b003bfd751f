"""Which official division each mention of an area means: the gold of `tests/gold/divisions` in, counts out.

A line of `NAME.tsv`: `start|end|quote|code or NIL|name|note`; `opt` in the note counts neither way. A mention is right when
it is found and resolved to that code; a code where the gold says NIL is wrong, NIL where the gold has a code is missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.evaluation.matching import intersection_over_union
from kg.linking.model import Linked


@dataclass(frozen=True, slots=True)
class Resolved:
    """Counts over mentions: rightly resolved, resolved at all, resolved in gold."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Right of what was resolved; 1 where nothing was."""
        return self.right / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """Right of what the gold resolves."""
        return self.right / self.gold if self.gold else 1.0

    def __add__(self, other: Resolved) -> Resolved:
        return Resolved(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)


def resolved(linked: Linked, gold: Path) -> Resolved:
    """How the mentions of a report are resolved, by the gold of its text."""
    codes = {area.key: area.code for area in linked.areas}
    found = [
        ({"start": mention.start, "end": mention.end}, codes.get(key) if key else None)
        for mention, key in zip(linked.extraction.areas, linked.area_entities, strict=True)
    ]
    right = predicted = wanted = 0
    for line in gold.read_text(encoding="utf-8").splitlines():
        start, end, _, code, *rest = line.split("|")
        if "opt" in "".join(rest[1:]):
            continue
        span = {"start": int(start), "end": int(end)}
        got = next((answer for other, answer in found if intersection_over_union(span, other) >= 0.5), None)
        wanted += code != "NIL"
        predicted += got is not None
        right += got is not None and got == code
    return Resolved(right, predicted, wanted)
