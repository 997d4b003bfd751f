"""What a number of the text is: a quantity, or no quantity and why. The dataclasses that recognition yields."""

from __future__ import annotations

from decimal import Decimal

from kg.language.units import WrittenUnit
from kg.records import record

Span = tuple[int, int]


@record
class Quantity:
    """A number with its unit. Offsets are of the reading text; the span is number, multiplier, 余 and unit.

    `written_value` × `unit.factor` is the value in the bare unit. `unit` is None and `noun` holds the noun where that
    stands for the unit. `bound` is a local name of `kgc:` bounds. For ranks `unit` is 位 and `rank_scope` may be 全区.
    """

    start: int
    end: int
    written_value: Decimal
    written_value_max: Decimal | None
    unit: WrittenUnit | None
    rule: str
    noun: str | None = None
    bound: str = "exact"
    bound_span: Span | None = None
    is_rank: bool = False
    rank_scope: str | None = None
    factor: Decimal = Decimal(1)

    @property
    def value(self) -> Decimal:
        return self.written_value * self.factor

    @property
    def value_max(self) -> Decimal | None:
        return None if self.written_value_max is None else self.written_value_max * self.factor


@record
class NotQuantity:
    """A number that is no quantity; `reason` is a local name of the set-aside reasons."""

    start: int
    end: int
    reason: str
    rule: str
