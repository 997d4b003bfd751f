"""Numbers in every dress: value, unit and bound of quantities; the reason for what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.quantities import NotQuantity, Quantity, scan
from kg.language.times import find_times


def numbers(text: str) -> list[Quantity | NotQuantity]:
    return list(scan(text, list(find_times(text))))


# text, quoted characters, value, highest value of a range, unit, bound
QUANTITIES = [
    ("实现销售额439.95亿元,", "439.95亿元", "43995000000", None, "元", "exact"),
    ("各方力量2.2万余人全面", "2.2万余人", "22000", None, "人", "justOver"),
    ("损失1500余万元。", "1500余万元", "15000000", None, "元", "justOver"),
    ("固定资产投资31亿余元;", "31亿余元", "3100000000", None, "元", "justOver"),
    ("募集善款80多万元,", "80多万元", "800000", None, "元", "justOver"),
    ("拆除违建三千余平方米,", "三千余平方米", "3000", None, "平方米", "justOver"),
    ("补建楼宇门一百二十樘;", "一百二十樘", "120", None, "樘", "exact"),
    ("改造危房两千三百余户,", "两千三百余户", "2300", None, "户", "justOver"),
    ("孵化党支部十余个。", "十余个", "10", None, "个", "justOver"),
    ("满意率达九成以上;", "九成", "90", None, "%", "atLeast"),
    ("将近八成项目经费", "八成", "80", None, "%", "nearly"),
    ("村达到半数。", "半数", "50", None, "%", "exact"),
    ("打造1-2个项目", "1-2个", "1", "2", "个", "range"),
    ("旗舰店3家至5家,", "3家至5家", "3", "5", "家", "range"),
    ("占比提高到20%~30%;", "20%~30%", "20", "30", "%", "range"),
    ("释放80至100个托位", "80至100个", "80", "100", "个", "range"),
    ("两三个小区", "两三个", "2", "3", "个", "range"),
    ("办结诉求12,345件,", "12,345件", "12345", None, "件", "exact"),
    ("走访企业687家(次),", "687家(次)", "687", None, "家(次)", "exact"),
    ("占比下降近3个百分点,", "3个百分点", "3", None, "百分点", "nearly"),
    ("浓度控制在19.0μg/m3以下", "19.0μg/m3", "19.0", None, "微克/立方米", "atMost"),
    ("浓度17.5微克/立方米,", "17.5微克/立方米", "17.5", None, "微克/立方米", "exact"),
    ("降尘量4.2吨/平方公里·月,", "4.2吨/平方公里·月", "4.2", None, "吨/平方公里·月", "exact"),
    ("储能规模1.2吉瓦时,", "1.2吉瓦时", "1.2", None, "吉瓦时", "exact"),
    ("储能规模超500MWh,", "500MWh", "500", None, "兆瓦时", "moreThan"),
    ("算力规模达到5000P,", "5000P", "5000", None, "PFLOPS", "exact"),
    ("亩均产出32万元/亩。", "32万元/亩", "320000", None, "元/亩", "exact"),
    ("为上年的1.4倍;", "1.4倍", "1.4", None, "倍", "exact"),
    ("对口帮扶两个小区", "两个", "2", None, "个", "exact"),
    ("资助学生近百名;", "百名", "100", None, "名", "nearly"),
    ("发放超万册。", "万册", "10000", None, "册", "moreThan"),
    ("收入突破百亿元;", "百亿元", "10000000000", None, "元", "moreThan"),
    ("年产100万千升啤酒", "100万千升", "1000000", None, "千升", "exact"),
    ("风电指标250万千瓦,", "250万千瓦", "2500000", None, "千瓦", "exact"),
    ("治理河道4.7千米;", "4.7千米", "4.7", None, "千米", "exact"),
    ("登记1千平方米以上空间", "1千平方米", "1000", None, "平方米", "atLeast"),
    ("帮助20企业解决", "20企业", "20", None, "企业", "exact"),
    ("让125万市场主体获得", "125万市场主体", "1250000", None, "市场主体", "exact"),
    ("活动不少于15场;", "15场", "15", None, "场", "atLeast"),
    ("至少新增1个社区", "1个", "1", None, "个", "atLeast"),
    ("总量控制在120件以内。", "120件", "120", None, "件", "atMost"),
    ("不超过3起", "3起", "3", None, "起", "atMost"),
    ("税收过8亿元,", "8亿元", "800000000", None, "元", "moreThan"),
    ("覆盖率过七成,", "七成", "70", None, "%", "moreThan"),
    ("审议通过3项", "3项", "3", None, "项", "exact"),
    ("召开过3次", "3次", "3", None, "次", "exact"),
    ("投入超3000万元工程款", "3000万元", "30000000", None, "元", "moreThan"),
    ("存栏450万羊单位。", "450万羊单位", "4500000", None, "羊单位", "exact"),
    ("改造国道30公里", "30公里", "30", None, "公里", "exact"),
    ("约占总量四成左右。", "四成", "40", None, "%", "about"),
    ("完成百分之三十五", "百分之三十五", "35", None, "%", "exact"),
    ("家庭医生签约2.3万人。", "2.3万人", "23000", None, "人", "exact"),  # 约 ends 签约
    ("确保“零增量”。", "零增量", "0", None, "增量", "exact"),
]


@pytest.mark.parametrize(("text", "quote", "value", "value_max", "unit", "bound"), QUANTITIES)
def test_quantities_are_read_whole(
    text: str, quote: str, value: str, value_max: str | None, unit: str, bound: str
) -> None:
    found = [q for q in numbers(text) if isinstance(q, Quantity)]
    assert [text[q.start : q.end] for q in found] == [quote]
    q = found[0]
    assert q.value == Decimal(value)
    assert q.value_max == (None if value_max is None else Decimal(value_max))
    assert (q.unit.unit.label if q.unit else q.noun) == unit
    assert q.bound == bound


# text, rank, scope, bound
RANKS = [
    ("总量全区第一,", 1, "全区", "exact"),
    ("增幅居全区第四位。", 4, "全区", "exact"),
    ("全区排名第一。", 1, "全区", "exact"),
    ("力争排名全区前三", 3, "全区", "atMost"),
    ("测评居全市第七。", 7, "全市", "exact"),
    ("进度列全省试点第一。", 1, "全省", "exact"),
]


@pytest.mark.parametrize(("text", "rank", "scope", "bound"), RANKS)
def test_ranks_have_place_and_scope(text: str, rank: int, scope: str, bound: str) -> None:
    (q,) = [q for q in numbers(text) if isinstance(q, Quantity)]
    assert q.is_rank
    assert (q.value, q.rank_scope, q.bound) == (rank, scope, bound)


def test_a_rank_needs_no_scope_and_lies_beside_the_count_of_those_ranked() -> None:
    text = "考核位次第9。居全区14个镇街第二名。"
    found = [q for q in numbers(text) if isinstance(q, Quantity)]
    assert [(text[q.start : q.end], q.is_rank) for q in found] == [("第9", True), ("14个", False), ("第二名", True)]


def test_ranks_side_by_side_are_both_ranks() -> None:
    found = numbers("总量、增幅分别位列全区第二、第五;")
    assert [(q.value, q.is_rank) for q in found if isinstance(q, Quantity)] == [(2, True), (5, True)]


# text, number as quoted, reason
SET_ASIDE = [
    ("107国道整治", "107", "name"),
    ("开展“965工程”整治", "965", "slogan"),
    ("“1+22+N”服务机制", "1", "slogan"),
    ("安装1080P高清摄像头", "1080P", "name"),
    ("5G基站建设", "5G", "name"),
    ("PM2.5平均浓度", "2.5", "name"),
    ("国道207线改造", "207", "name"),
    ("开工331线改扩建", "331", "name"),
    ("27区旧改", "27", "name"),
    ("N1区学校", "1", "name"),
    ("06-23地块", "06-23", "code"),
    ("电话:029-85260000", "029-85260000", "phone"),
    ("12345热线按时办结", "12345", "phone"),
    ("18岁以上人群", "18岁", "ageBand"),
    ("0-3岁婴幼儿", "0-3岁", "ageBand"),
    ("第七次人口普查", "第七", "ordinal"),
    ("第一时间成立", "第一", "ordinal"),
    ("党的二十大精神", "二十大", "ordinal"),
    ("省委十二届十一次全会", "十二届十一次", "ordinal"),
    ("“十四五”规划", "“十四五”规划", "period"),
    ("2020年上半年,", "2020年上半年", "period"),
    ("2020-09-24 发布", "2020-09-24", "date"),
    ("企业翻番,", "翻番", "vague"),
    ("产值翻两番", "翻两番", "vague"),
    ("投资保持两位数增长", "两位数", "vague"),
    ("引进亿元以上项目", "亿元", "threshold"),
    ("完成500万元以上技改项目", "500万元", "threshold"),
    ("贸易额超亿元企业", "亿元", "threshold"),
    ("签约超3000万元文旅项目", "3000万元", "threshold"),
    ("尖岗山公园二期", "二期", "name"),
    ("2000吨级航道", "2000吨级", "name"),
    ("建党100周年", "100周年", "name"),
    ("第3/4页", "第3/4", "ordinal"),
]


@pytest.mark.parametrize(("text", "quote", "reason"), SET_ASIDE)
def test_what_is_no_quantity_is_set_aside_with_its_reason(text: str, quote: str, reason: str) -> None:
    found = numbers(text)
    assert not [text[q.start : q.end] for q in found if isinstance(q, Quantity)]
    assert (quote, reason) in [(text[n.start : n.end], n.reason) for n in found if isinstance(n, NotQuantity)]


@pytest.mark.parametrize(
    "text", ["统一部署", "进一步推进一批工作", "一体化建设", "万众一心", "成立专班", "三防工作", "严格落实中央八项规定"]
)
def test_words_with_numeral_characters_are_words(text: str) -> None:
    assert not numbers(text)


@given(st.text("0123456789.,%+-—/()〔〕年月日个万亿元第一二三十百千两成余多超近约PMG、。;:\n “”企业", max_size=60))
def test_every_digit_is_accounted_for_once(text: str) -> None:
    found = numbers(text)
    covered: set[int] = set()
    previous = 0
    for n in found:
        assert previous <= n.start < n.end <= len(text)
        previous = n.end
        covered.update(range(n.start, n.end))
    assert all(i in covered for i, c in enumerate(text) if c.isdigit() and c.isascii())
