"""The explorer in a real browser without a network: found, chosen, walked through, kept in the address, saved."""

from __future__ import annotations

import base64
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import networkx as nx
import pytest

from kg.site import open_site_build
from kg.site.explorer import explorer_data
from kg.site.explorer.data import columns
from kg.site.pages import explorer
from tests.site.synthetic import synthetic
from tests.site.windows import SOFTWARE_GL, Window

READY = "return document.documentElement.dataset.ready"


@pytest.fixture(scope="module")
def address(seeds_site: Path) -> str:
    return (seeds_site / "explorer.html").as_uri()


@pytest.fixture
def page(window: Window, address: str) -> Iterator[Window]:
    window.size(1280, 800)
    window.scheme("light")
    window.open(address, READY)
    yield window
    assert window.logged() == []


def fact(build: Path, kind: str, quote_of: str) -> dict[str, object]:
    return next(fact for fact in open_site_build(build).facts() if fact["type"] == kind and fact["quote"] == quote_of)


def search(page: Window, words: str) -> list[str]:
    field = page.find("#search")
    field.clear()
    field.send_keys(words)
    page.wait(f"return new URLSearchParams(location.hash.slice(1)).get('q') === {json.dumps(words)}")
    return page.texts("#results .thing span")


@pytest.mark.parametrize("words", ["交通标识", "jtbs", "JTBSXT", "通标识系"])
def test_search_finds_by_characters_and_by_initials(page: Window, words: str) -> None:
    assert search(page, words)[0].startswith("交通标识系统")


def test_search_says_when_nothing_is_found(page: Window) -> None:
    assert search(page, "没有这样的东西") == []
    assert page.find("#found").text == "找到 0 个"


def test_a_chosen_thing_shows_its_sentence_and_leads_to_its_report(
    page: Window, seeds_site: Path, seeds_build: Path
) -> None:
    build = open_site_build(seeds_build)
    known = fact(seeds_build, "project", "交通标识系统")
    start, end = known["sentence"]  # type: ignore[misc]
    report = next(report for report in build.reports if report.iri == known["report"])
    search(page, "jtbs")
    page.find("#search").send_keys("\n")
    assert page.find("#panel h2").text == "交通标识系统"
    assert page.find("#panel mark").text == "交通标识系统"
    assert page.find("#panel blockquote").text == build.text(report.sha256)[start:end].strip()
    link = page.find("#panel .source a").get_attribute("href")
    assert link == (seeds_site / report.page).as_uri() + "#" + str(known["id"]).rpartition("/")[2]


def test_a_click_in_the_picture_chooses_what_is_there(page: Window, seeds_build: Path) -> None:
    from selenium.webdriver import ActionChains

    iri = str(fact(seeds_build, "project", "交通标识系统")["entity"]).rpartition("/")[2]
    x, y = page.run("return window.explorer.place(arguments[0])", iri)
    pointer = ActionChains(page.driver)
    pointer.w3c_actions.pointer_action.move_to_location(round(x), round(y))
    pointer.w3c_actions.pointer_action.click()
    pointer.perform()
    page.wait("return !document.getElementById('panel').hidden")
    assert page.find("#panel h2").text == "交通标识系统"
    assert f"node={iri}" in page.driver.current_url


def test_a_neighbourhood_opens_and_closes(page: Window, seeds_build: Path) -> None:
    search(page, "jtbs")
    page.find("#results button").click()
    page.find("#near").click()
    assert page.find("#count").text.startswith("邻域：3 个节点")
    page.find("#panel .links [data-node^=area]").click()
    page.find("#toggle").click()
    assert int(page.find("#count").text.split("：")[1].split(" ")[0].replace(",", "")) > 100
    page.find("#toggle").click()
    assert page.find("#count").text.startswith("邻域：3 个节点")
    page.find("#back").click()
    assert "邻域" not in page.find("#count").text


