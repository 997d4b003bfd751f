"""`kg review apply`: decisions made on the report pages in; a reviewed file, precision by rule and gold out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import say

_HEADINGS = (("规则", "rule"), ("接受", "accepted"), ("否定", "rejected"), ("精确率", "precision"), ("95% 区间", "95%"), ("原置信度", "confidence"))  # fmt: skip


def apply(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE", help=say("报告页下载的核定（JSON 行）。", "What report pages gave (JSON lines).")
        ),
    ],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="CSV", help=say("收进哪个核定表。", "The reviewed file to add to.")),
    ] = Path("reviews.csv"),
    gold: Annotated[
        Path | None,
        typer.Option("--gold", metavar="DIR", help=say("同时加入金标准。", "Also add to a folder of gold.")),
    ] = None,
    build: Annotated[
        Path,
        typer.Option(
            "--build",
            "-b",
            metavar="DIR",
            envvar="KG_BUILD",
            help=say("核定的图谱（加入金标准时用）。", "The build that was reviewed (for gold)."),
        ),
    ] = Path("build"),
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=say("核定人。", "Who decided."))] = "",
) -> None:
    """Take decisions in; what is there is kept, and of several decisions on one fact the last holds."""
    from kg.cli import console
    from kg.evaluation.reviewing import add_to_gold, by_rule, merged, read_decisions
    from kg.query.formats import aligned
    from kg.store import open_build
    from kg.store.reviewed import file_text, read_reviews, read_rows

    decisions = read_decisions(files, by)
    rows, new, turned = merged(read_rows(output) if output.exists() else [], decisions)
    opened = open_build(build) if gold is not None else None
    console.save(output, file_text(rows))
    console.complain(
        say(
            f"{output}：{len(rows)} 条核定，其中新收 {new} 条，改判 {turned} 条；以后用 kg build --reviews {output} 生成",
            f"{output}: {len(rows)} decisions, {new} of them new, {turned} turned; build with kg build --reviews {output}",
        )
    )
    scores = by_rule(rows)
    table = [
        (
            score.rule, str(score.accepted), str(score.rejected), f"{score.precision:.2f}",
            f"{score.interval[0]:.2f}–{score.interval[1]:.2f}", f"{score.confidence:.2f}",
        )
        for score in scores
    ]  # fmt: skip
    if table:
        headings = [say(*heading) for heading in _HEADINGS]
        console.emit(aligned(headings, table, width=console.width(), right=range(1, len(headings))))
    if gold is not None and opened is not None:
        done = add_to_gold(gold, decisions, read_reviews(output), opened)
        console.complain(
            say(
                f"{gold}：{len(done.files)} 份报告，新增 {done.added} 条，未核定而可选 {done.optional} 条，去掉 {done.removed} 条",
                f"{gold}: {len(done.files)} reports, {done.added} lines added, {done.optional} optional, {done.removed} removed",
            )
        )
        if done.unknown:
            console.complain(
                say(
                    f"{done.unknown} 条核定的报告不在 {build} 里，没有加入",
                    f"{done.unknown} decisions on reports not in {build}",
                )
            )
        for conflict in done.conflicts:
            console.complain(say(f"金标准与核定相反，请人判断：{conflict}", f"Gold says the contrary: {conflict}"))
        if done.conflicts:
            raise typer.Exit(1)
