"""What a statement is about: its words and the headings above it in, theme codes out.

A theme is given when the statement itself has a word of it, the two themes with the longest words at most; of two alike
the later one comes first, for what a Chinese name is about stands at its end (农贸市场疫情防控专班). Without such a word
the innermost heading that has one decides, and where none has, weak words (项目, 投资) in the same order.
Codes are local names of `kgc:` (partyBuilding, economy, …).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from kg.documents.reading import fold
from kg.lexicon import table
from kg.lexicon import text as data_file

_MOST = 2
_STRENGTHS = ("themes", "weak")
_BLANKS = re.compile(r"\s+")


@cache
def _themes_by_word(strength: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for theme, listed in table("themes")[strength].items():
        for word in listed:
            found[word] = (*found.get(word, ()), theme)
    return found


@cache
def _pattern(strength: str) -> re.Pattern[str]:
    listed = sorted(_themes_by_word(strength), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, listed)))


@cache
def _simplified() -> dict[int, str]:
    lines = (line for line in data_file("traditional.txt").splitlines() if not line.startswith("#"))
    return {ord(pair[0]): pair[1] for line in lines for pair in line.split()}


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Simplified, half-width, without the blanks that a scan leaves between characters."""
    return _BLANKS.sub("", fold(text)).translate(_simplified())


@lru_cache(maxsize=4096)
def _themes_in(text: str, strength: str) -> tuple[str, ...]:
    by_word = _themes_by_word(strength)
    ends = {match[0]: match.end() for match in _pattern(strength).finditer(_plain(text))}
    counts: Counter[str] = Counter()
    last: dict[str, int] = {}
    for word, end in ends.items():
        for theme in by_word[word]:
            counts[theme] += len(word)
            last[theme] = max(end, last.get(theme, 0))
    return tuple(sorted(counts, key=lambda theme: (-counts[theme], -last[theme], theme))[:_MOST])


def themes_of(text: str, section_path: Sequence[str] = ()) -> tuple[str, ...]:
    """Theme codes of a statement, the strongest first: none, one or two.

    Args:
        text: what names the thing: a metric, the name of a project, or a whole sentence.
        section_path: headings from the outermost section to the statement's own.
    """
    for strength in _STRENGTHS:
        themes = _themes_in(text, strength)
        if themes:
            return themes
        for heading in reversed(section_path):
            themes = _themes_in(heading, strength)
            if themes:
                return themes[:1]
    return ()
