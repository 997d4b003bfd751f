"""From stretches of text with gold to an evaluation: facts, judgements and counts of each, pooled figures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.evaluation import bodies
from kg.evaluation.bodies import Stretch
from kg.evaluation.bootstrap import Figure, intervals
from kg.evaluation.matching import Fact
from kg.evaluation.predicting import Predict, Prediction, whole_way
from kg.evaluation.scores import ATTRIBUTES, CLASSES, Counts, Judgement, Ratio, count, inside, judge
from kg.records import record

KEPT_ASIDE = "kept aside"
RATIOS = (*CLASSES, "fact")
SHARES = (*ATTRIBUTES, "period", "status")

Interval = tuple[float, float] | None


@dataclass(frozen=True)
class Measured:
    """One stretch of text with what was found in it. `judgements` is empty for a text without gold."""

    stretch: Stretch
    prediction: Prediction
    judgements: tuple[Judgement, ...]

    @property
    def facts(self) -> Sequence[Fact]:
        """The facts inside the stretch."""
        end = self.stretch.end
        return inside(self.prediction.facts, self.stretch.start, len(self.prediction.text) if end is None else end)

    @cached_property
    def counts(self) -> Counts:
        """Counts of the whole stretch."""
        return count(self.judgements)

    def sentence_counts(self) -> list[Counts]:
        """Counts of each sentence of the stretch, those without facts included."""
        starts = self.prediction.sentence_starts
        end = self.stretch.end if self.stretch.end is not None else len(self.prediction.text)
        first = max(0, bisect_right(starts, self.stretch.start) - 1)
        by_sentence: dict[int, list[Judgement]] = {
            place: [] for place in range(first, max(first + 1, bisect_right(starts, end - 1)))
        }
        for judgement in self.judgements:
            by_sentence.setdefault(max(0, bisect_right(starts, judgement.start) - 1), []).append(judgement)
        return [count(judgements) for judgements in by_sentence.values()]


@record
class Figures:
    """Counts of a body or document, with the 95 % intervals of the F1 of classes and of the shares of attributes."""

    name: str
    texts: int
    counts: Counts
    intervals: dict[str, Interval]

    def ratio(self, name: str) -> Ratio:
        """Precision, recall and F1 of a class or of whole facts."""
        return self.counts.ratio(name)


@dataclass(frozen=True)
class Evaluation:
    """Everything measured in one go. `kept_aside` holds held-out stretches: only their figures are ever shown."""

    shown: tuple[Measured, ...]
    kept_aside: tuple[Measured, ...]
    left_out: int
    """How many held-out stretches were not measured at all."""

    @property
    def open(self) -> list[Measured]:
        """Measured stretches with gold that may be looked at."""
        return [measured for measured in self.shown if measured.stretch.gold is not None]

    def bodies(self) -> list[Figures]:
        """Figures of each body, apart; held-out documents as bodies of their own at the end."""
        groups: dict[str, list[Measured]] = {}
        for measured in self.open:
            groups.setdefault(measured.stretch.body, []).append(measured)
        for measured in self.kept_aside:
            groups.setdefault(f"{measured.stretch.body} ({KEPT_ASIDE})", []).append(measured)
        return [pooled(name, group) for name, group in groups.items()]

    def documents(self) -> list[Figures]:
        """Figures of each document that may be looked at, the windows of one document pooled."""
        groups: dict[tuple[str, str], list[Measured]] = {}
        for measured in self.open:
            groups.setdefault((measured.stretch.body, measured.stretch.document), []).append(measured)
        return [pooled(document, group) for (_, document), group in groups.items()]


def pooled(name: str, group: Sequence[Measured]) -> Figures:
    """The figures of several stretches together; intervals by resampling them, for a single one its sentences."""
    units = [measured.counts for measured in group] if len(group) > 1 else group[0].sentence_counts()
    figures = {ratio: _f1_of(ratio) for ratio in RATIOS} | {share: _share_of(share) for share in SHARES}
    return Figures(name, len(group), sum((measured.counts for measured in group), Counts()), intervals(units, figures))


def _f1_of(name: str) -> Figure:
    return lambda counts: counts.ratio(name).f1


def _share_of(name: str) -> Figure:
    return lambda counts: counts.attribute(name)


def evaluate(
    paths: Iterable[str | Path],
    *,
    exclude: Iterable[str] = (),
    include_held_out: bool = False,
    predict: Predict = whole_way,
) -> Evaluation:
    """Extract the texts behind gold paths (see `kg.evaluation.bodies`) and judge what was found.

    Held-out documents (file HELD_OUT, and `exclude`) are left out, or with `include_held_out` measured and kept aside.

    Raises:
        UnreadableSource: a path does not exist, holds no gold, or a text is missing or cannot be read.
    """
    given = [Path(path) for path in paths]
    stretches = bodies.find(given, bodies.held_out_names(given, exclude))
    found: dict[Path, Prediction] = {}
    shown: list[Measured] = []
    kept_aside: list[Measured] = []
    for stretch in stretches:
        if stretch.held_out and (not include_held_out or stretch.gold is None):
            continue
        if stretch.text_path not in found:
            found[stretch.text_path] = predict(stretch.text_path)
        prediction = found[stretch.text_path]
        bare = Measured(stretch, prediction, ())
        judgements = () if stretch.gold is None else tuple(judge(stretch.gold, bare.facts, stretch.classes))
        (kept_aside if stretch.held_out else shown).append(Measured(stretch, prediction, judgements))
    return Evaluation(tuple(shown), tuple(kept_aside), len(stretches) - len(shown) - len(kept_aside))
