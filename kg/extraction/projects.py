"""Projects: a document in, the named undertakings that build, renew or deliver something out, with state and members."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import cache, lru_cache

from kg.documents.model import Document, SectionRole, Sentence
from kg.extraction import status
from kg.extraction.candidates import Found, Role, Sort
from kg.extraction.confidence import confidence_in
from kg.extraction.counts import as_number
from kg.extraction.labels import balanced
from kg.extraction.learned_status import refined
from kg.extraction.model import Project, Status
from kg.extraction.promises import promises_of
from kg.extraction.walk import found_in
from kg.language.tokens import Tokens, tokenize
from kg.lexicon import table

_NOT = re.compile("(?:尚|还|仍|暂|均|都|一直)*(?:未|没)")


def find_projects(document: Document, tokens: Tokens | None = None) -> tuple[Project, ...]:
    """Projects of a document, sorted by start and end. `members` are indexes into the result."""
    tokens = tokens or tokenize(document.reading.text)
    return to_projects(document, found_in(document, tokens), tokens)


def to_projects(document: Document, items: list[tuple[Found, Sentence]], tokens: Tokens) -> tuple[Project, ...]:
    """The projects among what was found; members of a list are joined to the group that closes it."""
    items = sorted(
        (item for item in items if item[0].sort is Sort.PROJECT), key=lambda item: (item[0].start, item[0].end)
    )
    starts = [found.start for found, _ in items]
    promises = promises_of(document)
    projects = []
    for found, sentence in items:
        following = bisect_left(starts, found.after)
        until = starts[following] if following < len(starts) else sentence.reading_end
        # What stands behind a label (年度目标:改造老旧小区42个) is told on in the next line (完成情况:开工31个).
        repeated = promises.at(found.start) is False
        role = SectionRole.PLAN if repeated else status.role_of(document, sentence)
        projects.append(_project(document, found, sentence, role, min(until, sentence.reading_end), tokens))
    members: dict[int, list[int]] = {}
    for index, (found, _) in enumerate(items):
        if found.role is Role.MEMBER:
            members.setdefault(found.list_id, []).append(index)
    for index, (found, _) in enumerate(items):
        if found.role is Role.HEAD and found.list_id in members:
            inside = tuple(members[found.list_id])
            last, _ = items[inside[-1]]
            if len(inside) == 1 and _ETC not in document.reading.text[last.end : found.start]:
                continue  # 西片区8条道路, 1个产业集群、4个产业园区: where it is, or another thing
            inside = (*_listed_before(inside[0], items, document.reading.text), *inside)
            count = projects[index].count
            complete = count == len(inside) if count is not None else not found.etc
            projects[index] = replace(projects[index], members=inside, members_complete=complete)
    return tuple(projects)


def _listed_before(first: int, items: list[tuple[Found, Sentence]], text: str) -> list[int]:
    """The names without a count of their own that stand before the first member of a list, a 、 apart."""
    found: list[int] = []
    at = first
    while at:
        before, member = items[at - 1][0], items[at][0]
        if before.counted or before.end + 1 != member.start or text[before.end] != "、":
            break
        at -= 1
        found.insert(0, at)
    return found


def stated(
    document: Document, found: Found, sentence: Sentence, role: SectionRole
) -> tuple[str, Status, Status | None]:
    """What the rules say of a project in a section of that role: the verb before it, its state, in a plan what is promised."""
    text = document.reading.text
    lead = text[found.clause : found.start]
    verb = status.verb(lead, found.trigger)
    before_verb = lead[: lead.rfind(verb)] if verb and verb in lead else lead
    rest = text[found.after : sentence.reading_end]
    return verb, *status.state(verb, rest, role, before_verb)


def _project(
    document: Document, found: Found, sentence: Sentence, role: SectionRole, until: int, tokens: Tokens
) -> Project:
    """A project; `until` is where the next one begins, or the sentence ends."""
    text = document.reading.text
    verb, state, promised = stated(document, found, sentence, role)
    unfinished = None
    # 3条道路未完工 tells of all that are counted; 5个项目,2个未开工 does not.
    if role is not SectionRole.PLAN and (not found.counted or _NOT.match(text, found.after)):
        unfinished = status.unfinished(text[found.after : until])
    state = unfinished or refined(state, found, sentence, role, verb, tokens)
    quoted = text[found.start : found.end]
    first = found.end - len(quoted.lstrip("、,"))
    if text[first - 1 : first] in _OPENING and closes_only(text[first : found.end]):
        first -= 1
    start, end = document.reading.to_source(first, found.end)
    return Project(
        start=start,
        end=end,
        rule=found.rule,
        confidence=confidence_in("undertakings", found.rule),
        name=unquoted(balanced(text[first : found.end])),
        status=state,
        promised=promised,
        modality=status.modality(role),
        strength=status.strength(text[found.clause : found.start], role, text[found.after : found.after + 16]),
        count=as_number(found.counted),
        members_complete=False,
        project_type=project_type(text[found.start : found.end]),
    )


_ETC = "等"
_OPENING = ("“", '"', "‘")


def closes_only(name: str) -> bool:
    """Whether a name has the end of a quotation but not its beginning.

    >>> closes_only("医养结合”养老服务站"), closes_only("“瓶改管”工程")
    (True, False)
    """
    return name.count("”") > name.count("“") or name.count('"') % 2 == 1


def unquoted(name: str) -> str:
    """A name without the quotation marks around the whole of it; marks around a part of it stay.

    >>> unquoted("“坪山记忆馆”"), unquoted("“一河四走廊”沿线城市面貌提升项目")
    ('坪山记忆馆', '“一河四走廊”沿线城市面貌提升项目')
    """
    inner = name[1:-1]
    wrapped = len(name) > 2 and (name[0] + name[-1]) in ("“”", '""', "‘’")
    return inner if wrapped and not any(mark in inner for mark in '“”"‘’') else name


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
