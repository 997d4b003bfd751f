"""Formats: Chinese aligned by display width, CSV safe for spreadsheets, JSON by the standard, Markdown escaped."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from rich.cells import cell_len

from kg.errors import UsageError
from kg.query.formats import aligned, render, save_workbook, to_markdown, to_table
from kg.query.results import Cell, ResultTable, from_json, plain_number, read_json

XSD = "http://www.w3.org/2001/XMLSchema#"


def text(value: str) -> Cell:
    return Cell("literal", value, XSD + "string")


def number(value: str) -> Cell:
    return Cell("literal", value, XSD + "decimal")


TABLE = ResultTable(
    ("name", "value"),
    ((text("规上工业总产值"), number("439.950")), (text("R&D"), number("-7.0")), (text("无"), None)),
    {"name": "指标", "value": "数值"},
)


def test_columns_are_aligned_by_display_width() -> None:
    lines = to_table(TABLE).splitlines()
    assert lines[0].split() == ["指标", "数值"]
    assert lines[2] == "规上工业总产值  439.95"
    assert lines[3] == "R&D                 -7"
    assert cell_len(lines[0]) == cell_len(lines[1]) == cell_len(lines[2])


@pytest.mark.parametrize("width", [12, 20, 33, 79])
def test_a_table_fits_the_terminal(width: int) -> None:
    rows = [["街道" * 20, "一二三四五六七八九十" * 9, "1"], ["a" * 50, "b", "22"]]
    for line in aligned(["甲", "乙", "丙"], rows, width=width).splitlines():
        assert cell_len(line) <= max(width, 2 * 8 + 2 + 4)


def test_a_long_cell_is_folded_and_cut_with_an_ellipsis() -> None:
    lines = aligned(["x"], [["长" * 100]], width=20).splitlines()
    assert lines[-1].endswith("…")
    assert len(lines) == 6


def test_nothing_is_cut_without_a_terminal() -> None:
    assert "长" * 200 in aligned(["x"], [["长" * 200]])


def test_line_breaks_do_not_break_the_table() -> None:
    assert len(to_table(ResultTable(("x",), ((text("a\nb\x1b[31m"),),))).splitlines()) == 3


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (text("=SUM(A1)"), "'=SUM(A1)"),
        (text("+1"), "'+1"),
        (text("-5"), "'-5"),
        (text("@x"), "'@x"),
        (number("-5"), "-5"),
        (number("13.080"), "13.08"),
        (text('说"好",'), '说"好",'),
        (text("一\n二"), "一\n二"),
        (None, ""),
    ],
)
def test_csv_cells(cell: Cell | None, written: str) -> None:
    table = render(ResultTable(("x", "y"), ((cell, text("z")),)), "csv")
    assert table.startswith("x,y\r\n")
    assert list(csv.reader(io.StringIO(table, newline="")))[1] == [written, "z"]


def test_markdown_escapes_pipes_and_aligns_numbers() -> None:
    table = to_markdown(ResultTable(("x", "n"), ((text("a|b\nc"), number("1")),), {"x": "列"}))
    assert table == "| 列 | n |\n| --- | ---: |\n| a\\|b c | 1 |\n"


def test_json_round_trip_keeps_terms() -> None:
    cells = (Cell("iri", "urn:a"), Cell("blank", "_:b"), Cell("literal", "报告", "", "zh"), number("7.00"), None)
    table = ResultTable(("a", "b", "c", "d", "e"), (cells,))
    again = from_json(render(table, "json"))
    assert [cell and (cell.kind, cell.lexical, cell.language) for cell in again.rows[0]] == [
        cell and (cell.kind, cell.lexical, cell.language) for cell in cells
    ]
    assert set(json.loads(render(table, "json"))["results"]["bindings"][0]) == {"a", "b", "c", "d"}


def test_a_truncated_document_is_no_result() -> None:
    with pytest.raises(ValueError):
        from_json('{"head":{"vars":["n"]},"results":{"bindings":[The SPARQL operation has been cancelled')


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("52.0", "52"),
        ("13.080", "13.08"),
        ("1E+3", "1000"),
        ("-0.0", "0"),
        ("43995000000.0", "43995000000"),
        ("0.30", "0.3"),
    ],
)
def test_numbers_are_written_by_value(value: str, written: str) -> None:
    assert plain_number(Decimal(value)) == written


def test_tsv_has_terms_in_full() -> None:
    cells = (Cell("iri", "urn:a"), Cell("literal", 'a"\t\n\\', "", "zh"), text("x"), number("7.0"), None)
    table = ResultTable(("a", "b", "c", "d", "e"), (cells,))
    assert render(table, "tsv").split("\n") == [
        "?a\t?b\t?c\t?d\t?e",
        f'<urn:a>\t"a\\"\\t\\n\\\\"@zh\t"x"\t"7.0"^^<{XSD}decimal>\t',
        "",
    ]


def test_a_workbook_has_numbers_as_numbers_and_text_as_text(tmp_path: Path) -> None:
    day = Cell("literal", "2020-12-31", XSD + "date")
    long = Cell("literal", "12345678901234567890", XSD + "integer")
    rows = ((text("=1+1"), number("-7.50"), day), (text("@x"), long, None), (text("长" * 40_000), None, None))
    table = ResultTable(("name", "n", "d"), rows, {"name": "指标"})
    for name in ("a.xlsx", "b.xlsx"):
        save_workbook([("甲/乙", table), ("甲 乙", table)], tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["甲 乙", "甲 乙 2"]
    sheet = book["甲 乙"]
    assert [cell.value for cell in sheet[1]] == ["指标", "n", "d"]
    assert [(cell.data_type, cell.value) for cell in sheet[2]] == [
        ("s", "=1+1"),
        ("n", -7.5),
        ("d", datetime(2020, 12, 31)),
    ]
    assert sheet["A2"].quotePrefix and sheet["A3"].quotePrefix
    assert (sheet["B3"].data_type, sheet["B3"].value) == ("s", "12345678901234567890")
    assert len(sheet["A4"].value) == 32_767


def test_a_sheet_takes_no_more_rows_than_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.query.workbook.ROWS", 2)
    with pytest.raises(UsageError, match="csv"):
        save_workbook([("x", TABLE)], tmp_path / "x.xlsx")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_results_are_read_in_pieces_of_any_size(size: int) -> None:
    rows = tuple((text("中[]{}," + '"\\' * k), None if k % 3 else number(str(k))) for k in range(9))
    document = render(ResultTable(("bindings", "b"), rows), "json").encode()
    answer = read_json(document[k : k + size] for k in range(0, len(document), size))
    assert (answer.columns, tuple(answer.rows)) == (("bindings", "b"), rows)


@pytest.mark.parametrize(
    ("document", "rows"),
    [
        ('{"results": {"bindings": [ {"x": {"type": "uri", "value": "urn:a"}} ] }, "head": {"vars": ["x"]}}', 1),
        ('{"head": {"link": [], "vars": ["x"]}, "results": {"ordered": true, "bindings" : []}}', 0),
        ('{"boolean": true, "head": {}}', 1),
    ],
)
def test_results_of_other_engines_are_read(document: str, rows: int) -> None:
    assert len(from_json(document).rows) == rows


@pytest.mark.parametrize("document", ["", "[]", "{}", '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{', "<html>"])
def test_what_is_no_result_is_refused(document: str) -> None:
    with pytest.raises(ValueError):
        from_json(document)
