"""`kg site`: a build in, a folder of pages out that need no server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import say


def run(
    build: Annotated[Path, typer.Argument(metavar="[BUILD]", help=say("图谱目录。", "A build."))] = Path("build"),
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help=say("输出目录。", "Output directory."))
    ] = Path("site"),
) -> None:
    """Write the site and say on one line what it holds."""
    from kg.cli import console
    from kg.site import write_site

    sizes = write_site(build, output)
    pages = [path for path in sizes if path.endswith(".html")]
    megabytes = sum(sizes.values()) / 1e6
    console.complain(
        say(
            f"{output}：{len(pages)} 页，共 {megabytes:.1f} MB，不连接任何服务器；用浏览器打开 {output / 'index.html'}",
            f"{output}: {len(pages)} pages, {megabytes:.1f} MB, no server asked; open {output / 'index.html'}",
        )
    )
