"""Names of periods, and the two periods of a report from its title and headings."""

from __future__ import annotations

from datetime import date

import pytest

from kg.documents import parse, periods
from kg.documents.model import SectionRole
from kg.documents.periods import parse_period_name, role_of_words, title_parts


@pytest.mark.parametrize(
    ("text", "default", "expected"),
    [
        ("2020年上半年", None, ("2020-01-01", "2020-06-30")),
        ("2022年工作总结", None, ("2022-01-01", "2022-12-31")),
        ("2020年1-6月", None, ("2020-01-01", "2020-06-30")),
        ("2023年1—9月", None, ("2023-01-01", "2023-09-30")),
        ("2021年1月至11月", None, ("2021-01-01", "2021-11-30")),
        ("1-2月", 2024, ("2024-01-01", "2024-02-29")),
        ("截至9月30日", 2023, ("2023-01-01", "2023-09-30")),
        ("截至2023年11月底", None, ("2023-01-01", "2023-11-30")),
        ("第一季度", 2022, ("2022-01-01", "2022-03-31")),
        ("2022年三季度", None, ("2022-07-01", "2022-09-30")),
        ("前三季度", 2022, ("2022-01-01", "2022-09-30")),
        ("前11个月", 2022, ("2022-01-01", "2022-11-30")),
        ("2022年5月", None, ("2022-05-01", "2022-05-31")),
        ("2016—2020年", None, ("2016-01-01", "2020-12-31")),
        ("2016年至2020年", None, ("2016-01-01", "2020-12-31")),
        ("“十三五”时期", None, ("2016-01-01", "2020-12-31")),
        ("十四五规划", None, ("2021-01-01", "2025-12-31")),
        ("过去五年", 2021, ("2017-01-01", "2021-12-31")),
        ("五年来", 2021, ("2017-01-01", "2021-12-31")),
        ("今后五年", 2021, ("2022-01-01", "2026-12-31")),
        ("下半年工作计划", 2020, ("2020-07-01", "2020-12-31")),
        ("明年工作打算", 2020, ("2021-01-01", "2021-12-31")),
        ("明年上半年", 2020, ("2021-01-01", "2021-06-30")),
        ("去年", 2020, ("2019-01-01", "2019-12-31")),
        ("二〇二三年工作总结", None, ("2023-01-01", "2023-12-31")),
        ("二○二三年度", None, ("2023-01-01", "2023-12-31")),
        ("一九九八年", None, ("1998-01-01", "1998-12-31")),
        ("2023年度", None, ("2023-01-01", "2023-12-31")),
        ("2023工作要点", None, ("2023-01-01", "2023-12-31")),
        # No period, or none without a year.
        ("下半年工作计划", None, None),
        ("工作总结", 2020, None),
        ("12345热线", 2020, None),
        ("12023年", None, None),
        ("第三届啤酒节", 2020, None),
        ("三年行动", 2020, None),
    ],
)
def test_a_period_name_is_read_against_the_default_year(
    text: str, default: int | None, expected: tuple[str, str] | None
) -> None:
    found = parse_period_name(text, default)
    assert (None if found is None else (found.start.isoformat(), found.end.isoformat())) == expected


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("某街道2020年上半年工作总结及下半年工作计划", ["某街道2020年上半年工作总结", "下半年工作计划"]),
        ("某街道2019年工作总结暨2020年工作安排", ["某街道2019年工作总结", "2020年工作安排"]),
        ("某街道2020年工作总结和工作计划", ["某街道2020年工作总结", "工作计划"]),
        ("和平街道2020年工作总结", ["和平街道2020年工作总结"]),
        ("某街道“十三五”工作总结及“十四五”工作思路", ["某街道“十三五”工作总结", "“十四五”工作思路"]),
        ("某街道2020年工作总结 2021年工作要点", ["某街道2020年工作总结", "2021年工作要点"]),
        ("呼和浩特市2020年国民经济和社会发展计划", ["呼和浩特市2020年国民经济和社会发展计划"]),
    ],
)
def test_a_title_is_split_where_it_names_the_other_period(title: str, parts: list[str]) -> None:
    assert title_parts(title) == parts


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("2023年工作回顾", SectionRole.REVIEW),
        ("重点任务", SectionRole.PLAN),
        ("重点任务完成情况", SectionRole.REVIEW),
        ("存在问题", SectionRole.PROBLEM),
        ("存在问题及下一步打算", SectionRole.PLAN),
        ("当前形势及存在问题", SectionRole.PROBLEM),
        ("下半年", SectionRole.PLAN),
        ("政府工作报告", None),
        ("抓项目拓空间", None),
        ("补齐短板", None),
    ],
)
def test_the_last_word_of_a_heading_names_its_role(words: str, role: SectionRole | None) -> None:
    assert role_of_words(words) is role


