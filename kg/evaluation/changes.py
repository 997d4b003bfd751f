"""From an earlier saved run and a present evaluation to gains, losses and differences.

A gain is always something that is better now than in the saved run, a loss something that is worse now. Saved facts are
judged anew against the present gold, so that a mended gold file is no gain.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from kg import errors
from kg.evaluation.matching import Fact, match
from kg.evaluation.measuring import Evaluation, Measured
from kg.evaluation.scores import Judgement, Verdict, inside, judge
from kg.records import record

FORMAT = "streetkg-evaluation"

FIELDS: Mapping[str, tuple[str, ...]] = {
    "indicator": (
        *(
            "value",
            "value_max",
            "unit",
            "bound",
            "kind",
            "modality",
            "metric",
            "period_start",
            "period_end",
            "deadline",
        ),
    ),
    "project": ("status",),
    "initiative": (),
    "deadline": ("date",),
    "area": ("level", "name"),
    "honour": ("honour", "scope"),
}
"""Fields that are saved and compared, per type. Set-asides are left out: they mirror the other types."""

_JUDGED: Mapping[str, frozenset[str]] = {
    "indicator": frozenset({"value", "unit", "metric", "bound", "kind", "modality", "period"}),
    "project": frozenset({"status"}),
    "deadline": frozenset({"date"}),
}


class Direction(StrEnum):
    """Whether something is better or worse now than in the saved run, or merely different (no gold tells)."""

    GAIN = "gain"
    LOSS = "loss"
    APPEARED = "appeared"
    DISAPPEARED = "disappeared"
    CHANGED = "changed"


@record
class Difference:
    """One thing that differs between the saved run and now. `parts` are the fields; `fact` is what to show."""

    direction: Direction
    measured: Measured
    type: str
    parts: tuple[str, ...]
    fact: Fact
    before: Fact | None
    after: Fact | None


def saved_form(evaluation: Evaluation) -> dict[str, Any]:
    """The facts of an evaluation as plain data for a file; nothing of held-out documents is in it."""
    documents: dict[str, Any] = {}
    for measured in evaluation.shown:
        documents.setdefault(
            measured.stretch.document,
            {
                "sha256": measured.prediction.sha256,
                "facts": [_slim(fact) for fact in measured.prediction.facts if fact["type"] in FIELDS],
            },
        )
    return {"format": FORMAT, "version": 1, "documents": documents}


def _slim(fact: Fact) -> dict[str, Any]:
    names = ("type", "start", "end", "quote", *FIELDS[fact["type"]])
    return {name: fact[name] for name in names if name in fact}


def load_saved(path: Path) -> Mapping[str, Any]:
    """A file written from `saved_form`.

    Raises:
        UnreadableSource: the file is missing or is none of ours.
    """
    try:
        saved: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise errors.UnreadableSource(str(path), "读不了", "请检查路径") from error
    except ValueError as error:
        raise errors.UnreadableSource(str(path), "不是 JSON", "请给出 --save 写的文件") from error
    if not isinstance(saved, dict) or saved.get("format") != FORMAT:
        raise errors.UnreadableSource(str(path), "不是评测结果", "请给出 --save 写的文件")
    return saved


def compare(saved: Mapping[str, Any], evaluation: Evaluation) -> list[Difference]:
    """All differences between a saved run and now, on texts in both whose bytes are the same."""
    differences: list[Difference] = []
    windows: dict[str, list[Measured]] = {}
    for measured in evaluation.shown:
        before = saved["documents"].get(measured.stretch.document)
        if before is None or before["sha256"] != measured.prediction.sha256:
            continue
        windows.setdefault(measured.stretch.document, []).append(measured)
        if measured.stretch.gold is not None:
            end = len(measured.prediction.text) if measured.stretch.end is None else measured.stretch.end
            old = judge(
                measured.stretch.gold, inside(before["facts"], measured.stretch.start, end), measured.stretch.classes
            )
            differences += _of_gold(measured, old)
            differences += _of_spurious(measured, old)
    for document, group in windows.items():
        differences += _without_gold(group, saved["documents"][document]["facts"])
    return differences


def incomparable(saved: Mapping[str, Any], evaluation: Evaluation) -> list[str]:
    """Names of the documents measured now that are not in the saved run, or had other bytes then."""
    names = []
    for measured in evaluation.shown:
        before = saved["documents"].get(measured.stretch.document)
        if before is None or before["sha256"] != measured.prediction.sha256:
            names.append(measured.stretch.document)
    return list(dict.fromkeys(names))


def _of_gold(measured: Measured, old: Iterable[Judgement]) -> Iterator[Difference]:
    """What became right or wrong about each gold fact."""
    before = {id(judgement.gold): judgement for judgement in old if judgement.gold is not None}
    for now in measured.judgements:
        if now.gold is None or now.verdict is Verdict.IGNORED:
            continue
        then = before[id(now.gold)]
        right_now, right_then = _right_parts(now), _right_parts(then)
        for direction, parts in ((Direction.GAIN, right_now - right_then), (Direction.LOSS, right_then - right_now)):
            if parts:
                shown = ("found",) if "found" in parts else tuple(sorted(parts))
                yield Difference(direction, measured, now.type, shown, now.gold, then.predicted, now.predicted)


def _right_parts(judgement: Judgement) -> frozenset[str]:
    if judgement.predicted is None:
        return frozenset()
    return (_JUDGED.get(judgement.type, frozenset()) | {"found"}) - set(judgement.wrong)


def _of_spurious(measured: Measured, old: Iterable[Judgement]) -> Iterator[Difference]:
    """Predictions that gold does not know: a new one is a loss, one that is gone a gain."""
    before, after = _spurious(old), _spurious(measured.judgements)
    for type_ in sorted({fact["type"] for fact in (*before, *after)}):
        gone, new, _ = _unmatched(type_, before, after)
        for fact in gone:
            yield Difference(Direction.GAIN, measured, type_, ("spurious",), fact, fact, None)
        for fact in new:
            yield Difference(Direction.LOSS, measured, type_, ("spurious",), fact, None, fact)


def _spurious(judgements: Iterable[Judgement]) -> list[Fact]:
    return [
        judgement.predicted
        for judgement in judgements
        if judgement.verdict is Verdict.SPURIOUS and judgement.predicted is not None
    ]


def _without_gold(group: Sequence[Measured], saved_facts: Sequence[Fact]) -> Iterator[Difference]:
    """Differences of facts outside every stretch that has gold."""
    judged = [measured.stretch for measured in group if measured.stretch.gold is not None]
    if any(stretch.end is None for stretch in judged):
        return

    def outside(facts: Iterable[Fact]) -> list[Fact]:
        return [
            fact
            for fact in facts
            if not any(s.start <= fact["start"] and s.end is not None and fact["end"] <= s.end for s in judged)
        ]

    measured = group[0]
    before, after = outside(saved_facts), outside(measured.prediction.facts)
    for type_ in FIELDS:
        gone, new, pairs = _unmatched(type_, before, after)
        for fact in gone:
            yield Difference(Direction.DISAPPEARED, measured, type_, (), fact, fact, None)
        for fact in new:
            yield Difference(Direction.APPEARED, measured, type_, (), fact, None, fact)
        for old, now in pairs:
            parts = tuple(name for name in ("quote", *FIELDS[type_]) if old.get(name) != now.get(name))
            if parts:
                yield Difference(Direction.CHANGED, measured, type_, parts, now, old, now)


def _unmatched(
    type_: str, before: Sequence[Fact], after: Sequence[Fact]
) -> tuple[list[Fact], list[Fact], list[tuple[Fact, Fact]]]:
    """Facts of a type only before, only after, and the pairs of both."""
    old = [fact for fact in before if fact["type"] == type_]
    new = [fact for fact in after if fact["type"] == type_]
    pairs = match(old, new, 0.5)
    matched_old, matched_new = {i for i, _ in pairs}, {j for _, j in pairs}
    return (
        [fact for i, fact in enumerate(old) if i not in matched_old],
        [fact for j, fact in enumerate(new) if j not in matched_new],
        [(old[i], new[j]) for i, j in pairs],
    )
