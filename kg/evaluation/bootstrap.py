"""From the counts of several units (documents, windows or sentences) to 95 % intervals of what is computed from them.

Percentile bootstrap (Efron 1979): units are drawn with replacement as often as there are units, their counts added, and
the figure computed anew. A fixed seed makes the same units give the same interval.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from kg.evaluation.scores import COUNTED, Counts

RESAMPLES = 1000
SEED = 20260101
_BITS = 32
_MASK = (1 << _BITS) - 1

Figure = Callable[[Counts], float | None]


def intervals(units: Sequence[Counts], figures: Mapping[str, Figure]) -> dict[str, tuple[float, float] | None]:
    """The 95 % interval of each figure; None with fewer than two units or where a figure cannot be computed."""
    if len(units) < 2:
        return dict.fromkeys(figures)
    # All counts of a unit sit in one integer, 32 bits each: adding a thousand samples of hundreds of units is then one
    # C-level sum a sample, fifty times faster than adding tuples.
    packed = [sum(number << (_BITS * place) for place, number in enumerate(unit.numbers)) for unit in units]
    draw = random.Random(SEED)
    samples = [_unpack(sum(draw.choices(packed, k=len(packed)))) for _ in range(RESAMPLES)]
    return {name: _percentiles([figure(sample) for sample in samples]) for name, figure in figures.items()}


def _unpack(number: int) -> Counts:
    return Counts(tuple((number >> (_BITS * place)) & _MASK for place in range(len(COUNTED))))


def _percentiles(values: Sequence[float | None]) -> tuple[float, float] | None:
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    return known[round(0.025 * (len(known) - 1))], known[round(0.975 * (len(known) - 1))]
