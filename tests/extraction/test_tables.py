"""Flattened tables: columns decide what is promised, what is done and by when; rows name what their figures are about."""

from __future__ import annotations

from datetime import date

from kg.documents import parse
from kg.extraction import extract
from kg.extraction.model import Modality
from kg.extraction.tables import find_rows

TABLE = """东湖街道2023年民生实事完成情况表(截至9月30日)
一、分项情况
序号 项目 年度目标 进展 时限 责任单位
1 社区食堂建设 新建3家 建成2家 11月底前 民政办
2 路灯安装 500盏 安装536盏 年内 城建办
小计
以上项目均按计划推进,累计投入资金80万元。
"""


def test_rows_have_the_columns_of_their_heading() -> None:
    document = parse(TABLE, "表")
    rows = list(find_rows(document).values())
    assert [row.columns for row in rows] == [("number", "name", "target", "progress", "deadline", "other")] * 2
    name = rows[0].cell("name")
    assert name is not None
    assert document.reading.text[slice(*name)] == "社区食堂建设"


def test_target_and_progress_columns_decide_what_is_promised_and_done() -> None:
    document = parse(TABLE, "表")
    found = {document.text[f.start : f.end]: f for f in extract(document).indicators}
    assert {q: f.modality for q, f in found.items()} == {
        "3家": Modality.TARGET,
        "2家": Modality.ACTUAL,
        "500盏": Modality.TARGET,
        "536盏": Modality.ACTUAL,
        "80万元": Modality.ACTUAL,
    }
    assert found["2家"].metric == "社区食堂建设建成"
    assert found["500盏"].metric == "路灯安装"
    deadline = found["3家"].deadline
    assert deadline is not None and deadline.latest == date(2023, 11, 30)


def test_lines_without_known_headings_are_no_table() -> None:
    assert find_rows(parse("东湖街道2023年工作总结\n序号 姓名 部门\n1 张三 城建办\n全年新建公厕7座。\n", "表")) == {}
