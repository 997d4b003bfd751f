"""Where names begin and end."""

from __future__ import annotations

import pytest

from kg.extraction.forms import Form, form_of, is_proper, trim
from kg.extraction.nouns import group_spans, letters, phrases_of
from kg.language.tokens import tokenize


def phrases(text: str) -> list[list[str]]:
    tokens = tokenize(text)
    string = letters(tokens)
    groups = [phrases_of(string, first, last) for first, last in group_spans(string)]
    return [["".join(tokens.words[p.first : p.last]) for p in group] for group in groups if group]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加快推进老旧小区消防管网改造", [["老旧小区消防管网改造"]]),  # verbs before the name are no part of it
        ("提升改造市政道路", [["市政道路"]]),  # 改造 before a noun is a verb …
        ("裕安二路改造提升工程", [["裕安二路改造提升工程"]]),  # … and part of the name after one
        ("完善项目四级协调推进机制", [["项目四级协调推进机制"]]),  # so is 推进 before a head
        ("高标准推进高标准农田建设", [["高标准农田建设"]]),  # manner before a verb, part of the name before a noun
        ("建设27区工业园", [["27区工业园"]]),  # a number without classifier belongs to the name
        ("谋划亿元以上项目50个", [["亿元以上项目"]]),
        ("新建足球场9个,篮球场11个", [["足球场"], ["篮球场"]]),
        ("翔鸽路、惠康路等6个道路项目", [["翔鸽路", "惠康路", "道路项目"]]),
        ("落实“六统一”“五个一”要求", [["“六统一”", "“五个一”"]]),  # quotations side by side are two
        ("加快高新奇科技楼(二期)建设", [["高新奇科技楼(二期)建设"]]),
        ("2019年全面完工", []),
    ],
)
def test_phrases_end_at_verbs_adverbs_and_counts(text: str, expected: list[list[str]]) -> None:
    assert phrases(text) == expected


@pytest.mark.parametrize("text", ["", "。", "“没有结束", "(一)", '"a"b"', "、、、和等", "5个", "《》“”"])
def test_letters_are_one_for_each_word_of_any_text(text: str) -> None:
    tokens = tokenize(text)
    string = letters(tokens)
    assert len(string) == len(tokens)
    for first, last in group_spans(string):
        for phrase in phrases_of(string, first, last):
            assert first <= phrase.first < phrase.last <= last


@pytest.mark.parametrize(
    ("phrase", "name", "form"),
    [
        ("创业二路精品示范段建设", "创业二路精品示范段", Form.THING),
        ("新安足球公园新建工程", "新安足球公园新建工程", Form.WORKS),
        ("高新奇科技楼(二期)建设进度", "高新奇科技楼(二期)", Form.THING),
        ("农贸市场升级改造", "农贸市场升级改造", Form.ACT),
        ("全国文明城市创建工作", "全国文明城市创建", Form.MEASURE),
        ("城中村综合整治", "城中村综合整治", Form.MEASURE_OR_ACT),
        ("平安内江建设", "平安内江", Form.MEASURE),
        ("市疾控局", "市疾控局", Form.BODY),
        ("发展思路", "发展思路", Form.NONE),  # 路, but not one that is built
        ("经济总量", "经济总量", Form.NONE),
    ],
)
def test_the_form_of_a_phrase_is_told_by_its_head(phrase: str, name: str, form: Form) -> None:
    assert trim(phrase) == (name, form)


def test_the_longest_head_decides() -> None:
    assert form_of("公益调解中心") is Form.THING
    assert form_of("党建工作联席会议制度") is Form.MEASURE


@pytest.mark.parametrize(
    ("words", "proper"), [(("深圳", "医院"), True), (("鹭鹚嗰", "医院"), True), (("老旧小区", "管网"), False)]
)
def test_a_name_is_told_from_a_common_noun(words: tuple[str, ...], proper: bool) -> None:
    assert is_proper(words) is proper
