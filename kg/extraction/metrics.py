"""What each figure of a sentence measures: drafts in order in, labels and the links between figures out.

Each figure takes its label from the nouns before it, after it or around it; what it leaves out it takes over from the
figure or clause before. A label is made of the text's own words in their order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

from kg.documents.model import Sentence
from kg.extraction import labels
from kg.extraction.kinds import is_net_change, last_change, patterns, read_kind
from kg.extraction.modality import is_baseline
from kg.extraction.model import ChangeBasis, Kind
from kg.language.quantities import Quantity
from kg.language.tokens import Tokens, dictionary
from kg.lexicon import table

_FORMS = table("figures")["forms"]
_LANDMARKS = tuple(_FORMS["landmarks"])
_OF_WHOLE = tuple(table("figures")["metric"]["of_whole"])
_YARDSTICK = re.compile(_FORMS["yardstick"])
_COUNTED_HOW = re.compile(_FORMS["counted_how"])
_BASE_IN_FIGURES = re.compile(_FORMS["base_in_figures"])
_BASE_IN_FIGURES_AFTER = re.compile(_FORMS["base_in_figures_after"])
_TO_THING = re.compile(_FORMS["to_thing"])
_AMONG = re.compile("在?[^,]{0,16}中$")
_PART = re.compile("其中(?:有|的)?")
_MEASURE_NOUN = re.compile(_FORMS["measure_nouns"])
_BASE_OF_MULTIPLE = re.compile(_FORMS["base_of_multiple"])
_PLACE = re.compile(f"(?:{_FORMS['places']})$")
_GOES_ON = re.compile(_FORMS["goes_on"])
_COMPARED = re.compile(_FORMS["compared"])
_ADVERBIAL = re.compile(_FORMS["adverbial"])
_STATE = re.compile(_FORMS["predicates_of_state"])
_SIZE_CLASS = re.compile(_FORMS["size_class"])
_MEASURE_END = re.compile(f"(?:{_FORMS['measures']})$")
_SHORT = 4
"""A noun of so many characters does not say alone what it is a part of: 区级收入, 税收收入."""
_JOINING = ("、", "和", "及", "与")
"""Marks and words that join the items of a list."""


@dataclass(slots=True)
class Draft:
    """A figure in the making. Offsets are of the reading text.

    `before` are the words of the clause since the figure before, without bound words; `after` those up to the next
    figure. `compares` and `of_target` are positions in the sentence's list of drafts.
    """

    quantity: Quantity
    sentence: Sentence
    clause: tuple[int, int]
    before: str
    after: str
    after_start: int
    label: str = ""
    rule: str = ""
    kind: Kind = Kind.LEVEL
    sign: int = 1
    basis: ChangeBasis | None = None
    compares: int | None = None
    of_target: int | None = None
    aspect: str | None = None
    is_task: bool = False
    is_part: bool = False
    """Named as a part of the whole before it: 其中工业4家."""
    measured: str = ""
    """What a figure with 的 says of the noun behind it: 总投资."""
    cues: list[tuple[str, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Subject:
    """What figures with elliptic labels are about: a figure (by position) or only the words of a clause."""

    label: str = ""
    figure: int | None = None
    weak: bool = False
    """Only the words of the clause before; the next clause's words replace it."""


