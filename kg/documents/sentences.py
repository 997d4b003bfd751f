"""Lines and sections of the reading in, sentences out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.documents.layout import Kind, Line
from kg.documents.model import Reading, Sentence
from kg.documents.sections import Draft

# A stop inside a quotation that goes on does not end the sentence: “我有所应!”机制.
_SENTENCE = re.compile(
    r"[^。;!?]+(?:[。;!?]+[”’\"')》】]*(?<![;!?]”)|[;!?]+”(?=[^\u3400-\u9fffA-Za-z]|$)|[。;!?]+”?(?:[^。;!?]+|$)|$)|[。;!?]+[”’\"')》】]*"
)


def split(lines: Sequence[Line], drafts: Sequence[Draft], reading: Reading) -> tuple[Sentence, ...]:
    """The sentences in text order; they do not overlap, and each lies inside its section."""
    cuts = _innermost(drafts)
    sentences: list[Sentence] = []
    position = 0
    for line in lines:
        for start, end in _pieces(line, drafts, cuts):
            while position + 1 < len(cuts) and cuts[position + 1][0] <= start:
                position += 1
            section = cuts[position][1]
            draft = drafts[section]
            source_start, source_end = reading.to_source(start, end)
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
        while open_ and drafts[open_[-1]].end <= draft.start:
            closed = open_.pop()
            if open_ and drafts[closed].end < draft.start:
                cuts.append((drafts[closed].end, open_[-1]))
        cuts.append((draft.start, index))
        open_.append(index)
    while len(open_) > 1:
        closed = open_.pop()
        if drafts[closed].end < drafts[open_[-1]].end:
            cuts.append((drafts[closed].end, open_[-1]))
    return cuts


_TABLE_GAPS = 3


def _pieces(line: Line, drafts: Sequence[Draft], cuts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    text = line.text
    if line.kind is not Kind.BODY or (text.count(" ") >= _TABLE_GAPS and "。" not in text):
        return [(line.start, line.end)]
    found = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        if end > start:
            found.append((line.start + start, line.start + end))
    return found
