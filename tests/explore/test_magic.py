"""`%%sparql` in a real IPython shell: answers, variables, parameters, and messages instead of tracebacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import altair
import pytest
from IPython.testing.globalipapp import start_ipython

import kg
from kg.errors import TimeLimitExceeded, UsageError
from kg.store import build

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shell(seeds_build: Path) -> Iterator[Any]:
    started = start_ipython()
    before = altair.renderers.active, altair.theme.active
    kg.load_ipython_extension(started)
    started.run_line_magic("sparql", f"--build {seeds_build} reports -o first")
    yield started
    altair.renderers.enable(before[0])
    altair.theme.enable(before[1])


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


def test_an_opened_graph_is_the_one_that_is_asked(seeds_build: Path, tmp_path: Path) -> None:
    """In a shell of its own, where no build was named before."""
    from kg.explore import magic

    class Shell:
        user_ns: ClassVar[dict[str, object]] = {"graph": kg.open(seeds_build)}
        register_magic_function = staticmethod(lambda function, *_: Shell.user_ns.update(sparql=function))

    before = altair.renderers.active, altair.theme.active
    magic.register(Shell)
    altair.renderers.enable(before[0])
    altair.theme.enable(before[1])
    sparql: Any = Shell.user_ns["sparql"]
    assert len(sparql("reports")) == 5
    build([ROOT / "seeds" / "buji-2020h1.txt"], tmp_path / "build", validate=False)
    assert len(sparql(f"reports --build {tmp_path / 'build'}")) == 1
    assert len(sparql("reports")) == 1


def test_a_query_may_take_as_long_as_one_says(shell: Any) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(TimeLimitExceeded, match="timeout="):
        shell.run_cell_magic("sparql", "--timeout 0.5", slow)
    assert len(shell.run_line_magic("sparql", "reports --timeout 100")) == 5


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
        ("--timeout long", "ASK {}", "秒"),
        ("--timeout 0", "ASK {}", "秒"),
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
    import pandas as pd

    from kg.explore.fonts import FAMILY

    chart = altair.Chart(pd.DataFrame({"a": ["甲"], "b": [1]})).mark_bar().encode(x="b:Q", y="a:N")
    shown = (chart + chart)._repr_mimebundle_()
    assert FAMILY in shown["image/svg+xml"]
    assert (chart | chart).to_dict()["config"]["font"].startswith(FAMILY)
