"""The seeds and the written passages: metadata, periods, roles, as a person reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from kg.documents import parse, read
from kg.documents.model import Document, Period, ReportType, SectionRole

ROOT = Path(__file__).resolve().parents[2]
PASSAGES = ROOT / "tests" / "gold" / "passages"
SEEDS = ROOT / "seeds"
REVIEW, PLAN, PROBLEM = SectionRole.REVIEW, SectionRole.PLAN, SectionRole.PROBLEM


def half(year: int, number: int) -> Period:
    return Period(date(year, 1, 1), date(year, 6, 30)) if number == 1 else Period(date(year, 7, 1), date(year, 12, 31))


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


@dataclass(frozen=True)
class Expected:
    """`parts`: the roles of the outermost sections with a heading, in order."""

    review: Period | None
    plan: Period | None
    parts: list[SectionRole]
    type: ReportType = ReportType.REVIEW_AND_PLAN
    publisher: str | None = None
    anonymised: bool = False


EXPECTED = {
    "p01": Expected(half(2023, 1), half(2023, 2), [REVIEW, PLAN], publisher="武侯区玉林街道"),
    "p02": Expected(year(2019), year(2020), [REVIEW, PLAN], publisher="江岸区丹水池街道办事处"),
    "p03": Expected(None, year(2024), [PLAN] * 4, ReportType.TASK_LIST, "上海市徐汇区田林街道"),
    "p04": Expected(year(2011), year(2012), [REVIEW, PLAN], publisher="海珠区沙园街道"),
    "p05": Expected(year(2022), year(2023), [REVIEW, PLAN], publisher="长沙市岳麓区观沙岭街道"),
    "p06": Expected(year(2012), year(2013), [REVIEW, PLAN], publisher="湖里區殿前街道"),
    "p07": Expected(year(2017), year(2018), [REVIEW, PLAN], publisher="铁西区工人村街道"),
    "p08": Expected(year(2021), year(2022), [REVIEW, PLAN], publisher="漓渚镇人民政府"),
    "p09": Expected(
        Period(date(2023, 1, 1), date(2023, 9, 30)),
        Period(date(2023, 10, 1), date(2023, 12, 31)),
        [REVIEW, REVIEW, PLAN],
        publisher="XX街道",
        anonymised=True,
    ),
    "p10": Expected(half(2020, 1), half(2020, 2), [REVIEW, PLAN], publisher="雁塔区小寨路街道办事处"),
    "p11": Expected(None, year(2025), [PLAN] * 3, ReportType.PLAN, "青岛市市北区台东街道"),
    "p12": Expected(year(2016), year(2017), [REVIEW, PLAN], publisher="湄潭县"),
    "p13": Expected(year(2021), year(2022), [REVIEW, PLAN], publisher="渝中区大溪沟街道"),
    "p14": Expected(year(2018), year(2019), [REVIEW, PLAN], publisher="沙头角街道"),
    "p15": Expected(year(2008), year(2009), [REVIEW, PLAN], publisher="道里区兆麟街道办事处"),
    "anonymous-2023-tasks": Expected(None, year(2023), [PLAN], ReportType.TASK_LIST, anonymised=True),
    "buji-2020h1": Expected(half(2020, 1), half(2020, 2), [REVIEW, PROBLEM, PLAN], publisher="龙岗区布吉街道办事处"),
    "guanhu-2022": Expected(year(2022), year(2023), [REVIEW, PLAN]),
    "pingshan-2020": Expected(year(2020), year(2021), [REVIEW, PROBLEM, PLAN]),
    "xinan-2020h1": Expected(half(2020, 1), half(2020, 2), [REVIEW, PLAN], publisher="宝安区新安街道"),
}


def document(name: str) -> Document:
    return read((PASSAGES if name[0] == "p" and name[1].isdigit() else SEEDS) / f"{name}.txt")


@pytest.mark.parametrize("name", EXPECTED)
def test_periods_of_review_and_plan(name: str) -> None:
    found = document(name)
    assert (found.review_period, found.plan_period) == (EXPECTED[name].review, EXPECTED[name].plan)


@pytest.mark.parametrize("name", EXPECTED)
def test_roles_of_the_parts_and_everything_below_inherits_them(name: str) -> None:
    found = document(name)
    parts = [section for section in found.sections if section.parent is None and section.heading]
    assert [section.role for section in parts] == EXPECTED[name].parts
    for section in found.sections:
        if section.parent is not None and section.role is not SectionRole.FURNITURE:
            assert section.role is found.sections[section.parent].role


@pytest.mark.parametrize("name", EXPECTED)
def test_what_the_report_says_of_itself(name: str) -> None:
    about, expected = document(name).metadata, EXPECTED[name]
    assert (about.report_type, about.publisher, about.anonymised) == (
        expected.type,
        expected.publisher,
        expected.anonymised,
    )


def test_title_and_names_keep_the_script_of_the_text_but_not_its_line_breaks() -> None:
    assert document("p06").metadata.title == "湖里區殿前街道2012年工作總結和2013年工作計劃"
    assert document("p12").metadata.title == "湄潭县2016年政府工作报告（节选）"
    assert document("p13").metadata.title == "渝中区大溪沟街道2021年工作总结和2022年工作计划"


def test_the_furniture_of_a_web_page_is_told_apart() -> None:
    found = document("buji-2020h1")
    assert found.metadata.title == "布吉街道2020年上半年工作总结和下半年计划"
    assert found.metadata.issued == date(2020, 8, 4)
    furniture = [found.text[s.start : s.end] for s in found.sections if s.role is SectionRole.FURNITURE]
    assert furniture[0].startswith("回到\n顶部\n当前位置") and furniture[0].endswith("年度工作计划及总结")
    assert furniture[1].startswith("发布时间: 2020年08月04日")
    assert furniture[2:] == ["扫一扫在手机打开当前页"]


def test_everything_before_a_title_on_a_web_page_and_the_foot_are_furniture() -> None:
    found = document("xinan-2020h1")
    assert (found.metadata.issued, found.metadata.site_code) == (date(2020, 9, 24), "4403060030")
    furniture = [found.text[s.start : s.end] for s in found.sections if s.role is SectionRole.FURNITURE]
    assert len(furniture) == 3
    assert furniture[0].startswith("政务公开") and "规划计划" in furniture[0]
    assert furniture[2].startswith("网站地图") and furniture[2].endswith("top")
    assert found.sections[-1].parent is None


def test_a_page_number_between_sections_is_furniture_inside_the_body() -> None:
    found = document("p10")
    page = next(s for s in found.sections if found.text[s.start : s.end] == "— 2 —")
    assert page.role is SectionRole.FURNITURE and page.parent is not None
    after = next(s for s in found.sections if s.heading == "(三)治理不缺位")
    assert after.role is REVIEW and after.path == ("一、上半年工作总结", "(三)治理不缺位")


def test_the_items_of_a_task_list_are_sections_under_their_heads() -> None:
    found = document("anonymous-2023-tasks")
    items = [section for section in found.sections if section.level == 3]
    assert len(items) == 62
    assert items[11].path == (
        "2023年重点工作任务",
        "三、抓项目拓空间,在优化产业载体上奋力争先",
        "12.推动城市更新升级扩容",
    )
    assert found.sections[0].role is SectionRole.PREAMBLE


def test_each_row_of_a_table_is_one_sentence() -> None:
    found = document("p09")
    rows = [found.text[s.start : s.end] for s in found.sentences if found.section_of(s).heading == "二、分项情况"]
    assert len(rows) == 9
    assert rows[2] == "1 口袋公园建设 新建2个 建成1个，另1个绿化施工 11月底前 城建办"


def test_run_in_headings_are_headings_and_items_with_figures_are_not() -> None:
    headings = [s for s in document("p01").sentences if s.is_heading]
    text = document("p01").text
    assert [text[s.start : s.end] for s in headings][1:4] == [
        "一、上半年工作情况",
        "（一）产业提质有声有色。",
        "（二）社区治理走深走实。",
    ]
    found = document("p03")
    assert not [s for s in found.sentences if s.is_heading and "18.6" in found.text[s.start : s.end]]


@pytest.mark.shared
@pytest.mark.parametrize(
    "place",
    [
        "三亚",
        "乐山",
        "内江",
        "十堰",
        "南通",
        "天津",
        "恩施市",
        "无锡",
        "来宾",
        "林芝",
        "泰州",
        "潍坊",
        "牡丹江",
        "黄山(区)",
        "黔东南",
        "锡林郭勒",
    ],
)
def test_city_reports_have_a_reviewed_and_a_planned_year(place: str, shared: Path) -> None:
    found = parse((shared / "corpus" / f"{place}_2024.txt").read_text(encoding="utf-8"))
    assert (found.review_period, found.plan_period) == (year(2023), year(2024))
    parts = [section.role for section in found.sections if section.parent is None and section.heading]
    assert parts in ([REVIEW, PLAN], [REVIEW, PLAN, PLAN])
