"""Lines of the reading in, the section tree with roles out (offsets of the reading; `kg.documents` maps them back).

A section's stretch holds its heading, its text and its subsections. Furniture inside the body is a section of its own,
a child of the one that it interrupts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from kg import lexicon
from kg.documents import marks
from kg.documents.layout import Kind, Line
from kg.documents.model import SectionRole
from kg.documents.periods import contains, first_year, role_of_words, title_parts

_TOP, _UNDER_TOP = 0, 4  # ranks of unnumbered headings, between those of kg.documents.marks
_HEADING_LENGTH = 60
_RUN_IN_LENGTH = 50


@dataclass(slots=True)
class Draft:
    """A section while the tree is built; offsets of the reading."""

    level: int
    rank: int
    heading: str
    start: int
    end: int
    parent: int | None
    role: SectionRole | None
    own_role: SectionRole | None = None
    heading_end: int = 0
    path: tuple[str, ...] = field(default=())


def build(lines: Sequence[Line], title: str | None) -> list[Draft]:
    """The sections in text order. Every line lies in at least one of them."""
    drafts: list[Draft] = []
    stack: list[int] = []
    last_body = max((i for i, line in enumerate(lines) if line.kind in (Kind.BODY, Kind.TITLE)), default=-1)
    first_body = next((i for i, line in enumerate(lines) if line.kind in (Kind.BODY, Kind.TITLE)), len(lines))
    furniture: int | None = None
    for index, line in enumerate(lines):
        outside = index > last_body or index < first_body
        if line.kind in (Kind.FURNITURE, Kind.DATELINE):
            if outside:
                stack.clear()
            if furniture is not None:
                drafts[furniture].end = line.end
            else:
                parent = None if outside or not stack else stack[-1]
                level = drafts[parent].level + 1 if parent is not None else 1
                path = drafts[parent].path if parent is not None else ()
                drafts.append(Draft(level, 99, "", line.start, line.end, parent, SectionRole.FURNITURE, None, line.start, path))
                furniture = len(drafts) - 1
            _grow(drafts, stack, line.end)
            continue
        furniture = None
        found = _headings_of(line, drafts, stack) if line.kind is Kind.BODY else []
        if not found or found[0][0] > line.start:
            if not stack:
                drafts.append(Draft(1, 98, "", line.start, line.end, None, None, None, line.start, ()))
                stack.append(len(drafts) - 1)
            _grow(drafts, stack, found[0][0] if found else line.end)
        for number, (start, heading_end, rank, heading) in enumerate(found):
            while stack and drafts[stack[-1]].rank >= rank:
                stack.pop()
            parent = stack[-1] if stack else None
            path = (*(drafts[parent].path if parent is not None else ()), heading)
            drafts.append(Draft(len(path), rank, heading, start, start, parent, None, role_of_words(heading), heading_end, path))
            stack.append(len(drafts) - 1)
            _grow(drafts, stack, found[number + 1][0] if number + 1 < len(found) else line.end)
    assign_roles(drafts, title, lines)
    return drafts


def _grow(drafts: list[Draft], stack: Sequence[int], end: int) -> None:
    for index in stack:
        drafts[index].end = max(drafts[index].end, end)


# ------------------------------------------------------------------------------------------------------------ headings

_STOP = re.compile(r"[。;!?]")
_CLAUSE = re.compile(r"[。;!?:,]")
# In a report without line breaks a heading stands behind a full stop: …加以解决。二、2024年工作安排 2024年…
_INLINE = re.compile(r"(?<=[。!?:;”])(?=[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十]、)|\([一二三四五六七八九十]{1,3}\))")


def _headings_of(line: Line, drafts: Sequence[Draft], stack: Sequence[int]) -> list[tuple[int, int, int, str]]:
    """The headings in a line: (start, end of heading, rank, heading), offsets of the reading."""
    found = []
    starts = [0]
    if line.end - line.start > 400 and _INLINE.search(line.text):
        starts += [match.start() for match in _INLINE.finditer(line.text) if match.start() > 0]
    for start in starts:
        if (heading := _numbered(line.text, start)) is not None:
            rank, end = heading
            found.append((line.start + start, line.start + end, rank, line.text[start:end].strip()))
    if not found and (rank_of := _unnumbered(line.text, drafts, stack)) is not None:
        found.append((line.start, line.end, rank_of, line.text))
    return found


def _numbered(text: str, start: int) -> tuple[int, int] | None:
    """Rank and end of a numbered heading that begins here."""
    match = marks.LINE_MARK.match(text, start)
    if match is None or match.lastindex is None or match.lastindex >= marks.BULLET_GROUP:
        return None
    rank = marks.RANKS[match.lastindex - 1]
    stop = _STOP.search(text, match.end())
    end = stop.start() if stop else len(text)
    if end - start > _HEADING_LENGTH:
        clause = _CLAUSE.search(text, match.end())
        end = clause.start() if clause and clause.start() > match.end() else min(end, start + _HEADING_LENGTH)
    if start and (blank := text.find(" ", match.end(), end)) > 0:
        end = blank
    return (rank, end) if end > match.end() else None


@cache
def _heading_ends() -> tuple[str, ...]:
    return lexicon.words("sections", "heading_ends", "words")


_PERIOD_WORD = re.compile(r"(?:19|20)\d\d年|[二〇零○]{2}[〇零○一二三四五六七八九]{2}年|[上下]半年|今年|明年|去年|下一?步|下一?阶段|一年来|五年来|今后|过去")


def _unnumbered(text: str, drafts: Sequence[Draft], stack: Sequence[int]) -> int | None:
    """Rank of a heading without a number: 2023年工作回顾, 主要目标."""
    bare = text.replace(" ", "")
    if not 4 <= len(bare) <= 24 or bare[-1] in "。;:,、!?" or any(mark in bare for mark in ",。;:"):
        return None
    if not bare.endswith(_heading_ends()):
        return None
    if any(character.isdigit() for character in _PERIOD_WORD.sub("", bare)):
        return None
    period = _PERIOD_WORD.search(bare) is not None
    if not period and role_of_words(bare) is None:
        return None
    major = next((drafts[index] for index in stack if drafts[index].rank == marks.RANKS[1]), None)
    if period and (major is None or major.own_role is None):
        return _TOP
    return _UNDER_TOP


# --------------------------------------------------------------------------------------------------------------- roles

_REVIEW_LATER = re.compile(r"\(.{0,12}\)$")


def assign_roles(drafts: Sequence[Draft], title: str | None, lines: Sequence[Line]) -> None:
    """Give each section its role: by its heading, else as its parent, else as the section before it."""
    review_year, plan_only = _years(drafts, title)
    before: SectionRole | None = None
    any_plan = any(draft.own_role is SectionRole.PLAN and draft.parent is None for draft in drafts)
    for draft in drafts:
        if draft.role is SectionRole.FURNITURE:
            continue
        parent = drafts[draft.parent].role if draft.parent is not None else None
        if not draft.heading:
            draft.role = SectionRole.PREAMBLE
            continue
        role = _own_role(draft, review_year, parent)
        if role is None and parent not in (None, SectionRole.PREAMBLE):
            role = parent
        if role is None:
            role = _by_order(before, plan_only)
        if draft.parent is None:
            before = role
        draft.role = role
    del any_plan, lines


def _own_role(draft: Draft, review_year: int | None, parent: SectionRole | None) -> SectionRole | None:
    """The role that a heading names itself. Below the top only short headings that name a whole part do."""
    heading = draft.heading
    named = draft.own_role
    number = first_year(heading)
    if parent is not None and parent is not SectionRole.PREAMBLE:
        if len(heading) > 22 or "," in heading:
            return None
        part = heading[m.end() :] if (m := marks.LINE_MARK.match(heading)) else heading
        if number is None and not contains(part, lexicon.words("sections", "part", "words")):
            return None
    if named is SectionRole.REVIEW and number is not None and review_year is not None and number > review_year:
        return SectionRole.PLAN
    if named is None and number is not None and review_year is not None:
        return SectionRole.PLAN if number > review_year else SectionRole.REVIEW
    return named


def _by_order(before: SectionRole | None, plan_only: bool) -> SectionRole:
    if plan_only or before in (SectionRole.PLAN, SectionRole.PROBLEM):
        return SectionRole.PLAN
    return SectionRole.REVIEW


def _years(drafts: Sequence[Draft], title: str | None) -> tuple[int | None, bool]:
    """The year that is reviewed, if any, and whether the report is a plan only."""
    parts = title_parts(title) if title else []
    roles = [role_of_words(part) for part in parts]
    plan_only = bool(parts) and all(role is SectionRole.PLAN for role in roles)
    if plan_only:
        return None, True
    for part in parts:
        if (number := first_year(part)) is not None:
            return number, False
    for draft in drafts:
        if draft.parent is None and draft.own_role is SectionRole.REVIEW and (number := first_year(draft.heading)) is not None:
            return number, False
    return None, False
