"""Projects: rows of text with the names that a careful reader finds in them, and rows in which nothing is found."""

from __future__ import annotations

import pytest

from kg.documents import parse
from kg.extraction.model import Modality, Project, Status, Strength
from kg.extraction.projects import find_projects, project_type

REVIEW = "某街道2022年工作总结\n一、2022年工作情况\n"
PLAN = "某街道2023年工作计划\n一、2023年工作计划\n"


def find(sentence: str, before: str = REVIEW) -> tuple[str, tuple[Project, ...]]:
    text = before + sentence
    return text, find_projects(parse(text))


def quotes(sentence: str, before: str = REVIEW) -> list[str]:
    text, projects = find(sentence, before)
    return [text[p.start : p.end] for p in projects]


@pytest.mark.parametrize(
    ("rule", "sentence", "names"),
    [
        (
            "project-thing-with-predicate",
            "尖岗山生态公园一期完工,上川消防站完成竣工验收。",
            ["尖岗山生态公园一期", "上川消防站"],
        ),
        ("project-built-thing", "建成市第六人民医院,投用新乐消防站。", ["市第六人民医院", "新乐消防站"]),
        ("project-built-thing", "打造生产、生活、生态“三生融合”的港人服务示范街区。", ["港人服务示范街区"]),
        ("project-thing-under-way", "加快推进安全应急产业园建设。", ["安全应急产业园"]),
        ("project-thing-under-way", "推进鸿桥公园、红塘片区等项目建设。", ["鸿桥公园", "红塘片区"]),
        ("project-named-system", "完善劳资纠纷预警平台,实现信息共享。", ["劳资纠纷预警平台"]),
        ("project-counted-thing", "新建足球场9个,篮球场11个。", ["足球场", "篮球场"]),
        ("project-counted-thing", "完成1座五星级公厕、2座垃圾屋。", ["五星级公厕", "垃圾屋"]),
        ("project-counted-thing", "新(改)建学校37所,新建(改造)高标准农田20万亩。", ["学校", "高标准农田"]),
        ("project-counted-works", "开工建设政府投资项目52个。", ["政府投资项目"]),
        ("project-counted-works", "5个城中村综合治理项目全部进场施工。", ["城中村综合治理项目"]),
        ("project-works", "推动新安足球公园新建工程立项。", ["新安足球公园新建工程"]),
        ("project-works-with-predicate", "中心区N1区学校建设工程克服疫情影响顺利推进。", ["中心区N1区学校建设工程"]),
        ("project-act", "加快推进农贸市场升级改造。", ["农贸市场升级改造"]),
        (
            "project-act",
            "营市街西路路面翻修、绿园小区排水管网改造完工。",
            ["营市街西路路面翻修", "绿园小区排水管网改造"],
        ),
        ("project-act", "实施北部山区、湿地、海洋等生态保护修复。", ["北部山区、湿地、海洋等生态保护修复"]),
        ("project-counted-act", "完成营造林61.2万亩、石漠化治理20平方公里。", ["营造林", "石漠化治理"]),
        ("project-list-member", "翔鸽路、惠康路等6个道路项目持续推进。", ["翔鸽路", "惠康路", "道路项目"]),
        ("project-list-member", "推动卓越、裕丰等4个城市更新项目加快专规审批。", ["卓越", "裕丰", "城市更新项目"]),
        ("project-list-member-open", "加快海景御水湾等房地产项目建设。", ["海景御水湾"]),
        (
            "project-counted-head",
            "西南大学三亚中学等14所中小学校挖潜扩班全部完成。",
            ["西南大学三亚中学", "中小学校挖潜扩班"],
        ),
        ("project-quoted-works", "实施“一河四走廊”沿线城市面貌提升项目。", ["“一河四走廊”沿线城市面貌提升项目"]),
        ("project-quoted-thing", "打造“智享家园”云平台,为长者服务。", ["“智享家园”云平台"]),
        ("project-quoted-name", "建成“坪山记忆馆”,传承坪山人文精神。", ["“坪山记忆馆”"]),
        ("project-quoted-counted", "打造“席地而坐”30个。", ["“席地而坐”"]),
    ],
)
def test_what_is_built_is_found_by_its_rule(rule: str, sentence: str, names: list[str]) -> None:
    text, projects = find(sentence)
    assert [text[p.start : p.end] for p in projects] == names
    assert rule in {p.rule for p in projects}


