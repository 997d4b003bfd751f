"""Tables of bare numbers: rows as lines, a cell a line, cells that a web page tells; and what is no such table."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.documents import parse, read
from kg.extraction import extract
from kg.extraction.model import Bound, ChangeBasis, Extraction, Indicator, Kind, Modality, SetAsideReason
from kg.extraction.table_figures import RULE
from kg.linking import link
from kg.rdf import facts

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
    bases = {figure.base_period for _, _, figure in found if figure.kind is Kind.CHANGE}
    assert [str(base.end) for base in bases if base] == ["2022-09-30"]


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


WORK = "东湖街道2024年工作总结\n一、2024年工作回顾\n"


def cells(text: str) -> list[tuple[str, str, str, str, str]]:
    return [(quote, metric, number, mood, when) for quote, metric, number, _, mood, when in brief(text)]


def test_headings_in_two_lines_stand_for_those_below() -> None:
    rows = "地区生产总值\t亿元\t118\t6.5\t116.4\t6.1\n固定资产投资\t亿元\t-\t10\t-\t-3.2\n"
    expected = [
        ("118", "地区生产总值", "118亿元", "target", "2024"),
        ("6.5", "地区生产总值", "6.5%", "target", "2024"),
        ("116.4", "地区生产总值", "116.4亿元", "actual", "2024"),
        ("6.1", "地区生产总值", "6.1%", "actual", "2024"),
        ("10", "固定资产投资", "10%", "target", "2024"),
        ("-3.2", "固定资产投资", "-3.2%", "actual", "2024"),
    ]
    tabs = "指标\t单位\t2024年计划\t\t2024年完成\t\n\t\t绝对数\t增长%\t绝对数\t增长%\n"
    assert cells(WORK + tabs + rows) == expected
    blanks = "指标 单位 2024年计划 2024年完成\n绝对数 增长% 绝对数 增长%\n"
    assert cells(WORK + blanks + rows.replace("\t", " ")) == expected
    one_line = "指标 单位 2024年计划 2024年计划增长% 2024年完成 2024年增长%\n"
    assert cells(WORK + one_line + rows.replace("\t", " ")) == expected


def test_the_unit_above_a_table_is_that_of_its_numbers_and_columns_may_stand_twice() -> None:
    text = """东湖街道2023年度部门决算
收入支出决算总表
金额单位：万元
项目 | 决算数 | 项目 | 决算数
财政拨款收入 | 1,462.00 | 一般公共服务支出 | 820.50
 | | 住房保障支出 | 56.2
"""
    assert cells(text) == [
        ("1,462.00", "财政拨款收入", "1462.00万元", "actual", "2023"),
        ("820.50", "一般公共服务支出", "820.50万元", "actual", "2023"),
        ("56.2", "住房保障支出", "56.2万元", "actual", "2023"),
    ]
    people = WORK + "单位：人\n社区 常住人口 党员\n金桥社区 12,846 56\n"
    assert [cell[:3] for cell in cells(people)] == [
        ("12,846", "金桥社区常住人口", "12846人"),
        ("56", "金桥社区党员", "56人"),
    ]


def test_a_budget_beside_its_execution_is_of_the_same_year() -> None:
    text = """青石镇2023年财政预算执行情况和2024年财政预算草案的报告
一、2023年财政预算执行情况
2023年一般公共预算支出执行情况表
单位：万元
项目 预算数 执行数 为预算的% 比上年增长%
教育支出 2450 2443 99.7 6.2
二、2024年预算草案
预计收入5900万元。
"""
    assert cells(text) == [
        ("2450", "教育支出", "2450万元", "target", "2023"),
        ("2443", "教育支出", "2443万元", "actual", "2023"),
        ("99.7", "教育支出为预算的", "99.7%", "actual", "2023"),
        ("6.2", "教育支出比上年", "6.2%", "actual", "2023"),
    ]


def test_parts_belong_to_the_row_above_them() -> None:
    text = (
        WORK
        + "指标 单位 2024年完成\n一、地区生产总值 亿元 116\n其中：第一产业 亿元 38\n第二产业 亿元 22\n二、进出口 亿元 5\n"
    )
    assert [metric for _, metric, *_ in cells(text)] == [
        "地区生产总值",
        "地区生产总值第一产业",
        "地区生产总值第二产业",
        "进出口",
    ]


def test_what_is_done_of_a_target_is_no_promise_in_a_plan_either() -> None:
    text = """东湖街道2024年工作总结和2025年工作计划
