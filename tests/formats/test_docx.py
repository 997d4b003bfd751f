"""Word documents, written by hand part by part: what Word shows with all changes accepted."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from kg.documents import read_bytes
from kg.errors import UnreadableSource

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
HEAD = "<w:p><w:r><w:t>和平街道2022年工作总结</w:t></w:r></w:p>"
NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>"""


def word(body: str, **parts: str) -> bytes:
    """A document with a body and further parts."""
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{HEAD}{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return data.getvalue()


def text_of(body: str, **parts: str) -> str:
    return read_bytes(word(body, **parts), "a.docx").text.removeprefix("和平街道2022年工作总结\n")


def item(level: int, text: str) -> str:
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def test_inserted_text_counts_and_deleted_text_does_not() -> None:
    body = (
        "<w:p><w:r><w:t>全年新增规上企业</w:t></w:r><w:del><w:r><w:delText>40</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>45</w:t></w:r></w:ins><w:r><w:t>家。</w:t></w:r></w:p>"
    )
    assert text_of(body) == "全年新增规上企业45家。\n"


def test_automatic_numbers_are_written_out() -> None:
    body = (
        item(0, "工作情况")
        + item(1, "经济")
        + item(2, "完成税收3亿元。")
        + item(2, "新增企业5家。")
        + item(1, "民生")
        + item(2, "新增学位300个。")
        + item(0, "计划")
    )
    assert text_of(body, numbering=NUMBERING).splitlines() == [
        "一、工作情况",
        "（一）经济",
        "1.完成税收3亿元。",
        "2.新增企业5家。",
        "（二）民生",
        "1.新增学位300个。",
        "二、计划",
    ]


def test_a_style_gives_its_paragraphs_a_number() -> None:
    styles = f'<w:styles {W}><w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style><w:style w:styleId="H1b"><w:basedOn w:val="H1"/></w:style></w:styles>'
    body = '<w:p><w:pPr><w:pStyle w:val="H1b"/></w:pPr><w:r><w:t>工作情况</w:t></w:r></w:p>'
    assert text_of(body, numbering=NUMBERING, styles=styles) == "一、工作情况\n"


def test_a_text_box_follows_its_paragraph_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框中：新增学位300个。</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>完成税收3亿元。</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert text_of(body) == "完成税收3亿元。\n框中：新增学位300个。\n"


def test_a_table_is_a_line_a_row_and_merged_cells_stand_once() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    rows = [
        cell("序号") + cell("项目") + cell("年度目标"),
        cell("1") + cell("新增停车位", '<w:vMerge w:val="restart"/>') + cell("500个"),
        cell("2") + cell("新增停车位", "<w:vMerge/>") + cell("80个"),
    ]
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    document = read_bytes(word(body), "a.docx")
    assert document.text.splitlines()[1:] == ["序号\t项目\t年度目标", "1\t新增停车位\t500个", "2\t\t80个"]
    place = document.place_at(document.text.index("80个"))
    assert place is not None and (place.row, place.column) == (3, 3)


def test_breaks_fields_and_notes() -> None:
    body = (
        "<w:p><w:r><w:t>完成税收</w:t><w:br/><w:t>3亿元</w:t></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>。</w:t></w:r></w:p>'
    )
    assert text_of(body) == "完成税收\n3亿元。\n"


def test_a_damaged_document_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="Word 文件损坏"):
        read_bytes(word("<w:p><w:r><w:t>税收</w:t></w:r>"), "a.docx")


def test_an_empty_paragraph_is_no_line() -> None:
    assert text_of("<w:p/>") == ""


def test_entities_are_refused() -> None:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>')
    with pytest.raises(UnreadableSource, match="实体"):
        read_bytes(data.getvalue(), "a.docx")
