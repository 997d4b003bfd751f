"""Which files are read, in which encodings, and with what words others are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.documents import read, source
from kg.errors import UnreadableSource

REPORT = "某街道2022年工作总结\n一、主要工作\n全年完成税收3亿元，同比增长5%。新建公园2个。\n"
TRADITIONAL = "某街道2012年工作總結\n一、主要工作\n全年完成稅收3億元，社區發展建設完成。\n"


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (REPORT, "utf-8", "utf-8"),
        (REPORT, "utf-8-sig", "utf-8"),
        (REPORT, "gb18030", "gb18030"),
        (REPORT, "utf-16", "utf-16-le"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "gb18030", "gb18030"),
    ],
)
def test_encodings_are_found_and_a_byte_order_mark_is_no_character(
    tmp_path: Path, text: str, encoding: str, named: str
) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(text.encode(encoding))
    document = read(path)
    assert (document.text, document.encoding, document.name) == (text, named, "报告")


def test_line_ends_stay_as_they_are_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(REPORT.replace("\n", "\r\n").encode())
    assert read(path).text == REPORT.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "空"),
        (b" \n\t\n", "空"),
        ("\u3000\n\u3000".encode(), "空"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04\x14\x00", "压缩包损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Word 97-2003"),
        (b"abc\x00def", "二进制"),
        (b"\xff\xfe\xff", "utf-16"),
        (bytes(range(0x80, 0x100)) * 4, "编码"),
        ("été à Genève".encode("latin-1") * 20, "编码"),
        (b"The quick brown fox jumps over the lazy dog.", "中文"),
        ("床前明月光，疑是地上霜。举头望明月，低头思故乡。".encode(), "不像工作报告"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"Rar!\x1a\x07", "RAR"),
    ],
)
def test_what_is_no_report_is_refused_with_its_cause(tmp_path: Path, data: bytes, cause: str) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableSource) as caught:
        read(path)
    assert cause in caught.value.cause
    assert caught.value.remedy and str(path) in caught.value.line() and "\n" not in caught.value.line()


def test_missing_files_and_directories_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="找不到"):
        read(tmp_path / "none.txt")
    with pytest.raises(UnreadableSource, match="文件夹"):
        read(tmp_path)


def test_files_that_are_too_large_are_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.txt"
    path.write_text(REPORT, encoding="utf-8")
    monkeypatch.setattr(source, "LARGEST", 10)
    with pytest.raises(UnreadableSource, match="太大"):
        read(path)


@pytest.mark.parametrize(
    "text",
    [
        "（二）城市管理。拆除违建3处，改造公厕7座。",
        "完成投资3亿元，增长5%。",
        "推进社区治理，深化网格服务，持续改善营商环境。",
    ],
)
def test_a_single_section_or_passage_is_accepted(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert read(path).sentences
