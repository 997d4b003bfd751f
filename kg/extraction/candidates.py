"""A name with all that the rules look at, and what a rule says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kg.extraction.clauses import Surroundings
from kg.extraction.forms import Form, is_proper, trim, without_bracket, words
from kg.extraction.lists import Names, Unit
from kg.language.tokens import Tokens

_PROGRESS = words("initiatives", "contexts", "progress")
_ITEM_NUMBER = re.compile(r"(?:^|[\n。;])\s*\(?[0-9一二三四五六七八九十]+[.、)]\s*$")
_TOLD = re.compile(r"(?:\([^()\n]{1,40}\))?:")
_KNOWN = words("initiatives", "names", "fixed")
# Verbs whose object is a measure whatever it looks like: 争创…, 组建….
_SETTING_UP = words("initiatives", "contexts", "contest") | words("initiatives", "contexts", "bodies")


class Role(StrEnum):
    """Part of a name in a list."""

    SINGLE = "single"
    MEMBER = "member"
    HEAD = "head"


class Sort(StrEnum):
    """What a name names."""

    PROJECT = "project"
    INITIATIVE = "initiative"


class Found(NamedTuple):
    """A project or initiative of the reading text. `list_id` is shared by the members of one list."""

    sort: Sort
    start: int
    end: int
    rule: str
    type: str
    trigger: str
    counted: str
    role: Role
    etc: bool
    list_id: int
    clause: int
    """Where the clause of the name begins."""
    after: int
    """Where the list that the name stands in ends."""


class Reject:
    """A rule's answer: this is neither, ask no further rule."""


REJECT = Reject()
Verdict = Found | Reject | None
"""None: the rule has nothing to say, the next one is asked."""


@dataclass(slots=True)
class Candidate:
    """A name and its surroundings. Offsets are of the reading text, `first` and `last` token indexes."""

    text: str
    tokens: Tokens
    string: str
    unit: Unit
    names: Names
    around: Surroundings
    list_id: int
    first: int
    start: int
    whole: str
    """The phrase with the words that follow the name."""
    name: str
    form: Form
    core: str
    """The name without a bracket at its end."""
    follow: str
    count: str
    role: Role
    after: int

    @property
    def counted(self) -> bool:
        """Whether the text counts it: 5个…项目, …9个."""
        return bool(self.count)

    @property
    def end(self) -> int:
        """Where the name ends."""
        return self.start + len(self.name)

    @property
    def trigger(self) -> str:
        """The verb that governs it."""
        return self.around.trigger

    @property
    def built(self) -> bool:
        """Whether the text says in words after the name that it is being built."""
        return bool(self.follow) or len(self.name) < len(self.whole)

    @property
    def of_projects(self) -> bool:
        """Whether it is a member of a list that a head of projects closes."""
        return self.role is Role.MEMBER and self.names.head_is_project

    @property
    def next_letter(self) -> str:
        """The letter of the token after the phrase."""
        return self.string[self.unit.last : self.unit.last + 1]

    def is_proper(self) -> bool:
        """Whether a name stands in it."""
        return is_proper(self.tokens.words[self.first : self.unit.last])

    def is_item(self) -> bool:
        """Whether it is the head of a numbered item that tells of it: 3.云雾山景区游客中心:8月18日建成开放."""
        return (
            _ITEM_NUMBER.search(self.text, max(0, self.start - 6), self.start) is not None
            and _TOLD.match(self.text, self.start + len(self.whole)) is not None
        )

    def is_heading(self) -> bool:
        """Whether it is the whole heading of a numbered item: (一)老年助餐服务行动。"""
        return (
            self.around.opens
            and _ITEM_NUMBER.search(self.text, max(0, self.start - 6), self.start) is not None
            and self.text[self.start + len(self.whole) : self.start + len(self.whole) + 1] in ("。", "\n", ":")
        )

    def is_table_cell(self) -> bool:
        """Whether a blank follows: the cell of a table that was made a line."""
        end = self.tokens.starts[self.unit.last]
        return self.around.opens and self.text[end : end + 1] == " "

    def project(self, rule: str, start: int | None = None, end: int | None = None) -> Found:
        """Found as a project."""
        return self._found(Sort.PROJECT, rule, "", start, end)

    def initiative(self, rule: str, kind: str, start: int | None = None, end: int | None = None) -> Found:
        """Found as an initiative of a type."""
        return self._found(Sort.INITIATIVE, rule, kind, start, end)

    def _found(self, sort: Sort, rule: str, kind: str, start: int | None, end: int | None) -> Found:
        return Found(
            sort=sort,
            start=self.start if start is None else start,
            end=self.end if end is None else end,
            rule=rule,
            type=kind,
            trigger=self.trigger,
            counted=self.count,
            role=self.role,
            etc=self.names.etc,
            list_id=self.list_id,
            clause=self.around.clause,
            after=self.after,
        )


def is_nothing(phrase: str, verb: str) -> bool:
    """Whether no rule has anything to say about a plain phrase after a verb."""
    name, form = trim(phrase)
    return not form and name not in _KNOWN and verb not in _SETTING_UP


def candidate(
    text: str,
    tokens: Tokens,
    string: str,
    unit: Unit,
    names: Names,
    around: Surroundings,
    list_id: int,
    after: int,
) -> Candidate | None:
    """A name with all that the rules look at; None when no rule has anything to say about such a phrase."""
    starts = tokens.starts
    first, last = unit.first, unit.last
    name, form = "", Form.NONE
    if unit.quoted:
        whole = name = text[starts[first] : starts[last]]
    else:
        if not around.trigger and not (around.opens and around.next_word in _PROGRESS):
            # 外籍居民参与居民议事会: a subject and its verb before the name.
            inner = string.rfind("x", first, last - 1)
            if inner >= 0 and starts[last] - starts[inner + 1] > 3:
                first = inner + 1
        whole = text[starts[first] : starts[last]]
        name, form = trim(whole)
        if not form and names.head is None and around.trigger not in _SETTING_UP and name not in _KNOWN:
            return None
    counted = unit.before or unit.after
    role = Role.SINGLE if names.head is None else Role.HEAD if unit is names.head else Role.MEMBER
    return Candidate(
        text,
        tokens,
        string,
        unit,
        names,
        around,
        list_id,
        first,
        starts[first],
        whole,
        name,
        form,
        without_bracket(name),
        "建设" if names.built else around.follow,
        text[starts[counted[0]] : starts[counted[1]]] if counted else "",
        role,
        after,
    )
