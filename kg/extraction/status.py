"""The state of an undertaking: the words before and after its name in, status, promised status and strength out."""

from __future__ import annotations

import re
from functools import cache
from operator import itemgetter

from kg.documents.model import Document, ReportType, SectionRole, Sentence
from kg.extraction.model import Modality, Status, Strength
from kg.lexicon import table

_STATES = {
    "preparing": Status.PREPARING,
    "started": Status.STARTED,
    "underway": Status.UNDERWAY,
    "completed": Status.COMPLETED,
    "in_use": Status.IN_USE,
}


_UNFINISHED_SIGNS = frozenset("未没无迟延剩余顺在正")
"""One of these is in whatever says that something is still to be done."""
_CLAUSE_MARK = re.compile("[,;。]")
_SENTENCE_MARK = re.compile("[;。]")
_WINDOW = 20
"""Characters behind a name in which a plan says what is to become of it."""
_NO_OBJECT = 4
"""Characters behind a word of state (建成|通车, 投产|达效) that name no other thing."""


@cache
def _after() -> tuple[tuple[Status, re.Pattern[str]], ...]:
    return tuple(
        (_STATES[name], re.compile("|".join([*texts, *_about().get(name, ())])))
        for name, texts in table("status")["after"].items()
    )


def _about() -> dict[str, tuple[str, ...]]:
    """What may begin with any words, by state."""
    return {name: (f"{given['about']}(?:{given['words']})",) for name, given in table("status")["after_about"].items()}


