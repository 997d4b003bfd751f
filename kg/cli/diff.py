"""`kg diff`: two builds in, what changed out, in words or as an RDF patch."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import say


class Form(StrEnum):
    """How differences are written."""

    WORDS = "words"
    PATCH = "patch"


def run(
    old: Annotated[Path, typer.Argument(metavar="A", help=say("先前的图谱目录。", "The earlier build."))],
    new: Annotated[Path, typer.Argument(metavar="B", help=say("后来的图谱目录。", "The later build."))],
    form: Annotated[
        Form, typer.Option("--format", "-f", help=say("文字，或 RDF patch。", "Words, or an RDF patch."))
    ] = Form.WORDS,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=say("写入文件。", "Write to a file."))
    ] = None,
) -> None:
    """Tell what the later build has otherwise; exit 1 when anything differs, as `diff` does."""
    from kg.cli import console
    from kg.store import open_build
    from kg.transfer import compare, patch

    before, after = open_build(old), open_build(new)
    names = {row["graph"]: row["name"] for build in (before, after) for row in build.info["sources"]}
    found = list(compare(before, after))
    if form is Form.PATCH:
        console.deliver("\n".join(patch(found)), output)
        raise typer.Exit(1 if found else 0)
    told = []
    for graph in found:
        name = names.get(graph.graph, graph.graph.rpartition("/")[2])
        told.append(f"{name}：＋{len(graph.added)} －{len(graph.removed)} " + say("个三元组", "triples"))
        told += [f"    {word}" for word in graph.words()]
    console.deliver("\n".join(told) or say("两者相同", "no difference"), output)
    raise typer.Exit(1 if found else 0)
