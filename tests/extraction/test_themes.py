"""Themes: from the words of a statement, else from the headings above it."""

from __future__ import annotations

from itertools import chain

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


@pytest.mark.parametrize(
    ("text", "first", "not_first"),
    [
        ("消费帮扶任务", "ruralRevival", "economy"),
        ("消费券核销金额", "economy", "ruralRevival"),
        ("道路沿线环境整治", "cityManagement", "construction"),
        ("道路沿线提升", "construction", "cityManagement"),
        ("城市更新项目专规审批", "construction", "governmentEfficiency"),
        ("审批事项办理", "governmentEfficiency", "construction"),
        ("出海口水质", "environment", "economy"),
        ("品牌出海", "economy", "environment"),
        ("老旧小区加装电梯", "construction", "livelihood"),
        ("预防控制体系", "safety", "epidemicControl"),
        ("疫情防控体系", "epidemicControl", "safety"),
        ("高中阶段毛入学率", "livelihood", "culture"),
        ("城中村电气火灾综合治理", "safety", "governance"),
        ("新建社区食堂", "livelihood", "construction"),
        ("工业园区安全整治提升达标", "safety", "economy"),
    ],
)
def test_longer_words_win_over_the_words_in_them(text: str, first: str, not_first: str) -> None:
    assert themes_of(text)[0] == first != not_first


def test_of_words_alike_the_last_one_says_what_it_is_about() -> None:
    assert themes_of("农贸市场疫情防控") == ("epidemicControl", "cityManagement")
    assert themes_of("疫情防控期间的农贸市场") == ("cityManagement", "epidemicControl")
    assert themes_of("学校停车") == ("cityManagement", "livelihood")
    assert themes_of("停车学校") == ("livelihood", "cityManagement")


@pytest.mark.parametrize("text", ["調解糾紛成功率", "调 解 纠 纷 成 功 率", "调解\n纠纷", "调解　纠纷"])
def test_script_and_blanks_do_not_matter(text: str) -> None:
    assert themes_of(text) == ("governance",)


def test_full_width_letters_do_not_matter() -> None:
    assert themes_of("ＰＭ２．５浓度") == themes_of("PM2.5浓度") == ("environment",)


def test_weak_words_are_read_only_where_nothing_else_tells() -> None:
    assert themes_of("东广场改造", ("一、回顾",)) == ("construction",)
    assert themes_of("东广场改造", ("(二)文化惠民",)) == ("culture",)
    assert themes_of("完成投资", ("一、总体情况",)) == ("economy",)
    assert themes_of("完成投资", ("2024年重点项目",)) == ("construction",)
    assert themes_of("开展培训", ("(五)安全生产监管",)) == ("safety",)
    assert themes_of("技能培训", ("(五)安全生产监管",)) == ("livelihood",)


@pytest.mark.parametrize(
    "heading", ["二、2024年工作思路", "(七)坚持党的领导下大力气", "三、2021年重点工作任务", "四、自身建设"]
)
def test_ordinary_headings_say_nothing(heading: str) -> None:
    assert themes_of("响应率", (heading,)) == ()


def test_each_word_is_once_in_its_list_and_weak_or_strong() -> None:
    listed = {strength: list(chain(*table("themes")[strength].values())) for strength in ("themes", "weak")}
    assert not set(listed["themes"]) & set(listed["weak"])
    for words in (*table("themes")["themes"].values(), *table("themes")["weak"].values()):
        assert len(words) == len(set(words))
    assert set(table("themes")["weak"]) <= CODES


def test_nothing_is_said_where_nothing_tells() -> None:
    assert themes_of("响应率", ("一、回顾",)) == ()
    assert themes_of("", ()) == ()


def test_there_are_two_themes_at_most_and_all_have_words() -> None:
    assert len(themes_of("党建引领经济发展,垃圾分类和消防安全、文化惠民")) == 2
    assert set(table("themes")["themes"]) == CODES
