"""Follow-ups between two reports of a street: the gold of `tests/gold/pairs` in, counts out.

`NAME.tsv` is about `NAME-1.txt` and `NAME-2.txt`: a line `F|sentence|surface|occurrence|sentence|surface|occurrence|verdict` is
a promise with its outcome, `N|…` a promise of which the second report says nothing, `C|…` one whose nearest figure measures
something else. Sentences are numbered as `gold.py split` does. A link is right when both its spans are those of an F line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from kg import documents, extraction, linking
from kg.evaluation.scores import Ratio
from kg.linking.across import across
from kg.linking.claims import Claims, FigureClaim, ProjectClaim, claims_of
from kg.linking.model import FollowUp
from kg.records import record

Span = tuple[int, int]
_SENTENCE = re.compile(r"[^\n。；;！!？?]+[。；;！!？?]*")


_NONE = Ratio(0, 0, 0)


@record
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


@record
class Gold:
    """The lines of a pair: kind (F, N or C), span of the promise, span of the outcome, verdict."""

    lines: tuple[tuple[str, Span, Span | None, str], ...]

    def links(self, task: FigureClaim | ProjectClaim, result: FigureClaim | ProjectClaim) -> bool:
        """Whether a reader says that the second is what became of the first."""
        return any(
            kind == "F"
            and _meet((task.start, task.end), promise)
            and outcome is not None
            and _meet((result.start, result.end), outcome)
            for kind, promise, outcome, _ in self.lines
        )

    def is_right(self, found: FollowUp, claims: Sequence[Claims]) -> bool:
        """Whether a reader says so too: the same two things, or nothing, or nothing that compares."""
        spans = _spans(claims)
        promise = spans[found.commitment]
        wanted = {"notReported": "N", "notComparable": "C"}.get(found.verdict, "F")
        return any(
            kind == wanted
            and _meet(promise, said)
            and (wanted != "F" or (outcome is not None and found.outcome and _meet(spans[found.outcome], outcome)))
            for kind, said, outcome, _ in self.lines
        )


def read_gold(file: Path) -> Gold:
    """The gold on a pair of reports."""
    first, second = (file.with_name(f"{file.stem}-{k}.txt").read_bytes().decode("utf-8") for k in (1, 2))
    rows = (line.split("|") for line in file.read_text(encoding="utf-8").splitlines() if line[:2] in ("F|", "N|", "C|"))
    return Gold(
        tuple(
            (row[0], _span(first, row[1:4]), _span(second, row[4:7]) if len(row) > 6 else None, row[-1]) for row in rows
        )
    )


def claims_of_pair(file: Path) -> tuple[Claims, Claims]:
    """What the two reports of a pair promise and report."""
    first, second = (file.with_name(f"{file.stem}-{number}.txt") for number in (1, 2))
    return _claims(first), _claims(second)


def _claims(text: Path) -> Claims:
    return claims_of(linking.link(extraction.extract(documents.read(text))))


def followed(file: Path) -> Followed:
    """How the promises of the first report of a pair are followed in the second."""
    claims = claims_of_pair(file)
    return counted(across(claims), claims, read_gold(file))


def counted(found: Sequence[FollowUp], claims: Sequence[Claims], gold: Gold) -> Followed:
    """Follow-ups between two reports against the gold on them."""
    spans = _spans(claims)
    links = [one for one in found if one.outcome is not None and one.verdict != "notComparable"]
    right = verdicts = 0
    for kind, promise, outcome, verdict in gold.lines:
        if kind != "F" or outcome is None:
            continue
        fits = [
            one
            for one in links
            if _meet(spans[one.commitment], promise) and one.outcome is not None and _meet(spans[one.outcome], outcome)
        ]
        right += bool(fits)
        verdicts += bool(fits) and fits[0].verdict == verdict
    others = []
    for wanted, verdict in (("N", "notReported"), ("C", "notComparable")):
        said = [one for one in found if one.verdict == verdict]
        fit = sum(gold.is_right(one, claims) for one in said)
        others.append(Ratio(fit, len(said), sum(kind == wanted for kind, *_ in gold.lines)))
    gold_links = sum(kind == "F" for kind, *_ in gold.lines)
    return Followed(Ratio(right, len(links), gold_links), verdicts, *others)


def _spans(claims: Sequence[Claims]) -> dict[str, Span]:
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
