"""The commands put together; each module loads its stage only when its command runs."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli import (
    answers,
    build,
    diff,
    evaluate,
    explain,
    export,
    extract,
    link,
    push,
    query,
    review,
    serve,
    site,
    validate,
)
from kg.cli.language import say

app = typer.Typer(
    name="kg",
    help=say(
        "街道工作报告知识图谱：抽取、校验、查询，每个事实都能回到原文。",
        "Work reports of Chinese streets as a knowledge graph: every fact with the characters that say it.",
    ),
    epilog=say(
        "返回码：0 正常，1 有违规或有文件失败，2 用法错误，3 网络错误，124 超时。英文说明：--lang en 或 KG_LANG=en。",
        "Exit codes: 0 fine, 1 findings or failed files, 2 wrong use, 3 network, 124 time limit. 中文：--lang zh",
    ),
    no_args_is_help=True,
    options_metavar=say("[选项]", "[OPTIONS]"),
    subcommand_metavar=say("命令 [参数]…", "COMMAND [ARGS]…"),
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from kg.rdf.version import VERSION

        typer.echo(f"kg {VERSION}")
        raise typer.Exit


@app.callback()
def top(
    _lang: Annotated[
        str, typer.Option("--lang", metavar="zh|en", help=say("说明和消息的语言。", "Language of help and messages."))
    ] = "",
    _shown: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=say("显示版本。", "Show the version.")),
    ] = False,
) -> None:
    """Options before the command. A good `--lang` is taken out before; what arrives here is unknown."""
    if _lang:
        from kg.errors import UsageError

        raise UsageError(f"--lang {_lang}", say("没有这种语言", "unknown language"), "zh | en")


def _add(name: str, function: object, chinese: str, english: str) -> None:
    app.command(name, help=say(chinese, english), options_metavar=say("[选项]", "[OPTIONS]"))(function)  # type: ignore[type-var]


_add("build", build.run, "由报告生成图谱（目录 build/）。", "Build the graph from reports.")
_add("answers", answers.run, "概览：抽到多少、问出什么。", "An overview of a build: what was found, and answers.")
_add("query", query.run, "运行查询文件、目录或自带查询。", "Run a query file, a directory or a shipped query.")
_add("extract", extract.run, "抽取一份报告的事实。", "Print the facts of one report.")
_add("explain", explain.run, "解释原文某一位置属于哪条事实。", "Explain which fact covers a position of a report.")
_add("validate", validate.run, "按 SHACL 形状校验图谱。", "Validate a graph against the SHACL shapes.")
_add("link", link.run, "写出可能是一回事的名称，供人核定。", "Write names that may mean one thing, for review.")
_add("export", export.run, "导出 RDF、表格、网络。", "Export RDF, tables, networks.")
_add(
    "push", push.run, "推送到三元组库：先比较，后核对。", "Push to a triple store: compared before, checked afterwards."
)
_add("serve", serve.run, "在本机提供 SPARQL 查询服务。", "Serve SPARQL on this machine.")
_add("site", site.run, "生成离线网站：一个文件夹，不需要服务器。", "Write the offline site: one folder, no server.")
_add("diff", diff.run, "两个图谱之间变了什么。", "What changed between two builds.")
_add("eval", evaluate.run, "对照金标准评测。", "Measure against gold.")

_reviewing = typer.Typer(
    help=say("人工核定：收进报告页上的判断。", "What people decided on the report pages."),
    no_args_is_help=True,
    options_metavar=say("[选项]", "[OPTIONS]"),
    subcommand_metavar=say("命令 [参数]…", "COMMAND [ARGS]…"),
    rich_markup_mode=None,
)
_reviewing.command(
    "apply",
    help=say("收进核定，列出各规则的精确率。", "Take decisions in, and count precision by rule."),
    options_metavar=say("[选项]", "[OPTIONS]"),
)(review.apply)
app.add_typer(_reviewing, name="review")
