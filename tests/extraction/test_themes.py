"""Themes: from the words of a statement, else from the headings above it."""

from __future__ import annotations

import pytest

from kg.extraction.themes import themes_of
from kg.lexicon import table

CODES = {
    "partyBuilding", "economy", "construction", "cityManagement", "environment", "safety", "governance", "livelihood",
    "culture", "governmentEfficiency", "epidemicControl", "ruralRevival",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("社会消费品零售总额同比", "economy"),
        ("消化违建存量", "cityManagement"),
        ("信访案件办结率", "governance"),
        ("新增公办幼儿园学位", "livelihood"),
        ("PM2.5平均浓度", "environment"),
        ("成立党支部", "partyBuilding"),
        ("火灾事故起数", "safety"),
        ("城市更新项目", "construction"),
        ("图书馆总藏书", "culture"),
        ("政务服务事项网上办件", "governmentEfficiency"),
        ("累计核酸检测", "epidemicControl"),
        ("对口帮扶贫困村", "ruralRevival"),
    ],
)
def test_words_of_the_statement_decide(text: str, first: str) -> None:
    assert themes_of(text, ("四、其他工作",))[0] == first


def test_the_innermost_heading_decides_where_the_words_say_nothing() -> None:
    assert themes_of("响应率", ("一、经济发展", "(二)垃圾分类全面铺开")) == ("cityManagement",)
    assert themes_of("响应率", ("一、经济发展", "(二)其他")) == ("economy",)


def test_nothing_is_said_where_nothing_tells() -> None:
    assert themes_of("响应率", ("一、回顾",)) == ()
    assert themes_of("", ()) == ()


def test_there_are_two_themes_at_most_and_all_have_words() -> None:
    assert len(themes_of("党建引领经济发展,垃圾分类和消防安全、文化惠民")) == 2
    assert set(table("themes")["themes"]) == CODES
