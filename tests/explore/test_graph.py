"""An opened build asked from Python: data frames with fitting types, errors that tell the nearest name."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import kg
from kg.errors import UsageError
from kg.explore import Graph


@pytest.fixture(scope="module")
def graph(seeds_build: Path) -> Graph:
    return kg.open(seeds_build)


def test_a_question_by_name_is_a_frame_with_types(graph: Graph) -> None:
    frame = graph.query("levels")
    assert isinstance(frame["value"].iloc[0], Decimal)
    assert frame["start"].dtype == "datetime64[s]"
    assert frame.attrs["labels"]["street"] == "街道"
    assert graph.query("levels", numbers="float")["value"].dtype == "Float64"


def test_a_parameter_narrows_and_a_missing_value_is_missing(graph: Graph) -> None:
    whole, one = graph.query("project-status"), graph.query("project-status", street="坪山街道")
    assert 0 < len(one) < len(whole)
    assert set(one["street"]) == {"坪山街道"}
    assert whole["deadline"].isna().any()
    assert pd.isna(whole["deadline"].min()) is False


def test_an_answer_without_rows_has_its_columns(graph: Graph) -> None:
    assert list(graph.query("levels", indicator="没有这个指标").columns) == list(graph.query("levels").columns)


def test_sparql_has_its_prefixes(graph: Graph) -> None:
    frame = graph.sparql("SELECT (COUNT(?r) AS ?n) { ?r a kg:Report }")
    assert frame["n"].dtype == "Int64"
    assert frame["n"].tolist() == [5]


def test_a_wrong_name_tells_the_nearest(graph: Graph) -> None:
    with pytest.raises(UsageError, match="scoreboard"):
        graph.query("scorebord")
    with pytest.raises(UsageError, match="kg:Street"):
        graph.sparql("SELECT ?s { ?s a kg:Streat }")
