"""Uncertain names go into a file that a person edits and the next build respects."""

from __future__ import annotations

import csv
from pathlib import Path

from typer.testing import CliRunner

from kg.cli.app import app
from kg.errors import UsageError
from kg.linking import NONE, read_decisions
from kg.linking.review import Named, uncertain
from kg.store import build, open_build

REPORT = """深圳市宝安区新安街道2022年工作总结和2023年工作计划
一、2022年工作总结
桂澜数字创意产业园二期主体封顶。新建尖岗山生态公园一期。
二、2023年工作计划
桂澜数创园二期竣工投用。加快尖岗山生态公园二期建设。
"""
PROJECTS = "SELECT DISTINCT ?name WHERE { ?thing a kg:Project ; rdfs:label ?name } ORDER BY ?name"


def names(folder: Path) -> list[str]:
    return [row["name"].value for row in open_build(folder).select(PROJECTS)]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def decide(path: Path, decision: str) -> None:
    path.write_text(path.read_text(encoding="utf-8-sig").replace("undecided", decision), encoding="utf-8-sig")


def review(folder: Path, path: Path) -> None:
    done = CliRunner().invoke(app, ["link", "-b", str(folder), "--review", str(path)])
    assert done.exit_code == 0, done.output


def test_what_a_person_writes_in_the_file_is_respected_and_kept(tmp_path: Path) -> None:
    source, folder, path = tmp_path / "reports", tmp_path / "build", tmp_path / "review.csv"
    source.mkdir()
    (source / "a.txt").write_text(REPORT, encoding="utf-8")
    build(source, folder)
    assert {"桂澜数创园二期", "桂澜数字创意产业园二期"} <= set(names(folder))

    review(folder, path)
    asked = rows(path)
    assert [(row["area"], row["name"], row["other"], row["decision"]) for row in asked] == [
        ("新安街道", "桂澜数创园二期", "桂澜数字创意产业园二期", "undecided")
    ]
    assert "竣工投用" in asked[0]["sentence"]

    build(source, folder, decisions=path)
    assert {"桂澜数创园二期", "桂澜数字创意产业园二期"} <= set(names(folder))
    decide(path, "same")
    build(source, folder, decisions=path)
    assert not {"桂澜数创园二期", "桂澜数字创意产业园二期"} <= set(names(folder))
    review(folder, path)
    assert [row["decision"] for row in rows(path)] == ["same"]


def test_two_things_are_not_asked_again(tmp_path: Path) -> None:
    source, folder, path = tmp_path / "reports", tmp_path / "build", tmp_path / "review.csv"
    source.mkdir()
    (source / "a.txt").write_text(REPORT, encoding="utf-8")
    build(source, folder)
    review(folder, path)
    decide(path, "different")
    assert read_decisions(path).are_apart(("新安街道",), "桂澜数字创意产业园二期", "桂澜数创园二期")
    review(folder, path)
    assert [row["decision"] for row in rows(path)] == ["different"]


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    source, folder = tmp_path / "reports", tmp_path / "build"
    source.mkdir()
    (source / "a.txt").write_text(REPORT, encoding="utf-8")
    build(source, folder)
    path = tmp_path / "nowhere" / "review.csv"
    done = CliRunner().invoke(app, ["link", "-b", str(folder), "--review", str(path)])
    assert isinstance(done.exception, UsageError)
    assert str(path) in str(done.exception)


def test_phases_and_other_areas_are_not_asked_for() -> None:
    named = [
        Named("新安街道", "尖岗山生态公园一期", "。"),
        Named("新安街道", "尖岗山生态公园二期", "。"),
        Named("新安街道", "桂澜数创园", "。"),
        Named("布吉街道", "桂澜数字创意产业园", "。"),
    ]
    assert uncertain(named, NONE) == []
