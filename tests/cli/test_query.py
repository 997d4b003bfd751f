"""`kg query` as people call it: files, folders, names, formats, files written, errors."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Kg

QUERY = """#+ title: 数值
#+ params: least(decimal)=0
#+ columns: s=事实, value=数值, text=指标
SELECT ?s ?value ?text { ?s kg:value ?value ; kg:metricText ?text FILTER(?value >= ?_least) } ORDER BY ?s
"""
DATA = """@prefix kg: <https://streetkg.example/ontology#> . @prefix kgd: <https://streetkg.example/id/> .
kgd:a kg:value 439.950 ; kg:metricText "销售额"@zh .
kgd:b kg:value 7.0 ; kg:metricText "=1+1"@zh .
"""


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(QUERY, encoding="utf-8")
    (tmp_path / "d.ttl").write_text(DATA, encoding="utf-8")
    folder = tmp_path / "several"
    folder.mkdir()
    (folder / "one.rq").write_text(QUERY, encoding="utf-8")
    (folder / "two.rq").write_text("ASK { ?s kg:value ?v }", encoding="utf-8")


def test_a_file_gives_an_aligned_table_and_nothing_else(kg: Kg) -> None:
    done = kg("query", "q.rq", "--data", "d.ttl")
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.splitlines()[0].split() == ["事实", "数值", "指标"]
    assert done.stdout.splitlines()[2].split() == ["kgd:a", "439.95", "销售额"]


def test_parameters_are_given_with_p(kg: Kg) -> None:
    assert len(kg("query", "q.rq", "-d", "d.ttl", "-p", "least=100").stdout.splitlines()) == 3
    done = kg("query", "q.rq", "-d", "d.ttl", "-p", "laest=100")
    assert done.returncode == 2
    assert "least" in done.stderr


def test_csv_for_programs_and_for_spreadsheets(kg: Kg, tmp_path: Path) -> None:
    shown = kg("query", "q.rq", "-d", "d.ttl", "-f", "csv").stdout
    assert list(csv.reader(shown.splitlines())) == [
        ["s", "value", "text"],
        ["kgd:a", "439.95", "销售额"],
        ["kgd:b", "7", "'=1+1"],
    ]
    kg("query", "q.rq", "-d", "d.ttl", "-f", "csv", "-o", "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfs,value,text\r\n")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_json_and_markdown(kg: Kg) -> None:
    assert len(json.loads(kg("query", "q.rq", "-d", "d.ttl", "-f", "json").stdout)["results"]["bindings"]) == 2
    assert kg("query", "q.rq", "-d", "d.ttl", "-f", "md").stdout.splitlines()[1] == "| --- | ---: | --- |"


def test_a_folder_runs_every_file(kg: Kg, tmp_path: Path) -> None:
    done = kg("query", "several", "-d", "d.ttl")
    assert "■ 数值" in done.stdout
    assert "■ two" in done.stdout
    assert kg("query", "several", "-d", "d.ttl", "-f", "csv").returncode == 2
    assert kg("query", "several", "-d", "d.ttl", "-f", "csv", "-o", "out").returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one.csv", "two.csv"]
    assert kg("query", "several", "-d", "d.ttl", "-p", "least=100").returncode == 0
    assert kg("query", "several", "-d", "d.ttl", "-p", "nobody=1").returncode == 2


def test_an_output_that_cannot_be_written_is_one_line(kg: Kg) -> None:
    done = kg("query", "q.rq", "-d", "d.ttl", "-o", "missing/out.txt")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_no_rows_are_said(kg: Kg) -> None:
    assert "没有结果" in kg("query", "q.rq", "-d", "d.ttl", "-p", "least=1000").stdout


def test_the_list_shows_names_titles_and_parameters(kg: Kg) -> None:
    shown = kg("query", "--list").stdout
    assert "02-growth" in shown
    assert "minimum(decimal)=-100" in shown
    assert "Growth rates" in kg("query", "--list", KG_LANG="en").stdout
    assert "two" in kg("query", "several", "--list").stdout


def test_show_prints_the_query_with_terms_in(kg: Kg) -> None:
    shown = kg("query", "q.rq", "-p", "least=5", "--show").stdout
    assert shown.startswith("PREFIX kg:")
    assert "?value >=  5.0" in shown


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("SELECT ?s { ?s kg:valeu ?v }", 2, "kg:value"),
        ("SELECT ?s { ?s kg:value }", 2, "^"),
        ("DELETE WHERE { ?s ?p ?o }", 2, "只能读取"),
        ("SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(12)) + " }", 124, "超过 0.5 秒"),
    ],
)
def test_queries_that_cannot_be_answered(kg: Kg, tmp_path: Path, text: str, code: int, told: str) -> None:
    (tmp_path / "bad.rq").write_text(text, encoding="utf-8")
    done = kg("query", "bad.rq", "-d", "d.ttl", "--timeout", "0.5")
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_data_that_is_no_rdf_fails_with_one(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("报告", encoding="utf-8")
    done = kg("query", "q.rq", "-d", "bad.ttl")
    assert done.returncode == 1
    assert "bad.ttl" in done.stderr


def test_a_table_of_parameters_runs_once_a_row(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text('\ufeff_least\r\n100\r\n\r\n""\r\n1\r\n', encoding="utf-8")
    shown = kg("query", "q.rq", "-d", "d.ttl", "-f", "csv", "--params", "p.csv").stdout
    assert [row[:2] for row in csv.reader(shown.splitlines())] == [
        ["_least", "s"],
        ["100", "kgd:a"],
        ["1", "kgd:a"],
        ["1", "kgd:b"],
    ]
    for wrong in ("", "least\n", "least,least\n1,2\n", "least,\n1,2\n", "least\n1,2\n", "nobody\n1\n", "least\n\n"):
        (tmp_path / "p.csv").write_text(wrong, encoding="utf-8")
        assert kg("query", "q.rq", "-d", "d.ttl", "--params", "p.csv").returncode == 2, wrong


def test_a_workbook_has_a_sheet_a_query(kg: Kg, tmp_path: Path) -> None:
    assert kg("query", "several", "-d", "d.ttl", "-f", "xlsx").returncode == 2
    assert kg("query", "several", "-d", "d.ttl", "-f", "xlsx", "-o", "out.xlsx").returncode == 0
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["数值", "two"]
    assert [[cell.value for cell in row] for row in book["数值"]] == [
        ["事实", "数值", "指标"],
        ["kgd:a", 439.95, "销售额"],
        ["kgd:b", 7, "=1+1"],
    ]
    assert book["two"]["A2"].value is True


def test_turtle_of_construct(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "c.rq").write_text("CONSTRUCT { ?s kg:value ?v } WHERE { ?s kg:value ?v }", encoding="utf-8")
    done = kg("query", "c.rq", "-d", "d.ttl", "-f", "ttl")
    assert "kgd:a kg:value 439.95" in done.stdout
    refused = kg("query", "q.rq", "-d", "d.ttl", "-f", "ttl", "-o", "x.ttl")
    assert (refused.returncode, (tmp_path / "x.ttl").exists()) == (2, False)


def test_rows_beyond_the_limit_are_told(kg: Kg) -> None:
    done = kg("query", "q.rq", "-d", "d.ttl", "-f", "tsv", "--limit", "1")
    assert len(done.stdout.splitlines()) == 2
    assert "--limit 1" in done.stderr
    assert kg("query", "q.rq", "-d", "d.ttl", "-f", "tsv", "--limit", "2").stderr == ""
    assert kg("query", "q.rq", "-d", "d.ttl", "--max-mb", "0.00001").returncode == 1


def test_a_server_that_is_not_there_is_exit_code_three(kg: Kg) -> None:
    done = kg("query", "q.rq", "--endpoint", "http://127.0.0.1:9/sparql")
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)
