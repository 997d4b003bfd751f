"""Each dress of a number that the reports use: a text where it is a figure, and one that looks alike and holds none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.documents import parse
from kg.language.quantities import NotQuantity, Quantity, scan
from kg.language.times import find_times

Read = tuple[str, list[Quantity | NotQuantity]]


def read(text: str) -> Read:
    """The numbers of a text as given: full-width forms and blanks are folded on the way."""
    reading = parse(text).reading.text
    return reading, list(scan(reading, list(find_times(reading))))


# dress, text with the figure, as read, value, unit, bound; then a text without it, its number and why it is set aside
# (None: the characters are no number, and nothing is read)
DRESSES = [
    ("439.95亿元", "实现销售额439.95亿元,", "439.95亿元", "43995000000", "元", "exact", "成立439.95亿", "439.95", "unresolved"),
    ("2.2万余人", "各方力量2.2万余人全面", "2.2万余人", "22000", "人", "justOver", "建设2.2版平台", "2.2", "name"),
    ("三千余", "改造三千余户,", "三千余户", "3000", "户", "justOver", "三千宠爱", "三千", "name"),
    ("一百二十", "补建楼宇门一百二十樘;", "一百二十樘", "120", "樘", "exact", "一百二十号院", "一百二十", "name"),
    ("五成", "占比五成。", "五成", "50", "%", "exact", "三五成群", None, None),
    ("7.2成", "完成7.2成。", "7.2成", "72", "%", "exact", "第7成果", "第7", "ordinal"),
    ("七成六", "达到七成六。", "七成六", "76", "%", "exact", "七成立足", None, None),
    ("三成半", "下降三成半。", "三成半", "35", "%", "exact", "半成品加工", None, None),
    ("半数", "超过半数的村", "半数", "50", "%", "moreThan", "半山社区", None, None),
    ("五分之一", "占全区五分之一。", "五分之一", "20", "%", "exact", "十分重视", None, None),
    ("三分之二以上", "三分之二以上的社区", "三分之二", "66.67", "%", "atLeast", "三分天下", None, None),
    ("百分之三点五", "增长百分之三点五。", "百分之三点五", "3.5", "%", "exact", "百分百满意", None, None),
    ("1-2个", "打造1-2个项目", "1-2个", "1", "个", "range", "1-2号地块", "1-2", "code"),
    ("3至5家", "新增3至5家,", "3至5家", "3", "家", "range", "3至5区", "5", "name"),
    ("三至五家", "培育三至五家企业", "三至五家", "3", "家", "range", "第三至五届", "第三", "ordinal"),
    ("20%~30%", "占比提高到20%~30%;", "20%~30%", "20", "%", "range", "“20%~30%”工程", "20", "slogan"),
    ("12,345", "办结诉求12,345件,", "12,345件", "12345", "件", "exact", "拨打12,345热线", "12,345", "name"),
    ("25 度", "室温不低于25 度。", "25度", "25", "度", "atLeast", "北纬N25 度假区", "25", "name"),
    ("１２３", "办结１２３件,", "123件", "123", "件", "exact", "１２３号楼", "123", "name"),
    ("２５．５％", "增长２５．５％,", "25.5%", "25.5", "%", "exact", "“５个１００％”", "5", "slogan"),
    ("两个", "对口帮扶两个小区", "两个", "2", "个", "exact", "做到两个维护", None, None),
    ("近百家", "服务企业近百家。", "百家", "100", "家", "nearly", "百家争鸣", None, None),
    ("1.42倍", "为上年的1.42倍;", "1.42倍", "1.42", "倍", "exact", "实施倍增计划", "倍增", "vague"),
    ("百分点", "提高1.5个百分点,", "1.5个百分点", "1.5", "百分点", "exact", "百分制考核", None, None),
    ("两点五个百分点", "提高两点五个百分点,", "两点五个百分点", "2.5", "百分点", "exact", "两点一线", "两点一线", "name"),
    ("万元/亩", "亩均产出32万元/亩。", "32万元/亩", "320000", "元/亩", "exact", "3/4页", "3/4", "other"),
    ("微克/立方米", "浓度17.5微克/立方米,", "17.5微克/立方米", "17.5", "微克/立方米", "exact", "PM2.5浓度", "2.5", "name"),
    ("μg/m3", "浓度35μg/m3,", "35μg/m3", "35", "微克/立方米", "exact", "臭氧O3超标", "3", "name"),
    ("元/人", "补助500元/人。", "500元/人", "500", "元/人", "exact", "1/3页", "1/3", "other"),
    ("家(次)", "走访企业687家(次),", "687家(次)", "687", "家(次)", "exact", "(3)走访企业", "3", "listNumber"),
    ("括号", "引进企业(12家)落户", "12家", "12", "家", "exact", "“倍增计划”(2)", "2", "other"),
    ("25万6千元", "投资25万6千元。", "25万6千元", "256000", "元", "exact", "3+4万6千", "4", "slogan"),
    ("3万4000余人", "服务3万4000余人", "3万4000余人", "34000", "人", "justOver", "3号4000弄", "3", "name"),
    ("两千三", "发动两千三人次", "两千三人次", "2300", "人次", "exact", "“两千三”行动", "两千三", "slogan"),
    ("壹佰万元", "出资壹佰贰拾万元。", "壹佰贰拾万元", "1200000", "元", "exact", "队伍建设", None, None),
    ("廿五", "修缮廿五处。", "廿五处", "25", "处", "exact", "廿四节气", "廿四", "name"),
    ("三吨半", "清运三吨半。", "三吨半", "3.5", "吨", "exact", "半岛三亚半程马拉松", None, None),
    ("两个半小时", "缩短两个半小时。", "两个半小时", "2.5", "小时", "exact", "东西半岛", None, None),
    ("五元三角", "每度五元三角。", "五元三角", "5.3", "元", "exact", "多元三角地", None, None),
    ("负增长", "投资增长-3.5%。", "-3.5%", "-3.5", "%", "exact", "A-3区", "3", "code"),
    ("负2.1%", "增速为负2.1%。", "负2.1%", "-2.1", "%", "exact", "减负12号文", "12", "name"),
    ("美元", "实际使用外资1.2亿美元。", "1.2亿美元", "120000000", "美元", "exact", "亿元企业", "亿元", "threshold"),
]  # fmt: skip


@pytest.mark.parametrize(("dress", "text", "quote", "value", "unit", "bound"), [d[:6] for d in DRESSES])
def test_dress_is_read_as_a_figure(dress: str, text: str, quote: str, value: str, unit: str, bound: str) -> None:
    reading, found = read(text)
    (q,) = [q for q in found if isinstance(q, Quantity)]
    assert reading[q.start : q.end] == quote
    assert (q.value, q.unit and q.unit.unit.label, q.bound) == (Decimal(value), unit, bound)


@pytest.mark.parametrize(("dress", "text", "quote", "reason"), [(d[0], *d[6:]) for d in DRESSES])
def test_what_looks_like_the_dress_is_set_aside(dress: str, text: str, quote: str | None, reason: str | None) -> None:
    reading, found = read(text)
    assert not [reading[q.start : q.end] for q in found if isinstance(q, Quantity)]
    aside = [(reading[n.start : n.end], n.reason) for n in found if isinstance(n, NotQuantity)]
    assert (quote, reason) in aside if quote else not aside


# words before a figure, words after one, and their bound; then the same characters inside another word
BOUNDS = [
    ("总额约3亿元,", "about", "签约3亿元,"),
    ("服务近3万人,", "nearly", "附近3万人"),
    ("总额超3亿元,", "moreThan", "赶超3亿元,"),
    ("总额突破3亿元,", "moreThan", None),
    ("总额逾3亿元,", "moreThan", None),
    ("新增不少于3家,", "atLeast", None),
    ("比例不低于3%,", "atLeast", None),
    ("新增至少3家,", "atLeast", None),
    ("支出不超过3亿元,", "atMost", None),
    ("比例低于3%,", "lessThan", None),
    ("总量控制在3万人以内,", "atMost", None),
    ("比例控制在3%以下,", "atMost", None),
    ("新增3万余人,", "justOver", None),
    ("新增3万多人,", "justOver", None),
    ("新增3万人以上,", "atLeast", None),
    ("比例3%以下,", "atMost", None),
    ("用时3天以内,", "atMost", None),
    ("增长3%左右,", "about", None),
    ("增长3%上下,", "about", "增长3%,上下联动"),
]


@pytest.mark.parametrize(("text", "bound"), [b[:2] for b in BOUNDS])
def test_words_around_a_figure_bound_it(text: str, bound: str) -> None:
    assert [q.bound for q in read(text)[1] if isinstance(q, Quantity)] == [bound]


@pytest.mark.parametrize("text", [b[2] for b in BOUNDS if b[2]])
def test_words_that_end_in_a_bound_word_bound_nothing(text: str) -> None:
    assert [q.bound for q in read(text)[1] if isinstance(q, Quantity)] == ["exact"]


# names, codes, dates, ordinals, slogans and vague words: number as quoted, reason
NO_FIGURES = [
    ("构建“1+22+N”服务机制", "22", "slogan"),
    ("开展965工程整治", "965", "name"),
    ("开展“965工程”整治", "965", "slogan"),
    ("107国道整治", "107", "name"),
    ("完成27区旧改", "27", "name"),
    ("建设5G基站", "5G", "name"),
    ("“十四五”时期", "“十四五”时期", "period"),
    ("根据〔2021〕15号文件", "2021〕15", "documentNumber"),
    ("18岁以上人群", "18岁", "ageBand"),
    ("2021年3月5日,", "2021年3月5日", "date"),
    ("第12届运动会", "第12", "ordinal"),
    ("党的二十大精神", "二十大", "ordinal"),
    ("“五千九百”产业体系", "五千九百", "slogan"),
    ("西十三道街改造", "十三", "name"),
    ("产值翻番,", "翻番", "vague"),
    ("完成任务过半,", "过半", "vague"),
    ("事故减半,", "减半", "vague"),
    ("数千名群众", "数千", "vague"),
]


@pytest.mark.parametrize(("text", "quote", "reason"), NO_FIGURES)
def test_names_dates_slogans_and_vague_words_are_set_aside(text: str, quote: str, reason: str) -> None:
    reading, found = read(text)
    assert not [reading[q.start : q.end] for q in found if isinstance(q, Quantity)]
    assert (quote, reason) in [(reading[n.start : n.end], n.reason) for n in found if isinstance(n, NotQuantity)]
