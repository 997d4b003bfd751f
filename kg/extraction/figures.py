"""Figures: a document and its quantities in, indicators (whole facts) and numbers set aside out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from kg.documents.model import Document, Period, Section, SectionRole, Sentence
from kg.extraction import labels
from kg.extraction.model import (
    Bound,
    ChangeBasis,
    Cue,
    Indicator,
    Kind,
    Modality,
    SetAside,
    SetAsideReason,
    Strength,
)
from kg.extraction.moments import Moments
from kg.language.quantities import NotQuantity, Quantity
from kg.language.tokens import Tokens
from kg.lexicon import table, words


@dataclass(slots=True)
class Subject:
    """What figures with elliptic labels are about: the label of a figure or the words of a clause before."""

    label: str
    figure: int | None = None
    verb: str = ""


@dataclass(slots=True)
class Draft:
    """A figure in the making: its quantity, the clause around it and what is decided so far. Reading offsets."""

    quantity: Quantity
    sentence: Sentence
    clause: tuple[int, int]
    before: str
    after: str
    label: str = ""
    kind: Kind = Kind.LEVEL
    sign: int = 1
    modality: Modality = Modality.ACTUAL
    basis: ChangeBasis | None = None
    compares: int | None = None
    of_target: int | None = None
    aspect: str | None = None
    rule: str = ""
    annual: bool = False
    cues: list[tuple[str, int, int]] = field(default_factory=list)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    f = table("figures")

    def alternation(*keys: str) -> str:
        return "|".join(re.escape(w) for w in words("figures", *keys))

    return {
        "change": re.compile(
            f"(?P<to>{alternation('change', 'to_level')})|(?P<fall>{alternation('change', 'fall')})"
            f"|(?P<rise>{alternation('change', 'rise')})"
        ),
        "yoy": re.compile(alternation("change", "year_on_year")),
        "pop": re.compile(alternation("change", "period_on_period")),
        "base": re.compile(alternation("change", "since_base")),
        "completion": re.compile(alternation("share", "completion")),
        "target": re.compile(alternation("modality", "target")),
        "estimate": re.compile(alternation("modality", "estimate")),
        "actual": re.compile(alternation("modality", "actual")),
        "task": re.compile(f"(?:{alternation('modality', 'task')})$"),
        "task_after": re.compile(f"^的?(?:{alternation('modality', 'annual')})?[^,。;]{{0,6}}(?:任务|目标)"),
        "annual": re.compile(alternation("modality", "annual")),
        "ensure": re.compile(alternation("strength", "ensure")),
        "strive": re.compile(alternation("strength", "strive")),
        "provisional": re.compile(alternation("provisional", "words")),
        "ranking": re.compile(
            "(?:" + "|".join(re.escape(w) for w in f["metric"]["tail"]) + "|第)+$"
        ),
        "list_end": re.compile(r"(?:等|、|的|共|及|和|各类|其他)$"),
        "respectively": re.compile("分别"),
        "baseline": re.compile(r"(?:由|从)[^,。;由从]{0,4}$"),
        "to_after": re.compile(r"^[^,。;]{0,3}(?:提高|提升|增加|上升|下降|降低|减少|降|升|增|缩短|压缩|扩大)(?:到|至)"),
    }


def find_figures(
    document: Document, found: Sequence[Quantity | NotQuantity], tokens: Tokens, moments: Moments
) -> tuple[list[Indicator], list[SetAside]]:
    """Indicators and set-asides of a document, in order.

    Args:
        found: every number of the reading text, from `kg.language.quantities.scan`.
        moments: the time expressions of the document with the periods and deadlines that they give to figures.
    """
    text = document.reading.text
    starts = [s.reading_start for s in document.sentences]
    by_sentence: dict[int, list[Quantity]] = {}
    asides: list[SetAside] = []
    for number in found:
        k = max(0, bisect_right(starts, number.start) - 1)
        sentence = document.sentences[k]
        section = document.sections[sentence.section]
        if section.role is SectionRole.FURNITURE:
            asides.append(_aside(document, number.start, number.end, "furniture", "page-furniture"))
        elif isinstance(number, NotQuantity):
            asides.append(_aside(document, number.start, number.end, number.reason, number.rule))
        else:
            by_sentence.setdefault(k, []).append(number)
    indicators: list[Indicator] = []
    verbs = Verbs(tokens)
    for k in sorted(by_sentence):
        sentence = document.sentences[k]
        section = document.sections[sentence.section]
        drafts = _drafts(text, sentence, by_sentence[k])
        _label_all(text, drafts, verbs, len(indicators))
        for draft in drafts:
            _modality(text, draft, section, document)
            indicators.append(_indicator(document, draft, section, moments))
    return indicators, asides


class Verbs:
    """Whether the word that ends at a position is a verb, by the dictionary's tags."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._tags = tokens.tags()

    def word_before(self, position: int) -> tuple[str, str, int]:
        """Word, tag and start of the word that ends at or spans the character before a position."""
        k = max(0, bisect_right(self._tokens.starts, position - 1) - 1)
        k = min(k, len(self._tokens.words) - 1)
        return self._tokens.words[k], self._tags[k], self._tokens.starts[k]


