"""Who runs what: the organisations that a text names as leading or carrying out a project or initiative.

Three forms state it: 由城管办牵头 (or 负责, 承建, …) and, at the head of a clause, 华润三九牵头实施, for what the sentence
names; 牵头单位：市教育局、市住建局 for what its item names. Anything else (联合, 支持, another subject) is not read so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.documents.model import Document
from kg.extraction.model import Mention
from kg.lexicon import words
from kg.linking.keys import digest
from kg.linking.model import Organisation

_END = frozenset("。；;！!？?\n")
_NAME = r"[^\s，。；：、,;:（）()“”\"由]{2,20}?"
_ITEM = re.compile(
    r"^[ \u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十\d]{1,3}[、.．]|[①-⑳])", re.M
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    def either(key: str) -> str:
        return "|".join(map(re.escape, words("linking", "runner", key)))

    led = re.compile(rf"由(?P<names>{_NAME}(?:[、和与]{_NAME}){{0,5}})(?:{either('verbs')})")
    named = re.compile(
        rf"(?:{either('labels')})[：:][ \u3000]*(?P<names>{_NAME}(?:[、,，和]{_NAME}){{0,9}})(?=[\s；;。（(]|$)"
    )
    leading = re.compile(
        rf"(?:^|[，,。；;\s])(?P<names>(?!(?:{'|'.join(words('linking', 'runner', 'generic'))})){_NAME})(?:{either('leads')})",
        re.MULTILINE,
    )
    return led, named, leading, re.compile(rf"(?:{either('tails')})$")


def runners(document: Document, mentions: Sequence[Mention], report: str) -> tuple[tuple[Organisation, ...], ...]:
    """Per mention of a project or initiative the organisations that run it; `report` is the key of the report's area."""
    found: list[tuple[Organisation, ...]] = [()] * len(mentions)
    text = document.text
    led, named, leading, _ = _patterns()
    for match in (*led.finditer(text), *leading.finditer(text)):
        start = next((at + 1 for at in range(match.start() - 1, -1, -1) if text[at] in _END), 0)
        end = next((at for at in range(match.end(), len(text)) if text[at] in _END), len(text))
        organisations = _organisations(match["names"], report, named=match.re is leading)
        if match.re is leading:  # 中科曙光牵头建设国家超算互联网联合体，…: what its verb has as object
            start = match.end()
            end = next((at for at in range(start, end) if text[at] in ",，"), end)
        _give(found, mentions, start, end, organisations)
    reached = 0
    for match in named.finditer(text):
        section = document.section_of(document.sentence_at(match.start()))
        items = [item.start() for item in _ITEM.finditer(text, section.start, match.start())]
        start = max([section.start, reached, *items[-1:]])
        _give(found, mentions, start, match.start(), _organisations(match["names"], report))
        reached = match.end()
    return tuple(found)


def _give(
    found: list[tuple[Organisation, ...]],
    mentions: Sequence[Mention],
    start: int,
    end: int,
    organisations: tuple[Organisation, ...],
) -> None:
    for index, mention in enumerate(mentions):
        if start <= mention.start and mention.end <= end:
            found[index] = tuple(dict.fromkeys((*found[index], *organisations)))


def _organisations(names: str, report: str, *, named: bool = False) -> tuple[Organisation, ...]:
    """One organisation a name, none at all when one is not an organisation's; what is `named` may have no such word."""
    split = re.split("[、,，和与]", names)
    if not named and not all(_patterns()[3].search(name) for name in split):
        return ()
    companies = words("linking", "runner", "companies")
    return tuple(
        Organisation("org-" + digest(report, name), "company" if name.endswith(companies) else "organisation", name)
        for name in split
    )
