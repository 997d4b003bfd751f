"""What stands around a number: the unit behind it, the quotation that makes it a name."""

from __future__ import annotations

import re
from functools import cache

from kg.language import units
from kg.lexicon import table

# 千 is no multiplier where it belongs to the unit (千米, 千瓦, 千克).
MULTIPLIER = "万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?![米瓦克升伏])|百"
"""A pattern of the words that multiply the unit behind them."""

_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


@cache
def unit_pattern() -> str:
    """A pattern of all units and their quotients (元/人)."""
    unit = units.pattern()
    return rf"(?:(?:{unit})(?:/[百千万]?(?:{unit}))?)"


@cache
def _not_units() -> dict[str, tuple[str, ...]]:
    """Words that begin as a unit does, by their first character."""
    known: dict[str, tuple[str, ...]] = {}
    for w in table("quantities")["not_unit"]["words"]:
        known[w[0]] = (*known.get(w[0], ()), w)
    return known


def true_unit(text: str, start: int, spelling: str) -> str | None:
    """The unit unless it only begins a longer word (5部门); a shorter unit where the longest one does (3场所 → none)."""
    if spelling[-1] in _LATIN and text[start + len(spelling) : start + len(spelling) + 1] in _LATIN:
        return None  # 5mW, 3max
    for w in _not_units().get(text[start], ()):
        if len(w) > len(spelling) and text.startswith(w, start):
            return None
    return spelling if units.written(spelling) else None


@cache
def _classes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    forms = table("quantities")["forms"]
    return re.compile(forms["class_over"]), re.compile(forms["class_named"])


def is_over_class(text: str, start: int, end: int) -> bool:
    """Whether the sum at `start`–`end` says what a class of things is over: 税收超亿元企业12家, 过500万元技改项目."""
    over, named = _classes()
    return named.match(text, end) is not None and over.search(text, max(0, start - 2), start) is not None


def in_quoted_name(text: str, i: int) -> bool:
    """True when the number stands in a short quotation without clause marks: “965工程”, “五个100%”, "17+2"."""
    for k in range(i - 1, max(-1, i - 14), -1):
        c = text[k]
        if c in "“‘《〈" or (c == '"' and text.count('"', text.rfind("\n", 0, k) + 1, k) % 2 == 0):
            close = {"“": "”", "‘": "’", "《": "》", "〈": "〉", '"': '"'}[c]
            at = text.find(close, i, i + 16)
            return at >= 0 and not any(mark in text[k:at] for mark in ",。;:")
        if c in '”’》〉",。;\n':
            return False
    return False
