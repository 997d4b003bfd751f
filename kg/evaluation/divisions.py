"""Which official division each mention of an area means: the gold of `tests/gold/divisions` in, counts out.

A line of `NAME.tsv`: `start|end|quote|code or NIL|name|note`; `opt` in the note counts neither way. A mention is right when
it is found and resolved to that code; a code where the gold says NIL is wrong, NIL where the gold has a code is missed.
"""

from __future__ import annotations

from pathlib import Path

from kg.evaluation.matching import intersection_over_union
from kg.evaluation.scores import Ratio
from kg.linking.model import Linked


def resolved(linked: Linked, gold: Path) -> Ratio:
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
    return Ratio(right, predicted, wanted)
