"""The sample of statements with their themes: what is counted, what is kept aside, what is printed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UnreadableSource
from kg.evaluation import evaluate, run
from kg.evaluation.__main__ import main
from kg.evaluation.bodies import find, held_out_names
from kg.evaluation.predicting import Predict, Prediction, themed
from kg.evaluation.scores import load
from kg.evaluation.themes import SAMPLE, Reading, Tally, parts, read, section, tally
from kg.lexicon import table
from tests import factories
from tests.evaluation.reference import GOLD, predicting

TEXT = "建成甲桥、乙园、丙校和丁站。"


def said(**themes: list[str]) -> Predict:
    """A predictor that finds a project of two characters, with these themes, for each name that stands in the text."""

    def predict(path: Path) -> Prediction:
        text = path.read_text(encoding="utf-8")
        places = {name: text.index(name) for name in themes if name in text}
        facts = [
            {"type": "project", "start": start, "end": start + 2, "themes": tuple(themes[name])}
            for name, start in places.items()
        ]
        return Prediction(text, hashlib.sha256(text.encode()).hexdigest(), (0,), (), tuple(facts))

    return predict


def row(name: str, theme: str, *acceptable: str, aside: bool = False, **fields: Any) -> Mapping[str, Any]:
    start = TEXT.index(name)
    place = {"file": "a", "type": "project", "start": start, "end": start + 2, "quote": name}
    return place | {"theme": theme, "acceptable": list(acceptable), "aside": aside} | fields


def a_sample(directory: Path, *rows: Mapping[str, Any]) -> tuple[Path, Path]:
    """A directory of gold with one text, and a sample file."""
    gold = directory / "gold"
    gold.mkdir()
    (gold / "a.txt").write_text(TEXT, encoding="utf-8")
    (gold / "a.jsonl").write_text("", encoding="utf-8")
    sample = directory / "sample.jsonl"
    sample.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in rows), encoding="utf-8")
    return gold, sample


FOUR = (
    row("甲桥", "construction"),
    row("乙园", "cityManagement", "environment"),
    row("丙校", "livelihood"),
    row("丁站", "safety", aside=True),
)


def readings_of(directory: Path, predict: Predict, *rows: Mapping[str, Any]) -> list[Reading]:
    gold, sample = a_sample(directory, *rows)
    return read(sample, evaluate([gold], predict=predict))


def test_the_first_theme_counts_and_acceptable_ones_are_right(tmp_path: Path) -> None:
    predict = said(甲桥=["construction", "economy"], 乙园=["environment"], 丙校=["construction", "livelihood"], 丁站=[])
    readings = readings_of(tmp_path, predict, *FOUR)
    in_view, aside = (tally(group) for group in parts(readings).values())
    assert in_view == Tally(sampled=3, found=3, themed=3, right=2, themes=5, themes_right=3)
    assert in_view.share == pytest.approx(2 / 3)
    assert aside == Tally(sampled=1, found=1, themed=0, right=0, themes=0, themes_right=0)


def test_statements_that_were_not_found_are_counted_apart(tmp_path: Path) -> None:
    counts = tally(readings_of(tmp_path, said(甲桥=["construction"]), *FOUR))
    assert (counts.sampled, counts.found, counts.right, counts.share) == (4, 1, 1, 1.0)
    assert tally([]).share == 0.0


def test_the_section_has_figures_of_both_parts_and_each_theme(tmp_path: Path) -> None:
    readings = readings_of(tmp_path, said(甲桥=["construction"], 乙园=["economy"], 丁站=["safety"]), *FOUR)
    lines = section(readings).splitlines()
    assert "| in view | 0.500 | 1 | 2 | 2 | 3 | 2 | 1 |" in lines
    assert "| kept aside | 1.000 | 1 | 1 | 1 | 1 | 1 | 1 |" in lines
    assert "| cityManagement | 0 of 1 | 0 of 0 |" in lines
    assert "| safety | 0 of 0 | 1 of 1 |" in lines


def test_errors_are_listed_in_view_only(tmp_path: Path) -> None:
    gold, sample = a_sample(tmp_path, *FOUR)
    predict = said(甲桥=["construction"], 乙园=["economy"], 丙校=[], 丁站=["economy"])
    text = run([gold], errors="theme", sample=sample, predict=predict)
    assert "[a:5] 建成甲桥、【乙园】" in text and "economy ≠ cityManagement" in text
    assert "无 ≠ livelihood" in text
    assert "【丁站】" not in text and "【甲桥】" not in text
    assert "另有 1 条" in run([gold], errors="theme", limit=1, sample=sample, predict=predict)


def test_the_page_the_table_and_json_have_the_same_counts(tmp_path: Path) -> None:
    gold, sample = a_sample(tmp_path, *FOUR)
    predict, pages = said(甲桥=["construction"]), [tmp_path / "1.md", tmp_path / "2.md"]
    for page in pages:
        assert "主题（抽样）" in run([gold], write=page, sample=sample, predict=predict)
    assert pages[0].read_bytes() == pages[1].read_bytes()
    assert "## Themes" in pages[0].read_text(encoding="utf-8")
    data = json.loads(run([gold], fmt="json", sample=sample, predict=predict))
    assert data["themes"]["in view"]["right"] == 1 and data["themes"]["kept aside"]["sampled"] == 1


def test_there_is_no_section_where_themes_or_texts_are_not_measured(tmp_path: Path) -> None:
    gold, sample = a_sample(tmp_path, *FOUR)
    page = tmp_path / "accuracy.md"
    assert "主题" not in run([gold], write=page, sample=sample, predict=predicting({}))
    assert "## Themes" not in page.read_text(encoding="utf-8")
    assert "主题" not in run([gold], predict=said(甲桥=["construction"]))


def test_held_out_texts_are_not_counted(tmp_path: Path) -> None:
    gold, sample = a_sample(tmp_path, *FOUR)
    predict = said(甲桥=["economy"])
    assert "甲桥" in run([gold], errors="theme", sample=sample, predict=predict)
    held_out = run([gold], errors="theme", sample=sample, exclude=["a"], include_held_out=True, predict=predict)
    assert "甲桥" not in held_out


@pytest.mark.parametrize("content", [None, "{", json.dumps(row("甲桥", "safety", quote="乙桥"), ensure_ascii=False)])
def test_a_sample_that_does_not_fit_is_named(tmp_path: Path, content: str | None) -> None:
    gold, sample = a_sample(tmp_path)
    if content is None:
        sample.unlink()
    else:
        sample.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableSource, match=r"sample\.jsonl"):
        run([gold], sample=sample, predict=said())


def test_the_command_takes_a_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    passage = str(GOLD / "passages" / "p01.jsonl")
    assert main([passage, "--themes", str(tmp_path / "missing.jsonl")]) == 1
    message = capsys.readouterr().err
    assert message.count("\n") == 1 and "missing.jsonl" in message
    assert main([passage]) == 0
    assert "主题（抽样）" in capsys.readouterr().out
    assert main([passage, "--extraction-only"]) == 0
    assert "主题（抽样）" not in capsys.readouterr().out


def test_themes_are_those_of_the_statements_in_the_graph() -> None:
    linked = factories.linked()
    facts = list(themed(linked))
    found = linked.extraction
    assert len(facts) == len(found.indicators) + len(found.projects) + len(found.initiatives)
    assert [fact["themes"] for fact in facts if fact["type"] == "indicator"] == list(linked.indicator_themes)


def test_the_sample_is_well_formed_and_of_open_texts() -> None:
    rows = load(SAMPLE)
    assert len(rows) == 240 and sum(line["aside"] for line in rows) == 80
    assert Counter(line["type"] for line in rows) == {"indicator": 125, "project": 63, "initiative": 52}
    themes = set(table("themes")["themes"])
    assert all({line["theme"], *line["acceptable"]} <= themes for line in rows)
    assert all(line["theme"] not in line["acceptable"] for line in rows)
    assert len({(line["file"], line["type"], line["start"], line["end"]) for line in rows}) == 240
    bodies = [GOLD / name for name in ("seeds", "passages", "imitations")]
    stretches = {stretch.document: stretch for stretch in find(bodies, held_out_names(bodies))}
    for line in rows:
        stretch = stretches[line["file"]]
        assert not stretch.held_out and stretch.gold is not None
        place = (line["type"], line["start"], line["end"], line["quote"])
        assert place in {(fact["type"], fact["start"], fact["end"], fact["quote"]) for fact in stretch.gold}
