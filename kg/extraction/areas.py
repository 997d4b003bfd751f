"""Administrative areas named in a report: a Document in, AreaMentions out, sorted, none overlapping another.

Provinces, cities and counties are found by the gazetteer's names (3,300 of them, full and bare). Streets, towns and
communities are found by shape (X街道, X镇, X社区), because nationwide look-up of their 600,000 names is right once in
thirty times; the gazetteer only helps to tell where such a name begins. Bare names of streets are known for the
report's own street alone.

Rules (each id is `Mention.rule`):
    area-full-name: a gazetteer name with its level word (深圳市, 都安县); not 无锡|市民
    area-title-name: the unlisted county or city that the title names, in full and bare (青陵县2025年…); not 高新区2025年
    area-abroad: 与柬埔寨|茶胶省 结好; not 德国城市
    area-bare-name: a gazetteer stem (广西大化, 为深圳建设); not 上海路, not the words 合作 and 公安, not part of a word
    area-street-shape: 新安街道, 上坪镇; not 各街道, 特色小镇, 城乡
    area-community-shape: 甲岸社区, 官天岭村; not 示范社区, 城中村, nor 甲岸村 inside a city's street
    area-own-street: the stem of the report's own street (转运人员回新安); not 新安路, 新安学校
    area-stem-list: stems before a form or a count that says their kind (和平、塘尾、新田3个旧村)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg.documents.model import Document
from kg.extraction.area_lists import ListedStem, closed_lists, open_lists
from kg.extraction.confidence import confidence_in
from kg.extraction.home import Home, Scan, find_home, scan
from kg.extraction.model import AreaLevel, AreaMention, Project
from kg.extraction.places import (
    NameHit,
    at_word_boundaries,
    blocked_after,
    blocked_ahead,
    generic_names,
    ordinary_stems,
)
from kg.extraction.shapes import LEVEL_OF, ShapeHit, has_an_organ, shapes_in
from kg.language.tokens import dictionary
from kg.lexicon import communities, table, words
from kg.lexicon.divisions import Division, gazetteer
from kg.records import record

_QUOTE_END = re.compile('[^“”"。,;、]{0,8}[”"]')
_QUOTE_BEGIN = re.compile('[“"][^“”"。,;、]{0,8}$')


@record
class AreaHit:
    """An area found in the reading text (offsets of the reading). `name` is the full canonical form."""

    start: int
    end: int
    level: AreaLevel
    name: str
    rule: str


def find_areas(document: Document) -> tuple[AreaMention, ...]:
    """All administrative areas that a report mentions by name; offsets of the text as given."""
    return _mentions(document)[0]


def _mentions(document: Document) -> tuple[tuple[AreaMention, ...], Home]:
    found = scan(document.reading.text)
    home = find_home(document, found)
    mentions = []
    for hit in area_hits(document.reading.text, found, home):
        start, end = document.reading.to_source(hit.start, hit.end)
        mentions.append(
            AreaMention(
                start=start,
                end=end,
                rule=hit.rule,
                confidence=confidence_in("areas", hit.rule),
                level=hit.level,
                name=hit.name,
            )
        )
    return tuple(mentions), home


def find_areas_beside(
    document: Document, projects: Sequence[Project]
) -> tuple[tuple[AreaMention, ...], tuple[AreaMention, ...]]:
    """Areas that are named for themselves, and bare names that are part of the name of one of `projects` (武汉动漫大厦).

    A name below the report's own level says where: 绥芬河互贸物流加工园 in the report of 牡丹江. `projects` are sorted by start.
    """
    areas, home = _mentions(document)
    levels = [level.value for level in AreaLevel]
    own = levels.index(home.level) if home.level in levels else len(levels)
    for_themselves: list[AreaMention] = []
    in_names: list[AreaMention] = []
    for area in areas:
        k = bisect_right(projects, area.start, key=lambda project: project.start) - 1
        inside = area.rule in _BARE and k >= 0 and area.end < projects[k].end and levels.index(area.level.value) <= own
        (in_names if inside else for_themselves).append(area)
    return tuple(for_themselves), tuple(in_names)


_BARE = ("area-bare-name", "area-own-street")


def area_hits(text: str, found: Scan, home: Home) -> list[AreaHit]:
    """The areas of a reading, sorted, none overlapping another."""
    taken = _Taken()
    for hit in _full_names(text, found.names, home):
        taken.add(hit)
    for hit in (*_title_names(text, home), *_areas_abroad(text)):
        taken.add(hit)
    shapes = shapes_in(text, found.names, home.counties, found.starts) if home.counties else list(found.shapes)
    villages = _villages_are_units(home)
    waiting: list[ShapeHit] = []
    for shape in shapes:
        if shape.kind == "村" and not villages and not has_an_organ(text, shape.end):
            waiting.append(shape)
        else:
            taken.add(_of_shape(_listed(shape, home), home))
    for listed in closed_lists(text, home):
        taken.add(_of_list(listed))
    for name in _bare_names(text, found.names, home, taken):
        taken.add(name)
    for shape in waiting:
        # In a city's street a village is a housing estate (甲岸村); one that stands right after the place in which it
        # lies (河源龙川县官天岭村) or in a list with such a one is a unit.
        before = taken.ending_at(shape.start) or (
            taken.ending_at(shape.start - 1) if text[shape.start - 1] == "、" else None
        )
        if (
            before
            and (before.level is not AreaLevel.COMMUNITY or before.name.endswith("村"))
            and not _within_home(before, home)
        ):
            taken.add(_of_shape(shape, home))
    shaped = ("area-community-shape", "area-street-shape")
    for listed in open_lists(text, [(hit.start, hit.name) for hit in taken.sorted() if hit.rule in shaped]):
        taken.add(_of_list(listed))
    for hit in _own_stems(text, home):
        taken.add(hit)
    return taken.sorted()


class _Taken:
    """Areas accepted so far; a later one that overlaps an earlier one is not taken."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._hits: list[AreaHit] = []
        self._ends: dict[int, AreaHit] = {}

    def add(self, hit: AreaHit) -> None:
        at = bisect_right(self._starts, hit.start)
        if at and self._hits[at - 1].end > hit.start:
            return
        if at < len(self._hits) and self._hits[at].start < hit.end:
            return
        self._starts.insert(at, hit.start)
        self._hits.insert(at, hit)
        self._ends[hit.end] = hit

    def ending_at(self, position: int) -> AreaHit | None:
        return self._ends.get(position)

    def sorted(self) -> list[AreaHit]:
        return self._hits


