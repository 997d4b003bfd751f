"""Days in, places on a line of time out, in per cent of its width; with the lines of the years and quarters that it spans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kg.records import record

_ROOM, _YEAR_ROOM = 4.0, 12.0
"""Least room for the name of a half-year, and of a year that begins before the scale does."""


@record
class Line:
    """A line of the grid: its place, its words (empty where it has none), and whether a year begins there."""

    at: float
    words: str
    year: bool


class Timescale:
    """A scale from the first day of the quarter of the first day to the end of the quarter of the last one."""

    def __init__(self, days: Iterable[date]) -> None:
        known = sorted(days)
        first, last = known[0], known[-1]
        self.first = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
        month = (last.month - 1) // 3 * 3 + 4
        self.last = date(last.year + month // 13, (month - 1) % 12 + 1, 1)

    def __call__(self, day: date) -> float:
        """Where a day is, 0 to 100."""
        return round((day - self.first).days / (self.last - self.first).days * 100, 2)

    def lines(self) -> list[Line]:
        """The first days of all quarters, the end included; half-years are named where there is room."""
        days, day = [], self.first
        while day <= self.last:
            days.append(day)
            day = date(day.year + day.month // 10, (day.month + 2) % 12 + 1, 1)
        wide = 100 / max(1, len(days) - 1) >= _ROOM
        found = []
        for day in days:
            named = day < self.last
            year = named and (day.month == 1 or (day == self.first and self._leaves_room()))
            half = named and day.month == 7 and wide
            found.append(Line(self(day), f"{day.year}年" if year else "7月" if half else "", day.month == 1))
        return found

    def _leaves_room(self) -> bool:
        """Whether the name of the first year, which begins before, does not reach into that of the second."""
        return self(min(self.last, date(self.first.year + 1, 1, 1))) >= _YEAR_ROOM
