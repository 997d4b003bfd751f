"""`kg extract`: one report in, its facts out as JSON lines, as a table or as Turtle."""

from __future__ import annotations

import json
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.language import say
from kg.errors import UsageError


class Format(StrEnum):
    """How facts are written."""

    JSONL = "jsonl"
    TABLE = "table"
    TTL = "ttl"


class Type(StrEnum):
    """What kinds of facts there are."""

    INDICATOR = "indicator"
    PROJECT = "project"
    INITIATIVE = "initiative"
    DEADLINE = "deadline"
    AREA = "area"
    HONOUR = "honour"
    SET_ASIDE = "set_aside"


def run(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("报告文件。", "A report."))],
    form: Annotated[Format, typer.Option("--format", "-f", help=say("输出格式。", "Output format."))] = Format.JSONL,
    types: Annotated[
        list[Type] | None,
        typer.Option("--type", "-t", help=say("只要这一类事实；可重复。", "Facts of this type only; may be repeated.")),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=say("写入文件。", "Write to a file."))
    ] = None,
) -> None:
    """Read, extract, link; no store is needed."""
    from kg.cli import console
    from kg.documents import read
    from kg.extraction import extract
    from kg.linking import link

    if types and form is Format.TTL:
        raise UsageError(
            "--type", "不能与 Turtle 同用：图谱要完整", "请改用 --format jsonl 或 table，或用 kg query 选取"
        )
    linked = link(extract(read(file)))
    if form is Format.TTL:
        from kg.rdf import turtle

        console.deliver(turtle(linked), output)
        return
    from kg.rdf import facts

    lines = [line for line in facts(linked) if not types or line["type"] in types]
    if form is Format.JSONL:
        console.deliver("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), output)
    else:
        console.deliver(_table(lines, None if output else console.width()), output)


def _table(lines: list[dict[str, Any]], width: int | None) -> str:
    from kg.query.formats import aligned

    columns = say(
        "位置 类型 原文 内容 数值 单位 性质 期间 期限", "span type quote content value unit nature period deadline"
    ).split()
    rows = [[*map(_cell, _fields(line))] for line in lines]
    return aligned(columns, rows, width=width, right={4})


_CONTENT = ("metric", "name", "text", "reason")
_NATURE = ("kind", "bound", "modality", "status", "initiative_type", "honour", "level", "granularity")
_UNSAID = frozenset(("exact", "unknown", "other"))
"""Codes that say nothing more than their absence would."""


def _fields(line: dict[str, Any]) -> tuple[Any, ...]:
    reason = line["type"] == Type.SET_ASIDE
    content = next((line[key] for key in _CONTENT if line.get(key)), "")
    value = line.get("value", line.get("count"))
    if line.get("value_max") is not None:
        value = f"{_number(value)}–{_number(line['value_max'])}"
    return (
        f"{line['start']}–{line['end']}",
        _word(line["type"]),
        line["quote"],
        _word(content) if reason else content,
        _number(value),
        line.get("unit"),
        " ".join(_word(code) for key in _NATURE if (code := line.get(key)) and code not in _UNSAID),
        _period(line.get("period_start"), line.get("period_end")),
        line.get("deadline") or line.get("date"),
    )


def _word(code: str) -> str:
    """A code in the language of the messages."""
    from kg.rdf.words import word

    return say(word(code), code)


def _period(start: str | None, end: str | None) -> str:
    """A period as short as it can be said.

    >>> _period("2020-01-01", "2020-12-31"), _period("2020-01-01", "2020-06-30"), _period("2020-03-05", "2020-03-05")
    ('2020', '2020-01–2020-06', '2020-03-05')
    """
    if start is None or end is None:
        return "" if end is None else f"–{end}"
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        start, end = start[:7], end[:7]
        if first.month == 1 and last.month == 12:
            start, end = start[:4], end[:4]
    return start if start == end else f"{start}–{end}"


def _number(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, float) else "" if value is None else str(value)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