class Words:
    """The words of a document with their dictionary tags, by position."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._tags = tokens.tags()

    def ending_at(self, position: int) -> tuple[str, str]:
        """Word and tag of the word that holds the character before a position."""
        k = min(max(0, bisect_right(self._tokens.starts, position - 1) - 1), len(self._tags) - 1)
        return self._tokens.words[k], self._tags[k]

    def predicate_start(self, start: int, end: int) -> int | None:
        """Where the predicate begins in the words after a figure: the first verb, adverb or 的 behind a noun."""
        k = max(0, bisect_right(self._tokens.starts, start) - 1)
        adverbs = labels.inner()
        while k < len(self._tags) and self._tokens.starts[k] < end:
            at, word, tag = self._tokens.starts[k], self._tokens.words[k], self._tags[k]
            if at >= start + 2 and (
                word == "的" or adverbs.match(word) or (tag in ("v", "d", "ad", "p") and not _noun_like(word))
            ):
                return at
            k += 1
        return None


@cache
def _noun_like(word: str) -> bool:
    """Verbs of the dictionary that are heads of things in this genre: 改造, 建设, 项目管理."""
    return word.endswith(tuple(_FORMS["thing_like_verbs"]))


def label_sentence(
    text: str, drafts: list[Draft], lexicon: Words, name: str = "", topic: str = "", before: str = ""
) -> str:
    """Fill kind, label, rule and links of the figures of one sentence, from left to right.

    `name` is the thing that a table row is about: every figure of the row belongs to it. `topic` is what the heading of
    the item names; it stands in where a sentence leaves out its subject. `before` is what the sentence before is about,
    for a sentence that goes on with it (完成情况:…, 其中…). Returned is what this one is about.
    """
    goes_on = before if drafts and _GOES_ON.match(text, drafts[0].sentence.reading_start) else ""
    subject = Subject(name)
    changes_for: list[int] = []
    answers: dict[int, int] = {}
    for n, d in enumerate(drafts):
        previous = drafts[n - 1] if n and drafts[n - 1].clause == d.clause else None
        if name and previous is None:
            subject = Subject(name)
        used = n > 0 and bool(subject.label) and drafts[n - 1].label.startswith(subject.label)
        if not subject.label or (subject.weak and not used and drafts[n - 1].clause != d.clause):
            subject = Subject(_words_before(text, d) or goes_on or topic, weak=True)
        reading = read_kind(d.quantity, d.before, noun_follows=noun_follows(d))
        d.kind, d.sign, d.basis = reading.kind, reading.sign, reading.basis
        if _changes_the_last(d, drafts, n):
            verb = last_change(d.before)
            d.kind, d.sign = Kind.CHANGE, -1 if verb is not None and verb["fall"] else 1
            d.basis = ChangeBasis.UNSTATED
        if reading.verb is not None:
            head = d.quantity.start - _bound_length(d) - len(d.before)
            d.cues.append(("kind", head + reading.verb[0], head + reading.verb[1]))
        if n not in answers:
            answers |= _answers(drafts, n)
        if n in answers:
            _label_answer(d, previous, drafts, answers[n])
        elif _continues_change(d, previous):
            _continue_change(d, previous, drafts, changes_for, n)
        elif _respectively(text, drafts, n):
            subject = Subject(d.label, n)
            changes_for = [*changes_for, n] if previous is not None else [n]
        elif d.kind is Kind.RANK:
            if n and previous is None and subject.figure is not None and not labels.trim(d.before).removesuffix("分别"):
                # 结案率98.7%,居全区第二位: the figure before is ranked, not the subject of both.
                subject = Subject(drafts[n - 1].label, n - 1)
            growth = next((k for k in range(n - 1, -1, -1) if drafts[k].kind is Kind.CHANGE), None)
            _label_rank(d, subject, previous, growth)
        elif d.kind is Kind.CHANGE:
            if changes_for and _is_first_of(drafts, n, len(changes_for)):
                d.compares = changes_for[0]
                d.label, d.rule = drafts[changes_for[0]].label + _change_word(d), "respective-change"
            else:
                last = drafts[n - 1] if n else None
                of_part = last is not None and last.is_part and last.kind is Kind.LEVEL
                # 其中区级收入24亿元,增长9.1%: the part grows, not the whole.
                _label_change(d, Subject(drafts[n - 1].label, n - 1) if of_part else subject, n)
                if d.rule == "own-change":
                    subject = Subject(_bare(d.label))
        else:
            _label_level(text, d, subject, previous, lexicon, drafts, n, topic)
            if d.kind is Kind.SHARE:
                if d.rule == "left-own" or not subject.label:
                    subject = Subject(d.label, n)
            elif not d.is_task and (d.rule not in ("carried-subject", "part-of-subject") or subject.weak):
                # Parts of a bundle (竣工21个、在建29个) leave the bundle as the subject.
                subject = Subject(d.label, n)
    _share_predicates(drafts, lexicon)
    if name:
        for d in drafts:
            if not d.label.startswith(name):
                d.label, d.rule = _join(name, d.label), "table-cell"
    return subject.label


def _changes_the_last(d: Draft, drafts: list[Draft], n: int) -> bool:
    """人均纯收入3876元,增加342元: a bare verb of change before an amount in the unit of the figure before."""
    if d.kind is not Kind.LEVEL or not n or noun_follows(d):
        return False
    last = drafts[n - 1]
    return (
        d.before in table("figures")["change"]["amount"]
        and last.kind is Kind.LEVEL
        and d.quantity.unit is not None
        and last.quantity.unit is not None
        and d.quantity.unit.unit == last.quantity.unit.unit
    )


def noun_follows(d: Draft) -> bool:
    """True when a noun or predicate stands right after the unit."""
    if not d.after or d.after[0] in '、(),.;:的 ”"' or d.after.startswith(_LANDMARKS):
        return False
    if d.after[0] == "和":
        # 和 joins, unless it begins a word (和美乡村, 和平社区).
        return len(d.after) > 2 and (d.after[:2] in dictionary() or d.after[:2] in _FORMS["begins_with_he"])
    return d.after[0] not in "及与以并"


def _bound_length(d: Draft) -> int:
    """Length of the bound word between the words before and the number."""
    q = d.quantity
    return q.start - q.bound_span[0] if q.bound_span and q.bound_span[0] < q.start else 0


def _in_clause(drafts: list[Draft], d: Draft) -> list[int]:
    """Positions of the figures that stand in the same clause."""
    return [k for k, other in enumerate(drafts) if other.clause == d.clause]


def _words_before(text: str, d: Draft) -> str:
    """The words of the clause before as a subject; empty at the start of a sentence."""
    end = d.clause[0] - 1
    if end <= d.sentence.reading_start:
        return ""
    start, _ = labels.clause(text, end, d.sentence.reading_start, d.sentence.reading_end)
    words = text[start:end]
    if _ADVERBIAL.match(words):
        return ""
    carried = labels.trim(_STATE.sub("", labels.trim_tail(words)))
    if len(carried) > _FORMS["longest_subject"]:
        # A long list without a common noun has no name of its own.
        carried = "" if "、" in carried and "等" not in carried else carried[-_FORMS["longest_subject"] :]
    return carried if len(carried) >= 2 else ""


def _bare(label: str) -> str:
    verb = last_change(label)
    if verb is not None and verb.end() == len(label):
        label = label[: verb.start()]
    return label.removesuffix("同比").removesuffix("环比")


# --- changes -------------------------------------------------------------------------------------------------------


def _change_word(d: Draft) -> str:
    """The word that a change's label ends in: 同比, 环比, else the verb (增长) where nothing compares it."""
    p = patterns()
    m = p["yoy"].search(d.before) or p["pop"].search(d.before)
    if m:
        return m.group()
    verb = last_change(d.before)
    return verb.group() if verb and not verb["to"] else ""


