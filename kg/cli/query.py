"""`kg query`: query files, directories or shipped queries in, tables out."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.language import current, say
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.query import Answer, QueryFile, ResultTable, Session
    from kg.query.results import Row


class Format(StrEnum):
    """How results are written."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    MD = "md"
    XLSX = "xlsx"
    TTL = "ttl"


_HELP = {
    "names": say(
        "查询文件、目录，或自带查询的名字或编号。", "Query files, directories, names or numbers of shipped queries."
    ),
    "params": say("参数值，可重复。", "A parameter's value; may be repeated."),
    "rows": say(
        "CSV 表，每行是一组参数值，各查一次。", "A CSV file with a set of parameter values a row; one run each."
    ),
    "format": say("输出格式；ttl 用于 CONSTRUCT。", "Output format; ttl is for CONSTRUCT."),
    "endpoint": say("查询 SPARQL 服务器，而不是图谱目录。", "Query a SPARQL server instead of a build."),
    "limit": say("最多取几行。", "At most so many rows."),
    "most": say("结果最大多少 MB。", "How many MB a result may have."),
    "data": say("查询 RDF 文件而不是图谱目录，可重复。", "Query RDF files instead of a build; may be repeated."),
    "build": say("图谱目录。", "The build to query."),
    "list": say("列出自带查询（或所给目录里的查询）。", "List the shipped queries, or those of the directories."),
    "show": say("只显示将要执行的 SPARQL。", "Only print the SPARQL that would be run."),
    "timeout": say("每个查询的时限（秒）。", "Seconds that each query may take."),
    "output": say("写入文件；多个查询时写入目录。", "Write to a file; with several queries, into a directory."),
}


def run(
    names: Annotated[list[str] | None, typer.Argument(metavar="[FILE.rq|DIR|NAME]", help=_HELP["names"])] = None,
    params: Annotated[
        list[str] | None, typer.Option("-p", "--param", metavar="NAME=VALUE", help=_HELP["params"])
    ] = None,
    rows: Annotated[Path | None, typer.Option("--params", metavar="FILE.csv", help=_HELP["rows"])] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help=_HELP["format"])] = Format.TABLE,
    data: Annotated[list[Path] | None, typer.Option("--data", "-d", metavar="FILE", help=_HELP["data"])] = None,
    endpoint: Annotated[str | None, typer.Option("--endpoint", metavar="URL", help=_HELP["endpoint"])] = None,
    build: Annotated[Path, typer.Option("--build", "-b", metavar="DIR", envvar="KG_BUILD", help=_HELP["build"])] = Path(
        "build"
    ),
    listing: Annotated[bool, typer.Option("--list", "-l", help=_HELP["list"])] = False,
    show: Annotated[bool, typer.Option("--show", help=_HELP["show"])] = False,
    timeout: Annotated[float, typer.Option("--timeout", metavar="S", min=0.01, help=_HELP["timeout"])] = 60.0,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=0, help=_HELP["limit"])] = None,
    most: Annotated[float, typer.Option("--max-mb", metavar="MB", min=0.0, help=_HELP["most"])] = 512.0,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_HELP["output"])] = None,
) -> None:
    """Run what is named, in order; a directory stands for every query file in it."""
    from kg.cli import console
    from kg.query import Session, prepare

    queries = _chosen(names or [], everything=listing)
    if listing:
        console.emit(_listing(queries, console.width()))
        return
    values = _values(params or [])
    if show:
        for query in queries:
            console.emit(prepare(query, _own(values, query, alone=len(queries) == 1)).text)
        return
    given = _sets(rows, values) if rows else [values]
    _check_names_of(dict.fromkeys(chain(*given)), queries)
    several = len(queries) > 1
    if several and output is None and form not in (Format.TABLE, Format.MD, Format.XLSX):
        raise UsageError(f"--format {form.value}", "多个查询不能写进同一个输出", "用 -o 目录，每个查询一个文件")
    if form is Format.XLSX and (output is None or output.is_dir()):
        raise UsageError("--format xlsx", "要写成文件", "用 -o 文件.xlsx 给出文件名；多个查询写成多张工作表")
    bounds = _Bounds(timeout, limit, int(most * 1e6))
    sheets: list[tuple[str, ResultTable]] = []
    with Session(endpoint or (list(data) if data else _build(build))) as session:
        for number, query in enumerate(queries):
            runs = [_own(each, query, alone=not several) for each in given]
            run = _Run(session, query, runs, bounds, shown=list(dict.fromkeys(chain(*runs))) if rows else [])
            if form is Format.XLSX:
                sheets.append((title(query), run.table()))
            else:
                _deliver(run, form, output, several=several, first=number == 0)
    if sheets and output is not None:
        _save_workbook(sheets, output)