REVIEW = "\n一年来，街道完成税收3亿元。\n"
PLAN = "\n力争税收增长5%以上。\n"


@pytest.mark.parametrize(
    ("text", "review", "plan"),
    [
        (
            "某街道2020年上半年工作报告及下半年工作计划\n一、上半年工作" + REVIEW + "二、下半年工作计划" + PLAN,
            (2020, 1, 6),
            (2020, 7, 12),
        ),
        ("某街道2022年工作总结\n一、主要工作" + REVIEW + "二、2023年工作计划" + PLAN, (2022, 1, 12), (2023, 1, 12)),
        ("某街道2022年工作总结\n一、主要工作" + REVIEW + "二、下一步工作打算" + PLAN, (2022, 1, 12), (2023, 1, 12)),
        ("某街道2022年工作总结\n一、主要工作" + REVIEW + "二、明年工作思路" + PLAN, (2022, 1, 12), (2023, 1, 12)),
        ("某街道2022年上半年工作总结\n一、主要工作" + REVIEW + "二、下步工作打算" + PLAN, (2022, 1, 6), (2022, 7, 12)),
        (
            "某街道2022年第一季度工作总结\n一、主要工作" + REVIEW + "二、下步工作打算" + PLAN,
            (2022, 1, 3),
            (2022, 4, 12),
        ),
        ("某街道2023年重点工作任务清单\n一、经济" + PLAN + "二、城建" + PLAN, None, (2023, 1, 12)),
        ("某街道2023年工作要点\n" + PLAN, None, (2023, 1, 12)),
        ("某街道2022年工作总结\n" + REVIEW, (2022, 1, 12), None),
        ("各位代表：\n一、2023年工作回顾" + REVIEW + "二、2024年工作安排" + PLAN, (2023, 1, 12), (2024, 1, 12)),
        ("各位代表：\n一、2023年工作回顾" + REVIEW + "二、今年工作安排" + PLAN, (2023, 1, 12), (2024, 1, 12)),
        (
            "某市2024年政府工作报告\n一、2023年工作回顾" + REVIEW + "二、今年工作安排" + PLAN,
            (2023, 1, 12),
            (2024, 1, 12),
        ),
        (
            "某市2024年政府工作报告\n一、过去一年工作回顾" + REVIEW + "二、2024年工作安排" + PLAN,
            (2023, 1, 12),
            (2024, 1, 12),
        ),
        (
            "某县2016年政府工作报告\n一、2016年工作回顾" + REVIEW + "二、2017年工作安排" + PLAN,
            (2016, 1, 12),
            (2017, 1, 12),
        ),
        (
            "某街道工作总结\n一、主要工作\n2021年，街道完成税收3亿元。2021年引进企业5家。\n二、下一步打算" + PLAN,
            (2021, 1, 12),
            (2022, 1, 12),
        ),
        (
            "政府工作报告\n——2023年1月5日在某县第十七届人民代表大会第三次会议上\n一、过去一年的工作"
            + REVIEW
            + "二、2023年重点工作"
            + PLAN,
            (2022, 1, 12),
            (2023, 1, 12),
        ),
        ("某街道2024年报告\n一、办成的事" + REVIEW + "二、2025年接着干" + PLAN, (2024, 1, 12), (2025, 1, 12)),
        ("工作情况\n一、一年来的主要工作" + REVIEW + "二、2022年工作谋划" + PLAN, (2021, 1, 12), (2022, 1, 12)),
        # A programme in the heading of a deed says nothing of the periods of the report.
        (
            "某街道2022年工作总结\n一、主要工作" + REVIEW + "二、下一步打算\n（一）推进“十四五”规划\n力争5%。",
            (2022, 1, 12),
            (2023, 1, 12),
        ),
        ("（二）城市管理。拆除违建3处。", None, None),
    ],
)
def test_review_and_plan_period_of_a_report(
    text: str, review: tuple[int, int, int] | None, plan: tuple[int, int, int] | None
) -> None:
    document = parse(text)
    for found, expected in ((document.review_period, review), (document.plan_period, plan)):
        if expected is None:
            assert found is None
        else:
            assert found is not None
            assert (found.start.year, found.start.month, found.end.month) == expected
            assert found.start.day == 1 and found.end.year == expected[0]


