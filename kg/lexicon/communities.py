"""Communities and villages of the statistical list, read city by city from `communities.zip` when asked for.

620,573 rows; a report reads those of its own city only (0.2 ms), the whole is read for one question alone: where in China
some communities stand together (`standing_together`). Names are compared without what says that a committee is meant:
大和社区居委会 and 大和社区, 官天岭村民委员会 and 官天岭村.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from kg.lexicon import binary

_COMMITTEE = re.compile(r"(?:居民委员会|居委会|村民委员会|村委会|居委|村委)$")
_KIND = re.compile(r"(?:社区|村|嘎查)$")


@cache
def _archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(binary("communities.zip")))


def plain(name: str) -> str:
    """The name without the word for its committee.

    >>> plain("大和社区居委会"), plain("官天岭村民委员会"), plain("翻身居民委员会")
    ('大和社区', '官天岭村', '翻身')
    """
    short = _COMMITTEE.sub("", name)
    committee = name[len(short) :]
    return short + "村" if committee.startswith("村") and not _KIND.search(short) else short


@lru_cache(maxsize=16)
def _of_city(city: str) -> dict[str, dict[str, str]]:
    """Code of a township → plain name of each community → its code."""
    found: dict[str, dict[str, str]] = {}
    try:
        text = _archive().read(city).decode("utf-8")
    except KeyError:
        return found
    township = ""
    for line in text.split("\n"):
        if line.startswith(">"):
            township = city + line[1:]
            found[township] = {}
        elif line:
            found[township].setdefault(plain(line[3:]), township + line[:3])
    return found


def code_of(name: str, within: str) -> str | None:
    """The code of the one community of that name within a division (code of 4, 6 or 9 digits), None for none or several.

    >>> code_of("甲岸社区", "440306017"), code_of("润城社区", "440309001")
    ('440306017018', None)
    """
    found = codes_of(name, within)
    return found[0] if len(found) == 1 else None


def codes_of(name: str, within: str) -> list[str]:
    """The codes of all communities of that name within a division, in order."""
    wanted = {name, plain(name)}
    for kind in ("社区", "居民区"):
        if name.endswith(kind):
            wanted.add(name.removesuffix(kind))
    return sorted(
        {
            names[form]
            for township, names in _of_city(within[:4]).items()
            if township.startswith(within)
            for form in wanted
            if form in names
        }
    )


def standing_together(names: Iterable[str]) -> list[tuple[str, frozenset[str]]]:
    """The townships that have the most of some communities, with those that they have; several where they are level."""
    stems = sorted({re.escape(_KIND.sub("", plain(name))) for name in names} - {""})
    if not stems:
        return []
    row = re.compile(
        rf"^(?:>(\d{{5}})|\d{{3}}({'|'.join(stems)})(?:社区|村)?(?:居民委员会|居委会|村民委员会|村委会)?)$",
        re.MULTILINE,
    )
    there: dict[str, set[str]] = defaultdict(set)
    archive = _archive()
    for city in archive.namelist():
        township = ""
        for match in row.finditer(archive.read(city).decode("utf-8")):
            if match[1]:
                township = city + match[1]
            else:
                there[township].add(match[2])
    most = max(map(len, there.values()), default=0)
    return [(code, frozenset(found)) for code, found in sorted(there.items()) if len(found) == most]
