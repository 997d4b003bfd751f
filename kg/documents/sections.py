"""Lines of the reading in, the section tree with roles out (offsets of the reading; `kg.documents` maps them back).

A section's stretch holds its heading, its text and its subsections. Furniture inside the body is a section of its own,
a child of the one that it interrupts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kg import lexicon
from kg.documents import marks
from kg.documents.layout import Kind, Line
from kg.documents.model import SectionRole
from kg.documents.periods import contains, first_year, parse_period_name, role_of_words, title_parts, words_of
from kg.records import record

# Ranks of sections without a number, among those of kg.documents.marks: a lower rank closes and holds a higher one.
_TOP, _UNDER_TOP, _OPENING, _FURNITURE = 0, 4, 98, 99
_CHINESE_NUMBER = marks.RANKS[1]
_HEADING_LENGTH = 60
# A heading below the top that is longer, or has clauses, speaks of deeds, not of the report: it inherits its role.
_PART_LENGTH = 22
_TOP_LENGTH = 32
_DATED_PART_LENGTH = 14
_UNHEADED_PART = 200


@dataclass(slots=True)
class Draft:
    """A section while the tree is built; offsets of the reading. `run_in` is false for an item that is no heading."""

    level: int
    rank: int
    heading: str
    start: int
    end: int
    parent: int | None
    path: tuple[str, ...]
    role: SectionRole | None = None
    own_role: SectionRole | None = None
    heading_end: int = 0
    run_in: bool = False


@record
class _Found:
    """A heading in a line; offsets of the reading."""

    start: int
    end: int
    rank: int
    heading: str
    is_heading: bool


def build(lines: Sequence[Line], title: str | None) -> list[Draft]:
    """The sections in text order. Every line lies in at least one of them."""
    parts = [role_of_words(part) for part in title_parts(title)] if title else []
    drafts = _tree(lines, frozenset())
    _assign_roles(drafts, title, lines)
    roles = {draft.role for draft in drafts if draft.heading}
    if SectionRole.PLAN in roles or (parts and all(role is SectionRole.PLAN for role in parts)):
        return drafts
    # No heading opens the plan: a paragraph may (2024年是…, 下半年,我们将…), or a numbering that begins again.
    turns = _turns(lines, title)
    if turns or not roles:
        drafts = _tree(lines, frozenset(turns))
        _assign_roles(drafts, title, lines, turns)
    return drafts


def _tree(lines: Sequence[Line], turns: frozenset[int]) -> list[Draft]:
    drafts: list[Draft] = []
    stack: list[int] = []
    body = [index for index, line in enumerate(lines) if line.kind in (Kind.BODY, Kind.TITLE)]
    first_body, last_body = (body[0], body[-1]) if body else (len(lines), -1)
    inline = _inline_pattern(lines)
    furniture: int | None = None
    for index, line in enumerate(lines):
        if line.kind in (Kind.FURNITURE, Kind.DATELINE):
            outside = not first_body < index < last_body
            if outside:
                stack.clear()
            if furniture is None:
                parent = stack[-1] if stack else None
                level, path = (drafts[parent].level + 1, drafts[parent].path) if parent is not None else (1, ())
                furniture = len(drafts)
                drafts.append(Draft(level, _FURNITURE, "", line.start, line.end, parent, path, SectionRole.FURNITURE))
            drafts[furniture].end = line.end
            _grow(drafts, stack, line.end)
            continue
        furniture = None
        found = _headings_of(lines, index, drafts, stack, inline) if line.kind is Kind.BODY else []
        if index in turns and not found:
            stack.clear()
            stack.append(len(drafts))
            drafts.append(Draft(1, _TOP, "", line.start, line.end, None, ()))
        if not found or found[0].start > line.start:
            if not stack:
                stack.append(len(drafts))
                drafts.append(Draft(1, _OPENING, "", line.start, line.end, None, ()))
            _grow(drafts, stack, found[0].start if found else line.end)
        for number, heading in enumerate(found):
            while stack and drafts[stack[-1]].rank >= heading.rank:
                stack.pop()
            parent = stack[-1] if stack else None
            path = (*(drafts[parent].path if parent is not None else ()), heading.heading)
            draft = Draft(0, heading.rank, heading.heading, heading.start, heading.start, parent, path)
            draft.level = 1 if parent is None else drafts[parent].level + 1
            draft.own_role, draft.heading_end, draft.run_in = (
                role_of_words(heading.heading),
                heading.end,
                heading.is_heading,
            )
            stack.append(len(drafts))
            drafts.append(draft)
            _grow(drafts, stack, found[number + 1].start if number + 1 < len(found) else line.end)
    return drafts


def _grow(drafts: list[Draft], stack: Sequence[int], end: int) -> None:
    for index in stack:
        drafts[index].end = max(drafts[index].end, end)


# ------------------------------------------------------------------------------------------------------------ headings

_STOP = re.compile(r"[。;!?]")
_CLAUSE = re.compile(r"[。;!?:,]")
_FIGURE = re.compile(r"\d|[一二两三四五六七八九十]?[十百千万亿][余多]?[个户条家栋处项名人亩元]")
_INLINE = (
    (
        _CHINESE_NUMBER,
        re.compile(r"[一二三四五六七八九十](?<=[。!?:;”].)[一二三四五六七八九十]{0,2}、(?![一二三四五六七八九十]、)"),
    ),
    (marks.RANKS[2], re.compile(r"\((?<=[。!?:;”].)[一二三四五六七八九十]{1,3}\)")),
)


def _inline_pattern(lines: Sequence[Line]) -> tuple[re.Pattern[str], ...]:
    """Where headings begin inside lines, in a report that lost its line breaks: …加以解决。二、2024年工作安排 …

    Only for kinds of marks that begin no line, or hardly any: else such marks count points within a sentence.
    """
    begins: dict[int, int] = {}
    for line in lines:
        if (
            line.kind is Kind.BODY
            and (match := marks.LINE_MARK.match(line.text))
            and match.lastindex
            and match.lastindex < marks.BULLET_GROUP
        ):
            rank = marks.RANKS[match.lastindex - 1]
            begins[rank] = begins.get(rank, 0) + 1
    return tuple(pattern for rank, pattern in _INLINE if begins.get(rank, 0) < 2)


def _headings_of(
    lines: Sequence[Line],
    index: int,
    drafts: Sequence[Draft],
    stack: Sequence[int],
    inline: tuple[re.Pattern[str], ...],
) -> list[_Found]:
    """The headings in a line, in order."""
    line = lines[index]
    following = lines[index + 1] if index + 1 < len(lines) else None
    starts = [0]
    if inline:
        starts += sorted({match.start() for pattern in inline for match in pattern.finditer(line.text)} - {0})
    found = []
    for start, limit in pairwise([*starts, len(line.text)]):
        if (numbered := _numbered(line.text, start, limit)) is not None:
            rank, end, is_heading = numbered
            if is_heading and end >= limit - 1 and line.text[end : end + 1] and not _opens_text(following):
                is_heading = False
            found.append(_Found(line.start + start, line.start + end, rank, line.text[start:end].strip(), is_heading))
    if not found and (rank_of := _unnumbered(line.text, drafts, stack)) is not None:
        found.append(_Found(line.start, line.end, rank_of, line.text, True))
    return found


def _opens_text(line: Line | None) -> bool:
    """Whether a line is text that a heading before it may open, not the next item of a list."""
    return line is not None and line.kind is Kind.BODY and marks.LINE_MARK.match(line.text) is None


def _numbered(text: str, start: int, limit: int) -> tuple[int, int, bool] | None:
    """Rank and end of a numbered heading that begins here, and whether it is one rather than an item with figures."""
    match = marks.LINE_MARK.match(text, start)
    if match is None or match.lastindex is None or match.lastindex >= marks.BULLET_GROUP:
        return None
    rank = marks.RANKS[match.lastindex - 1]
    stop = _STOP.search(text, match.end(), limit)
    end = stop.start() if stop else limit
    is_heading = True
    if start and (blank := text.find(" ", match.end(), end)) > 0:
        end = blank
    if end - start > _HEADING_LENGTH or (stop and _FIGURE.search(_PERIOD_WORD.sub("", text[match.end() : end]))):
        clause = _CLAUSE.search(text, match.end(), limit)
        end = clause.start() if clause and clause.start() > match.end() else end
        end = min(end, start + _HEADING_LENGTH)
        is_heading = False
    # (二)11月底前,整治工程完工;12月底前,…: a part of a sentence, not a heading that runs into it.
    is_heading = is_heading and not text.startswith(";", end)
    return (rank, end, is_heading) if end > match.end() else None


@cache
def _heading_ends() -> tuple[str, ...]:
    return words_of("heading_ends")


_PERIOD_WORD = re.compile(
    r"(?:19|20)\d\d年?|二[〇零○][〇零○一二三四五六七八九]{2}年|[上下]半年|今年|明年|去年|下一?步|下一?阶段|[一二三四五]年来|今后|过去|第?[一二三四]季度|\d{1,2}(?:[-—~至]\d{1,2})?月"
)


# 【下半年工作安排】 · 2015年工作要点:
_FRAMED = re.compile(r"[【\[〔](.{2,24})[】\]〕]:?|(.{3,24}):")


def _unnumbered(text: str, drafts: Sequence[Draft], stack: Sequence[int]) -> int | None:
    """Rank of a heading without a number: 2023年工作回顾, 主要目标."""
    bare = text.replace(" ", "")
    if match := _FRAMED.fullmatch(bare):
        bare = match[1] or match[2]
    if not 4 <= len(bare) <= 24 or any(mark in bare for mark in "。;:,、!?") or not bare.endswith(_heading_ends()):
        return None
    if any(character.isdigit() for character in _PERIOD_WORD.sub("", bare)):
        return None
    period = _PERIOD_WORD.search(bare) is not None
    if not period and role_of_words(bare) is None:
        return None
    major = next((drafts[index] for index in stack if drafts[index].rank == _CHINESE_NUMBER), None)
    return _TOP if period and (major is None or major.own_role is None) else _UNDER_TOP


# ----------------------------------------------------------------------------------------------------- turns of a text


@cache
def _turn_patterns() -> tuple[tuple[SectionRole, re.Pattern[str]], ...]:
    table = lexicon.table("sections")
    opening = r"(?:各位代表|同志们)?[,!:。]?(?:[一二三四五]、|\(?[一二三四五]\))?"
    return (
        (SectionRole.PROBLEM, re.compile(opening + "(?:" + "|".join(table["problem_opening"]["patterns"]) + ")")),
        (SectionRole.PLAN, re.compile(opening + "(?:" + "|".join(table["plan_opening"]["patterns"]) + ")")),
    )


def _turns(lines: Sequence[Line], title: str | None) -> dict[int, SectionRole]:
    """Lines at which a report whose headings do not say so turns to problems or to the plan."""
    reviewed = first_year(title) if title else None
    turns: dict[int, SectionRole] = {}
    seen = False
    begun = 0
    for index, line in enumerate(lines):
        if line.kind is not Kind.BODY:
            continue
        if line.text.startswith("一、"):
            begun += 1
            if (
                begun == 2
                and SectionRole.PLAN not in turns.values()
                and title
                and any(role_of_words(part) is SectionRole.PLAN for part in title_parts(title))
            ):
                turns[index] = SectionRole.PLAN
        if seen and SectionRole.PLAN not in turns.values():
            for role, pattern in _turn_patterns():
                if pattern.match(line.text):
                    number = first_year(line.text[:16])
                    if role is SectionRole.PLAN and number is not None and reviewed is not None and number <= reviewed:
                        continue
                    if role not in turns.values():
                        turns[index] = role
                    break
        seen = seen or "。" in line.text
        reviewed = reviewed or first_year(line.text)
    return turns


# --------------------------------------------------------------------------------------------------------------- roles


def _assign_roles(
    drafts: Sequence[Draft], title: str | None, lines: Sequence[Line], turns: dict[int, SectionRole] | None = None
) -> None:
    """Give each section its role: by its heading, else as its parent, else as the section before it."""
    turned = {lines[index].start: role for index, role in (turns or {}).items()}
    review_year, plan_only = _years(drafts, title)
    headed = any(draft.heading for draft in drafts)
    first = next((draft for draft in drafts if draft.heading and draft.parent is None), None)
    second = first is not None and first.heading.startswith("二、") and not plan_only
    before: SectionRole | None = None
    for draft in drafts:
        if draft.role is SectionRole.FURNITURE:
            continue
        parent = drafts[draft.parent].role if draft.parent is not None else None
        if not draft.heading:
            # What stands before 二、 is the first part, though no heading says so.
            opening = headed and not (second and draft.end - draft.start >= _UNHEADED_PART)
            draft.role = turned.get(draft.start) or (
                SectionRole.PREAMBLE if opening else _unheaded(draft, title, plan_only, lines)
            )
            before = before if draft.role is SectionRole.PREAMBLE else draft.role
            continue
        role = turned.get(draft.start) or _own_role(draft, review_year, parent, plan_only)
        if role is None and parent not in (None, SectionRole.PREAMBLE):
            role = parent
        if role is None:
            role = _by_order(before, plan_only, title) or _by_wording(draft, lines)
        if draft.parent is None:
            before = role
        draft.role = role


def _own_role(draft: Draft, review_year: int | None, parent: SectionRole | None, plan_only: bool) -> SectionRole | None:
    """The role that a heading names itself. Below the top only short headings that name a whole part do."""
    mark = marks.LINE_MARK.match(draft.heading)
    part = draft.heading[mark.end() :].strip() if mark else draft.heading
    number = first_year(part)
    if "," in part or len(part) > (_TOP_LENGTH if draft.parent is None else _PART_LENGTH):
        return None
    named = draft.own_role
    if parent not in (None, SectionRole.PREAMBLE) and not contains(part, words_of("part")):
        dated = number is not None and named is not None and len(part) <= _DATED_PART_LENGTH
        if not dated:
            return None
    if named is SectionRole.PROBLEM:
        return named
    if plan_only:
        looks_back = named in (SectionRole.REVIEW, None) and contains(part, _looking_back())
        return SectionRole.REVIEW if looks_back else SectionRole.PLAN
    if number is not None and review_year is not None:
        if number > review_year:
            return SectionRole.PLAN
        return named or SectionRole.REVIEW
    return named


@cache
def _looking_back() -> tuple[str, ...]:
    return (*words_of("past"), *words_of("looking_back"))


def _by_order(before: SectionRole | None, plan_only: bool, title: str | None) -> SectionRole | None:
    if plan_only or before in (SectionRole.PLAN, SectionRole.PROBLEM):
        return SectionRole.PLAN
    if before is SectionRole.REVIEW or title is not None:
        return SectionRole.REVIEW
    return None


def _unheaded(draft: Draft, title: str | None, plan_only: bool, lines: Sequence[Line]) -> SectionRole:
    if plan_only:
        return SectionRole.PLAN
    if title is not None:
        return SectionRole.REVIEW
    return _by_wording(draft, lines)


def _by_wording(draft: Draft, lines: Sequence[Line]) -> SectionRole:
    """Deeds or promises, by how often the words of either stand in the first part of the section."""
    text = "".join(
        line.text for line in lines if draft.start <= line.start < draft.end or line.start <= draft.start < line.end
    )[:3000]
    counts = [sum(text.count(word) for word in words_of("wording", key)) for key in ("plan", "review")]
    return SectionRole.PLAN if counts[0] > counts[1] else SectionRole.REVIEW


def _is_past(draft: Draft) -> bool:
    """Whether a heading looks back on a time that it does not date (过去一年的工作)."""
    return draft.own_role is SectionRole.REVIEW and contains(draft.heading, words_of("past"))


def _last_year(heading: str) -> int | None:
    """The year that a heading names, or the last one of the five-year plan that it names ("十二五"工作回顾: 2015)."""
    number = first_year(heading)
    if number is None and (named := parse_period_name(heading, None)) is not None:
        number = named.end.year
    return number


def _years(drafts: Sequence[Draft], title: str | None) -> tuple[int | None, bool]:
    """The year that is reviewed, if any, and whether the report is a plan only."""
    parts = title_parts(title) if title else []
    roles = [role_of_words(part) for part in parts]
    if parts and all(role is SectionRole.PLAN for role in roles):
        return None, True
    reviewed = next(
        (
            number
            for draft in drafts
            if draft.parent is None
            and draft.own_role is SectionRole.REVIEW
            and (number := _last_year(draft.heading)) is not None
        ),
        None,
    )
    if reviewed is not None:
        return reviewed, False
    for part, role in zip(parts, roles, strict=True):
        if role is SectionRole.REVIEW and (number := first_year(part)) is not None:
            return number, False
    tops = [draft for draft in drafts if draft.parent is None and draft.heading]
    past = next((k for k, draft in enumerate(tops) if _is_past(draft)), len(tops))
    # 一、过去一年的工作 · 二、2023年重点工作
    if (number := next(filter(None, (first_year(draft.heading) for draft in tops[past + 1 :])), None)) is not None:
        return number - 1, False
    # 一、2023年干了哪些事 · 二、2024年准备干什么
    named = [number for draft in tops if (number := first_year(draft.heading)) is not None]
    told = first_year(title) if title else None
    if told is not None and named == [told + 1]:
        # 槐柏街道2024年报告 · 三、2025年接着干
        return told, False
    return (named[0] if len(named) > 1 and named[-1] == named[0] + 1 else None), False