def _label_change(d: Draft, subject: Subject, n: int) -> None:
    """A change names what changes and how it is compared: 限上商业销售额同比, 进出口总额增幅."""
    p = patterns()
    own = labels.trim(d.before)
    if is_net_change(own):
        # 减少贫困人口3105人: the verb belongs to the thing.
        d.label, d.rule = own, "own-change"
        return
    verb = last_change(d.before)
    if verb is not None and verb["to"]:
        verb = None
    stem = d.before[: verb.start()] if verb else d.before
    word = verb.group() if verb else ""
    basis = p["yoy"].search(stem) or p["pop"].search(stem)
    if basis is not None:
        # 比2004年底同比增长: the base of the comparison is no part of the thing.
        stem, word = (
            re.sub("(?:比|较)(?:[0-9]{4}年|[上去前]年|年初)[^,]{0,2}$", "", stem[: basis.start()]),
            basis.group(),
        )
    elif word.startswith(("同比", "环比")):
        word = word[:2]
    else:
        base = re.search(r"(?:(?<!可)比|较)[^,。;]{1,5}$", stem)
        if base:
            in_percent = d.quantity.unit is not None and d.quantity.unit.label == "%"
            stem, word = stem[: base.start()], base.group() + ("" if in_percent else word)
    if verb is not None and word == verb.group():
        compared = labels.trim_tail(d.before[verb.end() :])
        word += compared if _YARDSTICK.match(compared) else ""
    own = labels.trim(_COUNTED_HOW.sub("", _BASE_OF_MULTIPLE.sub("", stem)).rstrip(" ,")).removesuffix("完成")
    if own and not labels.needs_subject(own):
        d.label, d.rule = labels.from_action(own) + word, "own-change"
    elif subject.label:
        d.label, d.rule = subject.label + own + word, "carried-change"
        d.compares = subject.figure if subject.figure is not None and subject.figure < n else None
    else:
        d.label, d.rule = own + word, "own-change"


def _continues_change(d: Draft, previous: Draft | None) -> bool:
    """分别下降25.5%和20.6%: the second figure changes as the first does."""
    return (
        previous is not None
        and previous.kind is Kind.CHANGE
        and d.before.strip() in (*_JOINING, "")
        and d.quantity.unit == previous.quantity.unit
        and not noun_follows(d)
    )


def _continue_change(d: Draft, previous: Draft | None, drafts: list[Draft], changes_for: list[int], n: int) -> None:
    assert previous is not None
    d.kind, d.sign, d.basis, d.rule = Kind.CHANGE, previous.sign, previous.basis, "respective-change"
    run = [k for k in _in_clause(drafts, d) if k <= n]
    position = len(run) - 1
    if len(changes_for) > position and drafts[run[0]].rule == "respective-change":
        target = changes_for[position]
        d.compares = target
        d.label = drafts[target].label + drafts[run[0]].label.removeprefix(drafts[changes_for[0]].label)
        return
    first = drafts[run[0]]
    split = re.search("分别", first.before)
    items = _items(first.before[: split.start()]) if split else []
    if split and len(items) > position:
        compared = patterns()["yoy"].search(first.before) or patterns()["pop"].search(first.before)
        word = compared.group() if compared else labels.trim(first.before[split.end() :]) or "下降"
        items = [x.removesuffix(word) for x in items]
        for k, item in zip(run, items, strict=False):
            drafts[k].label, drafts[k].rule = item + word, "respective-change"
    else:
        d.label = previous.label


