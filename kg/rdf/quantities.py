"""A figure of the extraction in, its unit, written value and interval as the graph states them out."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from functools import cache, lru_cache

from kg.extraction.model import Bound, Indicator
from kg.language.units import UNSTATED, Unit, WrittenUnit, all_units, written
from kg.records import record

_LOWER = {Bound.EXACT, Bound.JUST_OVER, Bound.AT_LEAST, Bound.MORE_THAN}
_UPPER = {Bound.EXACT, Bound.NEARLY, Bound.AT_MOST, Bound.LESS_THAN}


@record
class Quantity:
    """A figure in its written unit. `value` is None for ranges; bounds limit the signed value."""

    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: WrittenUnit
    known: bool
    """False where the lexicon lacks the unit, so that it is described in the report's own graph."""

    @property
    def multiplier(self) -> Decimal:
        """Value in the canonical unit = value × multiplier."""
        return self.unit.factor * self.unit.unit.multiplier


def quantity(figure: Indicator) -> Quantity:
    """The figure in its written unit (439.95, 亿元); multiplied out where the written unit is no unit of the table.

    A noun that serves as unit (125万市场主体) gives 1250000 of `UNSTATED`.
    """
    unit, known, as_written = _unit(figure.written_unit, figure.unit, figure.unit_is_noun)
    value, value_max = figure.value, figure.value_max
    if as_written and figure.written_value.copy_abs() * unit.factor == value.copy_abs():
        value = figure.written_value.copy_sign(value)
        if value_max is not None:
            value_max = value_max / unit.factor
    elif as_written:
        unit = WrittenUnit("", unit.unit)
    lower, upper = interval(value, value_max, figure.bound)
    return Quantity(None if value_max is not None else value, lower, upper, unit, known)


def interval(value: Decimal, value_max: Decimal | None, bound: Bound) -> tuple[Decimal | None, Decimal | None]:
    """The bounds of the signed value: for a fall the words turn (减少60%以上 is at most −60).

    >>> interval(Decimal(-60), None, Bound.AT_LEAST)
    (None, Decimal('-60'))
    """
    if value_max is not None:
        return min(value, value_max), max(value, value_max)
    lower, upper = bound in _LOWER, bound in _UPPER
    if value < 0:
        lower, upper = upper, lower
    return (value if lower else None), (value if upper else None)


@lru_cache(maxsize=4096)
def _unit(spelling: str, bare: str, is_noun: bool) -> tuple[WrittenUnit, bool, bool]:
    """The unit, whether the lexicon knows it, and whether it is the written one (with its multiplier)."""
    if is_noun or not bare:
        return WrittenUnit("", UNSTATED), True, False
    whole = written(spelling)
    if whole is not None and whole.unit == _bare(bare):
        return whole, True, True
    known = _bare(bare)
    if known is not None:
        return WrittenUnit("", known), True, False
    return WrittenUnit("", _minted(bare)), False, False


def _bare(label: str) -> Unit | None:
    found = written(label)
    return found.unit if found is not None and not found.prefix else None


def _minted(label: str) -> Unit:
    key = "x" + hashlib.sha256(label.encode()).hexdigest()[:12]
    return Unit(key, label, "unstated", key, Decimal(1))


@lru_cache(maxsize=4096)
def described_beforehand(identifier: str) -> bool:
    """Whether `ontology/units.ttl` describes `kgc:unit-<identifier>`: bare units of the table, not quotients."""
    return identifier == UNSTATED.id or identifier in _ids()


@cache
def _ids() -> frozenset[str]:
    return frozenset(unit.id for unit in all_units())


@lru_cache(maxsize=4096)
def concept_unit(name: str, noun_allowed: bool = True) -> WrittenUnit | None:
    """The unit that an indicator concept names by label (元) or id (CNY); UNSTATED for other nouns, None for ''."""
    if not name:
        return None
    found = written(name)
    if found is None:
        found = next((WrittenUnit("", unit) for unit in all_units() if unit.id == name), None)
    return found or (WrittenUnit("", UNSTATED) if noun_allowed else None)
