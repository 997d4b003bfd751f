"""What each figure of a sentence measures: drafts in order in, labels and the links between figures out.

Each figure takes its label from the nouns before it, after it or around it; what it leaves out it takes over from the
figure or clause before. A label is made of the text's own words in their order.
"""

from __future__ import annotations

import re

from kg.extraction import labels
from kg.extraction.change_labels import (
    among_whom,
    answers_of,
    bare,
    change_word,
    changes_the_last,
    continue_change,
    continues_change,
    is_first_of,
    label_answer,
    label_change,
    label_rank,
    respectively,
)
from kg.extraction.drafts import JOINING, Draft, Subject, Words, bound_length, noun_follows
from kg.extraction.joining import BARE_RATE, join, share_predicates
from kg.extraction.kinds import cut_by, last_change, read_kind
from kg.extraction.level_labels import MEASURE_NOUN, label_level, lasting_subject, lasts
from kg.extraction.model import ChangeBasis, Kind
from kg.lexicon import table

_FORMS = table("figures")["forms"]
_ADVERBIAL = re.compile(_FORMS["adverbial"])
_GOES_ON = re.compile(_FORMS["goes_on"])
_JUDGEMENT = re.compile(_FORMS["judgement"])
_AT_BEST = re.compile(_FORMS["at_best"])
_ACT_ON_THING = re.compile(_FORMS["act_on_thing"])
_BEARERS = re.compile(_FORMS["bearers"])
_ENDS_IN_FIGURE = re.compile(r"\d(?:[万亿]?元|%|个百分点)$")
_WORK_TOLD_OF = re.compile(_FORMS["work_told_of"])
_MOVES = re.compile(_FORMS["moves"])
_PART_STATE = re.compile(_FORMS["part_state"])
_RATE_OF_A_TASK = re.compile(table("figures")["fulfilment"]["rate"])


