"""Promises and what the next report of the street says of them: verdicts, names, and annotated pairs of reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kg.documents import parse, read
from kg.documents.model import Period
from kg.evaluation.bodies import held_out_names
from kg.evaluation.follow_ups import Followed, followed
from kg.extraction import extract
from kg.linking import link
from kg.linking.across import across
from kg.linking.claims import Claims, claims_of, from_json, to_json
from kg.linking.likeness import alike, same_name
from kg.linking.model import FollowUp

GOLD = Path(__file__).parents[1] / "gold" / "pairs"

FIRST = """深圳市宝安区新安街道2022年工作总结和2023年工作计划
一、2022年工作总结
全年新增停车位300个。
二、2023年工作计划
{}
"""
SECOND = """深圳市宝安区新安街道2023年工作总结和2024年工作计划
一、2023年工作总结
{}
二、2024年工作计划
持续推进。
"""


def claims(text: str) -> Claims:
    return claims_of(link(extract(parse(text))))


def follow(promise: str, outcome: str) -> list[FollowUp]:
    return across([claims(FIRST.format(promise)), claims(SECOND.format(outcome))])


@pytest.mark.parametrize(
    ("promise", "outcome", "verdict"),
    [
        ("全年新增停车位500个。", "新增停车位620个。", "met"),
        ("全年新增停车位500个以上。", "新增停车位480个。", "missed"),
        ("全年增设公共停车泊位500个。", "新增停车位500个。", "met"),
        ("刑事警情下降10%。", "刑事警情下降13.2%。", "met"),
        ("刑事警情下降10%。", "刑事警情下降8%。", "missed"),
        ("PM2.5平均浓度控制在25微克/立方米以内。", "PM2.5平均浓度23微克/立方米。", "met"),
        ("PM2.5平均浓度控制在25微克/立方米以内。", "全区PM2.5平均浓度23微克/立方米。", "notComparable"),
        ("新认定国家高新技术企业20家。", "国家高新技术企业总量达142家。", "notComparable"),
        ("加装电梯20部。", "新增停车位620个。", "notReported"),
        ("地区生产总值增长6%左右。", "地区生产总值增长5.8%。", "met"),
        ("地区生产总值增长6%左右。", "地区生产总值增长4.1%。", "missed"),
        ("地区生产总值增长6%以上。", "一季度地区生产总值增长7%。", "notComparable"),
        ("新建高标准农田6万亩。", "高标准农田累计建成46.8万亩。", "notComparable"),
        ("全街道新增充电端口2000个。", "鹤园社区率先试点，新增充电端口650个。", "notComparable"),
        ("完成老旧小区改造6个。", "4个老旧小区改造完工，剩余2个已进场施工。", "partly"),
        ("规上工业总产值达到60亿元。", "规上工业总产值突破60亿元，达61.8亿元。", "met"),
        ("年底前建成滨河路城南公园。", "城南公园已建成开放。", "met"),
        ("年底前建成滨河路城南公园。", "城南公园主体封顶。", "missed"),
    ],
)
def test_a_promise_is_judged_by_what_the_next_report_says(promise: str, outcome: str, verdict: str) -> None:
    assert [found.verdict for found in follow(promise, outcome)] == [verdict]


def test_nobody_is_called_silent_where_something_may_be_meant() -> None:
    assert follow("完成笋竹低产林改造5000亩。", "实施竹林低改4100亩。") == []


def test_a_report_of_half_the_time_leaves_a_promise_open() -> None:
    first = claims(FIRST.format("全年新增停车位500个。"))
    half = claims(
        SECOND.format("新增停车位200个。").replace(
            "2023年工作总结和2024年工作计划", "2023年上半年工作总结和下半年工作计划"
        )
    )
    assert [found.verdict for found in across([first, half])] == ["partly"]
    silent = claims(
        SECOND.format("举办活动20场。").replace(
            "2023年工作总结和2024年工作计划", "2023年上半年工作总结和下半年工作计划"
        )
    )
    assert across([first, silent]) == []


def moved(claims: Claims, **fields: Any) -> Claims:
    """The same claims of another area or time."""
    return replace(claims, head=replace(claims.head, **fields))


def test_another_street_and_an_earlier_report_say_nothing() -> None:
    first = claims(FIRST.format("全年新增停车位500个。"))
    second = claims(SECOND.format("新增停车位620个。"))
    assert across([first, moved(second, area="area-elsewhere")]) == []
    before = moved(second, reviewed=Period(date(2021, 1, 1), date(2021, 12, 31)))
    assert across([first, before]) == []


def test_a_town_that_a_report_does_not_place_is_the_one_that_another_places() -> None:
    first = claims(FIRST.format("全年新增停车位500个。"))
    second = claims(SECOND.format("新增停车位620个。"))
    unplaced = moved(second, area="area-unplaced", path=(second.head.path[-1],))
    assert [found.verdict for found in across([first, unplaced])] == ["met"]
    twin = moved(first, area="area-twin", report="report-twin", path=("别处", first.head.path[-1]))
    assert across([first, twin, unplaced]) == []


@pytest.mark.parametrize("name", ["pa1-1", "pa1-2"])
def test_claims_are_read_as_they_were_written(name: str) -> None:
    written = claims_of(link(extract(read(GOLD / f"{name}.txt"))))
    assert from_json(to_json(written)) == written
    assert any(isinstance(figure.value, Decimal) for figure in written.figures)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("桂澜数字创意产业园二期", "桂澜数创园二期", True),
        ("城南公园一期", "城南公园二期", False),
        ("城南公园", "城北公园", False),
        ("人民路东段改造", "人民路西段改造", False),
    ],
)
def test_a_short_name_is_the_long_one_s_only_in_order_and_of_the_same_part(one: str, other: str, same: bool) -> None:
    assert (same_name(one, other) >= 0.65) is same
    assert same_name(one, other) == same_name(other, one)


def test_likeness_is_symmetric_and_whole_for_the_same() -> None:
    assert alike("新增停车位", "停车位") == 1.0
    assert alike("财税总收入", "财税收入") == alike("财税收入", "财税总收入")


def test_links_of_the_pairs_in_view_are_right() -> None:
    aside = held_out_names([GOLD])
    counts = sum((followed(gold) for gold in sorted(GOLD.glob("*.tsv")) if gold.stem not in aside), Followed())
    assert counts.links.precision >= 0.95
    assert counts.links.recall >= 0.80
