"""`%%sparql` in a real IPython shell: answers, variables, parameters, and messages instead of tracebacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.testing.globalipapp import start_ipython

import kg
from kg.errors import UsageError


@pytest.fixture(scope="module")
def shell(seeds_build: Path) -> Iterator[Any]:
    import altair

    started = start_ipython()
    before = altair.renderers.active
    kg.load_ipython_extension(started)
    started.run_line_magic("sparql", f"--build {seeds_build} reports -o first")
    yield started
    altair.renderers.enable(before)


def test_a_cell_gives_a_frame(shell: Any) -> None:
    frame = shell.run_cell_magic("sparql", "", "SELECT (COUNT(?r) AS ?n) { ?r a kg:Report }")
    assert frame["n"].tolist() == [5]


def test_an_answer_goes_into_a_variable(shell: Any) -> None:
    assert shell.run_cell_magic("sparql", "-o it --numbers float", "SELECT ?v { ?f kg:value ?v } LIMIT 3") is None
    assert shell.user_ns["it"]["v"].dtype == "Float64"
    assert len(shell.user_ns["first"]) == 5


def test_parameters_of_a_cell_and_of_a_shipped_query(shell: Any) -> None:
    cell = "#+ params: street(string)=\n#+ evidence: f\nSELECT ?v { ?f a kg:Change ; kg:value ?v ; kg:forArea/rdfs:label ?s FILTER(STR(?s) = ?_street) }"
    frame = shell.run_cell_magic("sparql", "-p street=布吉街道", cell)
    assert len(frame) == 2
    assert frame.kg.evidence().says("同比增长67.1%")
    whole = shell.run_line_magic("sparql", "growth -p street=布吉街道")
    assert set(whole["street"]) == {"布吉街道"}


@pytest.mark.parametrize(
    ("line", "cell", "told"),
    [
        ("", "SELECT ?s { ?s a kg:Streat }", "kg:Street"),
        ("", "SELECT ?s { ?s a }", "SPARQL"),
        ("scorebord", None, "scoreboard"),
        ("growth -p stret=x", None, "street"),
        ("growth --outputt x", None, "没有这个选项"),
        ("-p street", "ASK {}", "名字=值"),
        ("-o 1x", "ASK {}", "不能作变量名"),
        ("-o", "ASK {}", "后面要有值"),
        ("'", "ASK {}", "引号"),
        ("", None, "没有查询"),
        ("growth more", None, "多出一个词"),
        ("--numbers int", "ASK {}", "decimal"),
        ("--build no\\where", "ASK {}", "no\\where"),
    ],
)
def test_errors_are_messages(
    shell: Any, line: str, cell: str | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = f"%sparql {line}" if cell is None else f"%%sparql {line}\n{cell}"
    done = shell.run_cell(code)
    assert isinstance(done.error_in_exec, UsageError)
    shown = capsys.readouterr()
    assert told in shown.out + shown.err
    assert "Traceback" not in shown.out + shown.err


def test_charts_of_altair_show_as_svg_too(shell: Any) -> None:
    import altair
    import pandas as pd

    chart = altair.Chart(pd.DataFrame({"a": ["甲"], "b": [1]})).mark_bar().encode(x="b:Q", y="a:N")
    assert "image/svg+xml" in (chart + chart)._repr_mimebundle_()
