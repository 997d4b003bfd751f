"""A text with folded characters in, edits of its blanks and line breaks out.

Layout puts blanks into words and numbers, and line breaks into sentences; a report on one line has blanks where its
paragraphs ended. Lists, tables and lines of a web page keep theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from kg.documents import marks
from kg.documents.edits import Edit, Span

_LATIN_BREAK = re.compile(r"[A-Za-z][a-z]|[a-z][A-Z]")
"""Between two words, where not both are capitals: P|M2.5 is one."""
_GAP = re.compile(r" +")
# A stop, or two commas that are not inside of numbers (12,846).
_RUNNING = re.compile(r"[。;!?]|(?:(?<!\d),|,(?!\d)).*(?:(?<!\d),|,(?!\d))")
_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_ALONE = re.compile(r"(?<![\u3400-\u9fff])[\u3400-\u9fff](?![\u3400-\u9fff])")
_WORD = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*|\S")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_DATE_PART = re.compile("[年月日季]|第[一二三四1-4]季")
# Lines longer than this that have blanks after full stops are several paragraphs in one line.
_FLATTENED = 600
# A line of at least so many stretches may be the row of a table.
_TABLE_CELLS = 4
# Of fewer, where the line beside it has as many.
_ROW_CELLS = 3
_END = frozenset("。!?;:…")
_END_QUOTES = "”’\"')》】"


LONGEST = 1000
"""Characters without a stop or a line's end after which a line is ended: no sentence is so long, and time that grows with
the square of a sentence's length must not grow with that of a file's."""
_STRETCH = re.compile(r"[^\n。;!?]+")


def breaks(text: str) -> Iterator[Edit]:
    """Ends of lines in stretches that have none, behind a comma where there is one."""
    for stretch in _STRETCH.finditer(text):
        position, end = stretch.span()
        while end - position >= LONGEST and position + LONGEST < len(text):
            comma = text.rfind(",", position + LONGEST // 2, position + LONGEST)
            position = comma + 1 if comma > 0 else position + LONGEST
            yield position, position, "\n", position


def line_edits(text: str) -> tuple[list[Edit], list[Span]]:
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
    edits: list[Edit] = []
    position = 0
    for index, (_, begin, end) in enumerate(lines):
        if index in dropped:
            continue
        if position == 0 and not edits and begin > 0:
            edits.append((0, begin, "", 0))
        elif position:
            gap = text[position:begin]
            if index in joined:
                glue = " " if _LATIN_BREAK.fullmatch(text[position - 1] + text[begin]) else ""
                edits.append((position, begin, glue, position))
            elif gap != "\n":
                edits.append((position, begin, "\n", position + gap.index("\n") if "\n" in gap else position))
        if cells[index]:
            neighbour = _has_like(cells, index) or any(
                0 <= near < len(lines) and cells[near] >= _TABLE_CELLS for near in (index - 1, index + 1)
            )
            prose = index in joined or index + 1 in joined
            edits.extend(_blank_edits(text, begin, end, neighbour, prose))
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


def _has_like(cells: list[int], index: int) -> bool:
    """Whether a line beside this one has as many cells, and not few."""
    return cells[index] >= _ROW_CELLS and cells[index] in (
        *cells[max(index - 1, 0) : index],
        *cells[index + 1 : index + 2],
    )


def _is_row(cells: list[int], index: int) -> bool:
    """Whether a line may be the row of a table by the number of its cells."""
    return cells[index] >= _TABLE_CELLS or _has_like(cells, index)


def _blank_edits(text: str, begin: int, end: int, neighbour: bool, prose: bool) -> Iterable[Edit]:
    """What becomes of the blanks inside a line. `neighbour`: the line before or after has cells, too; `prose`: the
    line is part of a sentence that runs over several."""
    line = text[begin:end]
    gaps = [match.span() for match in _GAP.finditer(line)]
    spelled = _spelled_out(line, len(gaps))
    running = not spelled and (prose or _RUNNING.search(line) is not None)
    table = (
        running
        and not prose
        and neighbour
        and len(gaps) + 1 >= _TABLE_CELLS
        and "。" not in line
        and len(line) / (len(gaps) + 1) <= 16
    )
    marked = marks.LINE_MARK.match(line) is not None and not table and not (neighbour and len(gaps) + 1 >= _TABLE_CELLS)
    flattened = len(line) > _FLATTENED
    for start, stop in gaps:
        left, right = line[start - 1], line[stop]
        if spelled:
            instead = " " if _latin_words(line, start, stop) else ""
        elif flattened and (left in "。!?:;”" or _heading_before(line, start) or marks.LINE_MARK.match(line, stop)):
            instead = "\n"
        elif running and not table:
            instead = "" if _splits(line, start, stop, left, right) else " "
        else:
            behind_mark = marked and start <= 6 and left in "、.)" and not (left == "." and right.isdigit())
            before_year = not table and not neighbour and _date_gap(line, start, stop)
            instead = "" if behind_mark or before_year or (left.isdigit() and _DATE_PART.match(line, stop)) else " "
        if instead != " " or stop - start > 1:
            yield begin + start, begin + stop, instead, begin + start


def _spelled_out(line: str, gaps: int) -> bool:
    """A line whose characters are mostly parted by blanks: 完 成 投 资 740 万 元."""
    if gaps < 3 or not _HAN.search(line):
        return False
    words, characters = len(_WORD.findall(line)), len(_HAN.findall(line))
    alone = len(_HAN_ALONE.findall(line))  # of 1 新增就业 人 1000 1210 121% only one: the row of a table
    return gaps + 1 >= 0.6 * words and characters * 2 >= words * 0.6 and alone * 2 >= characters


def _latin_words(line: str, start: int, stop: int) -> bool:
    return bool(
        re.search(r"[A-Za-z]{2}$", line[max(0, start - 2) : start]) and re.match(r"[A-Za-z]{2}", line[stop : stop + 2])
    )


# Two runs of few digits behind a Chinese character, a measure behind them: prose has no two numbers side by side.
_FEW_DIGITS = re.compile(r"[\u3400-\u9fff] ?\d{1,2}$")
_DIGITS_OF_ONE = re.compile(r"\d{1,3}(?: \d)? ?(?:[.\d]*[万亿]|[%元个家人名户张座条处项吨亩])")
_FOUR_DIGITS = re.compile(r"\d{4}$")
_LIST_NUMBER = re.compile(r" *\d{1,3}[.,]$")
_YEAR_OR_CODE = re.compile(r"(?:19|20)\d\d年|\d{5}")


def _splits(line: str, start: int, stop: int, left: str, right: str) -> bool:
    """Whether a blank in running text stands inside a word or number, not between Latin words or two numbers."""
    if left.isdigit() and right.isdigit():
        if _DIGITS_OF_ONE.match(line, stop) and _FEW_DIGITS.search(line[max(0, start - 5) : start]):
            return True  # 投资 8 60 万元
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

_JOINERS = ("和", "及", "与", "暨", "以及", "并")


def _wrapped(text: str, lines: list[tuple[int, int, int]], cells: list[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Indexes of lines that continue the one before, and of page numbers that stand between two such halves."""
    joined: set[int] = set()
    dropped: set[int] = set()
    pages = {
        i
        for i, (_, begin, end) in enumerate(lines)
        if end - begin <= 16 and marks.PAGE_NUMBER.fullmatch(text, begin, end)
    }
    open_ended: list[tuple[int, int]] = []  # (line, the line that may continue it)
    for index in range(len(lines) - 1):
        if index in pages:
            continue
        following = index + 1
        while following in pages and following + 1 < len(lines):
            following += 1
        raw, begin, end = lines[following]
        if any(
            _is_row(cells, each) and not _numbers_apart(text[lines[each][1] : lines[each][2]])
            for each in (index, following)
        ):
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
        columns = _columns(text, begin, end)
        fits = width and width * 0.7 <= columns <= width * 1.3
        midway = width and last in ",、" and columns <= width * 1.3
        cut = end - begin >= _PROSE and _CUT.search(text, max(begin, end - 8), end) is not None
        in_two = cut and _REST.match(text, lines[following][1], lines[following][2]) is not None
        title = adjacent and text.startswith(_JOINERS, lines[following][1]) and end - begin < 45 and index < 12
        # A numbered line without a comma is a heading, whole before the page ends.
        long_half = (
            page_between and end - begin >= 25 and ("," in text[begin:end] or not marks.LINE_MARK.match(text, begin))
        )
        if title or long_half or ((adjacent or page_between) and (fits or midway or in_two)):
            joined.add(following)
            dropped.update(range(index + 1, following))
    return frozenset(joined), frozenset(dropped)