def _aside(document: Document, start: int, end: int, reason: str, rule: str) -> SetAside:
    a, b = document.reading.to_source(start, end)
    return SetAside(start=a, end=b, rule=rule, confidence=confidence(rule), reason=SetAsideReason(reason))


@cache
def confidence(rule: str) -> Decimal:
    """The measured precision of a rule (kg/lexicon/confidence.toml), the default of its table for rare ones."""
    known = table("confidence")
    return Decimal(str(known["figures"].get(rule, known["figures"]["default"])))


def _drafts(text: str, sentence: Sentence, quantities: list[Quantity]) -> list[Draft]:
    drafts = []
    for n, q in enumerate(quantities):
        left, right = labels.clause(text, q.start, sentence.reading_start, sentence.reading_end)
        previous = quantities[n - 1].end if n else left
        if n and quantities[n - 1].bound_span and quantities[n - 1].bound_span[0] >= quantities[n - 1].end:
            previous = quantities[n - 1].bound_span[1]
        following = quantities[n + 1].start if n + 1 < len(quantities) else right
        bound_after = q.bound_span[1] if q.bound_span and q.bound_span[0] >= q.end else q.end
        before = text[max(left, min(previous, q.start)) : q.start]
        after = text[bound_after : max(bound_after, min(right, following))]
        drafts.append(Draft(q, sentence, (left, right), before, after))
    return drafts


