"""The page of the vocabulary counts what the data use, and shows of each an example that leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Any

import pytest

from kg.site import open_site_build, usage
from kg.site.usage import Examples
from tests.site.pages.conftest import Browser, Made

CODE = "https://streetkg.example/code#"
TERM = "https://streetkg.example/ontology#"


def _rows(made: Made, of: str) -> dict[str, str]:
    """Rows of the page by their first cell."""
    text = (made.folder / "ontology.html").read_text(encoding="utf-8")
    rows = re.findall(rf'<tr data-words="[^"]*" data-pick="{of}">(.*?)</tr>', text, re.DOTALL)
    return {unescape(re.findall(r"<code>(.*?)</code>", row)[0]): row for row in rows}


def test_units_and_indicators_count_where_the_data_use_them(made: Made) -> None:
    opened = open_site_build(made.build.path)
    counted = usage.classes(opened)
    drawn = Counter(node.kind for node in opened.network.nodes.values())
    assert counted[TERM + "Indicator"].count == drawn["Indicator"] > 100
    used = {fact["unit"] for fact in made.build.facts() if fact["type"] == "indicator"}
    every = next(iter(opened.select("SELECT (COUNT(DISTINCT ?u) AS ?n) { ?u a kg:Unit }")))
    assert len(used) <= counted[TERM + "Unit"].count < int(every["n"].value) / 2
    assert usage.properties(opened)[TERM + "canonicalUnit"].count < counted[TERM + "Indicator"].count


def test_a_code_of_two_schemes_counts_in_each_for_itself(made: Made) -> None:
    counted = usage.codes(open_site_build(made.build.path))
    reasons = Counter(fact["reason"] for fact in made.build.facts() if fact["type"] == "set_aside")
    reason = {
        code.removeprefix(CODE): use.count
        for (scheme, code), use in counted.items()
        if scheme == CODE + "scheme-setAsideReason"
    }
    assert reason == dict(reasons)
    shared = {code for (scheme, code) in counted if sum(code == other for _, other in counted) > 1}
    assert shared, "furniture is a reason and the role of a section"
    types = Counter(fact["initiative_type"] for fact in made.build.facts() if fact["type"] == "initiative")
    assert types["other"] and "other" not in reason
    assert (CODE + "scheme-initiativeType", CODE + "other") in counted


@pytest.mark.parametrize("of", ["class", "property"])
def test_what_is_used_has_an_example_in_words(made: Made, of: str) -> None:
    rows = _rows(made, of)
    assert len(rows) > 30
    for name, row in rows.items():
        count, example = re.findall(r'data-name="(?:个数|次数)">([^<]*)</td><td class="example"[^>]*>(.*)</td>', row)[0]
        words = re.sub("<[^>]+>", "", example).strip()
        assert (count == "—") == (words == ""), name
        assert not words.startswith(("http", "kgd:", "&lt;")), (name, words)
        if of == "class" and count != "—":
            assert "href" in example or name == "kg:Unit", name


def test_codes_and_units_have_examples_that_use_them(made: Made) -> None:
    opened = open_site_build(made.build.path)
    counted = usage.codes(opened)
    examples = Examples(opened, [use.example for use in counted.values()])
    checked = 0
    for (scheme, code), use in counted.items():
        fact = opened.fact_of.get(use.example)
        if fact is None or scheme != CODE + "scheme-setAsideReason":
            continue
        assert fact["reason"] == code.removeprefix(CODE)
        assert examples.of(use.example).href == opened.evidence(fact["report"], fact["id"])
        checked += 1
    assert checked > 5
    text = (made.folder / "ontology.html").read_text(encoding="utf-8")
    units = text[text.index("常用的单位") :].split("</section>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>.*?href=\"([^\"]+)\"", units)
    by_anchor = {fact["id"].rpartition("/")[2]: fact for fact in opened.all_facts}
    assert len(rows) > 20
    for unit, href in rows:
        fact = by_anchor[href.partition("#")[2]]
        assert fact["quote"], unit


def test_an_example_of_a_class_of_things_leads_to_the_explorer(browser: Browser, made: Made) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    browser.open("ontology.html")
    link: dict[str, Any] = browser.run(
        """const row = document.getElementById('Street').closest('tr'), a = row.querySelector('.example a');
        return { href: a.href, text: a.textContent }"""
    )
    browser.driver.get(link["href"])
    shown = "const h = document.querySelector('#panel h2'); return h && h.checkVisibility() && h.textContent"
    assert WebDriverWait(browser.driver, 20).until(lambda driver: driver.execute_script(shown)) == link["text"]


def test_on_a_phone_rows_are_as_high_as_their_words(browser: Browser) -> None:
    browser.look(390)
    browser.open("ontology.html")
    heights = browser.run(
        "return [...document.querySelectorAll('tr[data-pick]')].filter(e => e.checkVisibility()).map(e => e.offsetHeight)"
    )
    assert len(heights) > 100
    assert sum(heights) / len(heights) < 200
    narrowest = browser.run(
        "return Math.min(...[...document.querySelectorAll('.stack td')].filter(e => e.checkVisibility() && e.textContent).map(e => e.offsetWidth))"
    )
    assert narrowest > 100
