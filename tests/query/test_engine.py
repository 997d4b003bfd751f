"""Running: in a child that can be killed, with typed results and errors that say where."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest

from kg.errors import StreetKGError, TimeLimitExceeded, UnreadableSource, UsageError
from kg.query import Session, parse, run

# Nine times nine crossed patterns: no engine ends this within the test's patience.
ENDLESS = parse("SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(12)) + " }", "endless")
VALUES = parse("SELECT ?s ?value { ?s kg:value ?value } ORDER BY ?s", "values")


def test_the_time_limit_stops_the_query_and_the_session_goes_on(small: Path) -> None:
    with Session(small) as session:
        session.run(VALUES)
        started = time.monotonic()
        with pytest.raises(TimeLimitExceeded) as caught:
            session.run(ENDLESS, timeout=0.5)
        assert time.monotonic() - started < 5
        assert caught.value.exit_code == 124
        assert len(session.run(VALUES, timeout=30).rows) == 2


def test_a_store_in_memory_is_stopped_too(small: Path) -> None:
    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load(path=small, format=pyoxigraph.RdfFormat.TURTLE)
    with pytest.raises(TimeLimitExceeded):
        run(parse(ENDLESS.text, "endless"), store, timeout=0.5)
    assert run(VALUES, store, timeout=30).texts() == run(VALUES, store).texts()


def test_cells_are_typed() -> None:
    import pyoxigraph

    table = run(
        "SELECT (1 AS ?i) (7.00 AS ?d) ('2020-12-31'^^xsd:date AS ?t) (true AS ?b)"
        " ('报告'@zh AS ?s) (kg:Street AS ?k) ?u {}",
        pyoxigraph.Store(),
    )
    assert table.records() == [
        {"i": 1, "d": Decimal(7), "t": date(2020, 12, 31), "b": True, "s": "报告", "k": "kg:Street", "u": None}
    ]
    assert table.texts() == [("1", "7", "2020-12-31", "true", "报告", "kg:Street", "")]


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [
        ("ASK { ?s a kg:Change }", ("answer",), [("true",)]),
        ("ASK { ?s a kg:Street }", ("answer",), [("false",)]),
        (
            "CONSTRUCT { ?s a kg:Statement } WHERE { ?s a kg:Change }",
            ("subject", "predicate", "object"),
            [("kgd:b", "rdf:type", "kg:Statement")],
        ),
    ],
)
def test_other_forms_are_tables_too(
    small: Path, text: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    table = run(text, small)
    assert (table.columns, table.texts()) == (columns, rows)


def test_names_of_codes_come_along_with_a_data_file(small: Path) -> None:
    query = "SELECT ?l { ?s kg:bound ?b . ?b skos:prefLabel ?l FILTER(LANG(?l) = 'zh') }"
    assert len(run(query, small).rows) == 2


def test_named_graphs_are_queried_as_one(tmp_path: Path) -> None:
    path = tmp_path / "two.nq"
    path.write_text("<urn:a> <urn:p> <urn:b> <urn:g1> .\n<urn:b> <urn:p> <urn:c> <urn:g2> .\n", encoding="utf-8")
    assert run("SELECT ?x { <urn:a> <urn:p>/<urn:p> ?x }", path).texts() == [("urn:c",)]


def test_a_triple_in_two_graphs_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "twice.nq"
    path.write_text("".join(f"<urn:a> <urn:p> <urn:b> <urn:g{i}> .\n" for i in range(3)), encoding="utf-8")
    assert run("SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }", path).texts() == [("1",)]
    assert run("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:p> ?o } }", path).texts() == [("3",)]


def test_syntax_errors_name_line_and_column_of_the_file(small: Path) -> None:
    query = parse("#+ title: x\nSELECT ?s {\n  ?s kg:value ?v . FILTER( }\n", "broken")
    with pytest.raises(UsageError) as caught:
        run(query, small)
    assert "第 3 行第 20 列" in caught.value.subject
    shown, caret = caught.value.line().splitlines()[-2:]
    assert shown[caret.index("^") :].startswith("FILTER")


def test_errors_of_meaning_are_told(small: Path) -> None:
    with pytest.raises(UsageError, match="unbound"):
        run("SELECT ?s ?x { ?s ?p ?x } GROUP BY ?s", small)


@pytest.mark.parametrize("name", ["missing.ttl", "broken.ttl", "text.txt"])
def test_data_that_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.ttl").write_text("<urn:a> kg:b", encoding="utf-8")
    (tmp_path / "text.txt").write_text("报告", encoding="utf-8")
    with pytest.raises(UnreadableSource) as caught:
        run(VALUES, tmp_path / name)
    assert name in caught.value.line()


def test_a_module_in_the_working_directory_does_not_get_in_the_way(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(run(VALUES, small, timeout=30).rows) == 2


def test_a_result_beyond_the_limit_is_given_up(small: Path) -> None:
    with Session(small) as session:
        with pytest.raises(StreetKGError, match="--max-mb"):
            session.run(VALUES, most=100)
        assert len(session.run(VALUES).rows) == 2


def test_all_errors_are_ours(small: Path) -> None:
    for text in ("SELECT", "SELECT * { ?s kg:nothing ?o }", "SELECT * { GRAPH }"):
        with pytest.raises(StreetKGError):
            run(text, small)


MANY = parse("SELECT ?a ?b { ?x1 ?a ?y1 . ?x2 ?b ?y2 }", "many")


def test_rows_come_while_the_query_still_runs(small: Path) -> None:
    with Session(small) as session:
        with session.stream(MANY, timeout=30) as answer:
            assert len(list(islice(answer.rows, 5))) == 5
        # What was left of the answer is gone; the next one is its own.
        assert len(session.run(VALUES, timeout=30).rows) == 2
        table = session.run(MANY, rows=7, timeout=30)
        assert (len(table.rows), table.cut) == (7, True)
        assert not session.run(VALUES, rows=2).cut


def test_the_clock_stands_while_the_reader_is_busy(small: Path) -> None:
    with Session(small) as session, session.stream(MANY, timeout=0.6) as answer:
        next(answer.rows)
        time.sleep(1)
        next(answer.rows)


def test_triples_are_for_queries_that_give_triples(small: Path) -> None:
    with Session(small) as session:
        with session.triples(parse("CONSTRUCT WHERE { ?s kg:value ?v }")) as pieces:
            assert b"".join(pieces).count(b" .\n") == 2
        with pytest.raises(UsageError), session.triples(VALUES):
            pass
