"""Where a report is from: a Document in, its own area and what that lies in out.

Evidence, strongest first: the area that the title names, the publisher and the source line, the site's code (its first
six digits are the county's), the words 我代表…人民政府, and how often the body names areas of the level that it calls
its own (全市, 我街道). A report may name no area of that level: then `name` is None and the area is anonymous.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg.documents.model import Document
from kg.extraction.places import NameHit, names_a_place, names_in
from kg.extraction.shapes import LEVEL_OF, ShapeHit, Starts, shapes_in
from kg.lexicon import table, words
from kg.lexicon.divisions import Division, gazetteer
from kg.records import record

_HEAD = 160
"""Characters at the start that are read as a title where a document has none."""


_ENOUGH = 2
"""How much must speak for an area that the body elects: a full name, or a bare one twice."""


@record
class Home:
    """The report's own area. `level` is that of the report; `street` the full name of its street or town, else None.

    `division` is the innermost division that the gazetteer knows: the report's own, or, for streets that it does not
    know or that are not named, the county or city above.

    `named` is the full name and level of the county or city that the title names and the gazetteer does not tell:
    abolished, renamed (綦江县), borne by several (西湖区), or a common word elsewhere (城中区).
    """

    level: str | None = None
    street: str | None = None
    division: Division | None = None
    named: tuple[str, str] | None = None

    @property
    def anonymous(self) -> bool:
        """Whether the report is a street's that it does not name."""
        return self.level == "street" and self.street is None

    @property
    def chain(self) -> tuple[Division, ...]:
        """The division and all it lies in, innermost first."""
        return gazetteer().chain(self.division) if self.division else ()

    @property
    def counties(self) -> tuple[str, ...]:
        """Codes of the counties (or cities without counties) in which the report's streets and towns lie."""
        if self.division is None:
            return ()
        places = gazetteer()
        if self.division.level == "street":
            return (self.division.parent or "",)
        if self.division.level == "district":
            return (self.division.code,)
        if self.division.level == "city":
            return (self.division.code, *places.children(self.division.code))
        return ()


@record
class Scan:
    """What was found in the text before the home was known."""

    names: tuple[NameHit, ...]
    shapes: tuple[ShapeHit, ...]
    starts: Starts


def scan(text: str) -> Scan:
    """Names of the gazetteer and shapes of a reading."""
    names = names_in(text)
    starts: Starts = {}
    return Scan(tuple(names), tuple(shapes_in(text, names, starts=starts)), starts)


def find_home(document: Document, found: Scan | None = None) -> Home:
    """The report's own area; all None where nothing tells."""
    text = document.reading.text
    found = found or scan(text)
    congress = _congress(document)
    heads = _heads(document, congress)
    title = _Title(_first_line(heads[0])) if heads else _Title("")
    level = None
    for head in heads:
        names = names_in(head)
        shapes = [hit for hit in shapes_in(head, names) if LEVEL_OF[hit.kind] == "street"]
        named = [hit for hit in shapes if not hit.anonymous]
        if named:
            street = Counter(hit.name for hit in named).most_common(1)[0][0]
            home = _street_home(document, street, found)
            return replace(home, named=title.unlisted)
        if shapes or _own_street(head):
            level = "street"
            break
        full = [hit for hit in names if hit.full and hit.start >= title.begin]
        if head is heads[0] and title.unlisted:
            return _title_home(title, found, document)
        if head == congress and (of_congress := _Title(head)).unlisted:
            return _title_home(of_congress, found, document)
        if full and ((head is heads[0] and any(hit.end == title.end for hit in full)) or _is_report_of(head, full[-1])):
            last = next((hit for hit in full if head is heads[0] and hit.end == title.end), full[-1])
            return _upper_home(head[last.start : last.end], last.divisions, found, document)
    if level is None:
        anonymous = _patterns()["anonymous"].search(title.text)
        if anonymous:
            return Home(table("areas")["home"]["levels"][anonymous[1]], None, None)
        level, suffixes, named_division = _self_reference(text)
        if named_division:
            return _upper_home("", named_division, found, document)
    else:
        suffixes = ()
    if level == "street":
        streets = Counter(hit.name for hit in found.shapes if LEVEL_OF[hit.kind] == "street" and not hit.anonymous)
        # A street that the body names once may be any; its own it names again and again.
        top = streets.most_common(2)
        anonymous_street = any(hit.anonymous for hit in found.shapes)
        if (
            top
            and not anonymous_street
            and not document.metadata.anonymised
            and top[0][1] >= 3
            and (len(top) < 2 or top[0][1] >= 2 * top[1][1])
        ):
            return _street_home(document, top[0][0], found)
        return Home("street", None, _county_of(document, found, None), title.unlisted)
    return _body_home(document, level, suffixes, found)


