"""Word documents: bytes in, the text as Word shows it with all changes accepted out.

Inserted text is kept and deleted text is not; automatic numbers of lists and headings are written out, text boxes follow
the paragraph that they hang on, a table is a line a row. Fields show their last result, notes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kg.documents.formats.archive import Archive
from kg.documents.formats.model import Extracted, Given, Writer
from kg.errors import UnreadableSource

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DROPPED = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "tblPr", "tcPr", "trPr", "sectPr", "instrText", "delText", "rubyPr", "rt"}
)
_TRANSPARENT = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
"""Controls and changes that stand around what is shown."""
_DIGITS = "〇一二三四五六七八九"
_DEEPEST = 200


def is_docx(archive: Archive) -> bool:
    """Whether an archive is a Word document."""
    return archive.has("word/document.xml")


def read(archive: Archive, subject: str) -> Extracted:
    """The text of a Word document.

    Raises:
        UnreadableSource: a part that is no XML, or one that declares entities.
    """
    body = _xml(archive, "word/document.xml", subject).find(f"{_W}body")
    writer = Writer()
    if body is not None:
        reader = _Reader(_Numbering(archive, subject), writer)
        reader.blocks(body)
    return Extracted(writer.text, "docx", "utf-8", tuple(writer.places), _given(archive, subject))


def _xml(archive: Archive, name: str, subject: str) -> Element:
    data = archive.read(name).replace(_W_STRICT[1:-1].encode(), _W[1:-1].encode())
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise UnreadableSource(subject, "文件里有 XML 实体定义，可能有害", "请检查这个文件的来源") from None
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableSource(subject, f"Word 文件损坏（{name}：{error}）", "请用 Word 打开后另存一份") from None
    return root


def _given(archive: Archive, subject: str) -> Given:
    """Title and date of the document's properties are what the author's computer says: only the title is of use."""
    if not archive.has("docProps/core.xml"):
        return Given()
    try:
        core = _xml(archive, "docProps/core.xml", subject)
    except UnreadableSource:
        return Given()
    title = core.findtext(f"{_DC}title")
    return Given(title=title.strip() if title and title.strip() else None)


class _Reader:
    """Walks through a body in the order of the page."""

    def __init__(self, numbering: _Numbering, writer: Writer) -> None:
        self._numbering = numbering
        self._writer = writer

    def blocks(self, parent: Element, depth: int = 0) -> None:
        """The paragraphs and tables below an element."""
        if depth > _DEEPEST:
            return
        for child in _shown(parent):
            name = _local(child)
            if name == "p":
                self._paragraph(child, depth)
            elif name == "tbl":
                self._table(child, depth)
            elif name in _TRANSPARENT:
                self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: Element, depth: int) -> None:
        boxes: list[Element] = []
        text = self._numbering.label(paragraph) + "".join(_runs(paragraph, boxes))
        for line in text.split("\n"):
            self._writer.line(line)
        for box in boxes:
            self.blocks(box, depth + 1)

    def _table(self, table: Element, depth: int) -> None:
        rows = list(_descend(table, "tr"))
        wide = max((len(list(_descend(row, "tc"))) for row in rows), default=0)
        if wide < 2:
            # A frame around text.
            for row in rows:
                for cell in _descend(row, "tc"):
                    self.blocks(cell, depth + 1)
            return
        for number, row in enumerate(rows, start=1):
            cells: list[str] = []
            for cell in _descend(row, "tc"):
                properties = cell.find(f"{_W}tcPr")
                merged = properties.find(f"{_W}vMerge") if properties is not None else None
                goes_on = merged is not None and merged.get(f"{_W}val") != "restart"
                cells.append("" if goes_on else self._cell(cell))
                cells.extend([""] * (_whole(properties, "gridSpan", 1) - 1))
            self._writer.row(cells, number)

    def _cell(self, cell: Element) -> str:
        boxes: list[Element] = []
        lines = [self._numbering.label(p) + "".join(_runs(p, boxes)) for p in _descend(cell, "p")]
        for box in boxes:
            lines.extend("".join(_runs(p, [])) for p in box.iter(f"{_W}p"))
        return " ".join(line for line in lines if line)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _shown(parent: Element) -> Iterator[Element]:
    """The children that are shown: of alternatives the first, of changes what is inserted."""
    for child in parent:
        if child.tag == f"{_MC}AlternateContent":
            choice = child.find(f"{_MC}Choice")
            if choice is None:
                choice = child.find(f"{_MC}Fallback")
            if choice is not None:
                yield from _shown(choice)
        elif _local(child) not in _DROPPED:
            yield child


def _descend(parent: Element, name: str) -> Iterator[Element]:
    """The nearest elements of a name, through controls and insertions but not through another table."""
    for child in _shown(parent):
        local = _local(child)
        if local == name:
            yield child
        elif local in _TRANSPARENT:
            yield from _descend(child, name)


def _runs(paragraph: Element, boxes: list[Element]) -> Iterator[str]:
    """The characters of a paragraph; the text boxes in it are put aside."""
    stack: list[Element] = list(reversed(list(_shown(paragraph))))
    while stack:
        here = stack.pop()
        name = _local(here)
        if name == "t":
            yield here.text or ""
        elif name in ("br", "cr"):
            if here.get(f"{_W}type") not in ("page", "column"):
                yield "\n"
        elif name == "tab":
            yield " "
        elif name == "noBreakHyphen":
            yield "-"
        elif name == "txbxContent":
            boxes.append(here)
        elif name not in ("footnoteReference", "endnoteReference", "commentReference"):
            stack.extend(reversed(list(_shown(here))))


def _whole(properties: Element | None, name: str, default: int) -> int:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    value = found.get(f"{_W}val") if found is not None else None
    return min(int(value), 100) if value and value.isascii() and value.isdecimal() and int(value) > 0 else default


# --- numbers of lists -----------------------------------------------------------------------------------------------


class _Numbering:
    """The automatic numbers of a document: which list and level a paragraph is of, and how far each has counted."""

    def __init__(self, archive: Archive, subject: str) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        """Of a list its levels: kind of number, pattern (%1、), first number."""
        self._styles: dict[str, tuple[str | None, int | None, str | None]] = {}
        """Of a style its list, its level and the style that it is based on."""
        self._counts: dict[str, dict[int, int]] = {}
        self._abstract_of: dict[str, str] = {}
        if archive.has("word/numbering.xml"):
            self._read_lists(_xml(archive, "word/numbering.xml", subject))
        if archive.has("word/styles.xml"):
            self._read_styles(_xml(archive, "word/styles.xml", subject))

    def label(self, paragraph: Element) -> str:
        """The number in front of a paragraph, with its marks; empty without one."""
        number, level = self._of(paragraph)
        if number is None or number == "0":
            return ""
        levels = self._levels.get(number)
        if not levels or level not in levels:
            return ""
        counts = self._counts.setdefault(self._abstract_of.get(number, number), {})
        kind, pattern, first = levels[level]
        counts[level] = counts.get(level, first - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if kind == "bullet" or not pattern:
            return ""

        def shown(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            other_kind, _, other_first = levels.get(other, (kind, "", 1))
            return _number(counts.get(other, other_first), other_kind)

        return re.sub(r"%([1-9])", shown, pattern)

    def _of(self, paragraph: Element) -> tuple[str | None, int]:
        properties = paragraph.find(f"{_W}pPr")
        own = properties.find(f"{_W}numPr") if properties is not None else None
        number, level = _list_of(own)
        style = properties.find(f"{_W}pStyle") if properties is not None else None
        name = style.get(f"{_W}val") if style is not None else None
        seen: set[str] = set()
        while name is not None and name not in seen and (number is None or level is None):
            seen.add(name)
            style_number, style_level, name = self._styles.get(name, (None, None, None))
            number = number if number is not None else style_number
            level = level if level is not None else style_level
        return number, level or 0

    def _read_styles(self, styles: Element) -> None:
        for style in styles.iter(f"{_W}style"):
            properties = style.find(f"{_W}pPr")
            number, level = _list_of(properties.find(f"{_W}numPr") if properties is not None else None)
            based = style.find(f"{_W}basedOn")
            key = style.get(f"{_W}styleId")
            if key:
                self._styles[key] = (number, level, based.get(f"{_W}val") if based is not None else None)

    def _read_lists(self, numbering: Element) -> None:
        abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
        for one in numbering.iter(f"{_W}abstractNum"):
            abstract[one.get(f"{_W}abstractNumId") or ""] = {
                int(level.get(f"{_W}ilvl") or 0): _level(level) for level in one.iter(f"{_W}lvl")
            }
        for one in numbering.iter(f"{_W}num"):
            of = one.find(f"{_W}abstractNumId")
            key = one.get(f"{_W}numId") or ""
            base = of.get(f"{_W}val") if of is not None else None
            levels = dict(abstract.get(base or "", {}))
            own_start = False
            for change in one.iter(f"{_W}lvlOverride"):
                at = int(change.get(f"{_W}ilvl") or 0)
                level = change.find(f"{_W}lvl")
                start = change.find(f"{_W}startOverride")
                if level is not None:
                    levels[at] = _level(level)
                if start is not None and at in levels:
                    kind, pattern, _ = levels[at]
                    levels[at] = (kind, pattern, int(start.get(f"{_W}val") or 1))
                    own_start = True
            self._levels[key] = levels
            # Lists on one pattern count on, unless one of them says that it begins anew.
            self._abstract_of[key] = f"#{key}" if own_start else base or key


def _list_of(properties: Element | None) -> tuple[str | None, int | None]:
    if properties is None:
        return None, None
    number, level = properties.find(f"{_W}numId"), properties.find(f"{_W}ilvl")
    depth = level.get(f"{_W}val") if level is not None else None
    return (
        number.get(f"{_W}val") if number is not None else None,
        int(depth) if depth and depth.isascii() and depth.isdecimal() else None,
    )


def _level(level: Element) -> tuple[str, str, int]:
    def value(name: str, default: str) -> str:
        found = level.find(f"{_W}{name}")
        return (found.get(f"{_W}val") or default) if found is not None else default

    start = value("start", "1")
    return value("numFmt", "decimal"), value("lvlText", ""), int(start) if start.isascii() and start.isdecimal() else 1


def _number(value: int, kind: str) -> str:
    """A counter in the form of a list.

    >>> _number(12, "chineseCounting"), _number(3, "upperLetter"), _number(4, "lowerRoman"), _number(2, "decimalEnclosedCircle")
    ('十二', 'C', 'iv', '②')
    """
    if kind in (
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCounting",
    ):
        return _chinese(value)
    if kind in ("upperLetter", "lowerLetter"):
        letters = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters if kind == "upperLetter" else letters.lower()
    if kind in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman if kind == "upperRoman" else roman.lower()
    if kind.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(ord("①") + value - 1)
    if kind == "none":
        return ""
    return str(value)


def _chinese(value: int) -> str:
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for size, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        out += sign * (value // size)
        value %= size
    return out
