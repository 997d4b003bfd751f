"""Names that would break out of an output if they could: every format of graph and table is read back whole."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest
import rdflib

from kg.query import find, run
from kg.query.formats import render
from kg.store import Build, build, open_build

NAMES = (
    "<script>alert(1)</script>",
    '"双引号"与\\反斜线\\n',
    "\u202e反向\u2066隔离",
    "=HYPERLINK(A1)",
    "{{模板}}${变量}",
    "]]>&lt;&amp;",
    "`命令`|竖线|",
)
TEXT = "某区和平街道2022年工作总结\n一、工作情况\n" + "\n".join(
    f"完成“{name}”改造项目{k}个，开展“{name}”行动，投资{k}亿元。" for k, name in enumerate(NAMES, start=2)
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "报告<b>\"'.txt").write_text(TEXT, encoding="utf-8")
    return open_build(build(folder, folder / "build").output)


def test_the_graph_is_read_back_by_two_parsers(hostile: Build) -> None:
    ours = {str(quad.triple) for quad in ox.parse(path=hostile.path / "graph.ttl", format=ox.RdfFormat.TURTLE)}
    theirs = rdflib.Graph().parse(hostile.path / "graph.ttl", format="turtle")
    assert len(ours) == len(theirs) == hostile.info["triples"]
    text = next(iter(hostile.select("SELECT ?t { ?x nif:isString ?t }")))["t"].value
    assert text == TEXT


def test_the_facts_are_read_back(hostile: Build) -> None:
    for fact in hostile.facts():
        assert TEXT[fact["start"] : fact["end"]] == fact["quote"]


@pytest.mark.parametrize("name", ["project-status", "initiatives", "evidence", "set-aside-numbers"])
def test_tables_are_read_back(hostile: Build, name: str) -> None:
    table = run(find(name), hostile.path, timeout=60)
    rows = list(csv.reader(io.StringIO(render(table, "csv"))))
    assert len(rows) == len(table.rows) + 1
    assert {len(row) for row in rows} == {len(table.columns)}
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert len(json.loads(render(table, "json"))) >= 1
    markdown = render(table, "md").strip().splitlines()
    assert len(markdown) == len(table.rows) + 2
    assert "<script>" not in render(table, "md")
