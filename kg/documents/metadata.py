"""Lines of a report with their kinds in, what the report says of itself out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kg.documents.layout import Kind, Line
from kg.documents.model import Metadata, Reading, ReportType
from kg.documents.periods import DATE, as_date

_ISSUED = re.compile(
    r"(?:信息提供日期|发布时间|发布日期|公布日期|公开日期|信息发布日期|成文日期|生成日期|发文日期|发稿时间|更新时间|日期|时间)\s*[:]?\s*"
    + DATE.pattern
)
_PUBLISHER = re.compile(r"(?:发布机构|发布单位|发文机关|公开主体)\s*:\s*(?P<name>[^\s:【\[|]{3,40})")
_SOURCE = re.compile(r"(?:信息来源|文章来源|来源|稿源)\s*:\s*(?P<name>[^\s:【\[|]{2,40})")
_SITE_CODE = re.compile(r"网站(?:标识|识别)码\s*:?\s*(?P<code>[A-Za-z]{0,4}\d{8,12})")
# 漓渚镇人民政府2021年…, 江岸区丹水池街道办事处2019年…, 湄潭县2016年…: what stands before the period in a title.
_OFFICE = re.compile(
    r"^(?:中共)?(?P<office>[\u3400-\u9fffXx×○*]{1,30}?(?:街道|[镇乡区县市州盟旗省场]|管委会|开发区|社区|[局委办院])"
    r"(?:党工委|办事处|人民政府|政府|街道办|党委)*(?:办公室)?)(?=关于|(?:二[〇零○]|19|20)\d*|[上下]半年|党工委|年度|工作|政府)"
)
_OFFICE_LINE = re.compile(
    r"(?:中共)?(?P<office>[\u3400-\u9fffXx×○*]{1,30}(?:街道|[镇乡]|办事处|人民政府|党工委|党委|管委会|街道办|委员会))"
)
_ANONYMOUS = re.compile(r"(?:[Xx×✕]{2,}|某{1,2}|[〇○*＊]{2,})(?:省|市|区|县|街道|镇|乡|街|社区)")
# What an anonymous name is written with; looked for first because it is fast.
_BLOTS = ("XX", "xx", "××", "✕✕", "某", "〇〇", "○○", "**")
_SUFFIX = re.compile(r"(?:街道|镇|乡)(?:办事处|党工委)?(?=(?:19|20)\d\d|党工委|[上下]半年|工作|年度)")


def collect(lines: Sequence[Line], text: str, reading: Reading, report_type: ReportType) -> Metadata:
    """What title, date line and foot say: title, publisher, date, source, site code, whether names are blotted out.

    Names keep the characters of the text as given (script, full-width forms), less its blanks and line breaks.
    """
    title = [line for line in lines if line.kind is Kind.TITLE]
    publisher = source = issued = code = None
    publisher_span = issued_span = None
    first = lines.index(title[0]) if title else 0
    # What stands under the title before what a side bar above it says.
    for line in (*lines[first:], *lines[:first]):
        if line.kind not in (Kind.DATELINE, Kind.FURNITURE):
            continue
        if code is None and (match := _SITE_CODE.search(line.text)):
            code = match["code"]
        if publisher is None and (match := _PUBLISHER.search(line.text)):
            publisher, publisher_span = _named(text, reading, line, match, "name")
        if line.kind is Kind.FURNITURE:
            continue
        if issued is None and (match := _ISSUED.search(line.text) or DATE.search(line.text)):
            issued = as_date(match)
            where = DATE.search(line.text, match.start())
            issued_span = _span(reading, line, where) if issued and where else None
        if source is None and (match := _SOURCE.search(line.text)):
            source, _ = _named(text, reading, line, match, "name")
            if publisher is None:
                publisher, publisher_span = _named(text, reading, line, match, "name")
    if publisher is None and title:
        match = _OFFICE.match(title[0].text) or (_OFFICE_LINE.fullmatch(title[0].text) if len(title) > 1 else None)
        if match:
            publisher, publisher_span = _named(text, reading, title[0], match, "office")
    if issued is None:
        signed = _signed(lines, reading)
        if signed is not None:
            issued, issued_span, office = signed
            if publisher is None and office is not None and (match := _OFFICE_LINE.fullmatch(office.text)):
                publisher, publisher_span = _named(text, reading, office, match, "office")
    return Metadata(
        title="".join(_own(text, reading, (line.start, line.end)) for line in title) or None,
        title_span=reading.to_source(title[0].start, title[-1].end) if title else None,
        publisher=publisher,
        publisher_span=publisher_span,
        issued=issued,
        issued_span=issued_span,
        source=source,
        site_code=code,
        document_number=_number_of(lines),
        report_type=report_type,
        anonymised=_is_anonymised(reading.text, title[0] if title else None),
    )


_NUMBER = re.compile(r"[㐀-鿿]{1,12}[〔\[(【](?:19|20)\d\d[〕\])】]第? ?\d{1,4} ?号")
_NUMBER_YEAR = re.compile(r"[〔\[(【](?:19|20)\d\d[〕\])】]")
_HEAD_LINES = 15


def _number_of(lines: Sequence[Line]) -> str | None:
    """The number under which a document was issued, on a line of its own or after its label near the head."""
    for line in lines[:_HEAD_LINES]:
        found = _NUMBER.search(line.text) if _NUMBER_YEAR.search(line.text) else None
        if found is not None and (len(line.text) <= 40 or re.search(r"(?:文|字) ?号", line.text[: found.start()])):
            return found[0]
    return None


def _own(text: str, reading: Reading, span: tuple[int, int]) -> str:
    """A stretch of the reading in the characters of the text as given."""
    if reading.offsets is None:
        return text[span[0] : span[1]]
    return "".join(
        " " if shown == " " else text[offset]
        for shown, offset in zip(reading.text[span[0] : span[1]], reading.offsets[span[0] : span[1]], strict=True)
    )


def _is_anonymised(body: str, title: Line | None) -> bool:
    """Whether names are blotted out: XX街道, ××社区, 某街道, or a title that begins with a bare 街道."""
    if title is not None and _SUFFIX.match(title.text):
        return True
    return any(sign in body for sign in _BLOTS) and _ANONYMOUS.search(body) is not None


def _signed(lines: Sequence[Line], reading: Reading) -> tuple[date | None, tuple[int, int] | None, Line | None] | None:
    """The date that closes a report, alone in its line, and the line before it: 某街道办事处 / 2021年1月12日."""
    body = [line for line in lines if line.kind is Kind.BODY][-4:]
    for before, line in zip([None, *body], body, strict=False):
        match = DATE.match(line.text)
        if match and line.text[match.end() :].strip() in ("", "日") and (found := as_date(match)):
            return found, _span(reading, line, match), before
    return None


def _named(text: str, reading: Reading, line: Line, match: re.Match[str], group: str) -> tuple[str, tuple[int, int]]:
    start, end = line.start + match.start(group), line.start + match.end(group)
    return _own(text, reading, (start, end)), reading.to_source(start, end)


def _span(reading: Reading, line: Line, match: re.Match[str], group: str | int = 0) -> tuple[int, int]:
    return reading.to_source(line.start + match.start(group), line.start + match.end(group))
