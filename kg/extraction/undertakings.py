"""Projects and initiatives: the words of a reading text in, the spans of both with rule, context and count out.

Both are found in one walk over the noun phrases, because the same phrase is one or the other, never both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from kg.documents.model import Document, SectionRole, Sentence
from kg.extraction.model import Initiative, Project
from kg.extraction.nouns import Phrase, groups, letters
from kg.language.tokens import Tokens, dictionary, tokenize
from kg.lexicon import table


class Found(NamedTuple):
    """A candidate of the reading text. `kind` is P or N; `list_id` is shared by the members of one list."""

    kind: str
    start: int
    end: int
    rule: str
    trigger: str
    count: str
    list_id: int
    role: str
    """`member`, `head` (of a list of members) or `single`."""
    etc: bool
    type: str
    clause: int
    """Where the clause begins."""
    after: int
    """Where the list that the name stands in ends."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """One or several phrases that name one thing."""

    first: int
    last: int
    quoted: bool
    before: tuple[int, int] | None
    after: tuple[int, int] | None
    link: str


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _suffixes(*texts: str) -> re.Pattern[str]:
    heads = sorted({word for text in texts for word in text.split()}, key=lambda word: (-len(word), word))
    return re.compile("(?:" + "|".join(map(re.escape, heads)) + ")$")


# Headings that say what a body says: 14.积极推进“工业上楼”试点项目。 · (一)上半年完成神山路、嘉禾路辅道两条道路建设,总长1.9公里;
_ITEM = re.compile(r"\d+[.、]|.{3,}\d|.{32}")


class _Lexicon:
    def __init__(self) -> None:
        n = table("initiatives")
        p = table("projects")
        self.initiative_head = _suffixes(*n["heads"].values())
        self.initiative_type = {head: kind for kind, text in reversed(n["heads"].items()) for head in text.split()}
        self.quoted = _words(n["contexts"]["quoted"])
        self.document = _words(n["contexts"]["document"])
        self.contest = _words(n["contexts"]["contest"])
        self.received = _words(n["contexts"]["received"])
        self.title = _suffixes(n["contexts"]["titles"])
        self.fixed = _words(n["names"]["fixed"])
        self.fixed_end = _suffixes(n["names"]["fixed"])
        self.weak = _words(n["contexts"]["weak"])
        self.works = _suffixes(p["heads"]["works"])
        self.acts = _suffixes(p["heads"]["acts"])
        self.things = _suffixes(p["heads"]["things"])
        self.bare = _words(p["heads"]["bare"])
        self.build = _words(p["contexts"]["build"])
        self.strict = _words(p["contexts"]["strict"])
        self.after = _words(p["contexts"]["after"])
        self.physical = re.compile("|".join(map(re.escape, p["contexts"]["physical"].split())))
        self.tail = _suffixes(p["contexts"]["tail"])
        self.place = re.compile(p["contexts"]["place"])
        self.virtual = re.compile("|".join(map(re.escape, p["contexts"]["virtual"].split())))
        self.stop = _words(n["contexts"]["stop"])
        self.vague = _words(n["contexts"]["vague"])
        self.founding = _words(n["contexts"]["founding"])
        self.progress = _words(n["contexts"]["progress"])
        self.construction = re.compile(n["contexts"]["construction"])
        self.level = re.compile(n["contexts"]["level"])
        self.stop_quoted = re.compile(n["contexts"]["stop_quoted"])
        self.after_quote = re.compile(n["contexts"]["after_quote"])
        self.short_prefix = re.compile(n["contexts"]["short_prefix"])
        self.loose = _words(p["heads"]["loose"])
        self.not_things = _suffixes(p["heads"]["not_things"])
        self.engineering = re.compile(p["contexts"]["engineering"])
        self.extended = _words(n["contexts"]["extended"])
        self.activity = _words(n["contexts"]["activity"])
        self.general = re.compile(n["contexts"]["general"])
        self.lame = _words(n["contexts"]["lame"])
        self.own_titles = _suffixes(n["contexts"]["own_titles"])
        self.not_built = re.compile(n["contexts"]["not_built"])
        self.setting = re.compile(p["contexts"]["setting"])
        self.begun = re.compile(p["contexts"]["begun"])
        self.praised = re.compile(n["contexts"]["praised"])
        self.using = _words(n["contexts"]["using"])
        self.faint = _words(p["contexts"]["faint"])
        self.facility = re.compile(p["contexts"]["facility"])
        self.people = re.compile(p["contexts"]["people"])
        self.plain_area = re.compile(p["contexts"]["plain_area"])
        self.service = re.compile(p["contexts"]["service"])
        self.general_project = re.compile(p["contexts"]["general"])
        self.bodies = _words(n["contexts"]["bodies"])
        self.area = re.compile(p["contexts"]["area"])


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon()


def find_undertakings(
    document: Document, tokens: Tokens | None = None
) -> tuple[tuple[Project, ...], tuple[Initiative, ...]]:
    """Projects and initiatives of a document, each sorted by start and end."""
    from kg.extraction.initiatives import to_initiative
    from kg.extraction.projects import to_projects

    text = document.reading.text
    candidates = list(_in_body(document, find(text, tokens or tokenize(text))))
    projects = to_projects(document, [item for item in candidates if item[0].kind == "P"])
    initiatives = [to_initiative(document, *item) for item in candidates if item[0].kind == "N"]
    return projects, tuple(sorted(initiatives, key=lambda mention: (mention.start, mention.end)))


def _in_body(document: Document, found: Iterator[Found]) -> Iterator[tuple[Found, Sentence]]:
    """Candidates with their sentences; nothing from furniture and headings, nothing across sentences."""
    sentences, text = document.sentences, document.reading.text
    index = 0
    for item in found:
        while index < len(sentences) and sentences[index].reading_end <= item.start:
            index += 1
        if index == len(sentences):
            return
        sentence = sentences[index]
        if sentence.reading_start > item.start or item.start < sentence.reading_end - 1 < item.end - 1:
            continue
        if sentence.is_heading and not _ITEM.match(text, sentence.reading_start, sentence.reading_end):
            continue
        if document.section_of(sentence).role is not SectionRole.FURNITURE:
            yield item, sentence


def confidence(rule: str) -> Decimal:
    """The measured precision of a rule (table `rules` of the lexicon)."""
    return Decimal(table("undertakings")["confidence"][rule])


def find(text: str, tokens: Tokens) -> Iterator[Found]:
    """All candidates of a reading text, in order."""
    lexicon = _lexicon()
    string = letters(tokens)
    words, starts = tokens.words, tokens.starts
    carried = ""
    for list_id, (first, last, phrases) in enumerate(groups(string)):
        clause = max(string.rfind("C", 0, first), string.rfind("Z", 0, first)) + 1
        verb = string.rfind("T", clause, first)
        between = string[verb + 1 : first] if verb >= 0 else string[clause:first]
        governed = verb >= 0 and not any(letter in between for letter in "nvc>")
        trigger = words[verb] if governed else ""
        extended = _described(string, clause, first, verb) if first and string[first - 1] == "U" else -1
        distant = False
        if not governed and extended >= 0:
            verb, governed, trigger, distant = extended - 1, True, words[extended - 1], True
        if governed and trigger not in lexicon.strict:
            # 改造提升老旧小区 · 建设运营服务中心 · 新建、提升口袋公园: the verb that builds counts.
            other = verb - 1
            while other >= clause and string[other] in "TDAv" and verb - other < 4:
                if words[other] in lexicon.strict:
                    trigger = words[other]
                    break
                other -= 1
        opens = verb < 0 and not any(letter in between for letter in "nvc>")
        if opens and carried and clause and string[clause - 1] == "C" and phrases[0].count_after:
            trigger, governed = carried, True
        carried = trigger if governed else ""
        end = phrases[-1].count_after[1] if phrases[-1].count_after else phrases[-1].last
        follow = ""
        next_word = words[end] if end < len(words) else ""
        limit = end + 5
        while end < len(string) and string[end] not in "CZ" and end < limit:
            if words[end] in lexicon.after:
                follow = words[end]
                break
            if string[end] not in "bTvx":
                break
            end += 1
        direct = not between.strip("bmqM")
        context = _Context(trigger, governed, opens, follow, next_word, direct, starts[clause], starts[last], extended, phrases[0].first, distant)
        yield from _group(text, starts, words, string, phrases, context, list_id, lexicon)


def _described(string: str, clause: int, first: int, verb: int) -> int:
    """Where the description with 的 begins that stands before a phrase: after the verb that governs it, or -1."""
    while verb >= clause and string[verb + 1] in "DAU":
        verb = string.rfind("T", clause, verb)
    if verb < clause or "E" in string[verb:first]:
        return -1
    return verb + 1


class _Context(NamedTuple):
    trigger: str
    governed: bool
    opens: bool
    follow: str
    next_word: str
    direct: bool
    clause: int
    after: int
    extended: int
    lead: int
    distant: bool
    """The verb stands before a description with 的: 打造“三生融合”的港人服务示范街区."""


def _group(
    text: str,
    starts: tuple[int, ...],
    words: tuple[str, ...],
    string: str,
    phrases: list[Phrase],
    context: _Context,
    list_id: int,
    lexicon: _Lexicon,
) -> Iterator[Found]:
    etc = any(phrase.link == "E" for phrase in phrases)
    # Join phrases that have no head of their own to the one that follows: 工业源、扬尘源、移动源专项治理.
    units: list[_Unit] = []
    pending: _Unit | None = None
    for index, phrase in enumerate(phrases):
        own = text[starts[phrase.first] : starts[phrase.last]]
        quoted = _is_quoted(string, phrase.first, phrase.last)
        unit = _Unit(phrase.first, phrase.last, quoted, phrase.count_before, phrase.count_after, phrase.link)
        headed = quoted or bool(_trim(own, lexicon)[1])
        if headed and not quoted and index + 1 < len(phrases) and phrases[index + 1].link == "A":
            # 布吉公园及地下停车场项目: one head for both.
            following = phrases[index + 1]
            join = words[following.first - 1]
            form = _trim(text[starts[following.first] : starts[following.last]], lexicon)[1]
            alone = _head(own, lexicon)
            if alone == "Pt" and form in ("Pw", "Pa") and (join == "及" or own[-1] in "路道") and not phrase.count_before:
                headed = False
        if pending is not None:
            unit = _Unit(pending.first, unit.last, quoted, pending.before, unit.after, pending.link)
            pending = None
        is_last = index == len(phrases) - 1
        next_link = "" if is_last else phrases[index + 1].link
        if not is_last and phrases[index + 1].count_before:
            headed = True
        if headed or is_last or next_link in ("E", "Q") or phrase.count_after:
            units.append(unit)
        else:
            pending = unit
    for index, unit in enumerate(units[:-1]):
        if index and unit.link == "E" and not unit.quoted:
            # …等18所中小学、幼儿园: the head is a list itself.
            last = units[-1]
            if not any(u.quoted or u.before for u in units[index + 1 :]):
                units[index:] = [_Unit(unit.first, last.last, False, unit.before, last.after, "E")]
            break
    if len(units) > 1 and units[-1].link != "E" and not units[-1].quoted:
        # 产业倍增、城市更新、债务管理三年行动: one campaign.
        forms = [_trim(text[starts[u.first] : starts[u.last]], lexicon)[1] if not u.quoted else "N" for u in units]
        if forms[-1] == "N" and all(f.startswith("P") for f in forms[:-1]) and units[0].before is None:
            units = [_Unit(units[0].first, units[-1].last, False, None, units[-1].after, "")]
    head = units[-1] if units[-1].link == "E" and len(units) > 1 else None
    head_kind = ""
    if head is not None:
        _, head_kind = _trim(text[starts[head.first] : starts[head.last]], lexicon)
        head_kind = "N" if head_kind.startswith("N") else "P" if head_kind else ""
        members = units[:-1]
        if not head_kind and (head.before or head.after) and not head.quoted:
            forms = [_trim(text[starts[u.first] : starts[u.last]], lexicon)[1] for u in members if not u.quoted]
            if any(form.startswith("P") for form in forms):
                head_kind = "P"  # 西南大学三亚中学等14所中小学校挖潜扩班
        typed = [
            u.quoted or _trim(text[starts[u.first] : starts[u.last]], lexicon)[1].startswith("N") for u in members
        ]
        if head_kind == "N" and not head.quoted and not any(typed) and starts[head.last] - starts[head.first] > 4:
            units = [_Unit(members[0].first, head.last, False, members[0].before, head.after, "")]
            head = None
        elif (
            head_kind == "P"
            and not (head.before or head.after or head.quoted or any(u.quoted for u in members))
            and (
                _trim(text[starts[head.first] : starts[head.last]], lexicon)[1] == "Pa"
                or lexicon.engineering.search(text[starts[head.first] : starts[head.last]])
            )
        ):
            # 北部山区、湿地、海洋等生态保护修复: the act is done to all members.
            units = [_Unit(members[0].first, head.last, False, members[0].before, head.after, "")]
            head = None
        elif head_kind == "P" and (head.before or head.after) and members[-1].first < members[-1].last:
            if len(members) == 1 and "D" not in string[members[0].first : members[0].last] and "E" not in string[members[0].last : head.first]:
                # 里岸4家星级酒店: a place, not a member.
                units = [head]
                head = None
                members = []
            # 卓越、裕丰、裕和等4个城市更新项目: members without a head of their own stand alone.
            split: list[_Unit] = []
            for member in members:
                split.extend(_split_members(member, string))
            units = [*split, head] if head is not None else units
    if head is not None and text[starts[head.first] : starts[head.last]] == "建设":
        context = context._replace(follow="建设")  # …示范园等建设
        units, head = units[:-1], None
    for unit in units:
        role = "single" if head is None else ("head" if unit is head else "member")
        found = _decide(text, starts, words, string, unit, context, role, head_kind, head, list_id, etc, lexicon)
        if found is not None:
            yield found


def _is_quoted(string: str, first: int, last: int) -> bool:
    return "c" in string[first:last] or ">" in string[first:last]


def _split_members(member: _Unit, string: str) -> Iterator[_Unit]:
    first = member.first
    for index in range(member.first, member.last):
        if string[index] == "D":
            yield _Unit(first, index, _is_quoted(string, first, index), None, None, "D")
            first = index + 1
    yield _Unit(first, member.last, _is_quoted(string, first, member.last), member.before, member.after, "D")


def _head(own: str, lexicon: _Lexicon) -> str:
    """What the form of a phrase says: Pw works, Pa act, Pt thing, N measure, B body, "" nothing."""
    if own and own[-1] == ")":
        own = own[: own.rfind("(")]  # 高新奇科技楼(二期)
    if lexicon.works.search(own):
        return "Pw"
    measure = lexicon.initiative_head.search(own)
    thing = lexicon.things.search(own)
    act = lexicon.acts.search(own)
    if measure and not (thing and len(thing[0]) > len(measure[0])):
        return "Na" if act else "N"
    if act and not (thing and len(thing[0]) > len(act[0])):
        return "Pa"
    if thing and not lexicon.not_things.search(own):
        return "Pt"
    if lexicon.construction.search(own):
        return "N"
    return "B" if len(own) >= 4 and own[-1] in "局办" else ""


@lru_cache(maxsize=20_000)
def _trim(own: str, lexicon: _Lexicon) -> tuple[str, str]:
    """A phrase without the words that follow the name (建设进度, 工作), and what its form says."""
    shorter = own
    while (tail := lexicon.tail.search(shorter)) and tail.start() > 1:
        shorter = shorter[: tail.start()]
        kind = _head(shorter, lexicon)
        if kind:
            return shorter, kind
    return own, _head(own, lexicon)


def _decide(
    text: str,
    starts: tuple[int, ...],
    words: tuple[str, ...],
    string: str,
    unit: _Unit,
    context: _Context,
    role: str,
    head_kind: str,
    head: _Unit | None,
    list_id: int,
    etc: bool,
    lexicon: _Lexicon,
) -> Found | None:
    first, last = unit.first, unit.last
    trigger, governed, opens, follow, next_word, direct, _, _, extended, lead, distant = context
    counted = unit.before or unit.after
    count = text[starts[counted[0]] : starts[counted[1]]] if counted else ""

    def make(kind: str, rule: str, a: int, b: int, kind_type: str = "") -> Found:
        return Found(kind, a, b, rule, trigger, count, list_id, role, etc, kind_type, context.clause, context.after)

    if trigger in lexicon.received:
        return None
    a, b = starts[first], starts[last]
    if unit.quoted:
        return _quoted(text, text[a:b], a, b, string, unit, starts, context, make, lexicon)
    if not governed and not (opens and next_word in lexicon.progress):
        # 外籍居民参与居民议事会: a subject and its verb before the name.
        inner = string.rfind("x", first, last - 1)
        if inner >= 0 and last - inner > 1 and starts[last] - starts[inner + 1] > 3:
            first = inner + 1
            a = starts[first]
    whole = text[a:b]
    own, form = _trim(whole, lexicon)
    b = a + len(own)
    core = own[: own.rfind("(")] if own.endswith(")") else own
    built = follow or ("建设" if len(own) < len(whole) else "")
    if own in lexicon.fixed and not distant:
        return make("N", "initiative-known-name", a, b)
    if role == "member" and head_kind == "P" and head is not None and (head.before or head.after) and len(own) >= 2:
        acts_on = next_word in lexicon.strict and next_word not in lexicon.after
        if not lexicon.setting.search(own) and not acts_on and (governed or follow or opens and built):
            return make("P", "project-list-member", a, b)
        return None
    if role == "head" and head_kind == "P" and counted and not form and unit.before and (governed or follow):
        return make("P", "project-counted-head", a, b)
    if own in lexicon.stop or (role == "head" and head_kind == "P" and not counted):
        return None
    if not counted and governed and trigger in lexicon.contest and trigger != "建设" and lexicon.level.search(own) and len(own) >= 5:
        return make("N", "initiative-title", a, b, "creation")
    if not counted and governed and trigger in lexicon.contest and lexicon.own_titles.search(own) and len(own) >= 6:
        return make("N", "initiative-title", a, b, "creation")
    if trigger in lexicon.bodies and governed and not counted and whole[-1] in "局办会组队团部" and len(whole) >= 4:
        return make("N", "initiative-body", a, starts[last], "team")
    if lexicon.construction.search(whole) and (governed or opens):
        return make("N", "initiative-construction", a, starts[last], "creation")
    if form.startswith("N"):
        measure = lexicon.initiative_head.search(core)
        if measure is None or (role == "head" and not counted):
            return None
        stem = own[: measure.start()]
        kind = lexicon.initiative_type.get(measure[0], "other")
        if form == "Na" and lexicon.physical.search(stem) and (counted or _proper(words, first, last)):
            if not measure[0].startswith(("专项", "集中", "联合")) or counted:
                return make("P", "project-act", a, b) if governed or follow or opens else None
        if extended >= 0 and lead == unit.first and measure[0] in lexicon.extended and role != "head":
            verb = words[extended - 1]
            if verb in lexicon.quoted or verb in lexicon.founding or verb == "通过":
                return make("N", "initiative-described-head", starts[extended], b, kind)
        if len(stem) < 2 or not (governed or opens) or distant:
            return None
        if opens and next_word not in lexicon.progress:
            return None
        if measure[0].endswith("活动"):
            if (trigger in lexicon.activity and len(stem) >= 4 and not lexicon.general.search(own)) or (
                opens and len(stem) >= 6
            ):
                return make("N", "initiative-activity", a, b, kind)
            return None
        if measure[0] in lexicon.vague:
            if trigger in lexicon.founding and len(own) >= 7:
                return make("N", "initiative-vague-head", a, b, kind)
            return None
        if measure[0] in lexicon.weak:
            fitting = trigger in lexicon.quoted or trigger in lexicon.founding or opens
            if fitting and trigger not in lexicon.lame and len(own) >= 5:
                return make("N", "initiative-weak-head", a, b, kind)
            return None
        return make("N", "initiative-head-noun", a, b, kind)
    if form == "Pw":
        works = lexicon.works.search(core)
        assert works is not None
        if counted:
            if count[0] == "一" and own in lexicon.bare:
                return None
            return make("P", "project-counted-works", a, b)
        stem = own[: works.start()]
        if own in lexicon.bare or len(stem) < 2 or lexicon.general_project.search(own):
            return None
        if works[0] == "工程" and not lexicon.engineering.search(own) and not counted:
            if governed and trigger in lexicon.quoted or opens and next_word in lexicon.progress:
                return make("N", "initiative-programme", a, b, "programme")
            return None
        if governed and trigger in lexicon.build:
            return make("P", "project-works", a, b)
        if opens and (follow or next_word in lexicon.after or len(stem) >= 4 and string[last : last + 1] in ("b", "T")):
            return make("P", "project-works-with-predicate", a, b)
        return None
    if form == "Pa":
        act = lexicon.acts.search(core)
        assert act is not None
        if counted and (trigger in lexicon.build or follow):
            return make("P", "project-counted-act", a, b)
        if opens and text[starts[last] : starts[last] + 1] == " " and act.start() >= 2:
            return make("P", "project-table-cell", a, b)
        if act[0] == "治理":
            return None
        about = own[: act.start()]
        if act.start() >= 2 and (lexicon.physical.search(about) or _proper(words, first, last)) and (governed or follow):
            return make("P", "project-act", a, b)
        return None
    if form == "Pt":
        thing = lexicon.things.search(core)
        assert thing is not None
        if counted and lexicon.people.search(count):
            counted = None
        if lexicon.facility.search(own) and not counted and trigger not in lexicon.strict and not _proper(words, first, last):
            return None
        if lexicon.plain_area.search(own) and "示范" not in own:
            return None
        if counted and unit.before and not follow and next_word in lexicon.activity:
            return None
        if counted and trigger not in lexicon.faint and (trigger in lexicon.build or built):
            return make("P", "project-counted-thing", a, b)
        if own in lexicon.bare or (len(core) - len(thing[0]) < 2 and len(thing[0]) < 4):
            return None
        loose = thing[0] in lexicon.loose
        if governed and trigger in lexicon.strict:
            return make("P", "project-built-thing", a, b)
        if opens and built and text[starts[last] : starts[last] + 1] == " ":
            return make("P", "project-table-cell", a, starts[last])
        if opens and follow and not (lexicon.area.search(own) and trigger == ""):
            return make("P", "project-thing-with-predicate", a, b)
        if opens and lexicon.begun.search(whole[len(own) :]):
            return make("P", "project-thing-with-predicate", a, b)
        if trigger in lexicon.faint and not built:
            return None
        if governed and trigger in lexicon.build and thing[0].endswith(("平台", "系统")) and len(own) >= 7:
            return make("P", "project-named-system", a, b)
        if governed and trigger in lexicon.build and (not loose or built or (role == "member" and head_kind == "P")):
            return make("P", "project-thing-under-way", a, b)
        return None
    if role == "member" and head_kind == "P" and head is not None and governed and trigger in lexicon.build:
        head_text = text[starts[head.first] : starts[head.last]]
        if len(own) >= 4 and _trim(head_text, lexicon)[1] == "Pw" and trigger not in lexicon.faint:
            return make("P", "project-list-member-open", a, b)
    return None


def _proper(words: tuple[str, ...], first: int, last: int) -> bool:
    """Whether a phrase holds a name: a word that the dictionary has as a place or person, or does not have."""
    lookup = dictionary().get
    name = words[first:last]
    return lookup(name[0], "?") == "?" or any(lookup(word, "?")[:2] in ("ns", "nr", "nz") or word.isascii() for word in name)


def _quoted(text, own, a, b, string, unit, starts, context, make, lexicon):  # type: ignore[no-untyped-def]
    trigger, governed, opens, follow, next_word, direct, _, _, extended, lead, distant = context
    inner = string[unit.first : unit.last]
    open_index = unit.first + min(i for i in (inner.find("o"), inner.find("<")) if i >= 0)
    close_index = unit.first + max(inner.rfind("c"), inner.rfind(">"))
    tail = own[starts[close_index + 1] - a :] if close_index + 1 <= unit.last else ""
    prefix = own[: starts[open_index] - a]
    if "<" in inner and "o" not in inner:
        if trigger in lexicon.document and own[-1] == "》":
            return make("N", "initiative-document", starts[open_index], starts[close_index + 1], "policy")
        if tail and lexicon.initiative_head.search(tail):
            return make("N", "initiative-quoted-head", a, b, "activity")
        return None
    if prefix and lexicon.place.search(prefix):
        a = starts[open_index]
        own = own[len(prefix) :]
        prefix = ""
    glossary = re.match(r"\(\d+\)", tail)
    bare_tail = tail[glossary.end() :] if glossary else tail
    if bare_tail:
        trimmed, form = _trim(bare_tail, lexicon)
        if form and form != "B":
            b = a + len(own) - (len(bare_tail) - len(trimmed))
            tail = trimmed
            works = lexicon.works.search(tail)
            measure = lexicon.initiative_head.search(tail)
            if tail in ("治理", "整治") and trigger in lexicon.quoted:
                return make("N", "initiative-quoted-head", a, b, "campaign")
            if measure is not None and not (works and works[0] not in ("工程",)):
                if lexicon.stop_quoted.search(own):
                    return None
                return make(
                    "N", "initiative-quoted-head", a, b, lexicon.initiative_type.get(measure[0], "other")
                )
            if lexicon.title.search(tail) and trigger in lexicon.contest:
                return make("N", "initiative-quoted-title", a, b, "creation")
            if works and lexicon.service.search(tail):
                return make("N", "initiative-quoted-project", a, b, "programme")
            if works:
                return make("P", "project-quoted-works", a, b)
            if trigger in lexicon.contest and not (unit.before or unit.after):
                return make("N", "initiative-quoted-title", a, b, "creation")
            if lexicon.virtual.search(tail) and trigger in lexicon.using:
                return make("N", "initiative-quoted-platform", a, b, "service")
            if lexicon.not_built.search(own):
                return None
            if trigger in lexicon.strict or lexicon.facility.search(own) or unit.before or unit.after or follow or lexicon.virtual.search(tail):
                return make("P", "project-quoted-thing", a, b)
            return None
        if governed and trigger in lexicon.quoted and lexicon.after_quote.match(bare_tail):
            return make("N", "initiative-quoted-front", starts[open_index], starts[close_index + 1], "other")
        if opens and lexicon.praised.match(bare_tail):
            return make("N", "initiative-quoted-subject", starts[open_index], starts[close_index + 1], "other")
        if opens and bare_tail == "建设" and next_word in lexicon.progress:
            return make("N", "initiative-quoted-subject", a, b, "creation")
        return None
    if prefix and trigger in lexicon.contest and lexicon.level.search(prefix) and len(prefix) > 4:
        return make("N", "initiative-title", a, starts[close_index + 1], "creation")
    # Either reading of the borders overlaps by half as long as the prefix is no longer than the quotation.
    if len(prefix) > starts[close_index + 1] - starts[open_index]:
        a = starts[open_index]
    b = starts[close_index + 1]
    counted = unit.before or unit.after
    quotation = text[starts[open_index] + 1 : b - 1]
    if lexicon.stop_quoted.search(quotation):
        return None
    if governed and not distant and (inside := lexicon.initiative_head.search(quotation)) and _head(quotation, lexicon) == "N":
        return make("N", "initiative-quoted-name", a, b, lexicon.initiative_type.get(inside[0], "other"))
    if string[close_index + 1 : close_index + 2] == "U":
        return None
    if (trigger in lexicon.strict or trigger == "完善") and _head(quotation, lexicon) == "Pt":
        if lexicon.virtual.search(quotation) or quotation[-1] == "城":
            return make("N", "initiative-quoted", a, b, "other") if trigger in lexicon.quoted else None
        return make("P", "project-quoted-name", a, b)
    if counted and trigger in lexicon.strict:
        return make("P", "project-quoted-counted", a, b)
    if governed and direct and trigger in lexicon.quoted:
        return make("N", "initiative-quoted", a, b, "other")
    if opens and next_word in lexicon.progress:
        return make("N", "initiative-quoted-subject", a, b, "other")
    return None
