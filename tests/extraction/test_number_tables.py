"""Tables of bare numbers: rows as lines, a cell a line, cells that a web page tells; and what is no such table."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.documents import parse, read
from kg.extraction import extract
from kg.extraction.model import Bound, ChangeBasis, Extraction, Indicator, Kind, Modality, SetAsideReason
from kg.extraction.table_figures import RULE

PLAN = """青陵县2023年国民经济和社会发展计划执行情况及2024年计划
一、2023年计划执行情况
全县经济稳中有进。
附表1 2024年主要预期指标
指标 单位 2023年实绩 2024年计划 增长（%）
地区生产总值 亿元 412.5 440 6.5
规模以上工业增加值 亿元 120.3 — 8
社会消费品零售总额 亿元 180.2 195 7.5左右
城镇新增就业 人 12,500 12000 -4
城镇登记失业率 % 2.8 <4.5 —
单位地区生产总值能耗 吨标准煤/万元 0.32 0.31 -3.1
"""
FIVE_YEARS = """东湖街道国民经济和社会发展第十四个五年规划
一、主要目标
类别 序号 指标 单位 2020年 2025年 年均增长〔累计〕 属性
经济发展 1 地区生产总值 亿元 182.6 260 7.3% 预期性
2 规上工业亩均税收 万元/亩 31.2 45 〔13.8〕 预期性
绿色生态 3 空气质量优良天数比例 % 93.2 ≥94 — 约束性
4 单位生产总值能耗降低 % — — 〔15〕 约束性
注：〔〕内为五年累计数。
"""
VILLAGES = """东湖街道2023年环境整治考核通报
一、考核结果
单位
得分（分）
整改率（%）
排名
沙岭社区
95.6
98.4
1
新涌村
93.2
96.0
2
二、下一步
继续努力。
"""
PROGRESS = """东湖街道2023年重点工作完成情况
序号 指标名称 单位 目标值 完成值 完成率
1 新增就业 人 1000 1210 121%
2 改造老旧小区 个 5 5 100%
"""


def said(found: Extraction) -> list[tuple[str, str, Indicator]]:
    """Characters, metric and figure of what tables say."""
    of_tables = [figure for figure in found.indicators if figure.rule == RULE]
    return [(found.document.text[figure.start : figure.end], figure.metric, figure) for figure in of_tables]


def brief(text: str) -> list[tuple[str, str, str, str, str, str]]:
    return [
        (quote, metric, f"{figure.written_value}{figure.written_unit}", figure.kind, figure.modality, years(figure))
        for quote, metric, figure in said(extract(parse(text, "表")))
    ]


def years(figure: Indicator) -> str:
    assert figure.period is not None
    first, last = figure.period.start.year, figure.period.end.year
    return str(first) if first == last else f"{first}-{last}"


def test_columns_of_years_are_outcomes_and_targets() -> None:
    assert brief(PLAN) == [
        ("412.5", "地区生产总值", "412.5亿元", "level", "actual", "2023"),
        ("440", "地区生产总值", "440亿元", "level", "target", "2024"),
        ("6.5", "地区生产总值", "6.5%", "change", "target", "2024"),
        ("120.3", "规模以上工业增加值", "120.3亿元", "level", "actual", "2023"),
        ("8", "规模以上工业增加值", "8%", "change", "target", "2024"),
        ("180.2", "社会消费品零售总额", "180.2亿元", "level", "actual", "2023"),
        ("195", "社会消费品零售总额", "195亿元", "level", "target", "2024"),
        ("7.5", "社会消费品零售总额", "7.5%", "change", "target", "2024"),
        ("12,500", "城镇新增就业", "12500人", "level", "actual", "2023"),
        ("12000", "城镇新增就业", "12000人", "level", "target", "2024"),
        ("-4", "城镇新增就业", "-4%", "change", "target", "2024"),
        ("2.8", "城镇登记失业率", "2.8%", "share", "actual", "2023"),
        ("4.5", "城镇登记失业率", "4.5%", "share", "target", "2024"),
        ("0.32", "单位地区生产总值能耗", "0.32吨标准煤/万元", "level", "actual", "2023"),
        ("0.31", "单位地区生产总值能耗", "0.31吨标准煤/万元", "level", "target", "2024"),
        ("-3.1", "单位地区生产总值能耗", "-3.1%", "change", "target", "2024"),
    ]


def test_a_cell_cites_its_row_its_unit_its_limit_and_the_year_of_its_column() -> None:
    found = extract(parse(PLAN, "表"))
    figures = {(quote, metric): figure for quote, metric, figure in said(found)}

    def cited(figure: Indicator) -> list[tuple[str, str]]:
        return [(cue.part, found.document.text[cue.start : cue.end]) for cue in figure.cues]

    rate = figures["4.5", "城镇登记失业率"]
    assert rate.bound is Bound.LESS_THAN
    assert rate.deadline is not None and rate.deadline.latest.isoformat() == "2024-12-31"
    assert cited(rate) == [("metric", "城镇登记失业率"), ("metric", "%"), ("bound", "<"), ("date", "2024年计划")]
    about = figures["7.5", "社会消费品零售总额"]
    assert about.bound is Bound.ABOUT
    assert cited(about) == [
        ("metric", "社会消费品零售总额"),
        ("metric", "增长（%）"),
        ("bound", "左右"),
        ("date", "2024年计划"),
    ]


def test_every_number_of_a_table_is_accounted_for() -> None:
    found = extract(parse(FIVE_YEARS, "表"))
    asides = {found.document.text[a.start : a.end]: a.reason for a in found.set_asides}
    assert SetAsideReason.UNRESOLVED not in asides.values()
    assert {asides[number] for number in "1234"} == {SetAsideReason.LIST_NUMBER}
    assert asides["亿元"] is SetAsideReason.OTHER


def test_a_plan_of_several_years_has_growth_a_year_and_in_all() -> None:
    assert brief(FIVE_YEARS) == [
        ("182.6", "地区生产总值", "182.6亿元", "level", "actual", "2020"),
        ("260", "地区生产总值", "260亿元", "level", "target", "2021-2025"),
        ("7.3%", "地区生产总值年均", "7.3%", "change", "target", "2021-2025"),
        ("31.2", "规上工业亩均税收", "31.2万元/亩", "level", "actual", "2020"),
        ("45", "规上工业亩均税收", "45万元/亩", "level", "target", "2021-2025"),
        ("13.8", "规上工业亩均税收累计", "13.8万元/亩", "change", "target", "2021-2025"),
        ("93.2", "空气质量优良天数比例", "93.2%", "share", "actual", "2020"),
        ("94", "空气质量优良天数比例", "94%", "share", "target", "2021-2025"),
        ("15", "单位生产总值能耗降低累计", "-15%", "change", "target", "2021-2025"),
    ]


def test_columns_measure_who_the_rows_name_also_a_cell_a_line() -> None:
    expected = [
        ("95.6", "沙岭社区得分", "95.6分", "level", "actual", "2023"),
        ("98.4", "沙岭社区整改率", "98.4%", "share", "actual", "2023"),
        ("1", "沙岭社区排名", "1位", "rank", "actual", "2023"),
        ("93.2", "新涌村得分", "93.2分", "level", "actual", "2023"),
        ("96.0", "新涌村整改率", "96.0%", "share", "actual", "2023"),
        ("2", "新涌村排名", "2位", "rank", "actual", "2023"),
    ]
    assert brief(VILLAGES) == expected
    cells = VILLAGES.split("\n")
    rows = [" ".join(cells[k : k + 4]) for k in range(2, 14, 4)]
    assert brief("\n".join([*cells[:2], *rows, *cells[14:]])) == expected


def test_targets_and_what_came_of_them() -> None:
    assert brief(PROGRESS) == [
        ("1000", "新增就业", "1000人", "level", "target", "2023"),
        ("1210", "新增就业", "1210人", "level", "actual", "2023"),
        ("121%", "新增就业完成率", "121%", "share", "actual", "2023"),
        ("5", "改造老旧小区", "5个", "level", "target", "2023"),
        ("5", "改造老旧小区", "5个", "level", "actual", "2023"),
        ("100%", "改造老旧小区完成率", "100%", "share", "actual", "2023"),
    ]


def test_growth_of_a_bulletin_is_year_on_year_and_of_its_months() -> None:
    text = """2023年1—9月青陵县经济运行情况
