"""Queries that also give the statements behind their rows: the same rows as without, whatever their form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.query import Chart, QueryFile, Session, catalogue, parse, split, with_origins

EVERY = pytest.mark.parametrize("query", [q for q in catalogue() if q.evidence], ids=lambda query: query.name)


@pytest.fixture(scope="module")
def session(seeds_build: Path) -> Iterator[Session]:
    with Session(seeds_build) as opened:
        yield opened


@EVERY
def test_the_rows_are_those_of_the_query_alone(query: QueryFile, session: Session) -> None:
    asked = with_origins(query)
    table, origins = split(session.run(asked.query, timeout=60), asked)
    alone = session.run(query, timeout=60)
    assert table.columns == alone.columns
    assert table.rows == alone.rows
    assert table.labels == alone.labels
    assert len(origins) == len(table.rows)
    assert all(origins)


def test_most_questions_that_list_facts_tell_their_statements() -> None:
    listing = [query.name for query in catalogue() if "sentence" in query.labels or "quote" in query.labels]
    assert [name for name in listing if not next(q for q in catalogue() if q.name == name).evidence] == []


def test_charts_of_shipped_queries_name_their_columns() -> None:
    drawn = [query for query in catalogue() if query.chart]
    assert len(drawn) >= 10
    for query in drawn:
        assert query.chart is not None
        assert {column for _, column in query.chart.channels} <= set(query.labels)
        channels = [channel for channel, _ in query.chart.channels]
        # Without x the rows are counted; several x have a colour each.
        assert "y" in channels and (channels.count("x") == 1 or "color" not in channels or "x" not in channels)


TEXTS = (
    ("SELECT ?a WHERE { ?a ?b ?c }", "SELECT ?fact ?a WHERE { ?a ?b ?c }", False),
    ("select distinct ?a { ?a ?b ?c }", "select distinct ?fact ?a { ?a ?b ?c }", True),
    ("PREFIX a: <SELECT>\nSELECT ?a {}", "PREFIX a: <SELECT>\nSELECT ?fact ?a {}", False),
    ("# SELECT\nSELECT (COUNT(?x) AS ?n) ?g { }", "# SELECT\nSELECT ?fact (COUNT(?x) AS ?n) ?g { }", False),
    ("SELECT * { ?fact ?b ?c }", "SELECT * { ?fact ?b ?c }", False),
    ("SELECT ?fact { ?fact ?b ?c }", "SELECT ?fact { ?fact ?b ?c }", False),
    ("ASK { ?fact ?b ?c }", "ASK { ?fact ?b ?c }", False),
    ("CONSTRUCT { ?a ?b ?c } WHERE { SELECT ?a {} }", "CONSTRUCT { ?a ?b ?c } WHERE { SELECT ?a {} }", False),
)


@pytest.mark.parametrize(("text", "wanted", "distinct"), TEXTS)
def test_where_the_variable_is_put(text: str, wanted: str, distinct: bool) -> None:
    asked = with_origins(parse(f"#+ evidence: fact\n{text}"))
    assert asked.query.text.removeprefix("#+ evidence: fact\n") == wanted
    assert asked.distinct is distinct


def test_a_query_without_evidence_is_left_alone() -> None:
    query = parse("SELECT ?a { ?a ?b ?c }")
    assert with_origins(query).query is query


def test_the_header_of_a_chart() -> None:
    assert parse("#+ chart: bar, x=a, y=b\nASK {}").chart == Chart("bar", (("x", "a"), ("y", "b")))
    assert parse("ASK {}").chart is None


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("chart: pie, x=a", "没有这种图"),
        ("chart:", "没有这种图"),
        ("chart: bar, z=a", "图的写法不对"),
        ("chart: bar, x", "图的写法不对"),
        ("evidence: ?fact", "不是变量名"),
    ],
)
def test_wrong_headers_are_refused(header: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        parse(f"#+ {header}\nASK {{}}")