def _first_line(head: str) -> str:
    return head.lstrip().split("\n", 1)[0]


class _Title:
    """What the first words of a title say: full names one inside the other, then perhaps one that is not listed.

    `begin` is where the names begin (after 2018年), `end` where the last listed one ends (`begin` without one).
    """

    def __init__(self, text: str) -> None:
        self.text = text
        lead = _patterns()["lead"].match(text)
        self.begin = self.end = lead.end() if lead else 0
        self.chain: list[NameHit] = []
        for hit in names_in(text):
            if hit.full and hit.start == self.end:
                self.end = hit.end
                self.chain.append(hit)
        self.unlisted = self._unlisted()

    def _unlisted(self) -> tuple[str, str] | None:
        """A county or city known by its form and its place alone: 青陵县2025年…, 北京市|永宣区|槐柏街道."""
        match = _unlisted().match(self.text, self.end)
        if match is None:
            # 沈州市|浑北区人民政府: the city is not listed either.
            city = _unlisted_city().match(self.text, self.end)
            match = _unlisted().match(self.text, city.end()) if city else None
        if match is None or _common().search(match["stem"] + match["kind"]):
            return None
        kind = match["kind"]
        level = "city" if kind == "市" and not any(d.level == "city" for d in self._above()) else "district"
        return match["stem"] + kind, level

    def _above(self) -> tuple[Division, ...]:
        return self.chain[-1].divisions if self.chain else ()


@cache
def _unlisted() -> re.Pattern[str]:
    home = table("areas")["home"]
    return re.compile(rf"(?P<stem>[一-鿿]{{2,4}}?)(?P<kind>[县区旗市])(?={home['unlisted_before']})")


@cache
def _unlisted_city() -> re.Pattern[str]:
    return re.compile(r"[一-鿿]{2,4}?市(?=[一-鿿]{2,4}?[县区旗市])")


@cache
def _common() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(words("areas", "home", "common")) + ")$")


def _title_home(title: _Title, found: Scan, document: Document) -> Home:
    assert title.unlisted is not None
    above = _likeliest(title._above(), found, document) if title.chain else None
    return Home(title.unlisted[1], None, above, title.unlisted)


def _heads(document: Document, congress: str | None) -> list[str]:
    metadata = document.metadata
    heads = [part for part in (metadata.title, metadata.publisher, metadata.source, congress) if part]
    if not metadata.title:
        heads.append(document.reading.text[:_HEAD])
    return heads


def _congress(document: Document) -> str | None:
    """The title of the report whose congress the head names (——2023年1月9日在湄阳市第三届人民代表大会…上)."""
    found = _patterns()["congress"].search(document.reading.text, 0, _HEAD)
    return found["name"] + "政府工作报告" if found else None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in table("areas")["home"].items() if isinstance(pattern, str)}


def _own_street(head: str) -> bool:
    return _patterns()["own_street"].search(head) is not None


def _is_report_of(head: str, hit: NameHit) -> bool:
    return _patterns()["report_of"].match(head, hit.end) is not None


def _self_reference(text: str) -> tuple[str | None, tuple[str, ...], tuple[Division, ...]]:
    """(level, level words of the own area, divisions named with 代表…政府)."""
    speech = _patterns()["speech"].search(text)
    if speech:
        names = names_in(speech["name"] or "") if speech["name"] else []
        if names:
            return None, (), names[-1].divisions
    counts = Counter(match[1] or "街道" for match in _patterns()["own"].finditer(text))
    levels = table("areas")["home"]["levels"]
    if speech and speech["level"]:
        word = speech["level"]
        return levels.get(word, "city"), (word,), ()
    if not counts:
        return None, (), ()
    word = max(counts, key=lambda key: (counts[key], key))
    return levels[word], (word,), ()


def _certain(found: Scan, document: Document) -> list[NameHit]:
    """The names that are taken for what they say wherever they stand: ordinary words elect nobody, nor does what begins
    the name of a town or village (龙泉|坝镇)."""
    text = document.reading.text
    inside = {k for shape in found.shapes for k in range(shape.start, shape.end)}
    return [hit for hit in found.names if hit.start not in inside and names_a_place(text, hit)]


def _votes(found: Scan, document: Document) -> Counter[str]:
    """How much speaks for each division (by code), its parents included: mentions in full 2, bare 1."""
    votes: Counter[str] = Counter()
    places = gazetteer()
    for hit in _certain(found, document):
        weight = (2.0 if hit.full else 1.0) / len(hit.divisions)
        for division in hit.divisions:
            for step in places.chain(division):
                votes[step.code] += weight  # type: ignore[assignment]
    return votes


