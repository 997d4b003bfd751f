"""From gold and predicted facts of one text to judgements, and from judgements to counts, precision, recall and F1."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from kg.evaluation.matching import Fact, match, same_metric, same_number, same_period, same_unit
from kg.records import record

CLASSES = ("indicator", "project", "initiative", "deadline", "area")

THRESHOLDS: Mapping[str, float] = {"indicator": 0.3} | dict.fromkeys(CLASSES[1:], 0.5)
"""Least intersection over union of the spans of a pair, per class."""

ATTRIBUTES = ("metric", "bound", "kind", "modality")
"""Fields that, together with value and unit, make a figure a whole fact."""

NEAR_BY = 150
"""Gold marks an area once a sentence: the same name again within so many code points counts neither way."""


class Verdict(StrEnum):
    """What becomes of one gold fact or one prediction."""

    RIGHT = "right"
    WRONG = "wrong"
    """Found, but with another value, unit or date: neither missed nor right; counts as gold and as predicted."""
    MISSED = "missed"
    SPURIOUS = "spurious"
    IGNORED = "ignored"
    """Optional gold, what is matched with it, and repeated areas: counts nowhere."""


@record
class Judgement:
    """One gold fact with the prediction that stands for it, or either alone.

    `wrong` names the fields that differ: value, unit, date (then the verdict is WRONG), or metric, bound, kind,
    modality, period, status (the verdict stays RIGHT, but it is no whole fact).
    """

    type: str
    verdict: Verdict
    gold: Fact | None
    predicted: Fact | None
    wrong: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Right, and right in everything that makes a whole fact (for a project, its status)."""
        return self.verdict is Verdict.RIGHT and not set(self.wrong) - {"period"}

    @property
    def start(self) -> int:
        """Where it stands in the text, in code points."""
        fact = self.gold if self.gold is not None else self.predicted
        assert fact is not None
        return int(fact["start"])


def judge(gold: Sequence[Fact], predicted: Sequence[Fact], classes: Sequence[str] = CLASSES) -> list[Judgement]:
    """Every gold fact and every prediction of the five classes (or some) of one text, judged; sorted by class and place."""
    judgements = []
    for type_ in classes:
        wanted = [fact for fact in gold if fact["type"] == type_]
        found = [fact for fact in predicted if fact["type"] == type_]
        judgements += sorted(_judge_class(type_, wanted, found), key=lambda judgement: judgement.start)
    return judgements


def _judge_class(type_: str, gold: Sequence[Fact], predicted: Sequence[Fact]) -> Iterable[Judgement]:
    pairs = match(gold, predicted, THRESHOLDS[type_])
    for i, j in pairs:
        if gold[i].get("optional"):
            yield Judgement(type_, Verdict.IGNORED, gold[i], predicted[j])
        else:
            wrong, fatal = _differences(type_, gold[i], predicted[j])
            yield Judgement(type_, Verdict.WRONG if fatal else Verdict.RIGHT, gold[i], predicted[j], wrong)
    matched_gold = {i for i, _ in pairs}
    for i, fact in enumerate(gold):
        if i not in matched_gold:
            yield Judgement(type_, Verdict.IGNORED if fact.get("optional") else Verdict.MISSED, fact, None)
    matched_predicted = {j for _, j in pairs}
    for j, fact in enumerate(predicted):
        if j not in matched_predicted:
            repeated = type_ == "area" and any(
                fact["quote"] == other["quote"] and abs(fact["start"] - other["start"]) < NEAR_BY for other in gold
            )
            yield Judgement(type_, Verdict.IGNORED if repeated else Verdict.SPURIOUS, None, fact)


def _differences(type_: str, gold: Fact, predicted: Fact) -> tuple[tuple[str, ...], bool]:
    """Names of the fields that differ, and whether the match is void because of them."""
    if type_ == "deadline":
        return ((), False) if gold["date"] == predicted.get("date") else (("date",), True)
    if type_ == "project":
        return (() if gold["status"] == predicted.get("status") else ("status",)), False
    if type_ != "indicator":
        return (), False
    checks = {
        "value": same_number(gold, predicted),
        "unit": same_unit(gold, predicted),
        "metric": same_metric(gold, predicted),
        **{name: gold[name] == predicted.get(name) for name in ("bound", "kind", "modality")},
        "period": not gold.get("period_end") or same_period(gold, predicted),
    }
    return tuple(name for name, same in checks.items() if not same), not (checks["value"] and checks["unit"])


