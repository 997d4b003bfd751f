"""Pages over several reports: places of one name stay apart, values keep their sign and limit, nothing is left out unsaid."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.site import open_site_build, write_site
from kg.site.pages import compare, index, projects, promises
from kg.site.timescale import Timescale
from kg.store import build, open_build
from tests.site.pages.conftest import Browser, Made
from tests.site.windows import serious_faults

_STREET = """{name}办事处2020年工作总结和2021年工作计划

一、2020年工作总结
全年完成固定资产投资{invested}亿元,同比增长8.1%。生产安全事故同比下降25.5%。空气质量优良率达到95%以上。
新华小学改造工程完工。
二、2021年工作计划
全年完成固定资产投资40亿元以上,同比增长10%左右。
2021年6月底前完成新华小学扩建工程建设,新增学位900个。2021年9月底前开工建设文化中心。2021年9月底前完成道路改造3条。
"""
_CITY = """各位代表：
现在，我代表银川市人民政府，向大会报告工作。
一、2023年工作回顾
完成固定资产投资300亿元,增长5%。
二、2024年工作安排
固定资产投资增长6%左右。
"""
_NAMES = ("北京市通州区新华街道", "大同市平城区新华街道", "晋中市榆次区新华街道", "街道", "街道")
_SHOWN = ["通州区新华街道", "银川市", "平城区新华街道", "榆次区新华街道", "未具名街道（3.txt）", "未具名街道（4.txt）"]
_VISIBLE = "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).map(e => e.textContent.trim())"


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Three streets called 新华街道, two without a name, and a city."""
    folder = tmp_path_factory.mktemp("alike")
    for number, name in enumerate(_NAMES):
        (folder / f"{number}.txt").write_text(_STREET.format(name=name, invested=30 + number), encoding="utf-8")
    (folder / "5.txt").write_text(_CITY, encoding="utf-8")
    build([*sorted(folder.glob("*.txt"))], folder / "build")
    write_site(folder / "build", folder / "site")
    return Made(open_build(folder / "build"), folder / "site")


@pytest.fixture
def alike_browser(browser: Browser, alike: Made) -> Iterator[Browser]:
    """The browser, with the site of these."""
    before, browser.site = browser.site, alike.folder
    yield browser
    browser.site = before


def test_places_of_one_name_have_their_district_and_those_without_a_name_their_file(alike: Made) -> None:
    opened = open_site_build(alike.build.path)
    assert list(opened.places.values()) == _SHOWN


@pytest.mark.parametrize("path", ["promises.html", "projects.html"])
def test_places_of_one_name_have_a_row_each(alike_browser: Browser, path: str) -> None:
    alike_browser.open(path)
    rows = alike_browser.run(
        "return [...document.querySelectorAll('h2 ~ .scroll tbody')][0].querySelectorAll('tr').length"
    )
    assert rows == len(_SHOWN)
    assert alike_browser.run(_VISIBLE, "h2 ~ .scroll tbody th")[: len(_SHOWN)] == _SHOWN


def test_the_first_page_names_places_apart_and_counts_them_by_level(alike_browser: Browser) -> None:
    alike_browser.open("index.html")
    assert alike_browser.run(_VISIBLE, ".reports th a") == _SHOWN
    assert "5 个街道、1 个市州" in alike_browser.text(".lead")
    assert "街道" not in alike_browser.text("h1").partition("，")[2]


def test_a_report_without_a_title_is_named_by_place_and_year(alike: Made) -> None:
    titles = {report.title for report in open_site_build(alike.build.path).reports}
    assert "银川市2024年工作报告（原文无标题）" in titles


