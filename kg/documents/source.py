"""A path in, the text of its file out, decoded and freed of its format; what is no readable report is refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from kg import lexicon
from kg.documents.formats import Extracted, extracted
from kg.errors import UnreadableSource

LARGEST = 64 * 1024 * 1024

_HAN = re.compile(r"[\u3400-\u9fff]+")
# Characters of which any Chinese report is full; bytes decoded wrongly give rare ones.
_COMMON = re.compile("[的一是在和年工作人街道区市发展建设项目社完成推进个月全安上中国區發設項進個國]")
_COMMON_SHARE = 0.05
# A text so short may be a single passage: one word of reports is enough.
_PASSAGE = 300
_SEVERAL = 3
_BEGINNING = 2000


def load(path: Path) -> Extracted:
    """The text of a file, whatever its format, without its byte-order mark.

    Raises:
        UnreadableSource: with the cause and what to do, in Chinese.
    """
    return text_of(bytes_of(path), str(path))


def bytes_of(path: Path, largest: int | None = None) -> bytes:
    """The bytes of a file of at most `largest` bytes (`LARGEST`).

    Raises:
        UnreadableSource: with the cause and what to do, in Chinese.
    """
    subject = str(path)
    largest = LARGEST if largest is None else largest
    try:
        if path.is_dir():
            raise UnreadableSource(subject, "这是一个文件夹，不是文件", "请给出文本文件，或用 kg build 处理整个文件夹")
        if not path.exists():
            raise UnreadableSource(subject, "找不到这个文件", "请检查路径是否写对")
        if not path.is_file():
            raise UnreadableSource(subject, "这不是普通文件", "请给出文本文件")
        if (size := path.stat().st_size) > largest:
            raise UnreadableSource(
                subject,
                f"文件太大（{size / 2**20:.0f} MB，上限 {largest / 2**20:.0f} MB）",
                "工作报告通常不到 1 MB；请检查是否选错文件，或拆分后再试",
            )
        return path.read_bytes()
    except PermissionError:
        raise UnreadableSource(subject, "没有读取权限", "请检查文件权限") from None
    except (OSError, ValueError) as error:
        raise UnreadableSource(subject, f"读取失败（{error}）", "请检查磁盘和路径") from None


def text_of(data: bytes, subject: str) -> Extracted:
    """The text of a file's bytes, when it can be a report.

    Raises:
        UnreadableSource: with the cause and what to do, in Chinese.
    """
    found = extracted(data, subject)
    check(found.text, subject)
    return found


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
    if b"\x00" in data:
        raise UnreadableSource(subject, "这是二进制文件（含空字节），不是文本", "请另存为 UTF-8 文本（.txt）后再试")
    found = decode_chinese(data)
    if found is None:
        raise UnreadableSource(subject, "认不出文件的编码（不是 UTF-8、GB18030 或 Big5）", "请另存为 UTF-8 文本后再试")
    return found


def decode_chinese(data: bytes) -> tuple[str, str] | None:
    """The text of bytes as UTF-8, else in the Chinese encoding that gives the most common characters; None when none does.

    What a file says of its own encoding is not asked: pages say gb2312 and are GB18030, or UTF-8.
    """
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    best, best_share = None, 0.0
    for encoding in ("gb18030", "big5"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        han = _han(text)
        share = len(_COMMON.findall(text)) / han if han else 0.0
        if share > best_share:
            best, best_share = (text, encoding), share
    return best if best_share >= _COMMON_SHARE else None


def _han(text: str) -> int:
    """How many Chinese characters a text has."""
    return sum(map(len, _HAN.findall(text)))


def _stand_in(text: str, words: Iterable[str], needed: int) -> bool:
    """Whether so many of some words stand in a text."""
    return len(list(islice((word for word in words if word in text), needed))) == needed


def check(text: str, subject: str) -> None:
    """Refuse a text that cannot be a report or a part of one."""
    if not text.strip():
        raise UnreadableSource(subject, "文件是空的，只有空白", "请放入报告正文后再试")
    # The beginning tells of most texts that they are Chinese.
    if _han(text[:_BEGINNING]) * 20 < len(text) and _han(text) * 20 < max(len(text.strip()), 1):
        raise UnreadableSource(
            subject, "不像工作报告：几乎没有中文", "本工具只读中文工作报告；若是乱码，请另存为 UTF-8"
        )
    words = lexicon.words("sections", "report_words", "words")
    if _stand_in(text[:200_000], words, _SEVERAL):
        return
    # Scanned texts have blanks inside words.
    dense = "".join(text[:200_000].split())
    if not _stand_in(dense, words, _SEVERAL if len(dense) > _PASSAGE else 1):
        raise UnreadableSource(subject, "不像工作报告：没有政府工作报告的用语", "请检查是否选错文件")
