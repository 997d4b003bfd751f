"""Files in, `Document`s out: text with exact offsets, furniture, metadata, sections, sentences, periods.

>>> parse("某街道2022年工作总结\\n一、2022年工作情况\\n完成投资3亿元。").review_period
Period(start=datetime.date(2022, 1, 1), end=datetime.date(2022, 12, 31))
"""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from kg.documents import layout, metadata, periods, reading, sections, sentences
from kg.documents.formats import Extracted, Given
from kg.documents.model import Document, Metadata, Period, Reading, ReportType, Section, SectionRole
from kg.documents.periods import parse_period_name
from kg.documents.reading import fold
from kg.documents.source import bytes_of, load, text_of

__all__ = ["Document", "bytes_of", "fold", "parse", "parse_period_name", "read", "read_bytes"]

_OFFICE = re.compile(r"(?:办事处|街道办|人民政府|管委会|党工委|委员会|办公室|[局厅委办])$")
_CHARACTERS_A_BLANK = 25
"""Where a title or heading has a blank more often than that, it is a scan."""


def read(path: str | Path) -> Document:
    """The report in a file: plain text, a saved web page, a Word document, or a PDF with a text layer.

    Raises:
        UnreadableSource: missing, a directory, empty, too large, damaged, locked, a scan, undecodable, or no report.
    """
    return _document(load(Path(path)), Path(path).stem, str(path))


def read_bytes(data: bytes, name: str) -> Document:
    """The report in the bytes of a file that is called `name`.

    Raises:
        UnreadableSource: as `read`.
    """
    return _document(text_of(data, name), Path(name).stem, name)


def _document(found: Extracted, name: str, source_file: str) -> Document:
    document = parse(found.text, name, source_file=source_file, encoding=found.encoding)
    return replace(
        document,
        format=found.format,
        places=found.places,
        metadata=_completed(document.metadata, found.given),
    )


def _completed(metadata: Metadata, given: Given) -> Metadata:
    """What the report says of itself with what its file says: tags of a page tell the date better than its text."""
    return replace(
        metadata,
        title=metadata.title or given.title,
        publisher=given.source if given.source and _OFFICE.search(given.source) else metadata.publisher,
        issued=given.issued or metadata.issued,
        issued_span=metadata.issued_span if given.issued in (None, metadata.issued) else None,
        source=given.source or metadata.source,
        site_code=given.site_code or metadata.site_code,
        address=given.address,
    )


def parse(text: str, name: str = "text", *, source_file: str = "", encoding: str = "utf-8") -> Document:
    """The report in a text; never raises. All offsets of the result are code points of `text`."""
    read_text, dropped = reading.read(text)
    lines = layout.lines(read_text.text)
    title = layout.title_of(lines)
    drafts = sections.build(lines, title)
    roles = {draft.role for draft in drafts if draft.heading}
    report_type = _report_type(title, roles, drafts)
    about = metadata.collect(lines, text, read_text, report_type)
    headings = [
        periods.Heading(draft.heading, draft.role)
        for draft in drafts
        if draft.heading and (draft.parent is None or (draft.own_role and periods.first_year(draft.heading)))
    ]
    if _is_pulled_apart([title or "", *(heading.text for heading in headings)]):
        # A scan has blanks inside words: 2020年 上半年工作报告及下 半年工作计划.
        title = title and title.replace(" ", "")
        headings = [periods.Heading(heading.text.replace(" ", ""), heading.role) for heading in headings]
    review, plan = periods.report_periods(title, headings, read_text.text, about.issued)
    return Document(
        name=name,
        text=text,
        sha256=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        reading=read_text,
        metadata=about,
        sections=tuple(_section(number, draft, read_text, (review, plan)) for number, draft in enumerate(drafts)),
        sentences=sentences.split(lines, drafts, read_text),
        review_period=review,
        plan_period=plan,
        source_file=source_file,
        encoding=encoding,
        dropped=dropped,
    )


def _is_pulled_apart(lines: list[str]) -> bool:
    """Whether titles and headings have so many blanks that these say nothing."""
    return sum(line.count(" ") for line in lines) * _CHARACTERS_A_BLANK > sum(map(len, lines))


def _section(
    ordinal: int, draft: sections.Draft, read_text: Reading, of_report: tuple[Period | None, Period | None]
) -> Section:
    start, end = read_text.to_source(draft.start, draft.end)
    role = draft.role or SectionRole.PREAMBLE
    review, plan = of_report
    whole = plan or review if role is SectionRole.PLAN else review or plan
    period = periods.of_section((draft.heading, *reversed(draft.path)), whole)
    return Section(ordinal, draft.level, draft.heading, start, end, role, draft.parent, draft.path, period)


def _report_type(title: str | None, roles: set[SectionRole | None], drafts: list[sections.Draft]) -> ReportType:
    if title is not None and "任务" in title and SectionRole.REVIEW not in roles:
        return ReportType.TASK_LIST
    if SectionRole.PLAN in roles and SectionRole.REVIEW not in roles:
        items = sum(draft.rank == 7 for draft in drafts)
        return (
            ReportType.TASK_LIST
            if any("任务" in draft.heading for draft in drafts[:3]) and items > 5
            else ReportType.PLAN
        )
    if SectionRole.REVIEW in roles and SectionRole.PLAN not in roles:
        return ReportType.REVIEW
    return ReportType.REVIEW_AND_PLAN
