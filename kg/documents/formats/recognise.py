"""Bytes in, the reader of their format chosen by what they are, not by what the file is called."""

from __future__ import annotations

import re

from kg.documents.formats.archive import Archive
from kg.documents.formats.model import Extracted
from kg.errors import UnreadableSource

KINDS = (".txt", ".html", ".htm", ".docx", ".pdf")
"""Endings of the files that are looked for in folders and archives."""

_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "Word 97-2003（.doc）或其他旧格式", "请用 Word 或 WPS 另存为 .docx"),
    (b"{\\rtf", "RTF", "请另存为 .docx 或文本（.txt）"),
    (b"\x89PNG", "PNG 图片", "请先做文字识别（OCR），或找文字版"),
    (b"\xff\xd8\xff", "JPEG 图片", "请先做文字识别（OCR），或找文字版"),
    (b"GIF8", "GIF 图片", "请先做文字识别（OCR），或找文字版"),
    (b"\x1f\x8b", "gzip 压缩文件", "请解压后再试"),
    (b"7z\xbc\xaf", "7z 压缩包", "请解压，或改用 zip"),
    (b"Rar!", "RAR 压缩包", "请解压，或改用 zip"),
    (b"SQLite format", "SQLite 数据库", "请给出报告文件"),
)


def extracted(data: bytes, subject: str) -> Extracted:
    """The text of a file's bytes, whatever its format.

    Raises:
        UnreadableSource: a format that is not read, damaged, locked, a scan, or no text; says what to do.
    """
    from kg.documents.source import decode

    if not data.strip():
        raise UnreadableSource(subject, "文件是空的", "请放入报告正文后再试")
    for signature, kind, remedy in _FOREIGN:
        if data.startswith(signature):
            raise UnreadableSource(subject, f"这是 {kind} 文件，不能直接读", remedy)
    if b"%PDF-" in data[:1024]:
        from kg.documents.formats import pdf

        return pdf.read(data, subject)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_archive(data, subject)
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(head):
        from kg.documents.formats import html

        page = html.read(data)
        if page is None:
            raise UnreadableSource(
                subject, "认不出网页的编码（不是 UTF-8、GB18030 或 Big5）", "请用浏览器打开后重新保存"
            )
        return page
    text, encoding = decode(data, subject)
    return Extracted(text, "txt", encoding)


def _of_archive(data: bytes, subject: str) -> Extracted:
    from kg.documents.formats import docx

    archive = Archive(data, subject)
    if docx.is_docx(archive):
        return docx.read(archive, subject)
    for marker, kind in (
        ("xl/workbook.xml", "Excel"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("OFD.xml", "OFD"),
        ("mimetype", "OpenDocument"),
    ):
        if archive.has(marker):
            raise UnreadableSource(subject, f"这是 {kind} 文件，不能直接读", "请另存为 .docx、PDF 或文本（.txt）")
    raise UnreadableSource(subject, "这是压缩包，不是一份报告", "请用 kg build 处理压缩包")