def _answers(drafts: list[Draft], n: int) -> dict[int, int]:
    """办结率99%,满意率98%,分别提高0.3和1.1个百分点: which figure before each figure of a clause answers, by position."""
    d = drafts[n]
    members = _in_clause(drafts, d)
    head, mark, _ = d.before.partition("分别")
    count = len(members)
    if not mark or members[0] != n or count < 2 or n < count or labels.trim(_COMPARED.sub("", head)):
        return {}
    targets = range(n - count, n)
    if any(drafts[k].kind in (Kind.CHANGE, Kind.RANK) or drafts[k].quantity.is_rank for k in targets):
        return {}
    return dict(zip(members, targets, strict=True))


def _label_answer(d: Draft, previous: Draft | None, drafts: list[Draft], target: int) -> None:
    """Label a figure that stands for itself what one of several figures before did: grow, rank, fulfil its task."""
    if previous is not None:
        d.kind, d.sign, d.basis = previous.kind, previous.sign, previous.basis
        said = previous.label.removeprefix(drafts[target - 1].label)
    elif d.kind is Kind.CHANGE:
        said = _change_word(d)
    elif d.kind is Kind.RANK:
        said = ""
    else:
        said = labels.trim_tail(labels.without_time(d.before).replace("分别", "")).strip(" ,")
    d.label, d.rule = drafts[target].label + said, "respective-change" if d.kind is Kind.CHANGE else "respective"
    if d.kind in (Kind.CHANGE, Kind.RANK):
        d.compares = target


def _is_first_of(drafts: list[Draft], n: int, count: int) -> bool:
    """True for the first of as many changes in a clause as figures were listed by 分别 before."""
    members = _in_clause(drafts, drafts[n])
    return members[0] == n and len(members) == count


def _items(phrase: str, count: int = 0) -> list[str]:
    """The things listed before 分别; a head or modifier that only one of two spells out is lent to the other."""
    phrase = labels.trim(phrase).removesuffix("清单")
    items = [x for x in re.split("、|和|及|与", phrase) if x]
    if count == 2 and len(items) == 1:
        for both, one, other in _FORMS["pairs"]:
            if both in phrase:
                # 城乡居民人均可支配收入
                return [phrase.replace(both, one), phrase.replace(both, other)]
    if count and len(items) > count:
        # 动态监测和精准帮扶行动、养老服务行动: 和 inside a name.
        items = [x for x in phrase.split("、") if x]
    if len(items) >= 2:
        first, last = items[0], items[-1]
        if len(first) <= 4 and len(last) >= len(first) + 4:
            # 城镇、农村常住居民人均可支配收入
            items = [x + last[len(x) :] if len(x) <= 4 else x for x in items[:-1]] + [last]
        elif len(last) <= 4 and len(first) >= len(last) + 3 and not _PLACE.search(last):
            # 生产安全事故起数、死亡人数
            items = [first] + [first[:-2] + x if len(x) <= 4 else x for x in items[1:]]
    return items


def _respectively(text: str, drafts: list[Draft], n: int) -> bool:
    """A、B、C…分别计划投资x、y、z: the n-th figure belongs to the n-th item."""
    d = drafts[n]
    members = _in_clause(drafts, d)
    if len(members) < 2 or any(drafts[k].quantity.is_rank for k in members):
        return False
    first = drafts[members[0]]
    if d.kind is Kind.CHANGE:
        return False
    split = re.search("分别", first.before)
    if split is None:
        # Three and more figures on a row of as many things need no 分别.
        if any(drafts[k].before.strip("、和及与 ") or noun_follows(drafts[k]) for k in members[1:]):
            return False
        if len(members) < 3 and drafts[members[0]].quantity.unit != drafts[members[1]].quantity.unit:
            # 54支、2630人 is a second count.
            return False
        split = re.search("(?:达到|达|为|突破|超过)*$", first.before)
        assert split is not None
    head = first.before[: split.start()]
    if not labels.trim(head):
        end = first.clause[0] - 1
        start, _ = labels.clause(
            text, max(end, d.sentence.reading_start), d.sentence.reading_start, d.sentence.reading_end
        )
        head = text[start:end] if end > d.sentence.reading_start else ""
    items = _items(head, len(members))
    if len(items) != len(members):
        return False
    predicate = labels.trim(first.before[split.end() :])
    if predicate == "完成" and d.quantity.unit is not None and d.quantity.unit.unit.dimension == "currency":
        predicate = ""
    d.label = items[members.index(n)] + (predicate if predicate not in ("达到", "达") else "")
    d.rule = "respective"
    return True


# --- ranks ---------------------------------------------------------------------------------------------------------