def test_five_reviewed_years_end_before_the_planned_one() -> None:
    document = parse("各位代表：\n一、过去五年工作回顾" + REVIEW + "二、2022年工作安排" + PLAN)
    assert document.review_period is not None and document.plan_period is not None
    assert (document.review_period.start, document.review_period.end) == (date(2017, 1, 1), date(2021, 12, 31))
    assert document.plan_period.start == date(2022, 1, 1)


CONGRESS = "政府工作报告\n——{}在静川县第十九届人民代表大会第一次会议上\n各位代表：\n"
FIVE_YEARS = "一、过去五年工作回顾\n投资165亿元，是2016年的1.4倍。\n二、今后五年的目标任务\n新建学校5所。\n"


@pytest.mark.parametrize(
    ("text", "last", "plan"),
    [
        (CONGRESS.format("2021年11月18日") + FIVE_YEARS + "三、2022年重点工作\n建成2所。", 2021, (2022, 2026)),
        (CONGRESS.format("2021年11月18日") + FIVE_YEARS + "三、明年重点工作\n建成2所。", 2021, (2022, 2026)),
        (CONGRESS.format("2022年1月18日") + FIVE_YEARS + "三、2022年重点工作\n建成2所。", 2021, (2022, 2026)),
        ("静川县2021年政府工作报告\n" + FIVE_YEARS + "三、2022年重点工作\n建成2所。", 2021, (2022, 2026)),
        ("静川县政府工作报告\n一、2022年和过去五年工作回顾\n投资1亿元。\n二、2023年工作打算\n建成2所。", 2022, (2023, 2023)),
    ],
)  # fmt: skip
def test_a_report_at_the_change_of_office(text: str, last: int, plan: tuple[int, int]) -> None:
    document = parse(text)
    assert document.review_period is not None and document.plan_period is not None
    assert document.review_period.end.year == last
    assert (document.plan_period.start.year, document.plan_period.end.year) == plan
    of_year = document.sections[-1].period
    assert of_year is None or (of_year.start.year, of_year.end.year) == (plan[0], plan[0])
    assert plan[0] == plan[1] or of_year is not None


LIST = "澄溪街道2023年度民生实事项目进展情况通报\n{}\n一、老旧小区改造\n惠及居民1126户，报名截至10月底。\n"


@pytest.mark.parametrize(
    ("below_the_title", "end"),
    [
        ("（截至9月底）", date(2023, 9, 30)),
        ("（统计截至2023年11月15日）", date(2023, 11, 15)),
        ("截至6月底，各项目推进情况如下：", date(2023, 6, 30)),
        ("截至2022年底，街道有老年人1.2万人。", date(2023, 12, 31)),
        ("各项目推进顺利。", date(2023, 12, 31)),
    ],
)
def test_a_day_below_the_title_ends_what_is_reviewed(below_the_title: str, end: date) -> None:
    review = parse(LIST.format(below_the_title)).review_period
    assert review is not None and (review.start, review.end) == (date(2023, 1, 1), end)


