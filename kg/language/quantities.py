"""Numbers of a reading text: each is a quantity (value, unit, bound) or set aside with a reason. Pure functions.

Every run of Arabic digits is accounted for. Chinese numerals are taken when they count, measure, order or date; words
that merely contain one (统一, 一批) are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.language.digits import digits_at
from kg.language.numeral_counts import numeral_at
from kg.language.quantity import NotQuantity, Quantity
from kg.language.times import TimeExpression
from kg.lexicon import table

__all__ = ["NotQuantity", "Quantity", "scan"]


@cache
def _candidate() -> re.Pattern[str]:
    """Where a number may begin: digits, numeral characters, and the words that stand for one without either."""
    vague = [
        w for w in table("quantities")["vague"]["words"] if not re.search("[一二两三四五六七八九十百千万亿半数几]", w)
    ]
    extra = "|".join(sorted({*vague, "减半"}, key=lambda w: (-len(w), w)))
    numerals = "零〇一二两三四五六七八九十百千万亿半廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
    first = "".join(sorted({"首", *(word[0] for word in extra.split("|"))}))
    return re.compile(rf"(?=[\d{numerals}{first}])(?:\d|[{numerals}]+|首位|{extra})")


def scan(text: str, times: Sequence[TimeExpression] = ()) -> Iterator[Quantity | NotQuantity]:
    """All numbers of a reading text in order, none overlapping.

    `times` are the time expressions of the same text: numbers inside them are reported as date or period.
    """
    candidate = _candidate()
    time_spans = iter(times)
    next_time = next(time_spans, None)
    position = 0
    length = len(text)
    while position < length:
        m = candidate.search(text, position)
        while next_time is not None and next_time.end <= (m.start() if m else length):
            if next_time.start >= position:
                yield _time(next_time)
                position = next_time.end
            next_time = next(time_spans, None)
            if m and m.start() < position:
                m = candidate.search(text, position)
        if m is None:
            break
        i = m.start()
        if next_time is not None and next_time.start <= i:
            yield _time(next_time)
            position = next_time.end
            next_time = next(time_spans, None)
            continue
        limit = next_time.start if next_time is not None else length
        digit = text[i].isdigit() and text[i].isascii()
        found = digits_at(text, i, limit) if digit else numeral_at(text, i, m.end())
        if found is None:
            position = m.end()
            continue
        if found.end <= position:
            position = m.end()
            continue
        yield found
        position = max(found.end, i + 1)


def _time(t: TimeExpression) -> NotQuantity:
    whole_day = t.granularity == "day" and t.form == "date"
    return NotQuantity(t.start, t.end, "date" if whole_day else "period", "time-expression")