def _label_all(text: str, drafts: list[Draft], verbs: Verbs, offset: int) -> None:
    """Labels and kinds of the figures of one sentence, from left to right, with what each takes over from before."""
    subject = Subject("")
    last_clause = -1
    level: int | None = None
    queue: list[int] = []
    for n, d in enumerate(drafts):
        first_in_clause = d.clause[0] != last_clause
        if first_in_clause and subject.figure is None or (first_in_clause and not subject.label):
            carried = _clause_before(text, d)
            if carried and (n == 0 or not subject.label):
                subject = Subject(carried)
        last_clause = d.clause[0]
        _decide_kind(text, d)
        same_clause = n > 0 and drafts[n - 1].clause == d.clause
        if _respectively(text, drafts, n):
            level = offset + n
            subject = Subject(d.label, offset + n)
            queue.append(n)
            continue
        if d.kind is Kind.RANK:
            _label_rank(d, subject, drafts[n - 1] if same_clause else None)
            d.compares = subject.figure
            continue
        if d.kind is Kind.CHANGE:
            if queue and not same_clause and len(_in_clause(drafts, n)) == len(queue):
                # 分别达到42.3亿元、17.86亿元,增长11.7%和6.4%: changes in the order of the levels.
                for position, k in enumerate(_in_clause(drafts, n)):
                    drafts[k].rule = "respective-change"
                    drafts[k].compares = offset + queue[position]
                    drafts[k].label = drafts[queue[position]].label + _change_word(d)
                queue = []
            if d.rule != "respective-change":
                _label_change(d, subject, drafts[n - 1] if same_clause else None)
                if d.compares is None and d.rule == "carried-change":
                    d.compares = subject.figure
            else:
                d.kind, d.sign, d.basis = Kind.CHANGE, _decided_sign(d), d.basis
            if subject.figure is None and d.label:
                subject = Subject(_bare(d.label), None)
            continue
        before_label = d.label
        _label_level(text, d, subject, verbs, drafts, n)
        if d.kind is Kind.SHARE:
            target = _target_before(text, drafts, n)
            if target is not None:
                d.of_target = offset + target
                d.rule = "share-of-task"
            if subject.figure is None or not labels.needs_subject(before_label or d.label):
                if not subject.label:
                    subject = Subject(d.label, offset + n)
            if d.rule == "left-own":
                subject = Subject(d.label, offset + n)
            continue
        level = offset + n
        subject = Subject(d.label, level, subject.verb)
    _share_tails(text, drafts)
    del level


def _in_clause(drafts: list[Draft], n: int) -> list[int]:
    return [k for k in range(len(drafts)) if drafts[k].clause == drafts[n].clause]


def _clause_before(text: str, d: Draft) -> str:
    """The words of the clause before, as a subject for an elliptic label; empty when there is none in the sentence."""
    end = d.clause[0] - 1
    if end <= d.sentence.reading_start:
        return ""
    start, _ = labels.clause(text, end, d.sentence.reading_start, d.sentence.reading_end)
    carried = labels.trim_left_words(text[start:end])
    return carried if 2 <= len(carried) <= 20 else carried[-16:] if len(carried) > 20 else ""


def _decided_sign(d: Draft) -> int:
    m = None
    for m in _patterns()["change"].finditer(d.before):
        pass
    return -1 if m and m["fall"] else 1


def _decide_kind(text: str, d: Draft) -> None:
    """Level, change, share, rank or duration; the sign of changes and what they are measured against."""
    q, p = d.quantity, _patterns()
    if q.is_rank:
        d.kind = Kind.RANK
        return
    unit = q.unit.unit if q.unit else None
    dimension = unit.dimension if unit else ""
    window = d.before[-24:]
    last = None
    for last in p["change"].finditer(window):
        pass
    to_level = bool(last and last["to"] and not _content_after(window, last.end()))
    verb = last if last and not last["to"] else None
    if last and last["to"] and _content_after(window, last.end()):
        verb = None
    if dimension in ("ratio", "multiple", "percentage-point"):
        changed = verb is not None and not _has_rate_after(window, verb.end())
        if dimension == "percentage-point":
            d.kind = Kind.CHANGE
            d.sign = -1 if verb and verb["fall"] and not re.search("低于.{0,4}目标", window) else 1
        elif changed and not to_level:
            d.kind = Kind.CHANGE
            d.sign = -1 if verb and verb["fall"] else 1
        else:
            d.kind = Kind.SHARE
            if dimension == "multiple":
                d.kind = Kind.SHARE if re.search("任务|目标|计划", window) else Kind.CHANGE
    elif dimension.startswith("time"):
        d.kind = Kind.DURATION
        if verb is not None and not _content_after(window, verb.end()):
            d.kind, d.sign = Kind.CHANGE, -1 if verb["fall"] else 1
    elif verb is not None and not _content_after(window, verb.end()) and not _begins_noun(d):
        # 空置面积减少2.6万平方米, 比年初净增145家: the bare amount of a change; 增加床位600余张 is a level.
        bare = window[: verb.start()].strip()
        if bare or p["base"].search(window):
            d.kind, d.sign = Kind.CHANGE, -1 if verb["fall"] else 1
    if d.kind is Kind.CHANGE:
        if p["yoy"].search(window):
            d.basis = ChangeBasis.YEAR_ON_YEAR
        elif p["pop"].search(window):
            d.basis = ChangeBasis.PERIOD_ON_PERIOD
        elif p["base"].search(window):
            d.basis = ChangeBasis.SINCE_BASE
        else:
            d.basis = ChangeBasis.UNSTATED
        if verb is not None:
            d.cues.append(("kind", q.start - len(window) + verb.start(), q.start - len(window) + verb.end()))


