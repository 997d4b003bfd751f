"""Figures: a document and its numbers in, indicators (whole facts) and numbers set aside out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import TypedDict

from kg.documents.model import Document, Period, Section, SectionRole
from kg.extraction import labels
from kg.extraction.confidence import confidence
from kg.extraction.drafts import Draft, Words
from kg.extraction.metrics import label_sentence
from kg.extraction.modality import Mood, read_mood, read_strength
from kg.extraction.model import (
    Bound,
    ChangeBasis,
    Cue,
    Indicator,
    Kind,
    Modality,
    SetAside,
    SetAsideReason,
)
from kg.extraction.moments import Moments
from kg.extraction.promises import promises_of, tells_progress
from kg.extraction.tables import Row
from kg.language.quantities import NotQuantity, Quantity
from kg.language.tokens import Tokens
from kg.lexicon import table, words

_FULFILLED = frozenset(table("figures")["fulfilment"]["alone"])
"""Rates that say nothing without the item that they are of."""
_LEADING = "、,;的"
"""What is left at the beginning of a label where the words before it were cut away."""


def find_figures(
    document: Document,
    found: Sequence[Quantity | NotQuantity],
    tokens: Tokens,
    moments: Moments,
    rows: Mapping[int, Row] | None = None,
) -> tuple[list[Indicator], list[SetAside]]:
    """Indicators and set-asides of a document, in order.

    Args:
        found: every number of the reading text, from `kg.language.quantities.scan`.
        moments: the time expressions of the document with the periods and deadlines that they give to figures.
        rows: the table rows of the document by the ordinal of their sentence.
    """
    text = document.reading.text
    starts = [s.reading_start for s in document.sentences]
    by_sentence: dict[int, list[Quantity]] = {}
    asides: list[SetAside] = []
    for number in found:
        k = max(0, bisect_right(starts, number.start) - 1)
        section = document.sections[document.sentences[k].section]
        if section.role is SectionRole.FURNITURE:
            asides.append(_aside(document, number.start, number.end, "furniture", "page-furniture"))
        elif isinstance(number, NotQuantity):
            asides.append(_aside(document, number.start, number.end, number.reason, number.rule))
        else:
            by_sentence.setdefault(k, []).append(number)
    indicators: list[Indicator] = []
    lexicon = Words(tokens)
    progress = tells_progress(document)
    promises = promises_of(document)
    about = ((-1, -1), "")
    topics: dict[int, str] = {}
    for k in sorted(by_sentence):
        sentence = document.sentences[k]
        row = (rows or {}).get(k)
        drafts = _drafts(document, k, by_sentence[k], row)
        name = row.cell("name") if row else None
        if sentence.section not in topics:
            topics[sentence.section] = labels.topic(document.sections[sentence.section].heading)
        before = about[1] if about[0] == (sentence.section, k - 1) else ""
        about = (
            (sentence.section, k),
            label_sentence(text, drafts, lexicon, text[slice(*name)] if name else "", topics[sentence.section], before),
        )
        own_words = _own_characters(document, sentence.reading_start, sentence.reading_end)
        first = len(indicators)
        for n, draft in enumerate(drafts):
            column = row.column_at(draft.quantity.start) if row else None
            # 计划播种21万亩,其中粮豆10万亩: the part is planned as the whole is, if it is a part of that.
            of_plan = n > 0 and indicators[-1].modality is Modality.TARGET and _one_unit(drafts[n - 1], draft)
            repeated = promises.at(draft.quantity.start) is not None
            indicators.append(
                _indicator(document, draft, moments, own_words, first, n, column, progress, of_plan, repeated)
            )
    asides.extend(_left_out(document))
    return indicators, asides


def _one_unit(one: Draft, other: Draft) -> bool:
    """Whether two figures are of one dimension, as a whole and its part are (总投资34亿元,其中百亿级项目1个 are not)."""
    units = [draft.quantity.unit.unit.dimension if draft.quantity.unit else None for draft in (one, other)]
    return units[0] == units[1]


_DIGITS = re.compile(r"[0-9０-９]+")


def _digits(text: str) -> int:
    return sum(map(text.count, "0123456789０１２３４５６７８９"))


def _left_out(document: Document) -> list[SetAside]:
    """Digits of the text as given that the reading leaves out: marks of notes, page numbers between two lines."""
    offsets = document.reading.offsets
    if offsets is None or (not document.dropped and _digits(document.text) == _digits(document.reading.text)):
        return []
    kept = set(offsets)
    return [
        SetAside(
            start=m.start(),
            end=m.end(),
            rule="left-out-of-reading",
            confidence=confidence("left-out-of-reading", "set_asides"),
            reason=SetAsideReason.FURNITURE,
        )
        for m in _DIGITS.finditer(document.text)
        if m.start() not in kept
    ]


def _aside(document: Document, start: int, end: int, reason: str, rule: str) -> SetAside:
    a, b = document.reading.to_source(start, end)
    return SetAside(start=a, end=b, rule=rule, confidence=confidence(rule, "set_asides"), reason=SetAsideReason(reason))


# 签收率、办结率依次为100%和99%
_ONE_BY_ONE = re.compile("依次(?=$|为|是|达|增|下降|提高|完成|位列|列|居)")


def _drafts(document: Document, ordinal: int, quantities: list[Quantity], row: Row | None) -> list[Draft]:
    text, sentence = document.reading.text, document.sentences[ordinal]
    drafts: list[Draft] = []
    previous_end = sentence.reading_start
    for n, q in enumerate(quantities):
        bounds = row.cell_at(q.start) if row else (sentence.reading_start, sentence.reading_end)
        left, right = labels.clause(text, q.start, *bounds)
        following = right
        if n + 1 < len(quantities):
            # The bound word of the next figure belongs to that.
            comes = quantities[n + 1]
            following = comes.bound_span[0] if comes.bound_span and comes.bound_span[1] == comes.start else comes.start
        after_start, before_end = q.end, q.start
        if q.bound_span and q.bound_span[0] >= q.end:
            after_start = q.bound_span[1]
        elif q.bound_span and q.bound_span[1] == q.start:
            before_end = q.bound_span[0]
        before = _ONE_BY_ONE.sub("分别", text[max(left, min(previous_end, before_end)) : before_end])
        after = text[after_start : max(after_start, min(right, following))]
        if drafts and drafts[-1].clause == (left, right):
            before = _split_list(drafts[-1], before)
        drafts.append(Draft(q, sentence, (left, right), before, after, after_start))
        previous_end = after_start
    return drafts


def _split_list(previous: Draft, between: str) -> str:
    """规上企业100%复工、工矿企业复工率99.8%: the words behind the last list mark are the next figure's alone."""
    own = labels.last_item(between)
    head = between[: len(between) - len(own)]
    if len(own) < 3 or len(head) < 3:
        return between
    previous.after = previous.after[: len(head)]
    return head[-1] + own


