"""Files that LibreOffice and Chromium make of the seeds: the same facts as their text."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from kg.documents import parse, read
from kg.extraction import extract
from tests.formats.facts import SEEDS, f1, facts, titled
from tests.formats.pages import lines_of

each_seed = pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)


@pytest.fixture
def source(seed: Path, tmp_path: Path) -> Path:
    path = tmp_path / f"{seed.stem}.txt"
    path.write_text(titled(seed), encoding="utf-8")
    return path


@each_seed
def test_a_word_document_has_the_facts_of_its_text(source: Path, office: Callable[[Path, str], Path]) -> None:
    document = read(office(source, "docx"))
    assert document.format == "docx"
    assert f1(facts(document), facts(read(source))) >= 0.99


@each_seed
def test_a_pdf_of_an_office_has_the_facts_of_its_text(source: Path, office: Callable[[Path, str], Path]) -> None:
    document = read(office(office(source, "docx"), "pdf"))
    assert f1(facts(document), facts(read(source))) >= 0.97
    pages = [place.page for place in document.places]
    assert pages == sorted(pages)
    assert pages[-1] and pages[-1] > 2


def article(text: str) -> str:
    """A page for reading and printing: indented paragraphs, a running head on each sheet, page numbers."""
    title, body = lines_of(text)
    inner = "".join(f"<p>{escape(line)}</p>" for line in body)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title><style>
@page {{ margin: 25mm 20mm; @top-center {{ content: "政府工作报告汇编"; }} @bottom-center {{ content: "— " counter(page) " —"; }} }}
body {{ font: 16px/1.9 serif }} h1 {{ text-align: center; font-size: 24px }} p {{ text-indent: 2em; margin: 0 }}
</style></head><body><h1>{escape(title)}</h1>{inner}</body></html>"""


@each_seed
def test_a_printed_page_has_the_facts_of_its_text(seed: Path, printed: Callable[[str, str], Path]) -> None:
    text = titled(seed)
    document = read(printed(article(text), seed.stem))
    assert f1(facts(document), facts(parse(text))) >= 0.97
    assert "政府工作报告汇编" not in document.text


def test_a_ruled_table_of_a_pdf_is_read_by_rows_and_columns(printed: Callable[[str, str], Path]) -> None:
    cells = (
        ("序号", "项目名称", "年度目标", "进展情况"),
        ("1", "新增停车位", "500个", "300个"),
        ("2", "新增学位", "1200个", "已完成1200个。其中小学800个"),
    )
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    markup = (
        '<html><head><meta charset="utf-8"></head><body><h1>和平街道2023年民生实事项目进展情况</h1>'
        "<p>街道上下紧扣民生实事，扎实推进各项工作，取得明显成效，群众满意度进一步提升。</p>"
        f'<table border="1">{rows}</table></body></html>'
    )
    document = read(printed(markup, "table"))
    place = document.place_at(document.text.index("300个"))
    assert place is not None and (place.page, place.row, place.column) == (1, 2, 4)
    moods = [(int(f.value), f.modality.value) for f in extract(document).indicators]
    assert moods == [(500, "target"), (300, "actual"), (1200, "target"), (1200, "actual"), (800, "actual")]
