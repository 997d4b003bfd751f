"""Done or promised: a figure in its section and clause in, modality and strength out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.documents.model import SectionRole
from kg.extraction.model import Kind, Modality, Strength
from kg.lexicon import table, words


@dataclass(frozen=True, slots=True)
class Mood:
    """`annual` marks a task of the whole year; `cue` is the span of the deciding words in the text, if any."""

    modality: Modality
    annual: bool = False
    cue: tuple[int, int] | None = None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    def alternation(*keys: str) -> str:
        return "|".join(re.escape(w) for w in words("figures", *keys))

    forms = table("figures")["forms"]
    return {
        "target": re.compile(alternation("modality", "target")),
        "estimate": re.compile(alternation("modality", "estimate")),
        "actual": re.compile(alternation("modality", "actual")),
        "task": re.compile(f"(?:{alternation('modality', 'task')})(?:为|是)?$"),
        "annual": re.compile(alternation("modality", "annual")),
        "ensure": re.compile(alternation("strength", "ensure")),
        "strive": re.compile(alternation("strength", "strive")),
        "baseline": re.compile(forms["baseline"]),
        "to_after": re.compile(forms["baseline_after"]),
        "planned_after": re.compile(forms["planned_after"]),
        "annual_after": re.compile(forms["annual_after"]),
    }


def is_baseline(left: str, right: str) -> bool:
    """True for the first figure of 由X提高到Y."""
    p = _patterns()
    return bool(p["baseline"].search(left) and p["to_after"].search(right))


def read_mood(text: str, clause: tuple[int, int], start: int, end: int, role: SectionRole, kind: Kind) -> Mood:
    """Modality of the figure at `start`–`end`: by the section first, then by the words of its clause."""
    p = _patterns()
    left, right = text[clause[0] : start], text[end : clause[1]]
    if p["task"].search(left) and right.startswith("的") and kind is Kind.LEVEL:
        # 完成区下达任务35.42万平方米的91%: a task as such is a promise.
        return Mood(Modality.TARGET, annual=True)
    if role is SectionRole.PLAN:
        if is_baseline(left, right) or p["actual"].search(left[-12:]):
            return Mood(Modality.ACTUAL)
        return Mood(Modality.TARGET, annual=bool(p["annual"].search(left) or p["annual_after"].match(right)))
    if p["estimate"].search(left):
        return Mood(Modality.ACTUAL)
    window = left[-14:]
    cue = p["target"].search(window)
    if cue and "已" not in window:
        offset = start - len(window)
        return Mood(Modality.TARGET, cue=(offset + cue.start(), offset + cue.end()))
    planned = p["planned_after"].match(right)
    if planned:
        return Mood(Modality.TARGET, annual=True, cue=(end, end + planned.end()))
    return Mood(Modality.ACTUAL)


def read_strength(text: str, start: int, end: int) -> tuple[Strength, tuple[int, int] | None]:
    """How firmly a target is promised by the words of a stretch of text, and where they stand."""
    p = _patterns()
    for key, strength in (("ensure", Strength.ENSURE), ("strive", Strength.STRIVE)):
        m = p[key].search(text, start, end)
        if m:
            return strength, m.span()
    return Strength.PLAN, None