def _of_list(listed: ListedStem) -> AreaHit:
    level = "district" if listed.division else LEVEL_OF[listed.kind]
    return AreaHit(listed.start, listed.end, AreaLevel(level), listed.name, "area-stem-list")


def _listed(shape: ShapeHit, home: Home) -> ShapeHit:
    """A community of the report's own street begins where the list says: 新设|大和社区."""
    if LEVEL_OF[shape.kind] != "community" or home.division is None or home.division.level != "street":
        return shape
    code, name = home.division.code, shape.name
    for start in range(len(name) - len(shape.kind) - 1):
        if communities.codes_of(name[start:], code):
            return replace(shape, start=shape.start + start, name=name[start:]) if start else shape
    return shape


def _of_shape(shape: ShapeHit, home: Home) -> AreaHit:
    level = AreaLevel(LEVEL_OF[shape.kind])
    name = shape.name
    if level is AreaLevel.STREET:
        name = _official_street(name, home)
    return AreaHit(
        shape.start,
        shape.end,
        level,
        name,
        "area-community-shape" if level is AreaLevel.COMMUNITY else "area-street-shape",
    )


def _official_street(name: str, home: Home) -> str:
    """The listed name where it is certain: in the report's counties, or the same everywhere (作登乡: 作登瑶族乡)."""
    places = gazetteer()
    for county in home.counties:
        if name in (known := places.townships(county)):
            return known[name].name
    if name.endswith("乡"):
        names = {division.name for division in places.townships_named(name)}
        if len(names) == 1:
            return names.pop()
    return name


def _villages_are_units(home: Home) -> bool:
    """Whether X村 names a unit: not in the street of a city that has no villages left, where it is what has become of one."""
    if home.level != "street" or (home.street is not None and not home.street.endswith("街道")):
        return True
    return bool(home.chain) and not any(step.name in _without_villages() for step in home.chain)


@cache
def _without_villages() -> frozenset[str]:
    return frozenset(words("areas", "cities", "without_villages"))


def _within_home(hit: AreaHit, home: Home) -> bool:
    return hit.name == home.street or hit.name in {division.name for division in home.chain}


