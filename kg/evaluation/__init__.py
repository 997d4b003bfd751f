"""From gold annotations and reports to precision, recall, F1 with intervals, errors, gains and losses."""

from __future__ import annotations

from kg.evaluation.measuring import Evaluation, evaluate
from kg.evaluation.running import run
from kg.evaluation.scores import Counts, score, windows

__all__ = ["Counts", "Evaluation", "evaluate", "run", "score", "windows"]
