"""`kg answers`: a build in, an overview out: facts per report, numbers accounted for, first rows of a few queries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import say


def run(
    build: Annotated[Path, typer.Argument(metavar="[BUILD]", help=say("生成的目录。", "A build."))] = Path("build"),
    rows: Annotated[int, typer.Option("--rows", min=1, help=say("每个查询显示几行。", "Rows of each query."))] = 6,
) -> None:
    """Print the overview."""
    raise NotImplementedError
