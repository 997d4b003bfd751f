"""Text as given in, `Reading` out: folded forms, no blanks inside words, no line breaks inside sentences.

Two passes. The first one is about characters: full-width forms, Traditional script, escapes, invisible characters.
The second one is about lines: blanks and line breaks that layout put there. Each pass collects edits and applies them
at once; text that needs none is never copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import unescape
from itertools import pairwise

from kg import lexicon
from kg.documents import spacing
from kg.documents.edits import Edit, Span, apply
from kg.documents.model import Reading

_BLANKS = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068"
    "\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufe0e\ufe0f\x7f\x1f"
    + "".join(map(chr, (*range(9), *range(14, 28))))
)

_FOLD: dict[int, int] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "「『﹁﹃｢"), ord("“")),
    **dict.fromkeys(map(ord, "」』﹂﹄｣"), ord("”")),
    **dict(zip(map(ord, "﹐﹑﹒﹔﹕﹖﹗﹙﹚﹪｡､"), map(ord, ",、.;:?!()%。、"), strict=True)),
    **dict.fromkeys(map(ord, _BLANKS), ord(" ")),
    **dict.fromkeys(map(ord, _LINE_ENDS), ord("\n")),
}
_FOLDED = frozenset(map(chr, _FOLD))
# Up to so many different characters are folded by str.replace, which is far faster than str.translate.
_FEW = 24

# "\r\n" written out, &nbsp; and &ldquo;, <U+00A0>: what a converter left of one character.
_SPECIAL_SIGNS = frozenset("\r\\&<" + _INVISIBLE)
_OPENING_BRACKETS = frozenset("[【［")
_SPECIAL = re.compile(
    rf"\r\n?|[{_INVISIBLE}]|(?:\\r)?\\n|\\r|&(?:[A-Za-z]{{2,8}}|#\d{{1,6}}|#x[0-9A-Fa-f]{{1,5}});|<U\+[0-9A-Fa-f]{{4,6}}>"
)
_SIGNS = re.compile(f"[{re.escape(''.join({*_FOLDED, *_SPECIAL_SIGNS, *_OPENING_BRACKETS}))}]")
"""All that a text is read otherwise for."""
_CLOSING = frozenset("”’》】〉)]")
_NOTE_MARK = re.compile(r"[\[【](\d{1,3})[\]】]")

# Frequent characters that no Simplified text has: enough of them, and the text is in Traditional script.
_TRADITIONAL_SIGNS = "個區業經國會產動開實務達與過萬億"


@cache
def _traditional() -> dict[int, int]:
    table: dict[int, int] = {}
    for line in lexicon.text("traditional.txt").splitlines():
        if not line.startswith("#"):
            table.update((ord(pair[0]), ord(pair[1])) for pair in line.split())
    return table


def looks_traditional(text: str) -> bool:
    """Whether the text is in Traditional script: at least one sign in 200 characters."""
    return sum(text.count(sign) for sign in _TRADITIONAL_SIGNS) * 200 >= len(text) > 0


def fold(text: str) -> str:
    """Full-width forms, corner brackets and blanks folded character by character, as in a reading; same length."""
    return text.translate(_FOLD)


def read(text: str) -> tuple[Reading, tuple[Span, ...]]:
    """The reading of a text as given, and the spans of the text whose marks it leaves out.

    Left out are numbers of the layout: page numbers between two halves of a sentence, note marks of a glossary.

    >>> read("完成投资１ ３５０万元，同比增长６． ８％。")[0].text
    '完成投资1350万元,同比增长6.8%。'
    """
    characters = set(_SIGNS.findall(text))
    folded = _folded(text, characters)
    edits = list(_special(folded)) if not characters.isdisjoint(_SPECIAL_SIGNS) else []
    notes = _note_marks(folded) if not characters.isdisjoint(_OPENING_BRACKETS) else []
    clean, offsets = apply(folded, sorted([*edits, *notes]) if notes else edits)
    line_edits, pages = spacing.line_edits(clean)
    laid, positions = apply(clean, line_edits)
    if endless := list(spacing.breaks(laid)):
        laid, ended = apply(laid, endless)
        positions = ended if positions is None or ended is None else tuple(map(positions.__getitem__, ended))
    dropped = sorted([*((start, end) for start, end, _, _ in notes), *(_back(span, offsets) for span in pages)])
    if positions is None:
        return Reading(laid, offsets), tuple(dropped)
    if offsets is not None:
        positions = tuple(map(offsets.__getitem__, positions))
    return Reading(laid, positions), tuple(dropped)


def _folded(text: str, characters: set[str]) -> str:
    if looks_traditional(text):
        return text.translate(_FOLD | _traditional())
    found = characters & _FOLDED
    if len(found) > _FEW:
        return text.translate(_FOLD)
    for character in found:
        text = text.replace(character, chr(_FOLD[ord(character)]))
    return text


def _back(span: Span, offsets: tuple[int, ...] | None) -> Span:
    return span if offsets is None else (offsets[span[0]], offsets[span[1] - 1] + 1)


# ---------------------------------------------------------------------------------------------------------- characters


def _special(text: str) -> Iterable[Edit]:
    for match in _SPECIAL.finditer(text):
        found, (start, end) = match.group(), match.span()
        replacement = ""
        if found[0] == "\r" or found[0] == "\\":
            if found == "\r\n":
                yield start, start + 1, "", start
                continue
            replacement = "\n"
        elif found[0] == "&":
            replacement = unescape(found)
            if len(replacement) != 1:
                continue
        elif found[0] == "<":
            code = int(found[3:-1], 16)
            if code > 0x10FFFF or 0xD800 <= code < 0xE000:
                continue
            replacement = chr(code)
        replacement = replacement.translate(_FOLD)
        if replacement and _SPECIAL.match(replacement):
            replacement = "\n" if replacement == "\r" else ""
        # A closing quotation mark stands for the end of its escape, so that spans that end with it hold all of it.
        yield start, end, replacement, end - 1 if replacement in _CLOSING and replacement else start


def _note_marks(text: str) -> list[Edit]:
    """Marks of a glossary in the running text: …“双城记”[12]… Single ones may be years or plot numbers and stay."""
    found = [(match, int(match.group(1))) for match in _NOTE_MARK.finditer(text)]
    numbers = [number for _, number in found]
    rising = sum(after == before + 1 for before, after in pairwise(numbers))
    if len(found) < 5 or rising * 2 < len(found):
        return []
    spans = [match.span() for match, _ in found if not _at_line_start(text, match.start())]
    return [(start, end, "", start) for start, end in spans]


def _at_line_start(text: str, position: int) -> bool:
    return not text[text.rfind("\n", 0, position) + 1 : position].strip(" ")