def _label_rank(d: Draft, subject: Subject, previous: Draft | None, growth: int | None) -> None:
    """A rank names the thing ranked and the aspect: 固定资产投资总量."""
    own = _AMONG.sub("", labels.trim(d.before))
    if previous is not None and previous.kind is Kind.RANK and not own:
        # 总量、增幅分别位列全区第二、第五
        items = _items(previous.before.replace("分别", ""))
        if len(items) == 2 and previous.aspect is not None:
            previous.aspect, own = items[0], items[1]
            previous.label = subject.label + items[0]
    own = own.removesuffix("分别")
    if own and not labels.needs_subject(own) and len(own) > 4:
        d.label = labels.from_action(own)
    else:
        d.label = subject.label if subject.label.endswith(own) else subject.label + own
    d.aspect = own or None
    d.compares = subject.figure
    if own in _FORMS["growth_nouns"]:
        # 增速全区第一 ranks the growth, not the amount.
        d.compares = growth
    d.rule = "rank"
    if not d.label:
        d.label = labels.trim_after(d.after)


# --- levels, shares, durations -------------------------------------------------------------------------------------

_TASK = re.compile(_FORMS["task_end"])
_LIST_END = re.compile(_FORMS["list_end"])
_REMAINDER = re.compile("(?:" + "|".join(table("figures")["metric"]["remainder"]) + ")$")


def _label_level(
    text: str,
    d: Draft,
    subject: Subject,
    previous: Draft | None,
    lexicon: Words,
    drafts: list[Draft],
    n: int,
    topic: str,
) -> None:
    q = d.quantity
    following = n + 1 < len(drafts) and drafts[n + 1].clause == d.clause
    if following and drafts[n + 1].quantity.start == d.after_start and labels.needs_noun(labels.trim(d.before)):
        # 完成10类42项社区实事项目: both count what stands behind the second.
        noun = labels.trim_after(drafts[n + 1].after)
        if len(noun) >= 2 and noun_follows(drafts[n + 1]):
            d.label, d.rule = noun[:22], "right"
            return
    left = text[d.clause[0] : q.start]
    if q.unit is None and q.noun:
        _label_noun_unit(d)
        return
    if _BASE_IN_FIGURES.search(left) and _BASE_IN_FIGURES_AFTER.match(d.after):
        # 比“九五”末的26.5亿元增长60.7%
        own = labels.trim(re.sub("(?:比|较|是|为)[^比较是为]*$", "", d.before))
        d.label, d.rule = own or subject.label, "carried-subject"
        return
    if is_baseline(left, d.after):
        d.label, d.rule = labels.trim(re.sub("(?:由|从)[^由从]*$", "", d.before)) or subject.label, "left-own"
        return
    if previous is not None and is_baseline(text[d.clause[0] : previous.quantity.start], previous.after):
        d.label, d.rule = previous.label, "second-count"
        d.kind = previous.kind if d.kind is Kind.SHARE else d.kind
        return
    opens = text[d.clause[0] - 1 : d.clause[0]] == "("
    if opens and n and not labels.trim(d.before) and drafts[n - 1].quantity.end <= d.clause[0] and not noun_follows(d):
        # 完工4个(67%), 补助1128名(目标1100名): the same thing in other words, or its target.
        d.label, d.rule = drafts[n - 1].label, "second-count"
        return
    if opens and labels.needs_subject(labels.trim(d.before)) and not noun_follows(d):
        # 锂电池厂(投资3亿)、光电工程(投资1.2亿): about the noun before its bracket.
        begin, _ = labels.clause(text, d.clause[0] - 1, d.sentence.reading_start, d.sentence.reading_end)
        noun = labels.trim(labels.last_item(text[begin : d.clause[0] - 1]))
        if len(noun) >= 2:
            d.label, d.rule = _join(noun[-_FORMS["longest_subject"] :], labels.trim(d.before)), "carried-subject"
            return
    if d.kind is Kind.SHARE and _TASK.search(labels.trim_tail(d.before)):
        last = drafts[n - 1] if n and drafts[n - 1].kind is Kind.LEVEL and not drafts[n - 1].is_task else None
        _label_fulfilment(d, Subject(last.label, n - 1) if last is not None else subject)
        return
    if d.after.startswith("的") and _label_attributive(d, subject, previous, following):
        return
    if noun_follows(d):
        _label_with_noun_after(d, subject, previous, lexicon, drafts, n)
    else:
        _label_from_before(text, d, subject, previous, drafts, n, topic)


def _label_attributive(d: Draft, subject: Subject, previous: Draft | None, following: bool) -> bool:
    """总投资120亿元的高端植保项目: a figure with 的 describes the noun behind it. False when it is no such figure."""
    tail = labels.trim_after(d.after.removeprefix("的"))
    own = labels.trim(d.before)
    joined = previous is not None and d.before[:1] in _JOINING
    if previous is not None and d.before == previous.after and d.before[-1:] in _JOINING:
        joined, own = True, ""
    if joined and own and not labels.needs_subject(own):
        # 建筑面积5000平方米、信众3000人的教堂
        d.label, d.rule = own, "listed-left"
        return True
    if tail and (not following or d.after[-1:] in _JOINING):
        # 完成35.4万平方米的年度消违任务; the measure holds for all of a list: …、50亿元的锂电池项目
        measured = own if own and labels.needs_subject(own) and own not in ("完成", "新增") else ""
        if joined and not own and previous is not None and previous.measured:
            measured = previous.measured
        d.measured = measured
        d.label, d.rule = (_STATE.sub("", tail) or tail) + measured, "right-of"
        return True
    if following and not tail:
        d.is_task = bool(_TASK.search(d.before))
        d.label = subject.label + own if labels.needs_subject(own) or d.is_task else own
        d.rule = "task" if d.is_task else "left-own"
        return True
    return False