@dataclass(frozen=True)
class _Bounds:
    """Seconds, rows and bytes that a query may take."""

    seconds: float
    rows: int | None
    bytes: int


@dataclass(frozen=True)
class _Run:
    """A query over each set of values; the parameters `shown` become columns in front, named `_street`."""

    session: Session
    query: QueryFile
    runs: Sequence[Mapping[str, str]]
    bounds: _Bounds
    shown: Sequence[str]

    def answer(self) -> Answer:
        """The rows of all runs while they come."""
        from kg.query import Answer

        found = self._all()
        columns, _ = next(found)
        return Answer(columns, self._bounded(found))

    def table(self) -> ResultTable:
        """The same as a whole."""
        from kg.query import ResultTable

        answer = self.answer()
        labels = self.query.labels | {f"_{name}": name for name in self.shown}
        return ResultTable(answer.columns, tuple(answer.rows), labels)

    def triples(self) -> Iterator[bytes]:
        """What CONSTRUCT gives, of all runs."""
        for values in self.runs:
            with self.session.triples(
                self.query, values, timeout=self.bounds.seconds, most=self.bounds.bytes
            ) as pieces:
                yield from pieces

    def _all(self) -> Generator[tuple[tuple[str, ...], Row]]:
        """The columns with an empty row, then with the rows of all runs."""
        from kg.query import Cell

        columns: tuple[str, ...] = ()
        for values in self.runs:
            front = tuple(Cell("literal", values[name]) if name in values else None for name in self.shown)
            with self.session.stream(self.query, values, timeout=self.bounds.seconds, most=self.bounds.bytes) as answer:
                if not columns:
                    columns = (*(f"_{name}" for name in self.shown), *answer.columns)
                    yield columns, ()
                for row in answer.rows:
                    yield columns, (*front, *row)

    def _bounded(self, found: Generator[tuple[tuple[str, ...], Row]]) -> Iterator[Row]:
        """The rows as long as there may be more; they are counted for people."""
        from kg.cli import console

        started, count = time.perf_counter(), 0
        with closing(found):
            for _, row in found if self.bounds.rows is None else islice(found, self.bounds.rows):
                count += 1
                yield row
            if self.bounds.rows is not None and next(found, None) is not None:
                console.complain(
                    say(
                        f"{self.query.name}：只取了前 {count} 行，后面还有（--limit {self.bounds.rows}）",
                        f"{self.query.name}: the first {count} rows; there are more (--limit {self.bounds.rows})",
                    )
                )
        seconds = time.perf_counter() - started
        console.remark(f"{self.query.name}: {count} {say('行', 'rows')} · {seconds * 1000:.0f} ms")


