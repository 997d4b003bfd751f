"""The frame: help in two languages, exit codes, streams, and how errors look."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import language
from tests.cli.conftest import ROOT, Kg

COMMANDS = ("build", "answers", "query", "extract", "explain", "validate", "export", "eval")


def test_help_is_chinese_first_and_lists_every_command(kg: Kg) -> None:
    shown = kg("--help")
    assert shown.returncode == 0
    assert "街道工作报告" in shown.stdout
    assert all(f"\n  {command} " in shown.stdout for command in COMMANDS)


@pytest.mark.parametrize("arguments", [("--lang", "en", "query", "-h"), ("query", "-h", "--lang=en")])
def test_lang_may_stand_anywhere(kg: Kg, arguments: tuple[str, ...]) -> None:
    assert "Run a query file" in kg(*arguments).stdout


def test_the_environment_chooses_the_language(kg: Kg) -> None:
    assert "Run a query file" in kg("query", "-h", KG_LANG="en").stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_both_languages(kg: Kg, command: str) -> None:
    chinese, english = kg(command, "--help"), kg(command, "--help", "--lang", "en")
    assert chinese.returncode == english.returncode == 0
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese.stdout)
    assert not any("\u4e00" <= character <= "\u9fff" for character in english.stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        ("quary",),
        ("build",),
        ("query", "--format", "pdf"),
        ("--lang", "fr", "query"),
        ("build", "x", "--jobs", "0"),
        ("query",),
        ("query", "no-such-query"),
        ("query", "targets"),
        ("query", "missing.rq"),
        ("query", "--build", "nowhere", "targets"),
        ("explain", "no-position"),
        ("explain", "file.txt:-1"),
        ("export", "--to", "ttl"),
        ("validate", "nowhere"),
    ],
)
def test_wrong_use_is_two_and_says_something(kg: Kg, arguments: tuple[str, ...]) -> None:
    done = kg(*arguments)
    if arguments == ("validate", "nowhere"):
        assert done.returncode in (1, 2)
    else:
        assert done.returncode == 2
    assert done.stderr.strip()
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("locale", ["C", "zh_CN.GBK", "en_US.ISO-8859-1"])
def test_output_is_utf8_whatever_the_locale(kg: Kg, locale: str) -> None:
    environment = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    assert "街道工作报告" in kg("--help", **environment).stdout
    assert "量化目标" in kg("query", "--list", **environment).stdout


def test_a_reader_that_leaves_is_no_error() -> None:
    command = [sys.executable, "-c", "from kg.cli import main; main()", "query", "--list"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_help_loads_nothing_heavy() -> None:
    heavy = ("rdflib", "pyshacl", "pyoxigraph", "jieba", "networkx", "pandas", "rich")
    code = f"import sys\nfrom kg.cli.app import app\nprint([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_bugs_are_one_line_and_a_traceback_on_demand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code = (
        "import kg.documents\n"
        "def read(path): raise ZeroDivisionError('planted')\n"
        "kg.documents.read = read\n"
        "from kg.cli import main\n"
        "main(['explain', 'x.txt:1'])\n"
    )
    for debug, traced in (("", False), ("1", True)):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "KG_DEBUG": debug},
            check=False,
        )
        assert done.returncode == 1
        assert "planted" in done.stderr
        assert ("Traceback" in done.stderr) is traced


@pytest.mark.parametrize(
    ("given", "left", "chosen"),
    [
        (["--lang", "en", "query"], ["query"], "en"),
        (["query", "--lang=zh", "x"], ["query", "x"], "zh"),
        (["query", "--", "--lang", "en"], ["query", "--", "--lang", "en"], ""),
        (["--lang", "fr"], ["--lang", "fr"], ""),
        (["--lang"], ["--lang"], ""),
    ],
)
def test_taking_the_language_out(
    monkeypatch: pytest.MonkeyPatch, given: list[str], left: list[str], chosen: str
) -> None:
    monkeypatch.setenv("KG_LANG", "")
    assert language.take_option(given) == left
    assert os.environ["KG_LANG"] == chosen
