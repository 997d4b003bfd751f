"""Recognitions received and precedence claimed: a Document in, HonourMentions out, sorted by start.

Rules (each id is `Mention.rule`):
    honour-recognition  获评市“优秀”, 荣获“深圳市先进集体”   verb and title, 被省政府评为…; not 争取入选…, not in a plan
    honour-award        获得省政府表彰, 得到区领导肯定         weak verb, only with a word of honour; not 获得资金支持
    honour-precedence   全市首个, 全区率先                    scope and claim; not 争创全国首个, not 全国首批 (shared)

Titles to be won are initiatives or plans, so sections that plan are left out.
"""

from __future__ import annotations

import re
from functools import cache

from kg.documents.model import Document, SectionRole
from kg.extraction.confidence import confidence_in
from kg.extraction.model import Honour, HonourMention
from kg.language.beginnings import Beginning
from kg.lexicon import table, words

_CLAUSE = "。,;:!?\n"
_SCOPE = re.compile(
    "全(?:国|省|市|区|县|州|盟|旗|镇|球)|国家|中国|国务院|中央|世界|自治区"
    # 市 of 深圳市先进集体, not of 激励市县 or 市域, and not the kind of thing that was honoured (先行县).
    "|(?<![省市区县州镇乡])(?:省|市|区|县|州|盟|旗)(?![省市区县州场民域容化]|$)"
)
_SCOPE_NAMES = {"国家": "全国", "中国": "全国", "国务院": "全国", "中央": "全国", "自治区": "全区"}


@cache
def _pattern() -> Beginning:
    def either(*keys: str) -> str:
        return "|".join(map(re.escape, words("honours", *keys)))

    claims = set(table("honours")["precedence"]["claims"]) - set(table("honours")["precedence"]["weak_claims"])
    claim = "|".join([*sorted(claims, key=len, reverse=True), f"首(?:{either('precedence', 'counters')})"])
    title = rf"(?:“[^”\n]{{1,40}}”|\"[^\"\n]{{1,40}}\"|[^{_CLAUSE}“”\"]){{1,60}}"
    pattern = re.compile(
        rf"(?P<claim>(?P<scope>{either('precedence', 'scopes')})(?:{either('precedence', 'between')})?(?:{claim}))"
        rf"|(?P<verb>{either('recognition', 'verbs')}|被(?:[^{_CLAUSE}、“\"被]{{0,12}}?)(?:{either('recognition', 'passives')}))(?P<title>{title})"
        rf"|(?P<weak>{either('recognition', 'weak_verbs')})(?P<award>{title})"
    )
    begins = (
        words("honours", *keys)
        for keys in (("precedence", "scopes"), ("recognition", "verbs"), ("recognition", "weak_verbs"))
    )
    return Beginning.of(["被", *(word for some in begins for word in some)], pattern)


@cache
def _before(what: str) -> re.Pattern[str]:
    hopes = "|".join(words("honours", what, "hopes"))
    return re.compile(rf"(?:{hopes})[^{_CLAUSE}]{{0,16}}$")


@cache
def _titles() -> re.Pattern[str]:
    return re.compile("|".join(words("honours", "recognition", "titles")))


def _named(scope: str) -> str:
    """全市 of 市, 我市 and 全市; 全国 of 国家."""
    name = _SCOPE_NAMES.get(scope, scope).removeprefix("我")
    return "全" + name if len(name) == 1 or scope.startswith("我") else name


def find_honours(document: Document) -> tuple[HonourMention, ...]:
    """All recognitions and claims of precedence that a report states as done; offsets of the text as given."""
    reading = document.reading
    text = reading.text
    not_after = words("honours", "recognition", "not_after")
    found = []
    position = 0
    while (match := _pattern().search(text, position)) is not None:
        start, end = match.span()
        position = end
        if match["claim"]:
            rule, honour, stated = "honour-precedence", Honour.PRECEDENCE, match["claim"]
            scope: str | None = _named(match["scope"])
            hoped = _before("precedence").search(text, max(0, start - 20), start)
        else:
            kind, verb = ("title", "verb") if match["verb"] else ("award", "weak")
            object_start = match.start(kind)
            position = object_start
            if text.startswith(not_after, object_start):
                continue
            end = object_start + len(match[kind].rstrip("、"))
            stated = text[object_start:end]
            if len(stated) < 2 or (verb == "weak" and not _titles().search(stated)):
                continue
            rule = "honour-recognition" if verb == "verb" else "honour-award"
            honour = Honour.RECOGNITION
            named = _SCOPE.search(match[0])
            scope = None if named is None else _named(named[0])
            hoped = _before("recognition").search(text, max(0, start - 20), start)
        if hoped:
            continue
        source_start, source_end = reading.to_source(start, end)
        if document.section_of(document.sentence_at(source_start)).role in (SectionRole.PLAN, SectionRole.FURNITURE):
            continue
        position = max(position, end)
        found.append(
            HonourMention(
                start=source_start,
                end=source_end,
                rule=rule,
                confidence=confidence_in("honours", rule),
                honour=honour,
                text=stated,
                scope=scope,
            )
        )
    return tuple(found)
