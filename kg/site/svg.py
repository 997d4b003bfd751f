"""Shapes and words in, one inline SVG out that a screen reader can name; colours are the page's own variables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup


def svg(width: float, height: float, title: str, description: str, shapes: Iterable[Markup], name: str) -> Markup:
    """A picture of `width` by `height` pixels; `name` is the id that its title and description are found by.

    One with links in it is a group to a screen reader, so that they can be reached; any other one is an image.
    """
    drawn = Markup("").join(shapes)
    role = "group" if "<a " in drawn else "img"
    return Markup(
        '<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="{r}" aria-labelledby="{n}-t {n}-d">'
        '<title id="{n}-t">{t}</title><desc id="{n}-d">{d}</desc>{s}</svg>'
    ).format(w=plain(width), h=plain(height), n=name, r=role, t=title, d=description, s=drawn)


def text(x: float, y: float, words: str, css: str = "") -> Markup:
    """Words whose baseline begins (or ends, or has its middle, as the class says) at a place."""
    return Markup('<text x="{}" y="{}" class="{}">{}</text>').format(plain(x), plain(y), css, words)


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> Markup:
    """A straight line."""
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>').format(*map(plain, (x1, y1, x2, y2)), css)


def circle(x: float, y: float, radius: float, css: str, words: str) -> Markup:
    """A disc that says its words when pointed at."""
    return Markup('<circle cx="{}" cy="{}" r="{}" class="{}"><title>{}</title></circle>').format(
        plain(x), plain(y), plain(radius), css, words
    )


def diamond(x: float, y: float, radius: float, css: str, words: str) -> Markup:
    """A square that stands on a corner."""
    corners = f"M{plain(x)} {plain(y - radius)}l{plain(radius)} {plain(radius)}l-{plain(radius)} {plain(radius)}l-{plain(radius)} -{plain(radius)}z"
    return Markup('<path d="{}" class="{}"><title>{}</title></path>').format(corners, css, words)


def rectangle(x: float, y: float, width: float, height: float, css: str, words: str = "") -> Markup:
    """An upright rectangle."""
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" class="{}"><title>{}</title></rect>').format(
        *map(plain, (x, y, width, height)), css, words
    )


def link(href: str, inside: Markup) -> Markup:
    """Shapes that lead to a page of the site."""
    return Markup('<a href="{}">{}</a>').format(href, inside)


def plain(number: float) -> str:
    """A number with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")


class Months:
    """A scale of time: days to pixels, with the years and quarters that it spans."""

    def __init__(self, first: date, last: date, left: float, right: float) -> None:
        """From the first day of the quarter of `first` to the end of that of `last`, between two places."""
        self.first = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
        month = (last.month - 1) // 3 * 3 + 4
        self.last = date(last.year + month // 13, (month - 1) % 12 + 1, 1)
        self.left, self.right = left, right

    def __call__(self, day: date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return self.left + share * (self.right - self.left)

    def quarters(self) -> list[date]:
        """The first days of all quarters, the end included."""
        found, day = [], self.first
        while day <= self.last:
            found.append(day)
            day = date(day.year + day.month // 10, (day.month + 2) % 12 + 1, 1)
        return found

    def grid(self, top: float, bottom: float) -> list[Markup]:
        """Lines at the quarters with the years above; half-years are named where there is room."""
        out = []
        quarters = self.quarters()
        wide = (self.right - self.left) / max(1, len(quarters) - 1)
        for day in quarters:
            x = self(day)
            out.append(line(x, top, x, bottom, "year" if day.month == 1 else "quarter"))
            if day < self.last and (day.month == 1 or day == quarters[0]):
                out.append(text(x + 4, top - 8, f"{day.year}年", "when"))
            elif day < self.last and day.month == 7 and wide > 26:
                out.append(text(x + 4, top - 8, "7月", "when soft"))
        return out
