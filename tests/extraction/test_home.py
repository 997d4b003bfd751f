"""Where a report is from: titles of all sorts, and what the body may and may not elect."""

from __future__ import annotations

import pytest

from kg.documents import parse
from kg.extraction.areas import find_areas
from kg.extraction.home import Home, find_home

BODY = "\n\n一、工作情况\n\n完成投资3亿元,企业增加20家。\n"


def home(title: str, body: str = BODY) -> Home:
    return find_home(parse(title + body, "report"))


@pytest.mark.parametrize(
    ("title", "level", "division"),
    [
        ("长治市2019年国民经济和社会发展统计公报", "city", "长治市"),
        ("芙蓉区2010年经济社会发展情况", "district", "芙蓉区"),
        ("2024年长宁区政府为民办实事项目", "district", "长宁区"),
        ("2018年四子王旗概况", "district", "四子王旗"),
        ("包头市民政局2015年接受人大评议的自查报告", "city", "包头市"),
        ("商丘市梁园区2016年政府工作报告", "district", "梁园区"),
        ("西宁市城中区2023年民生实事项目", "district", "城中区"),
    ],
)
def test_a_full_name_at_the_head_of_the_title_is_the_home(title: str, level: str, division: str) -> None:
    found = home(title)
    assert (found.level, found.division.name if found.division else None) == (level, division)


@pytest.mark.parametrize(
    ("title", "named", "above"),
    [
        ("青陵县2025年民生实事项目1—10月进展情况通报", ("青陵县", "district"), None),
        ("綦江县人民政府2003年政府工作报告", ("綦江县", "district"), None),
        ("荆北市2021年上半年主要目标任务完成情况", ("荆北市", "city"), None),
        ("2024年前三季度河阳市经济运行情况", ("河阳市", "city"), None),
        ("关于沣源县2023年国民经济和社会发展计划执行情况的报告", ("沣源县", "district"), None),
        ("伊春市翠峦区2016年政府工作报告", ("翠峦区", "district"), "伊春市"),
        ("沈州市浑北区人民政府2022年工作总结", ("浑北区", "district"), None),
        ("政府工作报告\n——2023年1月9日在湄阳市第三届人民代表大会第三次会议上", ("湄阳市", "city"), None),
    ],
)
def test_an_unlisted_county_or_city_is_known_by_its_place_in_the_title(
    title: str, named: tuple[str, str], above: str | None
) -> None:
    found = home(title)
    assert (found.named, found.level) == (named, named[1])
    assert (found.division.name if found.division else None) == above
    assert named[0] in {area.name for area in find_areas(parse(title + BODY, "report"))}


@pytest.mark.parametrize(
    "title",
    [
        "高新区2020年工作总结",
        "全市2021年工作总结",
        "我区2021年重点项目进展情况",
        "2018年区国民经济和社会发展统计公报",
        "社区2020年第一季度创文工作汇报",
        "示范区2021年重点工作",
    ],
)
def test_words_for_parts_of_a_town_are_no_names_in_a_title(title: str) -> None:
    found = home(title)
    assert (found.named, found.division) == (None, None)
    assert find_areas(parse(title + BODY, "report")) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "全县新增富民产业3个,富民成效明显,富民工程建成。",
        "我区新建了一批运动场,新建2家中心,新建改建10个站点。",
        "全市围绕防风险,排查重大安全隐患12个,重大安全隐患整改率98%。",
        "我县评出示范县级单位3个。",
        "全区东昌路改造完成,南岗茶园和兴隆湖开放。",
        "全市销售合作3次,深化合作,扩大合作。",
        "全市学习上海做法。",
    ],
)
def test_ordinary_words_and_single_bare_names_elect_nobody(sentence: str) -> None:
    assert home("政府工作报告", f"\n\n一、工作回顾\n\n{sentence}\n").division is None


@pytest.mark.parametrize(
    ("sentence", "division"),
    [
        ("全区税收增长。武侯区获评先进。", "武侯区"),
        ("全市税收增长。泰州经济回升,泰州面貌改变。", "泰州市"),
    ],
)
def test_one_full_name_or_two_bare_ones_elect_the_home(sentence: str, division: str) -> None:
    found = home("政府工作报告", f"\n\n一、工作回顾\n\n{sentence}\n").division
    assert found is not None and found.name == division


@pytest.mark.parametrize(
    ("title", "level"),
    [("江苏某市2019年统计公报", "city"), ("某区2025年政府工作报告", "district"), ("XX县2019年工作总结", "district")],
)
def test_a_report_that_hides_its_area_stays_anonymous(title: str, level: str) -> None:
    found = home(title, "\n\n一、工作回顾\n\n江苏经济回升,江苏面貌改变。\n")
    assert (found.level, found.division) == (level, None)


@pytest.mark.parametrize(
    ("title", "street"),
    [
        ("额木庭高勒苏木2022年工作总结", "额木庭高勒苏木"),
        ("朝阳区管庄地区办事处2012年工作总结", "管庄地区办事处"),
    ],
)
def test_banners_have_sumu_and_beijing_has_area_offices(title: str, street: str) -> None:
    assert home(title).street == street


@pytest.mark.parametrize(
    ("title", "street"),
    [
        ("沿桥镇（沿桥高新技术产业园）2023年上半年工作总结", "沿桥镇"),
        ("成都市成华区杉板桥街道2022年工作总结", "杉板桥街道"),
        ("塘南桥街道2022年工作总结", "塘南桥街道"),
        ("中共龙泉坝镇委员会 龙泉坝镇人民政府\n关于2024年工作总结的报告", "龙泉坝镇"),
    ],
)
def test_a_street_or_town_that_is_not_listed_keeps_its_whole_name(title: str, street: str) -> None:
    assert home(title).street == street


def test_the_beginning_of_a_town_s_name_elects_no_city() -> None:
    assert home("工作总结", "\n龙泉坝镇深入贯彻部署,龙泉坝镇完成投资3亿元,全镇增加企业20家。\n").division is None
