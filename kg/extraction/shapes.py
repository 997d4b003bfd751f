"""Streets, towns and communities by their form: a reading text in, hits with offsets out (X街道, X镇, X社区, X村, X嘎查).

The level word is looked for first; the rest is telling where the name before it begins, and that it is a name.
Streets and towns are listed, but for new, abolished and renamed ones: these need more than the form (see `_Waiting`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cache

from kg.extraction.places import NameHit, at_word_boundaries, ordinary_stems
from kg.language.tokens import dictionary, tokenize
from kg.lexicon import table, words
from kg.lexicon.divisions import gazetteer
from kg.records import record

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
_SHAPE = re.compile("街道|社区|居民区|苏木|嘎查|地区办事处|镇|乡|村")
_NAME_RUN = re.compile(r"[XxＸ×某*]{1,4}$|[一-鿿〇]+$")
_ANONYMOUS = re.compile(r"[XxＸ×某*]{1,4}$")
_STREET_LIKE = frozenset("路街里巷坊园苑庄湾桥")
"""What makes a name of a word that would else be cut off: 建设路社区."""
_CALLING = re.compile("[“《](?:[^“”《》。,;:]*、)?$")
_CALLED = re.compile("[”》]")
"""What stands around a title or a motto, which names no place: “百优社区”, “数字新城、首善街道”."""
_ABOVE = re.compile("[一-鿿]{2,4}[县区旗市](?=[一-鿿]{2,5}$)")
"""A county or city, not listed itself, before an unlisted street: 永宣区|槐柏(街道)."""
_LONGEST = 8
"""Characters before a level word that are looked at: 大兴善寺东(社区) has five, longer ones are rare."""
_OPEN_CLASS = ("v", "p", "c", "d", "r", "u", "t", "m", "q", "a", "f", "i", "l")
"""Dictionary tags of words that begin no name, unless nothing else would be left (平安里社区)."""


@record
class ShapeHit:
    """A name made recognisable by its level word, which is `kind`."""

    start: int
    end: int
    kind: str
    name: str
    anonymous: bool = False


@record
class Generics:
    """What before a level word makes a kind and no name, and what after it makes it part of another word.

    `joined` are words after it that make one only where no name stands before: 村民, but 双堰村|民.
    """

    before: re.Pattern[str]
    after: tuple[str, ...]
    joined: tuple[str, ...]


@cache
def generics_of(kind: str) -> Generics:
    """The words that make no name around a level word."""
    shape = table("areas")["shape"]
    own = shape["words"].get(kind, ())
    ends = sorted({*shape["pointing"], *shape["kinds"], *shape["never_last"], *own}, key=len, reverse=True)
    whole = sorted(shape["whole"], key=len, reverse=True)
    single = "".join(shape["before"][kind])
    alone = f"[{single}]" if kind in "镇乡村" else f"^[{single}]"
    pattern = f"(?:{'|'.join(ends)}|^(?:{'|'.join(whole)})|{alone})$"
    return Generics(re.compile(pattern), tuple(shape["after"][kind]), tuple(shape["joined"].get(kind, ())))


@cache
def _cut() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    cut = table("areas")["shape"]["cut"]
    alternatives = "|".join(words("areas", "shape", "cut", "words"))
    return re.compile(f".*(?:{alternatives})"), frozenset(cut["letters"]), frozenset(cut["edge"])


@cache
def _unlisted() -> dict[str, re.Pattern[str]]:
    """Signs that a town is named though it is not listed."""
    return {name: re.compile(pattern) for name, pattern in table("areas")["shape"]["unlisted"].items()}


def has_an_organ(text: str, end: int) -> bool:
    """Whether what stands before has a party branch or a committee, as only a unit has."""
    return _unlisted()["organ"].match(text, end) is not None


Starts = dict[tuple[int, int, bool], int | None]
"""Where communities begin, as `shapes_in` found it: by where the run of characters before the level word begins and ends."""


def shapes_in(
    text: str, names: Sequence[NameHit], counties: Sequence[str] = (), starts: Starts | None = None
) -> list[ShapeHit]:
    """Streets, towns and communities by form.

    Args:
        text: the reading.
        names: what `names_in` found; a name in full ends what may belong to a shape.
        counties: codes of the counties that the report is from: their streets and towns are known by name.
        starts: what was found of the same text and names before; filled.
    """
    starts = {} if starts is None else starts
    full_ends = [hit.end for hit in names if hit.full]
    ordinary = ordinary_stems()
    bare = {hit.start: hit.end for hit in names if not hit.full and text[hit.start : hit.end] not in ordinary}
    places = gazetteer()
    near = frozenset(name for county in counties for name in places.townships(county))
    found: list[ShapeHit] = []
    waiting: list[ShapeHit] = []
    floor = 0
    for match in _SHAPE.finditer(text):
        kind, at = match[0], match.start()
        before = bisect_right(full_ends, at) - 1
        low = max(floor, at - _LONGEST, full_ends[before] if before >= 0 else 0)
        run = _NAME_RUN.search(text, low, at) if at > low else None
        if run is None:
            continue
        adjacent = run.start() in (floor, full_ends[before] if before >= 0 else 0) and run.start() > 0
        generics = generics_of(kind)
        if generics.after and text.startswith(generics.after, match.end()):
            continue
        joined = bool(generics.joined) and text.startswith(generics.joined, match.end())
        segment = run[0]
        if _ANONYMOUS.fullmatch(segment):
            start: int | None = None if joined else run.start()
        elif LEVEL_OF[kind] == "street":
            start = _street_start(text, run.start(), at, kind, near, adjacent)
            if joined and start is not None and text[start : match.end()] not in places.township_names:
                continue
            if start is None and kind in "镇乡" and not joined:
                begin = _unlisted_start(text, run.start(), at, kind)
                if begin is not None:
                    waiting.append(ShapeHit(begin, match.end(), kind, text[begin : match.end()]))
        else:
            place = run.start(), at, adjacent
            if place not in starts:
                starts[place] = _community_start(text, run.start(), at, kind, bare, adjacent)
            start = starts[place]
            if (
                joined
                and start is not None
                and (at - start < 2 or text[at - 1] in "和及与或" or not _coined(text[start:at]))
            ):
                continue
        if start is None:
            continue
        if _CALLED.match(text, match.end()) and _CALLING.search(text, max(0, start - _LONGEST), start):
            continue
        name = text[start:at]
        found.append(ShapeHit(start, match.end(), kind, name + kind, _ANONYMOUS.fullmatch(name) is not None))
        floor = match.end()
    return _with_unlisted(text, found, waiting) if waiting else found


def _with_unlisted(text: str, found: list[ShapeHit], waiting: list[ShapeHit]) -> list[ShapeHit]:
    """The hits and those towns that are not listed but named again, in the title, in a list or beside a direction."""
    signs = _unlisted()
    clear = Counter(hit.name for hit in waiting if not hit.start or not "一" <= text[hit.start - 1] <= "鿿")
    often = Counter(hit.name for hit in waiting)
    towns = {hit.start for hit in found if hit.kind in "镇乡"}
    ends = {hit.end for hit in found if hit.kind in "镇乡"}
    first_line = text.find("\n", len(text) - len(text.lstrip()))
    first_line = len(text) if first_line < 0 else first_line
    added = []
    for hit in waiting:
        if any(one.start < hit.end and hit.start < one.end for one in found):
            continue
        generic = generics_of(hit.kind).before.search(hit.name[:-1])
        listed = (text[hit.start - 1] == "、" and hit.start - 1 in ends) or (
            text.startswith("、", hit.end) and hit.end + 1 in towns
        )
        if not listed and (
            generic
            or not (
                (often[hit.name] > 1 and clear[hit.name])
                or signs["ethnic"].search(hit.name[:-1])
                or signs["direction"].fullmatch(text, max(0, hit.start - 2), hit.start)
                or (hit.start <= first_line and signs["title"].match(text, hit.end))
            )
        ):
            continue
        added.append(hit)
        ends.add(hit.end)
    return sorted([*found, *added], key=lambda hit: hit.start)


def _unlisted_start(text: str, low: int, at: int, kind: str) -> int | None:
    """Where the name of a town that is not listed would begin: two to four characters that are no word."""
    segment = text[low:at]
    ethnic = _unlisted()["ethnic"].search(segment)
    direction = _unlisted()["direction"].match(segment)
    offset = direction.end() if direction else cut_left(segment, kind)
    name = segment[offset:]
    generic = generics_of(kind).before.search(name)
    if ethnic and ethnic.start() >= offset + 1 and not generic:
        return low + offset
    in_list = bool(low) and text[low - 1] == "、"
    if not 2 <= len(name) <= 4 or not (_coined(name) or (in_list and len(name) == 2)):
        return None
    if generic and not (len(name) == 2 and len(generic[0]) == 1 and in_list):
        return None  # 集镇, but 漳河镇、远集镇
    if not generic and _ends_in_other_word(name, kind):
        return None
    return low + offset


def _coined(name: str) -> bool:
    """Whether the characters are no words of common speech but proper nouns or none (双堰, but 困难 and 全体)."""
    lookup = dictionary()
    tag = lookup.get(name)
    if tag is not None:
        return tag.startswith(("ns", "nr", "nz"))
    return all(len(word) == 1 or lookup.get(word, "n").startswith("n") for word in tokenize(name).words)


def _street_start(text: str, low: int, at: int, kind: str, near: frozenset[str], adjacent: bool) -> int | None:
    """Where the name of a street or town begins: all of them are listed, but for the newest streets."""
    if _is_wished(text, at, kind):
        return None
    segment = text[low:at]
    for offset in range(len(segment)):
        if segment[offset:] + kind in near:
            return low + offset
    names = gazetteer().township_names
    if segment + kind in names and _stands_free(text, low, at + len(kind), adjacent):
        return low
    generics = generics_of(kind).before
    if generics.search(segment):
        return None
    for offset in range(len(segment)):
        if segment[offset:] + kind in names and (len(segment) - offset > 1 or (adjacent and offset == 0)):
            if offset and not adjacent and not at_word_boundaries(text, low + offset, at + len(kind)):
                continue
            if (
                offset == 1
                and kind == "街道"
                and (adjacent or not low or text[low - 1] == "\n")
                and _may_begin_a_name(segment[0])
            ):
                return low  # 成华区杉板桥街道 is not 板桥街道
            return low + offset
    if kind in "镇乡" and not adjacent:
        return None
    above = _ABOVE.match(segment)
    offset = above.end() if above else cut_left(segment, kind)
    name = segment[offset:]
    if not 2 <= len(name) <= (7 if kind == "苏木" else 5) or generics.search(name) or _ends_in_other_word(name, kind):
        return None
    if _joins_a_noun(name):
        return None
    return low + offset


_UNNAMED_AFTER = re.compile(r"[,。;、\n\d]|建设|创建|$")


@cache
def _wished() -> re.Pattern[str]:
    shape = table("areas")["shape"]
    return re.compile(f"(?:{'|'.join(shape['wishing'])})(?:{'|'.join(shape['wished'])})$")


def _is_wished(text: str, at: int, kind: str) -> bool:
    """Whether the words before a level word say what kind of street is aimed at: 建设平安街道, 打造幸福社区3个.

    打造幸福社区党群服务中心 is about a community of that name.
    """
    wished = _wished().search(text, max(0, at - 8), at)
    return wished is not None and _UNNAMED_AFTER.match(text, at + len(kind)) is not None


def _may_begin_a_name(character: str) -> bool:
    """Whether a character may begin a name: as a word it is no verb and no function word (杉, 塘, but 在 and 到)."""
    _, letters, edge = _cut()
    return character not in letters | edge and not dictionary().get(character, "n").startswith(_OPEN_CLASS)


def _stands_free(text: str, start: int, end: int, adjacent: bool) -> bool:
    """Whether a listed name, though it looks like a kind of place (振兴街道, 丰城镇), is marked off as a name."""
    office = _unlisted()["office"].match(text, end) is not None
    stem = text[start:end].removesuffix("街道") if text.endswith("街道", start, end) else text[start : end - 1]
    if len(stem) < 2:
        return office and (adjacent or not start or text[start - 1] in "\n、")
    tag = dictionary().get(stem)
    if (tag is not None and not tag.startswith(("ns", "nr", "nz"))) or _cut()[0].fullmatch(stem):
        # 工业街道, 城乡镇: a word needs what only a name has after it.
        return office and (adjacent or not start or not "一" <= text[start - 1] <= "鿿")
    return adjacent or not start or text[start - 1] in "\n、,。;:(" or office


def _community_start(text: str, low: int, at: int, kind: str, bare: dict[int, int], adjacent: bool) -> int | None:
    """Where the name of a community begins; there is no list of them that could be trusted (see the notes)."""
    segment = text[low:at]
    generics = generics_of(kind).before
    if generics.search(segment) or _is_wished(text, at, kind):
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
    if _joins_a_noun(name):
        return None
    return low + offset


def _joins_a_noun(name: str) -> bool:
    """Whether 和 stands between a common noun and the level word (委员会和社区, 广场和镇): no name, as 建和社区 and 永泰和社区 are."""
    if len(name) < 3 or name[-1] not in "和与及":
        return False
    last = tokenize(name[:-1]).words[-1]
    return len(last) > 1 and dictionary().get(last, "") in ("n", "nt", "vn", "an")


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
    pattern, letters, edge = _cut()
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
    offset += keep
    if segment[offset] in edge and len(segment) - offset > 2:
        first = tokenize(segment[offset:]).words[0]
        if len(first) == 1 or first not in lookup:
            offset += 1
    return offset
