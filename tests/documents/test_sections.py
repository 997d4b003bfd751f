"""Headings, levels, roles; sentences."""

from __future__ import annotations

import pytest

from kg.documents import parse
from kg.documents.model import SectionRole

REVIEW, PLAN, PROBLEM, PREAMBLE = SectionRole.REVIEW, SectionRole.PLAN, SectionRole.PROBLEM, SectionRole.PREAMBLE
TITLE = "某街道2022年工作总结及2023年工作计划\n"


def tree(text: str) -> list[tuple[int, str]]:
    return [(section.level, section.heading) for section in parse(text).sections if section.heading]


def roles(text: str) -> list[SectionRole]:
    return [section.role for section in parse(text).sections if section.heading]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "一、总结\n（一）经济。完成税收3亿元。\n1.招商。引进企业3家。\n（1）走访。走访企业5家。\n（二）城管。拆违3处。\n二、计划\n力争5%。",
            [(1, "一、总结"), (2, "(一)经济"), (3, "1.招商"), (4, "(1)走访"), (2, "(二)城管"), (1, "二、计划")],
        ),
        ("第一部分 2022年工作回顾\n一、经济\n完成3亿元。\n第二部分 2023年工作安排\n一、经济\n力争4亿元。", [
            (1, "第一部分2022年工作回顾"), (2, "一、经济"), (1, "第二部分2023年工作安排"), (2, "一、经济")]),
        ("2022年工作回顾\n一、经济\n完成3亿元。\n2023年工作安排\n一、经济\n力争4亿元。", [
            (1, "2022年工作回顾"), (2, "一、经济"), (1, "2023年工作安排"), (2, "一、经济")]),
        ("一、2023年工作安排\n主要目标\n税收增长5%。\n重点任务\n（一）经济。引进3家。", [
            (1, "一、2023年工作安排"), (2, "主要目标"), (2, "重点任务"), (3, "(一)经济")]),
        ("一.总结\n一)经济。完成3亿元。", [(1, "一.总结"), (2, "一)经济")]),
        # Neither dates, decimals nor counted parts of a sentence are headings.
        ("12.5%的企业获得支持，增长较快。", []),
        ("一、二、三产业协同发展，增加值增长5%。", []),
        ("2023年完成投资3亿元。", []),
        ("一是抓经济。完成3亿元。二是抓城管。拆违3处。", []),
        ("新建公园2个\n完成改造任务", []),
    ],
)  # fmt: skip
def test_headings_and_their_levels(text: str, expected: list[tuple[int, str]]) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TITLE + "一、2022年主要工作\n完成3亿元。\n"
            "二、存在问题\n停车难。\n三、2023年重点工作\n力争5%。", [REVIEW, PROBLEM, PLAN]),
        # Headings without such words follow the part before them.
        (TITLE + "一、2022年工作回顾\n完成3亿元。\n二、2023年工作安排\n"
            "力争5%。\n三、加强自身建设\n从严治党。", [REVIEW, PLAN, PLAN]),
        (TITLE + "一、经济\n完成3亿元。\n二、城管\n拆违3处。\n三、下一步打算\n力争5%。", [REVIEW, REVIEW, PLAN]),
        # A deed is no problem and no plan, whatever words its heading has.
        (TITLE + "一、2022年工作回顾\n(一)补齐短板、加固底板\n完成3亿元。\n"
            "(二)实施三年行动计划\n新建2个。\n二、2023年工作计划\n力争5%。", [REVIEW] * 3 + [PLAN]),
        # But a short heading below the top may open another part.
        (TITLE + "一、经济工作\n(一)工作总结\n完成3亿元。\n(二)下一步工作打算\n力争5%。", [REVIEW, REVIEW, PLAN]),
        (TITLE + "一、经济\n(一)2022年完成情况\n完成3亿元。\n(二)2023年计划\n力争5%。", [REVIEW, REVIEW, PLAN]),
        ("某街道2023年工作要点\n一、巩固拓展脱贫攻坚成果\n新建2个。\n二、提升治理成效\n新增3个。", [PLAN, PLAN]),
        # The numbering begins again where the plan begins.
        (TITLE + "一、经济\n完成3亿元。\n二、城管\n"
            "拆违3处。\n一、经济\n力争5%。\n二、城管\n新建2个。", [REVIEW, REVIEW, PLAN, PLAN]),
    ],
)  # fmt: skip
def test_roles_of_sections(text: str, expected: list[SectionRole]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TITLE + "2022年，街道完成税收3亿元。\n同时，我们也清醒地认识到，停车难问题突出。\n"
            "2023年是关键一年，力争税收增长5%。\n新建公园2个。", [REVIEW, PROBLEM, PLAN]),
        (TITLE + "一年来，街道完成税收3亿元。\n下半年，我们将新建公园2个。", [REVIEW, PLAN]),
        ("某街道2022年工作总结\n2022年是极不平凡的一年。\n完成税收3亿元。", [REVIEW]),
        ("某街道2023年工作计划\n2023年，新建公园2个。\n实施改造项目3个。", [PLAN]),
        ("6月底前完成改造3处。年底前力争新增泊位200个，确保满意率达到95%以上。", [PLAN]),
        ("全年完成改造3处，新增了泊位200个，同比增长5%，满意率达到95%。", [REVIEW]),
    ],
)  # fmt: skip
def test_a_text_without_headings_gets_its_roles_from_title_and_wording(text: str, expected: list[SectionRole]) -> None:
    assert [section.role for section in parse(text).sections if section.role is not PREAMBLE] == expected


def test_a_report_on_one_line_gets_its_sections_from_marks_inside_it() -> None:
    filler = "完成投资3亿元，增长5%。" * 60
    text = (
        f"各位代表： 现在报告工作。一、2022年工作回顾 过去一年，{filler}（一）聚力经济。{filler} "
        f"（二）聚力民生。{filler}二、2023年工作安排 {filler}"
    )
    assert tree(text) == [
        (1, "一、2022年工作回顾"),
        (2, "(一)聚力经济"),
        (2, "(二)聚力民生"),
        (1, "二、2023年工作安排"),
    ]
    found = parse(text)
    assert found.plan_period is not None and found.plan_period.start.year == 2023


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("完成3.5亿元。新建2个！增长5%；拆违3处", ["完成3.5亿元。", "新建2个！", "增长5%；", "拆违3处"]),
        ("推行“民有所呼、我有所应！”工作法，办结3件。", ["推行“民有所呼、我有所应！”工作法，办结3件。"]),
        ("他说：“完成3件。”随后离开。", ["他说：“完成3件。”", "随后离开。"]),
        ("投资3,000万元;新建2个.", ["投资3,000万元;", "新建2个."]),
        ("？？？？", ["？？？？"]),
    ],
)
def test_sentences_end_at_stops_only(line: str, expected: list[str]) -> None:
    found = parse(line)
    assert [line[s.start : s.end] for s in found.sentences] == expected


def test_a_sentence_across_line_breaks_is_one() -> None:
    lines = [
        "全年完成固定资产投资十二亿元，为年度目标的一",
        "倍以上；商品销售总额同比增长百分之十，两年平均",
        "增长百分之八。盘活闲置楼宇三栋，空置面积减少二",
    ]
    text = "\n".join([*lines, *lines, "完成。"])
    found = parse(text)
    assert any("一\n倍" in text[s.start : s.end] for s in found.sentences)
