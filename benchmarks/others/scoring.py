"""What the tools found and the gold in, counts out: the same rules for all, those of `kg.evaluation`.

A figure is right when its place overlaps the gold's by a third and value and unit are the gold's. Signs are left out
(a fall is negative in the gold, but no tool of numbers reads the verb). Optional gold counts neither way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from benchmarks.others import gold
from benchmarks.others.gold import Text
from kg.evaluation.matching import intersection_over_union
from kg.evaluation.scores import THRESHOLDS, Verdict, judge

Found = Sequence[Mapping[str, Any]]
BODIES = {"kept_aside": True, "in_view": False}
"""Texts that nobody looked at while rules were written, and those that ours were written with."""


def score_figures(texts: Sequence[Text], found: Sequence[Found]) -> dict[str, dict[str, int]]:
    """Per body of texts: gold figures, findings that count, and how many of the gold are right in what.

    `matched` are those with a finding at their place, `exact` those whose finding has their very characters.
    """
    scores = {}
    for body, kept_aside in BODIES.items():
        counts = dict.fromkeys(("gold", "found", "matched", "value", "unit", "named", "exact"), 0)
        for text, findings in _of(texts, found, kept_aside):
            facts = [_unsigned(fact) for fact in text["facts"] if fact["type"] == "indicator"]
            predicted = [_unsigned({"type": "indicator"} | dict(finding)) for finding in findings]
            for judgement in judge(facts, predicted, ("indicator",)):
                if judgement.verdict is Verdict.IGNORED:
                    continue
                counts["gold"] += judgement.gold is not None
                counts["found"] += judgement.predicted is not None
                if judgement.gold is None or judgement.predicted is None:
                    continue
                counts["matched"] += 1
                right = judgement.verdict is Verdict.RIGHT
                counts["value"] += "value" not in judgement.wrong
                counts["unit"] += right
                counts["named"] += right and "metric" not in judgement.wrong
                counts["exact"] += all(judgement.gold[end] == judgement.predicted[end] for end in ("start", "end"))
        scores[body] = counts
    return scores


def score_deadlines(texts: Sequence[Text], found: Sequence[Found]) -> dict[str, dict[str, int]]:
    """Per body of texts: gold deadlines, times found, and deadlines found with the right day."""
    scores = {}
    for body, kept_aside in BODIES.items():
        counts = dict.fromkeys(("gold", "found", "right"), 0)
        for text, findings in _of(texts, found, kept_aside):
            deadlines = [fact for fact in text["facts"] if fact["type"] == "deadline" and not fact.get("optional")]
            counts["gold"] += len(deadlines)
            counts["found"] += len(findings)
            counts["right"] += sum(any(_same_deadline(fact, each) for each in findings) for fact in deadlines)
        scores[body] = counts
    return scores


def score_places(texts: Sequence[Text], found: Sequence[Sequence[Sequence[int] | None]]) -> dict[str, int]:
    """Phrases given, placed where they stand, placed elsewhere, not placed."""
    pairs = [
        (list(span), place and list(place))
        for text, places in zip(texts, found, strict=True)
        for span, place in zip(gold.spans(text), places, strict=True)
    ]
    exact = sum(span == place for span, place in pairs)
    nowhere = sum(place is None for _, place in pairs)
    return {"given": len(pairs), "exact": exact, "elsewhere": len(pairs) - exact - nowhere, "nowhere": nowhere}


def score_triples(wanted: Path, written: Path, form: ox.RdfFormat) -> dict[str, int]:
    """How many of the wanted triples were written, and how many others."""
    expected = _triples(wanted, ox.RdfFormat.N_TRIPLES)
    got = _triples(written, form)
    return {"triples": len(expected), "same": len(expected & got), "others": len(got - expected)}


def _triples(path: Path, form: ox.RdfFormat) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(path=path, format=form)}


def _of(texts: Sequence[Text], found: Sequence[Found], kept_aside: bool) -> Iterable[tuple[Text, Found]]:
    return [pair for pair in zip(texts, found, strict=True) if pair[0]["kept_aside"] is kept_aside]


def _unsigned(fact: Mapping[str, Any]) -> dict[str, Any]:
    return dict(fact) | {end: None if fact[end] is None else abs(fact[end]) for end in ("value", "value_max")}


def _same_deadline(fact: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    overlap = intersection_over_union(fact, found)
    return bool(overlap >= THRESHOLDS["deadline"] and fact["date"] == found["date"])
