"""How like the facts of two files are: what a reader would compare, without places."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from kg.documents import read
from kg.documents.model import Document
from kg.extraction import extract

ROOT = Path(__file__).resolve().parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def facts(document: Document) -> Counter[tuple[str, ...]]:
    """The facts of a report: figures with value, unit, kind, mood, bound and period; projects, initiatives, deadlines, areas."""
    found = extract(document)
    return Counter(
        [
            (f.metric, str(f.value.normalize()), f.unit, f.kind.value, f.modality.value, f.bound.value, str(f.period))
            for f in found.indicators
        ]
        + [(p.name, p.status.value) for p in found.projects]
        + [(i.name, i.status.value) for i in found.initiatives]
        + [("deadline", str(d.date)) for d in found.deadlines]
        + [("area", a.name) for a in found.areas]
    )


def f1(one: Counter[tuple[str, ...]], other: Counter[tuple[str, ...]]) -> float:
    """F1 of the facts of one file against those of another."""
    return 2 * (one & other).total() / (one.total() + other.total())


TITLES = {
    "guanhu-2022": "观湖街道2022年工作总结和2023年工作计划",
    "pingshan-2020": "坪山街道2020年工作总结和2021年工作计划",
}
"""Of the seeds that have lost theirs."""


def titled(seed: Path) -> str:
    """The text of a seed with a title."""
    text = read(seed).text
    return f"{TITLES[seed.stem]}\n{text}" if seed.stem in TITLES else text