def _content_after(window: str, position: int) -> bool:
    """True when something other than bound words and copulas stands between a verb and the number."""
    return len(labels.trim_left_words("某" * 2 + window[position:])) > 2


def _has_rate_after(window: str, position: int) -> bool:
    """增速提高后占比… : a rate named after the verb makes the percentage a share."""
    return bool(re.search("率|占比|比重|比例|占", window[position:]))


def _begins_noun(d: Draft) -> bool:
    return bool(d.after) and d.after[0] not in "、和及与以并),.的 ”\""


def _change_word(d: Draft) -> str:
    p = _patterns()
    m = p["yoy"].search(d.before) or p["pop"].search(d.before)
    if m:
        return m.group()
    last = None
    for last in p["change"].finditer(d.before):
        pass
    return last.group() if last and last["to"] is None else ""


def _label_change(d: Draft, subject: Subject, previous: Draft | None) -> None:
    """A change names what changes and how it is compared: 限上商业销售额同比, 进出口总额增幅."""
    p = _patterns()
    before = d.before
    matches = list(p["change"].finditer(before))
    verb = matches[-1] if matches and matches[-1]["to"] is None else None
    stem = before[: verb.start()] if verb else before
    word = _change_word(d)
    basis = p["yoy"].search(stem) or p["pop"].search(stem)
    if basis:
        stem = stem[: basis.start()]
    else:
        base = re.search(r"(?:比|较|与|于)[^,。;]*$", stem)
        if base:
            word = base.group() if len(base.group()) <= 6 else word
            stem = stem[: base.start()]
    own = labels.trim_left_words(_without_time(stem))
    if own.endswith(("幅度", "速度")) or own in ("下降", "增长"):
        word, own = own, ""
    if verb and verb.group() in ("增幅", "增速", "降幅", "涨幅", "绝对增速"):
        word = verb.group()
    if own and not labels.needs_subject(own):
        d.label, d.rule = own + word, "own-change"
    elif subject.label:
        d.label, d.rule = subject.label + own + word, "carried-change"
    else:
        d.label, d.rule = own + (word or (verb.group() if verb else "")), "own-change"
    if not word and verb and d.rule == "own-change" and "同" not in d.label and verb["rise"]:
        d.label = own + verb.group()


def _without_time(label: str) -> str:
    return re.sub(
        r"(?:(?:19|20)\d\d年)?(?:\d{1,2}[-—~至]\d{1,2}月份?|\d{1,2}月(?:份|底|末|初)?前?|上半年|下半年|全年|年内|年底前?|第?[一二三四]季度|前三季度)"
        r"|(?:19|20)\d\d年(?:底前?|以来)?|今年(?:以来)?|截至目前",
        "",
        label,
    )


def _bare(label: str) -> str:
    for word in ("同比", "环比", "增长", "下降"):
        label = label.removesuffix(word)
    return label


