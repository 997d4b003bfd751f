"""What looks like a name and is none: sentences of invented reports in, names of undertakings and areas out."""

from __future__ import annotations

import pytest

from kg.documents import parse
from kg.extraction import extract
from kg.extraction.model import Status

REPORT = "东湖街道2021年工作总结\n一、2021年工作总结\n{}\n"
LIST = "东湖街道2021年民生实事项目进展情况通报\n一、民生项目\n{}\n"


def names(sentence: str) -> set[str]:
    found = extract(parse(REPORT.format(sentence)))
    return {project.name for project in found.projects} | {initiative.name for initiative in found.initiatives}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("推进总投资120亿元的新能源整车基地建设。", "新能源整车基地"),
        ("占地120亩的体育中心完工。", "体育中心"),
        ("改造自建房12栋。", "自建房"),
        ("基层站点达到“六有一能”标准。", "“六有一能”标准"),
        ("为150户困难老人实施适老化改造。", "适老化改造"),
        ("改造危旧房126栋。", "危旧房"),
        ("改造老旧小区21个,尚有2个小区未完工。", "老旧小区"),
        # what a sum is invested in
        ("总投资9.6亿元的康苏水库下闸蓄水。", "康苏水库"),
        ("投资800万元的恒发木业公司于6月份正式投产。", "恒发木业公司"),
        ("新建党群服务中心3个。", "党群服务中心"),
    ],
)
def test_a_name_begins_with_a_word(sentence: str, name: str) -> None:
    assert name in names(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "检查“九小场所”、经营性自建房1280家。",
        "生活垃圾分类准确率、回收利用率分别达到92.5%和63%。",
        "个别更新项目推进缓慢。",
        "建成白杨镇、柳林街道2个养老服务综合体。",
        "新增普惠托位60个。",
        "零售额增速居全区26个镇街第4位。",
        "完成剩余15个问题点位整改销号。",
        "力争年末牲畜存栏稳定在39万头（只）、出栏19万头（只）以上。",
        "新建两新党组织5个。",
        "选聘生态护林员780名、草原管护员1240名、护边员3012名。",
        "基本建成现代化滨江新城。",
        "处置D级危房4栋。",
        "通过区政府门户网站主动公开信息312条。",
        "尚有21个老旧小区未实施改造。",
        "“棠溪发布”公众号推送1150篇。",
        "2006年，是实施“十一五”规划的开局之年。",
        "推动11个小区更换物业、6个小区成立业委会。",
        "滨河社区服务中心获评省级示范中心。",
    ],
)
def test_what_is_looked_into_rates_and_some_of_many_are_no_undertakings(sentence: str) -> None:
    none = {"经营性自建房", "生活垃圾分类准确率", "个别更新项目", "白杨镇", "柳林街道", "普惠托位"}
    none |= {
        "镇街第",
        "问题点位整改",
        "出栏19万头(只)",
        "两新党组织",
        "草原管护员",
        "现代化滨江新城",
        "D级危房",
        "区政府门户网站",
    }
    none |= {"老旧小区", "“棠溪发布”", "“十一五”规划", "小区更换物业", "滨河社区服务中心"}
    assert not names(sentence) & none


@pytest.mark.parametrize(
    ("sentence", "area"),
    [
        ("建设平安街道,打造幸福社区3个。", None),
        ("走访平安街道办事处。", "平安街道"),
        ("村文化广场和镇便民服务中心建成投用。", None),
        ("太和镇完成改造。", "太和镇"),
    ],
)
def test_what_a_street_is_to_become_is_no_name(sentence: str, area: str | None) -> None:
    found = [mention.name for mention in extract(parse(REPORT.format(sentence))).areas if mention.start > 20]
    assert found == ([area] if area else [])


@pytest.mark.parametrize(
    ("sentence", "area"),
    [
        ("实施沪昆高速广州段改造。", None),
        ("推动广州工业园区升级。", None),
        ("组织干部赴广州招商。", "广州市"),
    ],
)
def test_a_place_in_the_name_of_a_road_or_zone_is_none(sentence: str, area: str | None) -> None:
    found = [mention.name for mention in extract(parse(REPORT.format(sentence))).areas if mention.start > 20]
    assert found == ([area] if area else [])


def test_what_is_not_yet_done_is_not_completed() -> None:
    found = extract(parse(REPORT.format("仍有11个老旧小区尚未改造。"))).projects
    assert all(project.status in (Status.PREPARING, Status.PLANNED, Status.UNSTATED) for project in found)


def test_a_list_of_tasks_first_says_what_is_planned() -> None:
    text = LIST.format("新建公共停车场2处。截至目前,城南停车场已建成投用。")
    states = {project.name: project.status for project in extract(parse(text)).projects}
    assert states["公共停车场"] is Status.PLANNED
    assert states["城南停车场"] in (Status.COMPLETED, Status.IN_USE)
