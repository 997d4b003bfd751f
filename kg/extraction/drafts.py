"""A figure in the making, what it is about, and the words around it: what the labelling of a sentence works on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from kg.documents.model import Sentence
from kg.extraction import labels
from kg.extraction.model import ChangeBasis, Kind
from kg.language.quantities import Quantity
from kg.language.tokens import Tokens, dictionary
from kg.lexicon import table

_FORMS = table("figures")["forms"]
_LANDMARKS = tuple(_FORMS["landmarks"])
JOINING = ("、", "和", "及", "与")
"""Marks and words that join the items of a list."""


_MOST_IN_CLAUSE = 40
"""A clause that lists more figures than that before or after one is no list of a report."""


@dataclass(slots=True)
class Draft:
    """A figure in the making. Offsets are of the reading text.

    `before` are the words of the clause since the figure before, without bound words; `after` those up to the next
    figure. `compares` and `of_target` are positions in the sentence's list of drafts.
    """

    quantity: Quantity
    sentence: Sentence
    clause: tuple[int, int]
    before: str
    after: str
    after_start: int
    label: str = ""
    rule: str = ""
    kind: Kind = Kind.LEVEL
    sign: int = 1
    basis: ChangeBasis | None = None
    compares: int | None = None
    of_target: int | None = None
    aspect: str | None = None
    is_task: bool = False
    is_part: bool = False
    """Named as a part of the whole before it: 其中工业4家."""
    measured: str = ""
    """What a figure with 的 says of the noun behind it: 总投资."""
    cues: list[tuple[str, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Subject:
    """What figures with elliptic labels are about: a figure (by position) or only the words of a clause."""

    label: str = ""
    figure: int | None = None
    weak: bool = False
    """Only the words of the clause before; the next clause's words replace it."""


class Words:
    """The words of a document with their dictionary tags, by position."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def ending_at(self, position: int) -> tuple[str, str]:
        """Word and tag of the word that holds the character before a position."""
        k = min(max(0, bisect_right(self._tokens.starts, position - 1) - 1), len(self._tokens) - 1)
        return self._tokens.words[k], self._tokens.tag(k)

    def predicate_start(self, start: int, end: int) -> int | None:
        """Where the predicate begins in the words after a figure: the first verb, adverb or 的 behind a noun.

        What stands in quotation marks is a name (“医养结合”养老服务站).
        """
        k = max(0, bisect_right(self._tokens.starts, start) - 1)
        adverbs = labels.inner()
        quoted = False
        while k < len(self._tokens) and self._tokens.starts[k] < end:
            at, word, tag = self._tokens.starts[k], self._tokens.words[k], self._tokens.tag(k)
            quoted = (quoted or word in "“‘") and word not in "”’"
            if (
                not quoted
                and at >= start + 2
                and (word == "的" or adverbs.match(word) or (tag in ("v", "d", "ad", "p") and not noun_like(word)))
            ):
                return at
            k += 1
        return None


@lru_cache(maxsize=4096)
def noun_like(word: str) -> bool:
    """Verbs of the dictionary that are heads of things in this genre: 改造, 建设, 项目管理."""
    return word.endswith(tuple(_FORMS["thing_like_verbs"]))


def noun_follows(d: Draft) -> bool:
    """True when a noun or predicate stands right after the unit."""
    if not d.after or d.after[0] in '、(),.;:的 ”"' or d.after.startswith(_LANDMARKS):
        return False
    if d.after[0] == "和":
        # 和 joins, unless it begins a word (和美乡村, 和平社区).
        return len(d.after) > 2 and (d.after[:2] in dictionary() or d.after[:2] in _FORMS["begins_with_he"])
    return d.after[0] not in "及与以并"


def bound_length(d: Draft) -> int:
    """Length of the bound word between the words before and the number."""
    q = d.quantity
    return q.start - q.bound_span[0] if q.bound_span and q.bound_span[0] < q.start else 0


def in_clause(drafts: list[Draft], d: Draft) -> list[int]:
    """Positions of the figures that stand in the same clause, the nearest `_MOST_IN_CLAUSE` on either side."""
    here = bisect_left(drafts, d.quantity.start, key=lambda draft: draft.quantity.start)
    near = range(max(0, here - _MOST_IN_CLAUSE), min(len(drafts), here + _MOST_IN_CLAUSE + 1))
    return [k for k in near if drafts[k].clause == d.clause]
