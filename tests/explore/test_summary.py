"""What an opened build says of itself, in a terminal and in a notebook."""

from __future__ import annotations

import re
from pathlib import Path

import kg
from kg.explore import Graph
from kg.explore.summary import ReportLine, Summary
from kg.store import build

ROOT = Path(__file__).resolve().parents[2]


def test_counts_are_those_of_the_build(graph: Graph) -> None:
    summary = graph.summary()
    facts = list(graph.facts())
    assert summary.facts["indicator"] == sum(fact["type"] == "indicator" for fact in facts)
    numbers = {
        (fact["report"], fact["start"], fact["end"]) for fact in facts if fact["type"] in ("indicator", "set_aside")
    }
    assert summary.numbers == len(numbers)
    assert summary.unresolved == sum(fact.get("reason") == "unresolved" for fact in facts) == 0
    assert len(summary.reports) == 5


def test_in_words(graph: Graph) -> None:
    text = repr(graph)
    assert text.startswith("图谱：5 份报告，")
    assert "坪山街道" in text and "回顾 2020-01—2020-12，计划 2021-01—2021-12" in text
    assert "全部有去向（100.0%）" in text and "没有校验" in text
    assert graph.info["fingerprint"][:12] in text


def test_in_a_notebook(graph: Graph) -> None:
    html = graph._repr_html_()
    assert len(re.findall("<tr>", html)) == 6
    assert "宝安区新安街道办事处2020年上半年工作报告" in html


def test_findings_of_validation_are_told(tmp_path: Path) -> None:
    build([ROOT / "seeds" / "pingshan-2020.txt"], tmp_path / "build")
    assert "SHACL：0 处违反" in repr(kg.open(tmp_path / "build"))


def test_titles_are_escaped() -> None:
    line = ReportLine("a.txt", "<script>", "<b>街道", "", "", {}, 4, 1)
    summary = Summary((line,) * 21, {}, 1, 2, "", "")
    assert "<script>" not in summary.html() and "<b>" not in summary.html()
    assert "另有 1 份报告" in summary.html() and "2 份没有读成" in summary.html()
    assert "21 个没有弄清（75.0%）" in summary.coverage()