def _label_noun_unit(d: Draft) -> None:
    """125万市场主体, 零增量: the noun is the unit and the thing counted."""
    own = labels.trim(d.before)
    d.label = (own if len(own) <= 8 else labels.from_action(own)[-8:]) + (d.quantity.noun or "")
    d.rule = "noun-unit"


def _label_fulfilment(d: Draft, subject: Subject) -> None:
    """完成年度任务54.01%, 为年度目标的1.1倍, 完成任务35.42万平方米的91%: the share of a task done."""
    own = labels.trim_tail(labels.without_time(d.before) if labels.trim(d.before) else d.before).strip(" 、和")
    own = own.removeprefix("其中")
    d.label = own if len(own) > 12 else subject.label + own
    d.rule = "fulfilment"


def _label_from_before(
    text: str, d: Draft, subject: Subject, previous: Draft | None, drafts: list[Draft], n: int, topic: str
) -> None:
    own = labels.trim(d.before)
    if previous is not None and d.before and previous.after.startswith(d.before) and own and _qualifies(previous):
        # 竣工年限超过20年的老旧住宅区接近20个, 5亿元以上重大项目10个: the figure before qualifies the noun.
        end = d.quantity.start - _bound_length(d)
        d.label, d.rule = labels.trim_head(labels.trim(text[d.clause[0] : end])), "qualified-noun"
        return
    joined = d.before[:1] in _JOINING
    if previous is not None and (not own or own in ("和", "及")):
        if previous.is_task:
            # 完成区下达任务35.42万平方米的91%
            d.label, d.rule, d.of_target = previous.label, "fulfilment", n - 1
        else:
            # 21处18万平方米, 54支、2630人: a second count of the same thing.
            d.label, d.rule = previous.label, "second-count"
        return
    if previous is not None and joined and previous.kind is not Kind.RANK:
        # 查处泥头车92辆、电动自行车544辆: the verb of the first holds for all.
        verb = _leading_verb(previous.label)
        stem = previous.label[: -len(own)]
        if own and stem and previous.label[len(stem)] == own[0] and dictionary().get(own[-2:], "n")[0] == "v":
            # 产业项目新签约60个、新开工42个
            d.label, d.rule = stem + own, "listed-left"
        elif (previous.is_part and d.kind is previous.kind) or (labels.needs_subject(own) and subject.label):
            # 其中工业4家、建筑业56家: every member is a part of the whole.
            d.is_part = previous.is_part
            d.label, d.rule = _join(subject.label, own), "carried-subject"
        elif d.kind is Kind.SHARE:
            # No verb of counting holds for a rate.
            d.label, d.rule = own, "left-own"
        else:
            d.label, d.rule = own if own.startswith(verb) or _leading_verb(own) else verb + own, "listed-left"
        return
    if subject.label and _SIZE_CLASS.fullmatch(own):
        # 其中注册资金千万元以上46家,亿元以上5家
        known = _SIZE_CLASS.search(subject.label)
        d.label, d.rule = subject.label[: known.start() if known else None] + own, "carried-subject"
        return
    if labels.is_own_amount(own) and topic:
        # What a work costs belongs to the work that the item is about.
        d.label, d.rule = (
            _join(topic, "完成" + own if own in _FORMS["spent"] and "完成" + own in d.before else own),
            "carried-subject",
        )
        return
    if own in _FORMS["spent"] and labels.trim_tail(d.before).endswith("完成" + own):
        own = "完成" + own
    stripped = d.before.lstrip("和、,")
    if text[max(0, d.clause[0] - 3) : d.clause[0]] == "其中,":
        stripped = "其中" + stripped
    d.is_part = stripped.startswith("其中")
    if stripped.startswith("其中") and len(own) > _SHORT and _MEASURE_NOUN.search(own) and d.kind is Kind.LEVEL:
        # 其中工业性投资8亿元
        d.label, d.rule = own, "left-own"
        return
    if own.endswith("完成") and len(own) > _SHORT and d.quantity.unit and d.quantity.unit.unit.dimension == "currency":
        # 规上工业增加值完成7.82亿元
        own = own.removesuffix("完成")
    if own.startswith(_OF_WHOLE) and labels.needs_subject(own) and n and drafts[n - 1].kind is Kind.LEVEL:
        # 空地24.61公顷,仅占总用地面积的7%: the share of the figure before, not of the bundle.
        d.label, d.rule = drafts[n - 1].label + own, "carried-subject"
        return
    if own == "完成" and subject.label and d.quantity.unit is not None and d.quantity.unit.unit.dimension == "currency":
        # 一般公共预算收入:上半年完成7.98亿元
        d.label, d.rule = subject.label, "carried-subject"
        return
    if stripped.startswith("其中") and own.startswith(tuple(table("figures")["actions"]["adding"])):
        # 其中加装电梯27部
        d.label, d.rule = own, "left-own"
        return
    if stripped.startswith("其中") or labels.needs_subject(own):
        d.label, d.rule = _join(subject.label, own), "carried-subject" if subject.label else "left-own"
        return
    own = _after_list(own)
    d.label, d.rule = own if d.kind is Kind.SHARE else labels.from_action(own), "left-own"


