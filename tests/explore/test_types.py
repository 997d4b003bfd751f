"""Types of columns: those of the query, whatever rows the answer has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from kg.explore import Graph
from kg.explore.frames import to_frame
from kg.query import Cell, QueryFile, ResultTable, Session, catalogue, prepare
from kg.query.prefixes import PREFIXES
from kg.query.types import column_types

PYTHON = {"string": {str}, "integer": {int}, "decimal": {Decimal}, "date": {date}, "boolean": {bool}}
EVERY = pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)


@pytest.fixture(scope="module")
def answers(seeds_build) -> dict[str, ResultTable]:  # type: ignore[no-untyped-def]
    with Session(seeds_build) as session:
        return {query.name: session.run(query, timeout=60) for query in catalogue()}


@EVERY
def test_an_answer_without_rows_has_the_types_of_one_with_rows(
    query: QueryFile, answers: dict[str, ResultTable]
) -> None:
    table, types = answers[query.name], column_types(prepare(query, {}).text)
    whole = to_frame(table, "float", types=types).dtypes.to_dict()
    assert to_frame(replace(table, rows=()), "float", types=types).dtypes.to_dict() == whole
    for row in table.rows[:40]:
        assert to_frame(replace(table, rows=(row,)), "float", types=types).dtypes.to_dict() == whole
    exact = to_frame(table, types=types).dtypes.to_dict()
    assert to_frame(replace(table, rows=()), types=types).dtypes.to_dict() == exact


@EVERY
def test_the_type_told_is_that_of_the_values(query: QueryFile, answers: dict[str, ResultTable]) -> None:
    types, table = column_types(prepare(query, {}).text), answers[query.name]
    for number, column in enumerate(table.columns):
        values = {row[number].value for row in table.rows if row[number] is not None} - {""}
        found = {type(value) for value in values}
        assert found <= PYTHON[types.get(column, "string")], column


def test_dates_of_an_empty_answer_are_dates(graph: Graph) -> None:
    assert graph.query("growth", street="坪山街道")["start"].dt.year.empty
    assert graph.query("reports", street="坪山街道")["issued"].dt.year.isna().all()
    late = graph.query("slippage")
    assert (late["again"] - late["due"]).dt.days.empty
    both = pd.concat([graph.query("growth"), graph.query("growth", street="坪山街道")])
    assert both["start"].dtype == "datetime64[s]"


def test_what_is_missing_is_missing(graph: Graph) -> None:
    turns = graph.query("reports-in-turn")
    assert turns["from"].dtype == "datetime64[s]" and turns["from"].isna().any()
    assert graph.query("communities")["code"].isna().any()
    for name in ("communities", "came-due", "follow-ups"):
        assert not (graph.query(name) == "").any(axis=None)


RULES = [
    ("?x kg:value ?v", "?v", "decimal"),
    ("?x kg:rank ?v", "?v", "integer"),
    ("?x kg:sentence/nif:beginIndex ?v", "?v", "integer"),
    ("?x kg:value|kg:rank ?v", "?v", "decimal"),
    ("?x kg:status ?v", "?v", "string"),
    ("?x kg:membersComplete ?v", "?v", "boolean"),
    ("?x dcat:startDate ?d", "(STR(?d) AS ?v)", "string"),
    ("?x dcat:startDate ?d", "(MIN(?d) AS ?v)", "date"),
    ("?x dcat:startDate ?d", '(COALESCE(?d, "") AS ?v)', "date"),
    ("?x kg:rank ?r", "(COUNT(?r) AS ?v)", "integer"),
    ("?x kg:rank ?r", "(SUM(?r) / 2 AS ?v)", "decimal"),
    ("?x kg:rank ?r", "(IF(?r > 1, ?r, -1) AS ?v)", "integer"),
    ("?x kg:rank ?r", "(?r > 1 AS ?v)", "boolean"),
    ("?x kg:rank ?r", "(xsd:decimal(?r) AS ?v)", "decimal"),
    ("VALUES ?v { 1 2.5 }", "?v", "decimal"),
    ("{ ?x kg:rank ?v } UNION { ?x kg:valueText ?v }", "?v", None),
    ("?x ?any ?v", "?v", None),
    ("?x kg:rank ?r . BIND(COALESCE(?v, ?r) AS ?w) BIND(?w AS ?v)", "?v", "integer"),
]


@pytest.mark.parametrize(("pattern", "column", "wanted"), RULES)
def test_the_type_of_a_calculation(pattern: str, column: str, wanted: str | None) -> None:
    prefixes = " ".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items())
    assert column_types(f"{prefixes} SELECT {column} {{ {pattern} }}").get("v") == wanted


def test_a_query_that_cannot_be_read_has_no_types() -> None:
    assert column_types("SELECT ?v { ?x") == {}


def test_values_that_are_not_of_the_type_told_keep_their_own() -> None:
    table = ResultTable(("v",), ((Cell("literal", "many"),), (None,)))
    assert to_frame(table, types={"v": "integer"})["v"].dtype == "str"