指标名称 计量单位 1-9月累计 同比增长（%）
一般公共预算收入 万元 235,612 8.4
固定资产投资 亿元 98.7 -2.3
规上工业企业利润 亿元 15.6 ±0
"""
    found = said(extract(parse(text, "表")))
    assert [(quote, metric, str(figure.written_value)) for quote, metric, figure in found] == [
        ("235,612", "一般公共预算收入", "235612"),
        ("8.4", "一般公共预算收入同比", "8.4"),
        ("98.7", "固定资产投资", "98.7"),
        ("-2.3", "固定资产投资同比", "-2.3"),
        ("15.6", "规上工业企业利润", "15.6"),
        ("±0", "规上工业企业利润同比", "0"),
    ]
    assert {figure.change_basis for _, _, figure in found if figure.kind is Kind.CHANGE} == {ChangeBasis.YEAR_ON_YEAR}
    assert {str(figure.period.end) for _, _, figure in found if figure.period} == {"2023-09-30"}


def test_units_stand_behind_names_and_cells_merge(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(
        """<html><head><meta charset="utf-8"><title>东湖镇2025年政府工作报告</title></head><body>
<h1>东湖镇2025年政府工作报告</h1><h2>一、2024年工作回顾</h2><p>全年新增停车位500个。</p><h2>二、2025年工作安排</h2>
<table><tr><th>类别</th><th>指标</th><th>2024年完成</th><th>2025年目标</th><th>增速</th></tr>
<tr><td rowspan="2">经济</td><td>地区生产总值（亿元）</td><td>85.2</td><td>91</td><td>6.8%</td></tr>
<tr><td>规上工业总产值（亿元）</td><td>210</td><td>225</td><td>7%左右</td></tr>
<tr><td>民生</td><td>新增就业（人）</td><td>1200</td><td>1300以上</td><td>—</td></tr></table>
<table><tr><td>姓名</td><td>电话</td></tr><tr><td>张三</td><td>13800000000</td></tr></table></body></html>""",
        encoding="utf-8",
    )
    found = said(extract(read(path)))
    assert [(quote, metric, figure.written_unit, figure.bound) for quote, metric, figure in found] == [
        ("85.2", "地区生产总值", "亿元", Bound.EXACT),
        ("91", "地区生产总值", "亿元", Bound.EXACT),
        ("6.8%", "地区生产总值", "%", Bound.EXACT),
        ("210", "规上工业总产值", "亿元", Bound.EXACT),
        ("225", "规上工业总产值", "亿元", Bound.EXACT),
        ("7%", "规上工业总产值", "%", Bound.ABOUT),
        ("1200", "新增就业", "人", Bound.EXACT),
        ("1300", "新增就业", "人", Bound.AT_LEAST),
    ]
    assert [figure.modality is Modality.TARGET for _, _, figure in found] == [
        False, True, True, False, True, True, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        "联系人 电话 房间\n张三 13800000000 301\n李四 13900000000 302",
        "指标 2022年 2023年\n地区生产总值 182.6 260",  # no unit
        "指标 单位 2022年 2023年\n地区生产总值 亿元 稳步增长 持续向好",  # no numbers
        "社区 书记 党员\n东湖社区 张三 56\n南湖社区 李四 48",
        "项目 数量 金额\n2023年，街道共实施项目35个，投入1200万元。",
        "单位\n地址\n东湖社区\n东湖路12号\n南湖社区\n南湖路8号",
        "序号\n项目\n1\n2\n3\n4\n5\n6",
    ],
)
def test_what_is_no_table_of_numbers(rows: str) -> None:
    assert brief(f"东湖街道2023年工作总结\n一、工作情况\n{rows}\n全年新建公厕7座。\n") == []


def test_cells_of_digits_are_no_number_with_blanks() -> None:
    """The blanks in 1000 1210 121% part cells; a line of single characters has blanks between all of them."""
    assert "1000 1210 121%" in parse(PROGRESS, "表").reading.text
    assert "完成投资740万元" in parse("东湖街道2023年工作总结\n完 成 投 资 740 万 元 。\n", "文").reading.text


def test_signs_limit_numbers_in_prose() -> None:
    found = extract(parse("东湖街道2023年工作总结\n空气质量优良天数比例≥94%，失业率<4.5%，投入约≈20万元。\n", "文"))
    assert [(figure.metric, figure.bound) for figure in found.indicators][:2] == [
        ("空气质量优良天数比例", Bound.AT_LEAST),
        ("失业率", Bound.LESS_THAN),
    ]
