"""The state of an undertaking from the words around its name."""

from __future__ import annotations

import pytest

from kg.documents.model import SectionRole
from kg.extraction import status
from kg.extraction.model import Modality, Status, Strength

REVIEW, PLAN = SectionRole.REVIEW, SectionRole.PLAN


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("完工。", Status.COMPLETED),
        ("完成竣工验收并顺利移交。", Status.COMPLETED),
        ("全线贯通。", Status.COMPLETED),
        ("建成投用。", Status.IN_USE),
        ("投入使用,入驻率约七成。", Status.IN_USE),
        ("开门迎客。", Status.IN_USE),
        ("主体工程完工。", Status.UNDERWAY),  # the shell alone
        ("主体工程封顶。", Status.UNDERWAY),
        ("完成补偿协议签订。", Status.UNDERWAY),  # land is being acquired
        ("施工有序推进。", Status.UNDERWAY),
        ("完成概算预审申报。", Status.PREPARING),
        ("完成专项规划审批。", Status.PREPARING),
        ("已上报建设请示。", Status.PREPARING),
        ("启动招标。", Status.PREPARING),
        ("获批复。", Status.PREPARING),
        ("动工建设。", Status.STARTED),
        ("深受好评。", None),
    ],
)
def test_the_first_predicate_decides(rest: str, expected: Status | None) -> None:
    assert status.predicate(rest) is expected


@pytest.mark.parametrize(
    ("trigger", "rest", "role", "expected"),
    [
        ("新建", "9个。", REVIEW, (Status.COMPLETED, None)),
        ("开工建设", "52个。", REVIEW, (Status.STARTED, None)),
        ("推进", "建设。", REVIEW, (Status.UNDERWAY, None)),
        ("启用", "。", REVIEW, (Status.IN_USE, None)),
        ("谋划", "500个。", REVIEW, (Status.PREPARING, None)),
        ("", "深受好评。", REVIEW, (Status.UNSTATED, None)),
        ("", "封顶。", PLAN, (Status.PLANNED, Status.UNDERWAY)),
        ("建成", "。", PLAN, (Status.PLANNED, Status.COMPLETED)),
        ("", "。", PLAN, (Status.PLANNED, None)),
    ],
)
def test_the_verb_before_counts_and_plans_only_promise(
    trigger: str, rest: str, role: SectionRole, expected: tuple[Status, Status | None]
) -> None:
    assert status.state(trigger, rest, role) == expected


def test_two_verbs_tell_more_than_one() -> None:
    assert status.verb("上半年开工建设", "建设") == "开工建设"
    assert status.verb("加快", "加快") == "加快"


@pytest.mark.parametrize(
    ("clause", "role", "expected"),
    [
        ("确保年底前", PLAN, Strength.ENSURE),
        ("力争年内", PLAN, Strength.STRIVE),
        ("年内", PLAN, Strength.PLAN),
        ("力争", REVIEW, None),
    ],
)
def test_promises_have_a_strength(clause: str, role: SectionRole, expected: Strength | None) -> None:
    assert status.strength(clause, role) is expected


def test_only_plans_are_targets() -> None:
    assert status.modality(PLAN) is Modality.TARGET
    assert status.modality(SectionRole.PROBLEM) is Modality.ACTUAL


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("建设,力争2023年6月底前建成通车。", Status.COMPLETED),
        ("建设,确保2024年6月底前启用;", Status.IN_USE),
        ("今年动工,2023年10月建成通车。", Status.COMPLETED),
        ("年底前竣工,上半年开工建设城北公园。", Status.COMPLETED),
        ("建设,年底前学校竣工。", Status.UNDERWAY),
        ("建设,完成城北公园设计,力争年内开工建设。", Status.UNDERWAY),
    ],
)
def test_a_plan_promises_what_is_to_be_by_the_day_that_it_names(rest: str, expected: Status) -> None:
    assert status.state("加快", rest, PLAN) == (Status.PLANNED, expected)


def test_what_is_completed_is_promised_though_building_is_named() -> None:
    assert status.state("完成", "建设,打通断点。", PLAN) == (Status.PLANNED, Status.COMPLETED)


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("因规划调整,年内未能开工。", Status.PREPARING),
        ("因消防审批延期至三季度开工。", Status.PREPARING),
        ("还在办施工许可。", Status.PREPARING),
        ("未能如期贯通。", Status.UNDERWAY),
        ("只完成了主体封顶,没能在秋季开学时交付。", Status.UNDERWAY),
        ("打通了1.3公里,还剩800米在做桩基;", Status.UNDERWAY),
        ("厂房竣工,正在安装设备。", Status.UNDERWAY),
        ("竣工时间推迟到明年4月竣工。", Status.UNDERWAY),
        ("完工。其余正在施工。", None),
        ("全面完工。", None),
    ],
)
def test_what_is_still_to_be_done_is_heard(rest: str, expected: Status | None) -> None:
    assert status.unfinished(rest) is expected