def choose(divisions: Sequence[Division], home: Home, before: AreaHit | None = None) -> Division | None:
    """Which of the divisions of one name is meant, None where it cannot be told.

    The one inside the area named right before it, the report's own or what it lies in, one in the report's city, the
    highest (吉林 the province), one in the report's province, the only one.
    """
    if len(divisions) == 1:
        return divisions[0]
    places = gazetteer()
    chain = home.chain
    if before is not None:
        inside = [d for d in divisions if any(step.name == before.name for step in places.chain(d)[1:])]
        if len(inside) == 1:
            return inside[0]
    own = [d for d in divisions if any(d.code == step.code for step in chain)]
    if own:
        # 坪山 in a report of 坪山街道 is the district; in a report of 恩施市 恩施 is the city itself.
        return max(own, key=lambda division: len(division.code))
    for step in chain:
        inside = [d for d in divisions if places.lies_in(d, step.code)]
        if len(inside) == 1 and step.level != "province":
            return inside[0]
    for level in ("province", "city"):
        highest = [d for d in divisions if d.level == level]
        if len(highest) == 1:
            return highest[0]
    if chain:
        inside = [d for d in divisions if places.lies_in(d, chain[-1].code)]
        if len(inside) == 1:
            return inside[0]
    return None


def _full_names(text: str, names: Iterable[NameHit], home: Home) -> Iterator[AreaHit]:
    previous: AreaHit | None = None
    confirmed: set[str] = set()
    generic = generic_names()
    own = {gazetteer().stem(step.name) for step in home.chain}
    for hit in names:
        if not hit.full:
            continue
        name = text[hit.start : hit.end]
        division = choose(hit.divisions, home, previous if previous and previous.end == hit.start else None)
        mine = home.named is not None and name == home.named[0]
        inside = previous is not None and previous.end == hit.start
        if inside and division is not None and name in generic:
            confirmed.add(name)  # 西宁市城中区: from here on 城中区 is a name
        if name in generic and not (mine or name in confirmed or (division and _near(division, home))):
            continue
        if text[hit.end - 1] in "区县市" and text.startswith(("级", "域"), hit.end) and name in generic:
            continue
        if len(name) == 2 and not (division and _near(division, home)):
            continue  # 示范县, 建成县, 和县域: names of one character and 县 are read only near home
        # 在于都县委的领导下, 唐山市委: the office says that it is a name, whatever words run over its ends.
        office = text.startswith("委", hit.end)
        if len(name) <= 3 and not office and not at_word_boundaries(text, hit.start, hit.end):
            continue
        if division is not None and name not in own and text[hit.start - 1 : hit.start + 1] in own:
            continue  # 内江|城区 is not 江城区
        chosen = division or hit.divisions[0]
        previous = AreaHit(hit.start, hit.end, AreaLevel(chosen.level), chosen.name, "area-full-name")
        yield previous


def _title_names(text: str, home: Home) -> Iterator[AreaHit]:
    """The unlisted county or city that the title names, in full and bare (青陵县, 桐阳)."""
    if home.named is None or home.named[0] in gazetteer().by_name:
        return
    name, level = home.named
    stem = name[:-1]
    at = text.find(stem)
    while at >= 0:
        end = at + len(stem)
        full = text.startswith(name, at)
        if full or (
            not text.startswith(blocked_after(), end)
            and not blocked_ahead().match(text, end)
            and not in_short_quotes(text, at, end)
            and not in_a_line(text, at, end)
            and at_word_boundaries(text, at, end)
            and stem not in dictionary()
        ):
            end = at + len(name) if full else end
            yield AreaHit(at, end, AreaLevel(level), name, "area-title-name")
        at = text.find(stem, end)


def _near(division: Division, home: Home) -> bool:
    """Whether a division lies in the city that the report is from."""
    return any(step.level == "city" and gazetteer().lies_in(division, step.code) for step in home.chain)


@cache
def _far_cues() -> re.Pattern[str]:
    return re.compile("|".join(words("areas", "bare", "far_cues")))


def in_short_quotes(text: str, start: int, end: int) -> bool:
    """Whether a bare name begins or ends a short quoted coinage (“新安温度”, “花谷林芝”)."""
    if start and text[start - 1] in '“"':
        return _QUOTE_END.match(text, end) is not None
    if text[end : end + 1] in ("”", '"'):
        return _QUOTE_BEGIN.search(text, max(0, start - 9), start) is not None
    return False


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    bare = table("areas")["bare"]
    return {name: re.compile(bare[name]) for name in ("line_begins", "line_before", "line_ends", "slogans", "firms")}