def test_figures_keep_the_sign_and_the_limit_that_the_text_gives_them(alike_browser: Browser) -> None:
    alike_browser.open("compare.html")
    told = alike_browser.run(
        """const found = {};
        for (const topic of document.querySelectorAll('.topic')) {
          const cells = [...topic.querySelectorAll('td:last-child a')].map(a => a.textContent);
          found[topic.dataset.words] = [...(found[topic.dataset.words] ?? []), ...cells];
        }
        return found"""
    )
    assert set(told["生产安全事故增长"]) == {"下降25.5%"}
    assert set(told["空气质量优良率"]) == {"95%以上"}
    assert told["固定资产投资增长"] == ["6%左右", "5%", *["10%左右"] * 5, *["8.1%"] * 5]
    assert told["固定资产投资"] == ["300亿元", *["40亿元以上"] * 5, "34亿元", "33亿元", "32亿元", "31亿元", "30亿元"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("全年新增就业超过500人。", "超过500人"),
        ("全年新增就业500人以上。", "500人以上"),
        ("全年新增就业 500人 以上。", "500人以上"),
        ("全年新增就业约500人。", "约500人"),
        ("全年新增就业500余人。", "500余人"),
        ("全年新增就业500人。", "500人"),
        ("居民消费价格涨幅控制在3%以内。", "3%以内"),
        ("生产安全事故同比下降近4个百分点。", "下降近4个百分点"),
        ("生产安全事故同比增长4%。", "4%"),
    ],
)
def test_a_figure_is_worded_as_its_text_does(tmp_path: Path, said: str, shown: str) -> None:
    text = f"碧湖街道办事处2020年工作总结\n\n一、2020年工作总结\n{said}\n"
    (tmp_path / "report.txt").write_text(text, encoding="utf-8")
    build([tmp_path / "report.txt"], tmp_path / "build")
    opened = open_site_build(tmp_path / "build")
    [fact] = [fact for fact in opened.all_facts if fact["type"] == "indicator"]
    assert opened.figure(fact) == shown


def test_the_filter_picks_rows_of_one_place_and_stands_in_the_address(alike_browser: Browser) -> None:
    alike_browser.open("compare.html")
    alike_browser.run(
        "const s = document.querySelector('#pick'); s.selectedIndex = [...s.options].findIndex(o => o.text === '平城区新华街道');"
        "s.dispatchEvent(new Event('change'))"
    )
    assert set(alike_browser.run(_VISIBLE, ".topic tbody th")) == {"平城区新华街道"}
    alike_browser.write("#words", "事故")
    assert alike_browser.run(_VISIBLE, ".topic tbody a") == ["下降25.5%"]
    asked = alike_browser.run("return decodeURIComponent(location.hash)")
    assert asked == "#q=事故&pick=平城区新华街道"
    alike_browser.open("compare.html", asked)
    assert alike_browser.run(_VISIBLE, ".topic tbody a") == ["下降25.5%"]
    assert alike_browser.run("return document.querySelector('#pick').selectedOptions[0].text") == "平城区新华街道"


def test_what_is_folded_is_shown_on_demand_and_where_a_place_is_picked(
    alike_browser: Browser, alike: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "OPEN", 2)
    [page] = compare.pages(open_site_build(alike.build.path))
    (alike.folder / "few.html").write_bytes(page.data)
    alike_browser.open("few.html")
    topic = ".topic[data-words='生产安全事故增长'] "
    assert len(alike_browser.run(_VISIBLE, topic + "tbody tr")) == 2
    assert alike_browser.text(topic + ".more") == "另有 3 条"
    alike_browser.click(topic + ".more")
    assert len(alike_browser.run(_VISIBLE, topic + "tbody tr")) == 5
    alike_browser.click(topic + ".more")
    assert len(alike_browser.run(_VISIBLE, topic + "tbody tr")) == 2
    alike_browser.open("few.html", "#pick=未具名街道（4.txt）")
    assert alike_browser.run(_VISIBLE, topic + "tbody th") == ["未具名街道（4.txt）"]


def test_indicators_that_are_not_drawn_are_named_with_their_query(alike: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "ROWS", 20)
    [page] = compare.pages(open_site_build(alike.build.path))
    text = page.data.decode()
    everything = compare._topics(open_site_build(alike.build.path))
    drawn = re.findall(r'data-words="([^"]+)"', text)
    assert 0 < len(drawn) < len(everything)
    assert f"还有 {len(everything) - len(drawn)} 个指标" in text
    for topic in everything:
        assert f'href="sparql.html#query=45-indicator-history&amp;p.indicator={topic.label}"' in text


def test_a_tile_of_the_map_holds_its_name_and_only_listed_streets_count_as_such(alike_browser: Browser) -> None:
    alike_browser.open("compare.html")
    wide = alike_browser.run("return [...document.querySelectorAll('svg .name')].map(e => e.getBBox().width)")
    assert max(wide) <= 60
    captions = alike_browser.run("return [...document.querySelectorAll('figcaption')].map(e => e.textContent)")
    assert all(re.fullmatch(r".+区 1 / \d+", caption) for caption in captions) and len(captions) == 3


@pytest.mark.parametrize(
    ("name", "lines"),
    [("新安", ["新安"]), ("长哨营满族", ["长哨营", "满族"]), ("一二三四五六七八九", ["一二三四", "五六七…"])],
)
def test_a_long_name_stands_on_two_lines(name: str, lines: list[str]) -> None:
    assert compare._in_lines(name) == lines


