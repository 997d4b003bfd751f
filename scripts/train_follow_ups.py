"""Gold of consecutive reports in, kg/lexicon/follow_ups.toml out: the weights by which kg/linking/likeness.py tells
whether a promise and an outcome are about one thing, and the confidences of the rules that link them.

Usage: python scripts/train_follow_ups.py

Logistic regression with a ridge, fitted by Newton's method on the pairs of `tests/gold/pairs` that are in view. What is
measured leaves one pair of reports out of the training each time. The same gold gives the same file, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import numpy as np

from kg.evaluation.bodies import held_out_names
from kg.evaluation.follow_ups import Followed, Gold, claims_of_pair, counted, read_gold
from kg.lexicon import table
from kg.linking import likeness
from kg.linking.across import across, figure_candidates, project_candidates
from kg.linking.claims import Claims

ROOT = Path(__file__).resolve().parents[1]
PAIRS = ROOT / "tests/gold/pairs"
TARGET = ROOT / "kg/lexicon/follow_ups.toml"
RIDGE = 1.0
SORTS = {"figure": likeness.FIGURE_FEATURES, "project": likeness.PROJECT_FEATURES}
HEADER = """\
# Weights of the likeness of a promise and an outcome (kg/linking/likeness.py): a constant, then one a feature; and how often
# the rules that link them are right. Written by scripts/train_follow_ups.py from {pairs} pairs of reports with {links} links; what
# is right was counted with the pair in question left out of the training, drawn to one half by two cases more.
"""


@dataclass(frozen=True)
class Pair:
    """Two consecutive reports with the gold on them, and per sort the features of candidates and whether they are right."""

    name: str
    claims: tuple[Claims, Claims]
    gold: Gold
    rows: dict[str, list[tuple[tuple[float, ...], bool]]] = field(default_factory=dict)


def pairs() -> Iterator[Pair]:
    """The pairs in view."""
    aside = held_out_names([PAIRS])
    for file in sorted(PAIRS.glob("*.tsv")):
        if file.stem in aside:
            continue
        first, second = claims_of_pair(file)
        pair = Pair(file.stem, (first, second), read_gold(file))
        ground = likeness.Ground(first, second)
        for sort, find in (("figure", figure_candidates), ("project", project_candidates)):
            candidates = find(first, second, ground)
            pair.rows[sort] = [
                (features, pair.gold.links(candidates.tasks[i], candidates.results[j]))
                for i, j, features in candidates.pairs
            ]
        yield pair


def fitted(rows: Sequence[tuple[tuple[float, ...], bool]]) -> list[float]:
    """The weights, the constant first."""
    x = np.array([(1.0, *features) for features, _ in rows])
    y = np.array([float(right) for _, right in rows])
    ridge = np.eye(x.shape[1]) * RIDGE
    ridge[0, 0] = 0.0
    weights = np.zeros(x.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ weights))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, x.T @ (p - y) + ridge @ weights)
        weights -= step
        if abs(step).max() < 1e-9:
            break
    return [round(float(weight), 3) for weight in weights]


def trained(used: Sequence[Pair]) -> dict[str, list[float]]:
    """The weights of each sort."""
    return {sort: fitted([row for pair in used for row in pair.rows[sort]]) for sort in SORTS}


def measured(used: Sequence[Pair]) -> tuple[Followed, dict[str, tuple[int, int]]]:
    """What comes of each pair when the others are learned from, and of each rule how many are right of how many."""
    total = Followed()
    rules: dict[str, tuple[int, int]] = {}
    for left_out in used:
        weights = trained([pair for pair in used if pair is not left_out])
        tables = {sort: {"weights": numbers} for sort, numbers in weights.items()}
        with mock.patch("kg.linking.likeness.table", lambda name, t=tables: t if name == "follow_ups" else table(name)):
            found = across(left_out.claims)
        total += counted(found, left_out.claims, left_out.gold)
        for one in found:
            right, said = rules.get(one.rule, (0, 0))
            rules[one.rule] = (right + left_out.gold.is_right(one, left_out.claims), said + 1)
    return total, rules


def main() -> None:
    """Measure, train on all, write."""
    used = list(pairs())
    total, rules = measured(used)
    print(f"one pair left out each time: links P {total.links.precision:.3f} R {total.links.recall:.3f}", total.links)
    lines = [HEADER.format(pairs=len(used), links=total.links.gold), "[confidence]\n"]
    for rule, (right, said) in sorted(rules.items()):
        print(f"  {rule}: {right} of {said}")
        lines.append(f"{rule} = {(right + 1) / (said + 2):.2f}\n")
    for sort, weights in trained(used).items():
        lines.append(f"\n[{sort}]\nweights = [\n  {weights[0]},\n")
        lines.extend(f"  {weight}, # {name}\n" for weight, name in zip(weights[1:], SORTS[sort], strict=True))
        lines.append("]\n")
    TARGET.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
