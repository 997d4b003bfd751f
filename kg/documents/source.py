"""A path in, decoded text and the name of its encoding out; files that are no readable report are refused by name."""

from __future__ import annotations

import re
from pathlib import Path

from kg import lexicon
from kg.errors import UnreadableSource

LARGEST = 64 * 1024 * 1024

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word/Excel/ZIP"),
    (b"\xd0\xcf\x11\xe0", "Word 97-2003"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"SQLite format", "SQLite"),
)
_HAN = re.compile(r"[\u3400-\u9fff]")
# Characters of which any Chinese report is full; bytes decoded wrongly give rare ones.
_COMMON = re.compile("[的一是在和年工作人街道区市发展建设项目社完成推进个月全安上中国區發設項進個國]")
_COMMON_SHARE = 0.05
# A text so short may be a single passage: one word of reports is enough.
_PASSAGE = 300
_SEVERAL = 3


def load(path: Path) -> tuple[str, str]:
    """The text of a file without its byte-order mark, and its encoding.

    Raises:
        UnreadableSource: with the cause and what to do, in Chinese.
    """
    subject = str(path)
    try:
        if path.is_dir():
            raise UnreadableSource(subject, "这是一个文件夹，不是文件", "请给出文本文件，或用 kg build 处理整个文件夹")
        if not path.exists():
            raise UnreadableSource(subject, "找不到这个文件", "请检查路径是否写对")
        if not path.is_file():
            raise UnreadableSource(subject, "这不是普通文件", "请给出文本文件")
        if (size := path.stat().st_size) > LARGEST:
            raise UnreadableSource(
                subject,
                f"文件太大（{size / 1024 / 1024:.0f} MB，上限 64 MB）",
                "工作报告通常不到 1 MB；请检查是否选错文件，或拆分后再试",
            )
        data = path.read_bytes()
    except PermissionError:
        raise UnreadableSource(subject, "没有读取权限", "请检查文件权限") from None
    except (OSError, ValueError) as error:
        raise UnreadableSource(subject, f"读取失败（{error}）", "请检查磁盘和路径") from None
    text, encoding = decode(data, subject)
    check(text, subject)
    return text, encoding


def decode(data: bytes, subject: str) -> tuple[str, str]:
    """The text of bytes, by byte-order mark, as UTF-8, or as the Chinese encoding that gives common characters."""
    if not data.strip():
        raise UnreadableSource(subject, "文件是空的", "请放入报告正文后再试")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError:
                raise UnreadableSource(
                    subject, f"文件开头标明是 {encoding}，但内容不能按它解码", "请另存为 UTF-8 文本"
                ) from None
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableSource(subject, f"这是 {kind} 文件；本版本只读文本", "请另存为 UTF-8 文本（.txt）后再试")
    if b"\x00" in data:
        raise UnreadableSource(subject, "这是二进制文件（含空字节），不是文本", "请另存为 UTF-8 文本（.txt）后再试")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    best, best_share = None, 0.0
    for encoding in ("gb18030", "big5"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        han = len(_HAN.findall(text))
        share = len(_COMMON.findall(text)) / han if han else 0.0
        if share > best_share:
            best, best_share = (text, encoding), share
    if best is None or best_share < _COMMON_SHARE:
        raise UnreadableSource(subject, "认不出文件的编码（不是 UTF-8、GB18030 或 Big5）", "请另存为 UTF-8 文本后再试")
    return best


def check(text: str, subject: str) -> None:
    """Refuse a text that cannot be a report or a part of one."""
    if not text.strip():
        raise UnreadableSource(subject, "文件是空的，只有空白", "请放入报告正文后再试")
    head = text.lstrip()[:200].lower()
    if head.startswith(("<!doctype html", "<html")):
        raise UnreadableSource(subject, "这是 HTML 文件；本版本只读文本", "请把网页正文另存为 UTF-8 文本（.txt）后再试")
    han = len(_HAN.findall(text))
    if han == 0 or han * 20 < len(text.strip()):
        raise UnreadableSource(
            subject, "不像工作报告：几乎没有中文", "本工具只读中文工作报告；若是乱码，请另存为 UTF-8"
        )
    # Scanned texts have blanks inside words.
    dense = "".join(text[:200_000].split())
    found = sum(word in dense for word in lexicon.words("sections", "report_words", "words"))
    if found < (_SEVERAL if len(dense) > _PASSAGE else 1):
        raise UnreadableSource(subject, "不像工作报告：没有政府工作报告的用语", "请检查是否选错文件")
