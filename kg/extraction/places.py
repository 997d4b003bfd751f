"""Names of places in a text, before it is known where the report is from: a reading text in, hits with offsets out.

Two finders: `names_in` looks up provinces, cities and counties; `shapes_in` finds X街道, X镇, X乡, X社区, X村 by their
form and tells where the name begins. Offsets are those of the text that is passed in (a reading).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.language.tokens import dictionary, tokenize
from kg.lexicon import table, words
from kg.lexicon.divisions import Division, gazetteer

LEVEL_OF = {
    "街道": "street",
    "镇": "street",
    "乡": "street",
    "苏木": "street",
    "地区办事处": "street",
    "社区": "community",
    "居民区": "community",
    "村": "community",
    "嘎查": "community",
}
_SHAPE = re.compile("街道|社区|居民区|苏木|嘎查|地区办事处|[镇乡村]")
_NAME_RUN = re.compile(r"[XxＸ×某*]{1,4}$|[一-鿿〇]+$")
_ANONYMOUS = re.compile(r"[XxＸ×某*]{1,4}$")
_STREET_LIKE = frozenset("路街里巷坊园苑庄湾桥")
"""What makes a name of a word that would else be cut off: 建设路社区."""
_LONGEST = 8
"""Characters before a level word that are looked at: 大兴善寺东(社区) has five, longer ones are rare."""
_OPEN_CLASS = ("v", "p", "c", "d", "r", "u", "t", "m", "q", "a", "f", "i", "l")
"""Dictionary tags of words that begin no name, unless nothing else would be left (平安里社区)."""


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name of the gazetteer. `full` with its level word; `divisions` are all that bear the name."""

    start: int
    end: int
    full: bool
    divisions: tuple[Division, ...]


@dataclass(frozen=True, slots=True)
class ShapeHit:
    """A name made recognisable by its level word, which is `kind`."""

    start: int
    end: int
    kind: str
    name: str
    anonymous: bool = False


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


@dataclass(frozen=True, slots=True)
class _Generics:
    before: re.Pattern[str]
    after: tuple[str, ...]


@cache
def _generics(kind: str) -> _Generics:
    shape = table("areas")["shape"]
    ends = sorted({*shape["pointing"], *shape["kinds"], *shape["never_last"]}, key=len, reverse=True)
    whole = sorted(shape["whole"], key=len, reverse=True)
    single = "".join(shape["before"][kind])
    alone = f"[{single}]" if kind in "镇乡村" else f"^[{single}]"
    pattern = f"(?:{'|'.join(ends)}|^(?:{'|'.join(whole)})|{alone})$"
    return _Generics(re.compile(pattern), tuple(shape["after"][kind]))


@cache
def _cut() -> tuple[re.Pattern[str], frozenset[str]]:
    cut = table("areas")["shape"]["cut"]
    alternatives = sorted(cut["words"], key=len, reverse=True)
    return re.compile(".*(?:" + "|".join(alternatives) + ")"), frozenset(cut["letters"])


def shapes_in(text: str, names: Sequence[NameHit], counties: Sequence[str] = ()) -> list[ShapeHit]:
    """Streets, towns and communities by form.

    Args:
        text: the reading.
        names: what `names_in` found; a name in full ends what may belong to a shape.
        counties: codes of the counties that the report is from: their streets and towns are known by name.
    """
    full_ends = [hit.end for hit in names if hit.full]
    ordinary = ordinary_stems()
    bare = {hit.start: hit.end for hit in names if not hit.full and text[hit.start : hit.end] not in ordinary}
    places = gazetteer()
    near = frozenset(name for county in counties for name in places.townships(county))
    found: list[ShapeHit] = []
    floor = 0
    for match in _SHAPE.finditer(text):
        kind, at = match[0], match.start()
        before = bisect_right(full_ends, at) - 1
        low = max(floor, at - _LONGEST, full_ends[before] if before >= 0 else 0)
        run = _NAME_RUN.search(text, low, at) if at > low else None
        if run is None:
            continue
        adjacent = run.start() in (floor, full_ends[before] if before >= 0 else 0) and run.start() > 0
        generics = _generics(kind)
        if generics.after and text.startswith(generics.after, match.end()):
            continue
        segment = run[0]
        if _ANONYMOUS.fullmatch(segment):
            start: int | None = run.start()
        elif LEVEL_OF[kind] == "street":
            start = _street_start(text, run.start(), at, kind, near, adjacent)
        else:
            start = _community_start(text, run.start(), at, kind, bare, adjacent)
        if start is None:
            continue
        name = text[start:at]
        found.append(ShapeHit(start, match.end(), kind, name + kind, _ANONYMOUS.fullmatch(name) is not None))
        floor = match.end()
    return found


