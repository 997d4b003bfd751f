"""The page of a report: where its facts lead, what its addresses say, and what people decided before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from kg.evaluation.reviewing import merged, read_decisions
from kg.site import open_site_build, write_site
from tests.site.pages.conftest import Browser, Made
from tests.site.windows import serious_faults

XINAN = "xinan-2020h1.txt"
Fact = dict[str, Any]


def _name(iri: str) -> str:
    return iri.rpartition("/")[2]


def _links(browser: Browser, of: str) -> list[str]:
    """Addresses that a row of the card has."""
    script = """const dt = [...document.querySelectorAll('#card dt')].filter(e => e.textContent === arguments[0]);
      return dt.flatMap(e => [...e.nextElementSibling.querySelectorAll('a')].map(a => a.href))"""
    return [str(href) for href in browser.run(script, of)]


def _show(browser: Browser, made: Made, fact: Fact) -> None:
    page = open_site_build(made.build.path).page_of[fact["report"]]
    browser.open(page, "#" + _name(fact["id"]))


def _changed(browser: Browser, made: Made, folder: Path, change: Callable[[Iterable[Fact]], Iterable[Fact]]) -> str:
    """Address of the report's page in a site of a copy of the build with other facts."""
    shutil.copytree(made.build.path, folder / "build")
    text = "".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in change(made.build.facts()))
    (folder / "build" / "facts.jsonl").write_text(text, encoding="utf-8")
    write_site(folder / "build", folder / "site")
    return (folder / "site" / made.page_of(XINAN)).as_uri()


def _go(browser: Browser, address: str) -> None:
    browser.driver.get("about:blank")
    browser.driver.get(address)
    browser.ready()


@pytest.mark.parametrize("kind", ["project", "initiative", "area", "indicator"])
def test_a_fact_leads_to_its_things_in_the_explorer(browser: Browser, made: Made, kind: str) -> None:
    def things(fact: Fact) -> list[str]:
        named = [fact["concept"], *(fact["about"] or ())] if kind == "indicator" else [fact["entity"]]
        return [_name(iri) for iri in named if iri]

    facts = [fact for fact in made.facts_of(XINAN) if fact["type"] == kind and things(fact)]
    fact = max(facts, key=lambda fact: len(things(fact)))
    _show(browser, made, fact)
    found = _links(browser, "在关系图中看")
    assert [parse_qs(urlsplit(href).fragment)["node"] for href in found] == [[name] for name in things(fact)]
    browser.driver.get(found[-1])
    shown = "const h = document.querySelector('#panel h2'); return h && h.checkVisibility() && h.textContent"
    label = WebDriverWait(browser.driver, 20).until(lambda driver: driver.execute_script(shown))
    assert label == (fact.get("name") if kind in ("project", "initiative") else label) != ""
    assert browser.complaints() == []


