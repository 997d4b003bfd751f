"""Areas: which names of places are found, where they begin and end, and what is left alone."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from kg.documents import parse
from kg.extraction.areas import find_areas
from kg.extraction.home import find_home

GOLD = Path(__file__).resolve().parents[1] / "gold"
SEEDS = Path(__file__).resolve().parents[2] / "seeds"
OPEN_SEEDS = ("anonymous-2023-tasks", "buji-2020h1", "pingshan-2020", "xinan-2020h1")

STREET = "宝安区新安街道2020年工作总结和2021年工作计划\n\n一、2020年工作情况\n\n"
TOWN = "漓渚镇人民政府2021年工作总结和2022年工作打算\n\n一、2021年工作总结\n\n"
CITY = "无锡市2024年政府工作报告\n\n一、2023年工作回顾\n\n"


def named(sentence: str, head: str = STREET) -> list[tuple[str, str, str]]:
    """(quotation, full name, level) of the areas of a sentence in a report that begins with a head."""
    document = parse(head + sentence + "\n", "report")
    offset = document.text.index(sentence)
    return [
        (document.text[area.start : area.end], area.name, area.level.value)
        for area in find_areas(document)
        if area.start >= offset
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "项目位于宝安区新安街道甲岸社区。",
            [
                ("宝安区", "宝安区", "district"),
                ("新安街道", "新安街道", "street"),
                ("甲岸社区", "甲岸社区", "community"),
            ],
        ),
        ("向关心支持的深圳市民致谢。", [("深圳", "深圳市", "city")]),
        (
            "并与广西大化、都安2个贫困村签订协议。",
            [
                ("广西", "广西壮族自治区", "province"),
                ("大化", "大化瑶族自治县", "district"),
                ("都安", "都安瑶族自治县", "district"),
            ],
        ),
        ("帮扶都安县龙湾乡。", [("都安县", "都安瑶族自治县", "district"), ("龙湾乡", "龙湾乡", "street")]),
        (
            "帮扶广西作登乡梅林村、陇祥村。",
            [
                ("广西", "广西壮族自治区", "province"),
                ("作登乡", "作登瑶族乡", "street"),
                ("梅林村", "梅林村", "community"),
                ("陇祥村", "陇祥村", "community"),
            ],
        ),
        (
            "升级海裕、灵芝园社区综治中心。",
            [("海裕", "海裕社区", "community"), ("灵芝园社区", "灵芝园社区", "community")],
        ),
        (
            "和平、塘尾、新田3个旧村完成改造。",
            [
                ("和平", "和平社区", "community"),
                ("塘尾", "塘尾社区", "community"),
                ("新田", "新田社区", "community"),
            ],
        ),
        ("转运隔离人员回新安居家隔离。", [("新安", "新安街道", "street")]),
        ("为深圳特区建立40周年营造氛围。", [("深圳", "深圳市", "city")]),
        ("引进香港企业。", [("香港", "香港特别行政区", "province")]),
        ("爱建园居民区完成换届。", [("爱建园居民区", "爱建园居民区", "community")]),
        ("推动平安里社区建设。", [("平安里社区", "平安里社区", "community")]),
    ],
)
def test_names_are_found_with_their_full_form(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert named(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "全区各街道、各社区和22个社区全覆盖。",
        "建设示范社区、智慧社区和平安社区。",
        "推进城中村、老旧小区和特色小镇建设。",
        "城乡融合,乡村振兴,送文化下乡。",
        "完善公安机关合作机制,资源共享,维护社会和平。",
        "新安路、上海路改造完成。",
        "深圳大学附属学校开学。",
        "甲岸村完成燃气改造。",
        "龙岭新村、特色村和行政村整治完成。",
        "组建社区志愿队伍,完成街道服务站建设。",
        "高新区、开发区、园区和片区加快建设。",
        "支援3个旧改项目。",
        "彰显“新安温度”。",
        "创建示范县,办好建成县级医院。",
        "上半年街道安全生产形势平稳。",
        "成立全市首家街道级服务中心。",
        "社区卫生服务、社区食堂和村民议事。",
    ],
)
def test_generic_words_and_other_names_are_left_alone(sentence: str) -> None:
    assert named(sentence) == []


def test_a_village_is_a_unit_in_a_town_but_an_estate_in_a_city_street() -> None:
    assert [name for _, name, _ in named("棠棣村完成改造。", TOWN)] == ["棠棣村"]
    assert named("棠棣村完成改造。") == []
    assert [name for _, name, _ in named("棠棣村党支部换届。")] == ["棠棣村"]


def test_bare_names_of_the_own_city_are_read_in_a_city_report() -> None:
    assert [name for _, name, _ in named("滨湖稻香社区入选试点,宜兴、惠山获评先进。", CITY)] == [
        "滨湖区",
        "稻香社区",
        "宜兴市",
        "惠山区",
    ]


def test_blanks_inside_a_name_are_quoted_but_not_named() -> None:
    (mention,) = named("艳 粉 社 区 完 成 改 造 。")
    assert mention == ("艳 粉 社 区", "艳粉社区", "community")


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        # an ordinary word before the name is cut off
        ("以锦园社区为试点。", ["锦园社区"]),
        ("投资130万元对北陈社区进行改造。", ["北陈社区"]),
        ("也是北陈社区的亮点。", ["北陈社区"]),
        ("在整个长新居民区推广。", ["长新居民区"]),
        ("第一书记双堰村蹲点。", ["双堰村"]),
        ("年底前建和社区、6月底前梨园社区建成。", ["建和社区", "梨园社区"]),
        ("完成清淤仙山村沟渠。", ["仙山村"]),
        # a name that ends like a conjunction
        ("建和社区推广,永泰和社区开放。", ["建和社区", "永泰和社区"]),
        # a name before what is else a compound
        ("双堰村道路硬化,双堰村民小组和双堰村委会换届。", ["双堰村", "双堰村"]),
        ("柳林镇村民受益。", ["柳林镇"]),
        # banners
        ("查干补力格苏木和哈玛日格泰嘎查受灾。", ["查干补力格苏木", "哈玛日格泰嘎查"]),
        # towns without a list
        ("惠及漓渚镇、远集镇、大店乡群众。", ["漓渚镇", "远集镇", "大店乡"]),
        ("东接韩坪乡。", ["韩坪乡"]),
        ("韩坪乡修路,韩坪乡通水。", ["韩坪乡", "韩坪乡"]),
        ("支援大箐彝族乡。", ["大箐彝族乡"]),
    ],
)
def test_the_edges_of_a_name_and_towns_without_a_list(sentence: str, names: list[str]) -> None:
    assert [name for _, name, _ in named(sentence, TOWN)] == names


@pytest.mark.parametrize(
    "sentence",
    [
        "村民、全村道路、每年村财增加。",
        "增加农村集体和村民收入,新建街道养老中心6家。",
        "困难村民、全体村干部和部分村企业受益。",
        "辖5个苏木、23个嘎查,各苏木、各嘎查落实。",
        "建设中心集镇,中心集镇通水,特色小镇、工业重镇和民族乡发展。",
        "打造韩坪乡。",
        "这一社区、部分社区、首张社区证明、网格化社区。",
        "全年街道投入,协同街道推进,绿化美化街道。",
        "创新街道治理,建设街道服务中心。",
        "培育明星村、亿元村和空壳村。",
        "设立街区治理委员会和社区两中心,机关和社区联动。",
        "获评“百优社区”,建设“数字新城、首善街道”,四季度街道复查。",
        "推行强村计划,部分村受益,干部夜间住村值守,壮大社区队伍。",
    ],
)
def test_kinds_of_places_are_no_names(sentence: str) -> None:
    assert named(sentence, TOWN) == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("上海至南京500千米航道工程开工。", []),
        ("开通上海至南通公交列车。", ["上海市", "南通市"]),
        ("加快无锡-香港科技创新园建设。", []),
        ("无锡经济开发区、无锡海关、无锡江南文化馆开放。", []),
        ("国家会展中心(无锡)开工。", []),
        ("实施美丽江苏工程。", []),
        ("建设美丽无锡。", ["无锡市"]),
        ("与柬埔寨茶胶省、哥伦比亚通哈市结好。", ["茶胶省", "通哈市"]),
        ("与德国城市交流,开拓美国市场。", []),
    ],
)
def test_lines_zones_firms_and_slogans_keep_their_names_and_other_countries_have_areas(
    sentence: str, names: list[str]
) -> None:
    assert [name for _, name, _ in named(sentence, CITY)] == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("下辖会兴、护林、龙头3个行政村。", ["会兴村", "护林村", "龙头村"]),
        ("完成蕃瓜弄、华康、地梨港等居民区活动室改造。", ["蕃瓜弄居民区", "华康居民区", "地梨港居民区"]),
        ("对红花套、高坝洲、松木坪等5个乡镇投入。", ["红花套镇", "高坝洲镇", "松木坪镇"]),
        ("滨湖、梁溪、惠山三区提升。", ["滨湖区", "梁溪区", "惠山区"]),
        ("沿江、桃渡2个社区创成示范。", ["沿江社区", "桃渡社区"]),
        ("道路、绿化等12个村项目。", []),
        ("石岔、花园二村老旧小区改造。", []),
        ("文明、卫生、平安等3个社区。", []),
        ("建设养老、托育、助餐、家政等社区嵌入式服务。", []),
        ("道路、供水等5个乡镇项目。", []),
        ("教育、医疗、养老等三区联动。", []),
    ],
)
def test_stems_of_a_list_are_completed_by_its_end(sentence: str, names: list[str]) -> None:
    assert [name for _, name, _ in named(sentence, CITY)] == names


@pytest.mark.parametrize(
    ("head", "street"),
    [
        ("振兴街道办事处2010年工作总结\n\n", "振兴街道"),
        ("东小口镇2024年工作总结\n\n", "东小口镇"),
        ("石岔乡2013年第一季度工作总结\n\n", "石岔乡"),
        ("卢村乡2023年政府工作报告\n\n", "卢村乡"),
    ],
)
def test_towns_in_the_title_need_no_list_and_may_look_like_a_kind(head: str, street: str) -> None:
    assert find_home(parse(head + "完成投资3亿元。\n", "report")).street == street


@pytest.mark.parametrize(
    ("head", "level", "street", "division"),
    [
        (STREET, "street", "新安街道", "440306017"),
        ("沙头角街道2018年工作总结及2019年工作计划\n\n一、2018年工作总结\n\n", "street", "沙头角街道", "440308003"),
        ("XX街道2023年民生实事项目进展表\n\n一、总体进展\n\n", "street", None, None),
        (TOWN, "street", "漓渚镇", "330603111"),
        (CITY, "city", None, "3202"),
        ("湄潭县2016年政府工作报告\n\n一、2016年工作回顾\n\n", "district", None, "520328"),
        (
            "政府工作报告\n\n各位代表:\n\n现在,我代表泰州市人民政府向大会报告工作。\n\n一、2023年工作回顾\n\n",
            "city",
            None,
            "3212",
        ),
        (
            "各位代表:\n\n现在,我代表区人民政府向大会报告工作。\n\n一、2023年工作回顾\n\n武侯区获评先进,武侯区税收增长。\n\n",
            "district",
            None,
            "510107",
        ),
    ],
)
def test_the_report_says_where_it_is_from(head: str, level: str, street: str | None, division: str | None) -> None:
    home = find_home(parse(head + "完成投资3亿元,企业增加20家。\n", "report"))
    assert (home.level, home.street, home.division.code if home.division else None) == (level, street, division)


@pytest.mark.parametrize("name", OPEN_SEEDS)
def test_quotations_are_the_text_and_mentions_do_not_overlap(name: str) -> None:
    document = parse((SEEDS / f"{name}.txt").read_bytes().decode("utf-8-sig"), name)
    areas = find_areas(document)
    assert areas
    assert [(a.start, a.end) for a in areas] == sorted((a.start, a.end) for a in areas)
    assert all(one.end <= other.start for one, other in pairwise(areas))


def test_areas_of_the_open_seeds_keep_their_floor() -> None:
    gold = _scorer()
    counts: Counter[object] = Counter()
    for name in OPEN_SEEDS:
        document = parse((SEEDS / f"{name}.txt").read_bytes().decode("utf-8-sig"), name)
        found = [
            {"type": "area", "start": a.start, "end": a.end, "quote": document.text[a.start : a.end]}
            for a in find_areas(document)
        ]
        lines = (GOLD / "seeds" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        wanted = [line for line in map(json.loads, filter(str.strip, lines)) if line["type"] == "area"]
        counts += gold.score(wanted, found)
    assert gold.report(counts)["area"]["F1"] >= 0.95


def _scorer() -> ModuleType:
    """The reference scorer that lies beside the gold."""
    spec = importlib.util.spec_from_file_location("gold_scorer", GOLD / "gold.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
