"""The notebooks run from the first cell to the last, in a kernel of this environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import jupytext
import nbclient
import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.py"))


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_ends_in_a_finding(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    notebook = jupytext.read(path)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tables = [out for cell in cells for out in cell.outputs if "text/html" in out.get("data", {})]
    assert len(tables) >= 5
    assert all("<tbody>" in table["data"]["text/html"] for table in tables)
    assert "".join(out.get("text", "") for out in cells[-1].outputs).strip()
