"""Decisions on identity: a person's file wins over the rules, within the area it names, and says when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.documents import parse
from kg.errors import UsageError
from kg.extraction import extract
from kg.linking import NONE, Decisions, link, read_decisions

HEAD = "area,name,decision,other,report,by\n"
TEXT = """新安街道2022年工作总结和2023年工作计划
一、2022年工作总结
上川消防站已竣工，新安一路改造项目开工建设。
二、2023年工作计划
加快推进上川路消防救援站建设，启动新安一路改造项目。
"""


def decisions(folder: Path, rows: str, head: str = HEAD) -> Decisions:
    path = folder / "identity.csv"
    path.write_text(head + rows, encoding="utf-8-sig")
    return read_decisions(path)


def entities(text: str, decided: Decisions) -> dict[str, set[str]]:
    """Per name of a project the keys of what it stands for."""
    linked = link(extract(parse(text, "report")), decided)
    found: dict[str, set[str]] = {}
    for project, key in zip(linked.extraction.projects, linked.project_entities, strict=True):
        found.setdefault(project.name, set()).add(key)
    return found


def test_without_decisions_other_names_are_other_things() -> None:
    found = entities(TEXT, NONE)
    assert set(found) >= {"上川消防站", "上川路消防救援站", "新安一路改造项目"}
    assert found["上川消防站"] != found["上川路消防救援站"]


@pytest.mark.parametrize("area", ["新安街道", ""])
def test_same_makes_one_thing_of_two_names(tmp_path: Path, area: str) -> None:
    decided = decisions(tmp_path, f"{area},上川路消防救援站,same,“上川消防站”项目,,王\n")
    found = entities(TEXT, decided)
    assert found["上川消防站"] == found["上川路消防救援站"]
    assert entities(TEXT, NONE)["上川消防站"] == found["上川消防站"], "what the others are called by does not change"


def test_a_decision_for_another_area_changes_nothing(tmp_path: Path) -> None:
    decided = decisions(tmp_path, "布吉街道,上川路消防救援站,same,上川消防站,,\n")
    assert entities(TEXT, decided) == entities(TEXT, NONE)


def test_different_sets_a_name_apart_in_the_report_whose_title_is_meant(tmp_path: Path) -> None:
    later = TEXT.replace("2022年", "2024年").replace("2023年", "2025年")
    decided = decisions(tmp_path, "新安街道,新安一路改造项目,different,,2024年工作总结,\n")
    name = "新安一路改造项目"
    assert entities(later, NONE)[name] == entities(TEXT, NONE)[name]
    assert entities(TEXT, decided)[name] == entities(TEXT, NONE)[name]
    assert entities(later, decided)[name] != entities(TEXT, NONE)[name]


def test_chains_end_and_circles_do_not_hang(tmp_path: Path) -> None:
    decided = decisions(tmp_path, ",甲路改造,same,乙路改造,,\n,乙路改造,same,丙路改造,,\n,丙路改造,same,乙路改造,,\n")
    assert decided.name_of((), "甲路改造") in ("乙路改造", "丙路改造")


def test_rows_still_to_be_decided_are_no_decisions(tmp_path: Path) -> None:
    assert decisions(tmp_path, "新安街道,甲路改造,,乙路改造,,\n新安街道,甲路改造,undecided,,,\n") == NONE


@pytest.mark.parametrize(
    ("rows", "head", "said"),
    [
        ("新安街道,甲,same,,,\n", HEAD, "identity.csv:2"),
        ("新安街道,甲,different,,,\n", HEAD, "identity.csv:2"),
        (",甲,same,乙,,\n新安街道,甲,perhaps,乙,,\n", HEAD, "identity.csv:3"),
        ("甲,same,乙\n", "name,decision,other\n", "area、report"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_with_its_line(tmp_path: Path, rows: str, head: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        decisions(tmp_path, rows, head)
    assert said in str(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_decisions(tmp_path / "none.csv")
    (tmp_path / "office.csv").write_bytes(b"PK\x03\x04\xff\xfe\x00")
    with pytest.raises(UsageError):
        read_decisions(tmp_path / "office.csv")
