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
