"""Saved web pages: bytes in, the report's text without the page around it out.

The body of a report is the smallest element that holds most of the running text: what is a link, a menu, a form or hidden
counts for nothing. Title, date and source come from the tags that government sites give (ArticleTitle, PubDate,
ContentSource, SiteIDCode), else from the lines beside the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.documents.formats.model import Extracted, Given, Writer

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "iframe",
        "object",
        "svg",
        "canvas",
        "video",
        "audio",
        "head",
        "nav",
        "footer",
        "form",
        "map",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HAN = re.compile(r"[㐀-鿿]")
_MOST = 0.6
"""Share of the running text that an element has to hold to be looked into."""
_LINKS = 0.5
"""Share of links from which a block is a list of links."""
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:foot|footer|bottom|nav|navbar|menu|crumbs?|breadcrumbs?|position|share|side|sidebar|aside|copyright|toolbar|tools?|qr|qrcode"
    r"|related|relevant|recommend|hot|print|banner|search)(?=$|[\s_\d-])",
    re.IGNORECASE,
)
_PART = 0.3
"""Share of the text from which an element is no part of the page around it, whatever it is called."""
_BLANKS = re.compile(r"[ \t\r\n\f\xa0\u3000\u200b\ufeff]+")
_BROKEN_LINE = re.compile(r"(?<=[㐀-鿿，。；：、）”])[ \t]*[\r\n][ \t\r\n]*(?=[㐀-鿿，。；：、（“\d])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DATE = re.compile(r"(20\d\d|19\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_INFO = re.compile(r"(?:发布|发文|公开|成文|更新|生成|信息提供)(?:时间|日期)|(?:信息)?来源[:：]|日期[:：]")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S{8,500})")
_SITE_NAMES = re.compile(r"\s*[-_|–—]+\s*[^-_|–—]{2,40}(?:政府|网|门户|网站|在线|办事处|街道|委|局)\S*$")


def read(data: bytes) -> Extracted | None:
    """The report of a page; None where the bytes are no page or no encoding fits."""
    from kg.documents.source import decode_chinese

    decoded = decode_chinese(data)
    if decoded is None:
        return None
    markup, encoding = decoded
    tree = LexborHTMLParser(markup)
    body = tree.body
    if body is None:
        return None
    given = _given(tree, markup)
    content = _content(body)
    writer = Writer()
    title, info = _heading(body, content, given)
    if title and not _opens_with(content, title):
        writer.line(title)
    if info:
        writer.line(info)
    for block in _blocks(content):
        if isinstance(block, str):
            writer.line(block)
        else:
            _table(block, writer)
    return Extracted(writer.text, "html", encoding, tuple(writer.places), given)


# --- which element --------------------------------------------------------------------------------------------------


def _content(body: LexborNode) -> LexborNode:
    """The smallest element with most of the running text."""
    weights: dict[int, int] = {}
    _weigh(body, weights)
    node = body
    while True:
        total = weights.get(node.mem_id, 0)
        best = max(_children(node), key=lambda child: weights.get(child.mem_id, 0), default=None)
        if best is None or total == 0 or weights.get(best.mem_id, 0) < _MOST * total or best.tag == "p":
            return node
        if best.tag == "table" and _is_data(best):
            return node
        node = best


def _weigh(node: LexborNode, weights: dict[int, int]) -> None:
    """How many Han characters outside links each element holds, children first; without recursion, for deep pages."""
    order: list[LexborNode] = []
    stack = [node]
    while stack:
        here = stack.pop()
        order.append(here)
        stack.extend(_children(here))
    for here in reversed(order):
        own = len(_HAN.findall(here.text(deep=False))) if here.tag != "a" else 0
        weights[here.mem_id] = own + sum(weights.get(child.mem_id, 0) for child in _children(here) if child.tag != "a")


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        if child.is_element_node and child.tag not in _SKIPPED and not _is_hidden(child):
            yield child
        child = child.next


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or _HIDDEN.search(attributes.get("style") or "") is not None


# --- its text -------------------------------------------------------------------------------------------------------


def _blocks(content: LexborNode) -> Iterator[str | LexborNode]:
    """The paragraphs of an element, and its tables, in order."""
    run: list[str] = []
    linked = 0

    def paragraph() -> str | None:
        nonlocal linked
        text = _squeezed("".join(run))
        is_links = len(text) > 0 and linked > _LINKS * len(text)
        run.clear()
        linked = 0
        return None if is_links else text

    whole = len(content.text(deep=True))
    # A stack of nodes to enter and of marks that end a block.
    stack: list[LexborNode | None] = [content]
    entered = False
    while stack:
        node = stack.pop()
        if node is None:
            if text := paragraph():
                yield text
            continue
        if node.is_text_node:
            run.append(node.text_content or "")
            continue
        if not node.is_element_node or node.tag in _SKIPPED or (entered and _is_hidden(node)):
            continue
        if entered and _is_around(node, whole):
            continue
        entered = True
        if node.tag == "br":
            if text := paragraph():
                yield text
            continue
        if node.tag == "table" and _is_data(node):
            if text := paragraph():
                yield text
            yield node
            continue
        if node.tag == "a":
            shown = _squeezed(node.text(deep=True))
            linked += len(shown)
            run.append(shown)
            continue
        if node.tag in _BLOCKS:
            if text := paragraph():
                yield text
            stack.append(None)
        children: list[LexborNode] = []
        child = node.child
        while child is not None:
            children.append(child)
            child = child.next
        stack.extend(reversed(children))
    if text := paragraph():
        yield text


def _is_around(node: LexborNode, whole: int) -> bool:
    """Whether an element by its name belongs to the page (class="footer") and does not hold the text all the same."""
    attributes = node.attributes
    name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return _AROUND.search(name) is not None and len(node.text(deep=True)) < _PART * whole


def _is_data(table: LexborNode) -> bool:
    """Whether a table holds data: several short cells in most rows. Others only lay out the page."""
    if table.css_first("table table") is not None:
        return False
    rows = table.css("tr")
    several = sum(len(row.css("td, th")) > 1 for row in rows)
    longest = max((len(cell.text(deep=True)) for cell in table.css("td, th")), default=0)
    return several >= 2 and several * 2 >= len(rows) and longest < 3000


def _table(table: LexborNode, writer: Writer) -> None:
    """The rows of a table; what spans several rows or columns is repeated in none of them but the first."""
    pending: dict[int, int] = {}
    for number, row in enumerate(table.css("tr"), start=1):
        cells: list[str] = []
        column = 0
        for cell in row.css("td, th"):
            while pending.get(column, 0) > 0:
                pending[column] -= 1
                cells.append("")
                column += 1
            text = _squeezed(cell.text(deep=True, separator=" "))
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for k in range(wide):
                cells.append(text if k == 0 else "")
                if high > 1:
                    pending[column] = high - 1
                column += 1
        writer.row(cells, number)


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "1").strip()
    return min(int(value), 100) if value.isascii() and value.isdecimal() and int(value) > 0 else 1


def _squeezed(text: str) -> str:
    """Text as a browser shows it: runs of blanks are one, and none between Chinese characters where a line was broken."""
    return _BLANKS.sub(" ", _BROKEN_LINE.sub("", text)).strip()


# --- what the page says of it ---------------------------------------------------------------------------------------


def _given(tree: LexborHTMLParser, markup: str) -> Given:
    tags: dict[str, str] = {}
    for tag in tree.css("meta"):
        name = (tag.attributes.get("name") or tag.attributes.get("property") or "").lower()
        value = _squeezed(tag.attributes.get("content") or "")
        if name and value:
            tags.setdefault(name, value)
    link = tree.css_first('link[rel="canonical"]')
    saved = _SAVED_FROM.search(markup[:4000])
    address = (
        (link.attributes.get("href") if link else None)
        or tags.get("url")
        or tags.get("og:url")
        or (saved[1] if saved else None)
    )
    published = _DATE.search(
        tags.get("pubdate", "") or tags.get("publishdate", "") or tags.get("article:published_time", "")
    )
    return Given(
        title=tags.get("articletitle") or tags.get("og:title"),
        issued=_as_date(published) if published else None,
        source=tags.get("contentsource") or tags.get("source"),
        site_code=tags.get("siteidcode"),
        address=address if address and address.startswith(("http://", "https://")) else None,
    )


def _as_date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _heading(body: LexborNode, content: LexborNode, given: Given) -> tuple[str | None, str | None]:
    """The title of the article and the line that tells its date and source, where they stand outside its body."""
    title = given.title
    if title is None:
        for selector in ("h1", "h2", "title"):
            node = body.css_first(selector) if selector != "title" else body.parent and body.parent.css_first("title")
            text = _squeezed(node.text(deep=True)) if node else ""
            if len(_HAN.findall(text)) >= 4:
                title = _SITE_NAMES.sub("", text)
                break
    info = None
    stack = [body]
    while stack:
        node = stack.pop()
        if node.mem_id == content.mem_id:
            continue
        children = list(_children(node))
        text = _squeezed(node.text(deep=True)) if len(children) <= 12 else ""
        if 6 <= len(text) <= 160 and _INFO.search(text) and _DATE.search(text):
            info = text
            break
        stack.extend(reversed(children))
    return title, info


def _opens_with(content: LexborNode, title: str) -> bool:
    """Whether the body repeats the title as its first lines."""
    first = ""
    for block in _blocks(content):
        if not isinstance(block, str):
            break
        first += block
        if len(first) >= len(title):
            break
    return "".join(first.split()).startswith("".join(title.split()))
