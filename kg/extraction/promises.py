"""Where a report on a list of tasks repeats what was promised: a document in, stretches of its reading out.

新增停车位500个。实际完成612个: an item first says what was promised, then what has become of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby

from kg.documents.model import Document, SectionRole
from kg.lexicon import table
from kg.records import record

_FORMS = table("figures")["promises"]
_PROGRESS_TITLE = re.compile(table("figures")["modality"]["progress_title"])
_LABEL = re.compile(_FORMS["label"])
_ACT = re.compile(_FORMS["act"])
_PLANNED = re.compile(_FORMS["planned"])
_TOLD = re.compile(_FORMS["told"])
_DONE = re.compile(_FORMS["done"])
_FIGURE = re.compile("[0-9]")
_NUMBER = re.compile(r"\s*(?:\(?[一二三四五六七八九十\d]{1,3}[)、.,])?\s*")


def tells_progress(document: Document) -> bool:
    """Whether a report says by its title how far a list of tasks is."""
    return bool(document.metadata.title and _PROGRESS_TITLE.search(document.metadata.title))


@record
class Promises:
    """Stretches of a reading, sorted: where each begins and ends, and whether a label says what it is (目标任务:)."""

    spans: tuple[tuple[int, int, bool], ...] = ()

    def at(self, position: int) -> bool | None:
        """Whether the stretch at a position of the reading has a label; None where there is none."""
        k = bisect_right(self.spans, position, key=lambda span: span[0]) - 1
        return self.spans[k][2] if k >= 0 and position < self.spans[k][1] else None


def promises_of(document: Document) -> Promises:
    """The promises that a report on a list of tasks repeats; none in other reports."""
    return Promises(tuple(_spans(document))) if tells_progress(document) else Promises()


def _spans(document: Document) -> Iterator[tuple[int, int, bool]]:
    text = document.reading.text
    for number, group in groupby(document.sentences, key=lambda sentence: sentence.section):
        section, sentences = document.sections[number], list(group)
        if section.role in (SectionRole.PLAN, SectionRole.FURNITURE) or any(map(_DONE.search, section.path)):
            continue
        # A heading that is no act (一、老旧小区改造提升) stands before the item.
        while sentences and sentences[0].is_heading and _beginning(text, sentences[0].reading_start) is None:
            del sentences[0]
        if not sentences:
            continue
        begin = _beginning(text, sentences[0].reading_start)
        told = _TOLD.search(text, begin[0], sentences[-1].reading_end) if begin is not None else None
        if begin is not None and told is not None and _FIGURE.search(text, begin[0], told.start()):
            yield begin[0], told.start(), begin[1]


def _beginning(text: str, start: int) -> tuple[int, bool] | None:
    """Where a promise begins at the start of an item, behind its number and label, and whether it has one; None where it is none."""
    number = _NUMBER.match(text, start)
    at = number.end() if number else start
    label = _LABEL.match(text, at)
    if label is not None:
        return label.end(), True
    planned = _PLANNED.match(text, at)
    if planned is None and not _ACT.match(text, at):
        return None
    return planned.end() if planned is not None else at, False
