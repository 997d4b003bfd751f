"""A gain is what is better now than in the saved run; a loss what is worse now. Never the other way round."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UnreadableSource
from kg.evaluation import run
from kg.evaluation.changes import Difference, compare, incomparable, load_saved, saved_form
from kg.evaluation.measuring import evaluate
from tests.evaluation.reference import predicting

TEXT = "新安街道上半年销售额439.95亿元。上川消防站完成竣工验收。下半年新增学位1800个。\n"


def fact(type_: str, quote: str, **fields: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"type": type_, "start": start, "end": start + len(quote), "quote": quote, **fields}


SALES = fact(
    "indicator", "439.95亿元", value=43995000000.0, value_max=None, unit="元", bound="exact", kind="level",
    modality="actual", metric="销售额", period_start="2020-01-01", period_end="2020-06-30",
)  # fmt: skip
PLACES = fact(
    "indicator", "1800个", value=1800.0, value_max=None, unit="个", bound="exact", kind="level", modality="target",
    metric="新增学位", period_start=None, period_end=None,
)  # fmt: skip
STATION = fact("project", "上川消防站", status="completed")
INVENTED = fact("project", "销售额", status="planned")
AREA = fact("area", "新安街道", level="street", name="新安街道")
GOLD = [AREA, SALES, STATION, PLACES]


@pytest.fixture
def gold_file(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    lines = [json.dumps(each | {"optional": False}, ensure_ascii=False) for each in GOLD]
    (tmp_path / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path / "a.jsonl"


def between(gold: Path, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Difference]:
    saved = json.loads(json.dumps(saved_form(evaluate([gold], predict=predicting({"a": before})))))
    return compare(saved, evaluate([gold], predict=predicting({"a": after})))


@pytest.mark.parametrize(
    ("worse", "better", "type_", "parts"),
    [
        pytest.param([], [SALES], "indicator", ("found",), id="found"),
        pytest.param([SALES | {"value": 1.0}], [SALES], "indicator", ("value",), id="value"),
        pytest.param([SALES | {"unit": "个"}], [SALES], "indicator", ("unit",), id="unit"),
        pytest.param([SALES | {"kind": "change"}], [SALES], "indicator", ("kind",), id="kind"),
        pytest.param(
            [SALES | {"metric": "", "period_end": None}], [SALES], "indicator", ("metric", "period"), id="two-fields"
        ),
        pytest.param([STATION | {"status": "planned"}], [STATION], "project", ("status",), id="status"),
        pytest.param([INVENTED], [], "project", ("spurious",), id="spurious"),
        pytest.param([], [AREA], "area", ("found",), id="area"),
    ],
)
def test_better_is_a_gain_and_worse_a_loss(
    gold_file: Path, worse: list[dict[str, Any]], better: list[dict[str, Any]], type_: str, parts: tuple[str, ...]
) -> None:
    improved = between(gold_file, worse, better)
    assert [(each.direction, each.type, each.parts) for each in improved] == [("gain", type_, parts)]
    worsened = between(gold_file, better, worse)
    assert [(each.direction, each.type, each.parts) for each in worsened] == [("loss", type_, parts)]


def test_before_and_after_are_not_exchanged(gold_file: Path) -> None:
    (difference,) = between(gold_file, [SALES | {"kind": "change"}], [SALES])
    assert difference.before is not None and difference.after is not None
    assert (difference.before["kind"], difference.after["kind"]) == ("change", "level")


def test_no_difference_between_equal_runs(gold_file: Path) -> None:
    assert between(gold_file, [SALES, INVENTED], [SALES, INVENTED]) == []


def test_a_spurious_prediction_that_moves_a_little_is_no_difference(gold_file: Path) -> None:
    assert between(gold_file, [INVENTED], [INVENTED | {"end": INVENTED["end"] + 1}]) == []


def test_one_field_better_and_another_worse_is_both(gold_file: Path) -> None:
    found = between(gold_file, [SALES | {"kind": "change"}], [SALES | {"bound": "min"}])
    assert [(each.direction, each.parts) for each in found] == [("gain", ("kind",)), ("loss", ("bound",))]


def test_texts_without_gold_show_what_appeared_disappeared_and_changed(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text(TEXT, encoding="utf-8")
    found = between(report, [SALES, STATION, INVENTED], [SALES, STATION | {"status": "planned"}, AREA])
    assert {(each.direction.value, each.fact["quote"], each.parts) for each in found} == {
        ("disappeared", "销售额", ()),
        ("changed", "上川消防站", ("status",)),
        ("appeared", "新安街道", ()),
    }


def test_outside_the_windows_of_a_text_only_differences_are_shown(tmp_path: Path) -> None:
    real, corpus = tmp_path / "gold" / "real", tmp_path / "corpus"
    real.mkdir(parents=True)
    corpus.mkdir()
    (corpus / "a.txt").write_text(TEXT, encoding="utf-8")
    (real / "manifest.json").write_text(json.dumps([{"id": "w1", "doc": "a.txt", "start": 0, "end": 20}]))
    (real / "w1.jsonl").write_text(json.dumps(SALES), encoding="utf-8")
    found = between(real, [], [SALES, STATION])
    assert [(each.direction.value, each.fact["quote"]) for each in found] == [
        ("gain", "439.95亿元"),
        ("appeared", "上川消防站"),
    ]


def test_a_text_that_changed_is_named_and_not_compared(gold_file: Path) -> None:
    saved = saved_form(evaluate([gold_file], predict=predicting({"a": [SALES]})))
    gold_file.with_suffix(".txt").write_text(TEXT + "又一句。", encoding="utf-8")
    now = evaluate([gold_file], predict=predicting({}))
    assert compare(saved, now) == []
    assert incomparable(saved, now) == ["a"]


def test_run_shows_gains_and_losses_under_their_names(gold_file: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    run([gold_file], save=saved, predict=predicting({"a": [SALES, STATION]}))
    text = run([gold_file], against=saved, predict=predicting({"a": [SALES, AREA]}))
    gains, losses = text.index("得（现在更好）：1 条"), text.index("失（现在更差）：1 条")
    assert gains < text.index("【新安街道】") < losses < text.index("【上川消防站】")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "other"}'])
def test_a_file_that_is_no_saved_run_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "saved.json"
    path.write_text(content)
    with pytest.raises(UnreadableSource, match=r"saved\.json"):
        load_saved(path)
    with pytest.raises(UnreadableSource, match="读不了"):
        load_saved(tmp_path / "missing.json")
