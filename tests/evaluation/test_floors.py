"""The first version's floors on the five seeds, held-out one included: figures only, nothing of the texts is shown."""

from __future__ import annotations

import pytest

from kg.evaluation.measuring import Evaluation, Figures, evaluate, pooled
from tests.evaluation.reference import GOLD

FLOORS = {"indicator": 0.95, "fact": 0.75, "project": 0.65, "initiative": 0.60, "area": 0.85}
LEAST_PERIOD = 0.85


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate([GOLD / "seeds"], include_held_out=True)


@pytest.fixture(scope="module")
def figures(evaluation: Evaluation) -> Figures:
    return pooled("all seeds", [*evaluation.shown, *evaluation.kept_aside])


def test_all_five_seeds_are_measured(figures: Figures) -> None:
    assert figures.texts == 5


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_f1_reaches_its_floor(figures: Figures, name: str, floor: float) -> None:
    ratio = figures.ratio(name)
    assert ratio.f1 >= floor, f"{name}: F1 {ratio.f1:.3f}, P {ratio.precision:.3f}, R {ratio.recall:.3f}"


def test_periods_of_right_figures_reach_their_floor(figures: Figures) -> None:
    share = figures.counts.attribute("period")
    assert share is not None and share >= LEAST_PERIOD, f"period: {share}"


def test_quotations_are_what_stands_there(evaluation: Evaluation) -> None:
    for measured in (*evaluation.shown, *evaluation.kept_aside):
        text = measured.prediction.text
        wrong = sum(text[fact["start"] : fact["end"]] != fact["quote"] for fact in measured.prediction.facts)
        assert wrong == 0, f"{measured.stretch.name}: {wrong} quotations are not at their offsets"