def label_sentence(
    text: str, drafts: list[Draft], lexicon: Words, name: str = "", topic: str = "", before: str = ""
) -> str:
    """Fill kind, label, rule and links of the figures of one sentence, from left to right.

    `name` is the thing that a table row is about: every figure of the row belongs to it. `topic` is what the heading of
    the item names; it stands in where a sentence leaves out its subject. `before` is what the sentence before is about,
    for a sentence that goes on with it (完成情况:…, 其中…). Returned is what this one is about.
    """
    work = _WORK_TOLD_OF.match(text, drafts[0].sentence.reading_start) if drafts else None
    topic = work["work"] if work is not None else topic
    goes_on = before if drafts and _GOES_ON.match(text, drafts[0].sentence.reading_start) else ""
    subject = Subject(name)
    changes_for: list[int] = []
    answers: dict[int, int] = {}
    cut = ""
    outside: Subject | None = None
    for n, d in enumerate(drafts):
        bracketed = _in_brackets(text, d)
        if bracketed and outside is None:
            outside = subject
        elif outside is not None and not bracketed:
            # 受理诉求1.4万件(含热线工单6230件),办结率99.8%: what stands in brackets is no subject of what follows.
            subject, outside = outside, None
        previous = drafts[n - 1] if n and drafts[n - 1].clause == d.clause else None
        if name and previous is None:
            subject = Subject(name)
        used = n > 0 and bool(subject.label) and drafts[n - 1].label.startswith(subject.label)
        if not subject.label or (subject.weak and not used and drafts[n - 1].clause != d.clause):
            subject = Subject(_words_before(text, d) or goes_on or topic or _goes_on_about(text, d, before), weak=True)
        _decide_kind(drafts, n)
        cut = cut_by(d.before) or (cut if previous is not None and previous.kind is Kind.CHANGE else "")
        also_cut = cut if d.kind is Kind.SHARE and d.before[:1] in JOINING and not noun_follows(d) else ""
        if also_cut:
            d.kind, d.sign, d.basis = Kind.CHANGE, -1, ChangeBasis.UNSTATED
        at_best = _at_best(d, drafts[n - 1]) if n else False
        if at_best:
            d.kind, d.sign, d.basis = Kind.CHANGE, drafts[n - 1].sign, drafts[n - 1].basis
        if n not in answers:
            answers |= answers_of(drafts, n)
        if n in answers:
            label_answer(d, previous, drafts, answers[n])
        elif at_best:
            d.label, d.rule = drafts[n - 1].label, "carried-change"
        elif also_cut:
            d.label, d.rule = also_cut + labels.trim(d.before), "own-change"
        elif continues_change(d, previous):
            continue_change(d, previous, drafts, changes_for, n)
        elif respectively(text, drafts, n):
            if subject.label and BARE_RATE.fullmatch(d.label):
                # 办理工单5218件,签收率、办结率分别为100%和99%
                d.label = join(subject.label, d.label)
            subject = Subject(d.label, n)
            changes_for = [*changes_for, n] if previous is not None else [n]
        elif d.kind is Kind.RANK:
            if n and previous is None and subject.figure is not None and not labels.trim(d.before).removesuffix("分别"):
                # 结案率98.7%,居全区第二位: the figure before is ranked, not the subject of both.
                subject = Subject(drafts[n - 1].label, n - 1)
            growth = next((k for k in range(n - 1, -1, -1) if drafts[k].kind is Kind.CHANGE), None)
            label_rank(d, subject, previous, growth)
        elif d.kind is Kind.CHANGE:
            if changes_for and is_first_of(drafts, n, len(changes_for)):
                d.compares = changes_for[0]
                d.label, d.rule = drafts[changes_for[0]].label + change_word(d), "respective-change"
            else:
                last = drafts[n - 1] if n else None
                of_part = last is not None and last.is_part and last.kind is Kind.LEVEL
                # 其中区级收入24亿元,增长9.1%: the part grows, not the whole; so does what stands right before (完成投资390亿元,增长14%).
                grows = of_part or (last is not None and _may_grow(last, d) and last.clause[1] + 1 == d.clause[0])
                moves = last is not None and last.kind is Kind.RANK and _is_place(d)
                of_last = Subject(last.label + ("排名" if moves else ""), n - 1) if last and (grows or moves) else None
                label_change(d, of_last or subject, n, _growth_before(drafts, n))
                if d.rule == "own-change":
                    subject = Subject(bare(d.label))
        else:
            label_level(text, d, subject, previous, lexicon, drafts, n, topic)
            if lasts(d):
                subject = Subject(lasting_subject(d, subject) or subject.label)
            elif d.kind is Kind.SHARE:
                if d.rule == "left-own" or not subject.label:
                    subject = Subject(d.label, n)
            elif among_whom(d, drafts[n + 1] if n + 1 < len(drafts) else None):
                pass  # the rank behind it is of what was named before
            elif not d.is_task and (d.rule not in ("carried-subject", "part-of-subject") or subject.weak):
                # Parts of a bundle (竣工21个、在建29个) leave the bundle as the subject.
                subject = Subject(d.label, n)
    share_predicates(drafts, lexicon)
    if name:
        for d in drafts:
            if not d.label.startswith(name):
                d.label, d.rule = join(name, d.label), "table-cell"
    return subject.label


def _decide_kind(drafts: list[Draft], n: int) -> None:
    """Kind, sign and basis of a figure by the words before it and the figure before."""
    d = drafts[n]
    reading = read_kind(d.quantity, d.before, noun_follows=noun_follows(d))
    d.kind, d.sign, d.basis = reading.kind, reading.sign, reading.basis
    if reading.verb is not None:
        head = d.quantity.start - bound_length(d) - len(d.before)
        d.cues.append(("kind", head + reading.verb[0], head + reading.verb[1]))
    if changes_the_last(d, drafts, n):
        verb = last_change(d.before)
        d.kind, d.sign = Kind.CHANGE, -1 if verb is not None and verb["fall"] else 1
        d.basis = ChangeBasis.UNSTATED
    if d.kind is Kind.CHANGE and _BEARERS.search(d.before.rstrip()):
        d.kind, d.sign, d.basis = Kind.LEVEL, 1, None  # 产值实现正增长的有147家
    moved = _MOVES.match(d.before) if n and drafts[n - 1].kind is Kind.RANK and _is_place(d) else None
    if moved is not None:
        d.kind, d.sign, d.basis = Kind.CHANGE, 1 if moved["up"] else -1, d.basis or ChangeBasis.UNSTATED


