"""Follow-ups between two reports of a street: the gold of `tests/gold/pairs` in, counts out.

`NAME.tsv` is about `NAME-1.txt` and `NAME-2.txt`: a line `F|sentence|surface|occurrence|sentence|surface|occurrence|verdict` is
a promise with its outcome, `N|…` a promise of which the second report says nothing, `C|…` one whose nearest figure measures
something else. Sentences are numbered as `gold.py split` does. A link is right when both its spans are those of an F line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path

from kg import documents, extraction, linking
from kg.evaluation.scores import Ratio
from kg.linking.across import across
from kg.linking.claims import Claims, claims_of

Span = tuple[int, int]
_SENTENCE = re.compile(r"[^\n。；;！!？?]+[。；;！!？?]*")


_NONE = Ratio(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Followed:
    """Counts over promises. A link is a follow-up that says met, partly or missed."""

    links: Ratio = _NONE
    verdicts: int = 0
    """Right links with the right verdict."""
    silent: Ratio = _NONE
    """Promises of which nothing is said."""
    unlike: Ratio = _NONE
    """Promises whose nearest figure measures something else."""

    def __add__(self, other: Followed) -> Followed:
        return Followed(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


def followed(gold: Path) -> Followed:
    """How the promises of the first report of a pair are followed in the second."""
    texts = [gold.with_name(f"{gold.stem}-{number}.txt") for number in (1, 2)]
    claims = [claims_of(linking.link(extraction.extract(documents.read(text)))) for text in texts]
    lines = [
        line.split("|") for line in gold.read_text(encoding="utf-8").splitlines() if line[:2] in ("F|", "N|", "C|")
    ]
    first, second = (text.read_bytes().decode("utf-8") for text in texts)
    promises = [(row, _span(first, row[1:4]), _span(second, row[4:7]) if len(row) > 6 else None) for row in lines]
    spans = _spans(claims)
    found = across(claims)
    links = [one for one in found if one.outcome is not None and one.verdict != "notComparable"]
    right = verdicts = 0
    for row, promise, outcome in promises:
        if row[0] != "F" or outcome is None:
            continue
        fits = [
            one
            for one in links
            if _meet(spans[one.commitment], promise) and one.outcome is not None and _meet(spans[one.outcome], outcome)
        ]
        right += bool(fits)
        verdicts += bool(fits) and fits[0].verdict == row[7]
    others = []
    for kind, verdict in (("N", "notReported"), ("C", "notComparable")):
        said = [one for one in found if one.verdict == verdict]
        wanted = [promise for row, promise, _ in promises if row[0] == kind]
        fit = sum(any(_meet(spans[one.commitment], promise) for promise in wanted) for one in said)
        others.append(Ratio(fit, len(said), len(wanted)))
    gold_links = sum(row[0] == "F" for row, _, _ in promises)
    return Followed(Ratio(right, len(links), gold_links), verdicts, *others)


def _spans(claims: list[Claims]) -> dict[str, Span]:
    spans = {claim.key: (claim.start, claim.end) for one in claims for claim in one.figures}
    return spans | {claim.key: (claim.start, claim.end) for one in claims for claim in one.projects}


def _span(text: str, fields: list[str]) -> Span:
    number, surface, occurrence = int(fields[0]), fields[1], int(fields[2] or 1)
    stripped = [match for match in _SENTENCE.finditer(text) if match[0].strip()]
    start, end = stripped[number].span()
    for _ in range(occurrence):
        start = text.index(surface, start, end) + 1
    return start - 1, start - 1 + len(surface)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
