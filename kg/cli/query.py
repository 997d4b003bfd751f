"""`kg query`: query files in, tables out."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.language import say


class Format(StrEnum):
    """How results are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MD = "md"


def run(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE.rq|DIR|NAME",
            help=say("查询文件、目录或自带查询名。", "Files, directories or shipped queries."),
        ),
    ] = None,
) -> None:
    """Run queries."""
    raise NotImplementedError
