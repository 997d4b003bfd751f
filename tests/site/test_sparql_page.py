"""The SPARQL page in a real browser without a network: it answers as `kg query` does, from the page alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from kg.errors import UsageError
from kg.query import catalogue, parse, prepare, run, split, with_origins
from kg.query.formats import render as rendered
from kg.site import open_site_build
from kg.site.sparql import carried
from kg.store import build as build_reports
from tests.conftest import ROOT
from tests.site.windows import Window

READY = "return document.documentElement.dataset.engine === 'ready'"
ANSWERED = (
    READY + " && document.documentElement.dataset.asking === 'false' && document.getElementById('answer').firstChild"
)


@pytest.fixture(scope="module")
def address(seeds_site: Path) -> str:
    return (seeds_site / "sparql.html").as_uri()


@pytest.fixture
def page(window: Window, address: str) -> Iterator[Window]:
    window.size(1280, 800)
    window.scheme("light")
    window.open(address, ANSWERED)
    yield window
    assert window.logged() == []


def ask(page: Window, text: str) -> None:
    """Put a text into the editor and run it."""
    page.run("window.workbench.editor.setValue(arguments[0])", text)
    page.run("document.getElementById('answer').replaceChildren()")
    page.find("#run").click()
    page.wait(ANSWERED)


def test_each_shipped_query_answers_as_kg_query_does(page: Window, address: str, seeds_build: Path) -> None:
    page.open(f"{address}#query=own", READY)
    for query in catalogue():
        page.run(
            "document.getElementById('answer').replaceChildren(); location.hash = arguments[0]",
            urlencode({"query": query.name}),
        )
        page.wait(f"{ANSWERED} && new URLSearchParams(location.hash.slice(1)).get('query') === '{query.name}'")
        page.wait(f"return document.querySelector('#queries [aria-current]')?.dataset.query === '{query.name}'")
        expected = "\ufeff" + rendered(run(query, seeds_build), "csv")
        assert page.run("return window.workbench.csv()") == expected, query.name
        asked = with_origins(query)
        _, origins = split(run(asked.query, seeds_build), asked)
        shown = page.run("return window.workbench.origins()")
        assert list(map(sorted, shown)) == list(map(sorted, origins)), query.name


def test_each_row_leads_to_the_sentences_that_it_is_made_of(page: Window, address: str) -> None:
    page.open(f"{address}#query=24-follow-ups", ANSWERED)
    assert page.texts("#answer th")[0] == "出处"
    row = page.find("#answer tbody tr")
    promise, outcome = [cell.text for cell in row.find_elements("css selector", "td")][7:9]
    links = [link.get_attribute("href") for link in row.find_elements("css selector", "td.origins a")]
    assert promise and outcome and len(links) == 2
    for link, sentence in zip(links, (promise, outcome), strict=True):
        page.open(link, "return document.querySelector('#card blockquote')?.textContent")
        assert page.find("#card blockquote").text == sentence


def test_a_text_that_groups_its_sources_away_is_answered_all_the_same(page: Window) -> None:
    ask(page, "#+ title: 计数\n#+ evidence: fact\nSELECT (COUNT(?fact) AS ?n) { ?fact kg:evidence ?span }")
    assert page.texts("#answer th") == ["n"]
    assert int(page.texts("#answer tbody td")[0]) > 1000


def test_a_form_gives_values_and_the_address_keeps_them(page: Window, address: str, seeds_build: Path) -> None:
    page.open(f"{address}#query=02-growth", ANSWERED)
    page.find("#p-street").send_keys("观湖")
    page.find("#p-minimum").send_keys("10")
    page.run("document.getElementById('answer').replaceChildren()")
    page.find("#run").click()
    page.wait(ANSWERED)
    growth = next(query for query in catalogue() if query.name == "02-growth")
    expected = "\ufeff" + rendered(run(growth, seeds_build, {"street": "观湖", "minimum": "10"}), "csv")
    assert expected.count("\n") > 2
    assert page.run("return window.workbench.csv()") == expected
    page.open(page.driver.current_url, ANSWERED)
    assert page.run("return window.workbench.csv()") == expected
    page.find("#csv").click()
    assert page.saved("02-growth.csv").read_bytes() == expected.encode("utf-8")


def test_a_value_of_another_type_is_refused_in_chinese(page: Window, address: str) -> None:
    page.open(f"{address}#query=02-growth&p.minimum=abc", READY)
    assert "参数 minimum=abc：不是小数" in page.find("#answer [role=alert]").text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * WHERE { ?a kg:nosuch ?b }", "本体里没有 kg:nosuch"),
        ("SELECT * WHERE { ?a kg:deadlin ?b }", "kg:deadline"),
        ("SELECT * WHERE { ?a foo:b ?b }", "未知前缀 foo:"),
        ("DELETE WHERE { ?a ?b ?c }", "查询只能读取"),
        ("SELECT * { SERVICE <http://example.org/> { ?a ?b ?c } }", "不允许 SERVICE"),
        ("#+ title: t\nSELECT ?a\nWHERE { ?a ?b }", "第 3 行"),
        ("SELECT ?a (COUNT(?b) AS ?n) { ?a ?c ?b }", "既没有分组、也没有汇总"),
    ],
)
def test_errors_say_where_and_what(page: Window, text: str, said: str) -> None:
    ask(page, text)
    assert said in page.find("#answer [role=alert]").text


def test_construct_and_ask_answer_too(page: Window) -> None:
    ask(page, "CONSTRUCT { ?a rdfs:label ?b } WHERE { ?a a kg:Report ; dct:title ?b }")
    assert page.texts("#answer thead th") == ["subject", "predicate", "object"]
    ask(page, "ASK { ?a a kg:Report }")
    assert page.texts("#answer td") == ["true"]


def test_a_long_query_is_stopped_and_the_next_one_answers(page: Window) -> None:
    page.run("window.workbench.editor.setValue('SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }')")
    page.find("#run").click()
    page.wait("return !document.getElementById('stop').hidden")
    # The page stays awake meanwhile.
    assert page.run("return document.getElementById('status').textContent") == "正在查询……"
    page.find("#stop").click()
    assert "已停止" in page.find("#answer [role=alert]").text
    ask(page, "SELECT (COUNT(*) AS ?n) { ?r a kg:Report }")
    assert page.texts("#answer td") == ["5"]


def test_names_of_the_ontology_are_completed(page: Window) -> None:
    from selenium.webdriver import ActionChains, Keys

    page.run("const e = window.workbench.editor; e.setValue('SELECT * { ?s '); e.setCursor(0, 14); e.focus()")
    ActionChains(page.driver).send_keys("kg:dea").perform()
    page.wait("return document.querySelectorAll('.CodeMirror-hint').length > 0")
    assert page.texts(".CodeMirror-hint")[0].startswith("kg:deadline")
    ActionChains(page.driver).send_keys(Keys.ENTER).perform()
    assert page.run("return window.workbench.editor.getValue()").endswith("kg:deadline")
    page.run("const e = window.workbench.editor; e.setValue('SELECT * { ?s 兑'); e.setCursor(0, 16); e.focus()")
    ActionChains(page.driver).key_down(Keys.CONTROL).send_keys(" ").key_up(Keys.CONTROL).perform()
    page.wait("return document.querySelectorAll('.CodeMirror-hint').length > 0")
    assert any("kgc:met" in text for text in page.texts(".CodeMirror-hint"))


def test_things_lead_to_the_explorer_and_facts_to_the_text(page: Window, seeds_site: Path) -> None:
    ask(page, "SELECT ?s ?p { ?s kg:about ?p . ?p a kg:Project } LIMIT 1")
    statement, thing = (
        link.get_attribute("href") for link in page.driver.find_elements("css selector", "#answer td a")
    )
    assert "/reports/" in statement and "#st-" in statement
    assert "explorer.html#node=project-" in thing
    assert (seeds_site / "reports" / statement.rpartition("/")[2].partition("#")[0]).exists()


def test_an_answer_without_rows_and_an_unknown_question_say_so(page: Window, address: str) -> None:
    ask(page, "SELECT ?s { ?s a kg:Street ; rdfs:label '没有' }")
    assert "没有符合的行" in page.find("#answer").text
    page.open(f"{address}#query=99-nothing", READY)
    assert "没有这个查询" in page.find("#answer .error").text


def test_one_writes_a_question_of_ones_own_and_finds_it_again(page: Window, address: str) -> None:
    page.open(f"{address}#query=own", READY)
    text = "#+ title: 街道数\n#+ params: name(string)=\nSELECT ?n { ?a a kg:Street ; rdfs:label ?n FILTER(COALESCE(CONTAINS(?n, ?_name), true)) }"
    page.run("window.workbench.editor.setValue(arguments[0])", text)
    page.wait("return document.getElementById('p-name')")
    assert page.find("#title").text == "街道数"
    page.find("#p-name").send_keys("坪山")
    ask(page, text)
    assert page.texts("#answer td") == ["坪山街道"]
    there = page.driver.current_url
    page.open(f"{address}#query=own", READY)
    assert page.run("return window.workbench.editor.getValue()") == text
    # What an address brings is shown, and asked only when the reader says so.
    page.open(there, READY)
    assert page.run("return window.workbench.editor.getValue()") == text
    assert page.texts("#answer td") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_fits_and_has_no_serious_fault(page: Window, address: str, width: int, scheme: str) -> None:
    page.size(width, 844)
    page.scheme(scheme)
    page.open(f"{address}#query=02-growth", ANSWERED)
    assert page.run("return document.documentElement.scrollWidth") == width
    assert page.faults() == []


def test_it_is_used_with_the_keyboard_alone(page: Window) -> None:
    from selenium.webdriver import ActionChains, Keys

    page.run("document.querySelector('#queries [data-query=\"26-reports\"]').focus()")
    ActionChains(page.driver).send_keys(Keys.ENTER).perform()
    page.wait(f"{ANSWERED} && document.querySelectorAll('#answer tbody tr').length === 5")
    page.run("document.getElementById('p-street').focus()")
    ActionChains(page.driver).send_keys("坪山", Keys.ENTER).perform()
    page.wait(f"{ANSWERED} && document.querySelectorAll('#answer tbody tr').length === 1")
    page.run("window.workbench.editor.focus()")
    # The editor lets go of the focus; its text, which can be scrolled, is one stop more.
    ActionChains(page.driver).send_keys(Keys.TAB, Keys.TAB).perform()
    assert page.run("return document.activeElement.closest('#editor') === null")


def test_it_keeps_its_budget_and_the_browser_forbids_requests(page: Window, seeds_site: Path) -> None:
    assert (seeds_site / "sparql.html").stat().st_size < 7_000_000
    told = page.driver.execute_async_script(
        """const done = arguments[0], heard = [];
        document.addEventListener('securitypolicyviolation', event => heard.push(event.effectiveDirective));
        fetch('http://127.0.0.1:9/').catch(() => 0);
        const script = document.createElement('script'); script.textContent = 'window.strange = 1'; document.body.append(script);
        setTimeout(() => done([heard.sort(), 'strange' in window]), 300);"""
    )
    assert told == [["connect-src", "script-src-elem"], False]
    assert len(page.logged()) >= 2


# -- the same text as `kg query` puts together --

VALUES = {
    "string": ["", "坪山", '"', "\\", '"} UNION { ?s ?p ?o } #', "a\nb\r\tc\b\f", "?_street", "𠮷🏠", "'", "\\u0041", "$&", "{{"],
    "integer": ["0", "7", "-0", "+007", "-12", "12345678901234567890", "1.0", "1e3", "", " 1", "１", "0x10", "9" * 4300, "9" * 4301],
    "decimal": ["0", "-0", "-0.0", "+1.50", "007", "000.10", ".5", "5.", "1e3", "12345678901234567890.123456789", "abc", "NaN"],
    "date": ["2020-12-31", "20201231", "2020-W53-4", "2020W534", "2020-W53", "2021-W53-1", "0001-01-01", "2020-02-30", "2020-13-01",
             "2019-02-29", "2020-1-1", "2020-W1-1", "0000-01-01", "9999-12-31", "2020-12-31T00:00", "", "２０２０-01-01", "9999-W52-7",
             "0001-W01-1", "2020-W00-1", "2020-W10-8", "2020-W10-0"],
    "boolean": ["true", "false", "True", "1", ""],
    "iri": ["kg:Street", "kgd:area-1", "<https://example.org/a>", "https://example.org/街道", "https://e.org/a b", "x", "foo:bar", "<>",
            'http://a/"', "kg:", "a:", "kg:Street>", "urn:x:y"],
    "code": ["completed", "kgc:completed", "met", "no-such-code", "a b", "", "kgc:kgc:met", "Met", "1a", "同比", "计划", "投入使用", "Completed", "没有的"],
}  # fmt: skip

SNIPPETS = [
    'SELECT ?a { ?a ?b "?_x" , <http://e/?_x> , ?c FILTER(?c = ?_x) } # ?_x',
    "SELECT ?a { ?a ?b ?c FILTER(?c-?_x>1&&?c<?_x) }",
    "SELECT ?a { ?a ?b $_x }",
    "SELECT ?_x { ?a ?b ?_x }",
    "SELECT (STR(?_x) AS ?y) { ?a ?b ?c }",
    "DESCRIBE ?_x",
    "SELECT ?a WHERE { { SELECT ?_x WHERE { ?a ?b ?_x } } }",
    "SELECT ?a { ?a ?b ?c . VALUES ?c { ?_x } [ ?d ?_x ] }",
    "SELECT ?a { ?a ?b ?c FILTER(COALESCE(?c IN (?_x, ?_x), true)) }",
    "PREFIX kg: <http://other/> SELECT ?a { ?a kg:anything ?_x }",
    "SELECT ?a { ?a kg:value ?v ; <https://streetkg.example/ontology#value> ?_x }",
    "SELECT ?a { ?a <https://streetkg.example/ontology#values> ?_x }",
    "select ?a { ?a ?b 'it''s ?_x' , '''long ?_x\n''' , ?_x }",
    "SELECT ?a { ?a ?b ?_x } LIMIT 5 # service",
    "SELECT ?a { service ?x { ?a ?b ?_x } }",
    "INSERT DATA { <a:b> <a:b> ?_x }",
    "SELECT ?街道 { ?街道 a kg:Street ; ?_x ?é }",
    "SELECT ?a { ?a a kg:Street ; kg:with\\-in ?_x }",
    "SELECT ?a { _:b1 ?b ?_x ; skos:prefLabel%20 ?d }",
    "SELECT ?a { ?a ?b 1.5e10, .5, 5., +3, ?_x }",
    "SELECT ?a { ?a ?b ?_x. ?a kgd:x.y. ?c }",
    "SELECT ?a { ?a ?b ?_x, ?_y }",
    "",
    "# nothing",
    "SELECT ?a { ?a ?b \x1c?_x\u00a0\ufeff }",
    "#+ evidence: a, b\n#+ chart: bar, x=a, color = b\nSELECT ?a { ?a ?b ?_x }",
    "#+ evidence: ?a\nSELECT ?a { ?a ?b ?_x }",
    "#+ chart: pie\nSELECT ?a { ?a ?b ?_x }",
    "#+ chart: bar, z=a\nSELECT ?a { ?a ?b ?_x }",
    "#+ chart:\nSELECT ?a { ?a ?b ?_x }",
]


def by_python(text: str, values: dict[str, str], base: str) -> str | None:
    try:
        return prepare(parse(text), values, base=base).text
    except UsageError:
        return None


def by_page(page: Window, cases: list[tuple[str, dict[str, str]]]) -> list[str | None]:
    script = """return arguments[0].map(([text, values]) => {
      try { return window.workbench.prepare(text, values).text; }
      catch (error) { if (error.subject === undefined) throw error; return null; } })"""
    found: list[str | None] = page.run(script, cases)
    return found


def differing(page: Window, cases: list[tuple[str, dict[str, str]]], base: str) -> list[Any]:
    expected = [by_python(text, values, base) for text, values in cases]
    got = by_page(page, cases)
    assert any(expected)
    return [
        (case, python, script) for case, python, script in zip(cases, expected, got, strict=True) if python != script
    ]


@pytest.fixture(scope="module")
def base(seeds_build: Path) -> str:
    return open_site_build(seeds_build).base


def test_values_become_the_same_terms_in_every_shipped_query(page: Window, base: str) -> None:
    cases: list[tuple[str, dict[str, str]]] = []
    for query in catalogue():
        cases.append((query.text, {}))
        for parameter in query.parameters:
            cases += [(query.text, {parameter.name: value}) for value in VALUES[parameter.type]]
    assert len(cases) > 500
    assert differing(page, cases, base) == []


@pytest.mark.parametrize("kind", list(VALUES))
def test_values_become_the_same_terms_wherever_they_stand(page: Window, base: str, kind: str) -> None:
    cases: list[tuple[str, dict[str, str]]] = []
    for snippet in SNIPPETS:
        head = f"#+ params: x({kind})=\n"
        cases.append((head + snippet, {}))
        cases += [(head + snippet, {"x": value}) for value in VALUES[kind]]
    assert differing(page, cases, base) == []


def test_headers_are_read_alike(page: Window) -> None:
    for query in catalogue():
        read = page.run("return window.workbench.header(arguments[0])", query.text)
        assert read["title"] == query.title
        assert read["description"] == query.description
        assert read["columns"] == query.labels
        told = [(one["name"], one["type"], one["required"], one["default"]) for one in read["parameters"]]
        assert told == [(one.name, one.type, one.required, one.default) for one in query.parameters]


def test_damaged_queries_are_read_alike(page: Window, base: str) -> None:
    """Characters taken out of, put into and exchanged in shipped queries: the same text, or refused by both."""
    chance = random.Random(7)
    marks = "\"'<>{}()[]#?$_:;,.\\|&^*/+-=!@ \n\t\x1c\u3000街é1eE%\U00020bb7"
    cases: list[tuple[str, dict[str, str]]] = []
    for query in catalogue():
        values = {one.name: VALUES[one.type][1] for one in query.parameters}
        for _ in range(25):
            text = query.text
            for _ in range(chance.randint(1, 4)):
                at = chance.randrange(len(text))
                text = (
                    text[:at]
                    + chance.choice(["", chance.choice(marks), chance.choice(marks) * 2])
                    + text[at + chance.randint(0, 2) :]
                )
            cases.append((text, values))
    assert differing(page, cases, base) == []


# -- what is calculated first --


def expression(chance: random.Random, depth: int = 0) -> str:
    """An expression of small numbers, with brackets now and then."""
    parts = [term(chance, depth)]
    for _ in range(chance.randint(1, 4)):
        # Quotients are short: products of long ones are errors in the page's engine, where the newer one rounds.
        divided = chance.random() < 0.3
        parts += (
            ["/", chance.choice("245")] if divided else [chance.choice(["+", "-", "*", " - "]), term(chance, depth)]
        )
    return "".join(parts)


def term(chance: random.Random, depth: int) -> str:
    kind = chance.randint(0, 6)
    if kind == 0 and depth < 2:
        return f"({expression(chance, depth + 1)})"
    if kind == 1 and depth < 2:
        return f"ABS({expression(chance, depth + 1)})"
    return chance.choice(["?a", "?b", "7", "2.5", "16", "3", "-4", "xsd:decimal(9)"])


def test_what_is_calculated_first_is_the_same_as_in_kg_query(page: Window) -> None:
    """The engine of the page alone takes a - b - c for a - (b - c)."""
    import pyoxigraph as ox

    chance = random.Random(11)
    columns = " ".join(f"(STR({expression(chance)}) AS ?x{number})" for number in range(120))
    text = (
        f"SELECT {columns} {{ VALUES (?a ?b) {{ (20 5) }} FILTER(?a - 4 - 2 = 14) BIND(?a / ?b * 2 AS ?c) FILTER(?c = 8) "
        "OPTIONAL { ?nothing (rdfs:label)/(rdfs:label)/(rdfs:label) ?c } } ORDER BY (?a - 1 - ?b)"
    )
    ask(page, text)
    (row,) = ox.Store().query(prepare(parse(text)).text)  # type: ignore[misc]
    expected = ["" if value is None else value.value for value in row]
    assert len(set(expected)) > 60
    # A decimal of zero times another is an error in the page's engine, and nothing is shown.
    given = page.texts("#answer td")
    assert given.count("") < 10
    assert [value for value in given if value] == [value for value, shown in zip(expected, given, strict=True) if shown]


# -- graphs that are too large for a page --


def test_of_a_large_graph_whole_reports_are_carried(seeds_build: Path, tmp_path: Path) -> None:
    import pyoxigraph as ox

    build = open_site_build(seeds_build)
    whole = carried(build)
    assert (whole.triples, whole.reports) == (build.info["triples"], 5)
    part = carried(build, most=40_000)
    assert 0 < part.reports < 5
    newest = sorted(build.reports, key=lambda report: report.planned or report.reviewed, reverse=True)[: part.reports]  # type: ignore[arg-type,return-value]
    build_reports([ROOT / "seeds" / report.file for report in newest], tmp_path / "alone", validate=False)
    alone = (tmp_path / "alone" / "graph.ttl").read_bytes()
    assert set(ox.parse(part.turtle, format=ox.RdfFormat.TURTLE)) == set(ox.parse(alone, format=ox.RdfFormat.TURTLE))


def test_the_page_says_that_it_carries_a_part(
    page: Window, seeds_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.site.pages import sparql

    monkeypatch.setattr(sparql, "carried", lambda build: carried(build, most=40_000))
    (made,) = sparql.pages(open_site_build(seeds_build))
    (tmp_path / "part.html").write_bytes(made.data)
    page.open((tmp_path / "part.html").as_uri() + f"#{urlencode({'query': '26-reports'}, quote_via=quote)}", ANSWERED)
    said = page.find("#part").text
    assert f"{open_site_build(seeds_build).info['triples']:,} 个三元组" in said
    assert "共 5 份" in said
    assert 0 < len(page.texts("#answer tbody tr")) < 5