def test_filters_leave_what_fits(page: Window, seeds_build: Path) -> None:
    from selenium.webdriver.support.ui import Select

    build = open_site_build(seeds_build)
    page.find("#classes label:nth-child(5)").click()
    projects = len({row["p"].value for row in build.select("SELECT ?p { ?p a kg:Project }")})
    assert page.find("#count").text.startswith(f"{projects} 个节点")
    Select(page.find("#area")).select_by_visible_text("坪山街道")
    Select(page.find("#state")).select_by_visible_text("完成")
    query = """SELECT DISTINCT ?p { ?s kg:status kgc:completed ; kg:about ?p ; kg:reportedIn/kg:coversArea/rdfs:label ?area .
      ?p a kg:Project FILTER(STR(?area) = "坪山街道") }"""
    completed = {row["p"].value for row in build.select(query)}
    promised = {row["p"].value for row in build.select(query.replace("kg:status", "kg:promisedStatus"))}
    assert completed | promised
    assert page.find("#count").text.startswith(f"{len(completed | promised)} 个节点")
    page.find("#clear").click()
    assert page.find("#count").text.startswith("1,")


def test_an_address_shows_the_same_again(page: Window, address: str) -> None:
    search(page, "项目")
    page.find("#classes label:nth-child(5)").click()
    page.find("#results button").click()
    page.find("#near").click()
    there = page.driver.current_url
    seen = page.find("#panel").text, page.find("#count").text, page.texts("#results .thing span")
    page.open(there, READY)
    assert (page.find("#panel").text, page.find("#count").text, page.texts("#results .thing span")) == seen
    assert page.find("#search").get_attribute("value") == "项目"


def test_a_link_shows_its_evidence(page: Window) -> None:
    search(page, "jtbs")
    page.find("#results button").click()
    page.find("#panel .why").click()
    assert "交通标识系统" in page.find("#panel h2").text
    assert page.texts("#panel mark") == ["交通标识系统"]
    assert "&to=" in page.driver.current_url


def test_the_graph_is_saved_as_graphml_that_networkx_reads(page: Window, seeds_build: Path) -> None:
    from kg.export.network import to_networkx

    page.find("#graphml").click()
    saved = nx.read_graphml(page.saved("explorer.graphml"))
    assert page.find("#count").text.startswith(f"{saved.number_of_nodes():,} 个节点")
    labels = {(data["type"], data["label"]) for _, data in saved.nodes(data=True)}
    names = {"Project": "项目", "Initiative": "举措", "Indicator": "指标"}
    exported = to_networkx(open_site_build(seeds_build))
    expected = {(names[data["type"]], data["label"]) for _, data in exported.nodes(data=True) if data["type"] in names}
    assert {label for label in labels if label[0] in names.values()} == expected
    quoted = [data for *_, data in saved.edges(data=True) if "quote" in data]
    assert len(quoted) > 1000
    assert all(data["quote"] in data["sentence"] for data in quoted)


def legend(page: Window) -> list[tuple[int, ...]]:
    """Colours of the classes, as the page names them."""
    script = (
        """return [...document.querySelectorAll('#classes label i')].map(e => getComputedStyle(e).backgroundColor)"""
    )
    return [tuple(map(int, re.findall(r"\d+", colour))) for colour in page.run(script)]


def test_the_picture_is_saved_as_png(page: Window) -> None:
    from PIL import Image

    page.find("#png").click()
    with Image.open(page.saved("explorer.png")) as picture:
        width, height = page.run("const e = document.getElementById('graph'); return [e.clientWidth, e.clientHeight]")
        assert picture.size[0] == 2 * width
        # Below the picture: the legend, and where it comes from.
        foot = picture.convert("RGB").crop((0, 2 * height, 2 * width, picture.size[1]))
        colours = {colour for _, colour in foot.getcolors(1 << 24) or ()}
        assert set(legend(page)) <= colours
        counted = picture.convert("RGB").getcolors(1 << 24)
        assert counted is not None
        # Ground, eight classes, lines and letters with their softened edges.
        assert len(counted) > 100


def test_without_webgl_it_is_drawn_all_the_same(page: Window) -> None:
    assert page.run("return document.createElement('canvas').getContext('webgl2')") is None
    assert page.run("return document.documentElement.dataset.ready") == "canvas"
    colours = """const c = document.querySelector('#graph canvas');
      return new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size"""
    assert page.run(colours) > 50


