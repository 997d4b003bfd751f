"""The wheel works in an empty environment outside the checkout, under a path with a blank and Chinese characters."""

from __future__ import annotations

import csv
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]

Kg = Callable[..., subprocess.CompletedProcess[str]]


def environment() -> dict[str, str]:
    """Ours without what would let the checkout or this environment shine through."""
    hidden = ("PYTHON", "VIRTUAL_ENV", "STREETKG")
    return {name: value for name, value in os.environ.items() if not name.startswith(hidden)}


def run(command: Sequence[str | Path], cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment() | more,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def succeed(command: Sequence[str | Path], cwd: Path) -> None:
    done = run(command, cwd)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory outside the checkout with a blank and Chinese characters in its path."""
    home = tmp_path_factory.mktemp("wheel") / "街道 报告"
    home.mkdir()
    return home


@pytest.fixture(scope="module")
def wheel(home: Path) -> Path:
    """The wheel, built from the source distribution, so that what is missing there is noticed."""
    command: list[str | Path] = [sys.executable, "-m", "build", "--outdir", home / "dist", ROOT]
    if all(importlib.util.find_spec(name) for name in ("hatchling", "editables")):
        command.append("--no-isolation")
    succeed(command, home)
    (wheel,) = (home / "dist").glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def kg(home: Path, wheel: Path) -> Kg:
    """The installed command."""
    venv.create(home / "空 环境", with_pip=True)
    scripts = home / "空 环境" / ("Scripts" if os.name == "nt" else "bin")
    pip = [scripts / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    succeed([*pip, "--constraint", ROOT / "constraints.txt", wheel], home)
    return lambda *arguments, **more: run([scripts / "kg", *arguments], home, **more)


def resources(directory: str, *suffixes: str) -> set[str]:
    return {path.name for path in (ROOT / directory).iterdir() if path.name.endswith(suffixes)}


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("kg/_data/ontology/", resources("ontology", ".ttl")),
        ("kg/_data/queries/", resources("queries", ".rq")),
        ("kg/lexicon/", resources("kg/lexicon", ".toml", ".gz", ".txt")),
        ("kg/site/assets/", resources("kg/site/assets", "")),
        ("kg/site/templates/", resources("kg/site/templates", ".html")),
        ("kg/", {"py.typed"}),
    ],
)
def test_data_travels_inside(wheel: Path, inside: str, expected: set[str]) -> None:
    assert expected
    names = {name.removeprefix(inside) for name in zipfile.ZipFile(wheel).namelist() if name.startswith(inside)}
    assert expected - names == set()


def test_only_the_package_travels_inside(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kg"}


def test_build_validate_and_query_work_outside_the_checkout(kg: Kg, home: Path) -> None:
    seed = home / "报告 一" / "anonymous-2023-tasks.txt"
    seed.parent.mkdir()
    shutil.copy(ROOT / "seeds" / "anonymous-2023-tasks.txt", seed)

    built = kg("build", seed, "-o", home / "图 谱")
    assert built.returncode == 0, built.stderr
    assert (home / "图 谱" / "graph.ttl").stat().st_size > 100_000

    validated = kg("validate", home / "图 谱")
    assert validated.returncode == 0, validated.stdout + validated.stderr

    answered = kg("query", "01-targets", "--build", home / "图 谱", "--format", "csv")
    assert answered.returncode == 0, answered.stderr
    assert len(list(csv.reader(io.StringIO(answered.stdout)))) > 10


def test_facts_of_one_report_are_printed(kg: Kg) -> None:
    done = kg("extract", ROOT / "seeds" / "buji-2020h1.txt", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count('"type": "indicator"') > 20


def test_version_is_told(kg: Kg) -> None:
    done = kg("--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, "kg")


@pytest.mark.parametrize("preferred", ["utf-8", "cp936"])
def test_it_works_in_the_c_locale_whatever_encoding_is_preferred(kg: Kg, home: Path, preferred: str) -> None:
    settings = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": preferred}
    seed = home / "坪山 一.txt"
    shutil.copy(ROOT / "seeds" / "pingshan-2020.txt", seed)
    built = kg("build", seed, "-o", home / f"图谱 {preferred}", **settings)
    assert built.returncode == 0, built.stderr
    answered = kg("query", "project-status", "--build", home / f"图谱 {preferred}", **settings)
    assert answered.returncode == 0, answered.stderr
    assert "坪山街道" in answered.stdout
    table = home / f"表 {preferred}.csv"
    written = kg("query", "project-status", "--build", home / f"图谱 {preferred}", "-f", "csv", "-o", table, **settings)
    assert written.returncode == 0, written.stderr
    # With the mark Excel opens it as UTF-8.
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")


def interpreter(version: str) -> str | None:
    """Another Python of this machine."""
    known = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
    return str(known[-1]) if known else shutil.which(f"python{version}")


@pytest.mark.parametrize("version", ["3.12", "3.13", "3.14"])
def test_it_works_on_the_other_pythons_of_the_machine(wheel: Path, home: Path, version: str) -> None:
    python = interpreter(version)
    if python is None or run([python, "-c", "import venv, ensurepip"], home).returncode:
        pytest.skip(f"no Python {version} on this machine")
    succeed([python, "-m", "venv", home / version], home)
    pip = [home / version / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    succeed([*pip, "--constraint", ROOT / "constraints.txt", wheel], home)
    built = run(
        [home / version / "bin" / "kg", "build", ROOT / "seeds" / "buji-2020h1.txt", "-o", home / f"b{version}"], home
    )
    assert built.returncode == 0, built.stderr
