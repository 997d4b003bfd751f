"""`kg eval`: gold files in, precision, recall and F1 per class out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import say


class Format(StrEnum):
    """How results are written."""

    TABLE = "table"
    JSON = "json"


def run(
    gold: Annotated[
        list[Path], typer.Argument(metavar="GOLD", help=say("金标准文件或目录。", "Gold files or directories."))
    ],
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", metavar="FILE", help=say("与以前的结果比较得失。", "Compare with an earlier result.")
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help=say("输出格式。", "Output format."))] = Format.TABLE,
) -> None:
    """Measure, and print."""
    raise NotImplementedError