def _street_start(text: str, low: int, at: int, kind: str, near: frozenset[str], adjacent: bool) -> int | None:
    """Where the name of a street or town begins: all of them are listed, but for the newest streets."""
    segment = text[low:at]
    for offset in range(len(segment)):
        if segment[offset:] + kind in near:
            return low + offset
    generics = _generics(kind).before
    if generics.search(segment):
        return None
    names = gazetteer().township_names
    for offset in range(len(segment)):
        if segment[offset:] + kind in names and (len(segment) - offset > 1 or (adjacent and offset == 0)):
            if offset and not adjacent and not at_word_boundaries(text, low + offset, at + len(kind)):
                continue
            return low + offset
    if kind != "街道" and not adjacent:
        return None
    offset = cut_left(segment, kind)
    name = segment[offset:]
    if not 2 <= len(name) <= 5 or generics.search(name) or _ends_in_other_word(name, kind):
        return None
    return low + offset


def _community_start(text: str, low: int, at: int, kind: str, bare: dict[int, int], adjacent: bool) -> int | None:
    """Where the name of a community begins; there is no list of them that could be trusted (see the notes)."""
    segment = text[low:at]
    generics = _generics(kind).before
    if generics.search(segment):
        return None
    offset = cut_left(segment, kind)
    # A place that the name lies in may stand before it without a level word: 汕尾|北中村, 滨湖|稻香社区.
    while kind != "嘎查" and (stop := bare.get(low + offset)) is not None and at - stop >= 2:
        if generics.search(text[stop:at]):
            break
        offset = stop - low
        adjacent = True
    name = segment[offset:]
    if len(name) > (7 if kind == "嘎查" else 5) or generics.search(name):
        return None
    if len(name) < 2 and not (
        kind == "村" and len(name) == 1 and offset == 0 and low and text[low - 1] in "镇乡县区市"
    ):
        return None
    if _ends_in_other_word(name, kind) and not (adjacent and offset == 0):
        return None
    return low + offset


def _ends_in_other_word(name: str, kind: str) -> bool:
    """Whether a verb or a time stands before the level word (组建社区…, 上半年街道…): no name."""
    tokens = tokenize(name + kind)
    lookup = dictionary()
    for word, start in tokens:
        if start + len(word) == len(name):
            return len(word) > 1 and lookup.get(word, "n").startswith(("v", "t", "p", "c"))
    return False


def cut_left(segment: str, kind: str) -> int:
    """How many characters of a run before a level word do not belong to the name."""
    pattern, letters = _cut()
    offset = 0
    match = pattern.match(segment)
    if match and not (match.start() == 0 and segment[match.end() :] in _STREET_LIKE):
        offset = match.end()
    while offset < len(segment) and segment[offset] in "个各":
        offset += 1
    if len(segment) - offset < 3:
        return offset
    lookup = dictionary()
    total = len(segment) - offset
    keep = 0
    for word, start in tokenize(segment[offset:] + kind):
        stop = start + len(word)
        if total - stop < 2:
            break
        if word in letters or (len(word) > 1 and lookup.get(word, "n").startswith(_OPEN_CLASS)):
            keep = stop
    return offset + keep