def test_marks_of_deadlines_cover_no_other_and_lead_to_what_they_stand_for(alike_browser: Browser) -> None:
    alike_browser.open("promises.html")
    marks = alike_browser.run(
        """return [...document.querySelectorAll('.dues li')].map(lane => [...lane.querySelectorAll('a')].map(a => {
          const r = a.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom, a.getAttribute('href'), a.textContent]; }))"""
    )
    assert len(marks) == len(_SHOWN)
    for lane in marks:
        for k, one in enumerate(lane):
            assert alike_browser.run("return Boolean(arguments[0])", one[4])
            for other in lane[k + 1 :]:
                apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
                assert apart, (one, other)
    hrefs = {href for lane in marks for *_, href, _ in lane}
    inside = {href for href in hrefs if href.startswith("#")}
    assert inside and all(
        alike_browser.run("return document.getElementById(arguments[0]) !== null", h[1:]) for h in inside
    )
    assert all(re.match(r"reports/[0-9a-f]+\.html#", href) for href in hrefs - inside)


def test_the_bar_of_a_place_is_all_its_promises(alike: Made) -> None:
    opened = open_site_build(alike.build.path)
    followed = promises.Followed("partly", promises.said(opened, opened.all_facts[0]), None, "", 1.0, None)
    scores = promises._scores(opened, [followed], [])
    one = next(score for score in scores if score.place == followed.promise.place)
    assert one.promises > 1 and one.verdicts.total() == 1
    assert one.rest == one.promises - 1


def test_what_the_pages_leave_out_they_say(alike: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promises, "MOST", 2)
    monkeypatch.setattr(promises, "LANES", 4)
    monkeypatch.setattr(projects, "MOST", 6)
    monkeypatch.setattr(compare, "DISTRICTS", 1)
    opened = open_site_build(alike.build.path)
    [told] = promises.pages(opened)
    text = told.data.decode()
    assert "另有 2 个地方没有画出" in text
    assert re.search(r"另有 \d+ 句，可<a", text)
    [told] = projects.pages(opened)
    assert re.search(r"另有 \d+ 个没有画出", told.data.decode())
    [told] = compare.pages(opened)
    assert "还有 2 个区县没有画出" in told.data.decode()


def test_where_not_all_projects_fit_each_place_has_some(alike: Made) -> None:
    telling = [one for one in projects._projects(open_site_build(alike.build.path))[0] if projects._telling(one)]
    places = {one.key for one in telling}
    few = projects._fairly(telling, len(places))
    assert {one.key for one in few} == places and len(telling) > len(few)
    assert few == [one for one in telling if one in few]


def test_projects_are_found_by_name_and_place(alike_browser: Browser) -> None:
    alike_browser.open("projects.html")
    assert len(alike_browser.run(_VISIBLE, ".stages li")) > 6
    alike_browser.write("#words", "文化中心")
    found = alike_browser.run(_VISIBLE, ".stages .what")
    assert found and set(found) == {"文化中心"}
    assert alike_browser.text("#found") == f"找到 {len(found)} 项"
    alike_browser.open("projects.html", "#pick=榆次区新华街道")
    assert alike_browser.run(_VISIBLE, ".group") == ["榆次区新华街道"]
    href = alike_browser.run("return document.querySelector('.stages li:not([hidden]) a').getAttribute('href')")
    assert re.match(r"reports/[0-9a-f]+\.html#", href)


def test_all_findings_are_listed_with_their_sentence(alike_browser: Browser, alike: Made) -> None:
    findings = open_site_build(alike.build.path).findings()
    assert findings
    alike_browser.open("findings.html")
    hrefs = alike_browser.run(
        "return [...document.querySelectorAll('.places li')].map(e => e.querySelector('a')?.getAttribute('href') ?? '')"
    )
    assert len(hrefs) == len(findings)
    assert all(re.match(r"reports/[0-9a-f]+\.html", href) for href in hrefs)
    alike_browser.open("index.html")
    numbers = alike_browser.run(
        "return [...document.querySelectorAll('.checks > li > p > a')].map(a => parseInt(a.textContent))"
    )
    assert sum(numbers) == len(findings)
    assert "补上" not in alike_browser.text(".checks")