# A number, or its unit, that the end of a line cuts in two: 发放贷款1|850万元, 提高1.4个|百分点, 33微克/|立方米.
_CUT = re.compile(r"(?:\d[.,]?|/|\d 个|[一二三四五六七八九十百千])$")
_REST = re.compile(
    r"[\d.]* ?(?:[万亿%‰]|百分点|立方米|平方|公里|[元个人户家名张座条处项吨亩件宗起次场套栋台辆所]|(?<=\d)余|[一二三四五六七八九十百千]+[万亿])"
)
_PROSE = 20
"""Characters of a line that is no cell of a table."""


def _columns(text: str, begin: int, end: int) -> int:
    """How wide a line is: Chinese characters take two columns, the others one."""
    size = end - begin
    return size + (len(text[begin:end].encode("utf-8", "surrogatepass")) - size) // 2


_AWAY_FROM_NUMBERS = re.compile(r"(?<![\d. %]) +(?![\d. 一二三四五六七八九十两])")


def _numbers_apart(line: str) -> bool:
    """Whether a line is a sentence whose numbers stand apart (完成 68.7 亿元, 同比增长 7.4%), no row of a table."""
    return ("," in line or "。" in line) and _AWAY_FROM_NUMBERS.search(line) is None


def _complete(text: str, begin: int, end: int) -> bool:
    last = end - 1
    while last > begin and text[last] in _END_QUOTES:
        last -= 1
    return text[last] in _END


def _common_width(text: str, lines: list[tuple[int, int, int]]) -> int:
    """The columns at which a text is broken into lines, or 0 when its lines are paragraphs."""
    adjacent = [
        (begin, end) for (_, begin, end), (_, following, _) in pairwise(lines) if text.count("\n", end, following) == 1
    ]
    if len(adjacent) < 6:
        return 0
    widths = sorted(_columns(text, begin, end) for begin, end in adjacent)
    width = widths[-1 - len(widths) // 10]
    if not 24 <= width <= 180 or widths[-1] > 1.6 * width:
        return 0
    # Cells of a table and words of a menu say nothing of how sentences are broken.
    prose = [(begin, end) for begin, end in adjacent if _columns(text, begin, end) >= 0.3 * width]
    open_ended = [_columns(text, begin, end) for begin, end in prose if not _complete(text, begin, end)]
    full = [columns for columns in open_ended if columns >= 0.8 * width]
    return width if len(full) >= 4 and len(full) * 2 >= len(open_ended) and len(full) * 3 >= len(prose) else 0
