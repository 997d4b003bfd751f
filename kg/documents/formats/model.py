"""What reading a file of some format yields."""

from __future__ import annotations

from dataclasses import field
from datetime import date

from kg.records import record


@record
class Place:
    """Where in its file a stretch of the text stands: `text[start:end]`.

    `paragraph` counts those of the body from 1; `page` those of a PDF. `row` and `column` are of a table, from 1.
    """

    start: int
    end: int
    page: int | None = None
    paragraph: int | None = None
    row: int | None = None
    column: int | None = None


@record
class Given:
    """What a file says of the report outside its text: tags of a page, properties of a document; None where it does not."""

    title: str | None = None
    issued: date | None = None
    source: str | None = None
    site_code: str | None = None
    address: str | None = None


@record
class Extracted:
    """The text of a file, without what belongs to the page and not to the report.

    `format` is txt, html, docx or pdf. Places are in order and do not overlap; plain text has none.
    """

    text: str
    format: str
    encoding: str
    places: tuple[Place, ...] = ()
    given: Given = field(default_factory=Given)


class Writer:
    """Puts a text together line by line, and keeps the place of each line and cell."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.places: list[Place] = []
        self.paragraphs = 0

    @property
    def text(self) -> str:
        """What has been written."""
        return "".join(self._parts)

    def line(self, text: str, page: int | None = None) -> None:
        """A paragraph; an empty one counts for nothing."""
        text = text.strip()
        if not text:
            return
        self.paragraphs += 1
        self.places.append(Place(self._length, self._length + len(text), page, self.paragraphs))
        self._write(text + "\n")

    def row(self, cells: list[str], row: int, page: int | None = None) -> None:
        """A row of a table on a line of its own, a tab between cells; lines inside a cell become one."""
        cells = [" ".join(cell.split()) for cell in cells]
        if not any(cells):
            return
        self.paragraphs += 1
        for column, cell in enumerate(cells, start=1):
            if column > 1:
                self._write("\t")
            if cell:
                here = self._length
                self.places.append(Place(here, here + len(cell), page, self.paragraphs, row, column))
                self._write(cell)
        self._write("\n")

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
