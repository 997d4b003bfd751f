"""What the form of a phrase says: a phrase in, works, act, thing, measure or body out, and the name without its tail.

The heads are data (tables `projects` and `initiatives` of the lexicon): 稻兴环球科创中心 is a thing, 农贸市场升级改造 an
act, 河长制 a measure. The form alone decides nothing: the rules also look at the verb, the count and the predicate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache

from kg.language.tokens import UNKNOWN, dictionary
from kg.lexicon import table


class Form(StrEnum):
    """Form of a phrase."""

    NONE = ""
    WORKS = "works"
    """…项目, …工程."""
    ACT = "act"
    """An act of building: 升级改造, 迁建, 雨污分流."""
    THING = "thing"
    """Something that is built: 大厦, 公园, 停车位."""
    MEASURE = "measure"
    """…机制, …行动, …品牌."""
    MEASURE_OR_ACT = "measureOrAct"
    """综合整治: of a road an act, of fire risks a measure."""
    BODY = "body"
    """…局, …办."""

    @property
    def is_project(self) -> bool:
        """Whether the form is one of a project."""
        return self in (Form.WORKS, Form.ACT, Form.THING)

    @property
    def is_measure(self) -> bool:
        """Whether the form is one of an initiative."""
        return self in (Form.MEASURE, Form.MEASURE_OR_ACT)


@cache
def words(name: str, *keys: str) -> frozenset[str]:
    """The words of a string of the lexicon."""
    return frozenset(_node(name, *keys).split())


@cache
def pattern(name: str, *keys: str) -> re.Pattern[str]:
    """A regular expression of the lexicon."""
    return re.compile(_node(name, *keys))


@cache
def any_of(name: str, *keys: str) -> re.Pattern[str]:
    """Matches any of the words of a string of the lexicon."""
    return re.compile(_alternation(_node(name, *keys).split()))


class Ending:
    """The heads that a phrase may end in."""

    __slots__ = ("_by_last",)

    def __init__(self, heads: Iterable[str]) -> None:
        by_last: dict[str, dict[int, set[str]]] = {}
        for head in heads:
            by_last.setdefault(head[-1], {}).setdefault(len(head), set()).add(head)
        self._by_last = {last: tuple(sorted(lengths.items(), reverse=True)) for last, lengths in by_last.items()}

    def of(self, phrase: str) -> str:
        """The longest head that a phrase ends in, empty when it ends in none."""
        for length, heads in self._by_last.get(phrase[-1:], ()):
            if phrase[-length:] in heads:
                return phrase[-length:]
        return ""


@cache
def ending(name: str, *keys: str) -> Ending:
    """The heads of a string of the lexicon."""
    return Ending(_node(name, *keys).split())


def _node(name: str, *keys: str) -> str:
    node = table(name)
    for key in keys:
        node = node[key]
    return str(node)


def _alternation(items: list[str]) -> str:
    return "|".join(map(re.escape, sorted(set(items), key=lambda word: (-len(word), word))))


@cache
def _types() -> dict[str, str]:
    return {head: kind for kind, text in reversed(table("initiatives")["heads"].items()) for head in text.split()}


def initiative_type(head: str) -> str:
    """The type of an initiative by its head (测试机制 → mechanism), `other` for unknown heads."""
    return _types().get(head, "other")


WORKS = ending("projects", "heads", "works")
ACTS = ending("projects", "heads", "acts")
THINGS = ending("projects", "heads", "things")
NO_THINGS = ending("projects", "heads", "not_things")
TAIL = ending("projects", "contexts", "tail")
CONSTRUCTION = pattern("initiatives", "contexts", "construction")
MEASURES = Ending(head for text in table("initiatives")["heads"].values() for head in text.split())


def without_bracket(name: str) -> str:
    """高新奇科技楼(二期) → 高新奇科技楼."""
    return name[: name.rfind("(")] if name.endswith(")") else name


def form_of(phrase: str) -> Form:
    """The form of a phrase, by its end; where several heads fit, the longer decides.

    >>> form_of("新安足球公园新建工程"), form_of("老旧小区消防管网改造"), form_of("农贸市场疫情防控专班")
    (<Form.WORKS: 'works'>, <Form.ACT: 'act'>, <Form.MEASURE: 'measure'>)
    """
    phrase = without_bracket(phrase)
    if WORKS.of(phrase):
        return Form.WORKS
    measure, thing, act = MEASURES.of(phrase), THINGS.of(phrase), ACTS.of(phrase)
    if measure and len(thing) <= len(measure):
        return Form.MEASURE_OR_ACT if act else Form.MEASURE
    if act and len(thing) <= len(act):
        return Form.ACT
    if thing and not NO_THINGS.of(phrase):
        return Form.THING
    if CONSTRUCTION.search(phrase):
        return Form.MEASURE
    return Form.BODY if len(phrase) >= 4 and phrase[-1] in "局办" else Form.NONE


@lru_cache(maxsize=20_000)
def trim(phrase: str) -> tuple[str, Form]:
    """A phrase without the words that follow its name, and its form.

    >>> trim("创业二路精品示范段建设"), trim("全国文明城市创建工作")
    (('创业二路精品示范段', <Form.THING: 'thing'>), ('全国文明城市创建', <Form.MEASURE: 'measure'>))
    """
    shorter = phrase
    head, last = MEASURES.of(phrase), TAIL.of(phrase)
    if last and len(head) > len(last):
        return phrase, form_of(phrase)  # 三年行动计划 is no 行动 + 计划
    while (tail := TAIL.of(shorter)) and len(shorter) - len(tail) > 1:
        shorter = shorter[: -len(tail)]
        if form := form_of(shorter):
            return shorter, form
    return phrase, form_of(phrase)


def is_proper(name: tuple[str, ...]) -> bool:
    """Whether the words of a phrase hold a name: of a place, a person, a firm, or unknown to the dictionary in front."""
    lookup = dictionary().get
    if lookup(name[0], UNKNOWN) == UNKNOWN:
        return True
    return any(lookup(word, UNKNOWN)[:2] in ("ns", "nr", "nz") or word.isascii() for word in name)
