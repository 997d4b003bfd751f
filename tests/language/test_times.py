"""Time expressions: where they stand and which days they mean."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.language.times import _pattern, find_times

# text, characters, first day, last day in a report about 2020
TIMES = [
    ("8月底前完成", "8月底前", "2020-08-01", "2020-08-31"),
    ("1-6月,限上", "1-6月", "2020-01-01", "2020-06-30"),
    ("1—9月累计", "1—9月", "2020-01-01", "2020-09-30"),
    ("2021年上半年", "2021年上半年", "2021-01-01", "2021-06-30"),
    ("2026年6月底前完成", "2026年6月底前", "2026-06-01", "2026-06-30"),
    ("国庆节前投用", "国庆节前", "2020-10-01", "2020-10-01"),
    ("11月上旬完成", "11月上旬", "2020-11-01", "2020-11-10"),
    ("10月中旬完成", "10月中旬", "2020-10-11", "2020-10-20"),
    ("6月30日前建成", "6月30日前", "2020-06-30", "2020-06-30"),
    ("三季度举办", "三季度", "2020-07-01", "2020-09-30"),
    ("前三季度", "前三季度", "2020-01-01", "2020-09-30"),
    ("年底前完成", "年底前", "2020-01-01", "2020-12-31"),
    ("年内开工", "年内", "2020-01-01", "2020-12-31"),
    ("明年6月底前", "明年6月底前", "2021-06-01", "2021-06-30"),
    ("二〇二一年八月", "二〇二一年八月", "2021-08-01", "2021-08-31"),
    ("“十三五”期间", "“十三五”期间", "2016-01-01", "2020-12-31"),
    ("三年内建成", "三年内", "2020-01-01", "2022-12-31"),
    ("用3年时间打造", "用3年时间", "2020-01-01", "2022-12-31"),
    ("未来五年,", "未来五年", "2020-01-01", "2024-12-31"),
    ("近3年内建成", "近3年内", "2018-01-01", "2020-12-31"),
    ("五年来,", "五年来", "2016-01-01", "2020-12-31"),
    ("2016-2020年", "2016-2020年", "2016-01-01", "2020-12-31"),
    ("2020-09-24", "2020-09-24", "2020-09-24", "2020-09-24"),
    ("2月底", "2月底", "2020-02-01", "2020-02-29"),
    ("7月4日至7月6日", "7月4日至7月6日", "2020-07-04", "2020-07-06"),
    ("12月28日至1月3日", "12月28日至1月3日", "2020-12-28", "2021-01-03"),
    ("一月19日", "一月19日", "2020-01-19", "2020-01-19"),
]


@pytest.mark.parametrize(("text", "quote", "start", "end"), TIMES)
def test_times_mean_these_days(text: str, quote: str, start: str, end: str) -> None:
    (found,) = list(find_times(text))
    period = found.resolve(2020)
    assert period is not None
    assert (text[found.start : found.end], str(period.start), str(period.end)) == (quote, start, end)


@pytest.mark.parametrize(
    "text", ["三年行动计划", "20年以上的老旧小区", "13月", "1.5个月", "前期工作", "5个项目", "第一时间"]
)
def test_what_is_no_time_is_passed_over(text: str) -> None:
    assert list(find_times(text)) == []


@pytest.mark.parametrize(
    ("text", "comparison"), [("较一季度加快", True), ("比2019年增加", True), ("一季度完成", False)]
)
def test_the_base_of_a_comparison_is_marked(text: str, comparison: bool) -> None:
    assert [t.comparison for t in find_times(text)] == [comparison]


@given(st.text("0123456789年月日底前上下半中旬第一二三四季度至到-—~“”十五来近过去 国庆节", max_size=40))
def test_any_text_is_read_without_overlap(text: str) -> None:
    end = 0
    for t in find_times(text):
        assert end <= t.start < t.end <= len(text)
        end = t.end
        t.resolve(2020)


@settings(max_examples=2000)
@given(
    st.lists(
        st.sampled_from(
            [*'〇零一二三十五1890年月日季度底末内初中前全去明本近过元岁“”"期半', "19", "20", "-.", "年来", "春节"]
        ),
        max_size=9,
    )
)
def test_where_one_can_begin_says_so(pieces: list[str]) -> None:
    """Times are looked for at few places: those where the pattern finds one must be among them."""
    text = "".join(pieces)
    expected, found = _pattern().pattern.search(text), _pattern().search(text, 0)
    assert (found and found.span()) == (expected and expected.span())


def test_words_of_the_line_before_do_not_limit() -> None:
    (found,) = find_times("工作计划\n2021年,我街道")
    assert found.until is None
