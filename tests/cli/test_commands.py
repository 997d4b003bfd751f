"""The commands on real reports: build, extract, explain, validate, export, answers."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Kg

SEED = ROOT / "seeds" / "buji-2020h1.txt"


def test_build_query_and_answers_from_nothing(kg: Kg, tmp_path: Path) -> None:
    built = kg("build", SEED)
    assert built.stdout == ""
    assert "1 份报告" in built.stderr
    assert (tmp_path / "build" / "graph.ttl").exists()
    assert "固定资产投资" in kg("query", "growth").stdout
    assert kg("validate").returncode in (0, 1)
    shown = kg("answers").stdout
    assert "有了交代" in shown
    assert shown.count("■") == 4


def test_one_bad_file_does_not_stop_the_others(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = kg("build", SEED, "empty.txt", "--no-validate")
    assert done.returncode == 1
    assert "empty.txt" in done.stderr
    assert "1 份报告" in done.stderr


def test_extract_prints_lines_that_quote_the_text(kg: Kg) -> None:
    done = kg("extract", SEED)
    text = SEED.read_text(encoding="utf-8-sig")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) > 100
    assert all(text[line["start"] : line["end"]] == line["quote"] for line in lines)
    assert [(line["start"], line["end"], line["type"]) for line in lines] == sorted(
        (line["start"], line["end"], line["type"]) for line in lines
    )


def test_extract_as_table_and_turtle(kg: Kg, tmp_path: Path) -> None:
    heading, _, *rows = kg("extract", SEED, "-f", "table").stdout.splitlines()
    assert heading.split()[0] == "位置"
    assert any(all(word in row for word in ("指标", "67.1%", "变化 实绩", "2020-01–2020-05")) for row in rows)
    assert kg("extract", SEED, "-f", "ttl", "-o", "one.ttl").returncode == 0
    assert kg("query", "26-reports", "-d", "one.ttl", "-f", "csv").stdout.count("buji-2020h1") == 1


def test_extract_gives_the_types_that_are_asked_for(kg: Kg) -> None:
    lines = [json.loads(line) for line in kg("extract", SEED, "-t", "project", "-t", "area").stdout.splitlines()]
    assert {line["type"] for line in lines} == {"project", "area"}
    refused = kg("extract", SEED, "-t", "project", "-f", "ttl")
    assert refused.returncode == 2 and "--type" in refused.stderr


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 50, "今天天气很好。".encode()])
def test_what_is_no_report_is_one_line_and_one(kg: Kg, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.txt").write_bytes(content)
    for arguments in (("extract", "bad.txt"), ("build", "bad.txt"), ("explain", "bad.txt:0")):
        done = kg(*arguments)
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
        assert "bad.txt" in done.stderr
    assert not (tmp_path / "build").exists()


def test_explain_tells_the_fact_at_a_position(kg: Kg) -> None:
    offset = SEED.read_text(encoding="utf-8-sig").index("67.1%")
    done = kg("explain", f"{SEED}:{offset}")
    assert done.returncode == 0
    assert "67.1%" in done.stdout
    assert "规则" in done.stdout
    assert "【6】7.1%" in done.stdout


def test_explain_says_when_nothing_is_there(kg: Kg) -> None:
    done = kg("explain", f"{SEED}:0")
    assert done.returncode == 1
    assert "没有事实" in done.stdout
    assert kg("explain", f"{SEED}:9999999").returncode == 2


def test_explain_a_fact_by_its_iri(kg: Kg, two_seeds: Path) -> None:
    fact = json.loads((two_seeds / "facts.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert fact["quote"] in kg("explain", fact["id"], "-b", two_seeds).stdout
    assert kg("explain", "kgd:nothing", "-b", two_seeds).returncode == 2


@pytest.mark.parametrize(
    ("form", "beginning"), [("ttl", "@prefix"), ("nt", "<"), ("nq", "<"), ("trig", "@prefix"), ("jsonld", "{")]
)
def test_exports_are_the_same_bytes_to_file_and_stream(
    kg: Kg, two_seeds: Path, tmp_path: Path, form: str, beginning: str
) -> None:
    shown = kg("export", "--to", form, "-b", two_seeds)
    assert shown.stdout.startswith(beginning)
    assert kg("export", "--to", form, "-b", two_seeds, "-o", "out").returncode == 0
    assert (tmp_path / "out").read_text(encoding="utf-8") == shown.stdout


def test_eval_prints_figures_and_json(kg: Kg) -> None:
    gold = ROOT / "tests" / "gold" / "passages" / "p01.jsonl"
    assert "indicator" in kg("eval", gold, "--format", "json").stdout
    assert kg("eval", gold).returncode == 0
    assert kg("eval", "missing.jsonl").returncode == 1


def test_nothing_but_the_result_is_on_standard_output(kg: Kg, two_seeds: Path) -> None:
    done: subprocess.CompletedProcess[str] = kg("query", "reports", "-b", two_seeds, "-f", "json")
    assert len(json.loads(done.stdout)["results"]["bindings"]) == 2
    assert done.stderr == ""
