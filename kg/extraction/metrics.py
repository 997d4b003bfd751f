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
from kg.extraction.kinds import last_change, patterns, read_kind
from kg.extraction.modality import is_baseline
from kg.extraction.model import ChangeBasis, Kind
from kg.language.quantities import Quantity
from kg.language.tokens import Tokens, dictionary
from kg.lexicon import table

_FORMS = table("figures")["forms"]
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


def label_sentence(text: str, drafts: list[Draft], lexicon: Words, name: str = "") -> None:
    """Fill kind, label, rule and links of the figures of one sentence, from left to right.

    `name` is the thing that a table row is about: every figure of the row belongs to it.
    """
    subject = Subject(name)
    changes_for: list[int] = []
    for n, d in enumerate(drafts):
        previous = drafts[n - 1] if n and drafts[n - 1].clause == d.clause else None
        if name and previous is None:
            subject = Subject(name)
        if not subject.label or (subject.weak and drafts[n - 1].clause != d.clause):
            subject = Subject(_words_before(text, d), weak=True)
        reading = read_kind(d.quantity, d.before, noun_follows=noun_follows(d))
        d.kind, d.sign, d.basis = reading.kind, reading.sign, reading.basis
        if reading.verb is not None:
            head = d.quantity.start - _bound_length(d) - len(d.before)
            d.cues.append(("kind", head + reading.verb[0], head + reading.verb[1]))
        if _continues_change(d, previous):
            _continue_change(d, previous, drafts, changes_for, n)
        elif _respectively(text, drafts, n):
            subject = Subject(d.label, n)
            changes_for = [*changes_for, n] if previous is not None else [n]
        elif d.kind is Kind.RANK:
            growth = next((k for k in range(n - 1, -1, -1) if drafts[k].kind is Kind.CHANGE), None)
            _label_rank(d, subject, previous, growth)
        elif d.kind is Kind.CHANGE:
            if changes_for and _is_first_of(drafts, n, len(changes_for)):
                d.compares = changes_for[0]
                d.label, d.rule = drafts[changes_for[0]].label + _change_word(d), "respective-change"
            else:
                _label_change(d, subject, n)
                if d.rule == "own-change":
                    subject = Subject(_bare(d.label))
        else:
            _label_level(text, d, subject, previous, lexicon, drafts, n)
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


def noun_follows(d: Draft) -> bool:
    """True when a noun or predicate stands right after the unit."""
    if not d.after or d.after[0] in '、(),.;:的 ”"':
        return False
    # 和 joins, unless it begins a word (和美乡村, 和平社区).
    return d.after[0] not in "及与以并和" or (d.after[0] == "和" and len(d.after) > 2 and d.after[:2] in dictionary())


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
    carried = labels.trim(text[start:end])
    return carried[-18:] if len(carried) >= 2 else ""


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
    verb = last_change(d.before)
    if verb is not None and verb["to"]:
        verb = None
    stem = d.before[: verb.start()] if verb else d.before
    word = verb.group() if verb else ""
    basis = p["yoy"].search(stem) or p["pop"].search(stem)
    if basis is not None:
        stem, word = stem[: basis.start()], basis.group()
    elif word.startswith(("同比", "环比")):
        word = word[:2]
    else:
        base = re.search(r"(?:比|较)[^,。;]{1,5}$", stem)
        if base:
            in_percent = d.quantity.unit is not None and d.quantity.unit.label == "%"
            stem, word = stem[: base.start()], base.group() + ("" if in_percent else word)
    own = labels.trim(stem)
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
        word = labels.trim(first.before[split.end() :]) or "下降"
        for k, item in zip(run, items, strict=False):
            drafts[k].label, drafts[k].rule = item + word, "respective-change"
    else:
        d.label = previous.label


def _is_first_of(drafts: list[Draft], n: int, count: int) -> bool:
    """True for the first of as many changes in a clause as figures were listed by 分别 before."""
    members = _in_clause(drafts, drafts[n])
    return members[0] == n and len(members) == count


def _items(phrase: str) -> list[str]:
    """The things listed before 分别; a head or modifier that only one of two spells out is lent to the other."""
    items = [x for x in re.split("、|和|及|与", labels.trim(phrase).removesuffix("清单")) if x]
    if len(items) >= 2:
        first, last = items[0], items[-1]
        if len(first) <= 4 and len(last) >= len(first) + 4:
            # 城镇、农村常住居民人均可支配收入
            items = [x + last[len(x) :] if len(x) <= 4 else x for x in items[:-1]] + [last]
        elif len(last) <= 4 and len(first) >= len(last) + 3:
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
        if len(members) < 3 or any(drafts[k].before.strip("、和及与 ") or noun_follows(drafts[k]) for k in members[1:]):
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
    items = _items(head)
    if len(items) != len(members):
        return False
    predicate = labels.trim(first.before[split.end() :])
    d.label = items[members.index(n)] + (predicate if predicate not in ("达到", "达") else "")
    d.rule = "respective"
    return True


# --- ranks ---------------------------------------------------------------------------------------------------------


