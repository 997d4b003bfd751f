"""Shapes and words in, one inline SVG out that a screen reader can name; colours are the page's own variables."""

from __future__ import annotations

from collections.abc import Iterable

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
