"""Written numbers: a reading text in, every number that it writes with its exact value out, whatever it counts or names.

This is the floor below `kg.language.quantities`: no unit is asked for and nothing is set aside, so 五分之一, 25万6千 and
the 12 of 12号楼 are all numbers here. Words that only contain a numeral (一切, 四川, 统一) are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from kg.language import units
from kg.language.numerals import ARABIC, DIGIT, number
from kg.language.tokens import UNKNOWN, Tokens, dictionary, tokenize
from kg.records import record


@record
class WrittenNumber:
    """A number as written. `more` is true where 余, 多, 几 or 来 says that it is exceeded (二十余万 is 200000)."""

    start: int
    end: int
    value: Fraction
    more: bool


@cache
def _pattern() -> re.Pattern[str]:
    numeral = "[零〇一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟]"
    run = f"{numeral}(?: *{numeral})*"
    more = "(?: *[余多几来] *[千百万亿](?: *[万亿])*)"
    words = rf"{run}{more}?(?: *点 *[{DIGIT}](?: *[{DIGIT}])*(?:[十百千万亿]+)?)?"
    tail = r"(?:零? *\d{1,4}(?![\d.,])[十百千万]*)"
    digits = rf"(?:{ARABIC}|(?<![\d,])\.\d+)(?:(?:{more}| *[十百千万亿]+){tail}*)?"
    # A minus only where no word, number or dash ends: 2-3 is a range.
    sign = r"(?:负 *|(?<![\w.%)\-–—])-)?"
    one = f"(?:{digits}|{words})"
    return re.compile(rf"{sign}(?:(?:{one} *又 *)?{one} *分 *之 *(?:负 *)?{one}|{one})")


_BARE = frozenset("百千万亿拾佰仟")
_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖")
_MORE = frozenset("余多几来")


def find_numbers(text: str) -> Iterator[WrittenNumber]:
    """All written numbers of a reading text, in order, not overlapping.

    >>> [(n.start, n.end, str(n.value)) for n in find_numbers("四川的五分之一约3万4000人")]
    [(3, 7, '1/5'), (8, 14, '34000')]
    """
    position = 0
    tokens: Tokens | None = None
    while m := _pattern().search(text, position):
        start, end = m.span()
        written = m.group()
        value = number(written)
        if value is None and " " in written:
            # 三 四 五十 are three numbers: the blanks join only what is one.
            written = written.partition(" ")[0]
            value, end = number(written), start + len(written)
        position = end
        if value is None or set(written) <= _BARE:
            continue
        if set(written) <= _FORMAL:
            continue  # 陆地, 伍先生: formal digits count only with a place (壹佰)
        if end - start <= 2 and not any(c.isascii() for c in written):
            tokens = tokens or tokenize(text)
            if _in_word(tokens, start, end):
                continue
        yield WrittenNumber(start, end, value, not _MORE.isdisjoint(written))


def _in_word(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a short numeral is only a part of a word (一切, 四川, 十足); 一只, 八吨 and 三万人 count."""
    i = bisect_right(tokens.starts, start) - 1
    word, at = tokens.words[i], tokens.starts[i]
    if (at == start and at + len(word) <= end) or dictionary().get(word, UNKNOWN)[0] in "mtq":
        return False
    counted = at == start and units.written(word[end - start :]) is not None
    return not counted or (end - start == 1 and word in dictionary())
