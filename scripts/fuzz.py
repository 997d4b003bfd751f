"""Random input for everything that reads files: what may be raised is an `UnreadableSource`, and nothing may hang.

Usage: python scripts/fuzz.py TARGET [SECONDS] [CORPUS]      (needs atheris, the extra `fuzz`)
       TARGET is one of text, numbers, html, docx, pdf, zip

Coverage-guided. Every byte of an input stands for a piece of a report (text, numbers) or for itself (files). What breaks
is written to the working directory as `crash-*`, and belongs into tests/formats/cases/ with a name that says what it is.
"""

from __future__ import annotations

import sys
from io import BytesIO
from zipfile import ZipFile

import atheris

with atheris.instrument_imports(include=["kg"]):
    from kg.documents import parse, read_bytes
    from kg.documents.formats import docx, html, pdf
    from kg.documents.formats.archive import Archive
    from kg.errors import UnreadableSource
    from kg.extraction import extract
    from kg.language.quantities import scan
    from kg.language.times import find_times

PIECES = [
    *"０１2３4567８9十百千万亿〇两半几多余近约超达为至到由从比占较前后内外底末年月日号时个家项户人次元亩米公里%％‰倍成分点",
    *"，。；：、！？（）()“”《》〔〕【】—-~～·/\\|&<>*#@'\"=+ \t\n\r　\u200b\ufeff\x00\u202e",
    *"增长下降提高减少新建改造完成力争确保计划实现累计全街道社区镇村区县市省工作总结一二三四五六七八九",
    "亿元",
    "万元",
    "平方米",
    "百分点",
    "同比增长",
    "同比下降",
    "完成率",
    "其中",
    "分别",
    "以上",
    "以内",
    "不少于",
    "控制在",
    "年底前",
    "上半年",
    "1-6月",
    "2023年",
    "2022-2024年",
    "三年内",
    "13.08%",
    "3.5亿元",
    "12,345",
    "1 350",
    "第一",
    "第3位",
    "一是",
    "（一）",
    "一、",
    "1.",
    "——",
    "……",
    "街道2022年工作总结和2023年工作计划",
    "存在问题",
    "项目",
    "工程",
    "建成",
    "竣工",
    "开工",
    "“",
    "”",
    "等5个",
    "约300余",
    "十余",
    "数百",
]


def as_text(data: bytes) -> str:
    """Bytes as pieces of a report."""
    return "".join(PIECES[byte % len(PIECES)] for byte in data)


def text(data: bytes) -> None:
    """A text of pieces, read and extracted; every quotation is that of its offsets."""
    document = parse(as_text(data))
    found = extract(document)
    for mention in (*found.indicators, *found.projects, *found.initiatives, *found.deadlines, *found.areas):
        assert 0 <= mention.start < mention.end <= len(document.text)


def numbers(data: bytes) -> None:
    """Quantities and times of a short text."""
    reading = parse(as_text(data)).reading.text
    for quantity in scan(reading):
        assert 0 <= quantity.start < quantity.end <= len(reading)
    for time in find_times(reading):
        assert 0 <= time.start < time.end <= len(reading)
        time.resolve(2023)


def page(data: bytes) -> None:
    """A page of any bytes."""
    html.read(data)


def word(data: bytes) -> None:
    """A Word document whose body is any bytes, in a sound archive."""
    made = BytesIO()
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", b"<w:document " + space + b"><w:body>" + data + b"</w:body></w:document>")
        archive.writestr("word/numbering.xml", b"<w:numbering " + space + b">" + data + b"</w:numbering>")
    try:
        docx.read(Archive(made.getvalue(), "x"), "x")
    except UnreadableSource:
        return


def paper(data: bytes) -> None:
    """A PDF of any bytes."""
    try:
        pdf.read(data, "x")
    except UnreadableSource:
        return


def packed(data: bytes) -> None:
    """An archive, or any file, of any bytes."""
    try:
        read_bytes(data, "x")
        archive = Archive(data, "x")
        for name in archive.names():
            archive.read(name)
    except UnreadableSource:
        return


TARGETS = {"text": text, "numbers": numbers, "html": page, "docx": word, "pdf": paper, "zip": packed}


def main() -> None:
    """Run one target for some seconds."""
    name, seconds, *corpus = [*sys.argv[1:], "60"][:2] + sys.argv[3:]
    limits = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=4096", "-print_final_stats=1"]
    length = {"text": 400, "numbers": 60}.get(name, 20_000)
    atheris.Setup([sys.argv[0], *limits, f"-max_len={length}", *corpus], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
