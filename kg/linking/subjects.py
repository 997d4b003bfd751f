"""Which area a figure is about, and where a project is: mentions and areas with entities in, area keys out.

A figure is about the area that its own clause has in full as its subject (象州县规上工业增加值增长超40%), or that the
clause before sets as its place with 在 (在海裕社区新建公园,安装设施3套), else about the report's own. An area that is
an object (帮扶龙川县), one of a list, part of a title, or named bare (威远页岩气园区) is no subject. A number in a table is about
the area that its row names. A project is also where its own name says (新乐社区公园改造).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from kg.documents.model import Document
from kg.extraction.model import AreaMention, Mention, Project
from kg.lexicon import words
from kg.linking.places import Places

_LEVEL_WORDS = frozenset("省市区县旗州盟道镇乡村")
_PLACE_WORDS = ("在", "于")
_CELL_EDGES = ("", "\n", "\r", "\t", " ", "\u3000", "|", "│")
_CLAUSE_END = frozenset("。；;！!？?\n")


@cache
def _not_after() -> tuple[str, ...]:
    return words("linking", "subject", "not_after")


@cache
def _before() -> re.Pattern[str]:
    return re.compile("(?:^|[，,。；;：:！!？?\n \u3000])(?:" + "|".join(words("linking", "subject", "before")) + ")?$")


def indicator_areas(
    document: Document,
    indicators: Sequence[Mention],
    mentions: Sequence[AreaMention],
    entities: Sequence[str | None],
    report: str,
) -> tuple[str, ...]:
    """Per figure the key of the area that it is about."""
    subjects = _subjects(document, mentions, entities)
    starts = [start for start, _, _ in subjects]
    text = document.text
    rows = {
        (mention.start, mention.end): key
        for mention, key in zip(mentions, entities, strict=True)
        if text[mention.start - 1 : mention.start] in _CELL_EDGES and text[mention.end : mention.end + 1] in _CELL_EDGES
    }
    found = []
    for indicator in indicators:
        row = next((key for cue in indicator.cues if (key := rows.get((cue.start, cue.end)))), None)
        if row is not None:
            found.append(row)  # the row of a table: 沙岭社区 / 95.6
            continue
        area = report
        at = bisect_left(starts, indicator.start) - 1
        if at >= 0:
            start, end, key = subjects[at]
            sentence = document.sentence_at(indicator.start)
            between = document.text[end : indicator.start]
            reach = 1 if document.text[start - 1 : start] in _PLACE_WORDS else 0
            if start >= sentence.start and key and not _CLAUSE_END.intersection(between):
                area = key if sum(map(between.count, ",，")) <= reach else report
        found.append(area)
    return tuple(found)


def project_areas(
    document: Document,
    projects: Sequence[Project],
    mentions: Sequence[AreaMention],
    entities: Sequence[str | None],
    places: Places,
) -> tuple[tuple[str, ...], ...]:
    """Per project the keys of the areas in which the text puts it: those in its name, else the subject of its clause.

    The report's area and all it lies in say nothing new. What lies elsewhere has to be named in full: 广东对口支援项目
    is not in Guangdong.
    """
    home = places.report.key
    above = places.above(home)
    starts = [mention.start for mention in mentions]

    def told(index: int) -> bool:
        key, mention = entities[index], mentions[index]
        return key is not None and (document.text[mention.end - 1] in _LEVEL_WORDS or home in places.above(key))

    found = []
    for project, subject in zip(projects, indicator_areas(document, projects, mentions, entities, ""), strict=True):
        inside = range(bisect_left(starts, project.start), bisect_left(starts, project.end))
        named = [entities[index] for index in inside if mentions[index].end <= project.end and told(index)]
        found.append(tuple(key for key in dict.fromkeys(named or [subject]) if key and key not in above))
    return tuple(found)


def _subjects(
    document: Document, mentions: Sequence[AreaMention], entities: Sequence[str | None]
) -> list[tuple[int, int, str | None]]:
    """(start, end, key) of the mentions that open a clause as its subject or place; a chain counts as its last member.

    A place outside such a clause, or a list of several, ends the reach of the subject before it: its key is None.
    """
    text = document.text
    subjects: list[tuple[int, int, str | None]] = []
    index = 0
    while index < len(mentions):
        first = index
        while index + 1 < len(mentions) and mentions[index + 1].start == mentions[index].end:
            index += 1
        start, end = mentions[first].start, mentions[index].end
        index += 1
        listed = (first and text[mentions[first - 1].end : start] in ("、", "和", "与", "及")) or (
            index < len(mentions) and text[end : mentions[index].start] in ("、", "和", "与", "及")
        )
        if listed:
            subjects.append((start, end, None))
            continue
        if text.startswith(_not_after(), end) or text[end - 1] not in _LEVEL_WORDS:
            subjects.append((start, end, None))
            continue
        if start == 0 or _before().search(text, max(0, start - 4), start):
            subjects.append((start, end, entities[index - 1]))
    return subjects
