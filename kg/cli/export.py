"""`kg export`: a build in, one RDF serialisation out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import say


class Target(StrEnum):
    """Serialisations; nq and trig keep one named graph a report."""

    TTL = "ttl"
    NT = "nt"
    NQ = "nq"
    TRIG = "trig"
    JSONLD = "jsonld"


def run(
    to: Annotated[Target, typer.Option("--to", "-t", help=say("目标格式。", "Target format."))] = Target.TTL,
    build: Annotated[
        Path, typer.Option("--build", "-b", metavar="DIR", envvar="KG_BUILD", help=say("生成的目录。", "A build."))
    ] = Path("build"),
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=say("写入文件。", "Write to a file."))
    ] = None,
) -> None:
    """Write the graph to standard output or to a file; the same build gives the same bytes."""
    import sys

    from kg.store import export

    export(build, to.value, output if output is not None else sys.stdout.buffer)