def test_what_the_explorer_leaves_out_is_not_linked(
    browser: Browser, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.site.explorer import network

    monkeypatch.setattr(network, "MOST_NODES", 20)
    address = _changed(browser, made, tmp_path, lambda facts: facts)
    fact = next(fact for fact in made.facts_of(XINAN) if fact["type"] == "project")
    _go(browser, address + "#" + _name(fact["id"]))
    assert browser.text("#card blockquote mark") == fact["quote"]
    assert _links(browser, "在关系图中看") == []


def test_a_promise_leads_to_its_deadline_and_a_deadline_to_its_promises(browser: Browser, made: Made) -> None:
    deadline = next(fact for fact in made.build.facts() if fact["type"] == "deadline" and fact["applies_to"])
    _show(browser, made, deadline)
    assert {_name(href.partition("#")[2]) for href in _links(browser, "约束的承诺")} == set(
        map(_name, deadline["applies_to"])
    )
    browser.run("location.href = arguments[0]", _links(browser, "约束的承诺")[0])
    WebDriverWait(browser.driver, 10).until(lambda _: _links(browser, "期限的原文"))
    assert _links(browser, "期限的原文")[0].partition("#")[2] == _name(deadline["id"])


def test_a_promise_leads_to_what_followed_in_another_report_and_back(browser: Browser, made: Made) -> None:
    opened = open_site_build(made.build.path)
    query = "SELECT ?promise ?outcome { ?f a kg:FollowUp ; kg:commitment ?promise ; kg:outcome ?outcome }"
    pairs = [
        (opened.fact_of[row["promise"].value], opened.fact_of[row["outcome"].value]) for row in opened.select(query)
    ]
    promise, outcome = next((one, other) for one, other in pairs if one["report"] != other["report"])
    _show(browser, made, promise)
    there = (made.folder / opened.evidence(outcome["report"], outcome["id"])).as_uri().replace("%23", "#")
    assert there in _links(browser, "后来")
    _show(browser, made, outcome)
    back = (made.folder / opened.evidence(promise["report"], promise["id"])).as_uri().replace("%23", "#")
    assert back in _links(browser, "此前的承诺")


def test_the_address_of_a_fact_can_be_copied(browser: Browser, made: Made) -> None:
    fact = next(fact for fact in made.facts_of(XINAN) if fact["quote"] == "54.01%")
    _show(browser, made, fact)
    assert [href.partition("#")[2] for href in _links(browser, "链接")] == [_name(fact["id"])]
    refuse = "Object.defineProperty(navigator, 'clipboard', { value: { writeText: arguments[0] ? t => (window.copied = t, Promise.resolve()) : () => Promise.reject() }, configurable: true })"
    copied = "return String(getSelection()) || window.copied"
    for allowed in (True, False):
        browser.run(refuse, allowed)
        browser.run("window.copied = ''")
        browser.click("#card .copy")
        assert WebDriverWait(browser.driver, 5).until(lambda driver: driver.execute_script(copied)) == browser.run(
            "return location.href"
        )


@pytest.mark.parametrize("scrolled", [0, 30, 2000])
def test_the_whole_panel_is_in_the_window(browser: Browser, made: Made, scrolled: int) -> None:
    browser.open(made.page_of(XINAN))
    browser.run("scrollTo({ top: arguments[0], behavior: 'instant' })", scrolled)
    ends = "const at = s => document.querySelector(s).getBoundingClientRect().bottom; return [at('#save'), at('#panel'), innerHeight]"
    WebDriverWait(browser.driver, 5).until(lambda driver: round(driver.execute_script(ends)[1]) == 900)
    save, _, height = browser.run(ends)
    assert save < height


def _unexplained(made: Made) -> tuple[Fact, Fact, Callable[[Iterable[Fact]], Iterable[Fact]]]:
    """A number whose reason is unknown, one that is in no fact at all, and the facts so changed."""
    aside = next(fact for fact in made.facts_of(XINAN) if fact["type"] == "set_aside" and fact["reason"] == "name")
    lost = next(fact for fact in made.facts_of(XINAN) if fact["quote"] == "54.01%")
    return (
        aside,
        lost,
        lambda facts: [
            fact | {"reason": "unresolved"} if fact["id"] == aside["id"] else fact
            for fact in facts
            if fact["id"] != lost["id"]
        ],
    )


def test_numbers_that_nothing_explains_are_listed_and_stepped_through(
    browser: Browser, made: Made, tmp_path: Path
) -> None:
    aside, lost, change = _unexplained(made)
    address = _changed(browser, made, tmp_path, change)
    _go(browser, address + "#unresolved")
    quotes = sorted([aside, lost], key=lambda fact: fact["start"])
    stepped = []
    for _ in quotes:
        stepped.append(browser.text("#card blockquote mark"))
        browser.keys("j")
    assert stepped == [{"54.01%": "54.01"}.get(fact["quote"], fact["quote"]) for fact in quotes]
    assert browser.run("return document.querySelectorAll('#list li').length") == 2
    assert serious_faults(browser.driver) == []
    # On a number that no fact accounts for there is nothing to decide.
    browser.run("location.hash = arguments[0]", f"#m-f57d790d-{lost['start']}-{lost['end'] - 1}-lost")
    WebDriverWait(browser.driver, 5).until(lambda _: browser.text("#card blockquote mark") == "54.01")
    browser.keys("a")
    assert browser.run("return document.querySelector('#card .verdict')") is None
    assert browser.text("#progress").startswith("已核 0 ")
    browser.click("#only")
    assert browser.run("return document.querySelectorAll('#list li').length") > 100
    browser.click("#more")
    browser.write("#f-words", "未能解释")
    assert browser.run("return document.querySelectorAll('#list li').length") == 2


def test_where_every_number_is_explained_the_page_says_so(browser: Browser, made: Made) -> None:
    browser.open(made.page_of(XINAN), "#unresolved")
    assert browser.text("#notice") == "这份报告里没有未能解释的数字。"


@pytest.mark.parametrize("anchor", ["#%E4%", "#st-f57d790d-1-2-level"])
def test_an_address_that_leads_nowhere_is_told(browser: Browser, made: Made, anchor: str) -> None:
    browser.open(made.page_of(XINAN), anchor)
    assert browser.complaints() == []
    assert anchor[1:] in browser.text("#notice")
    browser.run("location.hash = arguments[0]", "#" + _name(made.facts_of(XINAN)[0]["id"]))
    WebDriverWait(browser.driver, 5).until(lambda _: browser.run("return document.querySelector('#notice').hidden"))


def test_decisions_of_earlier_builds_are_counted_and_found(browser: Browser, made: Made, tmp_path: Path) -> None:
    chosen = [fact["id"] for fact in made.facts_of(XINAN) if fact["type"] == "project"][:3]
    address = _changed(
        browser,
        made,
        tmp_path,
        lambda facts: [fact | {"review": "accepted"} if fact["id"] in chosen else fact for fact in facts],
    )
    _go(browser, address)
    total = len(made.facts_of(XINAN))
    assert browser.text("#progress") == f"已核 3 / {total}，接受 3，否定 0；其中 3 条是此前收进来的"
    assert browser.run("return document.querySelector('#save').disabled")
    pick = "const s = document.querySelector('#f-decided'); s.value = arguments[0]; s.dispatchEvent(new Event('change')); return document.querySelectorAll('#list li').length"
    everything = sum(fact["type"] != "set_aside" for fact in made.facts_of(XINAN))
    assert [browser.run(pick, value) for value in ("accept", "none", "reject")] == [3, everything - 3, 0]
    # Who finds otherwise now wins over what was decided before.
    _go(browser, address + "#" + _name(chosen[0]))
    browser.keys("x")
    assert browser.text("#progress") == f"已核 3 / {total}，接受 2，否定 1；其中 2 条是此前收进来的"


def test_a_note_goes_with_its_decision(browser: Browser, made: Made) -> None:
    from selenium.webdriver.common.keys import Keys

    fact = next(fact for fact in made.facts_of(XINAN) if fact["quote"] == "54.01%")
    _show(browser, made, fact)
    browser.click("#card .verdict button:last-child")
    browser.write("#card .remark input", "是年度任务的完成率" + Keys.TAB)
    browser.open(made.page_of(XINAN), "#" + _name(fact["id"]))
    # What the page before wrote may reach the one after it late.
    noted = "return document.querySelector('#card .remark input')?.value"
    WebDriverWait(browser.driver, 10).until(lambda _: browser.run(noted) == "是年度任务的完成率")
    browser.click("#save")
    path = WebDriverWait(browser.driver, 10).until(lambda _: next(browser.downloads.glob("*.jsonl"), None))
    assert path is not None
    decisions = read_decisions([path])
    [row], _, _ = merged([], decisions)
    assert (row["decision"], row["note"]) == ("reject", "是年度任务的完成率")


def test_two_windows_on_one_report_know_of_each_others_decisions(browser: Browser, made: Made) -> None:
    first, second = [fact for fact in made.facts_of(XINAN) if fact["type"] == "project"][:2]
    _show(browser, made, first)
    one = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    other = browser.driver.current_window_handle
    try:
        _show(browser, made, second)
        browser.keys("x")
        browser.driver.switch_to.window(one)
        WebDriverWait(browser.driver, 10).until(lambda _: "否定 1" in browser.text("#progress"))
        browser.click("#card .verdict button:first-child")
        assert "接受 1，否定 1" in browser.text("#progress")
        browser.driver.switch_to.window(other)
        WebDriverWait(browser.driver, 10).until(lambda _: "接受 1，否定 1" in browser.text("#progress"))
    finally:
        browser.driver.switch_to.window(other)
        browser.driver.close()
        browser.driver.switch_to.window(one)


def test_a_search_asks_for_no_case_and_width(browser: Browser, made: Made) -> None:
    browser.open(made.page_of(XINAN))
    browser.click("#more")
    found = []
    for words in ("5G", "5g", "５Ｇ"):
        browser.write("#f-words", words)
        found.append(browser.run("return document.querySelectorAll('#list li').length"))
    assert found[0] > 0 and len(set(found)) == 1


def test_an_empty_list_says_so_and_offers_everything_again(browser: Browser, made: Made) -> None:
    browser.open(made.page_of(XINAN))
    before = browser.text("#count")
    browser.click("#more")
    browser.write("#f-words", "没有这样的东西")
    assert browser.run("return document.querySelector('#none').checkVisibility()")
    browser.click("#clear")
    assert browser.text("#count") == before
    assert not browser.run("return document.querySelector('#none').checkVisibility()")


def test_the_table_of_contents_and_the_choice_of_a_section_lead_to_its_heading(browser: Browser, made: Made) -> None:
    section = "二、下半年工作计划"
    browser.open(made.page_of(XINAN))
    top = "const e = [...document.querySelectorAll('.l1, .l2')].find(e => e.textContent.includes(arguments[0])); return e.getBoundingClientRect().top"
    assert browser.run(top, section) > 1000
    browser.run(
        "const s = document.querySelector('#f-section'); s.value = arguments[0]; s.dispatchEvent(new Event('change'))",
        section,
    )
    WebDriverWait(browser.driver, 5).until(lambda _: 0 <= browser.run(top, section) < 100)
    browser.open(made.page_of(XINAN))
    browser.click(".toc summary")
    browser.run("[...document.querySelectorAll('.toc a')].find(a => a.textContent === arguments[0]).click()", section)
    WebDriverWait(browser.driver, 5).until(lambda _: 0 <= browser.run(top, section) < 100)
    assert browser.run("return document.querySelector('#notice').hidden")
