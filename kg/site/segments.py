"""A text and spans on it in, the text as HTML out: every character once, each span an element, whatever overlaps.

Spans may nest, be equal or cross. One that crosses another, or a line break, is written in several pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from markupsafe import Markup

from kg.records import record

_UNSHOWN = re.compile("[\x00\ud800-\udfff]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@record
class Span:
    """A stretch of the text (code points, end exclusive) with the class of its element and the number it is known by."""

    start: int
    end: int
    css: str
    number: int | None = None


def shown(text: str) -> str:
    """The text as a page can hold it: a lone surrogate or a NUL, which HTML has no way to write, becomes U+FFFD.

    Every other character stays, and so does each offset.
    """
    return _UNSHOWN.sub("\ufffd", text)


def lines(text: str, spans: Sequence[Span]) -> Iterator[Markup]:
    """The text line by line, line ends included: its characters are those of `shown(text)`, in order, each once.

    Elements are `<b class=CSS data-f=NUMBER>`.
    """
    text = shown(text)
    waiting = sorted((span for span in spans if span.start < span.end), key=lambda span: (-span.start, span.end))
    # `waiting` is a stack: the next to be opened, the longest of those that start together first, is its last.
    open_spans: list[Span] = []  # the outermost, which ends last, is the first
    for match in _LINE.finditer(text):
        out = [_opened(span) for span in open_spans]
        position, end = match.span()
        while position < end:
            while waiting and waiting[-1].start <= position:
                # Open ones that end before the new one are closed and opened again inside it, so that elements nest.
                new = waiting.pop()
                outer = sum(span.end >= new.end for span in open_spans)
                out.extend("</b>" for _ in open_spans[outer:])
                open_spans.insert(outer, new)
                out.extend(_opened(span) for span in open_spans[outer:])
            stop = min([end, *(span.end for span in open_spans[-1:]), *(span.start for span in waiting[-1:])])
            out.append(_escaped(text[position:stop]))
            position = stop
            while open_spans and open_spans[-1].end <= position:
                open_spans.pop()
                out.append("</b>")
        out.extend("</b>" for _ in open_spans)
        yield Markup("".join(out))


def _opened(span: Span) -> str:
    css = f'"{span.css}"' if " " in span.css else span.css
    return f"<b class={css}>" if span.number is None else f"<b class={css} data-f={span.number}>"


def _escaped(text: str) -> str:
    # A parser reads a carriage return as a line feed unless it is written as a reference.
    return escape(text, quote=False).replace("\r", "&#13;")
