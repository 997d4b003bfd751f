"""Saved pages of government sites: the same facts as the text, nothing of the page around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.documents import parse, read, read_bytes
from kg.errors import UnreadableSource
from kg.extraction import extract
from tests.formats.facts import SEEDS, f1, facts, titled
from tests.formats.pages import TEMPLATES

DEEDS = (
    "街道上下紧扣高质量发展主题，统筹推进城市更新、民生改善和社会治理，各项工作取得新成效，群众满意度进一步提升。\n" * 6
)
TEXT = f"""和平街道2022年工作总结
一、工作情况
全年完成税收3.5亿元，同比增长8%。新增停车位300个。
{DEEDS}二、2023年工作计划
力争完成税收4亿元，年底前建成和平公园。
"""
each_template = pytest.mark.parametrize("make", TEMPLATES.values(), ids=TEMPLATES)


@each_template
@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_a_page_has_the_facts_of_its_text(seed: Path, make: Callable[[str], str]) -> None:
    text = titled(seed)
    # The code of the site is of another county than most of the seeds.
    page = make(text).replace("4403060030", "0000000000")
    assert f1(facts(read_bytes(page.encode("utf-8"), "page.html")), facts(parse(text))) >= 0.99


@each_template
def test_nothing_of_the_page_is_taken_for_the_report(make: Callable[[str], str]) -> None:
    document = read_bytes(make(TEXT).encode("utf-8"), "page.html")
    for foreign in ("政务公开", "某街道", "备案号", "扫一扫", "2099", "热门推荐", "无障碍"):
        assert foreign not in document.text
    assert document.metadata.title == "和平街道2022年工作总结"
    assert (document.review_period and document.review_period.start.year) == 2022
    assert document.format == "html"


@each_template
def test_pages_in_gb18030_and_big5_labels_are_read(make: Callable[[str], str]) -> None:
    markup = make(TEXT)
    assert read_bytes(markup.encode("gb18030"), "x").text == read_bytes(markup.encode("utf-8"), "x").text


@pytest.mark.parametrize("name", ["paragraphs", "breaks", "old_frame", "application"])
def test_the_date_comes_from_tags_or_from_the_line_under_the_title(name: str) -> None:
    metadata = read_bytes(TEMPLATES[name](TEXT).encode("utf-8"), "x").metadata
    assert metadata.issued == date(2023, 2, 8)


def test_the_address_and_the_code_of_the_site_are_kept() -> None:
    page = read_bytes(TEMPLATES["paragraphs"](TEXT).encode("utf-8"), "x").metadata
    assert (page.address, page.site_code) == ("http://www.example.gov.cn/hp/t123.html", "4403060030")
    saved = read_bytes(TEMPLATES["application"](TEXT).encode("utf-8"), "x").metadata
    assert saved.address == "https://www.example.gov.cn/zwgk/t20230208.html"


def test_the_office_that_a_tag_names_is_the_publisher_and_the_number_is_kept() -> None:
    page = TEMPLATES["paragraphs"](TEXT.replace("一、工作情况", "深和平办〔2023〕5号\n一、工作情况")).replace(
        'name="ContentSource" content="本网"', 'name="ContentSource" content="和平街道办事处"'
    )
    metadata = read_bytes(page.encode("utf-8"), "x").metadata
    assert (metadata.publisher, metadata.source) == ("和平街道办事处", "和平街道办事处")
    assert metadata.document_number == "深和平办〔2023〕5号"


def test_a_table_of_tasks_is_read_by_its_columns_with_row_and_column() -> None:
    rows = "".join(
        f"<tr><td>{k}</td><td>{name}</td><td>{goal}</td><td>{done}</td></tr>"
        for k, name, goal, done in (
            (1, "新增停车位", "500个", "300个"),
            (2, "新增学位", "1200个", "1200个"),
            (3, "加装电梯", "20部", "8部"),
        )
    )
    page = f"<html><body><h1>和平街道2023年民生实事项目进展情况</h1><table><tr><th>序号</th><th>项目</th><th>年度目标</th><th>进展</th></tr>{rows}</table></body></html>"
    document = read_bytes(page.encode("utf-8"), "x")
    start = document.text.index("300个")
    place = document.place_at(start)
    assert place is not None
    assert (place.row, place.column) == (2, 4)
    assert document.text[place.start : place.end] == "300个"


def test_the_figures_of_a_table_are_of_its_rows_and_columns() -> None:
    """Cells may hold blanks and several sentences; a row that spans them is one row all the same."""
    rows = "".join(
        f"<tr><td>{k}</td><td>{name}</td><td>{goal}</td><td>{done}</td></tr>"
        for k, name, goal, done in (
            (1, "新增停车位", "500个", "300个"),
            (2, "新增 学位", "1200个", "已完成1200个。其中小学800个"),
            (3, "加装电梯", "20部", "8部"),
        )
    )
    head = "<tr><th>序号</th><th>项目名称</th><th>年度目标</th><th>进展情况</th></tr>"
    page = f"<html><body><h1>和平街道2023年民生实事项目进展情况</h1><table>{head}{rows}</table></body></html>"
    figures = extract(read_bytes(page.encode("utf-8"), "x")).indicators
    assert [(f.metric[:4], int(f.value), f.modality.value) for f in figures] == [
        ("新增停车", 500, "target"),
        ("新增停车", 300, "actual"),
        ("新增学位", 1200, "target"),
        ("新增学位", 1200, "actual"),
        ("新增学位", 800, "actual"),
        ("加装电梯", 20, "target"),
        ("加装电梯", 8, "actual"),
    ]


def test_places_are_those_of_the_text() -> None:
    document = read_bytes(TEMPLATES["nested"](TEXT).encode("utf-8"), "x")
    lines = [document.text[place.start : place.end] for place in document.places]
    assert "".join(document.text.split()) == "".join("".join(lines).split())
    place = document.place_at(document.text.index("3.5亿元"))
    assert place is not None and place.paragraph == 3


def test_a_page_without_a_report_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body><p>404 Not Found</p></body></html>", encoding="utf-8")
    with pytest.raises(UnreadableSource, match=r"空的|中文"):
        read(path)


def test_a_very_deep_page_is_read() -> None:
    page = "<html><body>" + "<div>" * 20_000 + TEXT.replace("\\n", "<br>") + "</body></html>"
    assert "3.5亿元" in read_bytes(page.encode("utf-8"), "x").text