一、2024年工作总结
工作有序推进。
二、2025年工作计划
指标 单位 目标值 完成值
新增就业 人 1000 1210
"""
    assert [(cell[0], cell[3]) for cell in cells(text)] == [("1000", "target"), ("1210", "actual")]


def test_projects_with_their_sums_in_bars() -> None:
    text = """东湖街道2024年民生实事项目完成情况
| 序号 | 项目名称 | 建设内容 | 总投资（万元） | 年度计划投资（万元） | 完成投资（万元） |
|---|---|---|---|---|---|
| 1 | 东湖路改造工程 | 拓宽道路 | 1,200 | 800 | 650 |
| 2 | 社区养老服务中心 | 新建 | 560 |  | 120 |
"""
    assert [cell[:4] for cell in cells(text)] == [
        ("1,200", "东湖路改造工程总投资", "1200万元", "actual"),
        ("800", "东湖路改造工程年度计划投资", "800万元", "target"),
        ("650", "东湖路改造工程完成投资", "650万元", "actual"),
        ("560", "社区养老服务中心总投资", "560万元", "actual"),
        ("120", "社区养老服务中心完成投资", "120万元", "actual"),
    ]


def test_cells_may_say_growth_limits_and_words() -> None:
    text = """东湖区2025年政府工作报告
二、2025年工作安排
附：主要预期目标
指标 2024年完成情况 2025年预期目标
地区生产总值 增长6.1% 增长6.5%左右
城镇调查失业率 5.2% 控制在5.5%以内
单位能耗 0.32吨标准煤/万元 完成省下达任务
"""
    assert [(*cell[:2], *cell[3:]) for cell in cells(text)] == [
        ("6.1%", "地区生产总值", "actual", "2024"),
        ("6.5%", "地区生产总值", "target", "2025"),
        ("5.2%", "城镇调查失业率", "actual", "2024"),
        ("5.5%", "城镇调查失业率", "target", "2025"),
        ("0.32吨标准煤/万元", "单位能耗", "actual", "2024"),
    ]


def test_signs_and_ranks_in_words() -> None:
    signs = WORK + "社区 人口（人） 比上年增减（人） 名次\n金桥社区 12846 +210 第一\n车站社区 9537 -120 第2名\n"
    assert [cell[:3] for cell in cells(signs)] == [
        ("12846", "金桥社区人口", "12846人"),
        ("+210", "金桥社区人口比上年", "210人"),
        ("第一", "金桥社区名次", "1位"),
        ("9537", "车站社区人口", "9537人"),
        ("-120", "车站社区人口比上年", "-120人"),
        ("第2名", "车站社区名次", "2位"),
    ]


def test_any_noun_may_head_the_names_where_all_others_have_units() -> None:
    text = WORK + "领域 已开工项目（个） 总投资（亿元）\n产业升级 24 186.4\n合计 36 206.5\n年份 2021 2022\n产值 12 13\n"
    assert [metric for _, metric, *_ in cells(text)] == [
        "产业升级已开工项目",
        "产业升级总投资",
        "合计已开工项目",
        "合计总投资",
    ]


def test_an_annex_behind_the_plan_tells_what_has_come_about() -> None:
    text = """东湖县2024年第一季度考核情况通报
一、2024年第一季度考核情况
全县考核乡镇2个。
二、下一步工作计划
加快整改。
附件：考核得分
乡镇 得分
柳河镇 95.2
清湖乡 93.1
"""
    assert {cell[3] for cell in cells(text)} == {"actual"}
    aims = text.replace("考核得分", "2024年目标得分")
    assert {cell[3] for cell in cells(aims)} == {"target"}


def test_the_area_of_a_row_is_that_of_its_numbers() -> None:
    found = list(facts(link(extract(parse(VILLAGES, "表")))))
    scores = {fact["metric"]: fact["area"] for fact in found if fact["type"] == "indicator"}
    assert len({scores["沙岭社区得分"], scores["新涌村得分"]}) == 2


def test_the_title_of_a_table_says_when_where_its_headings_do_not() -> None:
    text = "东湖县2024年考核情况通报\n一、考核情况\n2024年第一季度考核得分\n乡镇 得分\n柳河镇 95.2\n清湖乡 93.1\n"
    periods = {figure.period for _, _, figure in said(extract(parse(text, "表")))}
    assert [(str(period.start), str(period.end)) for period in periods if period] == [("2024-01-01", "2024-03-31")]
