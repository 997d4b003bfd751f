"""The number tests of Recognizers-Text: at least as many right as its own Python port, in each file.

The cases are no part of the project: they are found through STREETKG_SHARED, and skipped without it.
"""

from __future__ import annotations

import json
import os

import pytest

from scripts import measure_peers

NUMBERS = [name for name in measure_peers.EXPECTED if name not in measure_peers.NO_NUMBERS]
PORT = json.loads(measure_peers.PORT_FIGURES.read_text(encoding="utf-8"))

needs_cases = pytest.mark.skipif(
    not os.environ.get("STREETKG_SHARED"),
    reason="needs the cases of Recognizers-Text: set STREETKG_SHARED to the directory that holds peers/",
)


@needs_cases
@pytest.mark.parametrize("name", NUMBERS)
def test_at_least_as_many_right_as_the_port(name: str) -> None:
    right = sum(
        measure_peers.right(name, case, measure_peers.read_by_us(name, case)) for case in measure_peers.cases(name)
    )
    assert right >= PORT["right"][name]


@needs_cases
def test_the_table_in_the_docs_is_current() -> None:
    assert measure_peers.measured_table() in measure_peers.TABLE.read_text(encoding="utf-8")


CASE = {"results": [{"Resolution": {"value": "2"}}, {"Resolution": {"value": "0.5"}}]}


@pytest.mark.parametrize(
    ("readings", "right"),
    [
        ([[2.0], [0.5]], True),
        ([[0.5], [2.0]], False),  # another order
        ([[2.0]], False),  # one missing
        ([[2.0], [0.5], [3.0]], False),  # one beyond
        ([[2.0], [0.6]], False),
    ],
)
def test_right_means_nothing_missing_and_nothing_beyond(readings: list[list[float]], right: bool) -> None:
    assert measure_peers.right("NumberModel", CASE, readings) is right
