"""Which area a mention names: the areas of an extraction and the report's home in, entities out.

A name is looked up where it can only mean one thing: beside the name of what it lies in, in a list with such a name,
among the report's own, or when it is the only one in the country. Communities are entities of a known street; what
cannot be told stays unresolved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from kg.documents.model import Document
from kg.extraction.areas import AreaHit, choose
from kg.extraction.home import Home
from kg.extraction.model import AreaLevel, AreaMention
from kg.lexicon import communities, table
from kg.lexicon.divisions import EDITION, SCHEME, Division, gazetteer
from kg.linking.keys import digest
from kg.linking.model import Area, Hypothesis

_LEAST_NAMED = 3


class Places:
    """The area entities of one report, made on demand, each with all it lies in."""

    def __init__(self, document: Document, home: Home) -> None:
        self._document = document
        self._home = home
        self._areas: dict[str, Area] = {}
        self._paths: dict[str, tuple[str, ...]] = {}
        self.report = self._report_area()

    def needed(self, keys: Iterable[str]) -> tuple[Area, ...]:
        """The entities of some keys and all that they lie in, sorted by key."""
        wanted = {above for key in keys for above in self.above(key)}
        return tuple(self._areas[key] for key in sorted(wanted))

    def get(self, key: str) -> Area:
        return self._areas[key]

    def path(self, key: str) -> tuple[str, ...]:
        """Names from the outermost area to the one of a key."""
        return self._paths[key]

    def above(self, key: str) -> tuple[str, ...]:
        """Keys of an area and of all it lies in, the nearest first."""
        keys = [key]
        while (parent := self._areas[keys[-1]].within) is not None:
            keys.append(parent)
        return tuple(keys)

    def of_division(self, division: Division) -> Area:
        """The entity of a listed division."""
        above = gazetteer().parent(division)
        parent = self.of_division(above) if above else None
        code = division.code if division.listed else None
        return self._add(AreaLevel(division.level), division.name, parent, code)

    def entities(self, mentions: Sequence[AreaMention]) -> tuple[str | None, ...]:
        """Per mention the key of its entity, None when it cannot be told."""
        found: list[str | None] = []
        text = self._document.text
        for index, mention in enumerate(mentions):
            before = beside = None
            if index:
                previous = mentions[index - 1]
                between = text[previous.end : mention.start]
                if not between.strip():
                    before = found[-1]
                elif between.strip() in ("、", "及", "和", "与"):
                    beside = found[-1]
                    if beside is None and mention.level is AreaLevel.COMMUNITY:
                        # 龙川县官天岭村、共和村: what stands beside a place elsewhere is elsewhere too.
                        found.append(None)
                        continue
            found.append(self._entity(mention, before, beside))
        return tuple(found)

    def _entity(self, mention: AreaMention, before: str | None, beside: str | None) -> str | None:
        if mention.level is AreaLevel.COMMUNITY:
            return self._community(mention.name, before, beside)
        if mention.level is AreaLevel.STREET:
            return self._street(mention.name, before, beside)
        divisions = [
            division for division in gazetteer().by_name.get(mention.name, ()) if division.level == mention.level.value
        ]
        if not divisions:
            return None
        hit = None
        if before is not None:
            above = self._areas[before]
            hit = AreaHit(0, 1, above.level, above.name, "")
        division = choose(divisions, self._home, hit)
        return self.of_division(division).key if division else None

    def _street(self, name: str, before: str | None, beside: str | None) -> str | None:
        if name == self._home.street and before in (None, self.report.within):
            return self.report.key
        if _anonymous(name):
            return self.report.key if self._home.anonymous else None
        places = gazetteer()
        if before is not None:
            above = self._areas[before]
            if above.level in (AreaLevel.DISTRICT, AreaLevel.CITY) and (code := above.code):
                known = places.townships(code).get(name)
                if known:
                    return self.of_division(known).key
            if above.level is AreaLevel.DISTRICT:
                return self._add(AreaLevel.STREET, name, above, None).key
            inside = [d for d in places.townships_named(name) if above.name in [c.name for c in places.chain(d)]]
            return self.of_division(inside[0]).key if len(inside) == 1 else None
        if beside is not None and (parent := self._areas[beside].within) and (code := self._areas[parent].code):
            known = places.townships(code).get(name)
            if known:
                return self.of_division(known).key
        near = [known for county in self._home.counties if (known := places.townships(county).get(name))]
        if not near:
            near = list(places.townships_named(name))
        return self.of_division(near[0]).key if len(near) == 1 else None

    def _community(self, name: str, before: str | None, beside: str | None) -> str | None:
        if _anonymous(name):
            return None
        above: Area | None = None
        if before is not None:
            above = self._areas[before]
        elif beside is not None and self._areas[beside].level is AreaLevel.COMMUNITY:
            parent = self._areas[beside].within
            if parent is None:
                return None
            above = self._areas[parent]
        elif self._home.level == "street" or self.report.code:
            above = self.report
        if above is None:
            return None
        code = communities.code_of(name, above.code) if above.code else None
        if above.anonymised and above.within and (county := self._areas[above.within]).level is AreaLevel.DISTRICT:
            # The street is hidden, the community is not: the only one of that name in the county that the report names.
            code = communities.code_of(name, county.code) if county.code else None
        if above.level is AreaLevel.STREET:
            return self._add(AreaLevel.COMMUNITY, name, above, code).key
        # Beside the name of a county, or in the report of one: the only community of that name in it.
        street = gazetteer().township(code[:9]) if code else None
        return self._add(AreaLevel.COMMUNITY, name, self.of_division(street), code).key if street else None

    def hypothesis(self, mentions: Sequence[AreaMention]) -> Hypothesis | None:
        """What an anonymous street may be: the one street in China that has most of the communities that it names.

        At least three of them, and more than half; no other street may have as many.
        """
        if not self.report.anonymised or self.report.level is not AreaLevel.STREET:
            return None
        named = {mention.name for mention in mentions if mention.level is AreaLevel.COMMUNITY}
        found = communities.standing_together(name for name in named if name.endswith("社区"))
        if len(found) != 1:
            return None
        code, there = found[0]
        street = gazetteer().township(code)
        if street is None or len(there) < _LEAST_NAMED or 2 * len(there) <= len(named):
            return None
        candidate = self.of_division(street).key
        # Each community that fits by chance in one street of 41,352 in about a hundred.
        confidence = Decimal(len(there)) / Decimal(len(named) + 1)
        key = "hypothesis-" + digest(self.report.key, candidate)
        return Hypothesis(key, self.report.key, candidate, confidence.quantize(Decimal("0.01")))

    def _report_area(self) -> Area:
        home = self._home
        division = home.division
        if division is not None and division.level == (home.level or division.level):
            return self.of_division(division)
        above = self.of_division(division) if division else None
        if home.named and (division is None or division.level != home.named[1]):
            name, kind = home.named
            above = self._add(AreaLevel(kind), name, above, None)
            if home.level == kind:
                return above
        if home.street:
            return self._add(AreaLevel.STREET, home.street, above, None)
        level = AreaLevel(home.level or "street")
        word = {"street": "街道", "district": "区县", "city": "市", "province": "省"}[level.value]
        name = table("linking")["organisation"]["anonymous"] + word
        key = f"area-anon-{self._document.sha256[:8]}"
        area = Area(key, level, name, above.key if above else None, anonymised=True)
        self._areas[key] = area
        self._paths[key] = (*(self._paths[above.key] if above else ()), key)
        return area

    def _add(self, level: AreaLevel, name: str, parent: Area | None, code: str | None) -> Area:
        path = (*(self._paths[parent.key] if parent else ()), name)
        key = "area-" + digest(*path)
        if key not in self._areas:
            self._areas[key] = Area(
                key,
                level,
                name,
                parent.key if parent else None,
                code,
                SCHEME if code else None,
                EDITION if code else None,
                unlisted_in=EDITION if parent and parent.code and not code else None,
            )
            self._paths[key] = path
        return self._areas[key]


def _anonymous(name: str) -> bool:
    """Whether a name has been made unreadable (XX街道)."""
    return any(mark in name for mark in "XxＸ×某*")
