"""Whatever is added, changed, removed and renamed: what stands afterwards is what a build from nothing gives, byte for byte."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.store import build, checking, open_build
from kg.validation import validate

PAIRS = Path(__file__).parents[1] / "gold" / "pairs"
Contents = Callable[[Path], dict[str, bytes]]


def stored(folder: Path) -> list[str]:
    return sorted(map(str, open_build(folder).store))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_any_sequence_of_changes_gives_what_a_build_from_nothing_gives(
    tmp_path: Path, contents: Contents, seed: int
) -> None:
    chance = random.Random(seed)
    pool = [path for number in (1, 2, 3) for path in sorted(PAIRS.glob(f"p[ab]{number}-?.txt"))]
    reports = tmp_path / "reports"
    reports.mkdir()
    for path in pool[:5]:
        shutil.copy(path, reports)
    told = set()
    for step in range(7):
        summary = build(reports, tmp_path / "build", validate=step != 2)
        build(reports, tmp_path / "fresh", validate=step != 2)
        assert contents(tmp_path / "build") == contents(tmp_path / "fresh")
        assert stored(tmp_path / "build") == stored(tmp_path / "fresh")
        told.add(summary.reused > 0)
        shutil.rmtree(tmp_path / "fresh")
        for _ in range(chance.choice([1, 1, 2])):
            there = sorted(reports.iterdir())
            absent = [path for path in pool if not (reports / path.name).exists()]
            action = chance.choice(["add", "add", "change", "remove", "rename"])
            if action == "add" and absent:
                shutil.copy(chance.choice(absent), reports)
            elif action == "change":
                path = chance.choice(there)
                path.write_text(path.read_text(encoding="utf-8").replace("1", "2", 3), encoding="utf-8")
            elif action == "remove" and len(there) > 3:
                chance.choice(there).unlink()
            elif action == "rename":
                chance.choice(there).rename(reports / f"又名{step}.txt")
    assert told == {True, False}


def test_what_is_found_in_the_parts_is_what_is_found_in_the_whole(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name in ("pa1", "pa2", "pb1"):
        for path in PAIRS.glob(f"{name}-?.txt"):
            shutil.copy(path, reports)
    # The same report with other figures contradicts the first, and one that says everything again with others itself.
    text = (PAIRS / "pa1-1.txt").read_text(encoding="utf-8")
    (reports / "again.txt").write_text(text.replace("1", "3"), encoding="utf-8")
    (reports / "twice.txt").write_text(text + text.replace("1", "5"), encoding="utf-8")
    build(reports, tmp_path / "build", jobs=2)
    opened = open_build(tmp_path / "build")
    findings = opened.findings()
    assert findings == validate(opened.graph_file)
    contradicted = Counter(finding.focus for finding in findings or () if finding.check == "statement-conflict")
    assert contradicted and set(contradicted.values()) == {1}, "one finding a statement, however many contradict it"
    assert any(
        part.path is not None and part.path.name == "links.nt" and list(part.triples()) for part in opened.graphs()
    )


def test_findings_by_other_shapes_are_not_taken_over(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(reports, tmp_path / "build")
    assert build(reports, tmp_path / "build").unchanged
    monkeypatch.setattr("kg.store.building.checks", lambda: "other shapes")
    seen = []
    real = checking.check_reports

    def check(*arguments: object) -> None:
        seen.append(arguments[2])
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("kg.store.building.check_reports", check)
    assert build(reports, tmp_path / "build").reused == 3
    assert seen == [None]


def test_a_store_that_was_updated_is_no_other_file_of_the_one_before(reports: Path, tmp_path: Path) -> None:
    """Tables have a second name in the new build; the old one, kept open by a reader, still answers."""
    build(reports, tmp_path / "build", validate=False)
    before = open_build(tmp_path / "build")
    count = len(before.store)
    (reports / "buji.txt").unlink()
    build(reports, tmp_path / "build", validate=False)
    assert len(before.store) == count
    assert len(open_build(tmp_path / "build").store) < count
    assert not any(
        quad.graph_name == ox.NamedNode(row["graph"])
        for row in before.info["sources"]
        if row["name"] == "buji.txt"
        for quad in open_build(tmp_path / "build").store
    )


PLACE = "深圳市坪山区{}2022年工作总结和2023年工作计划\n一、2022年工作总结\n全年招募平安巡河小使者{}。\n二、2023年工作计划\n持续推进。\n"


def test_what_one_report_counts_in_is_not_held_against_another(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a.txt").write_text(PLACE.format("坑梓街道", "120人"), encoding="utf-8")
    build(reports, tmp_path / "grown")
    (reports / "b.txt").write_text(PLACE.format("龙田街道", "80名"), encoding="utf-8")
    for folder in (tmp_path / "grown", tmp_path / "whole"):
        assert build(reports, folder).findings == {"violation": 0, "warning": 0, "info": 0}
    opened = open_build(tmp_path / "whole")
    assert opened.findings() == validate(opened.graph_file)
