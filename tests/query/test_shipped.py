"""The shipped queries: headers whole, the page up to date, and the expected rows in both engines, by value."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.query import QueryFile, ResultTable, Session, load_directory, prepare
from kg.query.results import from_json
from scripts import update_expected
from tests.query.conftest import ROOT, in_rdflib

if TYPE_CHECKING:
    import rdflib

QUERIES = load_directory(ROOT / "queries")
every_query = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)


def rows_of(path: Path) -> tuple[list[str], list[tuple[str, ...]]]:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    return header, [tuple(row) for row in rows]


def in_reference(query: QueryFile, graph: rdflib.Graph) -> ResultTable:
    """The rows that rdflib gives."""
    result = graph.query(prepare(query).text)
    document = result.serialize(format="json")
    assert document is not None
    return from_json(document)


@pytest.fixture(scope="session")
def oxigraph(seeds_build: Path) -> Iterator[Session]:
    with Session(seeds_build) as session:
        yield session


def test_there_are_enough_and_every_name_is_used_once() -> None:
    assert len(QUERIES) >= 22
    assert len({query.name.partition("-")[0] for query in QUERIES}) == len(QUERIES)
    assert len({query.name.partition("-")[2] for query in QUERIES}) == len(QUERIES)


@every_query
def test_headers_are_whole(query: QueryFile) -> None:
    assert query.title
    assert query.title_en
    assert query.description.endswith("。")
    assert set(query.tags) <= {"analyst", "auditor", "journalist", "notebook"}
    assert query.tags


@every_query
def test_every_column_and_every_parameter_has_a_heading(query: QueryFile, oxigraph: Session) -> None:
    table = oxigraph.run(query, timeout=60)
    assert set(query.labels) == {*table.columns, *(parameter.name for parameter in query.parameters)}


@every_query
def test_expected_rows_in_oxigraph(query: QueryFile, oxigraph: Session) -> None:
    table = update_expected.answer(query, oxigraph)
    header, rows = rows_of(update_expected.expected_file(query))
    assert list(table.columns) == header
    assert table.texts() == rows
    assert rows, "a shipped query answers something"


@every_query
def test_expected_rows_in_rdflib(query: QueryFile, seeds_rdflib: rdflib.Graph) -> None:
    own = update_expected.own_graph(query)
    table = in_reference(query, in_rdflib(own) if own else seeds_rdflib)
    header, rows = rows_of(update_expected.expected_file(query))
    assert list(table.columns) == header
    assert table.texts() == rows


def test_every_expected_file_and_graph_belongs_to_a_query() -> None:
    names = {query.name for query in QUERIES}
    assert {path.name.removesuffix(".expected.csv") for path in (ROOT / "queries").glob("*.csv")} == names
    assert {path.stem for path in update_expected.GRAPHS.glob("*.ttl")} <= names


def test_the_page_lists_the_queries_as_their_headers_say() -> None:
    page = update_expected.PAGE.read_text(encoding="utf-8")
    assert page == update_expected.renewed_page(page, QUERIES), "run scripts/update_expected.py"