def _label_rank(d: Draft, subject: Subject, previous: Draft | None) -> None:
    """A rank names the thing ranked and the aspect: 固定资产投资总量."""
    own = labels.trim_left_words(_without_time(d.before))
    own = _patterns()["ranking"].sub("", own)
    if previous is not None and previous.kind is Kind.RANK and not own:
        # 总量、增幅分别位列全区第二、第五
        items = re.split("、|和", labels.trim_left_words(previous.before).replace("分别", ""))
        if len(items) == 2 and previous.aspect is None:
            previous.aspect, own = items[0], items[1]
            previous.label = subject.label + items[0]
    if own and len(own) > 4 and not labels.needs_subject(own):
        d.label = own
    else:
        d.label = subject.label + own
    d.aspect = own or None
    d.rule = "rank-of-subject"
    if not d.label:
        d.label = labels.trim_right_words(d.after)


def _respectively(text: str, drafts: list[Draft], n: int) -> bool:
    """A、B、C…分别计划投资x、y、z: the n-th figure belongs to the n-th item."""
    d = drafts[n]
    if d.kind is Kind.RANK:
        return False
    members = _in_clause(drafts, n)
    if len(members) < 2 or any(drafts[k].quantity.is_rank for k in members):
        return False
    first = drafts[members[0]]
    m = re.search("分别", first.before)
    if not m:
        return False
    head = first.before[: m.start()].rstrip("清单")
    if not head.strip():
        head = _previous_clause_text(text, first)
    items = [x for x in re.split("、|和|及|与", _strip_frames(head)) if x]
    predicate = labels.trim_left_words(first.before[m.end() :])
    if len(items) != len(members):
        return False
    d.label = items[members.index(n)] + (predicate if predicate not in ("达到", "") else "")
    d.rule = "respective"
    return True


def _previous_clause_text(text: str, d: Draft) -> str:
    end = d.clause[0] - 1
    if end <= d.sentence.reading_start:
        return ""
    start, _ = labels.clause(text, end, d.sentence.reading_start, d.sentence.reading_end)
    return text[start:end].removesuffix("清单")


def _strip_frames(label: str) -> str:
    return labels.trim_head(_without_time(label).strip())


def _target_before(text: str, drafts: list[Draft], n: int) -> int | None:
    """The task figure of 完成任务35.42万平方米的91%."""
    if n == 0:
        return None
    previous, d = drafts[n - 1], drafts[n]
    between = text[previous.quantity.end : d.quantity.start]
    return n - 1 if between in ("的",) and _patterns()["task"].search(previous.before.strip()) else None


def _label_level(text: str, d: Draft, subject: Subject, verbs: Verbs, drafts: list[Draft], n: int) -> None:
    """Levels, shares and durations: the noun before, after or around the number."""
    q = d.quantity
    before = _without_time(d.before)
    after = labels.trim_right_words(d.after)
    noun_after = _begins_noun(d) and bool(after)
    if q.noun and not q.unit:
        after, noun_after = q.noun + d.after.strip("、和及与"), True
    own = labels.trim_left_words(before)
    if not noun_after:
        following = labels.trim_right_words(d.after.lstrip("的")) if d.after.startswith("的") else ""
        if following and not _next_is_adjacent(drafts, n):
            # 完成35.4万平方米的年度消违任务
            d.label, d.rule = following, "right-of"
            return
        if n and drafts[n - 1].clause == d.clause and (not own or own in ("和", "及")):
            # 21处18万平方米, 54支、2630人: a second count of the same thing.
            d.label, d.rule = drafts[n - 1].label, "second-count"
            return
        if n and drafts[n - 1].clause == d.clause and d.before[:1] in "、和及与":
            # 查处泥头车92辆、电动自行车544辆: the verb of the first holds for all.
            verb = subject.verb or _leading_verb(drafts[n - 1].label, verbs)
            d.label, d.rule = verb + own, "listed-left"
            subject.verb = verb
            return
        if d.before.lstrip("和、").startswith("其中") or labels.needs_subject(own):
            d.label = _join(subject.label, own) if subject.label else own
            d.rule = "carried-subject"
            return
        d.label, d.rule = own, "left-own"
        return
    tail = _noun_and_predicate(after)
    last_word, tag, start = verbs.word_before(q.start - (len(_bound_before(d))))
    stem = _before_bound(d, before)
    if _patterns()["list_end"].search(stem):
        verb = ""
        if stem.endswith("的"):
            tail = tail
        d.label, d.rule = tail, "right-of-list"
        return
    if not stem.strip():
        if q.unit is not None and subject.label and _is_predicate(tail, verbs, q.end):
            # 52个…项目,2个基本完工: the rest of a bundle.
            d.label, d.rule = subject.label + tail, "part-of-subject"
            return
        d.label, d.rule = tail, "right"
        return
    if _ends_in_verb(last_word, tag) or len(stem.strip()) <= 2:
        verb = last_word if len(last_word) >= 2 else stem.strip()[-4:]
        weak = labels.trim_head(verb + "某某") == "某某"
        d.label, d.rule = ("" if weak else labels.trim_head(verb)) + tail, "verb-right"
        return
    own = labels.last_list_item(own) if "等" not in own else own.rpartition("等")[2] or own
    d.label, d.rule = own + tail, "left-and-right"