def _own_characters(document: Document, start: int, end: int) -> dict[int, str] | None:
    """The text's own characters for those that reading folded in a sentence (产 → 產), None when none was."""
    reading, text = document.reading, document.text
    read = reading.text[start:end]
    given = text[start:end] if reading.offsets is None else "".join(map(text.__getitem__, reading.offsets[start:end]))
    if read == given:
        return None
    pairs = zip(read, given, strict=True)
    return {ord(mine): own for mine, own in pairs if mine != own and "一" <= own <= "鿿"} or None


@cache
def _provisional() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in words("figures", "provisional", "words")))


class Amount(TypedDict):
    """What an indicator says of a quantity and its unit."""

    value: Decimal
    value_max: Decimal | None
    unit: str
    written_value: Decimal
    written_value_max: Decimal | None
    written_unit: str
    unit_is_noun: bool


def amount(q: Quantity, sign: int) -> Amount:
    """The values of a quantity with their sign (-1 for a fall), multiplied out and as written, and its unit or noun."""
    return {
        "value": q.value * sign,
        "value_max": None if q.value_max is None else q.value_max * sign,
        "unit": q.unit.unit.label if q.unit else (q.noun or ""),
        "written_value": q.written_value * sign,
        "written_value_max": None if q.written_value_max is None else q.written_value_max * sign,
        "written_unit": q.unit.label if q.unit else (q.noun or ""),
        "unit_is_noun": q.unit is None,
    }