@pytest.mark.parametrize(
    "sentence",
    [
        "走访企业687家,办理企业诉求167条。",
        "六联社区荣获先进集体称号。",  # received, not built
        "长望社区、谷山社区完成年度任务。",  # areas act, they are not built
        "下沉社区1000余人。",  # people are counted, not communities
        "加强会展片区、码头等重点区域管理。",
        "优化城市基础设施。",  # too general without a name
        "厘清发展思路,拓宽融资渠道。",  # 路 and 道 that nobody builds
        "全力推动一批项目。",
        "清退“散乱污”园区。",
        "举办第十一届中国曲艺节。",
        "新增公办幼儿园学位3270个。",  # capacity is a figure only
        "增设电梯尚差3台未完成。",
        "腾空C、D级危房17栋。",  # emptied, not built
    ],
)
def test_what_is_merely_mentioned_is_no_project(sentence: str) -> None:
    assert quotes(sentence) == []


def test_a_group_has_its_count_and_its_members() -> None:
    _, projects = find("翔鸽路、惠康路等6个道路项目持续推进。")
    group = projects[-1]
    assert (group.name, group.count, group.members, group.members_complete) == ("道路项目", 6, (0, 1), False)
    _, projects = find("神山路、嘉禾路2条道路建设完成。")
    assert [p.name for p in projects][-1] == "道路"
    assert (projects[-1].count, projects[-1].members_complete) == (2, True)


def test_what_stands_before_a_count_without_a_list_is_no_member() -> None:
    for sentence in (
        "推动观城一期西片区8条道路建设。",
        "建成1个产业集群、4个产业园区。",
        "排查治理20个“锐角相交”隐患路口。",
    ):
        _, projects = find(sentence)
        assert all(not project.members for project in projects), sentence


def test_all_names_of_a_list_are_members() -> None:
    text, projects = find("推动72区华润雪花啤酒片区、甲岸工业园片区、23区艾可工业园片区等3个城市更新单元加快专规审批。")
    members = [text[projects[k].start : projects[k].end] for k in projects[-1].members]
    assert members == ["72区华润雪花啤酒片区", "甲岸工业园片区", "23区艾可工业园片区"]
    assert projects[-1].members_complete


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("上川消防站完成竣工验收。", Status.COMPLETED),
        ("新乐消防站主体工程封顶。", Status.UNDERWAY),
        ("尖岗山运动公园完成概算预审申报。", Status.PREPARING),
        ("新建足球场9个。", Status.COMPLETED),
        ("7条断头路没有打通。", Status.UNDERWAY),
        ("3条道路未完工。", Status.UNDERWAY),
        ("开工建设宝安中医院西院区。", Status.STARTED),
    ],
)
def test_the_predicate_tells_the_status_in_a_review(sentence: str, status: Status) -> None:
    _, projects = find(sentence)
    assert [p.status for p in projects] == [status]
    assert projects[0].modality is Modality.ACTUAL
    assert projects[0].strength is None


@pytest.mark.parametrize(
    ("sentence", "promised", "strength"),
    [
        ("年底前建成新乐消防站。", Status.COMPLETED, Strength.PLAN),
        ("确保新乐消防站投入使用。", Status.IN_USE, Strength.ENSURE),
        ("力争新乐消防站开工。", Status.STARTED, Strength.STRIVE),
    ],
)
def test_a_plan_promises(sentence: str, promised: Status, strength: Strength) -> None:
    _, projects = find(sentence, PLAN)
    assert [(p.status, p.promised, p.strength) for p in projects] == [(Status.PLANNED, promised, strength)]
    assert projects[0].modality is Modality.TARGET


def test_offsets_are_those_of_the_text_as_given() -> None:
    text, projects = find("開工建設 足球公園 。\r\n（二）新 建 足 球 场 9 个 。")
    assert all("\n" not in text[p.start : p.end] for p in projects)
    assert any(p.name == "足球场" and text[p.start : p.end] == "足 球 场" for p in projects)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("鹏鼎时代大厦", "building"),
        ("裕安二路", "road"),
        ("27区凸版印刷城市更新项目", "renewal"),
        ("铁岗气库地块土地整备", "land"),
        ("尖岗山生态公园一期", "park"),
        ("立新湖九年一贯制学校", "school"),
        ("宝安中医院西院区", "hospital"),
        ("城中村管道燃气入户改造项目", "renewal"),
        ("停车位", "utility"),
        ("“智享家园”云平台", "technicalSystem"),
        ("保障性租赁住房", "housing"),
        ("长者饭堂", "public"),
        ("重大项目", None),
    ],
)
def test_the_name_tells_what_is_built(name: str, kind: str | None) -> None:
    assert project_type(name) == kind


def test_a_year_before_a_name_is_no_part_of_it() -> None:
    assert quotes("去年长者食堂3家,今年5家。") == ["长者食堂"]