def _bound_before(d: Draft) -> str:
    q = d.quantity
    return "" if not q.bound_span or q.bound_span[0] >= q.start else d.before[-(q.start - q.bound_span[0]) :]


def _before_bound(d: Draft, before: str) -> str:
    bound = _bound_before(d)
    return before[: len(before) - len(bound)] if bound and before.endswith(bound) else before


def _ends_in_verb(word: str, tag: str) -> bool:
    return tag.startswith("v") and tag != "vn" or tag in ("p", "d", "c") or (tag == "vn" and len(word) == 2)


def _is_predicate(tail: str, verbs: Verbs, position: int) -> bool:
    _, tag, _ = verbs.word_before(position + 1)
    return tag.startswith("v") or tag in ("d", "ad", "a")


def _leading_verb(label: str, verbs: Verbs) -> str:
    """The verb that a label begins with, by its first two characters."""
    from kg.language.tokens import dictionary

    tag = dictionary().get(label[:2], "")
    return label[:2] if tag in ("v", "vn") and len(label) > 3 else ""


def _join(subject: str, own: str) -> str:
    own = labels.trim_head(own) if own else own
    return subject if own and subject.endswith(own) else subject + own


def _noun_and_predicate(after: str) -> str:
    """The words after a number up to the next time expression or inner list mark outside quotation marks."""
    after = _without_time(after)
    m = re.search(r"[,;:。]", after)
    if m:
        after = after[: m.start()]
    return after[:22]


def _next_is_adjacent(drafts: list[Draft], n: int) -> bool:
    return n + 1 < len(drafts) and drafts[n + 1].clause == drafts[n].clause and drafts[n].after.strip() == "的"


def _share_tails(text: str, drafts: list[Draft]) -> None:
    """208个商住小区、38个城中村全部实施封闭式管理: what is said of the last holds for those listed before it."""
    for n in range(len(drafts) - 1):
        d, following = drafts[n], drafts[n + 1]
        if d.clause != following.clause or d.rule not in ("verb-right", "right", "right-of-list"):
            continue
        if d.after[-1:] in ("、", "和", "及", "与") and d.quantity.unit and following.rule in ("right", "verb-right"):
            verb = re.match("[一-鿿]{2}", d.label)
            if d.rule == "verb-right" and verb and following.rule == "right" and not following.label.startswith(verb.group()):
                first = d.label.removesuffix(labels.trim_right_words(d.after))
                if first and len(first) <= 3:
                    following.label = first + following.label
                    following.rule = "listed-right"


