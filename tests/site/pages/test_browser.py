"""The site in a real browser that can reach nothing: what people see, click and press."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from kg.site import open_site_build, write_site
from kg.site.explorer import explorer_data
from kg.site.segments import shown
from kg.store import build, open_build
from tests.site.pages.conftest import MAIN, ROOT, TRAPS, Browser, Made
from tests.site.windows import serious_faults

XINAN = "xinan-2020h1.txt"
_CENTRE = "document.querySelector(`[data-f='${arguments[0]}']`).scrollIntoView({block: 'center'})"


def _waited(found: Callable[[], Any], seconds: float = 5) -> Any:
    end = time.monotonic() + seconds
    while not (value := found()) and time.monotonic() < end:
        time.sleep(0.02)
    return value


def _fact(made: Made, quote: str, kind: str = "indicator") -> dict[str, Any]:
    return next(fact for fact in made.facts_of(XINAN) if (fact["type"], fact["quote"]) == (kind, quote))


def _name(fact: dict[str, Any]) -> str:
    return str(fact["id"].rpartition("/")[2])


def _selected(browser: Browser) -> str:
    return str(browser.run("return [...document.querySelectorAll('.paper .cur')].map(e => e.textContent).join('')"))


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_quiet_asks_nobody_and_fits(browser: Browser, made: Made, width: int, scheme: str) -> None:
    browser.look(width, scheme)
    grounds = set()
    for path in made.pages():
        browser.open(path)
        assert browser.complaints() == [], path
        assert browser.run("const e = document.documentElement; return e.scrollWidth <= e.clientWidth"), path
        assert browser.run("return document.title").endswith("街道工作报告知识图谱")
        grounds.add(browser.run("return getComputedStyle(document.documentElement).backgroundColor"))
    assert grounds == {{"light": "rgb(251, 250, 247)", "dark": "rgb(20, 24, 30)"}[scheme]}


def test_the_browser_itself_forbids_requests_and_scripts_that_are_not_the_page_s_own(browser: Browser) -> None:
    browser.open("index.html")
    told = browser.driver.execute_async_script(
        """const done = arguments[0], heard = [];
        document.addEventListener('securitypolicyviolation', event => heard.push(event.effectiveDirective));
        fetch('http://127.0.0.1:9/').catch(() => 0);
        const script = document.createElement('script'); script.textContent = 'window.strange = 1'; document.body.append(script);
        const image = new Image(); image.src = 'http://127.0.0.1:9/a.png';
        setTimeout(() => done([heard.sort(), 'strange' in window]), 300);"""
    )
    assert told == [["connect-src", "img-src", "script-src-elem"], False]


def test_links_between_pages_lead_somewhere(browser: Browser, made: Made) -> None:
    drawn = set(explorer_data(open_site_build(made.build.path))["nodes"]["iri"])
    for path in made.pages():
        browser.open(path)
        hrefs = browser.run("return [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
        for href in set(hrefs):
            file, _, anchor = href.partition("#")
            target = (made.folder / path).parent / file if file else made.folder / path
            assert target.is_file(), f"{path}: {href}"
            if target.name == "explorer.html" and anchor:
                assert dict(parse_qsl(anchor))["node"] in drawn, f"{path}: {href}"
            elif target.name == "sparql.html" and anchor:
                asked = dict(parse_qsl(anchor))
                header = (
                    (ROOT / "queries" / f"{asked.pop('query')}.rq").read_text(encoding="utf-8").partition("\nSELECT")[0]
                )
                assert all(f"{name.removeprefix('p.')}(" in header for name in asked), f"{path}: {href}"
            elif anchor and target.suffix == ".html" and target.parent.name != "reports":
                assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), f"{path}: {href}"


def test_the_text_shown_is_that_of_every_report(browser: Browser, made: Made) -> None:
    for source in made.build.info["sources"]:
        browser.open(made.page_of(source["name"]))
        assert browser.text("#text") == shown(made.text_of(source["name"])), source["name"]


def test_the_text_of_a_report_is_never_markup_and_offsets_count_characters(browser: Browser, made: Made) -> None:
    browser.open(made.page_of("traps.txt"))
    assert browser.run("return document.title").startswith("碧湖街道2021年工作总结")
    assert browser.run("return document.querySelectorAll('#text img, #text script').length") == 0
    assert browser.text("#text") == TRAPS
    for fact in made.facts_of("traps.txt"):
        browser.run("location.hash = arguments[0]", "#" + _name(fact))
        assert _waited(lambda fact=fact: _selected(browser) == fact["quote"]), fact["quote"]  # type: ignore[misc]


def test_a_permanent_link_leads_to_the_sentence(browser: Browser, made: Made) -> None:
    fact = _fact(made, "19.125万平方米")
    browser.open(made.page_of(XINAN), "#" + _name(fact))
    start, end = fact["sentence"]
    assert browser.text("#card blockquote") == made.text_of(XINAN)[start:end]
    assert browser.text("#card blockquote mark") == _selected(browser) == "19.125万平方米"
    place = browser.run("return document.querySelector('.paper .cur').getBoundingClientRect().top")
    assert 0 < place < 900


def test_a_click_in_the_text_shows_the_fact_and_one_in_the_list_shows_the_text(browser: Browser, made: Made) -> None:
    browser.open(made.page_of(XINAN))
    number = next(k for k, fact in enumerate(made.facts_of(XINAN)) if fact["quote"] == "54.01%")
    browser.run(_CENTRE, number)
    browser.click(f"[data-f='{number}']")
    assert "消化违建存量" in browser.text("#card h2")
    assert browser.text("#list [aria-selected=true] .v") == "54.01%"
    assert browser.run("return location.hash") == "#" + _name(_fact(made, "54.01%"))
    browser.run("document.querySelector('#list').scrollTop = 0")
    browser.click("#list li:nth-child(3)")
    quote = browser.text("#card blockquote mark")
    assert _selected(browser) == quote
    assert browser.run("return document.querySelector('.paper .cur').getBoundingClientRect().top") > 0


def test_further_clicks_on_nested_facts_go_from_the_inner_to_the_outer_one(browser: Browser, made: Made) -> None:
    facts = made.facts_of(XINAN)
    plain = [number for number, fact in enumerate(facts) if fact["type"] != "set_aside"]

    def around(position: int) -> list[int]:
        return [number for number in plain if facts[number]["start"] <= position < facts[number]["end"]]

    outer, inner = next(
        sorted(pair, key=lambda number: facts[number]["start"] - facts[number]["end"])
        for number in plain
        if len(pair := around(facts[number]["start"])) == 2
        and len({facts[one]["end"] - facts[one]["start"] for one in pair}) == 2
    )
    browser.open(made.page_of(XINAN))
    browser.run(_CENTRE, inner)
    shown_first = [browser.click(f"[data-f='{inner}']"), browser.text("#card blockquote mark")][1]
    shown_second = [browser.click(f"[data-f='{inner}']"), browser.text("#card blockquote mark")][1]
    assert (shown_first, shown_second) == (facts[inner]["quote"], facts[outer]["quote"])


def test_filters_leave_what_fits(browser: Browser, made: Made) -> None:
    facts = made.facts_of(XINAN)
    browser.open(made.page_of(XINAN))
    browser.click("#more")

    def listed() -> int:
        return int(browser.run("return document.querySelectorAll('#list li').length"))

    everything = [fact for fact in facts if fact["type"] != "set_aside"]
    assert listed() == len(everything)
    browser.click(".chip[data-type=project]")
    assert listed() == sum(fact["type"] != "project" for fact in everything)
    browser.click(".chip[data-type=project]")
    browser.run(
        "const s = arguments[0]; document.querySelector('#f-mood').value = s; document.querySelector('#f-mood').dispatchEvent(new Event('change'))",
        "target",
    )
    assert listed() == sum(fact.get("modality") == "target" for fact in everything)
    browser.write("#f-words", "消防站")
    wanted = [
        f
        for f in everything
        if f.get("modality") == "target"
        and any("消防站" in str(f.get(key)) for key in ("quote", "metric", "name", "concept_label"))
    ]
    assert listed() == len(wanted) > 0
    dimmed = browser.run("return document.querySelectorAll('.paper .p:not(.off)').length")
    assert dimmed == sum(fact["type"] == "project" for fact in wanted)


def test_a_filter_by_section_keeps_what_stands_in_it_and_below(browser: Browser, made: Made) -> None:
    browser.open(made.page_of(XINAN))
    section = "二、下半年工作计划"
    browser.run(
        "const s = document.querySelector('#f-section'); s.value = arguments[0]; s.dispatchEvent(new Event('change'))",
        section,
    )
    wanted = sum(
        fact["section"].split("›")[0] == section and fact["type"] != "set_aside" for fact in made.facts_of(XINAN)
    )
    assert int(browser.run("return document.querySelectorAll('#list li').length")) == wanted > 50


def test_numbers_set_aside_are_shown_with_their_reason_on_demand(browser: Browser, made: Made) -> None:
    browser.open(made.page_of(XINAN))
    aside = [fact for fact in made.facts_of(XINAN) if fact["type"] == "set_aside"]
    ground = "return getComputedStyle(document.querySelector('.paper .s')).backgroundColor"
    assert browser.run(ground) == "rgba(0, 0, 0, 0)"
    browser.click(".chip[data-type=set_aside]")
    assert browser.run(ground) != "rgba(0, 0, 0, 0)"
    for type_ in {fact["type"] for fact in made.facts_of(XINAN)} - {"set_aside"}:
        browser.click(f".chip[data-type={type_}]")
    assert int(browser.run("return document.querySelectorAll('#list li').length")) == len(aside)
    browser.click("#list li")
    assert (
        browser.run("return [...document.querySelectorAll('#card dt')].map(e => e.textContent)")[0] == "未作指标的原因"
    )


def test_a_number_that_nothing_explains_is_marked_whatever_is_filtered(
    browser: Browser, made: Made, tmp_path: Path
) -> None:
    """A copy of the build in which the reason of one number is unknown and another number is in no fact at all."""
    aside = next(fact for fact in made.facts_of(XINAN) if fact["type"] == "set_aside" and fact["reason"] == "name")
    lost = _fact(made, "54.01%")
    shutil.copytree(made.build.path, tmp_path / "build")
    facts = [
        fact | {"reason": "unresolved"} if fact["id"] == aside["id"] else fact
        for fact in made.build.facts()
        if fact["id"] != lost["id"]
    ]
    text = "".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in facts)
    (tmp_path / "build" / "facts.jsonl").write_text(text, encoding="utf-8")
    write_site(tmp_path / "build", tmp_path / "site")
    browser.driver.get((tmp_path / "site" / made.page_of(XINAN)).as_uri())
    browser.ready()
    for type_ in ("indicator", "project", "initiative"):
        browser.click(f".chip[data-type={type_}]")
    marked = browser.run(
        "return [...document.querySelectorAll('.paper .u')].map(e => [e.textContent, getComputedStyle(e).textDecorationStyle])"
    )
    assert sorted(marked) == sorted([[aside["quote"], "wavy"], ["54.01", "wavy"]])
    assert browser.text(".counted .u") == "2"
    assert any(
        aside["quote"] in item
        for item in browser.run("return [...document.querySelectorAll('#list li')].map(e => e.textContent)")
    )


def test_decisions_survive_reload_are_downloaded_and_respected_by_the_next_build(
    browser: Browser, made: Made, tmp_path: Path
) -> None:
    good, bad = _fact(made, "19.125万平方米"), _fact(made, "54.01%")
    for fact, key in ((good, "a"), (bad, "x")):
        browser.open(made.page_of(XINAN), "#" + _name(fact))
        browser.keys(key)
    browser.open(made.page_of(XINAN))
    total = len(made.facts_of(XINAN))
    # What was decided right before may reach a new process of the browser a moment later, as from another window.
    assert _waited(lambda: browser.text("#progress") == f"已核 2 / {total}，接受 1，否定 1")
    assert browser.run("return document.querySelector('.paper .no').textContent") == "54.01%"
    browser.click("#save")
    path = _waited(lambda: next(browser.downloads.glob("*.jsonl"), None))
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(row["decision"], row["quote"], row["id"]) for row in rows] == [
        ("accept", "19.125万平方米", _name(good)),
        ("reject", "54.01%", _name(bad)),
    ]
    from kg.cli import main

    with pytest.raises(SystemExit) as ended:
        main(["review", "apply", str(path), "-o", str(tmp_path / "reviews.csv"), "--by", "甲"])
    assert not ended.value.code
    summary = build([ROOT / "seeds" / XINAN], tmp_path / "build", reviews=tmp_path / "reviews.csv")
    after = {
        fact["quote"]: fact for fact in open_build(summary.output).facts() if fact["type"] in ("indicator", "set_aside")
    }
    assert after["19.125万平方米"]["review"] == "accepted"
    assert (after["54.01%"]["type"], after["54.01%"]["reason"]) == ("set_aside", "rejected")


def test_a_downloaded_file_can_be_taken_in_again(browser: Browser, made: Made) -> None:
    browser.open(made.page_of(XINAN), "#" + _name(_fact(made, "54.01%")))
    browser.keys("x")
    browser.click("#save")
    path = _waited(lambda: next(browser.downloads.glob("*.jsonl"), None))
    browser.run("localStorage.clear()")
    browser.open(made.page_of(XINAN))
    assert _waited(lambda: browser.text("#progress").startswith("已核 0 "))
    browser.driver.find_element("css selector", "#load").send_keys(str(path))
    assert _waited(lambda: browser.text("#progress").startswith("已核 1 "))


def test_where_the_browser_keeps_nothing_the_page_says_so_and_the_download_works(browser: Browser, made: Made) -> None:
    script = (
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    added = browser.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    try:
        browser.open(made.page_of(XINAN), "#" + _name(_fact(made, "54.01%")))
        assert browser.complaints() == []
        assert browser.run("return document.querySelector('#unsaved').checkVisibility()")
        browser.keys("a")
        browser.click("#save")
        path = _waited(lambda: next(browser.downloads.glob("*.jsonl"), None))
        assert json.loads(path.read_text(encoding="utf-8"))["decision"] == "accept"
        browser.run("window.onbeforeunload = null")
    finally:
        browser.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)
        browser.driver.get("about:blank")


def test_reviewing_with_the_keyboard_alone(browser: Browser, made: Made) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.open(made.page_of(XINAN))
    order = []
    for _ in range(30):
        browser.keys(Keys.TAB)
        order.append(browser.run("return document.activeElement.id || document.activeElement.className"))
        if order[-1] == "list":
            break
    assert order[0] == "skip" and order[-1] == "list", order
    browser.keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    second = browser.text("#card blockquote mark")
    assert browser.run("return document.activeElement.getAttribute('aria-activedescendant')") == browser.run(
        "return document.querySelector('#list li:nth-child(2)').id"
    )
    browser.keys("j", "k")
    assert browser.text("#card blockquote mark") == second
    browser.keys("a")
    assert browser.text("#progress").endswith("接受 1，否定 0")
    browser.keys("x")
    assert browser.text("#progress").endswith("接受 1，否定 1")
    browser.keys("u")
    assert browser.text("#progress").endswith("接受 1，否定 0")
    browser.keys("?")
    assert browser.run("return document.querySelector('#help').open")
    browser.keys(Keys.ESCAPE)
    assert not browser.run("return document.querySelector('#help').open")
    browser.keys("/", "消防站")
    assert browser.run("return document.activeElement.id") == "f-words"
    assert "消防站" in browser.text("#list li")


def test_on_a_phone_the_facts_are_a_sheet(browser: Browser, made: Made) -> None:
    browser.look(390)
    browser.open(made.page_of(XINAN))
    visible = "return document.querySelector(arguments[0]).checkVisibility()"
    assert not browser.run(visible, "#list")
    browser.click("#sheet-toggle")
    assert browser.run(visible, "#list")
    browser.click("#list li:nth-child(2)")
    assert not browser.run(visible, "#list")
    assert browser.text("#card blockquote mark") == _selected(browser)
    mark, sheet = browser.run(
        "return ['.paper .cur', '#panel'].map(s => document.querySelector(s).getBoundingClientRect().top)"
    )
    assert 0 <= mark < sheet


@pytest.mark.parametrize(
    ("path", "words", "found"),
    [
        ("compare.html", "零售", "社会消费品零售"),
        ("promises.html", "投资", "投资"),
        ("ontology.html", "deadline", "kg:Deadline"),
    ],
)
def test_searching_a_page_leaves_what_has_the_words(browser: Browser, path: str, words: str, found: str) -> None:
    browser.open(path)
    shown_items = "return [...document.querySelectorAll('[data-words]')].filter(e => !e.hidden).map(e => e.textContent)"
    before = browser.run(shown_items)
    browser.write("#words", words)
    after = browser.run(shown_items)
    assert 0 < len(after) < len(before)
    assert any(found in item for item in after)
    assert browser.text("#found") == f"找到 {len(after)} 项"
    browser.write("#words", "没有这样的东西")
    assert browser.run(shown_items) == []


def test_a_chart_s_figure_leads_to_its_sentence(browser: Browser) -> None:
    browser.open("compare.html")
    quote = browser.text(".topic tbody a")
    browser.click(".topic tbody a")
    assert _waited(lambda: browser.text("#card blockquote mark") == quote)


def test_the_choice_of_light_or_dark_is_remembered_on_all_pages(browser: Browser) -> None:
    """Again and again: a page that asks Chromium for its memory too soon gets another one in some of twenty openings."""
    words = ["随系统", "浅色", "深色"]
    browser.open(MAIN[0])
    for turn in range(1, 25):
        browser.click("#scheme")
        chosen = words[turn % 3]
        assert browser.text("#scheme") == chosen
        browser.open(MAIN[turn % len(MAIN)])
        assert _waited(lambda chosen=chosen: browser.text("#scheme") == chosen), turn  # type: ignore[misc]
    browser.click("#scheme")
    browser.click("#scheme")
    assert browser.text("#scheme") == "深色"
    browser.open("projects.html")
    ground = "return getComputedStyle(document.documentElement).backgroundColor"
    assert _waited(lambda: browser.run(ground) == "rgb(20, 24, 30)")


def test_open_pages_follow_the_choice_of_light_or_dark(browser: Browser) -> None:
    browser.open("index.html")
    one = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    try:
        browser.open("projects.html")
        browser.click("#scheme")
        other = browser.driver.current_window_handle
        browser.driver.switch_to.window(one)
        assert _waited(lambda: browser.text("#scheme") == "浅色")
        browser.driver.switch_to.window(other)
    finally:
        browser.driver.close()
        browser.driver.switch_to.window(one)


def test_all_scripts_share_one_way_to_the_memory_of_the_browser() -> None:
    """It is not to be had before the first frame; `scheme.js` gives it to the others then."""
    scripts = [*(ROOT / "kg" / "site" / "assets").glob("*.js"), *(ROOT / "web" / "src").rglob("*.js")]
    own = [path for path in scripts if path.name not in ("sparql.js", "explorer.js")]  # bundles of `web/src`
    asking = {path.name for path in own if re.search(r"\b(local|session)Storage\b", path.read_text("utf-8"))}
    assert len(own) > 5 and asking == {"scheme.js"}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_no_serious_fault(browser: Browser, made: Made, width: int, scheme: str) -> None:
    browser.look(width, scheme)
    for path in (*MAIN, made.page_of("traps.txt")):
        anchor = "#" + _name(made.facts_of("traps.txt")[0]) if path.startswith("reports/") else ""
        browser.open(path, anchor)
        assert serious_faults(browser.driver) == [], path
