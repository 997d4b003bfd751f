"""The words of a count in, the number of things that it counts out."""

from __future__ import annotations

import re

from kg.language.numerals import arabic, chinese
from kg.language.units import unit
from kg.lexicon import table

_COUNT = re.compile(
    r"(?P<digits>\d[\d,.]*)?(?P<numerals>[零一二两三四五六七八九十百千]*)(?P<ten_thousand>万)?[余多来]?(?P<unit>.*)"
)


def as_number(count: str) -> int | None:
    """The number of things that a count gives: 5个, 两个. None for what counts no things: 200平方米, 1.2万户, 一批.

    >>> as_number("两个"), as_number("十二座"), as_number("3,200个"), as_number("200平方米"), as_number("一批"), as_number("")
    (2, 12, 3200, None, None, None)
    """
    match = _COUNT.fullmatch(count)
    if match is None:
        return None
    known = unit(match["unit"])
    if known is None or known.label not in table("projects")["counting"]["units"]:
        return None
    if match["digits"]:
        number = arabic(match["digits"])
        whole = int(number) if number is not None and number == int(number) else None
    else:
        whole = chinese(match["numerals"])
    return None if whole is None else whole * (10_000 if match["ten_thousand"] else 1)
