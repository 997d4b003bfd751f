"""`kg build`: reports in, a build directory out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import say


def run(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help=say(
                "报告文件、目录、通配符、@清单，或地址（s3://…）。",
                "Reports, folders, patterns, @lists, addresses (s3://…).",
            ),
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help=say("输出目录。", "Output directory."))
    ] = Path("build"),
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help=say("并行进程数。", "Parallel processes."))] = 1,
    validate: Annotated[
        bool, typer.Option("--validate/--no-validate", help=say("建成后是否校验。", "Validate what was built."))
    ] = True,
    decisions: Annotated[
        Path | None,
        typer.Option(
            "--decisions",
            metavar="CSV",
            help=say("人工核定的同一性表：哪些名称是一回事。", "Reviewed identities: which names mean one thing."),
        ),
    ] = None,
    reviews: Annotated[
        Path | None,
        typer.Option(
            "--reviews",
            metavar="CSV",
            help=say("人工核定的事实表（kg review apply 写的）。", "Reviewed facts, as `kg review apply` writes them."),
        ),
    ] = None,
    hypotheses: Annotated[
        bool,
        typer.Option(
            "--hypotheses",
            help=say("推测匿名街道可能是哪一个（不作事实）。", "Say which street an anonymous one may be (no fact)."),
        ),
    ] = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict/--keep-going",
            help=say(
                "有一份报告失败就停下，原有结果不动。", "Stop at the first report that fails; what was there stays."
            ),
        ),
    ] = False,
    engine: Annotated[
        str,
        typer.Option(
            "--engine",
            metavar="local|dask",
            help=say("在哪里计算：本机进程，或 Dask 集群。", "Where to compute: processes here, or a Dask cluster."),
        ),
    ] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help=say(
                "Dask 调度器的地址（tcp://…）；不给就在本机起一个。",
                "The Dask scheduler (tcp://…); else one of its own.",
            ),
        ),
    ] = None,
    shards: Annotated[
        str | None,
        typer.Option(
            "--shards",
            metavar="DIR|ADDRESS",
            help=say(
                "集群各机都能读写的分片位置（默认 <输出>-shards）。",
                "Where workers write shards, the same for all (<output>-shards).",
            ),
        ),
    ] = None,
) -> None:
    """Build, and say on one line what came of it; exit 1 when a file failed or a shape is violated."""
    from kg.cli import console
    from kg.store import build

    with console.progress(say("抽取", "extracting")) as report:
        summary = build(
            paths,
            output,
            jobs=jobs,
            validate=validate,
            progress=report,
            decisions=decisions,
            reviews=reviews,
            hypotheses=hypotheses,
            strict=strict,
            engine=engine,
            scheduler=scheduler,
            shards=shards,
            waiting=lambda: console.complain(
                say(
                    f"{output}：另一个 kg build 正在写，等它完成……", f"{output}: another kg build is writing; waiting …"
                )
            ),
        )
    for line in summary.lines(english=say("", "en") == "en"):
        console.complain(line)
    raise typer.Exit(summary.exit_code)
