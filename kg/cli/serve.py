"""`kg serve`: a build in, a SPARQL endpoint on this machine out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import say


def run(
    build: Annotated[Path, typer.Argument(metavar="[BUILD]", help=say("图谱目录。", "A build."))] = Path("build"),
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=say("端口。", "The port."))] = 7878,
    site: Annotated[
        Path, typer.Option("--site", metavar="DIR", help=say("kg site 写的网站。", "The site that `kg site` wrote."))
    ] = Path("site"),
    timeout: Annotated[
        float,
        typer.Option(
            "--timeout", metavar="S", min=1, help=say("每个查询的时限（秒）。", "Seconds that a query may take.")
        ),
    ] = 60.0,
) -> None:
    """Serve until interrupted, read-only, on 127.0.0.1; a new build in the folder takes its place."""
    from kg.cli import console
    from kg.serve import serve

    console.complain(
        say(
            f"http://127.0.0.1:{port}/ （查询地址 http://127.0.0.1:{port}/query；Ctrl-C 结束）",
            f"http://127.0.0.1:{port}/ (queries at http://127.0.0.1:{port}/query; Ctrl-C ends)",
        )
    )
    serve(build, port, timeout, console.complain, site)
