"""Done or promised: a figure in its section and clause in, modality and strength out."""

from __future__ import annotations

import re
from functools import cache

from kg.documents.model import SectionRole
from kg.extraction import labels
from kg.extraction.model import Kind, Modality, Strength
from kg.language.tokens import dictionary
from kg.lexicon import table, words
from kg.records import record


@record
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
        "estimate": re.compile(table("figures")["modality"]["estimate"]),
        "actual": re.compile(f"{alternation('modality', 'actual')}|{table('figures')['modality']['actual_now']}"),
        "task": re.compile(f"(?:{alternation('modality', 'task')})(?:为|是)?$"),
        "annual": re.compile(alternation("modality", "annual")),
        "ensure": re.compile(alternation("strength", "ensure")),
        "strive": re.compile(alternation("strength", "strive")),
        "baseline": re.compile(forms["baseline"]),
        "to_after": re.compile(forms["baseline_after"]),
        "planned_after": re.compile(forms["planned_after"]),
        "annual_after": re.compile(forms["annual_after"]),
        "short_of": re.compile(forms["short_of"]),
        "short_of_after": re.compile(forms["short_of_after"]),
        "fulfils": re.compile(forms["fulfils"]),
        **{
            key: re.compile(table("figures")["modality"][key])
            for key in (
                "named_target",
                "tasks",
                "assigned",
                "part_done",
                "remaining",
                "remaining_after",
                "compared_with_target",
                "promised_whole",
                "no_plan",
            )
        },
    }


def _named_target(text: str, clause: tuple[int, int], start: int) -> tuple[int, int] | None:
    """The words that name a figure as a target: 年度目标14.6亿元, 年度目标:引进项目30个,其中…; None without any."""
    p = _patterns()
    own = p["named_target"].search(text, clause[0], start)
    if own is not None:
        return None if p["compared_with_target"].search(text, clause[0], own.start()) else own.span()
    stop = max(text.rfind("。", 0, start), text.rfind("\n", 0, start))
    colon = text.rfind(":", stop + 1, start)
    if colon < 0:
        return None
    before = p["named_target"].search(text, stop + 1, colon)
    return before.span() if before is not None else None


def _is_task_told_of(text: str, clause: tuple[int, int], left: str, right: str, progress: bool) -> bool:
    """10件实事已完成4件; 安排民生实事26项,已完成17项: the first is the task, the second what is done of it."""
    p = _patterns()
    if progress and p["assigned"].search(left):
        return True
    following = labels.without_time(text[clause[1] - len(right) : clause[1] + 24])
    following = re.split("[0-9。;]", following, maxsplit=1)[0]
    if not p["part_done"].search("。" + following):
        return False
    return progress or bool(p["tasks"].search(left[-8:]) or p["tasks"].search(right[:8]) or p["assigned"].search(left))


def _will(window: str) -> re.Match[str] | None:
    """将 before a verb (将投入资金): a promise. Before a noun it marks an object (将政策汇编成册)."""
    return next((m for m in _WILL.finditer(window) if dictionary().get(m.group(1)) == "v"), None)


_WILL = re.compile("(?<!即)将(..)")
_AIM = re.compile("目标|计划")
GIVEN_TASK = re.compile(table("figures")["forms"]["given_task"])
_TASK_NOUN = re.compile("|".join(table("figures")["forms"]["task_nouns"]))


def is_baseline(left: str, right: str) -> bool:
    """True for the first figure of 由X提高到Y."""
    p = _patterns()
    return bool(p["to_after"].search(labels.without_time(right)) and p["baseline"].search(labels.without_time(left)))


def is_short_of(left: str, right: str) -> bool:
    """True for a target that what was told before it falls short of: 覆盖率仅61.5%,与90%的目标差距较大."""
    p = _patterns()
    return bool(p["short_of"].search(left) and p["short_of_after"].match(right))


def read_mood(
    text: str, clause: tuple[int, int], start: int, end: int, role: SectionRole, kind: Kind, *, progress: bool = False
) -> Mood:
    """Modality of the figure at `start`–`end`: by the section first, then by the words of its clause.

    `progress`: the report tells how far a list of tasks is.
    """
    p = _patterns()
    left, right = text[clause[0] : start], text[end : clause[1]]
    if p["task"].search(left) and right.startswith("的") and kind is Kind.LEVEL:
        # 完成区下达任务35.42万平方米的91%: a task as such is a promise.
        return Mood(Modality.TARGET, annual=True)
    if kind is Kind.LEVEL and GIVEN_TASK.search(left) and _TASK_NOUN.match(right):
        # 超额完成区下达的10万平方米任务
        return Mood(Modality.TARGET, annual=True)
    if is_short_of(left, right):
        return Mood(Modality.TARGET, annual=True)
    if is_baseline(left, right):
        return Mood(Modality.ACTUAL)  # 建成后日处理能力由3万吨增至5万吨
    told = labels.TASK_IS.search(left)
    if told is not None and kind is not Kind.SHARE and "完成" not in left[: told.start()]:
        # 改造任务为新开工1200套、基本建成860套
        return Mood(Modality.TARGET, annual=True, cue=(clause[0] + told.start(), clause[0] + told.end()))
    fulfils = kind is Kind.SHARE and p["fulfils"].search(left)
    named = None if fulfils else _named_target(text, clause, start)
    if named is not None:
        return Mood(Modality.TARGET, annual=True, cue=named)
    if role is SectionRole.PLAN:
        if p["actual"].search(left[-12:]):
            return Mood(Modality.ACTUAL)
        return Mood(Modality.TARGET, annual=bool(p["annual"].search(left) or p["annual_after"].match(right)))
    if p["estimate"].search(left):
        return Mood(Modality.ACTUAL)
    window = p["no_plan"].sub("〇〇", left[-14:])
    if fulfils:
        # 占年度计划的97.6%, 占年度计划22亿元的96.8%: how far a plan is fulfilled is an outcome.
        return Mood(Modality.ACTUAL)
    if kind is Kind.LEVEL and _is_task_told_of(text, clause, left, right, progress):
        return Mood(Modality.TARGET, annual=True)
    if p["remaining"].search(left) and p["remaining_after"].match(right):
        return Mood(Modality.TARGET)
    whole = p["promised_whole"].search(left)
    if whole:
        return Mood(Modality.TARGET, annual=True, cue=(clause[0] + whole.start(), clause[0] + whole.end()))
    cue = p["target"].search(window) or _will(window)
    if cue and _AIM.search(cue.group()) and p["compared_with_target"].search(window[: cue.start()]):
        cue = None
    if cue and "已" not in window:
        offset = start - len(window)
        annual = bool(p["annual"].search(left[-8:]))
        return Mood(Modality.TARGET, annual=annual, cue=(offset + cue.start(), offset + cue.end()))
    planned = p["planned_after"].match(right)
    if planned and (planned.group()[-1] != "将" or _will(right[:3])):
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
