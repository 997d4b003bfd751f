"""What a statement is about: its words and the headings above it in, theme codes out.

A theme is given when the statement itself has a word of it, the two themes with the most words at most; without such a
word the innermost heading that has one decides. Codes are local names of `kgc:` (partyBuilding, economy, …).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from kg.lexicon import table

_MOST = 2


@cache
def _themes_by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for theme, listed in table("themes")["themes"].items():
        for word in listed:
            found[word] = (*found.get(word, ()), theme)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _themes_by_word()), key=lambda word: (-len(word), word))))


@lru_cache(maxsize=4096)
def _themes_in(text: str) -> tuple[str, ...]:
    by_word = _themes_by_word()
    counts: Counter[str] = Counter()
    for word in set(_pattern().findall(text)):
        for theme in by_word[word]:
            counts[theme] += len(word)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(theme for theme, _ in ranked[:_MOST])


def themes_of(text: str, section_path: Sequence[str] = ()) -> tuple[str, ...]:
    """Theme codes of a statement, none, one or two.

    Args:
        text: what names the thing: a metric, the name of a project, or a whole sentence.
        section_path: headings from the outermost section to the statement's own.
    """
    themes = _themes_in(text)
    if themes:
        return themes
    for heading in reversed(section_path):
        themes = _themes_in(heading)
        if themes:
            return themes[:1]
    return ()
