"""Furniture, title and date line told apart from the body."""

from __future__ import annotations

import pytest

from kg.documents import layout, parse
from kg.documents.layout import Kind
from kg.documents.model import SectionRole


def kinds(text: str) -> list[str]:
    return [line.kind.name for line in layout.lines(text)]


@pytest.mark.parametrize(
    "line",
    [
        "当前位置: 首页 > 政务公开 > 规划计划",
        "首页 > 政务公开 > 年度工作总结",
        "您现在的位置:首页>信息公开",
        "扫一扫在手机打开当前页",
        "网站地图 | 宝安概况 | 关于我们 | 版权声明",
        "主办:深圳市宝安区人民政府",
        "备案序号:粤ICP备11016239号-7",
        "网站标识码:4403060030",
        "粤公网安备 44030602001291",
        "版权所有:某区人民政府 技术支持:某公司",
        "打印 | 关闭",
        "【打印本页】 【关闭窗口】",
        "分享到: 微信 微博",
        "浏览次数:638",
        "上一篇:某街道2021年工作总结",
        "— 2 —",
        "第 3 页 共 12 页",
        "top",
        "回到顶部",
    ],
)
def test_lines_of_a_page_are_furniture(line: str) -> None:
    assert kinds(f"某街道2022年工作总结\n全年完成税收3亿元，同比增长5%，居全区前列。\n{line}")[-1] in (
        "FURNITURE",
        "DATELINE",
    )


@pytest.mark.parametrize(
    "line",
    [
        "首页改版升级,政务公开目录更新128条。",
        "主办展会12场,承办赛事3场。",
        "打印证照1200份,关闭污染企业3家。",
        "联系电话回访群众1200人次,满意率达99%。",
        "扫一扫,让群众诉求直达部门,办结诉求300件。",
        "加大分享力度",
        "打印证照1200份",
        "相关信息公开128条",
        "上一篇章落幕,新建公园2个",
        "1.完善政务公开。主动公开信息128条。",
    ],
)
def test_sentences_with_such_words_are_body(line: str) -> None:
    assert kinds(f"某街道2022年工作总结\n{line}\n全年完成税收3亿元,同比增长5%,居全区前列。")[1] == "BODY"


@pytest.mark.parametrize(
    "line",
    [
        "发布时间:2020-07-21 15:32 来源:雁塔区小寨路街道办事处 浏览次数:638 [字体:大 中 小]",
        "信息来源: 宝安区新安街道 信息提供日期:2020-09-24",
        "来源:某街道",
        "(2023年1月10日)",
        "2023-01-10",
        "日期:2023年1月10日",
    ],
)
def test_the_line_under_the_title_gives_the_date(line: str) -> None:
    assert kinds(f"某街道2022年工作总结\n{line}\n全年完成税收3亿元,同比增长5%,居全区前列。") == [
        "TITLE",
        "DATELINE",
        "BODY",
    ]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("某街道2022年工作总结及2023年工作计划", True),
        ("上海市徐汇区田林街道2024年重点工作任务清单", True),
        ("XX街道2023年民生实事项目进展表(截至9月30日)", True),
        ("街道2023年党工委工作报告(第3/4页)", True),
        ("关于某镇2022年工作情况的报告", True),
        ("二〇二三年政府工作报告", True),
        ("政府工作报告", True),
        ("某镇2023年工作总结和2024年工作谋划", True),
        ("某街道2024年报告:说过的事办得怎么样", True),
        ("2024年总体情况:完成投资3亿元,增长5%", False),
        ("某区人民政府办公室关于印发2023年工作要点的通知", True),
        ("一、2022年工作总结", False),
        ("全年完成税收3亿元。", False),
        ("各位代表:", False),
        ("为提高政府工作的透明度,建设法治政府,及时权威发布", False),
    ],
)
def test_titles_are_told_by_their_words(line: str, title: bool) -> None:
    assert layout.looks_like_title(line) is title


def test_an_office_above_the_year_belongs_to_the_title_and_signs_the_report() -> None:
    found = parse("某区和平街道办事处\n2022年工作总结\n2023年1月5日\n一、经济\n完成投资3亿元。\n").metadata
    assert (found.title, found.publisher) == ("某区和平街道办事处2022年工作总结", "某区和平街道办事处")
    assert found.issued is not None and found.issued.isoformat() == "2023-01-05"


