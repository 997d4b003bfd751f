"""Kinds of reports: from title, headings and date line follow what is reviewed, what is planned, and for when."""

from __future__ import annotations

import pytest

from kg.documents import parse
from kg.extraction import extract

YEAR_2022, YEAR_2023 = ("2022-01-01", "2022-12-31"), ("2023-01-01", "2023-12-31")
TWO_PARTS = "{}\n一、{}\n新增企业20家。\n二、{}\n新建公园3个。\n"

# text, then for each figure in order: done or promised, first and last day
REPORTS = [
    # review and plan in one title
    (
        TWO_PARTS.format("东湖街道2022年工作总结暨2023年工作计划", "主要工作成效", "明年工作安排"),
        [("actual", *YEAR_2022), ("target", *YEAR_2023)],
    ),
    (
        TWO_PARTS.format(
            "关于东湖街道2021年上半年工作总结及下半年工作安排的报告", "上半年工作完成情况", "下半年工作安排"
        ),
        [("actual", "2021-01-01", "2021-06-30"), ("target", "2021-07-01", "2021-12-31")],
    ),
    (
        TWO_PARTS.format("东湖街道2023年三季度工作总结和四季度工作计划", "三季度工作总结", "四季度工作计划"),
        [("actual", "2023-07-01", "2023-09-30"), ("target", "2023-10-01", "2023-12-31")],
    ),
    (
        TWO_PARTS.format("关于东湖市2022年预算执行情况和2023年预算草案的报告", "2022年预算执行情况", "2023年预算草案"),
        [("actual", *YEAR_2022), ("target", *YEAR_2023)],
    ),
    (
        TWO_PARTS.format("东湖街道五年工作总结和今后五年工作打算\n(2021年10月)", "过去五年的工作", "今后五年的工作"),
        [("actual", "2017-01-01", "2021-12-31"), ("target", "2022-01-01", "2026-12-31")],
    ),
    # half a year under another name
    ("东湖街道2022年半年度工作总结\n一、主要工作\n走访居民300户。\n", [("actual", "2022-01-01", "2022-06-30")]),
    # a government report reviews the year before the one in which it is given
    (
        TWO_PARTS.format("2023年东湖县政府工作报告", "过去一年工作回顾", "今年工作安排"),
        [("actual", *YEAR_2022), ("target", *YEAR_2023)],
    ),
    (
        TWO_PARTS.format(
            "政府工作报告\n——在东湖镇第十届人民代表大会第二次会议上\n(2023年1月5日)\n各位代表:",
            "过去一年工作回顾",
            "今年工作安排",
        ),
        [("actual", *YEAR_2022), ("target", *YEAR_2023)],
    ),
    # … unless it tells of that very year
    (
        "东湖镇2023年政府工作报告\n2023年实现税收3亿元。\n一、主要工作\n2023年完成投资5亿元。\n",
        [("actual", *YEAR_2023), ("actual", *YEAR_2023)],
    ),
    # … and its list of tasks is of the year itself
    ("东湖县2023年政府工作报告主要目标任务责任分解\n一、经济\n税收5亿元。\n", [("target", *YEAR_2023)]),
    # plans and lists of promises; the same list with its progress is a review
    ("东湖街道2023年工作要点\n一、抓项目\n建成公园4个。\n", [("target", *YEAR_2023)]),
    ("东湖镇2023年为民办实事项目\n1.新建公园3个。\n", [("target", *YEAR_2023)]),
    ("东湖镇2023年为民办实事项目完成情况\n1.新建公园3个。\n", [("actual", *YEAR_2023)]),
    ("东湖市2023年政府民生实事项目清单\n一、教育\n新建幼儿园5所。\n", [("target", *YEAR_2023)]),
    (
        "东湖街道“十四五”发展规划\n一、“十三五”发展成就\n收入50亿元。\n二、总体目标\n到2025年,收入60亿元。\n",
        [("actual", "2016-01-01", "2020-12-31"), ("target", "2021-01-01", "2025-12-31")],
    ),
    # progress notes: up to the month of the title, then the rest of the year
    (
        "东湖县2023年民生实事项目1—10月进展情况通报\n一、进展\n新建食堂14个。\n二、下一步工作\n新建食堂3个。\n",
        [("actual", "2023-01-01", "2023-10-31"), ("target", "2023-11-01", "2023-12-31")],
    ),
    # minutes: what is decided is promised
    (
        "东湖县政府常务会议纪要\n2023年3月2日,召开第5次会议。1-2月完成投资5亿元。\n会议要求,新建公园3个。\n",
        [("actual", "2023-01-01", "2023-02-28"), ("target", *YEAR_2023)],
    ),
    # a heading narrows the period of its section
    (
        "东湖镇2023年工作总结\n一、1—9月经济指标完成情况\n税收5亿元。\n二、其他工作\n新增公园3个。\n",
        [("actual", "2023-01-01", "2023-09-30"), ("actual", *YEAR_2023)],
    ),
    # the numbering begins again where the plan does
    (
        "东湖镇2022年工作总结\n一、党建\n发展党员5名。\n2023年工作思路\n一、党建\n发展党员6名。\n",
        [("actual", *YEAR_2022), ("target", *YEAR_2023)],
    ),
    # a year to come in a review without a plan
    (
        "东湖街道2022年工作情况汇报\n今年1-11月,完成税收5亿元。\n2023年,计划新建公园4个。\n",
        [("actual", "2022-01-01", "2022-11-30"), ("target", *YEAR_2023)],
    ),
    # time limits at the end of an item hold for all of it
    (
        "东湖市2023年政府民生实事项目清单\n一、医疗\n配备设备7台;筛查2万人。\n完成时限:2023年10月底前\n",
        [("target", "2023-01-01", "2023-10-31"), ("target", "2023-01-01", "2023-10-31")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), REPORTS, ids=[text.split("\n", 1)[0] for text, _ in REPORTS])
def test_done_or_promised_and_when(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [
        (f.modality.value, str(f.period.start), str(f.period.end))
        for f in extract(parse(text, "text")).indicators
        if f.period is not None
    ]
    assert found == expected