def _indicator(
    document: Document,
    d: Draft,
    moments: Moments,
    own: dict[int, str] | None,
    first: int,
    n: int,
    column: str | None,
    progress: bool,
    of_plan: bool,
    repeated: bool,
) -> Indicator:
    q = d.quantity
    text = document.reading.text
    section = document.sections[d.sentence.section]
    if column in ("target", "progress"):
        mood = Mood(Modality.TARGET if column == "target" else Modality.ACTUAL)
    elif repeated:
        mood = Mood(Modality.TARGET, annual=True)
    else:
        mood = read_mood(text, d.clause, q.start, q.end, section.role, d.kind, progress=progress)
        promised = moments.promised(d.sentence, q.start)
        still_to_come = moments.is_still_to_come(d.sentence, q.start)
        if still_to_come and section.role is SectionRole.REVIEW and mood.modality is Modality.ACTUAL:
            mood = Mood(Modality.TARGET)
        if d.is_part and of_plan and mood.modality is Modality.ACTUAL:
            mood = Mood(Modality.TARGET, annual=True)
        if promised is not None and section.role is SectionRole.REVIEW and mood.modality is Modality.ACTUAL:
            # 预计10月底试运行,新增日处理能力1.5万吨
            mood = Mood(Modality.TARGET, cue=promised)
    cues = list(d.cues)
    target = mood.modality is Modality.TARGET
    strength, firm = read_strength(text, d.clause[0], q.start) if target else (None, None)
    for cue in (mood.cue, firm):
        if cue is not None:
            cues.append(("mood", *cue))
    if q.bound_span:
        cues.append(("bound", *q.bound_span))
    when = moments.for_figure(d.sentence, d.clause, q.start, q.end, section, mood.modality, annual=mood.annual)
    if when.cue is not None:
        cues.append(("date", *when.cue))
    label = labels.shorten(d.label.lstrip(_LEADING)) or _fallback(section, d)
    if label in _FULFILLED:
        label = labels.shorten(labels.bare_heading(section.heading)) + label
    cues.extend(("metric", *span) for span in _metric_spans(text, label, d))
    start, end = document.reading.to_source(q.start, q.end)
    change = d.kind is Kind.CHANGE
    return Indicator(
        start=start,
        end=end,
        rule=d.rule or "left-own",
        confidence=confidence(d.rule or "left-own"),
        cues=tuple(Cue(part, *document.reading.to_source(a, b)) for part, a, b in cues if b > a),
        **amount(q, d.sign),
        bound=Bound(q.bound),
        kind=d.kind,
        modality=mood.modality,
        strength=strength,
        metric=label.translate(own) if own else label,
        period=when.period,
        period_stated=when.stated,
        deadline=when.deadline,
        change_basis=d.basis if change else None,
        base_period=base_period(when.period, d.basis) if change else None,
        rank_scope=q.rank_scope,
        ranked_aspect=d.aspect if d.kind is Kind.RANK else None,
        compares=None if d.compares is None else first + d.compares,
        of_target=None if d.of_target is None else first + d.of_target,
        provisional=bool(_provisional().search(text, q.end, min(len(text), q.end + 16))),
    )


def _metric_spans(text: str, label: str, d: Draft) -> list[tuple[int, int]]:
    """Where the words of a label stand: the longest pieces of it in the sentence, those nearest before the figure first."""
    start, end = d.sentence.reading_start, d.sentence.reading_end
    spans = []
    position = 0
    while position < len(label) - 1:
        for size in range(len(label) - position, 1, -1):
            piece = label[position : position + size]
            at = text.rfind(piece, start, d.quantity.start)
            at = text.find(piece, d.quantity.end, end) if at < 0 else at
            if at >= 0:
                spans.append((at, at + size))
                position += size
                break
        else:
            position += 1
    return spans


def _fallback(section: Section, d: Draft) -> str:
    """A label for a figure that its sentence leaves without one: what follows it, else the heading of its section.

    A slogan (聚焦质效,经济运行稳中向好) names nothing that is measured.
    """
    behind = labels.shorten(labels.trim_after(d.after))
    heading = labels.shorten(labels.trim_head(section.heading))
    if len(behind) >= 2 and not labels.topic(section.heading):
        return behind
    return heading or (d.quantity.noun or d.quantity.unit.unit.label if d.quantity.unit else "数值")


def base_period(period: Period | None, basis: ChangeBasis | None) -> Period | None:
    """The same time a year before, which a change of year on year is measured against; None for any other change."""
    if period is None or basis is not ChangeBasis.YEAR_ON_YEAR:
        return None
    try:
        return Period(period.start.replace(year=period.start.year - 1), period.end.replace(year=period.end.year - 1))
    except ValueError:  # 29 February
        return None
