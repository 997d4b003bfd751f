"""`kg push`: a build and a store's address in; its graphs brought to what the build has, one by one, and checked."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.language import say
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.transfer import Step, Target

WORDS = 5
"""Changes of a graph that are told one by one."""


class Mode(StrEnum):
    """What becomes of triples that the store has and the build has not."""

    REPLACE = "replace"
    MERGE = "merge"


def run(
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL",
            help=say(
                "图存储协议（Graph Store Protocol）的地址；用 --update 时是查询的地址。",
                "Address of the Graph Store Protocol; with --update, that of queries.",
            ),
        ),
    ],
    build: Annotated[
        Path, typer.Option("--build", "-b", metavar="DIR", envvar="KG_BUILD", help=say("图谱目录。", "The build."))
    ] = Path("build"),
    graph: Annotated[
        list[str] | None,
        typer.Option(
            "--graph",
            "-g",
            metavar="NAME",
            help=say("只推送这个图（IRI 或报告的文件名），可重复。", "Only this graph (IRI or file of a report)."),
        ),
    ] = None,
    mode: Annotated[
        Mode,
        typer.Option(
            "--mode",
            help=say("replace 使图与图谱完全相同，merge 只添不删。", "replace makes graphs equal, merge only adds."),
        ),
    ] = Mode.REPLACE,
    update: Annotated[
        str | None,
        typer.Option(
            "--update",
            metavar="URL",
            help=say(
                "服务器没有图存储协议时，SPARQL Update 的地址。", "SPARQL Update, where a store has no such protocol."
            ),
        ),
    ] = None,
    query: Annotated[
        str | None,
        typer.Option(
            "--query", metavar="URL", help=say("查询的地址，--prune 要用。", "Address of queries, for --prune.")
        ),
    ] = None,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune",
            help=say("删去库里图谱所没有的图（撤下或改过的报告）。", "Remove graphs that the build has not."),
        ),
    ] = False,
    compressed: Annotated[bool, typer.Option("--gzip", help=say("压缩后发送。", "Send compressed."))] = False,
    dry: Annotated[
        bool, typer.Option("--dry-run", help=say("只说明会改什么，不推送。", "Tell what would change; send nothing."))
    ] = False,
    unchecked: Annotated[
        bool, typer.Option("--unchecked", help=say("有违规也推送。", "Push even what violates a shape."))
    ] = False,
) -> None:
    """Push, and say what was done; credentials come from KG_USER, KG_PASSWORD, KG_TOKEN and KG_AUTH."""
    from kg.cli import console
    from kg.store import open_build
    from kg.transfer import GraphStore, UpdateEndpoint, must_be_sound, plan, push

    opened = open_build(build)
    if prune and (graph or mode is Mode.MERGE):
        raise UsageError(
            "--prune", say("与 --graph、--mode merge 不能同用", "does not go with --graph or --mode merge")
        )
    if update is not None and compressed:
        raise UsageError("--gzip", say("与 --update 不能同用", "does not go with --update"))
    target: Target = UpdateEndpoint(url, update) if update else GraphStore(url, query=query, compressed=compressed)
    if dry:
        for step in plan(opened, target, mode.value, graph or (), prune=prune):
            console.emit("\n".join(_told(step)))
        return
    if not unchecked:
        must_be_sound(opened)
    done, sent, triples = 0, 0, 0
    with console.progress(say("推送", "pushing")) as report:
        for outcome in push(opened, target, mode.value, graph or (), report, prune=prune):
            done += 1
            sent += not outcome.step.idle
            triples += outcome.triples
    console.emit(
        say(
            f"{url}：{done} 个图，{triples} 个三元组，逐图核对无误；其中 {sent} 个图有改动，{done - sent} 个本来就相同",
            f"{url}: {done} graphs, {triples} triples, each checked; {sent} were changed, {done - sent} were the same",
        )
    )


def _told(step: Step) -> list[str]:
    """What would become of one graph."""
    found = step.difference
    if step.idle:
        return [say(f"＝ {step.name}：相同（{len(found.after)}）", f"= {step.name}: the same ({len(found.after)})")]
    removed = len(found.removed) if step.mode == "replace" else 0
    head = say(
        f"• {step.name}：现有 {len(found.before)} 个三元组，添加 {len(found.added)}，删除 {removed}",
        f"• {step.name}: {len(found.before)} triples there, {len(found.added)} to add, {removed} to remove",
    )
    if not found.before:
        return [head]
    words = found.words()
    more = [say(f"    另有 {len(words) - WORDS} 处", f"    {len(words) - WORDS} more")] if len(words) > WORDS else []
    return [head, *(f"    {word}" for word in words[:WORDS]), *more]
