"""`kg extract`: one report in, its facts out as JSON lines, as a table or as Turtle."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.language import say


class Format(StrEnum):
    """How facts are written."""

    JSONL = "jsonl"
    TABLE = "table"
    TTL = "ttl"


def run(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("报告文件。", "A report."))],
    form: Annotated[Format, typer.Option("--format", "-f", help=say("输出格式。", "Output format."))] = Format.JSONL,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=say("写入文件。", "Write to a file."))
    ] = None,
) -> None:
    """Read, extract, link; no store is needed."""
    from kg.cli import console
    from kg.documents import read
    from kg.extraction import extract
    from kg.linking import link

    linked = link(extract(read(file)))
    if form is Format.TTL:
        from kg.rdf import turtle

        console.deliver(turtle(linked), output)
        return
    from kg.rdf import facts

    lines = facts(linked)
    if form is Format.JSONL:
        console.deliver("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), output)
    else:
        console.deliver(_table(lines, None if output else console.width()), output)


def _table(lines: list[dict[str, Any]], width: int | None) -> str:
    from kg.query.formats import aligned

    columns = say("位置 类型 原文 内容 数值 单位 性质 期限", "span type quote content value unit mood deadline").split()
    rows = [[*map(_cell, _fields(line))] for line in lines]
    return aligned(columns, rows, width=width, right={4})


def _fields(line: dict[str, Any]) -> tuple[Any, ...]:
    content = line.get("metric") or line.get("name") or line.get("reason") or line.get("honour") or line.get("date")
    value = line.get("value")
    if line.get("value_max") is not None:
        value = f"{_number(value)}–{_number(line['value_max'])}"
    mood = line.get("modality") or line.get("status") or ""
    return (
        f"{line['start']}–{line['end']}",
        line["type"],
        line["quote"],
        content,
        _number(value),
        line.get("unit"),
        mood,
        line.get("deadline"),
    )


def _number(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, float) else "" if value is None else str(value)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
