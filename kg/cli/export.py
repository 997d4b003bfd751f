"""`kg export`: a build in, one file or folder for another tool out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import say


class Target(StrEnum):
    """RDF (nq and trig keep one named graph a report), tables, networks, descriptions, plans."""

    TTL = "ttl"
    NT = "nt"
    NQ = "nq"
    TRIG = "trig"
    JSONLD = "jsonld"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CUBE = "cube"
    VOID = "void"
    STRATML = "stratml"


def run(
    to: Annotated[Target, typer.Option("--to", "-t", help=say("目标格式。", "Target format."))] = Target.TTL,
    build: Annotated[
        Path, typer.Option("--build", "-b", metavar="DIR", envvar="KG_BUILD", help=say("生成的目录。", "A build."))
    ] = Path("build"),
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help=say(
                "写入文件；csv、parquet 和 stratml 写入文件夹。",
                "Write to a file; csv, parquet and stratml to a folder.",
            ),
        ),
    ] = None,
) -> None:
    """Write the graph to standard output or to a file; the same build gives the same bytes."""
    import sys

    from kg.export import export

    export(build, to.value, output if output is not None else sys.stdout.buffer)