def _modality(text: str, d: Draft, section: Section, document: Document) -> None:
    """Done or promised: by the section first, then by the words of the clause."""
    p = _patterns()
    q = d.quantity
    left = text[d.clause[0] : q.start]
    right = text[q.end : d.clause[1]]
    planned = section.role is SectionRole.PLAN
    d.modality = Modality.TARGET if planned else Modality.ACTUAL
    if p["task"].search(_before_bound(d, d.before).strip()) and right.startswith("的") and d.kind is Kind.LEVEL:
        d.modality, d.annual = Modality.TARGET, True
        return
    if planned:
        if p["baseline"].search(left) and p["to_after"].search(right):
            d.modality = Modality.ACTUAL
        elif p["actual"].search(left[-12:]):
            d.modality = Modality.ACTUAL
        d.annual = bool(p["annual"].search(left) or re.match("的?年度", right))
        return
    if p["estimate"].search(left):
        return
    cue = p["target"].search(left[-14:])
    if cue and not re.search("已", left[-14:]):
        d.modality = Modality.TARGET
        d.cues.append(("mood", q.start - len(left[-14:]) + cue.start(), q.start - len(left[-14:]) + cue.end()))
    elif re.match("(?:拟|待|将)", right):
        d.modality = Modality.TARGET


def _strength(text: str, d: Draft) -> Strength:
    p = _patterns()
    left = text[d.clause[0] : d.quantity.start]
    if p["ensure"].search(left):
        return Strength.ENSURE
    return Strength.STRIVE if p["strive"].search(left) else Strength.PLAN


def _indicator(document: Document, d: Draft, section: Section, moments: Moments) -> Indicator:
    q = d.quantity
    text = document.reading.text
    sign = d.sign
    value, written = q.value * sign, q.written_value * sign
    value_max = None if q.value_max is None else q.value_max * sign
    written_max = None if q.written_value_max is None else q.written_value_max * sign
    start, end = document.reading.to_source(q.start, q.end)
    cues = [*d.cues]
    if q.bound_span:
        cues.append(("bound", *q.bound_span))
    when = moments.for_figure(d.sentence, d.clause, q.start, q.end, section, d.modality, annual=d.annual)
    if when.cue is not None:
        cues.append(("date", *when.cue))
    label = labels.shorten(d.label) or labels.shorten(section.heading) or (q.noun or "")
    return Indicator(
        start=start,
        end=end,
        rule=d.rule or "left-own",
        confidence=confidence(d.rule or "left-own"),
        cues=tuple(Cue(part, *document.reading.to_source(a, b)) for part, a, b in cues if b > a),
        value=value,
        value_max=value_max,
        unit=q.unit.unit.label if q.unit else (q.noun or ""),
        written_value=written,
        written_value_max=written_max,
        written_unit=q.unit.label if q.unit else (q.noun or ""),
        unit_is_noun=q.unit is None,
        bound=Bound(q.bound),
        kind=d.kind,
        modality=d.modality,
        strength=_strength(text, d) if d.modality is Modality.TARGET else None,
        metric=label,
        period=when.period,
        period_stated=when.stated,
        deadline=when.deadline,
        change_basis=d.basis if d.kind is Kind.CHANGE else None,
        base_period=_base_period(when.period, d.basis) if d.kind is Kind.CHANGE else None,
        rank_scope=q.rank_scope,
        ranked_aspect=d.aspect if d.kind is Kind.RANK else None,
        compares=d.compares,
        of_target=d.of_target,
        provisional=bool(_patterns()["provisional"].search(text, q.end, min(len(text), q.end + 16))),
    )


def _base_period(period: Period | None, basis: ChangeBasis | None) -> Period | None:
    if period is None or basis is not ChangeBasis.YEAR_ON_YEAR:
        return None
    try:
        return Period(period.start.replace(year=period.start.year - 1), period.end.replace(year=period.end.year - 1))
    except ValueError:  # 29 February
        return None


def with_about(indicators: list[Indicator], about: dict[int, tuple[tuple[str, int], ...]]) -> list[Indicator]:
    """Indicators with the projects and initiatives that they belong to."""
    return [replace(x, about=about[k]) if k in about else x for k, x in enumerate(indicators)]
