"""How words limit a number: a number in its text in, its bound and the word that says so out."""

from __future__ import annotations

import re
from functools import cache

from kg.language.quantity import Span
from kg.language.tokens import dictionary, tokenize
from kg.lexicon import table

_HOURS = re.compile("小时|分钟")
_AFTER_UNIT = re.compile(r"[0-9余多万亿][一-鿿]{1,2}\Z")


@cache
def _words() -> tuple[dict[str, str], dict[str, str], tuple[str, ...]]:
    """Words before → bound, words after → bound, and words that only look as if they limited."""
    q = table("quantities")
    before = {w: b for b, ws in q["bounds"]["before"].items() for w in ws}
    after = {w: b for b, ws in q["bounds"]["after"].items() for w in ws}
    return before, after, tuple(q["bounds_extra"]["words"])


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    extra = table("quantities")["bounds_extra"]
    before, after, _ = _words()

    def alternation(words: dict[str, str] | list[str]) -> str:
        return "|".join(sorted(words, key=lambda w: (-len(w), w)))

    return {
        "before": re.compile(rf"(?P<word>{alternation(before)})(?:{alternation(extra['copula'])})?\Z"),
        # 至少新增1个: the bound word stands before the verb.
        "before_verb": re.compile(rf"(?P<word>{alternation(extra['before_verb'])})[一-鿿]{{2,3}}\Z"),
        "frame": re.compile(rf"(?:{alternation(extra['at_most_frame'])})\Z"),
        "after": re.compile(rf"(?P<word>{alternation(after)})"),
    }


def bound_of(text: str, start: int, end: int, more: str | None) -> tuple[str, Span | None]:
    """Bound of the number at `start`–`end` (a local name of `kgc:` bounds) and the span of the word that says it.

    `more` is the 余 or 多 inside the number, if any.
    """
    p = _patterns()
    before, after, words_with_bounds = _words()
    m = p["after"].match(text, end)
    if m:
        word = m["word"]
        return after[word], (end, end + len(word))
    if (
        text.startswith("内", end)
        and _HOURS.match(text, max(start, end - 2), end)
        and text[end : end + 2] not in dictionary()
    ):
        return "atMost", (end, end + 1)  # 48小时内办结
    head = text[max(0, start - 8) : start]
    offset = max(0, start - 8)
    frame = p["frame"].search(head)
    if frame:
        return "atMost", (offset + frame.start(), start)
    b = p["before"].search(head)
    if b:
        word = b["word"]
        stem = head[: b.end("word")]
        # 签约2.3万人, 附近3个: a single character that ends a word is no bound; 补贴近400万元 has 补贴 and 近.
        # 黑化路面4条约600米: a unit ends where the bound word begins.
        after_unit = _AFTER_UNIT.search(stem[: -len(word)]) is not None
        inside_word = (
            not after_unit and len(word) == 1 and stem[-2:] in dictionary() and tokenize(stem).words[-1] != word
        )
        if not inside_word and not stem.endswith(words_with_bounds):
            return before[word], (offset + b.start("word"), offset + b.end("word"))
    if head[-1:] == "过" and _passes(head):
        return before["超过"], (start - 1, start)
    far = p["before_verb"].search(head)
    if far:
        return before[far["word"]], (offset + far.start("word"), offset + far.end("word"))
    if more:
        return "justOver", None
    return "exact", None


def _passes(head: str) -> bool:
    """Whether 过 behind a noun says that a number is passed: 税收过10亿元, 占比过三成, not 通过3项, 召开过3次.

    >>> _passes("税收过"), _passes("审议通过"), _passes("召开过")
    (True, False, False)
    """
    stem = head[:-1]
    measured = stem[-1:] in table("quantities")["bounds_extra"]["passed"]
    return measured or dictionary().get(stem[-2:], "")[:1] == "n"


def word_after(text: str, position: int) -> re.Match[str] | None:
    """The limiting word (以上, 左右) that begins at a position."""
    return _patterns()["after"].match(text, position)
