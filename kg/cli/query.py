"""`kg query`: query files, directories or shipped queries in, tables out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.language import current, say
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.query import QueryFile, ResultTable, Session


class Format(StrEnum):
    """How results are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MD = "md"


_HELP = {
    "names": say(
        "查询文件、目录，或自带查询的名字或编号。", "Query files, directories, names or numbers of shipped queries."
    ),
    "params": say("参数值，可重复。", "A parameter's value; may be repeated."),
    "format": say("输出格式。", "Output format."),
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
    form: Annotated[Format, typer.Option("--format", "-f", help=_HELP["format"])] = Format.TABLE,
    data: Annotated[list[Path] | None, typer.Option("--data", "-d", metavar="FILE", help=_HELP["data"])] = None,
    build: Annotated[Path, typer.Option("--build", "-b", metavar="DIR", envvar="KG_BUILD", help=_HELP["build"])] = Path(
        "build"
    ),
    listing: Annotated[bool, typer.Option("--list", "-l", help=_HELP["list"])] = False,
    show: Annotated[bool, typer.Option("--show", help=_HELP["show"])] = False,
    timeout: Annotated[float, typer.Option("--timeout", metavar="S", min=0.01, help=_HELP["timeout"])] = 60.0,
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
    _check_names_of(values, queries)
    several = len(queries) > 1
    if several and output is None and form in (Format.CSV, Format.JSON):
        raise UsageError(f"--format {form.value}", "多个查询不能写进同一个输出", "用 -o 目录，每个查询一个文件")
    with Session(list(data) if data else _build(build)) as session:
        for number, query in enumerate(queries):
            table = _answer(session, query, _own(values, query, alone=not several), timeout)
            _deliver(query, table, form, output, several=several, first=number == 0)


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


def _check_names_of(values: dict[str, str], queries: list[QueryFile]) -> None:
    """With several queries a value goes to those that have the parameter; one that none has is a slip."""
    declared = {parameter.name for query in queries for parameter in query.parameters}
    for name in values:
        if len(queries) > 1 and name not in declared:
            raise UsageError(f"参数 {name}", say("这些查询都没有这个参数", "none of the queries has this parameter"))


def _own(values: dict[str, str], query: QueryFile, *, alone: bool) -> dict[str, str]:
    declared = {parameter.name for parameter in query.parameters}
    return values if alone else {name: value for name, value in values.items() if name in declared}


def _answer(session: Session, query: QueryFile, values: dict[str, str], timeout: float) -> ResultTable:
    from kg.cli import console

    table = session.run(query, values, timeout=timeout)
    console.remark(f"{query.name}: {len(table.rows)} {say('行', 'rows')} · {table.seconds * 1000:.0f} ms")
    return table


def _deliver(
    query: QueryFile, table: ResultTable, form: Format, output: Path | None, *, several: bool, first: bool
) -> None:
    from kg.cli import console
    from kg.query.formats import render

    suffix = {Format.TABLE: ".txt"}.get(form, f".{form.value}")
    text = render(table, form.value, width=None if output else console.width())
    if output is not None:
        path = output
        if several or output.is_dir():
            console.make_directory(output)
            path = output / f"{query.name}{suffix}"
        # Excel takes a CSV file without a byte-order mark for the local code page.
        console.save(path, ("\ufeff" if form is Format.CSV else "") + text)
        return
    if several:
        heading = title(query)
        console.emit(("" if first else "\n") + (f"## {heading}\n" if form is Format.MD else f"■ {heading}"))
    console.emit(text)
    if form is Format.TABLE and not table.rows:
        console.emit(say("（没有结果）", "(no rows)"))


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
