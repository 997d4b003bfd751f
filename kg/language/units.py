"""Units of measure and measure words: a written unit (亿元, 万平方米, 元/人) in, its parts and canonical form out."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from kg.lexicon import table
from kg.records import record

MULTIPLIERS = {
    "": Decimal(1),
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "十万": Decimal(100_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "十亿": Decimal(1_000_000_000),
    "百亿": Decimal(10_000_000_000),
    "千亿": Decimal(100_000_000_000),
    "万亿": Decimal(1_000_000_000_000),
}
"""Words that multiply the unit they stand before."""


@record
class Unit:
    """A unit without multiplier. A value in `canonical` (a unit id) is value × `multiplier`.

    `id` is the local part of `kgc:unit-<id>`. `weak` units are also common parts of names (期, 级).
    """

    id: str
    label: str
    dimension: str
    canonical: str
    multiplier: Decimal
    weak: bool = False
    qudt: str | None = None


@record
class WrittenUnit:
    """A unit as written: `prefix` is the multiplier word (亿), "" without one."""

    prefix: str
    unit: Unit

    @property
    def label(self) -> str:
        return self.prefix + self.unit.label

    @property
    def factor(self) -> Decimal:
        """What a written number is multiplied by to be in the bare unit."""
        return MULTIPLIERS[self.prefix]

    @property
    def id(self) -> str:
        """Local part of the IRI: `CNY`, `CNY-1e8`."""
        exponent = self.factor.adjusted()
        return self.unit.id if exponent == 0 else f"{self.unit.id}-1e{exponent}"


UNSTATED = Unit("UNSTATED", "未注明", "unstated", "UNSTATED", Decimal(1))
"""The unit of a number that the text leaves without one."""


@cache
def _by_spelling() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for row in table("units")["unit"]:
        unit = Unit(
            row["id"],
            row["label"],
            row["dimension"],
            row["canonical"],
            Decimal(row["multiplier"]),
            row.get("weak", False),
            row.get("qudt"),
        )
        for spelling in (row["label"], *row.get("alt", ())):
            units[spelling] = unit
    return units


def all_units() -> tuple[Unit, ...]:
    """Every unit of the table, in its order."""
    return tuple(dict.fromkeys(_by_spelling().values()))


@lru_cache(maxsize=4096)
def unit(spelling: str) -> Unit | None:
    """The unit of a spelling without multiplier; quotients such as 元/人 are made of their parts. None if unknown."""
    known = _by_spelling().get(spelling)
    if known or "/" not in spelling:
        return known
    head, _, tail = spelling.partition("/")
    over, under = written(head), written(tail)
    if over is None or under is None or "/" in tail:
        return None
    # Of what is not the canonical unit below the line (亩, 万元, 千人) the quotient is one of its own; 元/万亩 is not 万元/亩.
    below = under.unit.id if under.factor == 1 else f"1e{under.factor.adjusted()}-{under.unit.id}"
    plain = under.unit.multiplier == 1 and under.factor == 1
    under_canonical, multiplier = under.unit.canonical if plain else below, over.factor * over.unit.multiplier
    return Unit(
        f"{over.id}-PER-{below}",
        spelling,
        f"{over.unit.dimension}-per-{under_canonical}",
        f"{over.unit.canonical}-PER-{under_canonical}",
        multiplier,
    )


@lru_cache(maxsize=4096)
def written(spelling: str) -> WrittenUnit | None:
    """A written unit taken apart, longest multiplier first. None when the bare unit is unknown."""
    whole = _by_spelling().get(spelling)
    if whole is not None:
        return WrittenUnit("", whole)
    for prefix in sorted(MULTIPLIERS, key=len, reverse=True):
        if prefix and spelling.startswith(prefix):
            bare = unit(spelling[len(prefix) :])
            if bare is not None:
                return WrittenUnit(prefix, bare)
    quotient = unit(spelling)
    return None if quotient is None else WrittenUnit("", quotient)


@cache
def pattern() -> str:
    """An alternation of all spellings that are units wherever they stand, longest first, for use inside larger patterns."""
    told = {row["label"] for row in table("units")["unit"] if row.get("context")}
    return "|".join(re.escape(s) for s in sorted(_by_spelling(), key=lambda s: (-len(s), s)) if s not in told)
