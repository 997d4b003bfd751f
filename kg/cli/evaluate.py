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


class Type(StrEnum):
    """What errors are listed of."""

    INDICATOR = "indicator"
    PROJECT = "project"
    INITIATIVE = "initiative"
    DEADLINE = "deadline"
    AREA = "area"


def run(
    gold: Annotated[
        list[Path], typer.Argument(metavar="GOLD", help=say("金标准文件或目录。", "Gold files or directories."))
    ],
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", metavar="FILE", help=say("与 --save 保存的结果比较得失。", "Compare with an earlier result.")
        ),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save", metavar="FILE", help=say("保存这次的事实，供以后比较。", "Save the facts for a later comparison.")
        ),
    ] = None,
    errors: Annotated[
        Type | None,
        typer.Option("--errors", help=say("改为列出这一类的差错。", "List the errors of this class instead.")),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(
            "--only",
            metavar="LABEL",
            help=say("只列含此字样的差错，如 missed。", "Only errors so labelled, such as missed."),
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help=say("每类最多列几条。", "How many are listed."))] = 20,
    held_out: Annotated[
        bool, typer.Option("--all", help=say("留存文件也测，只列数字。", "Measure held-out texts too, figures only."))
    ] = False,
    form: Annotated[Format, typer.Option("--format", "-f", help=say("输出格式。", "Output format."))] = Format.TABLE,
) -> None:
    """Measure, and print."""
    from kg.cli import console
    from kg.evaluation import run as measure

    console.emit(
        measure(
            gold,
            against,
            save,
            form.value,
            include_held_out=held_out,
            errors=errors.value if errors else None,
            only=only,
            limit=limit,
        )
    )
