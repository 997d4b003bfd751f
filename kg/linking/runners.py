"""Who runs what, and with whom: the organisations that a text names as leading, carrying out or joining in an undertaking.

Three forms state it: 由城管办牵头 (or 负责, 承建, …) and, at the head of a clause, 华润三九牵头实施, for what the sentence
names; 牵头单位：市教育局、市住建局 for what its item names. Who joins in stands behind 联合 or 与 and before a verb
(联合华润三九公司开展…, 与深圳大学共建…), for what that verb has as object. Anything else (支持, another subject) is not read so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from kg.documents.marks import LINE_MARK
from kg.documents.model import Document
from kg.extraction.model import Mention
from kg.lexicon import words
from kg.linking.keys import digest
from kg.linking.model import Organisation

_LEAST_PARTNER = 4
"""Characters that the name of one who joins in has at least: 与社区共建 names nobody."""
_NAME = r"[^\s,。;:、()“”\"由]{2,20}?"


class _Patterns(NamedTuple):
    """What states who runs or joins in something, and how the name of an organisation ends."""

    led: re.Pattern[str]
    named: re.Pattern[str]
    leading: re.Pattern[str]
    joining: re.Pattern[str]
    organisation: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    def either(key: str) -> str:
        return "|".join(words("linking", "runner", key))

    led = re.compile(rf"由(?P<names>{_NAME}(?:[、和与]{_NAME}){{0,5}})(?:{either('verbs')})")
    named = re.compile(rf"(?:{either('labels')}): *(?P<names>{_NAME}(?:[、,和]{_NAME}){{0,9}})(?=[\s;。(]|$)")
    leading = re.compile(rf"(?:^|(?<=[,。;\s]))(?P<names>(?!(?:{either('generic')})){_NAME})(?:{either('leads')})")
    joining = re.compile(
        rf"(?:联合|携手|会同|与)(?P<names>(?!(?:{either('generic')})){_NAME}(?:[、和]{_NAME}){{0,5}})(?:{either('joins')})"
    )
    return _Patterns(led, named, leading, joining, re.compile(rf"(?:{either('tails')})$"))


def runners(document: Document, mentions: Sequence[Mention], report: str) -> tuple[tuple[Organisation, ...], ...]:
    """Per mention of a project or initiative the organisations that run it; `report` is the key of the report's area."""
    found: list[tuple[Organisation, ...]] = [()] * len(mentions)
    text = document.reading.text
    patterns = _patterns()
    item, section = 0, -1
    for sentence in document.sentences:
        start, end = sentence.reading_start, sentence.reading_end
        opens_line = start == 0 or text[start - 1] == "\n"
        if sentence.section != section or (opens_line and LINE_MARK.match(text, start)):
            item, section = start, sentence.section
        scopes = [(start, end, match, False) for match in patterns.led.finditer(text, start, end)]
        for match in patterns.leading.finditer(text, start, end):
            # 中科曙光牵头建设国家超算互联网联合体,…: what its verb has as object
            scopes.append((match.end(), _clause_end(text, match.end(), end), match, True))
        for match in patterns.named.finditer(text, start, end):
            scopes.append((item, match.start(), match, False))
            item = match.end()
        for begin, stop, match, is_name in scopes:
            organisations = _organisations(match["names"], report, named=is_name)
            _give(found, mentions, document.reading.to_source(begin, stop), organisations)
    return tuple(found)


def partners(document: Document, mentions: Sequence[Mention], report: str) -> tuple[tuple[Organisation, ...], ...]:
    """Per mention of a project or initiative the organisations that join in it; `report` is the key of the report's area."""
    found: list[tuple[Organisation, ...]] = [()] * len(mentions)
    text = document.reading.text
    for sentence in document.sentences:
        end = sentence.reading_end
        for match in _patterns().joining.finditer(text, sentence.reading_start, end):
            organisations = _organisations(match["names"], report)
            if all(len(organisation.name) >= _LEAST_PARTNER for organisation in organisations):
                scope = document.reading.to_source(match.end(), _clause_end(text, match.end(), end))
                _give(found, mentions, scope, organisations)
    return tuple(found)


def _clause_end(text: str, start: int, end: int) -> int:
    """Where the clause ends that goes on at `start`, at the latest at `end`."""
    comma = text.find(",", start, end)
    return end if comma < 0 else comma


def _give(
    found: list[tuple[Organisation, ...]],
    mentions: Sequence[Mention],
    scope: tuple[int, int],
    organisations: tuple[Organisation, ...],
) -> None:
    for index, mention in enumerate(mentions):
        if scope[0] <= mention.start and mention.end <= scope[1]:
            found[index] = tuple(dict.fromkeys((*found[index], *organisations)))


def _organisations(names: str, report: str, *, named: bool = False) -> tuple[Organisation, ...]:
    """One organisation a name, none at all when one is not an organisation's; what is `named` may have no such word."""
    split = re.split("[、,和与]", names)
    if not named and not all(_patterns().organisation.search(name) for name in split):
        return ()
    companies = words("linking", "runner", "companies")
    return tuple(
        Organisation("org-" + digest(report, name), "company" if name.endswith(companies) else "organisation", name)
        for name in split
    )
