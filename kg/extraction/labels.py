"""What a figure measures: the words around a number in, a short label made of the text's own words out."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon import table, words

_CLAUSE_MARKS = ",;:。!?\n"


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(r"(?:\s|[、“\"(]|" + "|".join(re.escape(w) for w in words("figures", "metric", "tail")) + ")+$")


@cache
def _head() -> re.Pattern[str]:
    return re.compile(r"(?:\s|[、,)”\"](?!$)|" + "|".join(re.escape(w) for w in words("figures", "metric", "head")) + ")")


@cache
def _inner() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in words("figures", "metric", "inner")))


@cache
def needs_subject(label: str) -> bool:
    """True for labels that say nothing without a subject: 同比, 完成率, 涉及居民, 占."""
    frames = table("figures")["metric"]["needs_subject"]
    if not label or label in frames:
        return True
    return any(label.startswith(f) and len(label) <= len(f) + 3 for f in frames if len(f) >= 2)


def clause(text: str, position: int, start: int, end: int) -> tuple[int, int]:
    """The clause that holds a position, between marks and unmatched parentheses, within `start`–`end`."""
    left, depth = position, 0
    while left > start:
        c = text[left - 1]
        if c == ")":
            depth += 1
        elif c == "(":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and c in _CLAUSE_MARKS:
            break
        left -= 1
    right, depth = position, 0
    while right < end:
        c = text[right]
        if c == "(":
            depth += 1
        elif c == ")":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and c in _CLAUSE_MARKS:
            break
        right += 1
    return left, right


def trim_left_words(label: str) -> str:
    """The words before a number without copulas at their end and frames at their start."""
    previous = None
    label = label.strip()
    while label != previous:
        previous = label
        m = _tail().search(label)
        if m and (m.start() > 0 or True):
            label = label[: m.start()]
    return trim_head(label)


def trim_head(label: str) -> str:
    """A label without frames at its start, as long as two characters remain."""
    while True:
        m = _head().match(label)
        if not m or len(label) - m.end() < 2:
            return label
        label = label[m.end() :]


def trim_right_words(label: str) -> str:
    """The words after a number without joining marks and adverbs."""
    label = label.strip(" 、和及与以并的")
    return _inner().sub("", label)


def last_list_item(label: str) -> str:
    """The part of a label after the last 、 or 和, unless it stands in quotation marks or parentheses."""
    depth = 0
    for k in range(len(label) - 1, -1, -1):
        c = label[k]
        if c in "”)》":
            depth += 1
        elif c in "“(《":
            depth -= 1
        elif depth == 0 and c in "、":
            return label[k + 1 :]
    return label


def shorten(label: str) -> str:
    """A label of at most the lexicon's length, cut at its start, where the frames stand."""
    limit = table("figures")["metric"]["max_length"]
    label = label.replace(" ", "").replace("\n", "")
    return label if len(label) <= limit else label[-limit:]
