"""The notebooks run from the first cell to the last, and end in a finding that fails when the reports say otherwise."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import jupytext
import nbclient
import pytest

from kg.store import build
from scripts import render_notebooks

ROOT = Path(__file__).resolve().parents[2]
NAMES = render_notebooks.names()
every_notebook = pytest.mark.parametrize("name", NAMES)

Place = Callable[[Path], Path]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A function that gives the folder to run notebooks in, over a build."""
    return lambda made: render_notebooks.workplace(tmp_path / "work", made)


def code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks() -> None:
    assert len(NAMES) >= 7


@every_notebook
def test_a_notebook_runs_and_ends_in_a_finding(name: str, seeds_build: Path, place: Place) -> None:
    notebook = render_notebooks.run(name, place(seeds_build))
    outputs = [out for cell in code(notebook) for out in cell.outputs]
    assert not [out for out in outputs if out.output_type == "error"]
    assert not [out["text"] for out in outputs if out.get("name") == "stderr"]
    shown = [kind for out in outputs for kind in out.get("data", {})]
    assert "text/html" in shown
    tables = "".join(out.get("data", {}).get("text/html", "") for out in outputs)
    assert not re.findall(r"<th>([A-Za-z_]+)</th>", tables)
    assert "".join(out.get("text", "") for out in code(notebook)[-1].outputs).strip()
    checked = [node for node in ast.walk(ast.parse(code(notebook)[-1].source)) if isinstance(node, ast.Assert)]
    assert len(checked) >= 5


@every_notebook
def test_headings_are_in_both_languages(name: str) -> None:
    notebook = jupytext.read(ROOT / "notebooks" / f"{name}.py")
    told = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    headings = [line for cell in told for line in cell.splitlines() if re.match(r"##? ", line)]
    assert headings[0].startswith("# ") and headings[-1] == "## 结论 · Finding"
    assert all(re.fullmatch(r"##? .*[一-鿿].* · [A-Z][ -~]+", heading) for heading in headings)


@every_notebook
def test_code_fits_the_page(name: str) -> None:
    notebook = jupytext.read(ROOT / "notebooks" / f"{name}.py")
    lines = [line for cell in code(notebook) for line in cell.source.splitlines()]
    assert not [line for line in lines if sum(1 + (east_asian_width(mark) in "WF") for mark in line) > 88]


def test_a_cell_in_sparql_is_among_them() -> None:
    cells = [cell.source for name in NAMES for cell in code(jupytext.read(ROOT / "notebooks" / f"{name}.py"))]
    assert [cell for cell in cells if cell.startswith("%%sparql")]


@pytest.mark.parametrize(
    ("name", "report", "said", "instead"),
    [
        ("01-first-steps", "guanhu-2022", "企业73家,同比增长306%", "企业73家,同比增长206%"),
        ("02-compare-streets", "buji-2020h1", "完成率38.3%,", "完成率48.3%,"),
        ("03-projects", "xinan-2020h1", "推动华润雪花啤酒、勤诚达、", "推动勤诚达、"),
        ("04-network", "buji-2020h1", "打造企业诉求收集、分拨、解决、评价等", "打造企业诉求收集、解决等"),
        ("05-promises", "guanhu-2022", "力争2023年新增", "力争新增"),
    ],
)
def test_a_finding_that_no_longer_holds_fails(
    name: str, report: str, said: str, instead: str, tmp_path: Path, place: Place
) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    changed = tmp_path / "seeds" / f"{report}.txt"
    text = changed.read_bytes().decode()
    assert text.count(said) == 1
    changed.write_bytes(text.replace(said, instead).encode())
    build([tmp_path / "seeds"], tmp_path / "build", validate=False)
    work = place(tmp_path / "build")
    (work.parent / "seeds").unlink()
    (work.parent / "seeds").symlink_to(tmp_path / "seeds", target_is_directory=True)
    with pytest.raises(nbclient.exceptions.CellExecutionError, match="AssertionError"):
        render_notebooks.run(name, work)


@every_notebook
def test_its_page_is_up_to_date(name: str) -> None:
    assert render_notebooks.main([name, "--check"]) == 0


class _Page(HTMLParser):
    """What a page would load, pages in frames included."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name == "srcdoc":
                self.loaded += _Page(value or "").loaded
            elif name in ("src", "data", "xlink:href") or (name == "href" and tag != "a"):
                self.loaded.append(value or "")


@every_notebook
def test_its_page_loads_nothing(name: str) -> None:
    text = (ROOT / "docs" / "notebooks" / f"{name}.html").read_text(encoding="utf-8")
    assert all(value.startswith(("data:", "#")) for value in _Page(text).loaded)
    assert "@import" not in text and not re.search(r"url\((?!#|&quot;#|data:)", text)
    assert len(text) < 400_000


def test_a_page_that_would_load_something_is_refused() -> None:
    cell = jupytext.reads("# %% [markdown]\n# ![x](https://example.org/a.png)\n", fmt="py:percent")
    with pytest.raises(ValueError, match=r"example\.org"):
        render_notebooks.page(NAMES[0], cell)


@every_notebook
def test_its_page_opens_without_network_and_without_errors(name: str, tmp_path: Path) -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        assert not os.environ.get("STREETKG_REQUIRE_PROGRAMS"), "chromium is missing"
        pytest.skip("chromium is not installed")
    page = ROOT / "docs" / "notebooks" / f"{name}.html"
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    more = ["--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={tmp_path}", "--enable-logging=stderr", "--v=0"]
    picture = tmp_path / "page.png"
    size = ["--hide-scrollbars", "--window-size=1000,5000", f"--screenshot={picture}"]
    done = subprocess.run(
        [*command, *more, *size, page.as_uri()], capture_output=True, encoding="utf-8", timeout=180, check=True
    )
    assert "CONSOLE" not in done.stderr
    assert picture.stat().st_size > 100_000