def test_a_finding_about_a_group_leads_to_where_it_is_named(made: Made) -> None:
    opened = open_site_build(made.build.path)
    fact = next(fact for fact in opened.all_facts if fact.get("entity") and fact["type"] == "project")
    from kg.validation import Finding, Severity

    finding = Finding(Severity.VIOLATION, "group-member-count", fact["entity"], None, None, "甲：乙。", "原句")
    [check] = index._checks(opened, [finding])
    assert check.message == "甲"
    named = [
        opened.evidence(one["report"], one["id"]) for one in opened.all_facts if one.get("entity") == fact["entity"]
    ]
    assert check.places[0].href == named[0]


def test_the_first_page_has_room_for_so_many_findings(alike: Made) -> None:
    place = index.Place("原句", "新华街道", "index.html")
    checks = [index.Check(f"check-{number}", "warning", "甲", 40, (place,) * 40) for number in range(50)]
    first = index._first(checks)
    assert [check.name for check in first] == [check.name for check in checks[: index.CHECKS]]
    assert sum(len(check.places) for check in first) == index.EXAMPLES
    assert first[0].number == 40


def test_the_tables_of_facts_lie_beside_the_graph(alike_browser: Browser, alike: Made) -> None:
    alike_browser.open("index.html")
    rows = alike_browser.run(
        "return [...document.querySelectorAll('.files li')].map(e => [e.querySelector('a').getAttribute('href'), e.lastElementChild.textContent])"
    )
    tables = {href: told for href, told in rows if href.endswith(".csv")}
    facts = list(alike.build.facts())
    for name, kind in (("indicators", "indicator"), ("projects", "project"), ("set_aside", "set_aside")):
        text = (alike.folder / "data" / "csv" / f"{name}.csv").read_text(encoding="utf-8-sig")
        found = list(csv.DictReader(io.StringIO(text)))
        assert len(found) == sum(fact["type"] == kind for fact in facts)
        assert tables[f"data/csv/{name}.csv"] == f"{len(found):,} 行"
    for href, _ in rows:
        assert (alike.folder / href).is_file()
    assert (alike.folder / "data" / "tables.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("choice", ["", "dark"])
@pytest.mark.parametrize("path", ["index.html", "compare.html", "promises.html", "projects.html"])
def test_paper_is_light_and_keeps_colours_that_mean_something(alike_browser: Browser, path: str, choice: str) -> None:
    alike_browser.look(1280, "dark")
    alike_browser.open(path)
    alike_browser.run("document.documentElement.dataset.scheme = arguments[0]", choice) if choice else None
    alike_browser.driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]},
    )
    try:
        ground, ink, exact = alike_browser.run(
            "const s = getComputedStyle(document.documentElement), m = document.querySelector('.fill, .split i, .lane a, .fate div');"
            "return [s.backgroundColor, s.color, getComputedStyle(m).printColorAdjust]"
        )
    finally:
        alike_browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert (ground, ink, exact) == ("rgb(255, 255, 255)", "rgb(27, 37, 48)", "exact")


def test_on_a_phone_the_whole_navigation_is_in_sight(alike_browser: Browser) -> None:
    alike_browser.look(390)
    alike_browser.open("index.html")
    assert (
        alike_browser.run("return document.querySelector('.top nav a:last-child').getBoundingClientRect().right") <= 390
    )
    assert alike_browser.run("const n = document.querySelector('.top nav'); return n.scrollWidth <= n.clientWidth")


def test_nothing_is_drawn_for_none(alike_browser: Browser) -> None:
    alike_browser.open("index.html")
    assert alike_browser.run("return document.querySelectorAll('[style=\"flex-grow:0\"]').length") == 0


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_no_serious_fault_where_places_are_many(alike_browser: Browser, width: int, scheme: str) -> None:
    alike_browser.look(width, scheme)
    for path in ("compare.html", "promises.html", "projects.html", "findings.html"):
        alike_browser.open(path)
        assert serious_faults(alike_browser.driver) == [], path


def test_a_time_scale_spans_whole_quarters_and_names_years_that_have_room() -> None:
    scale = Timescale([date(2020, 8, 31), date(2022, 5, 1)])
    assert (scale.first, scale.last) == (date(2020, 7, 1), date(2022, 7, 1))
    assert (scale(scale.first), scale(scale.last)) == (0, 100)
    assert [line.words for line in scale.lines() if line.words] == ["2020年", "2021年", "7月", "2022年"]
    late = Timescale([date(2020, 12, 1), date(2029, 1, 1)])
    assert [line.words for line in late.lines()][:2] == ["", "2021年"]
