"""Rules and model together: what the rules found and the spans of the model in, one list of names out.

A name that the model finds too is the rule's, with its bounds (the model may begin it earlier) and what it knows of the
list. What the model alone finds is added under `project-model` and `initiative-model`. What a rule alone finds is left
out, and where both see names of different sorts, or the model several where the rule sees one, the model's stand: on texts
that the rules were not written on, rules alone were right in 39 % of cases.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import partial

from kg.extraction import clauses
from kg.extraction.candidates import Found, Role, Sort
from kg.extraction.forms import MEASURES, initiative_type, pattern
from kg.extraction.learned import Span
from kg.language.tokens import Tokens, dictionary
from kg.lexicon import table

_COUNT_BEFORE = re.compile(r"(?:M|m+b?q)(?=U?$)")
_COUNT_AFTER = re.compile(r"(?:m+b?q|M)(?![nvx])")
_LINKED = re.compile(r"[DA]+")
# What stands between the last member and the head: 等3个.
_CLOSING = re.compile(r"(?:D|A)?(?:E+(?:(?:M|m+b?q)U?)?|(?:M|m+b?q)U?)[bTx]*")
_SHORTEST_NAME, _LONGEST_NAME = 3, 24
_QUOTES = '“”"‘’《》'
_NONE = table("projects")["none"]
_none = partial(pattern, "projects", "none")
_JOINTS = _none("joints")
_MET = frozenset(_NONE["met"].split())
_SOME_OF_MANY = tuple(_NONE["some_of_many"].split())
_STANDARD = _NONE["standard"]
_LOOKED_INTO = _none("looked_into")
_RATE = _none("rate")
_EVENT = _none("event")
_COUNTED = _none("counted")
_IN_DANGER = _none("in_danger")
_DEALT_WITH = _none("dealt_with")
_BY_MEANS = _none("by_means")
_MEANS = _none("means")
_MEANS_FOR = _none("means_for")
_LACKING_BEFORE = _none("lacking_before")
_STILL_LACKING = _none("lacking_after")
_WINNER = _none("winner")
_HAS_WON = _none("won_after")
_FOR_WHOM_BEFORE = _none("for_whom_before")
_FOR_WHOM = _none("for_whom")
_OF_CHANNEL = _none("channel_before")
_CHANNEL = _none("channel_after")
_PLAN = _none("of_the_plan")
_YEAR_OF_PLAN = _none("year_of_plan")
_INVESTED = _none("invested")
_TOLD = _none("told")
_SUBMITTED = _none("submitted")
_YEAR_BEFORE = _none("year_before")
_NOT_BUILT = _none("not_built")
_NO_PROJECT = re.compile("|".join([*_NONE["no_project"], _NONE["submitted"]]))


def judged(text: str, tokens: Tokens, string: str, found: Iterable[Found], spans: list[Span]) -> list[Found]:
    """The names of a reading text in order.

    Args:
        text: the reading text.
        tokens: its words.
        string: one letter a word, from `nouns.letters`.
        found: what the rules found, in order.
        spans: what the model found, in order.
    """
    kept: list[Found] = []
    unseen: list[Found] = []
    taken: set[int] = set()
    starts = tokens.starts
    place = 0
    for item in sorted(found, key=lambda item: item.start):
        while place < len(spans) and starts[spans[place].last] <= item.start:
            place += 1
        near = place
        while near < len(spans) and starts[spans[near].first] < item.end:
            near += 1
        over = range(place, near)
        same = [k for k in over if spans[k].sort is item.sort]
        if not over and item.role is not Role.SINGLE:
            unseen.append(item)
        if len(same) != 1:
            continue  # nothing, or several names where the rule saw one
        span = spans[same[0]]
        # 王庄桥、李庄桥等2座便民桥: members of a list that a head closes are names of their own.
        member = (
            item.role is Role.MEMBER
            and bool(kept)
            and kept[-1].list_id == item.list_id
            and text[kept[-1].end : item.start] == "、"
        )
        if starts[span.last] == item.end and starts[span.first] < item.start and not member:
            # 温家山、牛家坪2条村道: the model reads one name where the rules saw places as members of a list.
            while kept and kept[-1].sort is item.sort and kept[-1].start >= starts[span.first]:
                kept.pop()
            item = item._replace(start=starts[span.first])
        kept.append(item)
        taken.update(over)
    # One member of a list that closes in a head stands for the others: 卓越、裕丰等4个城市更新项目.
    seen = {item.list_id for item in kept if item.role is Role.MEMBER and item.sort is Sort.PROJECT}
    kept.extend(item for item in unseen if item.list_id in seen)
    added = [_found(text, tokens, string, span) for index, span in enumerate(spans) if index not in taken]
    named = (_without_joints(text, item) for item in (*kept, *added))
    items = [item for item in named if not _is_nothing(text, item)]
    items.extend(_invested(text, tokens, string, sorted((item.start, item.end) for item in items)))
    return _lists(tokens, string, sorted(items, key=lambda item: (item.start, item.end)))


def _without_joints(text: str, item: Found) -> Found:
    """A name without what joins it to the words before: 占地120亩的|体育中心, 计划实施|城建项目; 的士站 begins with a word."""
    for_whom = _FOR_WHOM.match(text, item.start, item.end)
    if for_whom is not None and _FOR_WHOM_BEFORE.search(text[item.clause : item.start]):
        return item._replace(start=for_whom.end())
    if _YEAR_BEFORE.match(text, item.start - 1):
        return item._replace(start=item.start + 1)
    joint = _JOINTS.match(text, item.start, item.end - 2)
    if joint is None or (joint.end() - item.start == 1 and text[item.start : item.start + 2] in dictionary()):
        return item
    return item._replace(start=joint.end())


def _is_nothing(text: str, item: Found) -> bool:
    """Whether what looks like a name is none."""
    return _is_no_project(text, item) if item.sort is Sort.PROJECT else _is_no_initiative(text, item)


def _is_no_project(text: str, item: Found) -> bool:
    """What is looked into, amiss, dangerous or lacking, rates, some of many, bodies, means, what won a title."""
    name, before = text[item.start : item.end], text[item.clause : item.start]
    verb = text.rfind(item.trigger, item.clause, item.start) if item.trigger else item.clause
    return bool(
        _LOOKED_INTO.match(text, max(verb, item.clause))
        or _RATE.search(name)
        or name.startswith(_SOME_OF_MANY)
        or _NO_PROJECT.search(name)
        or (_IN_DANGER.search(name) and _DEALT_WITH.search(before))
        or (_MEANS.search(name) and _BY_MEANS.search(before) and _MEANS_FOR.match(text, item.end))
        or (_WINNER.search(name) and _HAS_WON.match(text, item.end))
        or (_LACKING_BEFORE.search(before) and _STILL_LACKING.match(text, item.end))
    )


def _is_no_initiative(text: str, item: Found) -> bool:
    """Channels, the five-year plan that a year belongs to, events, counts, standards met."""
    name = text[item.start : item.end]
    return bool(
        _CHANNEL.match(text, item.end)
        or _OF_CHANNEL.search(text[item.clause : item.start])
        or (_PLAN.fullmatch(name) and _YEAR_OF_PLAN.match(text, item.end))
        or _EVENT.match(name)
        or _SUBMITTED.search(name)
        or _COUNTED.search(name)
        or (name.endswith(_STANDARD) and "”" not in name and item.trigger in _MET)
    )


def _invested(text: str, tokens: Tokens, string: str, known: list[tuple[int, int]]) -> Iterator[Found]:
    """What a sum is invested in, up to what is told of it, where nothing else is found: 总投资9.6亿元的|康苏水库|下闸蓄水."""
    for match in _INVESTED.finditer(text):
        start = match.end()
        told = _TOLD.search(text, start + _SHORTEST_NAME - 1)
        end = told.start() if told is not None else start
        k = bisect_left(known, (end, end))
        taken = k and known[k - 1][1] > start
        if taken or not _SHORTEST_NAME <= end - start <= _LONGEST_NAME or _NOT_BUILT.search(text[start:end]):
            continue
        first = bisect_left(tokens.starts, start)
        yield Found(
            sort=Sort.PROJECT,
            start=start,
            end=end,
            rule="project-invested",
            type="",
            trigger="",
            counted="",
            role=Role.SINGLE,
            etc=False,
            list_id=-1,
            clause=clauses.before(tokens, string, first).clause,
            after=end,
        )


def _found(text: str, tokens: Tokens, string: str, span: Span) -> Found:
    """A name that only the model finds."""
    starts = tokens.starts
    around = clauses.before(tokens, string, span.first)
    name = text[starts[span.first] : starts[span.last]]
    count = _COUNT_BEFORE.search(string, max(0, span.first - 6), span.first) or _COUNT_AFTER.match(string, span.last)
    is_project = span.sort is Sort.PROJECT
    return Found(
        sort=span.sort,
        start=starts[span.first],
        end=starts[span.last],
        rule="project-model" if is_project else "initiative-model",
        type="" if is_project else initiative_type(MEASURES.of(name.rstrip(_QUOTES))),
        trigger=around.trigger,
        counted=text[starts[count.start()] : starts[count.end()]] if count else "",
        role=Role.SINGLE,
        etc=False,
        list_id=-1,
        clause=around.clause,
        after=starts[span.last],
    )


def _lists(tokens: Tokens, string: str, items: list[Found]) -> list[Found]:
    """The same names, those of lists in which the model found some with their roles, and what follows each list."""
    out: list[Found] = []
    for number, (chain, closed) in enumerate(_chains(tokens.starts, string, items)):
        if all(item.list_id >= 0 for item in chain) or len(chain) == 1:
            out.extend(chain)
            continue
        after = chain[-1].after
        governed = chain[0]
        for position, item in enumerate(chain):
            role = Role.SINGLE
            if closed:
                role = Role.HEAD if position == len(chain) - 1 else Role.MEMBER
            out.append(
                item._replace(
                    role=role,
                    etc=closed,
                    list_id=-2 - number,
                    after=after,
                    trigger=item.trigger or governed.trigger,
                    clause=governed.clause,
                )
            )
    return out


def _chains(starts: tuple[int, ...], string: str, items: list[Found]) -> Iterator[tuple[list[Found], bool]]:
    """Runs of names of one sort that a list joins, and whether a head closes the run."""
    chain: list[Found] = []
    closed = False
    for item in items:
        between = ""
        if chain and chain[-1].sort is item.sort:
            end, start = bisect_left(starts, chain[-1].end), bisect_left(starts, item.start)
            if starts[end] == chain[-1].end and starts[start] == item.start:
                between = string[end:start]
        if chain and not closed and between and _LINKED.fullmatch(between):
            chain.append(item)
        elif chain and not closed and between and item.sort is Sort.PROJECT and _CLOSING.fullmatch(between):
            chain.append(item)
            closed = True
        else:
            if chain:
                yield chain, closed
            chain, closed = [item], False
    if chain:
        yield chain, closed
