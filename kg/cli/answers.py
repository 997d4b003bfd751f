"""`kg answers`: a build in, an overview out: facts per report, numbers accounted for, first rows of a few queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.language import say
from kg.records import record

if TYPE_CHECKING:
    from kg.query import ResultTable, Session
    from kg.store import Build

WIDTH = 110
"""Columns where standard output is no terminal."""


@record
class Sample:
    """A shipped query with the columns and values that make a good first impression."""

    name: str
    columns: tuple[str, ...]
    values: tuple[tuple[str, str], ...] = ()


SAMPLES = (
    Sample("01-targets", ("street", "metric", "bound", "low", "high", "unit", "deadline", "source")),
    Sample("02-growth", ("street", "metric", "growth", "basis", "start", "end")),
    Sample("04-project-status", ("street", "project", "status", "promised", "deadline")),
    Sample("06-ranks", ("street", "rank", "scope", "metric", "sentence")),
)

_TYPES = (
    ("indicator", "指标", "figures"),
    ("project", "项目", "projects"),
    ("initiative", "举措", "initiatives"),
    ("deadline", "期限", "deadlines"),
    ("area", "区域", "areas"),
    ("honour", "荣誉首创", "honours"),
)

_STREETS = "SELECT ?report ?street WHERE { ?report kg:coversArea ?area . ?area rdfs:label ?street }"


def run(
    build: Annotated[Path, typer.Argument(metavar="[BUILD]", help=say("图谱目录。", "A build."))] = Path("build"),
    rows: Annotated[int, typer.Option("--rows", min=1, help=say("每个查询显示几行。", "Rows of each query."))] = 6,
) -> None:
    """Print the overview."""
    from kg.cli import console
    from kg.query import Session
    from kg.store import open_build

    opened = open_build(build)
    width = console.width() or WIDTH
    with Session(build) as session:
        console.emit(_overview(opened, width))
        for sample in SAMPLES:
            console.emit("\n" + _answer(session, sample, rows, width))
    console.emit("\n" + say(_HINT_ZH, _HINT_EN).format(build=build))


_HINT_ZH = (
    "还可以：kg query --list（全部问题）· kg query 20-deadlines -b {build} · kg query 文件.rq -p 名=值 · "
    "kg export --to ttl -b {build} -o graph.ttl"
)
_HINT_EN = (
    "Next: kg query --list · kg query 20-deadlines -b {build} · kg query file.rq -p name=value · "
    "kg export --to ttl -b {build} -o graph.ttl"
)


def _overview(build: Build, width: int) -> str:
    from kg.query.formats import aligned

    counted = build.numbers()
    streets = {row["report"].value: row["street"].value for row in build.select(_STREETS)}
    headings = [say("报告", "report"), *(say(chinese, english) for _, chinese, english in _TYPES)]
    headings += [say("文中数字", "numbers"), say("其中未解释", "unexplained")]
    table = [
        _report_row(source, streets.get(source["report"], ""), counted.get(source["report"], (0, 0)))
        for source in build.info["sources"]
    ]
    totals = [sum(row[index] for row in table) for index in range(1, len(headings))]
    lines: list[Sequence[str]] = [[row[0], *map(str, row[1:])] for row in table]
    if len(table) > 1:
        lines.append([say("合计", "total"), *map(str, totals)])
    numbers, left = totals[-2:]
    share = f"{(numbers - left) / numbers:.1%}" if numbers else "—"
    told = say(
        f"{build.path}：{len(table)} 份报告，{build.info['triples']:,} 个三元组；文中 {numbers:,} 个数字，"
        f"{share} 有了交代（成为指标或写明不计的原因），{left} 个未能解释",
        f"{build.path}: {len(table)} reports, {build.info['triples']:,} triples; {numbers:,} numbers in the texts, "
        f"{share} accounted for (a figure, or set aside with a reason), {left} unexplained",
    )
    return told + "\n\n" + aligned(headings, lines, width=width, right=range(1, len(headings)))


def _report_row(source: dict[str, Any], street: str, counted: tuple[int, int]) -> list[Any]:
    facts = source["facts"]
    name = source["title"] or source["name"]
    return [
        name if street in name else f"{street}（{name}）",
        *(facts.get(kind, 0) for kind, _, _ in _TYPES),
        *counted,
    ]


def _answer(session: Session, sample: Sample, rows: int, width: int) -> str:
    from kg.cli.query import title
    from kg.query import ResultTable, find
    from kg.query.formats import to_table

    query = find(sample.name)
    table = session.run(query, dict(sample.values), timeout=60)
    indexes = [table.columns.index(column) for column in sample.columns]
    chosen = islice(_mixed(table), rows)
    shown = ResultTable(sample.columns, tuple(tuple(row[index] for index in indexes) for row in chosen), table.labels)
    more = say(
        f"共 {len(table.rows)} 行，全部见 kg query {sample.name}",
        f"{len(table.rows)} rows in all: kg query {sample.name}",
    )
    return f"■ {title(query)}（{more}）\n" + to_table(shown, width=width)


def _mixed(table: ResultTable) -> Iterator[tuple[Any, ...]]:
    """The rows, one street after the other in turn, so that a few rows show something of every report."""
    index = table.columns.index("street")
    streets: dict[str, list[tuple[Any, ...]]] = {}
    for row in table.rows:
        cell = row[index]
        streets.setdefault(cell.text if cell is not None else "", []).append(row)
    for turn in zip_longest(*streets.values()):
        yield from (row for row in turn if row is not None)
