"""Lines and sections of the reading in, sentences out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.documents.layout import Kind, Line
from kg.documents.model import Reading, Sentence
from kg.documents.sections import Draft

_SENTENCE = re.compile(r"[^。;!?]*(?:[。;!?]+[”’\"')》】]*|$)")
# A line with so many blanks and no full stop is the row of a table: one sentence.
_TABLE_GAPS = 3
_QUOTED_STOP = re.compile(r"[!?;][”\"]$")
_GOES_ON = re.compile(r"[\u3400-\u9fffA-Za-z0-9、,]")


def split(lines: Sequence[Line], drafts: Sequence[Draft], reading: Reading) -> tuple[Sentence, ...]:
    """The sentences in text order; they do not overlap, and each lies inside its section."""
    cuts = _innermost(drafts)
    cut_starts = [start for start, _ in cuts]
    offsets = reading.offsets
    sentences: list[Sentence] = []
    position = 0
    for line in lines:
        for start, end in _pieces(line, cut_starts):
            while position + 1 < len(cuts) and cuts[position + 1][0] <= start:
                position += 1
            section = cuts[position][1]
            draft = drafts[section]
            source_start, source_end = (start, end) if offsets is None else (offsets[start], offsets[end - 1] + 1)
            is_heading = line.kind is Kind.TITLE or (
                draft.run_in and start == draft.start and end <= draft.heading_end + 1
            )
            sentences.append(Sentence(len(sentences), source_start, source_end, start, end, section, is_heading))
    return tuple(sentences)


def _innermost(drafts: Sequence[Draft]) -> list[tuple[int, int]]:
    """(start, index of the innermost section from there on), in order."""
    cuts: list[tuple[int, int]] = []
    open_: list[int] = []
    for index, draft in enumerate(drafts):
        _close(drafts, open_, cuts, draft.start)
        cuts.append((draft.start, index))
        open_.append(index)
    if drafts:
        _close(drafts, open_, cuts, max(draft.end for draft in drafts))
    return cuts


def _close(drafts: Sequence[Draft], open_: list[int], cuts: list[tuple[int, int]], position: int) -> None:
    """Close the sections that end at or before a position; what follows one belongs to the section around it."""
    while open_ and drafts[open_[-1]].end <= position:
        closed = open_.pop()
        if open_ and drafts[closed].end < min(position, drafts[open_[-1]].end):
            cuts.append((drafts[closed].end, open_[-1]))


def _pieces(line: Line, cut_starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a line, without blanks around them, in offsets of the reading."""
    text = line.text
    first, last = bisect_right(cut_starts, line.start), bisect_left(cut_starts, line.end)
    whole = line.kind is not Kind.BODY or (text.count(" ") >= _TABLE_GAPS and "。" not in text)
    if whole and first == last:
        yield line.start, line.end
        return
    borders = [0, *(start - line.start for start in cut_starts[first:last]), len(text)]
    for begin, limit in pairwise(borders):
        for match in _SENTENCE.finditer(text, begin, limit):
            end = match.end()
            if end == begin or (end < limit and _goes_on(text, end)):
                continue
            start = begin
            begin = end
            while text[start] == " " and start < end - 1:
                start += 1
            while text[end - 1] == " " and end > start + 1:
                end -= 1
            if text[start:end] != " ":
                yield line.start + start, line.start + end


def _goes_on(text: str, end: int) -> bool:
    """Whether the stop before a position ends a quotation only: “民有所呼、我有所应!”机制."""
    return (
        text[end - 1] in '”"'
        and _QUOTED_STOP.search(text, end - 2, end) is not None
        and _GOES_ON.match(text, end) is not None
    )
