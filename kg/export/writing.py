"""A build and the name of a format in, a file or folder in that format out, written aside and put in place at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from kg.aside import aside
from kg.errors import UsageError
from kg.export.tables import TABLES, Rows, Table
from kg.query.workbook import FORMULA, Link, Workbook
from kg.query.workbook import Value as Shown
from kg.store import FORMATS as RDF_FORMATS
from kg.store import Build, open_build
from kg.store import export as export_rdf

if TYPE_CHECKING:
    import pyarrow

FOLDERS = ("csv", "parquet", "stratml")
"""Formats that are a folder with a file a table, or a file a report."""
FILES = ("xlsx", "graphml", "gexf", "cube", "void")
"""Formats that are one file."""
FORMATS = (*RDF_FORMATS, *FOLDERS, *FILES)
_LAST_MODIFIED = re.compile(rb' lastmodifieddate="[^"]*"')


def export(build: Build | str | Path, to: str, output: str | Path | IO[bytes]) -> None:
    """Write a build as one of `FORMATS`. Those of RDF may go to a stream, csv, parquet and stratml are folders.

    Beside a Turtle file `graph.ttl` stands `graph.void.ttl`, its description in VoID and DCAT.

    Raises:
        UsageError: an unknown format, no build, a place that cannot be written, or a library that is not installed.
    """
    if to in RDF_FORMATS:
        export_rdf(build, to, output)
        if to == "ttl" and isinstance(output, str | Path):
            export(build, "void", Path(output).with_suffix(".void.ttl"))
        return
    if to not in FORMATS:
        raise UsageError(to, "不认识的导出格式", f"可用：{' '.join(FORMATS)}")
    opened = build if isinstance(build, Build) else open_build(build)
    if not isinstance(output, str | Path):
        raise UsageError(to, "要写成文件或文件夹", "用 -o 给出位置")
    write: dict[str, Callable[[Build, Path], None]] = {
        "csv": _csv,
        "parquet": _parquet,
        "xlsx": _xlsx,
        "graphml": _graphml,
        "gexf": _gexf,
        "cube": _cube,
        "void": _void,
        "stratml": _stratml,
    }
    with aside(Path(output), folder=to in FOLDERS) as path:
        write[to](opened, path)


def _csv(build: Build, folder: Path) -> None:
    """A file a table, with a byte-order mark for Excel; text that a spreadsheet would run has a quote in front."""
    rows = Rows(build)
    for table in TABLES:
        with (folder / f"{table.name}.csv").open(
            "w", encoding="utf-8-sig", newline="", errors="backslashreplace"
        ) as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow([column.name for column in table.columns])
            for row in rows.of(table):
                writer.writerow([_cell(value) for value in row.values()])


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = format(value, "f") if hasattr(value, "as_tuple") else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def _xlsx(build: Build, path: Path) -> None:
    rows = Rows(build)
    reports: dict[str, int] = {}
    with Workbook(path) as book:
        for table in TABLES:
            book.sheet(table.title, [column.heading for column in table.columns], _linked(table, rows, reports))


def _linked(table: Table, rows: Rows, reports: dict[str, int]) -> Iterator[list[Shown]]:
    """Rows whose quotation leads to where the report was published, else to the report's own row."""
    for number, (report, row) in enumerate(zip(rows.reports_of(table), rows.of(table), strict=True), 2):
        shown: dict[str, Shown] = dict(row)
        if table.kind == "report":
            reports[report] = number
            address = row["address"]
            if isinstance(address, str) and address.startswith(("http://", "https://")):
                shown["address"] = Link(address, address)
        else:
            shown["quote"] = Link(str(row["quote"]), _target(report, str(row["quote"]), rows, reports))
        yield list(shown.values())


def _target(report: str, quotation: str, rows: Rows, reports: dict[str, int]) -> str:
    address = rows.address_of(report)
    if address and address.startswith(("http://", "https://")):
        # A text fragment: browsers scroll to these words.
        return f"{address.partition('#')[0]}#:~:text={quote(quotation, safe='')}"
    return f"internal:'{TABLES[0].title}'!A{reports[report]}"


def _parquet(build: Build, folder: Path) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError("pyarrow", "没有安装", "pip install 'streetkg[parquet]'") from None
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.decimal128(38, 12),
        "date": pa.date32(),
    }
    rows = Rows(build)
    for table in TABLES:
        schema = pa.schema([pa.field(column.name, types[column.type]) for column in table.columns])
        with pq.ParquetWriter(folder / f"{table.name}.parquet", schema) as writer:
            batch: list[dict[str, Any]] = []
            for row in rows.of(table):
                batch.append(row)
                if len(batch) == _BATCH:
                    writer.write_table(_arrow(batch, schema))
                    batch.clear()
            writer.write_table(_arrow(batch, schema))


_BATCH = 50_000


def _arrow(batch: list[dict[str, Any]], schema: pyarrow.Schema) -> pyarrow.Table:
    import pyarrow as pa

    return pa.Table.from_pylist(batch, schema=schema)


def _graphml(build: Build, path: Path) -> None:
    import networkx as nx

    from kg.export.network import plain, to_networkx

    nx.write_graphml_xml(plain(to_networkx(build)), path, named_key_ids=True)


def _gexf(build: Build, path: Path) -> None:
    import networkx as nx

    from kg.export.network import plain, to_networkx

    written = io.BytesIO()
    nx.write_gexf(plain(to_networkx(build)), written)
    # The writer puts the day into its <meta>; the same build is to give the same bytes.
    path.write_bytes(_LAST_MODIFIED.sub(b"", written.getvalue()))


def _cube(build: Build, path: Path) -> None:
    from kg.export.cube import cube

    path.write_text(cube(build), encoding="utf-8")


def _void(build: Build, path: Path) -> None:
    from kg.export.catalogue import description

    path.write_text(description(build), encoding="utf-8")


def _stratml(build: Build, folder: Path) -> None:
    from kg.export.stratml import documents

    for name, document in documents(build):
        (folder / f"{name}.xml").write_bytes(document)