@pytest.mark.parametrize("headings", ["一、2023年工作总结|二、2024年工作计划", "一、主要工作|二、下一步打算"])
@pytest.mark.parametrize(
    "title",
    [
        "重庆市沙坪坝区青树湾街道办事处\n2023年工作总结及2024年工作计划",
        "青树湾街道党工委 青树湾街道办事处\n\n2023年工作总结和2024年工作计划",
        "中共长沙市天心区坡子街街道工作委员会\n2023年工作总结暨2024年工作打算",
        "青树湾街道党工委\n青树湾街道办事处\n2023年工作总结和2024年工作计划",
        "青树湾街道办事处2023年工作总结和\n2024年工作计划",
        "青树湾街道2023年工作总结\n和2024年工作计划",
        "青树湾街道办事处\n二〇二三年工作总结\n二〇二四年工作计划",
        "青树湾街道工作总结及明年工作计划",
        "关于青树湾街道2023年国民经济和社会发展计划\n执行情况与2024年计划草案的报告",
        "中共青树湾街道工作委员会 青树湾街道办事处\n关于2023年工作情况和2024年工作安排的报告",
        "青树湾街道2023年度\n工作总结及2024年度工作计划",
    ],
)
def test_a_title_in_several_lines_says_what_is_planned(title: str, headings: str) -> None:
    first, second = headings.split("|")
    lead = "2023年，在区委的领导下，街道完成固定资产投资35亿元。"
    made = parse(f"{title}\n{lead}\n{first}\n全年完成投资3亿元。\n{second}\n6月底前完成改造5个。\n")
    assert (made.review_period, made.plan_period) == (periods.year(2023), periods.year(2024))
    assert [one.role.value for one in made.sections if one.heading] == ["review", "plan"]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("柳岸街道国民经济和社会发展第十四个五年规划纲要", ""),
        ("柳岸街道“十四五”时期经济社会发展规划", ""),
        ("柳岸镇国民经济和社会发展第十四个五年规划\n和二〇三五年远景目标纲要", ""),
        ("柳岸街道经济社会发展五年规划", "本规划期为2021—2025年，展望到2035年。"),
    ],
)
def test_a_five_year_plan_is_about_its_years(title: str, said: str) -> None:
    text = (
        f"{title}\n根据《柳岸区第十四个五年规划和二〇三五年远景目标纲要》，制定本规划。{said}\n"
        "第一章 发展基础\n第一节 “十三五”发展成就\n完成投资312亿元。\n"
        "第二章 发展目标\n第一节 二〇三五年远景目标\n人均收入达到12万元。\n第二节 主要指标\n到“十四五”末，绿化率达到42%。\n"
    )
    made = parse(text)
    assert (made.review_period, made.plan_period) == (
        periods.Period(date(2016, 1, 1), date(2020, 12, 31)),
        periods.Period(date(2021, 1, 1), date(2025, 12, 31)),
    )
    found = {one.heading[4:].strip(): (one.role.value, one.period and one.period.end.year) for one in made.sections}
    assert found["发展基础"] == found["“十三五”发展成就"] == ("review", 2020)
    assert (found["发展目标"], found["二〇三五年远景目标"], found["主要指标"]) == (
        ("plan", 2025),
        ("plan", 2035),
        ("plan", 2025),
    )


def test_a_plan_that_is_only_cited_sets_no_period() -> None:
    made = parse("柳岸街道2023年工作总结\n对照《柳岸区第十四个五年规划纲要》，全年完成投资35亿元。\n")
    assert made.review_period == periods.year(2023)


