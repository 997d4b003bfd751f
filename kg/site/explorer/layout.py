"""Which thing is at home in which report in, places on the plane out: a disc a report, packed around what they share.

Inside a disc the report lies in the middle, its area beside it, and the things around it on rings, each class in a sector
of its own and in the order of the text. Nothing is random and nothing iterates: 60,000 things take about a second.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kg.records import record

Point = tuple[float, float]
_GAP = 0.10
"""Radians between two sectors."""
_FIRST_RING = 4.5
"""Radius of the innermost ring; two neighbours on a ring are 1 apart."""
_INNER = 2.4
"""Radius of what stands around the one in the middle."""
_LEAST = 0.07
"""Share of the whole that a sector has at least: narrow ones would be spokes."""
_BETWEEN = 1.06
"""Discs are packed with this much more than their radius."""


@record
class Disc:
    """Places of some things, by their number, around a middle."""

    places: dict[int, Point]
    radius: float


def disc(middle: Sequence[int], sectors: Sequence[Sequence[int]]) -> Disc:
    """A disc with `middle` in its centre and each of `sectors` in a sector as wide as it has members."""
    places: dict[int, Point] = {}
    for number, thing in enumerate(middle):
        angle = 2 * math.pi * number / max(1, len(middle) - 1) - math.pi / 2
        places[thing] = (0.0, 0.0) if number == 0 else (_INNER * math.cos(angle), _INNER * math.sin(angle))
    filled = [sector for sector in sectors if sector]
    if not filled:
        return Disc(places, _FIRST_RING)
    room = 2 * math.pi - _GAP * len(filled)
    least = _LEAST * sum(map(len, filled))
    total = sum(max(len(sector), least) for sector in filled)
    outer, begin = _FIRST_RING, math.pi / 2
    for sector in filled:
        width = room * max(len(sector), least) / total
        radius, placed = _FIRST_RING, 0
        while placed < len(sector):
            slots = max(1, min(len(sector) - placed, int(width * radius)))
            for slot in range(slots):
                angle = begin + width * (slot + 0.5) / slots
                places[sector[placed + slot]] = (radius * math.cos(angle), radius * math.sin(angle))
            placed += slots
            radius += 1.0
        outer = max(outer, radius - 1.0)
        begin += width + _GAP
    return Disc(places, outer + 1.0)


def arranged(discs: Sequence[Disc]) -> dict[int, Point]:
    """Places of all things: the first disc in the middle, the others around it in their order."""
    centres = packed([shape.radius * _BETWEEN for shape in discs])
    return {
        thing: (x + centre[0], y + centre[1])
        for shape, centre in zip(discs, centres, strict=True)
        for thing, (x, y) in shape.places.items()
    }


@dataclass(slots=True)
class _Circle:
    """A circle of the front, the ring of outermost circles."""

    x: float
    y: float
    r: float
    after: _Circle | None = None
    before: _Circle | None = None


def packed(radii: Sequence[float]) -> list[Point]:
    """Centres of circles that do not overlap, each as near to the middle as the front allows.

    Front-chain packing: Wang et al., Visualization of large hierarchical data by circle packing, CHI 2006.
    """
    circles = [_Circle(0.0, 0.0, radius) for radius in radii]
    if len(circles) > 1:
        circles[1].x = circles[0].r + circles[1].r
    if len(circles) > 2:
        _beside(circles[1], circles[0], circles[2])
        a, b, c = circles[:3]
        for one, other in ((a, b), (b, c), (c, a)):
            _join(one, other)
        number = 3
        while number < len(circles):
            new = circles[number]
            _beside(a, b, new)
            hit = _first_hit(a, b, new)
            if hit is not None:
                # Circles of the front between the one that is hit and the gap are left behind.
                a, b = (a, hit[0]) if hit[1] else (hit[0], b)
                _join(a, b)
                continue
            _join(a, new)
            _join(new, b)
            a, b = _nearest(new)
            number += 1
    return [(circle.x, circle.y) for circle in circles]


def _join(one: _Circle, other: _Circle) -> None:
    one.after, other.before = other, one


def _beside(b: _Circle, a: _Circle, c: _Circle) -> None:
    """Put `c` where it touches `a` and `b`."""
    dx, dy = b.x - a.x, b.y - a.y
    square = dx * dx + dy * dy
    if square == 0:
        c.x, c.y = a.x + a.r + c.r, a.y
        return
    near, far = (a.r + c.r) ** 2, (b.r + c.r) ** 2
    if near > far:
        x = (square + far - near) / (2 * square)
        y = math.sqrt(max(0.0, far / square - x * x))
        c.x, c.y = b.x - x * dx - y * dy, b.y - x * dy + y * dx
    else:
        x = (square + near - far) / (2 * square)
        y = math.sqrt(max(0.0, near / square - x * x))
        c.x, c.y = a.x + x * dx - y * dy, a.y + x * dy + y * dx


def _overlap(a: _Circle, b: _Circle) -> bool:
    reach = a.r + b.r - 1e-6
    return reach > 0 and reach * reach > (a.x - b.x) ** 2 + (a.y - b.y) ** 2


def _first_hit(a: _Circle, b: _Circle, new: _Circle) -> tuple[_Circle, bool] | None:
    """The circle of the front that `new` overlaps, nearest along the front, and whether it lies after `b`."""
    after, before = b.after, a.before
    assert after is not None and before is not None
    far_after, far_before = b.r, a.r
    while True:
        if far_after <= far_before:
            if _overlap(after, new):
                return after, True
            far_after += after.r
            after = after.after
        else:
            if _overlap(before, new):
                return before, False
            far_before += before.r
            before = before.before
        assert after is not None and before is not None
        if after is before.after:
            return None


def _nearest(start: _Circle) -> tuple[_Circle, _Circle]:
    """The pair of the front whose touching point is nearest to the middle."""
    best, least = start, math.inf
    circle = start
    while True:
        following = circle.after
        assert following is not None
        both = circle.r + following.r
        x = (circle.x * following.r + following.x * circle.r) / both
        y = (circle.y * following.r + following.y * circle.r) / both
        if x * x + y * y < least - 1e-9:
            best, least = circle, x * x + y * y
        circle = following
        if circle is start:
            assert best.after is not None
            return best, best.after