def _qualifies(previous: Draft) -> bool:
    q = previous.quantity
    after_bound = q.bound_span is not None and q.bound_span[0] >= q.end
    return previous.after.startswith("的") or (after_bound and noun_follows(previous))


def _label_spent(d: Draft, drafts: list[Draft], n: int) -> bool:
    """投资130万元铺设了水泥路: a sum and what it bought, the last noun of the clause. False when no sum is spent."""
    spent = labels.trim(d.before)
    if spent not in _FORMS["spending"] or d.quantity.unit is None or d.quantity.unit.unit.dimension != "currency":
        return False
    last = drafts[_in_clause(drafts, d)[-1]]
    thing = labels.trim_after(_TO_THING.sub("", last.after if last is not d else d.after))
    thing = thing.rpartition("的")[2] if thing.count("的") and len(thing.rpartition("的")[2]) > 2 else thing
    d.label, d.rule = (thing + spent if 2 <= len(thing) <= 20 else spent), "right-of"
    return True


def _label_with_noun_after(
    d: Draft, subject: Subject, previous: Draft | None, lexicon: Words, drafts: list[Draft], n: int
) -> None:
    q = d.quantity
    following = n + 1 < len(drafts) and drafts[n + 1].clause == d.clause
    raw = d.after
    if _label_spent(d, drafts, n):
        return
    if following:
        # 5家商业综合体6月营业额合计超过5亿元: what leads to the next figure belongs to that.
        cut = lexicon.predicate_start(d.after_start, d.after_start + len(raw))
        if cut is not None and raw[-1:] not in "、和及与":
            raw = raw[: cut - d.after_start]
    tail = labels.trim_after(raw)[:22]
    if len(tail) <= 2 and following:
        tail = labels.trim_after(d.after)[:16]
    if tail in _FORMS["task_nouns"]:
        tail = ""
    if previous is not None and d.before == previous.after and d.before[-1:] in _JOINING:
        # 两个市际交通卡点、两个高速卡点: the words before belong to the figure before.
        d.label, d.rule = tail, "right-of-list"
        return
    stem = labels.without_time(d.before).rstrip()
    if stem.endswith("连续"):
        # 连续三年上榜…
        d.label, d.rule = "连续" + tail, "right"
        return
    part = _PART.match(stem)
    if part is not None:
        # 其中132栋存在隐患
        stem = stem[part.end() :]
    predicate = _is_predicate(d, lexicon)
    bare = labels.trim_tail(stem)
    if d.kind is Kind.DURATION and not bare:
        # 历时4个月解决…: what was done in that time.
        d.label, d.rule = tail, "right"
        return
    if _REMAINDER.search(stem) or (not bare and predicate):
        # 52个项目…其余4个全部进场施工; 2个基本完工: parts of a bundle named before.
        d.label, d.rule = _join(subject.label, tail), "part-of-subject"
        return
    if not bare:
        if _copular(stem) and previous is not None:
            d.label, d.rule = _join(subject.label, tail), "part-of-subject"
        else:
            d.label, d.rule = tail, "right"
        return
    if bare != stem and len(bare) > 2 and (predicate or stem.endswith(tuple(_FORMS["possessive_copulas"]))):
        # 项目已有3个通气点火: subject before, predicate after.
        d.label, d.rule = labels.trim_head(bare) + tail, "left-and-right"
        return
    if _LIST_END.search(stem):
        verb = _leading_verb(labels.trim_head(stem)) if stem.endswith(("等", "、")) else ""
        d.label, d.rule = verb + tail, "right-of-list"
        return
    word, tag = lexicon.ending_at(q.start - _bound_length(d))
    if word == "了":
        # 引进了5个品种
        word, tag = lexicon.ending_at(q.start - _bound_length(d) - 1)
        stem = stem.removesuffix("了")
    if tag.startswith("v") or tag in ("p", "d", "c", "?") or len(bare) <= 2:
        verb = word if len(word) >= 2 and word in stem[-len(word) :] else stem[-2:]
        weak = len(labels.trim_head(verb + "某某")) == 2
        kept = "" if weak else labels.trim_head(verb) if len(verb) > 2 else verb
        d.label, d.rule = kept + tail, "verb-right"
        return
    own = labels.trim(stem)
    if labels.after_etc(own)[0]:
        own = labels.after_etc(own)[1] or own
    elif "、" in own and not predicate:
        # 官天岭村、共和村两个对口帮扶贫困村: names listed before their common noun.
        d.label, d.rule = tail, "right-of-list"
        return
    d.label, d.rule = (own if predicate or len(own) <= 6 else labels.from_action(own)[-10:]) + tail, "left-and-right"


