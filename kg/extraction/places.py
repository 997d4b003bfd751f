"""Names of provinces, cities and counties in a text, before it is known where the report is from.

A reading text in, hits with offsets (of the reading) out, looked up in the gazetteer, full and bare.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.language.tokens import dictionary, tokenize
from kg.lexicon import table, words
from kg.lexicon.divisions import Division, gazetteer
from kg.records import record


@record
class NameHit:
    """A name of the gazetteer. `full` with its level word; `divisions` are all that bear the name."""

    start: int
    end: int
    full: bool
    divisions: tuple[Division, ...]


@cache
def ordinary_stems() -> frozenset[str]:
    """Stems that are words of their own (合作, 公安, 和平)."""
    return frozenset(table("areas")["bare"]["ordinary"])


@cache
def _names() -> tuple[AhoCorasick, list[tuple[bool, tuple[Division, ...]]]]:
    places = gazetteer()
    entries: dict[str, tuple[bool, tuple[Division, ...]]] = {}
    for stem, divisions in places.by_stem.items():
        entries[stem] = (False, tuple(divisions))
    for name, divisions in places.by_name.items():
        entries[name] = (True, tuple(divisions))
    return AhoCorasick(list(entries), matchkind=MatchKind.Standard), list(entries.values())


@cache
def _city_words_after() -> re.Pattern[str]:
    return re.compile(table("areas")["bare"]["city_words_after"])


def names_in(text: str) -> list[NameHit]:
    """Provinces, cities and counties of the gazetteer, full and bare, by start; bare ones may overlap others."""
    automaton, entries = _names()
    after = _city_words_after()
    stems = gazetteer().by_stem
    found: list[NameHit] = []
    full_end = 0
    matches = [(start, -end, index) for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True)]
    matches.sort()
    for start, negative, index in matches:
        end = -negative
        if end <= full_end:
            continue  # inside a name in full
        full, divisions = entries[index]
        if full and text[end - 1] == "市" and after.match(text, end) and text[start : end - 1] in stems:
            full, divisions, end = False, tuple(stems[text[start : end - 1]]), end - 1
        if full:
            if start < full_end:
                continue
            full_end = end
        found.append(NameHit(start, end, full, divisions))
    return found


@cache
def _tails() -> frozenset[str]:
    return frozenset(table("areas")["bare"]["tails"])


def at_word_boundaries(text: str, start: int, end: int) -> bool:
    """Whether no word of the dictionary runs over either end of a span (海南 in 海南通 does not count as 南通)."""
    left = max(0, start - 4)
    return _no_word_over(text[left : end + 4], start - left, end - left)


@lru_cache(maxsize=4096)
def _no_word_over(window: str, inner: int, outer: int) -> bool:
    tokens = tokenize(window)
    lookup = dictionary()
    tails = _tails()
    for word, at in tokens:
        if at >= outer:
            return True
        stop = at + len(word)
        if at < inner < stop and word in lookup:
            return False
        if at < outer < stop and word in lookup:
            if at == inner and word[outer - inner :] in tails:
                return True
            # 海林|海浪河 cut as 海|林海|浪河: the next word makes it right.
            return at > inner and len(window) >= outer + 2 and window[outer : outer + 2] in lookup
    return True


@cache
def blocked_after() -> tuple[str, ...]:
    """What makes a bare name part of another name when it follows: 上海|路, 无锡|学院."""
    return words("areas", "bare", "blocked_after")


@cache
def blocked_ahead() -> re.Pattern[str]:
    """The same further on in one run of characters: 三亚护理职业|学院."""
    return re.compile(table("areas")["bare"]["blocked_ahead"])


@cache
def generic_names() -> frozenset[str]:
    """Full names of counties that are also words for parts of a town (城区, 新城区)."""
    return frozenset(words("areas", "full", "generic"))


def names_a_place(text: str, hit: NameHit) -> bool:
    """Whether a hit, looked at alone, is the name of its place: no ordinary word, no part of a word or of a name."""
    name = text[hit.start : hit.end]
    if hit.full:
        return name not in generic_names() and (len(name) > 3 or at_word_boundaries(text, hit.start, hit.end))
    return (
        name not in ordinary_stems()
        and not text.startswith(blocked_after(), hit.end)
        and not blocked_ahead().match(text, hit.end)
        and at_word_boundaries(text, hit.start, hit.end)
    )
