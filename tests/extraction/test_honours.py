"""Honours: recognitions received and precedence claimed, but not hopes and plans."""

from __future__ import annotations

import pytest

from kg.documents import parse
from kg.extraction.honours import find_honours

HEAD = "新安街道2020年工作总结和2021年工作计划\n\n一、2020年工作情况\n\n"
PLAN = "\n\n二、2021年工作计划\n\n"


def found(sentence: str, head: str = HEAD) -> list[tuple[str, str, str | None]]:
    document = parse(head + sentence + "\n", "report")
    return [(document.text[h.start : h.end], h.honour.value, h.scope) for h in find_honours(document)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("火灾高风险区域整治获评市“优秀”。", [("获评市“优秀”", "recognition", "全市")]),
        ("六联社区荣获“深圳市先进集体”称号,成效明显。", [("荣获“深圳市先进集体”称号", "recognition", "全市")]),
        ("夹江县被评为省级全域旅游示范区。", [("被评为省级全域旅游示范区", "recognition", "全省")]),
        ("我市入选全国首批碳达峰试点城市。", [("入选全国首批碳达峰试点城市", "recognition", "全国")]),
        ("3项工作获省政府表彰。", [("获省政府表彰", "recognition", "全省")]),
        ("该案例被省政府办公厅评为优秀案例。", [("被省政府办公厅评为优秀案例", "recognition", "全省")]),
        ("我县被水利部列为节水型社会达标县。", [("被水利部列为节水型社会达标县", "recognition", None)]),
        ("化成镇命名为省级百强中心镇。", [("命名为省级百强中心镇", "recognition", "全省")]),
        ("相关做法得到国家应急管理部肯定。", [("得到国家应急管理部肯定", "recognition", "全国")]),
        ("36个农产品纳入全国名特优新农产品名录。", [("纳入全国名特优新农产品名录", "recognition", "全国")]),
        (
            "打造我市首条夜间经济街,建设我省首座智慧公园。",
            [("我市首条", "precedence", "全市"), ("我省首座", "precedence", "全省")],
        ),
        ("举办全市首个街道级购物节。", [("全市首个", "precedence", "全市")]),
        ("在全区各街道中率先建立防疫党组织。", [("全区各街道中率先", "precedence", "全区")]),
        ("成立全国首家服务中心,全省唯一。", [("全国首家", "precedence", "全国"), ("全省唯一", "precedence", "全省")]),
    ],
)
def test_honours_are_quoted_with_their_scope(sentence: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert found(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "争取入选全国百强。",
        "推动村庄成功创建省级示范村。",
        "着力打造全国首个示范区。",
        "争创全国首个示范区。",
        "12家企业被纳入监测范围。",  # a list of work, not of honour
        "获奖作品巡回展出,获奖补资金3亿元。",
        "得到群众支持,受到疫情影响。",
        "人民群众获得感持续提升。",
        "23家企业获得央企订单。",
        "入选率稳步提高。",
        "全市首批企业开工。",
        "高一本录取率、评选表彰活动。",
    ],
)
def test_hopes_ordinary_gains_and_shared_ranks_are_none(sentence: str) -> None:
    assert found(sentence) == []


def test_a_plan_section_claims_nothing_yet() -> None:
    assert found("举办全市首个购物节,获评优秀示范项目。", HEAD + "完成投资3亿元。" + PLAN) == []