def test_a_bulletin_reviews_the_year_up_to_its_day() -> None:
    head = "柳岸街道工作专报\n第12期\n柳岸街道办事处　　2022年8月20日\n\n"
    made = parse(head + "一、疫情防控\n累计检测3万人次。\n二、下步工作\n8月底前完成整改15处。\n")
    assert made.review_period == periods.Period(date(2022, 1, 1), date(2022, 8, 20))
    assert made.plan_period == periods.Period(date(2022, 8, 21), date(2022, 12, 31))
    whole = parse("柳岸街道2022年工作总结\n2022年12月20日\n一、工作总结\n完成投资3亿元。\n")
    assert whole.review_period == periods.year(2022)


@pytest.mark.parametrize(
    ("head", "review", "plan"),
    [
        # what tells how far a task is, is told on its day
        (
            "柳岸镇人大主席团关于民生实事票决项目和代表建议办理情况的报告\n（2023年11月20日）\n",
            ("2023-01-01", "2023-11-20"),
            ("2023-11-21", "2023-12-31"),
        ),
        (
            "柳岸街道2023年度工作总结\n（2023年11月20日）\n",
            ("2023-01-01", "2023-12-31"),
            ("2024-01-01", "2024-12-31"),
        ),
        # a day that no calendar has says nothing
        (
            "柳岸街道2023年重点项目推进情况\n（2023年11月31日）\n",
            ("2023-01-01", "2023-12-31"),
            ("2024-01-01", "2024-12-31"),
        ),
        # the days that a bulletin is about
        (
            "柳岸街道工作专报\n（8月15日至21日）\n第36期　　2022年8月22日\n",
            ("2022-08-15", "2022-08-21"),
            ("2022-08-22", "2022-12-31"),
        ),
    ],
)
def test_a_report_of_progress_ends_on_its_day(head: str, review: tuple[str, str], plan: tuple[str, str]) -> None:
    made = parse(head + "\n一、推进情况\n累计投入860万元，已完工6个。\n二、下一步打算\n12月底前完成剩余4个。\n")
    found = [(one.start.isoformat(), one.end.isoformat()) for one in (made.review_period, made.plan_period) if one]
    assert found == [review, plan]


def test_what_a_yearly_report_adds_at_its_end_is_no_plan() -> None:
    text = (
        "柳岸镇2023年政府信息公开工作年度报告\n一、总体情况\n公开信息312条。\n"
        "二、存在的主要问题及改进情况\n更新不及时。\n三、其他需要报告的事项\n受理工单863件。\n"
    )
    made = parse(text)
    assert [one.role.value for one in made.sections if one.heading] == ["review", "problem", "review"]


@pytest.mark.parametrize(
    ("sentence", "review", "plan_end"),
    [
        ("评估期为2021年至2023年6月。", (date(2021, 1, 1), date(2023, 6, 30)), date(2025, 12, 31)),
        ("本次评估时段为2021年1月—2022年12月。", (date(2021, 1, 1), date(2022, 12, 31)), date(2025, 12, 31)),
    ],
)
def test_an_assessment_says_which_time_it_is_about(sentence: str, review: tuple[date, date], plan_end: date) -> None:
    document = parse(
        f"澄溪市“十四五”规划实施情况中期评估报告\n{sentence}\n一、主要进展\n到2025年,目标为63%。\n二、下一步工作\n加快推进。\n"
    )
    assert document.review_period is not None and document.plan_period is not None
    assert (document.review_period.start, document.review_period.end) == review
    assert document.plan_period.end == plan_end


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("青陵区2024年5月经济运行月报", date(2024, 5, 1), date(2024, 5, 31)),
        ("青陵区2024年1—5月主要经济指标", date(2024, 1, 1), date(2024, 5, 31)),
        ("东湖街道2023年统计年报", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_tables_of_figures_have_titles_too(title: str, start: date, end: date) -> None:
    document = parse(f"{title}\n全区经济运行平稳。\n新增就业300人。\n")
    review = document.review_period
    assert document.metadata.title == title
    assert review is not None and (review.start, review.end) == (start, end)
