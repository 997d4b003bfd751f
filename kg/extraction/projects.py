"""Projects: a document in, the named undertakings that build, renew or deliver something out, with state and members."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache

from kg.documents.model import Document, Sentence
from kg.extraction import status
from kg.extraction.candidates import Found, Role, Sort
from kg.extraction.model import Project
from kg.extraction.walk import confidence, found_in
from kg.language.tokens import Tokens
from kg.lexicon import table

_DIGITS = re.compile(r"(\d+)(万)?")
_SMALL = {character: value for value, character in enumerate("零一二三四五六七八九十")} | {"两": 2}


def find_projects(document: Document, tokens: Tokens | None = None) -> tuple[Project, ...]:
    """Projects of a document, sorted by start and end. `members` are indexes into the result."""
    return to_projects(document, found_in(document, tokens))


def to_projects(document: Document, items: list[tuple[Found, Sentence]]) -> tuple[Project, ...]:
    """The projects among what was found; members of a list are joined to the group that closes it."""
    items = sorted(
        (item for item in items if item[0].sort is Sort.PROJECT), key=lambda item: (item[0].start, item[0].end)
    )
    projects = [_project(document, found, sentence) for found, sentence in items]
    members: dict[int, list[int]] = {}
    for index, (found, _) in enumerate(items):
        if found.role is Role.MEMBER:
            members.setdefault(found.list_id, []).append(index)
    for index, (found, _) in enumerate(items):
        if found.role is Role.HEAD and found.list_id in members:
            inside = tuple(members[found.list_id])
            complete = not found.etc or projects[index].count == len(inside)
            projects[index] = replace(projects[index], members=inside, members_complete=complete)
    return tuple(projects)


def _project(document: Document, found: Found, sentence: Sentence) -> Project:
    text = document.reading.text
    role = status.role_of(document, sentence)
    verb = status.verb(text[found.clause : found.start], found.trigger)
    state, promised = status.state(verb, text[found.after : sentence.reading_end], role)
    start, end = document.reading.to_source(found.start, found.end)
    return Project(
        start=start,
        end=end,
        rule=found.rule,
        confidence=confidence(found.rule),
        name=text[found.start : found.end].strip("“”"),
        status=state,
        promised=promised,
        modality=status.modality(role),
        strength=status.strength(text[found.clause : found.start], role),
        count=_number(found.count),
        project_type=project_type(text[found.start : found.end]),
    )


@cache
def _types() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(words)) for code, words in table("projects")["types"].items())


@lru_cache(maxsize=10_000)
def project_type(name: str) -> str | None:
    """What kind of thing a name builds (a code of the ontology), None when its words do not tell.

    >>> project_type("新乐消防站"), project_type("农贸市场升级改造"), project_type("政府投资项目")
    ('utility', 'public', None)
    """
    return next((code for code, pattern in _types() if pattern.search(name)), None)


def _number(count: str) -> int | None:
    """The number of a count: 5个, 1.2万户 (no whole number: None), 两个.

    >>> _number("两个"), _number("十二个"), _number("3,200个"), _number("")
    (2, 12, 3200, None)
    """
    match = _DIGITS.match(count.replace(",", ""))
    if match is not None:
        rest = count.replace(",", "")[match.end() :]
        if rest.startswith("."):
            return None
        return int(match[1]) * (10_000 if match[2] else 1)
    numerals = re.match(r"[零一二两三四五六七八九十]+", count)
    if numerals is None:
        return None
    tens, ten, ones = numerals[0].rpartition("十")
    if not ten:
        return _SMALL[ones] if len(ones) == 1 else None
    return (_SMALL[tens] if tens else 1) * 10 + (_SMALL[ones] if ones else 0)
