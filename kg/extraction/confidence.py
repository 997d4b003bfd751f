"""A rule in, the confidence of what it finds out: its measured precision, or an estimate where nothing was measured."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from kg.lexicon import table


@cache
def confidence(rule: str, kind: str = "figures") -> Decimal:
    """That of a rule of figures; `kind` is a table of kg/lexicon/confidence.toml, its default for rare rules."""
    known = table("confidence")[kind]
    return Decimal(str(known.get(rule, known["default"])))


@cache
def confidence_in(name: str, rule: str) -> Decimal:
    """That of a rule whose words and confidence stand in one table of the lexicon (undertakings, areas, honours)."""
    return Decimal(table(name)["confidence"][rule])
