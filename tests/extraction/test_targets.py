"""Completion rates find the targets that they are rates of: in the sentence, in the item, in another section."""

from __future__ import annotations

import pytest

from kg.documents import parse
from kg.extraction import extract

REVIEW = "东湖街道2021年工作总结和2022年工作计划\n一、2021年工作总结\n{}\n二、2022年工作计划\n{}\n"


def links(review: str, plan: str = "持续改善环境。") -> dict[str, str]:
    """Quotation of each rate that has a target → quotation of the target."""
    found = extract(parse(REVIEW.format(review, plan), "东湖街道"))
    text = found.document.text
    return {
        text[rate.start : rate.end]: text[found.indicators[rate.of_target].start : found.indicators[rate.of_target].end]
        for rate in found.indicators
        if rate.of_target is not None
    }


@pytest.mark.parametrize(
    ("review", "plan", "expected"),
    [
        ("完成区下达任务35.42万平方米的91%。", "持续改善。", {"91%": "35.42万平方米"}),
        ("1.一般公共预算收入:年度目标14.6亿元;上半年完成7.98亿元,完成率54.7%。", "持续改善。", {"54.7%": "14.6亿元"}),
        # another section promises what the rate and the figure before it amount to
        (
            "消化违建存量19.125万平方米,完成年度任务54.01%。",
            "完成35.4万平方米的年度消违任务。",
            {"54.01%": "35.4万平方米"},
        ),
        # … in other words
        ("消化违建存量19.125万平方米,完成年度任务54.01%。", "新建厂房35.4万平方米。", {}),
        # … not to the same amount
        ("消化违建存量19.125万平方米,完成年度任务54.01%。", "完成40万平方米的年度消违任务。", {}),
        # no rate of a task
        ("消化违建存量19.125万平方米,占存量的54.01%。", "完成35.4万平方米的年度消违任务。", {}),
    ],
)
def test_targets(review: str, plan: str, expected: dict[str, str]) -> None:
    assert links(review, plan) == expected