def test_with_webgl_sigma_draws_it(windows: Callable[..., Window], address: str, seeds_build: Path) -> None:
    from selenium.webdriver import ActionChains

    browser = windows(*SOFTWARE_GL)
    browser.open(address + "?view=webgl", READY)
    assert browser.run(READY) == "webgl"
    assert browser.run("return document.querySelectorAll('#graph canvas.sigma-nodes').length") == 1
    iri = str(fact(seeds_build, "project", "交通标识系统")["entity"]).rpartition("/")[2]
    x, y = browser.run("return window.explorer.place(arguments[0])", iri)
    pointer = ActionChains(browser.driver)
    pointer.w3c_actions.pointer_action.move_to_location(round(x), round(y))
    pointer.w3c_actions.pointer_action.click()
    pointer.perform()
    browser.wait("return !document.getElementById('panel').hidden")
    assert browser.find("#panel h2").text == "交通标识系统"
    assert browser.logged() == []


def test_where_webgl_is_lost_the_canvas_takes_over(windows: Callable[..., Window], address: str) -> None:
    browser = windows(*SOFTWARE_GL)
    browser.open(address + "?view=webgl", READY)
    browser.run(
        "document.querySelector('#graph canvas.sigma-nodes').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()"
    )
    browser.wait("return document.documentElement.dataset.view === 'canvas'")
    assert browser.run("return document.querySelectorAll('#graph canvas').length") == 1


def test_it_is_used_with_the_keyboard_alone(page: Window) -> None:
    from selenium.webdriver import ActionChains, Keys

    def press(*keys: str) -> None:
        ActionChains(page.driver).send_keys(*keys).perform()

    page.run("document.getElementById('search').focus()")
    press("jtbs")
    page.wait("return document.querySelectorAll('#results li').length < 10")
    press(Keys.ARROW_DOWN)
    assert page.run("return document.activeElement.closest('#results') !== null")
    press(Keys.ENTER)
    assert page.run("return document.activeElement.textContent") == "交通标识系统"
    press(Keys.TAB, Keys.ENTER)
    assert page.find("#count").text.startswith("邻域")
    page.run("document.getElementById('graph').focus()")
    before = page.run("return {...window.explorer.view().snapshot().camera}")
    press("+", Keys.ARROW_RIGHT)
    after = page.run("return {...window.explorer.view().snapshot().camera}")
    assert after["k"] > before["k"]
    press(Keys.ESCAPE)
    assert not page.find("#panel").is_displayed()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_fits_and_has_no_serious_fault(page: Window, address: str, width: int, scheme: str) -> None:
    page.size(width, 844)
    page.scheme(scheme)
    page.open(f"{address}#q={quote('派出所')}&node=area-92b40a3f9e", READY)
    assert page.run("return document.documentElement.scrollWidth") == width
    assert page.faults() == []


def test_what_a_search_finds_stands_out_in_the_picture(page: Window) -> None:
    assert page.run("return window.explorer.view().lit") is None
    found = len(search(page, "社区"))
    assert page.run("return window.explorer.view().lit.size") >= found > 0
    page.find("#search").send_keys("没有这样的东西")
    page.wait("return window.explorer.view().lit.size === 0")
    page.run("const e = document.getElementById('search'); e.value = ''; e.dispatchEvent(new Event('input'))")
    page.wait("return window.explorer.view().lit === null")


def test_the_example_of_a_search_finds_something(page: Window) -> None:
    words, letters = re.findall(r"例如 (.+)，或 ([a-z]+)", page.find("#search").get_attribute("placeholder"))[0]
    for asked in (words, letters):
        assert words in "".join(search(page, asked)), asked


def test_going_back_undoes_a_choice(page: Window) -> None:
    search(page, "jtbs")
    page.find("#results button").click()
    page.find("#near").click()
    page.find("#panel .links [data-node^=area]").click()
    assert page.find("#panel h2").text != "交通标识系统"
    page.driver.back()
    page.wait("return document.querySelector('#panel h2').textContent === '交通标识系统'")
    assert page.find("#count").text.startswith("邻域")
    page.driver.back()
    page.wait("return !document.getElementById('count').textContent.startsWith('邻域')")
    page.driver.back()
    page.wait("return document.getElementById('panel').hidden")
    assert page.find("#search").get_attribute("value") == "jtbs"
    page.driver.forward()
    page.wait("return !document.getElementById('panel').hidden")


