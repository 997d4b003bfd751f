"""PDF with a text layer: bytes in, paragraphs out, without running heads and page numbers.

Lines are put together from the characters' places. A paragraph begins where a line is indented, where the line before ended
short of the right margin, or where the gap between lines is wider than usual. Heads and feet that half the pages repeat,
and numbers of pages, are left out. Ruled tables are a line a row.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from statistics import median
from typing import Any

from kg.documents.formats.model import Extracted, Given, Writer
from kg.documents.marks import LINE_MARK
from kg.documents.reading import fold
from kg.errors import UnreadableSource
from kg.records import record

_PAGE_NUMBER = re.compile(r"[-—–－·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–－·\s]*")
# What browsers print around a page: the time and its title above, the address and the page below.
_PRINTED = re.compile(r"\d{1,4}/\d{1,2}/\d{1,4},? .{0,8}\d{1,2}:\d\d.*|(?:https?|file)://\S+.*")
_DIGITS = re.compile(r"\d+")
_INDENT = 0.8
"""Characters by which the first line of a paragraph stands in."""
_SHORT = 1.6
"""Characters by which a line that ends a paragraph stops before the right margin."""
_HEADING = 0.2
"""Share of the width by which a line without a full stop stops before the right margin, when it is a heading."""
_ENDS = "。；！？：…”）.;!?:)"
_GAP = 1.45
"""How many times the usual distance of lines lies between paragraphs."""
_LOOSEST = 2.0
"""The same in sizes of the letters, for lines larger than most."""
_MARGIN_LINES = 3
"""Lines at the top and at the bottom of a page that may be running ones."""
_MOST_PAGES = 2000
_HAN = re.compile(r"[㐀-鿿]")


# Fonts of which several characters share a shape give the radical for the character: ⼯ for 工, ⻓ for 长.
_RADICALS = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **dict(
        zip(
            map(
                ord,
                "⺁⺇⺌⺎⺕⺗⺛⺝⺟⺠⺡⺣⺥⺦⺩⺫⺬⺮⺯⺰⺶⺷⺹⺼⺽⻁⻂⻃⻄⻅⻆⻇⻈⻉⻋⻌⻍⻎⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
            ),
            "厂几小兀彐心旡月母民氵灬爪丬王目示竹糸纟羊羊老肉臼虎衤覀西见角角讠贝车辶辶辶钅长长长门阝雨青韦页风飞食饣饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
            strict=True,
        )
    ),
    0x2F3E: "户",
    0x2015: "—",
}


@record
class _Line:
    page: int
    top: float
    left: float
    right: float
    size: float
    text: str


@record
class _Table:
    page: int
    top: float
    rows: tuple[tuple[str, ...], ...]


def read(data: bytes, subject: str) -> Extracted:
    """The text of a PDF.

    Raises:
        UnreadableSource: damaged, locked by a password, or without a text layer.
    """
    import logging

    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    lines: list[_Line] = []
    tables: list[_Table] = []
    pages = images = 0
    try:
        with pdfplumber.open(BytesIO(data)) as pdf:
            if len(pdf.pages) > _MOST_PAGES:
                raise UnreadableSource(subject, f"有 {len(pdf.pages)} 页，太长了", "请拆分后再试")
            for number, page in enumerate(pdf.pages, start=1):
                pages += 1
                images += len(page.images)
                found = _tables(page, number)
                tables += [table for table, _ in found]
                lines += _lines(page, number, [box for _, box in found])
                page.close()
            title = str(pdf.metadata.get("Title") or "").strip() or None
    except UnreadableSource:
        raise
    except PDFPasswordIncorrect:
        raise UnreadableSource(subject, "PDF 有密码", "请解开密码后另存一份") from None
    except Exception as error:  # the parser's own errors are of many kinds, and some are bare
        if isinstance(error.__cause__ or error.__context__, PDFPasswordIncorrect) or "Password" in type(error).__name__:
            raise UnreadableSource(subject, "PDF 有密码", "请解开密码后另存一份") from None
        raise UnreadableSource(subject, f"PDF 损坏（{type(error).__name__}）", "请用阅读器打开后另存一份") from None
    characters = sum(len(_HAN.findall(line.text)) for line in lines) + sum(
        len(cell) for table in tables for row in table.rows for cell in row
    )
    if characters < 20:
        cause = "是扫描件：只有图像，没有文字层" if images else "没有文字层"
        raise UnreadableSource(subject, cause, "请先做文字识别（OCR），或找文字版")
    writer = Writer()
    _write(_body(lines, pages), tables, writer)
    given = Given(title=title if title and len(_HAN.findall(title)) >= 6 else None)
    return Extracted(writer.text, "pdf", "utf-8", tuple(writer.places), given)


# --- lines ----------------------------------------------------------------------------------------------------------


def _lines(page: Any, number: int, boxes: Sequence[tuple[float, float, float, float]]) -> Iterator[_Line]:
    """The lines of a page outside its tables, from the top."""
    characters = [
        c | {"order": order}
        for order, c in enumerate(page.chars)
        if c.get("upright", True)
        and not any(
            x0 <= (c["x0"] + c["x1"]) / 2 <= x1 and t <= (c["top"] + c["bottom"]) / 2 <= b for x0, t, x1, b in boxes
        )
    ]
    characters.sort(key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"]))
    row: list[Any] = []
    middle = 0.0
    for c in characters:
        here = (c["top"] + c["bottom"]) / 2
        if row and abs(here - middle) > 0.5 * min(c["size"], row[0]["size"]):
            yield from _as_line(row, number)
            row = []
        if not row:
            middle = here
        row.append(c)
    if row:
        yield from _as_line(row, number)


def _as_line(row: list[Any], number: int) -> Iterator[_Line]:
    row.sort(key=lambda c: (round(c["x0"], 1), c["order"]))
    text = ""
    last: Any = None
    for c in row:
        if last is not None:
            if c["text"] == last["text"] and abs(c["x0"] - last["x0"]) < 0.3 * c["size"]:
                continue  # printed twice, for bold
            gap = c["x0"] - last["x1"]
            wide = c["text"].isascii() and last["text"].isascii() and gap > 0.25 * c["size"]
            if (wide or gap > 1.2 * c["size"]) and not text.endswith(" ") and c["text"] != " ":
                text += " "
        text += c["text"]
        last = c
    shown = [c for c in row if c["text"].strip()]
    if shown and text.strip():
        size = median(c["size"] for c in shown)
        plain = text.strip().translate(_RADICALS)
        yield _Line(number, shown[0]["top"], shown[0]["x0"], shown[-1]["x1"], size, plain)


def _body(lines: Sequence[_Line], pages: int) -> list[_Line]:
    """The lines without page numbers and without those that half the pages have at their top or bottom."""
    by_page: dict[int, list[_Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    edges: dict[int, set[int]] = {}
    often: Counter[str] = Counter()
    for page, own in by_page.items():
        at_edge = {*range(min(_MARGIN_LINES, len(own))), *range(max(0, len(own) - _MARGIN_LINES), len(own))}
        edges[page] = at_edge
        often.update({_DIGITS.sub("0", own[k].text) for k in at_edge})
    kept: list[_Line] = []
    for page, own in by_page.items():
        for k, line in enumerate(own):
            if k in edges[page]:
                outermost = k in (0, len(own) - 1) or k in (1, len(own) - 2)
                if outermost and _PAGE_NUMBER.fullmatch(line.text):
                    continue
                if _PRINTED.fullmatch(line.text):
                    continue
                if pages > 1 and often[_DIGITS.sub("0", line.text)] * 2 > pages:
                    continue
            kept.append(line)
    return kept


# --- tables ---------------------------------------------------------------------------------------------------------


def _tables(page: Any, number: int) -> list[tuple[_Table, tuple[float, float, float, float]]]:
    """The ruled tables of a page with their boxes; a frame around text is none."""
    if len(page.lines) + len(page.rects) + len(page.curves) < 4:
        return []
    found = []
    for table in page.find_tables():
        rows = table.extract() or []
        cells = [tuple("".join((cell or "").split("\n")).strip().translate(_RADICALS) for cell in row) for row in rows]
        if len(cells) >= 2 and max(map(len, cells)) >= 2:
            found.append((_Table(number, table.bbox[1], tuple(cells)), table.bbox))
    return found


# --- paragraphs -----------------------------------------------------------------------------------------------------


def _write(lines: Sequence[_Line], tables: Sequence[_Table], writer: Writer) -> None:
    """Lines and tables in the order of the pages, the lines put together as paragraphs."""
    if not lines and not tables:
        return
    size = median([line.size for line in lines]) if lines else 12.0
    left = _usual([line.left for line in lines], 0.25 * size)
    right = -_usual([-line.right for line in lines], 0.5 * size)
    pitch = _pitch(lines)
    pending = sorted(tables, key=lambda table: (table.page, table.top))
    paragraph: list[str] = []
    page = 0
    last: _Line | None = None
    table_rows = 0
    previous_table: _Table | None = None

    def flush() -> None:
        if paragraph:
            writer.line(_joined(paragraph), page)
            paragraph.clear()

    def table_out(table: _Table) -> None:
        nonlocal table_rows, previous_table
        flush()
        goes_on = previous_table is not None and len(previous_table.rows[0]) == len(table.rows[0])
        table_rows = table_rows if goes_on else 0
        rows = table.rows[1:] if goes_on and previous_table and table.rows[0] == previous_table.rows[0] else table.rows
        for row in rows:
            table_rows += 1
            writer.row(list(row), table_rows, table.page)
        previous_table = table

    for line in lines:
        while pending and (pending[0].page, pending[0].top) < (line.page, line.top):
            table_out(pending.pop(0))
            last = None
        if last is None or _begins(line, last, left, right, pitch):
            flush()
            page = line.page
        paragraph.append(line.text)
        last = line
        previous_table = None
    flush()
    for table in pending:
        table_out(table)


def _begins(line: _Line, last: _Line, left: float, right: float, pitch: float) -> bool:
    """Whether a line begins a paragraph."""
    if abs(line.size - last.size) > 0.15 * last.size:
        return True
    if line.left > left + _INDENT * line.size:
        return not (
            last.left > left + 4 * line.size and abs(line.left + line.right - last.left - last.right) < 3 * line.size
        )
    ends = last.text[-1] in _ENDS
    if last.right < right - (_SHORT * last.size if ends else _HEADING * (right - left)):
        return True
    if ends and LINE_MARK.match(fold(line.text)):
        return True  # 一、… behind a sentence that happens to fill its line
    return line.page == last.page and pitch > 0 and line.top - last.top > max(_GAP * pitch, _LOOSEST * line.size)


def _usual(values: Sequence[float], width: float) -> float:
    """The least of the values that are met often: marks may hang over a margin, and a few lines stand out."""
    rounded = Counter(round(value / width) for value in values)
    often = [key for key, count in rounded.items() if count * 8 >= len(values)]
    return min(often) * width if often else min(values, default=0.0)


def _pitch(lines: Sequence[_Line]) -> float:
    gaps = [b.top - a.top for a, b in itertools.pairwise(lines) if a.page == b.page and b.top > a.top]
    return median(gaps) if gaps else 0.0


def _joined(parts: Sequence[str]) -> str:
    """Lines of one paragraph in one: a blank only between two words or numbers of Latin script."""
    text = parts[0]
    for part in parts[1:]:
        blank = text[-1:].isascii() and part[:1].isascii() and text[-1:].isalpha() and part[:1].isalpha()
        text += (" " if blank else "") + part
    return text