def test_two_offices_above_a_report_on_something_belong_to_its_title() -> None:
    found = parse("中共龙桥镇委员会 龙桥镇人民政府\n关于2024年工作总结的报告\n一、经济\n完成投资3亿元。\n").metadata
    assert found.title == "中共龙桥镇委员会 龙桥镇人民政府关于2024年工作总结的报告"


def test_a_signature_gives_publisher_and_date() -> None:
    found = parse("2022年工作总结\n一、经济\n完成投资3亿元。\n某区和平街道办事处\n2023年1月5日\n").metadata
    assert found.publisher == "某区和平街道办事处"
    assert found.issued is not None and found.issued.isoformat() == "2023-01-05"


def test_the_table_of_labels_above_a_report_is_no_title() -> None:
    text = (
        "索 引 号：X123 发布机构：某街道办事处\n名 称：某街道2021年工作总结\n发布日期：2022-01-03\n"
        "某街道2021年工作总结和2022年工作打算\n一、主要成效\n完成3亿元。\n二、2022年工作打算\n力争5%。"
    )
    found = parse(text)
    assert found.metadata.title == "某街道2021年工作总结和2022年工作打算"
    assert found.metadata.publisher == "某街道办事处"
    assert [section.heading for section in found.sections if section.heading] == ["一、主要成效", "二、2022年工作打算"]


def test_a_date_in_a_side_bar_is_not_the_date_of_the_report() -> None:
    found = parse(
        "首页 > 要闻\n发布时间:2019-01-01\n某街道2022年工作总结\n发布时间:2023-01-05\n完成投资3亿元,增长5%。"
    ).metadata
    assert found.issued is not None and found.issued.isoformat() == "2023-01-05"


def test_a_heading_that_opens_the_body_is_no_title() -> None:
    found = parse(
        "各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n2023年工作回顾\n过去一年，完成投资3亿元。\n2024年工作安排\n力争增长5%。"
    )
    assert found.metadata.title is None
    assert [section.heading for section in found.sections] == ["", "2023年工作回顾", "2024年工作安排"]


PAGE = """首页 > 政务公开
热点推荐
某区2019年工作总结出炉 2019-12-30
某街道2022年工作总结
发布时间:2023-01-05 来源:某街道
一、经济发展
全年完成税收3亿元，同比增长5%，完成年度任务的98%，总量位居全区第三，增幅位居全区第一。
二、城市管理
拆除违法建设21宗，面积5430平方米，清理卫生死角1200多处，整治背街小巷17条，新建公园2个。
相关链接
某街道2021年工作总结 2022-01-03
某镇2020年工作总结 2021-01-03
版权所有:某区人民政府
"""


def test_side_bars_before_and_behind_the_body_are_furniture_and_give_no_date() -> None:
    found = parse(PAGE)
    assert found.metadata.title == "某街道2022年工作总结"
    assert found.metadata.issued is not None and found.metadata.issued.isoformat() == "2023-01-05"
    body = [section.heading for section in found.sections if section.role is not SectionRole.FURNITURE]
    assert body == ["", "一、经济发展", "二、城市管理"]
    furniture = "".join(found.text[s.start : s.end] for s in found.sections if s.role is SectionRole.FURNITURE)
    assert "2020年工作总结" in furniture and "热点推荐" in furniture


def test_a_body_given_twice_counts_once() -> None:
    body = PAGE.split("来源:某街道\n")[1].split("相关链接")[0]
    found = parse(f"某街道2022年工作总结\n{body}某街道2022年工作总结\n{body}")
    said = [s for s in found.sentences if "21宗" in found.text[s.start : s.end]]
    assert [found.section_of(s).role for s in said] == [SectionRole.REVIEW, SectionRole.FURNITURE]


def test_a_glossary_behind_the_report_is_furniture() -> None:
    found = parse(
        PAGE.split("相关链接")[0] + "名词解释\n1.“3+2”行动：指3项整治和2项提升。\n2.“双百”工程：指100家企业。\n"
    )
    assert found.sections[-1].role is SectionRole.FURNITURE
    assert found.text[found.sections[-1].start :].startswith("名词解释")


def test_lines_without_furniture_are_all_body() -> None:
    assert set(kinds("一、2022年工作总结\n完成投资3亿元。\n二、2023年工作计划\n完成投资4亿元。")) == {Kind.BODY.name}
