"""An opened build asked from Python: data frames with fitting types, errors that tell the nearest name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
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


@pytest.mark.parametrize(
    ("name", "values", "told"),
    [
        ("levels", {"indicator": "社会消费品零售总颔"}, "社会消费品零售总额"),
        ("levels", {"indicator": "专精特薪"}, "专精特新"),
        ("project-status", {"name": "坪山大道改找"}, "坪山大道"),
        ("who-runs-what", {"who": "华闰三九"}, "华润三九"),
        ("projects-by-place", {"place": "和平舍区"}, "和平社区"),
        ("without-figures", {"kind": "项木"}, "项目"),
        ("number-coverage", {"file": "xinan-2021h1.txt"}, "xinan-2020h1.txt"),
        ("edges", {"relation": "推荐"}, "推进"),
        ("same-initiative-elsewhere", {"name": "火灾高风险地区整治"}, "火灾高风险区域整治"),
        ("implied-targets", {"word": "完成绿"}, "完成率"),
    ],
)
def test_words_that_stand_nowhere_tell_the_nearest(graph: Graph, name: str, values: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError, match=f"是不是 .*{told}"):
        graph.query(name, **values)


def test_words_that_stand_elsewhere_are_no_mistake(graph: Graph) -> None:
    assert len(graph.query("levels", indicator="专精特新")) > 0
    assert graph.query("levels", indicator="专精特新", street="坪山街道").empty


@pytest.mark.parametrize(
    ("name", "values", "column"),
    [
        ("growth", {"basis": "同比"}, "basis"),
        ("targets", {"source": "写明"}, "source"),
        ("project-status", {"status": "计划"}, "status"),
        ("vague-figures", {"bound": "余"}, "bound"),
    ],
)
def test_a_code_may_be_given_as_the_table_shows_it(
    graph: Graph, name: str, values: dict[str, str], column: str
) -> None:
    assert set(graph.query(name, **values)[column]) == set(values.values())


def test_a_label_that_no_code_has_tells_the_nearest(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"basis=同北.*是不是 同比"):
        graph.query("growth", basis="同北")


@pytest.mark.parametrize("day", [date(2020, 12, 31), pd.Timestamp("2020-12-31"), "2020-12-31"])
def test_a_date_may_be_one_of_pythons(graph: Graph, day: object) -> None:
    assert len(graph.query("due-by", day=day)) == len(graph.query("due-by")) > 0


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda graph: graph.query("growth", numbers="int"), "decimal 或 float"),
        (lambda graph: graph.query(None), "名字、编号或文件"),
        (lambda graph: graph.query("growth", minimum="much"), "minimum=much"),
        (lambda graph: graph.chart("growth", mark="pie"), "mark=pie.*bar"),
        (lambda graph: graph.show("坪山街道", hops="2"), "hops='2'"),
        (lambda graph: graph.show("坪山街道", hops=-1), "hops=-1"),
        (lambda graph: graph.show("坪山街道", most=0), "most=0"),
        (lambda graph: graph.show(None), "None"),
        (lambda graph: graph.evidence(None), "None"),
        (lambda graph: graph.evidence("kgd:nothing"), "没有这个 IRI"),
    ],
)
def test_what_cannot_be_asked_is_a_message(graph: Graph, ask: Callable[[Graph], object], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        ask(graph)


def test_a_table_for_reading_shows_whole_texts(graph: Graph) -> None:
    table = graph.query("deadlines").kg.table()
    sentence = max((text for text in table["原句"]), key=len)
    assert len(sentence) > 50
    assert sentence in table._repr_html_() and sentence in repr(table)


def test_a_question_by_number(graph: Graph) -> None:
    assert graph.query(2).equals(graph.query("growth"))


def test_a_build_stays_where_it_is(seeds_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(seeds_build.parent)
    opened = kg.open(seeds_build.name)
    monkeypatch.chdir("/")
    assert len(opened.query("reports")) == 5
    monkeypatch.setenv("HOME", str(seeds_build.parent))
    assert kg.open(f"~/{seeds_build.name}").path == seeds_build


def test_a_build_of_another_version_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "build.json").write_text('{"streetkg": "0.0.1", "format": -1}', encoding="utf-8")
    with pytest.raises(UsageError, match="另一个版本"):
        kg.open(tmp_path)


def test_what_a_build_has_lost_is_named(seeds_build: Path, tmp_path: Path) -> None:
    shutil.copytree(seeds_build, tmp_path / "build")
    shutil.rmtree(tmp_path / "build" / "texts")
    (tmp_path / "build" / "graph.ttl").unlink()
    opened = kg.open(tmp_path / "build")
    with pytest.raises(UsageError, match=r"texts.*没有这个文件"):
        opened.evidence("华润三九")
    with pytest.raises(UsageError, match=r"graph\.ttl.*没有这个文件"):
        opened.graph()


def test_a_wrong_name_tells_the_nearest(graph: Graph) -> None:
    with pytest.raises(UsageError, match="scoreboard"):
        graph.query("scorebord")
    with pytest.raises(UsageError, match="kg:Street"):
        graph.sparql("SELECT ?s { ?s a kg:Streat }")