def _label_rank(d: Draft, subject: Subject, previous: Draft | None, growth: int | None) -> None:
    """A rank names the thing ranked and the aspect: 固定资产投资总量."""
    own = labels.trim(d.before)
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
    text: str, d: Draft, subject: Subject, previous: Draft | None, lexicon: Words, drafts: list[Draft], n: int
) -> None:
    q = d.quantity
    following = n + 1 < len(drafts) and drafts[n + 1].clause == d.clause
    left = text[d.clause[0] : q.start]
    if q.unit is None and q.noun:
        _label_noun_unit(d)
        return
    if is_baseline(left, d.after):
        d.label, d.rule = labels.trim(re.sub("(?:由|从)[^由从]*$", "", d.before)) or subject.label, "left-own"
        return
    if previous is not None and is_baseline(text[d.clause[0] : previous.quantity.start], previous.after):
        d.label, d.rule = previous.label, "second-count"
        d.kind = previous.kind if d.kind is Kind.SHARE else d.kind
        return
    if d.kind is Kind.SHARE and _TASK.search(labels.trim_tail(d.before)):
        _label_fulfilment(d, subject)
        return
    if d.after.startswith("的"):
        tail = labels.trim_after(d.after.removeprefix("的"))
        if tail and not following:
            # 完成35.4万平方米的年度消违任务; 总投资120亿元的高端植保项目
            own = labels.trim(d.before)
            d.label, d.rule = (
                tail + (own if own and labels.needs_subject(own) and own not in ("完成", "新增") else ""),
                "right-of",
            )
            return
        if following and not tail:
            d.is_task = bool(_TASK.search(d.before))
            own = labels.trim(d.before)
            d.label = subject.label + own if labels.needs_subject(own) or d.is_task else own
            d.rule = "task" if d.is_task else "left-own"
            return
    if noun_follows(d):
        _label_with_noun_after(d, subject, previous, lexicon, following)
    else:
        _label_from_before(text, d, subject, previous, n)


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


def _label_from_before(text: str, d: Draft, subject: Subject, previous: Draft | None, n: int) -> None:
    own = labels.trim(d.before)
    if previous is not None and previous.after == d.before and own and _qualifies(previous):
        # 竣工年限超过20年的老旧住宅区接近20个, 5亿元以上重大项目10个: the figure before qualifies the noun.
        end = d.quantity.start - _bound_length(d)
        d.label, d.rule = labels.trim(text[d.clause[0] : end]), "qualified-noun"
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
        if labels.needs_subject(own) and subject.label:
            d.label, d.rule = _join(subject.label, own), "carried-subject"
        else:
            d.label, d.rule = own if own.startswith(verb) or _leading_verb(own) else verb + own, "listed-left"
        return
    stripped = d.before.lstrip("和、,")
    if stripped.startswith("其中") or labels.needs_subject(own):
        d.label, d.rule = _join(subject.label, own), "carried-subject" if subject.label else "left-own"
        return
    own = _after_list(own)
    d.label, d.rule = own if d.kind is Kind.SHARE else labels.from_action(own), "left-own"


def _qualifies(previous: Draft) -> bool:
    q = previous.quantity
    after_bound = q.bound_span is not None and q.bound_span[0] >= q.end
    return previous.after.startswith("的") or (after_bound and noun_follows(previous))


def _label_with_noun_after(d: Draft, subject: Subject, previous: Draft | None, lexicon: Words, following: bool) -> None:
    q = d.quantity
    raw = d.after
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
    predicate = _is_predicate(d, lexicon)
    bare = labels.trim_tail(stem)
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
    if tag.startswith("v") or tag in ("p", "d", "c", "?") or len(bare) <= 2:
        verb = word if len(word) >= 2 and word in stem[-len(word) :] else stem[-2:]
        weak = len(labels.trim_head(verb + "某某")) == 2
        kept = "" if weak else labels.trim_head(verb) if len(verb) > 2 else verb
        d.label, d.rule = kept + tail, "verb-right"
        return
    own = labels.trim(stem)
    if "等" in own:
        own = own.rpartition("等")[2] or own
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
    head, mark, noun = own.rpartition("等")
    if not mark or len(noun) < 2:
        return own
    return _leading_verb(head) + noun


@cache
def _leading_verb(label: str) -> str:
    """The verb of two characters that a label begins with, empty if none."""
    tag = dictionary().get(label[:2], "")
    return label[:2] if tag in ("v", "vn") and len(label) > 3 else ""


def _join(subject: str, own: str) -> str:
    if len(subject) > 14 and "等" in subject:
        # 鸿基工业园、科创园等工业项目建设: what is listed is left to its common noun.
        subject = subject.rpartition("等")[2] or subject
    return subject if own and subject.endswith(own) else subject + own


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
        if predicate and 2 <= len(predicate) <= 14:
            d.label, d.rule = noun + predicate, "shared-predicate"
        elif verb and k != run[0]:
            d.label, d.rule = verb + noun, "listed-right"
    if verb and not predicate:
        final.label, final.rule = verb + labels.trim_after(final.after)[:22], "listed-right"
