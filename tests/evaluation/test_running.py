"""What is measured, what is kept aside, and what is printed and written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from kg.errors import UnreadableSource
from kg.evaluation import evaluate, run
from kg.evaluation.__main__ import main
from kg.evaluation.bodies import find, held_out_names
from kg.evaluation.scores import load
from tests.evaluation.reference import GOLD, predicting

SEEDS = sorted((GOLD / "seeds").glob("*.jsonl"))
OPEN = {path.stem: load(path) for path in SEEDS}


def a_body(directory: Path, **gold: str) -> Path:
    """A directory with one text and one gold file a name; the gold is one project with the given name."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, project in gold.items():
        (directory / f"{name}.txt").write_text(f"建成{project}一座。", encoding="utf-8")
        fact = {"type": "project", "start": 2, "end": 2 + len(project), "quote": project, "status": "completed"}
        (directory / f"{name}.jsonl").write_text(json.dumps(fact, ensure_ascii=False), encoding="utf-8")
    return directory


def test_the_texts_of_seeds_and_passages_are_found() -> None:
    stretches = find([GOLD / "seeds", GOLD / "passages", SEEDS[0]], frozenset())
    assert len(stretches) == 26
    assert {stretch.body for stretch in stretches} == {"seeds", "passages"}
    for stretch in stretches:
        text = stretch.text_path.read_text(encoding="utf-8-sig")
        assert stretch.gold is not None
        assert all(text[fact["start"] : fact["end"]] == fact["quote"] for fact in stretch.gold)


def test_perfect_predictions_score_one() -> None:
    evaluation = evaluate([GOLD / "seeds"], include_held_out=True, predict=predicting(OPEN))
    for figures in evaluation.bodies():
        for name in ("indicator", "fact", "project", "initiative", "deadline", "area"):
            assert figures.ratio(name).recall == 1.0
        assert figures.counts.attribute("period") == 1.0


def test_held_out_documents_are_left_out_unless_asked_for() -> None:
    usual = evaluate([GOLD / "seeds", GOLD / "passages"], predict=predicting({}))
    assert (len(usual.shown), len(usual.kept_aside), usual.left_out) == (19, 0, 6)
    full = evaluate([GOLD / "seeds", GOLD / "passages"], predict=predicting({}), include_held_out=True)
    assert (len(full.shown), len(full.kept_aside), full.left_out) == (19, 6, 0)
    assert [figures.name for figures in full.bodies()] == [
        *("seeds", "passages", "seeds (kept aside)", "passages (kept aside)")
    ]


def test_names_can_be_excluded_besides(tmp_path: Path) -> None:
    body = a_body(tmp_path, a="甲桥", b="乙桥")
    assert [m.stretch.name for m in evaluate([body], exclude=["a.txt"], predict=predicting({})).shown] == ["b"]
    assert {"guanhu-2022", "p16", "银川_2024", "x"} <= held_out_names([body], ["x"])


@pytest.mark.parametrize("options", [{}, {"errors": "project"}, {"fmt": "json"}], ids=["table", "errors", "json"])
def test_nothing_of_a_held_out_document_is_ever_quoted(tmp_path: Path, options: dict[str, Any]) -> None:
    body = a_body(tmp_path / "gold", a="甲桥", b="机密桥")
    (tmp_path / "gold" / "HELD_OUT").write_text("# comment\nb\n")
    saved, page = tmp_path / "saved.json", tmp_path / "accuracy.md"
    invented = [{"type": "project", "start": 0, "end": 1, "quote": "建", "status": "planned"}]
    run([body], save=saved, include_held_out=True, predict=predicting({"b": invented}))
    given = [body, body / "b.txt"]
    text = run(given, saved, include_held_out=True, write=page, predict=predicting({}), **options)
    for shown in (text, page.read_text(encoding="utf-8"), saved.read_text(encoding="utf-8")):
        assert "机密桥" not in shown
    assert list(json.loads(saved.read_text(encoding="utf-8"))["documents"]) == ["a"]
    full = evaluate(given, include_held_out=True, predict=predicting({}))
    assert [measured.stretch.body for measured in full.kept_aside] == ["gold"]


def test_texts_of_others_are_not_quoted_in_the_page(tmp_path: Path) -> None:
    a_body(tmp_path / "corpus", a="机密桥")
    real = tmp_path / "gold" / "real"
    real.mkdir(parents=True)
    (real / "w1.jsonl").write_bytes((tmp_path / "corpus" / "a.jsonl").read_bytes())
    (real / "manifest.json").write_text(json.dumps([{"id": "w1", "doc": "a.txt", "start": 0, "end": 9}]))
    page = tmp_path / "accuracy.md"
    assert "机密桥" in run([real], errors="project", write=page, predict=predicting({}))
    content = page.read_text(encoding="utf-8")
    assert "**project missed** (1)" in content and "机密桥" not in content


def test_errors_are_listed_with_their_context_and_kind(tmp_path: Path) -> None:
    body = a_body(tmp_path, a="甲桥", b="乙桥")
    wrong = {"type": "project", "start": 2, "end": 4, "quote": "甲桥", "status": "planned", "rule": "project-head-noun"}
    text = run([body], errors="project", predict=predicting({"a": [wrong]}))
    assert "[a:2 status: planned for completed] 建成【甲桥】一座。  (project-head-noun)" in text
    assert "[b:2 missed] 建成【乙桥】一座。" in text
    assert "甲桥" not in run([body], errors="project", only="missed", predict=predicting({"a": [wrong]}))
    assert "另有 1 条" in run([body], errors="project", limit=1, predict=predicting({}))


def test_columns_are_aligned_with_double_width() -> None:
    table = run([SEEDS[0]], predict=predicting(OPEN)).split("\n\n")[0].splitlines()[1:]
    widths = {cell_len(line) for line in table if line.startswith(("指标", "项目", "举措", "区划", "─"))}
    assert len(widths) == 1


def test_a_single_document_has_intervals_from_its_sentences() -> None:
    (figures,) = evaluate([SEEDS[0]], predict=predicting({SEEDS[0].stem: OPEN[SEEDS[0].stem][::2]})).bodies()
    bounds = figures.intervals["indicator"]
    assert bounds is not None and bounds[0] < figures.ratio("indicator").f1 < bounds[1]


def test_the_page_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    pages = [tmp_path / "1.md", tmp_path / "2.md"]
    for page in pages:
        run([GOLD / "seeds"], write=page, predict=predicting({"pingshan-2020": OPEN["xinan-2020h1"]}))
    assert pages[0].read_bytes() == pages[1].read_bytes()
    content = pages[0].read_text(encoding="utf-8")
    assert "What is not measured" in content and "no estimate for new ones" in content.replace("\n", " ")


def test_json_holds_counts_and_intervals() -> None:
    data = json.loads(run([GOLD / "seeds"], fmt="json", predict=predicting(OPEN)))
    assert data["bodies"]["seeds"]["indicator"]["f1"] == pytest.approx(1.0, abs=0.05)
    assert len(data["bodies"]["seeds"]["fact"]["f1_interval"]) == 2
    assert len(data["documents"]) == data["bodies"]["seeds"]["texts"] == 4


@pytest.mark.parametrize("name", ["missing", "empty", "lonely.jsonl"])
def test_paths_without_gold_or_text_are_named_in_one_line(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "lonely.jsonl").write_text("{}")
    with pytest.raises(UnreadableSource, match=name):
        evaluate([tmp_path / name], predict=predicting({}))
    assert main([str(tmp_path / name)]) == 1
    message = capsys.readouterr().err
    assert message.count("\n") == 1 and name in message
