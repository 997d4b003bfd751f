"""The flat facts: the contract's fields in their order, one object a mention, quotations by offset."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from kg.rdf import DEFAULT_BASE, facts, ntriples
from kg.rdf.flat import number
from tests.factories import TEXT, linked

COMMON = ["id", "type", "start", "end", "quote", "sentence", "section", "rule", "confidence"]
FIGURE = """
value value_max unit bound kind modality metric period_start period_end deadline deadline_source area
concept concept_label about change_basis rank_scope
"""
FIELDS = {
    "indicator": FIGURE.split(),
    "project": ["name", "status", "count", "modality", "entity"],
    "initiative": ["name", "initiative_type", "status", "modality", "entity"],
    "deadline": ["date", "granularity", "applies_to"],
    "area": ["level", "name", "entity"],
    "honour": ["honour", "text", "scope"],
    "set_aside": ["reason"],
}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return facts(linked())


def test_every_mention_is_one_line(rows: list[dict[str, Any]]) -> None:
    assert len(rows) == 24 + 5 + 2 + 2 + 6 + 2 + 6
    assert {row["type"] for row in rows} == set(FIELDS)


def test_lines_are_sorted_by_start_end_type(rows: list[dict[str, Any]]) -> None:
    keys = [(row["start"], row["end"], row["type"]) for row in rows]
    assert keys == sorted(keys)


def test_fields_stand_in_the_order_of_the_contract(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert list(row) == COMMON + FIELDS[row["type"]]


def test_quotations_are_the_characters_at_the_offsets(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert TEXT[row["start"] : row["end"]] == row["quote"]
        assert row["sentence"][0] <= row["start"] < row["end"] <= row["sentence"][1]


def test_every_line_is_a_node_of_the_graph(rows: list[dict[str, Any]]) -> None:
    subjects = {line.split(" ", 1)[0] for line in ntriples(linked())}
    iris = {row["id"] for row in rows} | {row["entity"] for row in rows if row.get("entity")}
    iris |= {iri for row in rows for iri in (*row.get("about", ()), *row.get("applies_to", ()))}
    iris |= {row[key] for row in rows for key in ("area", "concept") if key in row}
    assert sorted(iri for iri in iris if f"<{iri}>" not in subjects) == []


def test_lines_are_json_without_nan(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert json.loads(json.dumps(row, ensure_ascii=False, allow_nan=False)) == row


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("439.95亿元", {"value": 43995000000, "unit": "元", "bound": "exact", "kind": "level", "modality": "actual"}),
        ("13.08%", {"value": 13.08, "unit": "%", "kind": "change", "change_basis": "yearOnYear"}),
        ("3个百分点", {"value": -3, "bound": "approx", "kind": "change", "unit": "百分点"}),
        ("60%以上", {"value": -60, "bound": "min"}),
        ("全区第一", {"value": 1, "unit": "位", "kind": "rank", "rank_scope": "全区"}),
        ("1-2个", {"value": 1, "value_max": 2, "bound": "range", "modality": "target", "deadline": "2020-12-31"}),
        ("65家", {"deadline_source": "inherited", "period_start": "2020-07-01", "period_end": "2020-12-31"}),
        ("2.4公顷", {"deadline_source": "onSchedule", "value": 2.4}),
        ("2.2万余人", {"value": 22000, "bound": "min", "deadline": None, "deadline_source": None}),
        ("125万市场主体", {"unit": "市场主体", "value": 1250000}),
        ("新乐消防站", {"status": "planned", "count": None}),
        ("政府投资项目", {"status": "underway", "count": 52}),
        ("“双百工程”", {"initiative_type": "programme", "name": "“双百工程”"}),
        ("8月底前", {"date": "2020-08-31", "granularity": "month"}),
        ("和平社区", {"level": "community", "entity": None}),
        ("甲岸社区", {"entity": DEFAULT_BASE + "area-jiaan"}),
        ("全市首个", {"honour": "precedence", "scope": "全市"}),
        ("107国道", {"reason": "name"}),
        ("19.125万平方米", {"section": "一、上半年工作情况›(一)经济运行稳步回暖"}),
    ],
)
def test_a_line_says(rows: list[dict[str, Any]], quote: str, expected: dict[str, Any]) -> None:
    (row,) = [row for row in rows if row["quote"] == quote]
    assert {key: row[key] for key in expected} == expected


def test_an_entity_named_twice_is_two_lines(rows: list[dict[str, Any]]) -> None:
    found = [row for row in rows if row["quote"] == "上川消防站"]
    assert [row["status"] for row in found] == ["underway", "completed"]
    assert len({row["entity"] for row in found}) == 1
    assert len({row["id"] for row in found}) == 2


@pytest.mark.parametrize(
    ("given", "expected"),
    [("52", 52), ("52.0", 52), ("13.08", 13.08), ("43995000000", 43995000000), ("-3", -3), ("0", 0)],
)
def test_whole_numbers_are_integers(given: str, expected: float) -> None:
    found = number(Decimal(given))
    assert found == expected
    assert type(found) is type(expected)
    assert number(None) is None