@cache
def _any_after() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Whatever tells a state; that but for what may begin with any words; the words that such ends in."""
    texts = table("status")["after"].values()
    return (
        re.compile("|".join(pattern.pattern for _, pattern in _after())),
        re.compile("|".join(text for some in texts for text in some)),
        re.compile("|".join(given["words"] for given in table("status")["after_about"].values())),
    )


@cache
def _before() -> dict[str, Status]:
    return {word: _STATES[name] for name, text in table("status")["before"].items() for word in text.split()}


@cache
def _partial() -> re.Pattern[str]:
    return re.compile(table("status")["partial"]["pattern"])


@cache
def _aspect() -> dict[str, re.Pattern[str]]:
    return {key: re.compile(text) for key, text in table("status")["aspect"].items()}


@cache
def _promises() -> dict[str, Status]:
    return {word: _STATES[name] for name, text in table("status")["promise"].items() for word in text.split()}


@cache
def _strengths() -> tuple[tuple[Strength, re.Pattern[str]], ...]:
    return tuple(
        (Strength(name), re.compile("|".join(text.split()))) for name, text in table("status")["strength"].items()
    )


@cache
def _any_strength() -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for _, pattern in _strengths()))


def _promised(trigger: str) -> Status | None:
    """What a verb of measures promises, also behind an adverb (持续优化)."""
    known = _promises()
    return known.get(trigger) or known.get(trigger[-2:])


def predicate(rest: str) -> Status | None:
    """What the words after a name say of it, None when they say nothing.

    >>> predicate("主体工程封顶。")
    <Status.UNDERWAY: 'underway'>
    """
    act = _aspect()["act"].match(rest)
    found = _first(rest[act.end() :] if act else rest)
    return found[2] if found else None


def _first(rest: str) -> tuple[int, int, Status] | None:
    """Where the first word of state begins and ends and what it says; of those that begin together the longest."""
    if not rest:
        return None
    whole, fixed, ends = _any_after()
    any_of_them = (whole if ends.search(rest) else fixed).search(rest)
    if any_of_them is None:
        return None
    start = any_of_them.start()
    matches = [(match.end(), status) for status, pattern in _after() if (match := pattern.match(rest, start))]
    end, status = max(matches, key=itemgetter(0))
    return start, end, status


def verb(lead: str, trigger: str) -> str:
    """The verb before a name that tells its state: of 开工建设 the whole, else the trigger.

    Args:
        lead: the clause up to the name.
        trigger: the verb that governs the name.
    """
    known = _before()
    whole = next((lead[-size:] for size in range(6, 2, -1) if lead[-size:] in known), trigger)
    return whole if whole in known or len(whole) != 4 or whole[2:] not in known else whole[2:]  # 顺利完成


def _by_day(rest: str) -> Status | None:
    """The last state that the clauses behind a name promise with a day, and of nothing else.

    >>> _by_day("建设,力争2023年6月底前建成通车。"), _by_day("今年动工,2023年10月建成通车。"), _by_day("建设,年底前学校竣工。")
    (<Status.COMPLETED: 'completed'>, <Status.COMPLETED: 'completed'>, None)
    >>> _by_day("年底前竣工,上半年开工建设城北公园。")
    """
    said = None
    for clause in _SENTENCE_MARK.split(rest, 1)[0].split(",")[1:]:
        day = _aspect()["by_day"].match(clause)
        if day is None:
            break  # another act: what follows is said of that
        act = clause[day.end() :]
        found = _first(act)
        said = found[2] if found and found[0] == 0 and len(act) - found[1] <= _NO_OBJECT else said
    return said


def state(trigger: str, rest: str, role: SectionRole, lead: str = "") -> tuple[Status, Status | None]:
    """Status and, in a plan, what is promised.

    Args:
        trigger: the verb before the name, empty without one.
        lead: the clause up to that verb.
        rest: the sentence after the name (after its list).
        role: of the section.
    """
    if role is not SectionRole.PLAN and _partial().match(rest):
        return Status.UNDERWAY, None
    before = _before().get(trigger)
    clause = _CLAUSE_MARK.split(rest, 1)[0]
    if role is SectionRole.PLAN:
        said = predicate(clause[:_WINDOW])
        if said is None and before is None and len(clause) < _WINDOW:
            said = predicate(rest[:_WINDOW])
        if before in (Status.COMPLETED, Status.IN_USE) and said is Status.UNDERWAY:
            said = before  # 完成城南公园建设
        return Status.PLANNED, _by_day(rest) or said or before or _promised(trigger)
    after = predicate(clause)
    if after is None and _aspect()["goes_on"].match(rest[len(clause) :]):
        # 实施城南道路工程,全部完工
        after = predicate(_CLAUSE_MARK.split(rest[len(clause) + 1 :], 1)[0])
        before = before if after is None else None
    done = (before, after)
    if _aspect()["to_come"].search(lead):
        return Status.PREPARING, None
    if _aspect()["expected"].search(lead) and set(done) & {Status.COMPLETED, Status.IN_USE}:
        return Status.UNDERWAY, None
    if before in (Status.COMPLETED, Status.IN_USE) and _aspect()["going_on"].search(lead):
        return Status.UNDERWAY, None
    if trigger and before is not None:
        only_begun = _aspect()["only_begun"].match(clause) is not None
        if before in (Status.COMPLETED, Status.IN_USE) and after is not Status.PREPARING:
            return (Status.UNDERWAY if only_begun else before), None
        return (after or before), None
    return after or predicate(rest) or before or Status.UNSTATED, None


def unfinished(rest: str) -> Status | None:
    """What the words behind a name say is still to be done of it, though some of it may be done; None when nothing.

    Args:
        rest: the sentence from the end of the name up to the next undertaking that it names.

    >>> unfinished("受天气影响,年内未能开工。"), unfinished("打通了1.3公里,还剩800米在做桩基;")
    (<Status.PREPARING: 'preparing'>, <Status.UNDERWAY: 'underway'>)
    """
    clause = rest.partition("。")[0].partition(";")[0]
    if _UNFINISHED_SIGNS.isdisjoint(clause):
        return None
    if _aspect()["not_begun"].search(clause):
        return Status.PREPARING
    return Status.UNDERWAY if _aspect()["not_ended"].search(clause) else None


def role_of(document: Document, sentence: Sentence) -> SectionRole:
    """The role of a sentence's section; everything that a plan or a task list sets out is planned."""
    role = document.section_of(sentence).role
    if document.metadata.report_type in (ReportType.TASK_LIST, ReportType.PLAN) and role is not SectionRole.FURNITURE:
        return SectionRole.PLAN
    return role


def modality(role: SectionRole) -> Modality:
    """Statements of a plan are promises."""
    return Modality.TARGET if role is SectionRole.PLAN else Modality.ACTUAL


def strength(clause: str, role: SectionRole, behind: str = "") -> Strength | None:
    """How firmly a plan promises, by the clause before a name, else by the words behind it; None outside plans."""
    if role is not SectionRole.PLAN:
        return None
    for words in (clause, behind.partition("。")[0]):
        if _any_strength().search(words):
            return next(value for value, pattern in _strengths() if pattern.search(words))
    return Strength.PLAN
