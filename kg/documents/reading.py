"""Text as given in, `Reading` out: folded forms, no blanks inside words, no line breaks inside sentences.

Two passes. The first one is about characters: full-width forms, Traditional script, escapes, invisible characters.
The second one is about lines: blanks and line breaks that layout put there. Each pass collects edits and applies them
at once; text that needs none is never copied.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from html import unescape
from itertools import pairwise

from kg import lexicon
from kg.documents import marks
from kg.documents.model import Reading

# (start, end, replacement of at most one character, position of the text that the replacement stands for)
_Edit = tuple[int, int, str, int]
_Span = tuple[int, int]

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
_SPECIAL = re.compile(
    rf"\r\n?|[{_INVISIBLE}]|(?:\\r)?\\n|\\r|&(?:[A-Za-z]{{2,8}}|#\d{{1,6}}|#x[0-9A-Fa-f]{{1,5}});|<U\+[0-9A-Fa-f]{{4,6}}>"
)
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


def read(text: str) -> tuple[Reading, tuple[_Span, ...]]:
    """The reading of a text as given, and the spans of the text whose marks it leaves out.

    Left out are numbers of the layout: page numbers between two halves of a sentence, note marks of a glossary.

    >>> read("完成投资１ ３５０万元，同比增长６． ８％。")[0].text
    '完成投资1350万元,同比增长6.8%。'
    """
    characters = set(text)
    folded = _folded(text, characters)
    edits = list(_special(folded)) if not characters.isdisjoint(_SPECIAL_SIGNS) else []
    notes = _note_marks(folded) if not characters.isdisjoint("[【［") else []
    clean, offsets = _apply(folded, sorted([*edits, *notes]) if notes else edits)
    line_edits, pages = _line_edits(clean)
    laid, positions = _apply(clean, line_edits)
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


def _back(span: _Span, offsets: tuple[int, ...] | None) -> _Span:
    return span if offsets is None else (offsets[span[0]], offsets[span[1] - 1] + 1)


def _apply(text: str, edits: list[_Edit]) -> tuple[str, tuple[int, ...] | None]:
    if not edits:
        return text, None
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    for start, end, replacement, anchor in edits:
        if start > position:
            pieces.append(text[position:start])
            offsets.extend(range(position, start))
        if replacement:
            pieces.append(replacement)
            offsets.append(anchor)
        position = end
    pieces.append(text[position:])
    offsets.extend(range(position, len(text)))
    return "".join(pieces), tuple(offsets)


# ---------------------------------------------------------------------------------------------------------- characters


def _special(text: str) -> Iterable[_Edit]:
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


def _note_marks(text: str) -> list[_Edit]:
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


# --------------------------------------------------------------------------------------------------------------- lines

_GAP = re.compile(r" +")
_RUNNING = re.compile(r"[。;!?]|,.*,")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*|\S")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_DATE_PART = frozenset("年月日季第")
# Lines longer than this that have blanks after full stops are several paragraphs in one line.
_FLATTENED = 600
# A line of at least so many stretches may be the row of a table.
_TABLE_CELLS = 4
_END = frozenset("。!?;:…")
_END_QUOTES = "”’\"')》】"


def _line_edits(text: str) -> tuple[list[_Edit], list[_Span]]:
    """The edits of blanks and line breaks, and the spans of page numbers that go with them."""
    lines: list[tuple[int, int, int]] = []  # start of the raw line, start and end of its content
    position = 0
    for raw in text.split("\n"):
        content = raw.strip(" ")
        if content:
            begin = position + (len(raw) - len(raw.lstrip(" ")))
            lines.append((position, begin, begin + len(content)))
        position += len(raw) + 1
    if not lines:
        return ([(0, len(text), "", 0)] if text else []), []
    cells = [_cells(text[begin:end]) for _, begin, end in lines]
    joined, dropped = _wrapped(text, lines, cells)
    edits: list[_Edit] = []
    position = 0
    for index, (_, begin, end) in enumerate(lines):
        if index in dropped:
            continue
        if position == 0 and not edits and begin > 0:
            edits.append((0, begin, "", 0))
        elif position:
            gap = text[position:begin]
            if index in joined:
                glue = (
                    " "
                    if text[position - 1].isascii()
                    and text[begin].isascii()
                    and (text[position - 1] + text[begin]).isalpha()
                    else ""
                )
                edits.append((position, begin, glue, position))
            elif gap != "\n":
                edits.append((position, begin, "\n", position + gap.index("\n") if "\n" in gap else position))
        if cells[index]:
            neighbour = any(0 <= near < len(lines) and cells[near] >= _TABLE_CELLS for near in (index - 1, index + 1))
            edits.extend(_blank_edits(text, begin, end, neighbour))
        position = end
    if position < len(text):
        edits.append((position, len(text), "", position))
    return edits, [lines[index][1:] for index in sorted(dropped)]


def _cells(line: str) -> int:
    """How many stretches parted by blanks a line has; 0 without blanks inside, 1 where each character stands alone."""
    if " " not in line:
        return 0
    gaps = len(_GAP.findall(line))
    return 1 if _spelled_out(line, gaps) else gaps + 1


def _blank_edits(text: str, begin: int, end: int, neighbour: bool) -> Iterable[_Edit]:
    """What becomes of the blanks inside a line. `neighbour`: the line before or after has cells, too."""
    line = text[begin:end]
    gaps = [match.span() for match in _GAP.finditer(line)]
    spelled = _spelled_out(line, len(gaps))
    running = not spelled and _RUNNING.search(line) is not None
    table = (
        running
        and neighbour
        and len(gaps) + 1 >= _TABLE_CELLS
        and "。" not in line
        and len(line) / (len(gaps) + 1) <= 16
    )
    marked = marks.LINE_MARK.match(line) is not None and not table and not (neighbour and len(gaps) + 1 >= _TABLE_CELLS)
    flattened = len(line) > _FLATTENED
    for start, stop in gaps:
        left, right = line[start - 1], line[stop]
        keep = " "
        if spelled:
            keep = " " if _latin_words(line, start, stop) else ""
        elif flattened and (left in "。!?:;” " or _heading_before(line, start) or marks.LINE_MARK.match(line, stop)):
            keep = "\n"
        elif running and not table:
            keep = "" if _splits(line, start, stop, left, right) else " "
        elif (
            (marked and start <= 6 and left in "、.)" and not (left == "." and right.isdigit()))
            or (left.isdigit() and right in _DATE_PART)
            or (not (table or neighbour) and _date_gap(line, start, stop))
        ):
            keep = ""
        if keep != " " or stop - start > 1:
            yield begin + start, begin + stop, keep, begin + start


def _spelled_out(line: str, gaps: int) -> bool:
    """A line whose characters are mostly parted by blanks: 完 成 投 资 740 万 元."""
    if gaps < 3 or not _HAN.search(line):
        return False
    words = len(_WORD.findall(line))
    return gaps + 1 >= 0.6 * words and len(_HAN.findall(line)) * 2 >= words * 0.6


def _latin_words(line: str, start: int, stop: int) -> bool:
    return bool(
        re.search(r"[A-Za-z]{2}$", line[max(0, start - 2) : start]) and re.match(r"[A-Za-z]{2}", line[stop : stop + 2])
    )


_FOUR_DIGITS = re.compile(r"\d{4}$")
_LIST_NUMBER = re.compile(r" *\d{1,3}[.,]$")
_YEAR_OR_CODE = re.compile(r"(?:19|20)\d\d年|\d{5}")


def _splits(line: str, start: int, stop: int, left: str, right: str) -> bool:
    """Whether a blank in running text stands inside a word or number, not between Latin words or two numbers."""
    if left.isdigit() and right.isdigit():
        return _THOUSANDS.match(line, stop) is not None and _FOUR_DIGITS.search(line[max(0, start - 4) : start]) is None
    if left in ".," and right.isdigit() and start >= 2 and line[start - 2].isdigit():
        # 6. 8 % is a number, 9. 12345热线 at the beginning of a line an item, …3. 2023年 a sentence.
        numbers_item = start <= 5 and _LIST_NUMBER.fullmatch(line[:start]) is not None
        return not numbers_item and _YEAR_OR_CODE.match(line, stop) is None
    return not (left.isascii() and right.isascii() and left.isalnum() and right.isalnum())


def _date_gap(line: str, start: int, stop: int) -> bool:
    """总结和 2018 年: the blank before a year."""
    return (
        re.match(r"(?:19|20)\d\d ?年|\d{1,2} ?月", line[stop : stop + 6]) is not None
        and "\u3400" <= line[start - 1] <= "\u9fff"
    )


def _heading_before(line: str, start: int) -> bool:
    """Whether the stretch that ends here, back to the last stop, is a numbered heading: 一、2023年工作回顾."""
    back = max(line.rfind(mark, max(0, start - 60), start) for mark in "。!?; \n”")
    return marks.LINE_MARK.match(line, back + 1) is not None


# ---------------------------------------------------------------------------------------------------- hard line breaks

_PAGE_NUMBER = marks.PAGE_NUMBER
_JOINERS = ("和", "及", "与", "暨", "以及", "并")


def _wrapped(text: str, lines: list[tuple[int, int, int]], cells: list[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Indexes of lines that continue the one before, and of page numbers that stand between two such halves."""
    joined: set[int] = set()
    dropped: set[int] = set()
    pages = {
        i for i, (_, begin, end) in enumerate(lines) if end - begin <= 16 and _PAGE_NUMBER.fullmatch(text, begin, end)
    }
    open_ended: list[tuple[int, int]] = []  # (line, the line that may continue it)
    for index in range(len(lines) - 1):
        if index in pages:
            continue
        following = index + 1
        while following in pages and following + 1 < len(lines):
            following += 1
        raw, begin, end = lines[following]
        if max(cells[index], cells[following]) >= _TABLE_CELLS:
            continue
        if (
            following in pages
            or _complete(text, lines[index][1], lines[index][2])
            or begin - raw >= 2
            or marks.LINE_MARK.match(text, begin)
        ):
            continue
        open_ended.append((index, following))
    if not open_ended:
        return frozenset(), frozenset()
    width = _common_width(text, lines)
    for index, following in open_ended:
        _, begin, end = lines[index]
        adjacent = text.count("\n", end, lines[following][1]) == 1
        page_between = following > index + 1
        last = text[end - 1]
        fits = width and end - begin <= width * 1.3 and end - begin >= width * 0.7
        midway = width and last in ",、" and end - begin <= width * 1.3
        title = adjacent and text.startswith(_JOINERS, lines[following][1]) and end - begin < 45 and index < 12
        # A numbered line without a comma is a heading, whole before the page ends.
        long_half = (
            page_between and end - begin >= 25 and ("," in text[begin:end] or not marks.LINE_MARK.match(text, begin))
        )
        if title or long_half or ((adjacent or page_between) and (fits or midway)):
            joined.add(following)
            dropped.update(range(index + 1, following))
    return frozenset(joined), frozenset(dropped)


def _complete(text: str, begin: int, end: int) -> bool:
    last = end - 1
    while last > begin and text[last] in _END_QUOTES:
        last -= 1
    return text[last] in _END


def _common_width(text: str, lines: list[tuple[int, int, int]]) -> int:
    """The width at which a text is broken into lines, or 0 when its lines are paragraphs."""
    adjacent = [
        (begin, end) for (_, begin, end), (_, following, _) in pairwise(lines) if text.count("\n", end, following) == 1
    ]
    if len(adjacent) < 6:
        return 0
    lengths = sorted(end - begin for begin, end in adjacent)
    width = lengths[bisect_right(lengths, lengths[-1]) - 1 - len(lengths) // 10]
    if not 12 <= width <= 90 or lengths[-1] > 1.6 * width:
        return 0
    open_ended = [end - begin for begin, end in adjacent if not _complete(text, begin, end)]
    full = [length for length in open_ended if length >= 0.8 * width]
    return width if len(full) >= 4 and len(full) * 2 >= len(open_ended) and len(full) * 3 >= len(lengths) else 0
