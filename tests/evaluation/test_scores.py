"""Our scorer counts what the reference scorer counts, and notices each kind of error."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.evaluation import Evaluation, evaluate, score, windows
from kg.evaluation.measuring import Measured
from kg.evaluation.scores import ATTRIBUTES, CLASSES, Counts, Verdict, judge, load
from tests.evaluation.reference import GOLD, load_reference

FILES = sorted((GOLD / "seeds").glob("*.jsonl")) + sorted((GOLD / "passages").glob("*.jsonl"))
REFERENCE = load_reference()
KINDS = ["level", "change", "share", "rank", "duration"]
UNITS = ["元", "㎡", "平方米", "个", "人次", "%", "％", "个百分点", "", None]


def perturbed(gold: list[dict[str, Any]], rng: random.Random, rate: float) -> list[dict[str, Any]]:
    """Gold with deletions, shifts, wrong fields, repetitions and inventions."""
    out = []
    for original in gold:
        fact = dict(original)
        fact.pop("optional", None)
        if rng.random() < rate:
            continue
        if rng.random() < rate:
            fact["start"] += rng.randint(-4, 4)
            fact["end"] = max(fact["start"] + 1, fact["end"] + rng.randint(-4, 4))
        changes = {
            "value": lambda old: rng.choice([None, 0, old + 1, old * 1.0000000001, -old]),
            "value_max": lambda _: rng.choice([None, 7.0]),
            "unit": lambda _: rng.choice(UNITS),
            "bound": lambda _: rng.choice(["exact", "min", "max"]),
            "kind": lambda _: rng.choice(KINDS),
            "modality": lambda _: rng.choice(["actual", "target"]),
            "metric": lambda old: old[: rng.randint(0, len(old))] + rng.choice(["", "总额", "占比"]),
            "period_end": lambda _: rng.choice([None, "2020-12-31"]),
            "date": lambda _: "2020-12-31",
            "status": lambda _: rng.choice(["planned", "underway", "unknown"]),
            "type": lambda _: rng.choice(CLASSES),
        }
        for name, change in changes.items():
            if name in fact and rng.random() < rate / 2:
                fact[name] = change(fact[name])
        out.append(fact)
        if rng.random() < rate / 3:
            out.append(dict(fact))
        if rng.random() < rate / 3:
            out.append(dict(fact) | {"start": fact["start"] + 130, "end": fact["end"] + 130})
    rng.shuffle(out)
    return out


def assert_same(ours: Counts, theirs: dict[Any, int]) -> None:
    for type_ in CLASSES:
        for part, name in (("right", "tp"), ("predicted", "pred"), ("gold", "gold")):
            assert ours[f"{type_}.{part}"] == theirs[type_, name], (type_, part)
    for name in (*ATTRIBUTES, "fact", "period", "period_gold", "status"):
        assert ours[name] == theirs[name], name


def assert_same_report(ours: Counts, report: dict[str, Any]) -> None:
    for type_ in CLASSES:
        assert (ours[f"{type_}.predicted"], ours[f"{type_}.gold"]) == (report[type_]["pred"], report[type_]["gold"])
    for name in (*CLASSES, "fact"):
        row = report["whole fact" if name == "fact" else name]
        ratio = ours.ratio(name)
        assert (ratio.precision, ratio.recall, ratio.f1) == pytest.approx((row["P"], row["R"], row["F1"]), abs=0.0006)
    shares = dict(report["attributes of right indicators"]) | {"status": report["project status"]}
    for name, share in shares.items():
        assert (ours.attribute(name) or 0.0) == pytest.approx(share or 0.0, abs=0.0006), name


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FILES), st.integers(0, 2**32), st.sampled_from([0.0, 0.05, 0.3, 0.7]))
def test_agrees_with_the_reference_on_perturbed_gold(path: Path, seed: int, rate: float) -> None:
    gold = load(path)
    predicted = perturbed(gold, random.Random(seed), rate)
    ours, theirs = score(gold, predicted), REFERENCE.score(gold, predicted)
    assert_same(ours, theirs)
    assert_same_report(ours, REFERENCE.report(theirs))


spans = st.tuples(st.integers(0, 60), st.integers(1, 9)).map(lambda pair: (pair[0], pair[0] + pair[1]))
areas = st.builds(
    lambda span, quote, optional: {
        "type": "area", "start": span[0] * 7, "end": span[0] * 7 + span[1] - span[0], "quote": quote,
        "level": "street", "name": quote, "optional": optional,
    },
    spans,
    st.sampled_from(["新安", "宝安区", "布吉"]),
    st.booleans(),
)  # fmt: skip
projects = st.builds(
    lambda span, status, optional: {
        "type": "project", "start": span[0], "end": span[1], "quote": "x", "status": status, "optional": optional,
    },
    spans,
    st.sampled_from(["planned", "underway"]),
    st.booleans(),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(areas | projects, max_size=14), st.lists(areas | projects, max_size=14))
def test_agrees_with_the_reference_on_crowded_spans(
    gold: list[dict[str, Any]], predicted: list[dict[str, Any]]
) -> None:
    assert_same(score(gold, predicted), REFERENCE.score(gold, predicted))


def test_agrees_with_the_reference_on_windows(tmp_path: Path) -> None:
    """Windows over two seeds, cut from their gold; predictions are perturbed gold of the whole documents."""
    entries, predicted = [], {}
    rng = random.Random(7)
    for name in ("xinan-2020h1", "pingshan-2020"):
        gold = load(GOLD / "seeds" / f"{name}.jsonl")
        predicted[name] = perturbed(gold, rng, 0.2)
        dump(tmp_path / "predicted" / f"{name}.txt.jsonl", predicted[name])
        for number, (start, end) in enumerate(((300, 1500), (2500, 4200))):
            entries.append({"id": f"{name}-{number}", "doc": f"{name}.txt", "start": start, "end": end})
            dump(tmp_path / f"{name}-{number}.jsonl", [f for f in gold if f["start"] >= start and f["end"] <= end])
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(entries), encoding="utf-8")
    theirs = reference_windows(manifest, tmp_path / "predicted")
    assert_same_report(windows(manifest, predicted), theirs)
    assert theirs["indicator"]["gold"] > 30


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_agrees_with_the_reference_on_what_is_really_found(path: Path) -> None:
    (measured,) = each(evaluate([path], include_held_out=True))
    assert_same(measured.counts, REFERENCE.score(load(path), list(measured.facts)))


@pytest.mark.shared
@pytest.mark.skipif(not os.environ.get("STREETKG_SHARED"), reason="STREETKG_SHARED names no directory of real reports")
def test_agrees_with_the_reference_on_windows_of_real_reports(tmp_path: Path) -> None:
    manifest = Path(os.environ["STREETKG_SHARED"]) / "gold" / "real" / "manifest.json"
    measured = each(evaluate([manifest.parent], include_held_out=True))
    predicted = {m.stretch.document: m.prediction.facts for m in measured}
    for document, facts in predicted.items():
        dump(tmp_path / f"{document}.txt.jsonl", facts)
    theirs = reference_windows(manifest, tmp_path)
    assert_same_report(windows(manifest, predicted), theirs)
    assert sum((m.counts for m in measured), Counts()) == windows(manifest, predicted)


def each(evaluation: Evaluation) -> list[Measured]:
    return [*evaluation.shown, *evaluation.kept_aside]


def reference_windows(manifest: Path, predicted: Path) -> dict[str, Any]:
    command = [sys.executable, str(GOLD / "gold.py"), "windows", str(manifest), str(predicted)]
    report: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return report


def dump(path: Path, facts: Iterable[Mapping[str, Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in facts), encoding="utf-8")


FIGURE = {
    "type": "indicator", "start": 10, "end": 18, "quote": "439.95亿元", "value": 43995000000.0, "value_max": None,
    "unit": "元", "bound": "exact", "kind": "level", "modality": "actual", "metric": "限上商业销售额",
    "period_start": "2020-01-01", "period_end": "2020-06-30",
}  # fmt: skip
RANGE = FIGURE | {"value": 1.0, "value_max": 2.0, "unit": "个", "bound": "range"}
AREA_M2 = FIGURE | {"unit": "平方米"}
PROJECT = {"type": "project", "start": 10, "end": 16, "quote": "上川消防站", "status": "completed"}
INITIATIVE = {"type": "initiative", "start": 10, "end": 20, "quote": "“一号通”服务模式"}
DEADLINE = {"type": "deadline", "start": 10, "end": 14, "quote": "8月底前", "date": "2020-08-31"}
AREA = {"type": "area", "start": 10, "end": 14, "quote": "新安街道", "level": "street", "name": "新安街道"}


@pytest.mark.parametrize(
    ("gold", "change", "verdict", "wrong"),
    [
        pytest.param(FIGURE, {}, "right", (), id="same-figure"),
        pytest.param(FIGURE, {"value": 439.95}, "wrong", ("value",), id="multiplier-forgotten"),
        pytest.param(FIGURE, {"value": None}, "wrong", ("value",), id="no-value"),
        pytest.param(FIGURE, {"value_max": 5.0}, "right", (), id="upper-end-where-gold-has-none"),
        pytest.param(RANGE, {"value_max": None}, "wrong", ("value",), id="range-cut"),
        pytest.param(FIGURE, {"unit": "亿元"}, "wrong", ("unit",), id="unit-with-multiplier"),
        pytest.param(AREA_M2, {"unit": "㎡"}, "right", (), id="unit-alias"),
        pytest.param(FIGURE, {"unit": None}, "wrong", ("unit",), id="no-unit"),
        pytest.param(FIGURE, {"bound": "min"}, "right", ("bound",), id="bound"),
        pytest.param(FIGURE, {"kind": "change"}, "right", ("kind",), id="kind"),
        pytest.param(FIGURE, {"modality": "target"}, "right", ("modality",), id="modality"),
        pytest.param(FIGURE, {"metric": "商业销售额"}, "right", (), id="metric-near-enough"),
        pytest.param(FIGURE, {"metric": "营业收入"}, "right", ("metric",), id="metric"),
        pytest.param(FIGURE, {"period_end": "2020-12-31"}, "right", ("period",), id="period"),
        pytest.param(FIGURE, {"start": 15}, "right", (), id="span-overlaps-by-a-third"),
        pytest.param(FIGURE, {"start": 16}, "missed", None, id="span-overlaps-by-a-quarter"),
        pytest.param(PROJECT, {"status": "planned"}, "right", ("status",), id="status"),
        pytest.param(PROJECT, {"start": 13}, "right", (), id="project-half"),
        pytest.param(PROJECT, {"start": 14}, "missed", None, id="project-a-third"),
        pytest.param(INITIATIVE, {}, "right", (), id="initiative"),
        pytest.param(INITIATIVE, {"type": "project"}, "missed", None, id="another-class"),
        pytest.param(DEADLINE, {"date": "2021-08-31"}, "wrong", ("date",), id="date"),
        pytest.param(AREA, {"start": 11, "end": 13}, "right", (), id="area-half"),
    ],
)
def test_notices_each_kind_of_error(
    gold: dict[str, Any], change: dict[str, Any], verdict: str, wrong: tuple[str, ...] | None
) -> None:
    judgements = judge([gold], [gold | change])
    of_gold = [judgement for judgement in judgements if judgement.gold is not None]
    assert [judgement.verdict for judgement in of_gold] == [verdict]
    if wrong is None:
        assert sum(judgement.verdict is Verdict.SPURIOUS for judgement in judgements) == 1
    else:
        assert of_gold[0].wrong == wrong
    assert of_gold[0].whole == (verdict == "right" and wrong in ((), ("period",)))


def test_missing_and_invented_facts_cost_recall_and_precision() -> None:
    ratio = score([FIGURE, FIGURE | {"start": 50, "end": 58}], [FIGURE]).ratio("indicator")
    assert (ratio.precision, ratio.recall) == (1.0, 0.5)
    ratio = score([FIGURE], [FIGURE, FIGURE | {"start": 50, "end": 58}]).ratio("indicator")
    assert (ratio.precision, ratio.recall) == (0.5, 1.0)


def test_optional_gold_counts_neither_way() -> None:
    optional = FIGURE | {"optional": True}
    for predicted in ([], [FIGURE], [FIGURE | {"value": 1.0}]):
        counts = score([optional], predicted)
        assert (counts["indicator.gold"], counts["indicator.predicted"], counts["indicator.right"]) == (0, 0, 0)


@pytest.mark.parametrize(("distance", "predicted"), [(149, 1), (150, 2)])
def test_an_area_repeated_near_by_counts_neither_way(distance: int, predicted: int) -> None:
    again = AREA | {"start": AREA["start"] + distance, "end": AREA["end"] + distance}
    assert score([AREA], [AREA, again])["area.predicted"] == predicted


def test_one_prediction_stands_for_one_gold_fact_only() -> None:
    other = FIGURE | {"start": 14, "end": 22}
    assert score([FIGURE, other], [FIGURE])["indicator.right"] == 1