def test_areas_that_are_called_alike_are_told_apart(page: Window, tmp_path: Path) -> None:
    """Three streets of one name, of two districts and of none; and two without a name or a district."""
    found = synthetic(1400)
    base = "https://streetkg.example/id/"
    found.nodes[f"{base}other"] = replace(found.nodes[f"{base}district"], iri=f"{base}other", label="另区")
    paths = (("某区", "新华街道"), ("另区", "新华街道"), ("新华街道",), ("未具名街道",), ("未具名街道",))
    reports = [replace(report, path=path) for report, path in zip(found.reports, paths, strict=False)]
    found = replace(found, reports=(*reports, *found.reports[len(paths) :]))
    (tmp_path / "alike.html").write_bytes(explorer.page(columns(found, base)).data)
    page.open((tmp_path / "alike.html").as_uri(), READY)
    assert {
        "全部",
        "某区新华街道",
        "另区新华街道",
        "新华街道（2.txt）",
        "未具名街道（3.txt）",
        "未具名街道（4.txt）",
    } <= set(page.texts("#area option"))


def test_on_a_phone_what_is_found_and_chosen_is_in_the_window(page: Window, address: str) -> None:
    page.size(390, 844)
    page.open(address, READY)
    search(page, "社区")
    ends = "return [...document.querySelectorAll('#results button')].slice(0, 3).map(e => e.getBoundingClientRect().bottom)"
    assert max(page.run(ends)) < 844
    page.find("#results button").click()
    page.wait("return !document.getElementById('panel').hidden")
    places = """return ['#panel h2', '#panel blockquote', '#graph'].map(s => document.querySelector(s).getBoundingClientRect()).map(r => [r.top, r.bottom])"""
    page.wait(f"return (() => {{ {places} }})()[2][0] < 200")
    heading, quote, _ = page.run(places)
    assert 0 < heading[0] < quote[1] < 844
    chosen = page.run("return window.explorer.place(decodeURIComponent(location.hash).match(/node=([^&]+)/)[1])")
    assert 0 < chosen[1] < heading[0]
    page.find("#panel .close").click()
    assert not page.find("#panel").is_displayed()


def test_a_print_has_the_picture_and_the_evidence(page: Window) -> None:
    import pdfplumber

    search(page, "jtbs")
    page.find("#results button").click()
    sentence = page.find("#panel blockquote").text
    printed = page.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    with pdfplumber.open(io.BytesIO(base64.b64decode(printed["data"]))) as document:
        text = "".join("".join((sheet.extract_text() or "").split()) for sheet in document.pages)
        places = [
            word for word in document.pages[0].extract_words() if "交交" in word["text"] or "来源" in word["text"]
        ]
        assert all(sheet.extract_text() for sheet in document.pages)
        # Characters of names in the picture are drawn twice: their edge, and themselves.
        assert len(places) >= 2
        assert all(0 <= word["x0"] < word["x1"] <= document.pages[0].width for word in places)
    # Some fonts give radicals for the characters that look like them.
    assert "".join(sentence.split())[-12:] in unicodedata.normalize("NFKC", text)
    assert "筛选" not in text and "存为" not in text
    assert page.run("return document.querySelectorAll('#print canvas').length") == 0


def test_of_a_large_network_a_part_is_shown_and_told(page: Window, tmp_path: Path) -> None:
    data = columns(replace(synthetic(3000), most=1000), "https://streetkg.example/id/")
    (tmp_path / "large.html").write_bytes(explorer.page(data).data)
    page.open((tmp_path / "large.html").as_uri(), READY)
    assert f"{data['all']:,} 个节点" in page.find("#part").text
    assert page.find("#count").text.startswith("1,000 个节点")


def test_it_keeps_its_budget_and_a_policy_without_exceptions(seeds_site: Path, seeds_build: Path) -> None:
    text = (seeds_site / "explorer.html").read_text(encoding="utf-8")
    things = len(explorer_data(open_site_build(seeds_build))["nodes"]["iri"])
    assert len(text.encode()) < 500_000 + 150 * things
    policy = text.split('Content-Security-Policy" content="')[1].split('"')[0]
    assert policy.startswith("default-src &#39;none&#39;")
    assert "unsafe-eval" not in policy and "connect-src" not in policy and "worker-src" not in policy