def _words_before(text: str, d: Draft) -> str:
    """The words of the clause before as a subject; empty at the start of a sentence."""
    end = d.clause[0] - 1
    if end <= d.sentence.reading_start:
        return ""
    start, _ = labels.clause(text, end, d.sentence.reading_start, d.sentence.reading_end)
    words = text[start:end]
    if _ADVERBIAL.match(words) or _JUDGEMENT.search(words) or _PART_STATE.match(words):
        return ""
    carried = labels.trim(labels.without_state(labels.trim_tail(words)))
    carried = _ACT_ON_THING.sub("", carried)
    if _ENDS_IN_FIGURE.search(carried):
        return ""
    if len(carried) > _FORMS["longest_subject"]:
        # A long list without a common noun has no name of its own.
        carried = (
            "" if "、" in carried and "等" not in carried else labels.last_words(carried, _FORMS["longest_subject"])
        )
    return carried if len(carried) >= 2 else ""


def _goes_on_about(text: str, d: Draft, before: str) -> str:
    """What the sentence before is about, where this one names nothing of its own: 新增停车位500个。实际完成612个."""
    own = labels.trim(d.before)
    clauses = text[d.sentence.reading_start : d.clause[0]].split(",")
    opens = all(_PART_STATE.match(clause) or not labels.trim(clause) for clause in clauses)
    told = len(own) > 2 or own in _FORMS["told_of_before"]
    return before if opens and told and labels.needs_subject(own) and not _RATE_OF_A_TASK.search(own) else ""


def _in_brackets(text: str, d: Draft) -> bool:
    """Whether a figure stands in brackets of its sentence."""
    start = d.sentence.reading_start
    return text.count("(", start, d.quantity.start) > text.count(")", start, d.quantity.start)


def _at_best(d: Draft, last: Draft) -> bool:
    """增长7%,力争实现7.5%: a percentage that says only how much a growth may become."""
    return (
        d.kind is Kind.SHARE
        and last.kind is Kind.CHANGE
        and d.quantity.unit == last.quantity.unit
        and not noun_follows(d)
        and _AT_BEST.match(d.before.strip(" ,")) is not None
    )


def _growth_before(drafts: list[Draft], n: int) -> Draft | None:
    """The growth in per cent that the figures right before are compared with: 增长6.8%,比上半年加快0.5个百分点,高于全市…."""
    k = n - 1
    while k >= 0 and drafts[k].kind is Kind.CHANGE:
        unit = drafts[k].quantity.unit
        if unit is not None and unit.label == "%":
            return drafts[k]
        k -= 1
    return None


def _is_place(d: Draft) -> bool:
    """Whether a change is one of places: 较去年上升4位."""
    return d.quantity.unit is not None and d.quantity.unit.label in ("位", "名", "个位次", "位次")


def _may_grow(d: Draft, change: Draft) -> bool:
    """Whether a figure is an amount, or for points of a percentage a rate, of what was named before it.

    …项目168个,完成投资390亿元,增长14.7%; …诉求6731件,满意率93.2%,提高2.4个百分点.
    """
    unit = change.quantity.unit
    by_points = unit is not None and unit.unit.dimension == "percentage-point"
    measured = d.kind is Kind.SHARE if by_points else d.kind is Kind.LEVEL and MEASURE_NOUN.search(d.label) is not None
    return measured and d.rule == "carried-subject"
