"""What the rules say of whole sentences as reports write them, without the models: one regularity a row."""

from __future__ import annotations

import pytest

from kg.documents import parse
from kg.extraction import extract, projects, walk
from kg.extraction.model import Extraction, Status

REPORT = """东湖街道2023年工作总结和2024年工作计划
一、2023年工作总结
{}
二、2024年工作计划
持续推进。
"""


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk.learned, "spans", lambda *_: None)
    monkeypatch.setattr(walk, "judged", lambda text, tokens, string, found, spans: list(found))
    monkeypatch.setattr(projects, "refined", lambda rule, *_: rule)


def read(sentence: str) -> Extraction:
    return extract(parse(REPORT.format(sentence)))


@pytest.mark.parametrize(
    ("sentence", "projects"),
    [
        ("城南公园建成投产。", [("城南公园", Status.COMPLETED)]),
        ("14个项目建成投产。", [("项目", Status.COMPLETED)]),
        ("7个新兴产业项目进展顺利。", [("新兴产业项目", Status.UNDERWAY)]),
        ("城南公园建设进展顺利。", [("城南公园", Status.UNDERWAY)]),
        ("城南道路工程平稳推进。", [("城南道路工程", Status.UNDERWAY)]),
        ("城南道路工程高质高效推进。", [("城南道路工程", Status.UNDERWAY)]),
        ("城南道路工程按序时进度推进。", [("城南道路工程", Status.UNDERWAY)]),
        ("城南公园正在进行方案设计。", [("城南公园", Status.PREPARING)]),
        ("城南公园正在进行土方开挖。", [("城南公园", Status.UNDERWAY)]),
        ("城南公园已进入收尾阶段。", [("城南公园", Status.UNDERWAY)]),
        ("城南道路工程进入施工招投标程序。", [("城南道路工程", Status.PREPARING)]),
        ("城南大桥合龙。", [("城南大桥", Status.UNDERWAY)]),
        ("城南公园奠基。", [("城南公园", Status.STARTED)]),
        ("城南公园签约。", [("城南公园", Status.PREPARING)]),
        ("总投资3亿元的城南学校开工建设。", [("城南学校", Status.STARTED)]),
        ("投资70万元的文化中心建成投用。", [("文化中心", Status.IN_USE)]),
        ("城南公园(投资3亿元)已完工。", [("城南公园", Status.COMPLETED)]),
        ("城南公园,投资3亿元,已完工。", [("城南公园", Status.COMPLETED)]),
        ("艳阳路西延:已于4月初完工。", [("艳阳路西延", Status.COMPLETED)]),
        ("确保城南学校秋季投入使用。", [("城南学校", Status.IN_USE)]),
        ("城南大桥于4月27日开工建设。", [("城南大桥", Status.STARTED)]),
        ("城南至城北铁路项目开工。", [("城南至城北铁路项目", Status.STARTED)]),
        ("西城大厦、城南公园等工程正按序时进度推进。", [("西城大厦", Status.UNDERWAY), ("城南公园", Status.UNDERWAY)]),
        (
            "滨河大道、运河体验园等7项工程正在开展前期工作。",
            [("滨河大道", Status.PREPARING), ("运河体验园", Status.PREPARING), ("工程", Status.PREPARING)],
        ),
        (
            "完成镇东小区、青龙山东片区、东山小区3个老旧小区改造。",
            [
                ("镇东小区", Status.COMPLETED),
                ("青龙山东片区", Status.COMPLETED),
                ("东山小区", Status.COMPLETED),
                ("老旧小区改造", Status.COMPLETED),
            ],
        ),
        (
            "建成污水处理厂、加油站、变电站。",
            [("污水处理厂", Status.COMPLETED), ("加油站", Status.COMPLETED), ("变电站", Status.COMPLETED)],
        ),
        (
            "新建3座污水处理厂和中心城区餐厨垃圾处理厂。",
            [("污水处理厂", Status.COMPLETED), ("中心城区餐厨垃圾处理厂", Status.COMPLETED)],
        ),
        ("133个续建项目完成投资5亿元。", [("续建项目", Status.UNDERWAY)]),
        ("124个新建项目已开工122个。", [("新建项目", Status.UNDERWAY)]),
        ("治理河道4公里。", [("河道", Status.COMPLETED)]),
        ("加固水库3座。", [("水库", Status.COMPLETED)]),
        ("硬化村道4公里。", [("村道", Status.COMPLETED)]),
        ("新建桥梁3座。", [("桥梁", Status.COMPLETED)]),
        ("新建蓄水池20口。", [("蓄水池", Status.COMPLETED)]),
        ("新建水渠3公里。", [("水渠", Status.COMPLETED)]),
        ("新建校舍2000平方米。", [("校舍", Status.COMPLETED)]),
        ("新建公共绿地3处。", [("公共绿地", Status.COMPLETED)]),
        ("新建垃圾池30个。", [("垃圾池", Status.COMPLETED)]),
        ("新建图书室3个。", [("图书室", Status.COMPLETED)]),
        ("维修城南大桥。", [("城南大桥", Status.COMPLETED)]),
        ("拓宽城南路。", [("城南路", Status.COMPLETED)]),
        ("贯通城南路。", [("城南路", Status.COMPLETED)]),
        ("规划城南产业园。", [("城南产业园", Status.PREPARING)]),
        ("将老粮库改造成青年公寓。", [("青年公寓", Status.COMPLETED)]),
        ("完成城南绿化恢复工程。", [("城南绿化恢复工程", Status.COMPLETED)]),
        ("完成城南供热工程。", [("城南供热工程", Status.COMPLETED)]),
        ("完成城南防洪工程。", [("城南防洪工程", Status.COMPLETED)]),
        ("完成前进街贯通工程。", [("前进街贯通工程", Status.COMPLETED)]),
        ("城南市政配套工程完工。", [("城南市政配套工程", Status.COMPLETED)]),
        ("完成城南河道治理。", [("城南河道治理", Status.COMPLETED)]),
        ("完成城南巷道硬化。", [("城南巷道硬化", Status.COMPLETED)]),
        ("完成城南公园前期工作。", [("城南公园", Status.PREPARING)]),
        ("城南公园已完成80%。", [("城南公园", Status.UNDERWAY)]),
        ("加快改造城南公园。", [("城南公园", Status.UNDERWAY)]),
        ("正在改造城南公园。", [("城南公园", Status.UNDERWAY)]),
        ("新增停车位300个。", [("停车位", Status.COMPLETED)]),
        ("打造城南公园。", [("城南公园", Status.COMPLETED)]),
        ("修建城南公园。", [("城南公园", Status.COMPLETED)]),
        ("改扩建城南小学。", [("城南小学", Status.COMPLETED)]),
        ("实施城南道路工程,全部完工。", [("城南道路工程", Status.COMPLETED)]),
        ("更新公厕3座。", [("公厕", Status.COMPLETED)]),
        ("硬化巷道3条。", [("巷道", Status.COMPLETED)]),
        ("城南路大修整治完成。", [("城南路大修整治", Status.COMPLETED)]),
        ("城南幼儿园9月交付使用。", [("城南幼儿园", Status.COMPLETED)]),
        ("城北实验小学城南校区8月31日前竣工。", [("城北实验小学城南校区", Status.COMPLETED)]),
        ("火把节前城南农贸市场投入使用。", [("城南农贸市场", Status.IN_USE)]),
        ("城南村道5月上旬开工。", [("城南村道", Status.STARTED)]),
        ("城南广场正在铺装。", [("城南广场", Status.UNDERWAY)]),
        ("城南产业园加紧建设。", [("城南产业园", Status.UNDERWAY)]),
        ("其中城南广场地下停车场尚未开工。", [("城南广场地下停车场", Status.PREPARING)]),
        ("2.城东污水处理厂二期(年度计划6000万元):正在安装调试设备。", [("城东污水处理厂二期", Status.UNDERWAY)]),
        ("3.城南景区游客中心:8月18日建成开放。", [("城南景区游客中心", Status.IN_USE)]),
        ("新增停车位不少于400个。", [("停车位", Status.COMPLETED)]),
        ("新增电动自行车充电端口2100个。", [("电动自行车充电端口", Status.COMPLETED)]),
        ("整治山平塘5口。", [("山平塘", Status.COMPLETED)]),
        ("完成206国道城南段改线。", [("206国道城南段改线", Status.COMPLETED)]),
        ("城南大道、城北路等“断头路”顺利打通。", [("城南大道", Status.COMPLETED), ("城北路", Status.COMPLETED)]),
        ("改造非节能住宅13栋。", [("非节能住宅", Status.COMPLETED)]),
        ("更换二次管网9公里。", [("二次管网", Status.COMPLETED)]),
        ("城南中环线基本贯通。", [("城南中环线", Status.COMPLETED)]),
    ],
)
def test_a_sentence_names_its_projects_and_their_state(sentence: str, projects: list[tuple[str, Status]]) -> None:
    assert [(found.name, found.status) for found in read(sentence).projects] == projects


