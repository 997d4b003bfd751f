"""Initiatives: rows of text with the measures named in them, and rows that name none."""

from __future__ import annotations

import pytest

from kg.documents import parse
from kg.extraction.initiatives import find_initiatives
from kg.extraction.model import Initiative, Modality, Status
from kg.extraction.undertakings import find_undertakings

REVIEW = "某街道2022年工作总结\n一、2022年工作情况\n"


def find(sentence: str) -> tuple[str, tuple[Initiative, ...]]:
    text = REVIEW + sentence
    return text, find_initiatives(parse(text))


@pytest.mark.parametrize(
    ("rule", "sentence", "names"),
    [
        ("initiative-quoted-head", "全区首推集中隔离人员“1+22+N”服务机制。", ["隔离人员“1+22+N”服务机制"]),
        ("initiative-quoted-head", "推广「無訟社區」工作法。", ["「無訟社區」工作法"]),
        ("initiative-quoted-head", '实施"会展+"战略。', ['"会展+"战略']),
        ("initiative-quoted-name", "开展“文化春雨行动”。", ["“文化春雨行动”"]),
        ("initiative-quoted", "严格落实“宝九条”,交通事故下降。", ["“宝九条”"]),
        (
            "initiative-quoted-front",
            "对照“八有一超”脱贫标准,按照“一村一策”原则,因地制宜。",
            ["“八有一超”脱贫标准", "“一村一策”"],
        ),
        ("initiative-quoted-subject", "“综合一窗受理”实现全覆盖。", ["“综合一窗受理”"]),
        ("initiative-quoted-project", "扎实推进“宝企帮百村”项目。", ["“宝企帮百村”项目"]),
        ("initiative-quoted-title", "争创“绿水青山就是金山银山”实践创新基地。", ["“绿水青山就是金山银山”实践创新基地"]),
        ("initiative-quoted-platform", "依托“一中心两化”平台,推动网格管理。", ["“一中心两化”平台"]),
        ("initiative-document", "修订《新安街道政府合同管理实施办法》。", ["《新安街道政府合同管理实施办法》"]),
        (
            "initiative-head-noun",
            "健全矛盾纠纷多元化解机制,开展交通安全文明示范门店创建行动。",
            ["矛盾纠纷多元化解机制", "交通安全文明示范门店创建行动"],
        ),
        ("initiative-weak-head", "狠抓工业源、扬尘源、移动源专项治理。", ["工业源、扬尘源、移动源专项治理"]),
        ("initiative-described-head", "建立健全以信用为基础的新型监管机制。", ["以信用为基础的新型监管机制"]),
        ("initiative-weak-head", "打响大千艺术品牌。", ["大千艺术品牌"]),
        ("initiative-vague-head", "出台人口高质量发展实施意见。", ["人口高质量发展实施意见"]),
        ("initiative-activity", "开展抗疫捐赠活动。", ["抗疫捐赠活动"]),
        ("initiative-known-name", "全面落实河长制。", ["河长制"]),
        ("initiative-title", "争创市级诚信示范街道。", ["市级诚信示范街道"]),
        ("initiative-body", "组建市疾控局。", ["市疾控局"]),
        ("initiative-construction", "深化平安内江建设。", ["平安内江建设"]),
        ("initiative-programme", "深入推进社会治理创新年工程。", ["社会治理创新年工程"]),
        ("initiative-head-noun", "国防动员体制改革稳步推进。", ["国防动员体制改革"]),
    ],
)
def test_measures_are_found_by_their_rule(rule: str, sentence: str, names: list[str]) -> None:
    text, initiatives = find(sentence)
    found = [text[i.start : i.end] for i in initiatives]
    assert [name for name in names if name not in found] == []
    assert rule in {i.rule for i in initiatives if text[i.start : i.end] in names}


@pytest.mark.parametrize(
    "sentence",
    [
        "筑牢疫情防控“铜墙铁壁”。",
        "用“辛苦指数”换取居民的“健康指数”。",
        "坚定“四个自信”,坚决做到“两个维护”。",
        "打造“家门口”的老年学校。",  # the quotation describes what follows
        "助力“四上”企业发展。",  # it only says which
        "获评全国文明城市,入选“百强县”名单。",  # received
        "推进法治政府建设。",  # what every report has
        "有效管理模式创新不足。",  # no verb sets it up
        "完善体制机制。",
        "全面贯彻《行政复议法》。",  # not made by the place
        "是实施“十四五”规划的关键一年。",
        "以“绣花功夫”推进城市管理精细化。",  # the means
        "“村BA”入选全国精品赛事。",  # a recognition
        "处理劳资纠纷98宗。",
        "现将曲圩镇2023年财政预算执行情况和2024年财政预算（草案）提请大会审议。",  # put before a congress
    ],
)
def test_slogans_and_titles_received_are_no_measures(sentence: str) -> None:
    text, initiatives = find(sentence)
    assert [text[i.start : i.end] for i in initiatives] == []


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("开展交通综合整治行动。", "campaign"),
        ("健全廉政风险防控机制。", "mechanism"),
        ("实施赋能培力计划。", "programme"),
        ("完善国防动员体系。", "system"),
        ("探索自助互助式养老服务模式。", "model"),
        ("打造“巡回人民调解庭”服务品牌。", "brand"),
        ("成立街道招商工作专班。", "team"),
        ("推进政府机构改革。", "reform"),
        ("推进全国文明城市创建。", "creation"),
    ],
)
def test_the_head_tells_the_type(sentence: str, kind: str) -> None:
    _, initiatives = find(sentence)
    assert [i.initiative_type for i in initiatives] == [kind]


def test_a_phrase_is_a_project_or_an_initiative_never_both() -> None:
    text = (REVIEW + "推进“工业上楼”试点项目,落实“一村一策”,建成坪山记忆馆,开展环境品质提升攻坚战。") * 2
    projects, initiatives = find_undertakings(parse(text))
    spans = [(x.start, x.end) for x in (*projects, *initiatives)]
    assert len(spans) == len(set(spans))
    assert projects
    assert initiatives


def test_a_plan_promises_its_measures() -> None:
    text = "某街道2023年工作计划\n一、2023年工作计划\n成立街道招商工作专班。"
    (initiative,) = find_initiatives(parse(text))
    assert (initiative.status, initiative.modality) == (Status.PLANNED, Modality.TARGET)


def test_page_furniture_names_nothing() -> None:
    text = "首页 > 政务公开 > 规划计划 > 年度工作计划及总结\n" + REVIEW + "各项工作有序推进。\n主办:某区人民政府"
    assert find_undertakings(parse(text)) == ((), ())
