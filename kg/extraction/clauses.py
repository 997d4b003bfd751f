"""The surroundings of a group of phrases: letters and words in, governing verb, predicate and the like out."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extraction.forms import words as lexicon_words
from kg.language.tokens import Tokens

_NAME = re.compile("[nvc>]")
_BUILD = lexicon_words("projects", "contexts", "strict")
_AFTER = lexicon_words("projects", "contexts", "after")
_COST = lexicon_words("projects", "frames", "cost")
_GOING_ON = lexicon_words("projects", "frames", "going_on")
_FRAMES = lexicon_words("projects", "frames", "frames")
_AT_WORK = lexicon_words("projects", "frames", "at_work")
_NOW = lexicon_words("projects", "frames", "now")
_DOING = lexicon_words("projects", "frames", "doing")


class Surroundings(NamedTuple):
    """What stands around a group of coordinated phrases. Offsets are of the reading text, indexes of its tokens."""

    trigger: str
    """The verb that governs the group (开展…活动), empty without one."""
    opens: bool
    """The group begins its clause: 国防动员体制改革稳步推进."""
    follow: str
    """A predicate that says that a thing is built (开工, 投用), among the next words."""
    next_word: str
    direct: bool
    """Nothing but adverbs and counts stand between verb and group."""
    distant: bool
    """A description with 的 stands between: 打造“三生融合”的港人服务示范街区."""
    described: int
    """First token of a description with 的 that belongs to the name (应对突发事件的工作机制), else -1."""
    clause: int
    """Where the clause begins."""
    continues: bool
    """The clause goes on from one before it."""
    listed: bool = False
    """It stands in a frame that names things one after another: 分别为…, 包括…, 一是…."""

    @property
    def governed(self) -> bool:
        """Whether a verb governs the group."""
        return bool(self.trigger)


def before(tokens: Tokens, string: str, first: int) -> Surroundings:
    """What stands before a group that begins with token `first`."""
    words = tokens.words
    clause = max(string.rfind("C", 0, first), string.rfind("Z", 0, first)) + 1
    verb = string.rfind("T", clause, first)
    named = _NAME.search(string, max(verb + 1, clause), first) is not None
    described = _described(string, clause, first, verb) if first and string[first - 1] == "U" else -1
    distant = False
    trigger = ""
    if verb >= 0 and not named:
        trigger = words[verb]
    elif described >= 0:
        verb, trigger, distant = described - 1, words[described - 1], True
    if trigger and trigger not in _BUILD:
        trigger = _builder(words, string, clause, verb) or trigger
    opens = verb < 0 and not named
    direct = not string[max(verb + 1, clause) : first].strip("bmqM")
    return Surroundings(
        trigger,
        opens,
        "",
        "",
        direct,
        distant,
        described,
        tokens.starts[clause],
        opens and clause > 0 and string[clause - 1] == "C",
        first > 0 and words[first - 1] in _FRAMES,
    )


def after(tokens: Tokens, string: str, end: int) -> tuple[str, str]:
    """The predicate of building among the words from token `end` on, and the very next word."""
    words = tokens.words
    next_word = words[end] if end < len(words) else ""
    if words[end - 1] == "进展":
        return "进展", next_word
    begin = _behind_cost(words, end)
    for index in range(begin, min(begin + 9, len(string))):
        if string[index] in "CZ":
            break
        if words[index] in _AFTER:
            return words[index], next_word
        if words[index] in _NOW and words[index + 1 : index + 2] and words[index + 1] in _AT_WORK:
            return words[index + 1], next_word  # 正在铺设片石, 加紧建设
        if words[index] in _GOING_ON and string[index + 1 : index + 2] in ("n", "x", "v"):
            return words[index], next_word  # 正在进行方案设计, 进入收尾阶段
        if string[index] not in "bTvxm":
            break
    return "", next_word


def _behind_cost(words: tuple[str, ...], end: int) -> int:
    """Where the predicate may begin: behind (投资3亿元), ,投资3亿元, a colon before 已, 的建设."""
    mark = words[end] if end < len(words) else ""
    following = words[end + 1] if end + 1 < len(words) else ""
    if mark == "(" or (mark == "," and following in _COST):
        close = ")" if mark == "(" else ","
        for index in range(end + 1, min(end + 16, len(words))):
            if words[index] == close:
                return index + 1 + (mark == "(" and words[index + 1 : index + 2] in ((",",), (":",)))
    elif mark == ":" and following[:1] in ("已", "正", "目", "现"):
        return end + 1
    elif mark == "的" and following in _DOING:
        return end + 2
    return end


def _builder(words: tuple[str, ...], string: str, clause: int, verb: int) -> str:
    """Of several verbs the one that builds: 改造提升老旧小区 · 建设运营服务中心 · 新建、提升口袋公园."""
    for other in range(verb - 1, max(clause, verb - 3) - 1, -1):
        if string[other] not in "TDAv":
            return ""
        if words[other] in _BUILD:
            return words[other]
    return ""


def _described(string: str, clause: int, first: int, verb: int) -> int:
    """Where the description with 的 begins that stands before a phrase: after the verb that governs it, or -1."""
    while verb >= clause and string[verb + 1] in "DAU":
        verb = string.rfind("T", clause, verb)
    if verb < clause or "E" in string[verb:first]:
        return -1
    return verb + 1