@pytest.mark.parametrize(
    "sentence",
    [
        "解决了北陈社区原水泵厂、钢厂家属区四个小区居民吃水难。",
        "办理营业执照等手续19件。",
        "孵化创业项目11个。",
        "申报人才项目22个。",
    ],
)
def test_what_is_handled_but_not_built_is_no_project(sentence: str) -> None:
    assert read(sentence).projects == ()


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("做实“四联四促”。", ["“四联四促”"]),
        ("推深做实“四联四促”工作。", ["“四联四促”"]),
        ("夯实“四联四促”。", ["“四联四促”"]),
        ("抓实“四联四促”。", ["“四联四促”"]),
        ("创设“四联四促”。", ["“四联四促”"]),
        ("首创“四联四促”。", ["“四联四促”"]),
        ("引入“时间银行”。", ["“时间银行”"]),
        ("助推“数字乡村”建设。", ["“数字乡村”"]),
        ("优化招商引资“两图两库”。", ["招商引资“两图两库”"]),
        ("以“四城同创”为契机,改善环境。", ["“四城同创”"]),
        ("以推进“百千万工程”为抓手,改善环境。", ["“百千万工程”"]),
        ("结合“五水共治”,改善环境。", ["“五水共治”"]),
        ("借助“数字乡村”建设,改善环境。", ["“数字乡村”"]),
        ("深化“一窗受理、一平台办理”的政务服务模式。", ["“一窗受理、一平台办理”的政务服务模式"]),
        ("推行“支部+网格”的治理模式。", ["“支部+网格”的治理模式"]),
        ("推行“三即”极简审批。", ["“三即”极简审批"]),
        ("推行“同心”议事厅。", ["“同心”议事厅"]),
        ("打造“同心”学堂。", ["“同心”学堂"]),
        ("开展“同心”系列党课。", ["“同心”系列党课"]),
        ("举办“同心”专项演出。", ["“同心”专项演出"]),
        ("推行“同心”议事。", ["“同心”议事"]),
        ("推行“五包一”防疫网格。", ["“五包一”防疫网格"]),
        ("160个高频事项实现“跨省通办”。", ["“跨省通办”"]),
        ("1003个停车场实现“先离场后付费”。", ["“先离场后付费”"]),
        ("推行“双组长”制。", ["“双组长”制"]),
        ("开展农民丰收节活动。", ["农民丰收节活动"]),
        ("推进“一二三”行动计划。", ["“一二三”行动计划"]),
        ("实施城市精细化管理三年行动计划。", ["城市精细化管理三年行动计划"]),
        ("实施农村公路三年行动计划。", ["农村公路三年行动计划"]),
        ("健全防止返贫动态监测和帮扶机制。", ["返贫动态监测和帮扶机制"]),
        ("紧扣“金牛”跃升三年行动。", ["“金牛”跃升三年行动"]),
        ("搭建“红色议事厅”党建平台。", ["“红色议事厅”党建平台"]),
        ("“雨露计划”有效落实。", ["“雨露计划”"]),
        ("推行“阳光信访”和“最多访一次”。", ["“阳光信访”", "“最多访一次”"]),
        ("实行“红黄牌”督办制度。", ["“红黄牌”督办制度"]),
    ],
)
def test_a_sentence_names_its_initiatives(sentence: str, names: list[str]) -> None:
    assert [found.name for found in read(sentence).initiatives] == names


@pytest.mark.parametrize(
    "sentence",
    [
        "完成年度计划的84%。",
        "完成年度计划10项。",
        "超额完成“十五”计划各项奋斗目标。",
        "做好“麻烦事”。",
        "经济实现“开门红”,治安做到“零发案”。",
        "坚持以“产业兴”促“乡村兴”。",
    ],
)
def test_shares_of_plans_complaints_and_causes_are_no_initiatives(sentence: str) -> None:
    assert read(sentence).initiatives == ()