def in_a_line(text: str, start: int, end: int) -> bool:
    """Whether a bare name is an end of a road, a canal or a pipe: 石岔至韩坪水泥路."""
    forms = _forms()
    if text.startswith(("至", "-", "—"), end):
        return forms["line_begins"].match(text, end) is not None
    return (
        text.startswith("至", start - 1)
        and forms["line_before"].search(text, max(0, start - 6), start) is not None
        and forms["line_ends"].match(text, end) is not None
    )


def _after_slogan(text: str, start: int) -> bool:
    return _forms()["slogans"].search(text, max(0, start - 2), start) is not None


def _in_a_firm(text: str, start: int, end: int) -> bool:
    before = _forms()["firms"].search(text, max(0, start - 2), start)
    return before is not None and (before[0][-1] != "(" or text.startswith(")", end))


@cache
def _abroad() -> re.Pattern[str]:
    table_ = table("areas")["abroad"]
    countries = "|".join(words("areas", "abroad", "countries"))
    return re.compile(rf"(?:{countries})([一-鿿]{{2,6}}?([{''.join(table_['levels'])}]))(?![民场区])")


def _areas_abroad(text: str) -> Iterator[AreaHit]:
    levels = table("areas")["abroad"]["levels"]
    for match in _abroad().finditer(text):
        if match[1][-2:] not in generic_names() and not match[1].endswith(("城市", "各省", "各州")):
            yield AreaHit(match.start(1), match.end(1), AreaLevel(levels[match[2]]), match[1], "area-abroad")


def _bare_names(text: str, names: Sequence[NameHit], home: Home, taken: _Taken) -> Iterator[AreaHit]:
    """Bare names that stand for their place; the report's own first, so that 新|泰州 is not 新泰|州."""
    own = {step.code for step in home.chain}
    self_code = home.chain[0].code if home.chain else None
    ordinary = ordinary_stems()
    blocked = blocked_after()
    ahead = blocked_ahead()
    places = gazetteer()
    own_street = places.stem(home.street) if home.street else None
    if own_street in places.by_stem and any(division.code in own for division in places.by_stem[own_street or ""]):
        own_street = None
    cued = _far_cues()
    bare = [hit for hit in names if not hit.full]
    mine = [hit for hit in bare if any(division.code in own for division in hit.divisions)]
    for own_name, hits in ((True, mine), (False, bare)):
        for hit in hits:
            if text.startswith(blocked, hit.end) or ahead.match(text, hit.end):
                continue
            stem = text[hit.start : hit.end]
            adjacent = taken.ending_at(hit.start)
            inside = adjacent is not None and any(
                step.name == adjacent.name for division in hit.divisions for step in places.chain(division)[1:]
            )
            if stem in ordinary and not own_name and not inside:
                continue
            if stem == own_street or in_short_quotes(text, hit.start, hit.end) or in_a_line(text, hit.start, hit.end):
                continue
            if _in_a_firm(text, hit.start, hit.end):
                continue
            if not at_word_boundaries(text, hit.start, hit.end):
                continue
            division = choose(hit.divisions, home, adjacent)
            if division is not None and division.level == "district" and adjacent is None:
                # 壹|方城 and 华|绿园 are names of things; a county far away is named where one deals with it.
                province = home.chain[-1].code if home.chain else ""
                if not places.lies_in(division, province) and not cued.search(text, max(0, hit.start - 12), hit.start):
                    continue
            if division is None or (
                (not own_name or division.level == "province")
                and division.code != self_code
                and _after_slogan(text, hit.start)
            ):
                continue
            yield AreaHit(hit.start, hit.end, AreaLevel(division.level), division.name, "area-bare-name")


def _own_stems(text: str, home: Home) -> Iterator[AreaHit]:
    """The stem of the report's own street, where it stands for the street."""
    if not home.street:
        return
    stem = gazetteer().stem(home.street)
    if len(stem) < 2 or any(gazetteer().stem(step.name) == stem for step in home.chain if step.level != "street"):
        return
    blocked, ahead = blocked_after(), blocked_ahead()
    at = text.find(stem)
    while at >= 0:
        end = at + len(stem)
        if (
            not text.startswith(blocked, end)
            and not ahead.match(text, end)
            and not in_short_quotes(text, at, end)
            and not in_a_line(text, at, end)
            and at_word_boundaries(text, at, end)
        ):
            yield AreaHit(at, end, AreaLevel.STREET, home.street, "area-own-street")
        at = text.find(stem, end)
