"""Indicator concepts: what is the same thing in other words, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.extraction.model import Indicator, Kind
from kg.language.units import all_units
from kg.lexicon import table
from kg.linking.concepts import concept_of, higher_is_better
from kg.linking.model import IndicatorConcept
from tests import factories

FIGURE = factories.extraction().indicators[0]
OWN = ("宝安区", "宝安", "新安街道")


def concept(metric: str, unit: str, kind: Kind = Kind.LEVEL, *, traditional: bool = False) -> IndicatorConcept:
    figure: Indicator = replace(FIGURE, metric=metric, unit=unit, kind=kind)
    return concept_of(figure, OWN, traditional=traditional)


@pytest.mark.parametrize(
    ("metric", "unit", "kind", "label"),
    [
        ("在线观看人数", "人次", Kind.LEVEL, "在线观看人数"),
        ("岗贝项目未签约", "户", Kind.LEVEL, "岗贝项目未签约"),
        ("区属国企", "户", Kind.LEVEL, "区属国企"),
        ("市场采购贸易额", "元", Kind.LEVEL, "市场采购贸易额"),
        ("全区新增就业任务数", "人", Kind.LEVEL, "城镇新增就业"),
        ("主导产业总产值占比为", "%", Kind.SHARE, "主导产业总产值占比"),
        ("死亡人数同比下降", "%", Kind.CHANGE, "死亡人数增长"),
    ],
)
def test_labels_are_made_of_whole_words(metric: str, unit: str, kind: Kind, label: str) -> None:
    assert concept(metric, unit, kind).label == label


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("每万人口发明专利拥有量", "每万人口高价值发明专利拥有量"),
        ("社区食堂", "长者食堂"),
        ("医院床位", "床位"),
        ("养老床位", "床位"),
    ],
)
def test_what_is_counted_apart_stays_apart(one: str, other: str) -> None:
    assert concept(one, "个").key != concept(other, "个").key


@pytest.mark.parametrize(
    ("metric", "unit", "kind", "key"),
    [
        ("地区生产总值", "元", Kind.LEVEL, "gdp"),
        ("全区GDP", "元", Kind.LEVEL, "gdp"),
        ("规模以上工业总产值", "元", Kind.LEVEL, "industrial-output-above-scale"),
        ("社消零总额", "元", Kind.LEVEL, "retail-sales"),
        ("限上商业实现销售额", "元", Kind.LEVEL, "commerce-sales-above-quota"),
        ("宝安区固定资产投资", "元", Kind.LEVEL, "fixed-asset-investment"),
        ("全年累计税收", "元", Kind.LEVEL, "tax-revenue"),
        ("空气质量PM2.5平均浓度", "微克/立方米", Kind.LEVEL, "pm25"),
        ("信访件结案率", "%", Kind.SHARE, "petition-settlement-rate"),
        ("拆除消化存量违建区下达任务", "平方米", Kind.LEVEL, "illegal-construction-resolved"),
        ("新增公办学位", "个", Kind.LEVEL, "school-places"),
        ("新增“小巨人”", "家", Kind.LEVEL, "new-little-giants"),
    ],
)
def test_other_words_for_the_same_thing_are_one_curated_concept(metric: str, unit: str, kind: Kind, key: str) -> None:
    found = concept(metric, unit, kind)
    assert (found.key, found.curated) == (f"indicator-{key}", True)


@pytest.mark.parametrize(
    ("metric", "unit", "kind", "key", "label"),
    [
        ("社会消费品零售总额同比", "%", Kind.CHANGE, "retail-sales-change", "社会消费品零售总额增长"),
        ("社会消费品零售总额同比增长", "%", Kind.CHANGE, "retail-sales-change", "社会消费品零售总额增长"),
        ("区级税收同比", "%", Kind.CHANGE, "local-tax-revenue-change", "地方税收增长"),
        ("空气质量优良率提高", "百分点", Kind.CHANGE, "good-air-rate-change-points", "空气质量优良率增长百分点"),
        ("固定资产投资总量", "位", Kind.RANK, "fixed-asset-investment-rank", "固定资产投资排名"),
        ("进出口总额增速", "位", Kind.RANK, "foreign-trade-change-rank", "进出口总额增速排名"),
        ("消化违建存量完成年度任务", "%", Kind.SHARE, "illegal-construction-resolved-completion", "消化违建存量完成率"),
        ("拆除违法建设", "宗", Kind.LEVEL, "illegal-construction-removed-in-count-zong", "拆除违法建筑（宗）"),
        ("实际利用外资", "美元", Kind.LEVEL, "foreign-investment-in-usd", "实际利用外资（美元）"),
    ],
)
def test_what_is_said_about_a_thing_is_a_concept_beside_it(
    metric: str, unit: str, kind: Kind, key: str, label: str
) -> None:
    found = concept(metric, unit, kind)
    assert (found.key, found.label, found.unit, found.curated) == (f"indicator-{key}", label, unit, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("新增学位", "个"), ("学生", "个")),
        (("新增经营主体", "户"), ("经营主体", "户")),
        (("税收", "元"), ("税收", "家")),
        (("新建足球场", "个"), ("足球场", "个")),
        (("响应率", "%"), ("办结率", "%")),
    ],
)
def test_different_things_are_different_concepts(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert concept(*one).key != concept(*other).key


def test_a_minted_concept_is_the_same_for_scope_and_time_around_it() -> None:
    assert concept("全区划分党员责任区", "个") == concept("上半年划分党员责任区", "个")
    minted = concept("划分党员责任区", "个")
    assert not minted.curated and len(minted.key) == len("indicator-") + 10


def test_traditional_metrics_have_simplified_labels() -> None:
    assert concept("規模以上工業總產值", "元", traditional=True).key == "indicator-industrial-output-above-scale"
    assert concept("調解員隊伍", "支", traditional=True).label == "调解员队伍"


def test_direction_is_known_for_curated_concepts_only() -> None:
    assert higher_is_better(concept("地区生产总值", "元")) is True
    assert higher_is_better(concept("PM2.5平均浓度", "微克/立方米")) is False
    assert higher_is_better(concept("划分党员责任区", "个")) is None


class TestTable:
    """The table of indicators is sound."""

    rows = table("indicators")["indicator"]

    def test_it_is_large_enough(self) -> None:
        assert len(self.rows) >= 120

    def test_slugs_are_unique_ascii(self) -> None:
        slugs = [row["slug"] for row in self.rows]
        assert len(slugs) == len(set(slugs))
        assert all(slug.isascii() and slug.replace("-", "").isalnum() and slug == slug.lower() for slug in slugs)

    def test_no_label_belongs_to_two_indicators(self) -> None:
        owner: dict[str, str] = {}
        for row in self.rows:
            for label in (row["label"], *row.get("alt", ())):
                assert owner.setdefault(label, row["slug"]) == row["slug"], label

    def test_units_and_parts_of_ratios_exist(self) -> None:
        units = {unit.id for unit in all_units()}
        slugs = {row["slug"] for row in self.rows}
        for row in self.rows:
            assert {row["unit"], *row.get("units", ())} <= units, row["slug"]
            assert {row[key] for key in ("numerator", "denominator") if key in row} <= slugs, row["slug"]
            assert not row.get("bounded") or row["unit"] == "PERCENT", row["slug"]
