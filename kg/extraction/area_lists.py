"""Areas named by their stems in a list whose end says what they are: 会兴、护林等7个行政村, 石泉、云溪两镇, 上城、拱墅两区.

A reading text in, stems with their full names out. The kind is that of the closing word; how a town or a county is
called in full, the gazetteer says where it knows one of that stem near the report's home.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.extraction.home import Home
from kg.extraction.shapes import LEVEL_OF, cut_left, generics_of
from kg.language.numerals import ordinal
from kg.language.tokens import dictionary, tokenize
from kg.lexicon import table
from kg.lexicon.divisions import Division, gazetteer
from kg.records import record

_ELEMENT = re.compile("[一-鿿]{2,8}$")
_LONGEST = 8
"""Characters before the first 、 that are looked at."""
_LEVELS = tuple("村镇乡区县市")


@record
class ListedStem:
    """A stem in a list: `kind` is the level word that completes it, `name` the full name."""

    start: int
    end: int
    kind: str
    name: str
    division: Division | None = None


@cache
def _closed() -> re.Pattern[str]:
    closing = table("areas")["lists"]["closing"]
    return re.compile(rf"(?<![一-鿿])([一-鿿]{{2,}}+、(?:[一-鿿]{{2,8}}、)*)([一-鿿]{{2,4}}?)(?:{closing})")


def closed_lists(text: str, home: Home) -> Iterator[ListedStem]:
    """Members of the lists that end in a count, or in 等, and a level word."""
    kinds = table("areas")["lists"]["kinds"]
    for match in _closed().finditer(text):
        kind = kinds[match["kind"]]
        parts = (match[1] + match[2]).split("、")
        count = match["count"]
        # Where the count is that of the members, each is one, be it a common word or not (先锋、奎楼2村).
        complete = (
            count is not None
            and not match["etc"]
            and ordinal(count) == len(parts)
            and not any(part.endswith(_LEVELS) for part in parts)
        )
        kinds_of_places = generics_of(kind).before if kind in LEVEL_OF else None
        if kind in ("区", "县") and not complete:
            continue
        # Without a count one word of another kind shows that all are: 养老、托育、助餐等社区嵌入式服务.
        first = parts[0][-_LONGEST:]
        if count is None and not all(_is_stem(stem) for stem in (first[cut_left(first, "社区") :], *parts[1:])):
            continue
        at = match.start()
        for part in parts:
            stop = at + len(part)
            at = stop + 1
            part = part[-_LONGEST:]
            stem = part[cut_left(part, "社区") :]
            if complete and len(stem) < 2:
                stem = part  # 沿江、桃渡2个社区
            if at == match.start() + len(parts[0]) + 1 and kind in ("区", "县", "镇"):
                stem = next((part[n:] for n in range(len(part) - 1) if _known(part[n:], kind, home)), stem)
            if (
                not complete
                and kinds_of_places is not None
                and (said := kinds_of_places.search(stem))
                and len(said[0]) > 1
            ):
                continue  # 文明社区, but 枝城(镇)
            if 2 <= len(stem) <= 4 and (complete or _is_stem(stem)) and not stem.endswith(_LEVELS):
                found = _complete(stop - len(stem), stop, stem, kind, home)
                if found is not None:
                    yield found


def _known(stem: str, kind: str, home: Home) -> bool:
    if kind in ("区", "县"):
        return bool(_county(stem, home))
    return bool(_town(stem, home))


def _county(stem: str, home: Home) -> Division | None:
    places = gazetteer()
    found = [d for d in places.by_stem.get(stem, ()) if d.level == "district"]
    near = [d for d in found if any(places.lies_in(d, step.code) for step in home.chain if step.level != "district")]
    if len(near) > 1:
        near = [d for d in near if any(d.parent == step.code for step in home.chain)] or near
    return near[0] if near else found[0] if len(found) == 1 else None


def _town(stem: str, home: Home) -> str | None:
    """The full name of the town of a stem: in the report's counties, else as it is called anywhere."""
    places = gazetteer()
    kinds = ("镇", "乡", "街道")
    for county in home.counties:
        for kind in kinds:
            if (known := places.townships(county).get(stem + kind)) is not None:
                return known.name
    return next((stem + kind for kind in kinds if stem + kind in places.township_names), None)


def _complete(start: int, end: int, stem: str, kind: str, home: Home) -> ListedStem | None:
    if kind in ("区", "县"):
        county = _county(stem, home)
        return ListedStem(start, end, kind, county.name, county) if county else None
    if kind == "镇":
        town = _town(stem, home)
        return ListedStem(start, end, kind, town or stem + kind)
    return ListedStem(start, end, kind, stem + kind)


def open_lists(text: str, hits: Iterable[tuple[int, str]]) -> Iterator[ListedStem]:
    """Stems before a full name of the same list (海裕、灵芝园社区), by start and name of the full ones."""
    for begin, name in hits:
        kind = next((kind for kind in ("居民区", "社区", "街道") if name.endswith(kind)), None)
        if kind is None:
            continue
        stop = begin - 1
        while stop > 0 and text[stop] == "、" and (run := _ELEMENT.search(text, max(0, stop - 8), stop)):
            part = run[0]
            stem = part[cut_left(part, kind) :]
            if not _is_stem(stem):
                break
            start = stop - len(stem)
            if kind != "街道" or stem + kind in gazetteer().township_names:
                yield ListedStem(start, stop, kind, stem + kind)
            if len(stem) < len(part):
                break
            stop = start - 1


def _is_stem(stem: str) -> bool:
    """Whether a word of two to four characters may be the bare name of a community: no common word."""
    if not 2 <= len(stem) <= 4 or stem[-1] in "村镇乡区县市道路":
        return False
    tag = dictionary().get(stem)
    if tag is None:
        return all(dictionary().get(word, "n").startswith("n") or len(word) == 1 for word in tokenize(stem).words)
    return tag.startswith(("ns", "nr", "nz"))
