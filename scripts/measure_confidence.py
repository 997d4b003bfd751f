"""Gold in, kg/lexicon/confidence.toml out: the measured precision of each rule for figures, set-asides and deadlines.

Usage: python scripts/measure_confidence.py [GOLD…]   (default: the project's gold, and $STREETKG_SHARED/gold/real)

Held-out texts are left out. Each precision is drawn to the average of its table with the weight of four cases, and none
is above .99: no rule is certain.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from kg.evaluation.matching import overlap
from kg.evaluation.measuring import evaluate
from kg.evaluation.scores import CAP, Verdict, drawn

ROOT = Path(__file__).resolve().parents[1]
HEADER = """\
# The measured precision of each rule, on the gold that rules were written on (held-out texts left out): of what a rule put out,
# how much was right in everything (value, unit, kind, modality, bound, metric; the date of a deadline); for a number set aside,
# how often no careful reader sees a figure there. Each is drawn to the average of its table (`default`) with the weight of four
# cases and none is above .99, so that no rule is certain. Written by scripts/measure_confidence.py.
"""
Tally = dict[str, list[int]]


def measure(paths: list[Path]) -> Mapping[str, Tally]:
    """Per table (figures, set_asides, deadlines) and rule: how often right, how often at all."""
    tables: dict[str, Tally] = {"figures": {}, "set_asides": {}, "deadlines": {}}
    for measured in evaluate(paths).shown:
        for judgement in measured.judgements:
            name = {"indicator": "figures", "deadline": "deadlines"}.get(judgement.type)
            if name is None or judgement.predicted is None or judgement.verdict is Verdict.IGNORED:
                continue
            _add(tables[name], judgement.predicted["rule"], judgement.whole)
        wanted = [g for g in measured.stretch.gold or () if g["type"] == "indicator" and not g.get("optional")]
        for fact in measured.facts:
            if fact["type"] == "set_aside":
                _add(tables["set_asides"], fact["rule"], not any(overlap(g, fact) for g in wanted))
    return tables


def _add(tally: Tally, rule: str, right: bool) -> None:
    counts = tally.setdefault(rule, [0, 0])
    counts[0] += right
    counts[1] += 1


def as_toml(tables: Mapping[str, Tally]) -> str:
    """The file's contents."""
    lines = [HEADER.rstrip("\n")]
    for name, tally in tables.items():
        average = sum(right for right, _ in tally.values()) / max(1, sum(n for _, n in tally.values()))
        lines += ["", f"[{name}]", f"default = {min(CAP, average):.2f}"]
        for rule, (right, n) in sorted(tally.items()):
            lines.append(f"{rule} = {drawn(right, n, average):.2f}  # {right} of {n}")
    return "\n".join(lines) + "\n"


def main() -> None:
    shared = os.environ.get("STREETKG_SHARED")
    given = [Path(a) for a in sys.argv[1:]] or [
        ROOT / "tests/gold/seeds",
        ROOT / "tests/gold/passages",
        ROOT / "tests/gold/imitations",
        *([Path(shared) / "gold/real"] if shared else []),
    ]
    target = ROOT / "kg/lexicon/confidence.toml"
    target.write_text(as_toml(measure(given)), encoding="utf-8")
    print(f"{target.relative_to(ROOT)} written from {len(given)} bodies of gold")


if __name__ == "__main__":
    main()
