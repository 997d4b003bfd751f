"""What reading a report yields: an immutable text with its furniture, metadata, sections and sentences.

All offsets are code points of the text as given (byte-order mark removed, line ends as in the file), start inclusive,
end exclusive, unless a name says `reading`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from kg.documents.formats.model import Place
from kg.records import record


@record(order=True)
class Period:
    """A stretch of days, both inclusive."""

    start: date
    end: date


class SectionRole(StrEnum):
    """What a section does in a report; the values are the local names of `kgc:` codes."""

    PREAMBLE = "preamble"
    REVIEW = "review"
    PLAN = "plan"
    PROBLEM = "problem"
    FURNITURE = "furniture"


class ReportType(StrEnum):
    """Kind of report, by what it holds; values are local names of `kgc:` codes."""

    REVIEW_AND_PLAN = "reviewAndPlan"
    REVIEW = "reviewOnly"
    PLAN = "planOnly"
    TASK_LIST = "taskList"


@record
class Reading:
    """The text as a reader takes it in, with the way back to the text as given.

    `text` has full-width forms and Traditional characters folded, blanks inside words and line breaks inside sentences
    removed. Character i of `text` is character `offsets[i]` of the text as given; `offsets` is None when nothing was
    removed or added, so that positions are equal. Paragraphs are separated by one newline; a blank that was kept
    (between cells, between words of a title) is one space.
    """

    text: str
    offsets: tuple[int, ...] | None = None

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as given of a non-empty span of the reading."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1

    def from_source(self, position: int) -> int:
        """The first position of the reading that stands at or after a position of the text as given."""
        if self.offsets is None:
            return position
        return bisect_left(self.offsets, position)


@record
class Section:
    """A section of the report. `start`–`end` covers heading, text and subsections.

    `heading` is empty for the stretch before the first heading and for furniture; it has the folded characters of the
    reading. `level` is 1 for the outermost, one more than the parent's for others. `path` are the headings from the
    outermost section to this one. A section without a role of its own has the role of its parent.
    """

    ordinal: int
    level: int
    heading: str
    start: int
    end: int
    role: SectionRole
    parent: int | None = None
    path: tuple[str, ...] = ()
    period: Period | None = None
    """What its statements are about unless they say otherwise: the period that its heading names, else the report's."""


@record
class Sentence:
    """A sentence, or an item of a list, or a line of furniture. `section` is the ordinal of its innermost section."""

    ordinal: int
    start: int
    end: int
    reading_start: int
    reading_end: int
    section: int
    is_heading: bool = False


@record
class Metadata:
    """What the report says of itself; None where it does not. Spans are (start, end) of the text as given."""

    title: str | None = None
    title_span: tuple[int, int] | None = None
    publisher: str | None = None
    publisher_span: tuple[int, int] | None = None
    issued: date | None = None
    issued_span: tuple[int, int] | None = None
    source: str | None = None
    site_code: str | None = None
    address: str | None = None
    """Where a saved page was published."""
    document_number: str | None = None
    """深宝新办〔2023〕5号"""
    report_type: ReportType = ReportType.REVIEW_AND_PLAN
    anonymised: bool = False


@dataclass(frozen=True)
class Document:
    """A report, read once. `text[a:b]` with any offsets of the project gives the quoted characters."""

    name: str
    text: str
    sha256: str
    reading: Reading
    metadata: Metadata
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    review_period: Period | None = None
    plan_period: Period | None = None
    source_file: str = ""
    encoding: str = "utf-8"
    format: str = "txt"
    """txt, html, docx or pdf."""
    places: tuple[Place, ...] = ()
    """Pages, paragraphs and cells of the file that stretches of the text stand in; none for plain text."""
    warnings: tuple[str, ...] = field(default=())
    # Spans that the reading leaves out: page numbers between halves of a sentence, note marks of a glossary.
    dropped: tuple[tuple[int, int], ...] = ()

    def sentence_at(self, start: int) -> Sentence:
        """The sentence that holds a position of the text as given (the one before it, between sentences)."""
        return self.sentences[max(0, bisect_right(self._sentence_starts, start) - 1)]

    def place_at(self, start: int) -> Place | None:
        """Where in its file a position of the text stands; None for plain text and between paragraphs."""
        k = bisect_right(self._place_starts, start) - 1
        return self.places[k] if k >= 0 and start < self.places[k].end else None

    @cached_property
    def _place_starts(self) -> list[int]:
        return [place.start for place in self.places]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def section_of(self, sentence: Sentence) -> Section:
        """The innermost section of a sentence."""
        return self.sections[sentence.section]

    def period_of(self, role: SectionRole) -> Period | None:
        """The period that statements of a section have unless they state another."""
        if role is SectionRole.PLAN:
            return self.plan_period or self.review_period
        return self.review_period or self.plan_period
