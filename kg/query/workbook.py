"""Rows of Python values in, an xlsx file out: numbers and dates as such, text never as a formula, the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.cells import cell_len

from kg.errors import UsageError
from kg.records import record

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run as a formula when it stands first in a cell."""
ROWS = 1_048_575
"""Rows below the heading that a sheet holds."""
_LONGEST = 32_767
"""Characters that a cell holds; what is left out is marked by an ellipsis."""
_WIDEST = 60
_LINKS = 65_000
"""Links of a sheet; a spreadsheet takes 65,530. Those beyond are text."""
_LONGEST_LINK = 2_000
"""Characters of an address that may be a link."""
_EXACT = 10**15
"""Numbers from which on a spreadsheet no longer keeps all digits; they are written as text."""
_FIRST_YEAR = 1901
"""Before 1900-03-01 spreadsheets count days differently."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@record
class Link:
    """Text that leads to an address (`https://…`) or to a cell (`internal:'报告'!A2`)."""

    text: str
    target: str


Value = str | int | Decimal | bool | date | Link | None


class Workbook:
    """An xlsx file while it is written. Raises OSError on leaving where it cannot be."""

    def __init__(self, path: Path | str) -> None:
        from xlsxwriter import Workbook as Book

        settings = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book = Book(str(path), settings)
        self._book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        self._bold = self._book.add_format({"bold": True, "bottom": 1})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._names: set[str] = set()
        self._links: dict[int, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from xlsxwriter.exceptions import FileCreateError

        if kind is not None:
            return
        try:
            self._book.close()
        except FileCreateError as failure:
            raise OSError(*failure.args) from failure

    def sheet(self, name: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        """Add a sheet. Raises UsageError when there are more rows than it holds."""
        sheet = self._book.add_worksheet(self._sheet_name(name))
        widths = [cell_len(heading) for heading in headings]
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, self._bold)
        number = 0
        for number, row in enumerate(rows, 1):
            if number > ROWS:
                raise UsageError(name, f"多于 {ROWS} 行，一张工作表放不下", "请用 csv，或缩小范围")
            for column, value in enumerate(row):
                if value is not None:
                    shown = self._write(sheet, number, column, value)
                    widths[column] = max(widths[column], min(cell_len(shown[:_WIDEST]), _WIDEST))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width + 2)
        sheet.freeze_panes(1, 0)
        if number:
            sheet.autofilter(0, 0, number, len(headings) - 1)

    def _write(self, sheet: object, row: int, column: int, value: str | int | Decimal | bool | date | Link) -> str:
        """Write one cell; what it shows."""
        text = value.text if isinstance(value, Link) else str(value)
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)  # type: ignore[attr-defined]
        elif isinstance(value, int | Decimal) and Decimal(value).is_finite() and -_EXACT < value < _EXACT:
            sheet.write_number(row, column, float(value))  # type: ignore[attr-defined]
        elif isinstance(value, date) and value.year >= _FIRST_YEAR:
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self._day)  # type: ignore[attr-defined]
        elif isinstance(value, Link):
            links = self._links.get(id(sheet), 0)
            if links < _LINKS and len(value.target) <= _LONGEST_LINK:
                self._links[id(sheet)] = links + 1
                sheet.write_url(row, column, value.target, string=text[:_LONGEST])  # type: ignore[attr-defined]
            else:
                self._write(sheet, row, column, text)
        else:
            text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
            sheet.write_string(row, column, text, self._quoted if text.startswith(FORMULA) else None)  # type: ignore[attr-defined]
        return text

    def _sheet_name(self, name: str) -> str:
        """A name that a sheet may have: at most 31 characters, none of []:*?/\\, each once whatever its case."""
        plain = _NOT_IN_NAMES.sub(" ", name).strip(" '") or "结果"
        for number in count(1):
            tail = f" {number}" if number > 1 else ""
            wanted = plain[: 31 - len(tail)] + tail
            if wanted.lower() not in self._names:
                self._names.add(wanted.lower())
                return wanted
        raise AssertionError  # there is always a next number