def _street_home(document: Document, street: str, found: Scan) -> Home:
    places = gazetteer()
    county = _county_of(document, found, street)
    if county is not None:
        own = places.townships(county.code).get(street)
        return Home("street", street, own or county)
    candidates = places.townships_named(street)
    if len(candidates) == 1:
        return Home("street", street, candidates[0])
    if candidates:
        votes = _votes(found, document)
        scored = sorted(
            ((max((votes[c.code] for c in places.chain(d)[1:3]), default=0), d.code, d) for d in candidates),
            reverse=True,
        )
        if scored[0][0] > 0 and (len(scored) == 1 or scored[0][0] > scored[1][0]):
            return Home("street", street, scored[0][2])
    return Home("street", street, None)


def _county_of(document: Document, found: Scan, street: str | None) -> Division | None:
    """The county of a street report: beside the street's name, in the site's code, or named most by far."""
    places = gazetteer()
    code = (document.metadata.site_code or "")[:6]
    if code in places.divisions:
        return places.divisions[code]
    if street:
        adjacent: Counter[tuple[Division, ...]] = Counter()
        ends = {hit.end: hit for hit in found.names}
        for shape in found.shapes:
            if shape.name == street and shape.start in ends:
                adjacent[ends[shape.start].divisions] += 1
        for head in _heads(document, _congress(document)):
            for hit in names_in(head):
                if head.startswith(street, hit.end):
                    adjacent[hit.divisions] += 1
        for divisions, _ in adjacent.most_common():
            lower = [d for d in divisions if d.level in ("district", "city")]
            if lower:
                return _likeliest(lower, found, document, street)
    for head in _heads(document, _congress(document)):
        for hit in names_in(head):
            districts = [d for d in hit.divisions if d.level == "district"]
            if hit.full and districts and (not street or any(street in places.townships(d.code) for d in districts)):
                return _likeliest(districts, found, document, street)
    votes: Counter[tuple[Division, ...]] = Counter()
    for hit in _certain(found, document):
        among = tuple(d for d in hit.divisions if d.level == "district")
        if among:
            votes[among] += 2 if hit.full else 1
    if street:
        fitting = [d for divisions, _ in votes.most_common() for d in divisions if street in places.townships(d.code)]
        return fitting[0] if fitting else None
    top = votes.most_common(2)
    if top and top[0][1] > 1 and len(top[0][0]) == 1 and (len(top) == 1 or top[0][1] > top[1][1]):
        return top[0][0][0]
    return None


def _likeliest(
    candidates: Sequence[Division], found: Scan, document: Document, street: str | None = None
) -> Division | None:
    """The candidate that has the street, else the one whose city and province the report names most."""
    places = gazetteer()
    if street:
        having = [d for d in candidates if street in places.townships(d.code)]
        if having:
            candidates = having
    if len(candidates) == 1:
        return candidates[0]
    votes = _votes(found, document)
    scored = sorted(
        ((sum(votes[step.code] for step in places.chain(d)[1:]), d.code, d) for d in candidates), reverse=True
    )
    return scored[0][2] if scored and (len(scored) == 1 or scored[0][0] > scored[1][0]) else None


def _upper_home(name: str, divisions: Sequence[Division], found: Scan, document: Document) -> Home:
    division = _likeliest(divisions, found, document)
    level = division.level if division else divisions[0].level
    return Home(level, None, division, (name, level) if name else None)


def _body_home(document: Document, level: str | None, suffixes: tuple[str, ...], found: Scan) -> Home:
    """A city's or county's report that does not introduce itself: the area of its level that it names most."""
    places = gazetteer()
    votes = _votes(found, document)
    stem_in_name = places.stem_of_file(document.name)
    own: Counter[str] = Counter()
    for hit in _certain(found, document):
        for division in hit.divisions:
            own[division.code] += 2 if hit.full else 1
    best: list[tuple[float, str]] = []
    near = {division.code for division in stem_in_name}
    for code in sorted({*votes, *near}):
        division = places.divisions[code]
        if (
            suffixes
            and not division.name.endswith(suffixes)
            and not (suffixes[0] == "行署" and division.level == "city")
        ):
            continue
        if not suffixes and level and division.level != level:
            continue
        # One bare name elects nobody.
        if own[code] < _ENOUGH and votes[code] < 2 * _ENOUGH and code not in near:
            continue
        # Its own name counts, and so do the areas inside it; those of its siblings do not.
        score = own[code] + votes[code] * 0.5
        if code in near:
            score += 20
        best.append((score, code))
    best.sort(reverse=True)
    if best and (len(best) == 1 or best[0][0] > best[1][0]):
        division = places.divisions[best[0][1]]
        return Home(division.level, None, division)
    return Home(level, None, None)