COUNTED = (
    *(f"{type_}.{part}" for type_ in CLASSES for part in ("right", "predicted", "gold")),
    *ATTRIBUTES,
    "fact",
    "period",
    "period_gold",
    "status",
)
"""Names of the numbers in `Counts`, in their order."""

_POSITION = {name: position for position, name in enumerate(COUNTED)}


@record
class Ratio:
    """Precision, recall and F1 with the counts behind them."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Right ones among the predicted; 0 without predictions."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Right ones among the gold; 0 without gold."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.predicted + self.gold) if self.right else 0.0

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)


WEIGHT, CAP = 4, 0.99
"""How many cases of the average stand beside those of a rule, and the most that any rule is trusted: none is certain."""


def drawn(right: int, total: int, average: float) -> float:
    """The precision of a rule seen `total` times, drawn to the average of its kind."""
    return min(CAP, (right + WEIGHT * average) / (total + WEIGHT))


@record
class Counts:
    """What was right, predicted and wanted, as numbers in the order of `COUNTED`; counts of several texts add up."""

    numbers: tuple[int, ...] = (0,) * len(COUNTED)

    def __add__(self, other: Counts) -> Counts:
        return Counts(tuple(a + b for a, b in zip(self.numbers, other.numbers, strict=True)))

    def __getitem__(self, name: str) -> int:
        return self.numbers[_POSITION[name]]

    def ratio(self, name: str) -> Ratio:
        """The figures of a class, or of `fact` (whole facts among all figures)."""
        if name == "fact":
            return Ratio(self["fact"], self["indicator.predicted"], self["indicator.gold"])
        return Ratio(self[f"{name}.right"], self[f"{name}.predicted"], self[f"{name}.gold"])

    def attribute(self, name: str) -> float | None:
        """Share of right ones in a field among the figures (for `status`: the projects) that are right.

        None where nothing can be said: nothing right, or no gold period.
        """
        whole = {"status": self["project.right"], "period": self["period_gold"]}.get(name, self["indicator.right"])
        return self[name] / whole if whole else None


def count(judgements: Iterable[Judgement]) -> Counts:
    """The counts of some judgements."""
    numbers = dict.fromkeys(COUNTED, 0)
    for judgement in judgements:
        if judgement.verdict is Verdict.IGNORED:
            continue
        numbers[f"{judgement.type}.gold"] += judgement.gold is not None
        numbers[f"{judgement.type}.predicted"] += judgement.predicted is not None
        if judgement.verdict is not Verdict.RIGHT:
            continue
        numbers[f"{judgement.type}.right"] += 1
        if judgement.type == "project":
            numbers["status"] += "status" not in judgement.wrong
        elif judgement.type == "indicator":
            assert judgement.gold is not None
            for name in ATTRIBUTES:
                numbers[name] += name not in judgement.wrong
            numbers["fact"] += judgement.whole
            if judgement.gold.get("period_end"):
                numbers["period_gold"] += 1
                numbers["period"] += "period" not in judgement.wrong
    return Counts(tuple(numbers.values()))


def score(gold: Sequence[Fact], predicted: Sequence[Fact]) -> Counts:
    """The counts of the predictions for one text against its gold."""
    return count(judge(gold, predicted))


def windows(manifest: Path, predicted: Mapping[str, Sequence[Fact]]) -> Counts:
    """The pooled counts over windows of long texts.

    `manifest` lists id, doc, start, end; the gold of a window is ID.jsonl beside it. `predicted` holds the facts of
    whole documents by `doc` without its suffix; those inside a window count.
    """
    total = Counts()
    for window in json.loads(manifest.read_text(encoding="utf-8")):
        facts = inside(predicted[Path(window["doc"]).stem], window["start"], window["end"])
        total += score(load(manifest.with_name(f"{window['id']}.jsonl")), facts)
    return total


def inside(facts: Sequence[Fact], start: int, end: int) -> list[Fact]:
    """The facts that stand wholly inside a window."""
    return [fact for fact in facts if fact["start"] >= start and fact["end"] <= end]


def load(path: Path) -> list[dict[str, Any]]:
    """The facts of a JSON-lines file."""
    # Not splitlines: quotations may hold characters such as U+2028 that end a line for Python but not in JSON.
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
