"""The gazetteer: names and codes of administrative divisions, province to township, read from `divisions.txt.gz`.

Levels are the words of `kg.extraction.model.AreaLevel`: province, city, district (区/县/旗/county-level city), street
(街道/镇/乡). Rows that only serve the statisticians (市辖区, 省直辖县级行政区划) are no divisions here: what lies below
them belongs to what lies above. Codes are those of the statistical list (2, 4, 6, 9 digits), see the head of the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from functools import cache, cached_property

from kg.lexicon import table, unpacked, words
from kg.records import record

SCHEME = "NBS"
EDITION = "2023-06-30"

PLACEHOLDERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
_ROW = re.compile(r"^(\t{0,2})(\d\d)(.+)$", re.MULTILINE)
_TOWNSHIP = re.compile(r"^\t\t\t\d{3}(.+)$", re.MULTILINE)
_LEVELS = ("province", "city", "district")


@record
class Division:
    """One administrative division. `parent` is the code of its direct parent, None for a province."""

    code: str
    name: str
    level: str
    parent: str | None

    @property
    def listed(self) -> bool:
        """Whether the code is of the statistical list (Hong Kong, Macao and Taiwan are not in it)."""
        return self.code not in ("71", "81", "82")


class Gazetteer:
    """Provinces, cities and counties at hand, townships looked up in the text of the list when asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ethnic = "|".join(words("areas", "ethnic"))
        self._autonomous = re.compile(rf"(.*?)(?:{self._ethnic})+(自治[州县旗区]|乡|镇)$")
        self.divisions: dict[str, Division] = {}
        self._blocks: dict[str, tuple[int, int]] = {}
        path = ["", "", ""]
        parents: list[str | None] = [None, None, None]
        previous: str | None = None
        for row in _ROW.finditer(text):
            depth = len(row[1])
            code = (path[depth - 1] if depth else "") + row[2]
            path[depth] = code
            if previous:
                self._blocks[previous] = (self._blocks[previous][0], row.start())
            self._blocks[code] = (row.end() + 1, len(text))
            previous = code
            parent = parents[depth - 1] if depth else None
            twin = parent is not None and depth == 2 and self.divisions[parent].name == row[3]
            if row[3] in PLACEHOLDERS or twin:
                parents[depth] = parent
                continue
            self.divisions[code] = Division(code, row[3], _LEVELS[depth], parent)
            parents[depth] = code
        self._codes = list(self._blocks)
        self._starts = [start for start, _ in self._blocks.values()]
        self.by_name: dict[str, list[Division]] = defaultdict(list)
        """Full names, official and short (都安县, 黔东南州)."""
        self.by_stem: dict[str, list[Division]] = defaultdict(list)
        """Bare names (宝安, 广西, 大化), at least two characters."""
        for division in self.divisions.values():
            for name in self.full_names(division):
                self.by_name[name].append(division)
            stem = self.stem(division.name)
            if len(stem) > 1 and stem != division.name:
                self.by_stem[stem].append(division)
        for short, name in table("areas")["alias"].items():
            self.by_name[short] = self.by_name[name]

    def full_names(self, division: Division) -> tuple[str, ...]:
        """The official name and, for autonomous areas, the ones in use (都安瑶族自治县: 都安县, 都安自治县)."""
        name = division.name
        match = self._autonomous.match(name)
        if match and match[1]:
            tail = match[2]
            if tail == "自治区":
                return (name,)
            return (name, match[1] + tail[-1], match[1] + tail) if tail.startswith("自治") else (name, match[1] + tail)
        return (name,)

    def stem(self, name: str) -> str:
        """The name without what says its level: 宝安区 → 宝安, 大化瑶族自治县 → 大化, 广西壮族自治区 → 广西."""
        match = self._autonomous.match(name)
        if match and len(match[1]) > 1:
            return match[1]
        for tail in (
            "特别行政区",
            "自治区",
            "自治州",
            "自治县",
            "自治旗",
            "地区",
            "林区",
            "特区",
            "新区",
            "街道",
            "省",
            "市",
            "区",
            "县",
            "盟",
            "镇",
            "乡",
        ):
            if name.endswith(tail) and (len(tail) == 1 or tail == "街道" or len(name) - len(tail) > 1):
                return name[: -len(tail)]
        return name

    def parent(self, division: Division) -> Division | None:
        """The direct parent."""
        return self.divisions[division.parent] if division.parent else None

    def chain(self, division: Division) -> tuple[Division, ...]:
        """The division and all it lies in, innermost first."""
        found = [division]
        while (above := self.parent(found[-1])) is not None:
            found.append(above)
        return tuple(found)

    def children(self, code: str) -> tuple[str, ...]:
        """Codes of the divisions right below one, without townships."""
        return tuple(child.code for child in self.divisions.values() if child.parent == code)

    def stem_of_file(self, name: str) -> tuple[Division, ...]:
        """The divisions with which the name of a file begins (无锡_2024: 无锡市), none where no name does."""
        for length in range(min(12, len(name)), 1, -1):
            head = name[:length]
            if head in self.by_name or head in self.by_stem:
                return tuple(self.by_name.get(head, [])) or tuple(self.by_stem[head])
        return ()

    def lies_in(self, division: Division, code: str) -> bool:
        """Whether a division is, or lies in, the one with that code."""
        return any(step.code == code for step in self.chain(division))

    @cache  # noqa: B019 (one gazetteer lives as long as the process)
    def townships(self, county: str) -> dict[str, Division]:
        """Streets, towns and townships of a county (or of a city without counties) by all their full names."""
        found: dict[str, Division] = {}
        if county not in self._blocks:
            return found
        codes = [county] + [
            twin
            for twin in self._blocks
            if len(county) == 4 and len(twin) == 6 and twin.startswith(county) and twin not in self.divisions
        ]
        for code in codes:
            start, end = self._blocks[code]
            for line in self._text[start:end].split("\n"):
                if line.startswith("\t\t\t"):
                    division = Division(code + line[3:6], line[6:], "street", county)
                    for name in self.full_names(division):
                        found.setdefault(name, division)
        return found

    def township(self, code: str) -> Division | None:
        """The street, town or township of a code of nine digits."""
        county = code[:6] if code[:6] in self.divisions else code[:4]
        return next((found for found in self.townships(county).values() if found.code == code), None)

    @cached_property
    def township_names(self) -> frozenset[str]:
        """Full names of all streets, towns and townships, official and short (作登乡)."""
        names = set(_TOWNSHIP.findall(self._text))
        short = {
            match[1] + match[2]
            for name in names
            if "族" in name and (match := self._autonomous.match(name)) and match[1]
        }
        return frozenset(names | short)

    @cache  # noqa: B019
    def townships_named(self, name: str) -> tuple[Division, ...]:
        """All streets, towns and townships of that full name (作登乡 finds 作登瑶族乡), in the order of their codes."""
        if not name:
            return ()
        body, tail = (name[:-1], name[-1]) if name[-1] in "镇乡" else (name, "")
        pattern = re.compile(
            rf"^\t\t\t\d{{3}}{re.escape(body)}(?:{self._ethnic})*{tail}$"
            if tail
            else rf"^\t\t\t\d{{3}}{re.escape(body)}$",
            re.MULTILINE,
        )
        # A plain search for the first characters is a hundred times faster than the pattern over the whole list.
        found = []
        at = self._text.find(body)
        while at >= 0:
            line_start = self._text.rfind("\n", 0, at) + 1
            if at == line_start + 6 and pattern.match(self._text, line_start):
                line_end = self._text.find("\n", at)
                county = self._county_at(line_start)
                found.append(
                    Division(county[0] + self._text[line_start + 3 : at], self._text[at:line_end], "street", county[1])
                )
            at = self._text.find(body, at + 1)
        return tuple(found)

    def _county_at(self, position: int) -> tuple[str, str]:
        """(code as in the list, code of the division that holds it) of the county row above a position."""
        code = self._codes[bisect_right(self._starts, position) - 1]
        if code in self.divisions:
            return code, code
        return code, code[:4] if code[:4] in self.divisions else code[:2]


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, loaded once."""
    return Gazetteer(unpacked("divisions.txt.gz"))