def _copular(stem: str) -> bool:
    return stem.strip(" 、") in _FORMS["copulas"]


def _is_predicate(d: Draft, lexicon: Words) -> bool:
    """True when what follows the unit is a predicate (基本完工, 全面参与…), not the noun counted."""
    if labels.inner().match(d.after):
        return True
    word, tag = lexicon.ending_at(d.after_start + 1)
    return (tag in ("v", "d", "ad", "p") and not _noun_like(word)) and not word.startswith(tuple("重主"))


def _after_list(own: str) -> str:
    """举办“百千万”周末音乐会等品牌活动 → 举办品牌活动: examples before 等 are left out, the verb stays."""
    head, noun = labels.after_etc(own)
    if not head or len(noun) < 2:
        return own
    return _leading_verb(head) + noun


@cache
def _leading_verb(label: str) -> str:
    """The verb of two characters that a label begins with, empty if none."""
    label = re.sub("^“[^”]*”", "", label)
    adding = next((v for v in _FORMS["adding_verbs"] if label.startswith(v) and len(label) > len(v) + 1), "")
    if adding:
        return adding
    tag = dictionary().get(label[:2], "")
    return label[:2] if tag in ("v", "vn") and len(label) > 3 and label[:2] not in _FORMS["sums"] else ""


def _join(subject: str, own: str) -> str:
    if labels.needs_subject(subject):
        return own or subject
    if subject.endswith("不" + own):
        return own
    if own and not own.startswith("占"):
        subject = _MEASURE_END.sub("", subject) or subject
    shared = _shared_end(subject, own)
    if shared and shared != own:
        # 配备网格员132名,其中专职网格员45名: the narrower noun takes the place of the wider.
        head = subject[: -len(shared)]
        verb = dictionary().get(head) == "v"
        return (head if verb else subject if len(own) <= _SHORT else "") + own
    if len(subject) > 14 and labels.after_etc(subject)[0]:
        # 鸿基工业园、科创园等工业项目建设: what is listed is left to its common noun.
        subject = labels.after_etc(subject)[1] or subject
    if own.startswith(tuple(_FORMS["stocks"])) and subject.startswith(tuple(_FORMS["adding_verbs"])):
        subject = subject[2:]
    # 不合格率2%,合格率98%: the one is no part of the other.
    return subject if own and subject.endswith(own) and not subject.endswith("不" + own) else subject + own


def _shared_end(one: str, other: str) -> str:
    """The characters that two labels end in, empty if fewer than two."""
    size = 0
    while size < min(len(one), len(other)) and one[-size - 1] == other[-size - 1]:
        size += 1
    return one[len(one) - size :] if size >= 2 else ""


def _share_predicates(drafts: list[Draft], lexicon: Words) -> None:
    """208个商住小区、38个城中村全部实施封闭式管理: what is said of the last holds for those listed before it."""
    last = len(drafts) - 1
    while last > 0:
        run = [last]
        while run[0] > 0 and _listed_before(drafts[run[0] - 1], drafts[run[0]]):
            run.insert(0, run[0] - 1)
        if len(run) > 1:
            _spread(drafts, run, lexicon)
        last = run[0] - 1


def _listed_before(d: Draft, following: Draft) -> bool:
    return (
        d.clause == following.clause
        and d.after[-1:] in _JOINING
        and noun_follows(d)
        and noun_follows(following)
        and following.before == d.after
        and d.kind is Kind.LEVEL
    )


def _spread(drafts: list[Draft], run: list[int], lexicon: Words) -> None:
    final = drafts[run[-1]]
    cut = lexicon.predicate_start(final.after_start, final.after_start + len(final.after))
    predicate = labels.trim_after(final.after[cut - final.after_start :]) if cut is not None else ""
    first = drafts[run[0]]
    verb = first.label.removesuffix(labels.trim_after(first.after)) if first.rule == "verb-right" else ""
    for k in run[:-1]:
        d = drafts[k]
        noun = labels.trim_after(d.after)
        if predicate and 2 <= len(predicate) <= 14 and not labels.is_action(verb):
            d.label, d.rule = noun + predicate, "shared-predicate"
        elif verb and k != run[0]:
            d.label, d.rule = verb + noun, "listed-right"
    if verb and (not predicate or labels.is_action(verb)):
        final.label, final.rule = verb + labels.trim_after(final.after)[:22], "listed-right"