def _sets(path: Path, values: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of a CSV file as sets of values, those of `-p` added; an empty cell leaves a parameter out."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(str(path), f"读不了（{error.strerror}）") from None
    except UnicodeDecodeError:
        raise UsageError(str(path), "不是 UTF-8 编码", "请另存为 UTF-8 的 CSV") from None
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise UsageError(str(path), f"不是 CSV（{error}）") from None
    head = [name.strip().removeprefix("?").removeprefix("_") for name in rows[0]] if rows else []
    if not head or not all(head) or len(set(head)) < len(head) or len(rows) < 2:
        raise UsageError(str(path), "参数表要有一行参数名，以下每行一组值", "参数名不能空，也不能重复")
    sets = []
    for number, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        if len(row) != len(head):
            raise UsageError(f"{path} 第 {number} 行", f"有 {len(row)} 格，表头有 {len(head)} 格")
        sets.append(dict(values) | {name: value for name, value in zip(head, row, strict=True) if value})
    if not sets:
        raise UsageError(str(path), "参数表里没有一组值", "参数名以下每行一组值")
    return sets


def _build(path: Path) -> Path:
    if not path.is_dir():
        raise UsageError(
            str(path),
            say("没有这个图谱目录", "there is no such build"),
            say(
                "先运行 kg build 报告… -o build，或用 --data 指定 RDF 文件",
                "run kg build first, or name a file with --data",
            ),
        )
    return path


def _chosen(names: list[str], *, everything: bool) -> list[QueryFile]:
    from kg.query import catalogue, find, load, load_directory

    if not names:
        if everything:
            return catalogue()
        raise UsageError(
            say("缺少查询", "no query"),
            say("请给出查询文件、目录或自带查询名", "name a file, directory or query"),
            "kg query --list",
        )
    chosen: list[QueryFile] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            chosen += load_directory(path)
        elif name.endswith(".rq") or path.is_file():
            chosen.append(load(path))
        else:
            chosen.append(find(name))
    return chosen


def _values(params: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for given in params:
        name, separator, value = given.partition("=")
        if not separator or not name:
            raise UsageError(f"-p {given}", say("写法不对", "is no parameter"), "-p name=value")
        values[name.removeprefix("_")] = value
    return values


def _check_names_of(names: Iterable[str], queries: list[QueryFile]) -> None:
    """With several queries a value goes to those that have the parameter; one that none has is a slip."""
    declared = {parameter.name for query in queries for parameter in query.parameters}
    for name in names:
        if len(queries) > 1 and name not in declared:
            raise UsageError(f"参数 {name}", say("这些查询都没有这个参数", "none of the queries has this parameter"))


def _own(values: dict[str, str], query: QueryFile, *, alone: bool) -> dict[str, str]:
    declared = {parameter.name for parameter in query.parameters}
    return values if alone else {name: value for name, value in values.items() if name in declared}


def _deliver(run: _Run, form: Format, output: Path | None, *, several: bool, first: bool) -> None:
    from kg.cli import console
    from kg.query.formats import STREAMED, lines, render, write_turtle

    path = output
    if output is not None and (several or output.is_dir()):
        console.make_directory(output)
        path = output / f"{run.query.name}{'.txt' if form is Format.TABLE else f'.{form.value}'}"
    if form is Format.TTL:
        triples = run.triples()
        pieces = chain([next(triples, b"")], triples)  # what is wrong with the query is told before a file is begun
        with console.writing(path) as file:
            write_turtle(pieces, file, run.session.base)
        return
    if form.value in STREAMED:
        answer = run.answer()
        with console.writing(path) as file:
            # Excel takes a CSV file without a byte-order mark for the local code page.
            file.write(b"\xef\xbb\xbf" if form is Format.CSV and path is not None else b"")
            for line in lines(answer, form.value):
                file.write(line.encode("utf-8", "backslashreplace"))
        return
    table = run.table()
    text = render(table, form.value, width=None if path else console.width())
    if path is not None:
        console.save(path, text)
        return
    if several:
        heading = title(run.query)
        console.emit(("" if first else "\n") + (f"## {heading}\n" if form is Format.MD else f"■ {heading}"))
    console.emit(text)
    if form is Format.TABLE and not table.rows:
        console.emit(say("（没有结果）", "(no rows)"))


def _save_workbook(sheets: Sequence[tuple[str, ResultTable]], output: Path) -> None:
    from kg.aside import aside
    from kg.query.formats import save_workbook

    with aside(output) as path:
        save_workbook(sheets, path)


def title(query: QueryFile) -> str:
    """The query's title in the current language, its name where it has none."""
    return (query.title_en if current() == "en" else "") or query.title or query.name


def _listing(queries: list[QueryFile], width: int | None) -> str:
    from kg.query.formats import aligned

    headings = [say("名字", "name"), say("问题", "question"), say("参数", "parameters")]
    rows = [
        [query.name, title(query), ", ".join(parameter.shown for parameter in query.parameters)] for query in queries
    ]
    return aligned(headings, rows, width=width)
