"""`%load_ext kg` in, the magic `%%sparql` out: a query in a cell, its answer as a data frame below."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.explore.graph import Graph, open_graph

if TYPE_CHECKING:
    import pandas as pd

USAGE = "用法：%%sparql [-o 变量] [--build 目录] [-p 参数=值]… [--numbers float] [--timeout 秒]，下面写 SPARQL；或 %sparql 查询名 -p street=坪山街道"


class _Options:
    def __init__(self, line: str) -> None:
        self.output = ""
        self.build: Path | None = None
        self.numbers = "decimal"
        self.timeout = 60.0
        self.values: dict[str, Any] = {}
        self.name = ""
        # Without escapes, for the sake of paths with backslashes.
        lexer = shlex.shlex(line, posix=True)
        lexer.whitespace_split, lexer.escape, lexer.commenters = True, "", ""
        try:
            words = iter(list(lexer))
        except ValueError:
            raise UsageError("%%sparql", "引号没有成对", USAGE) from None
        for word in words:
            option, equals, rest = word.partition("=") if word.startswith("--") else (word, "", "")
            if not option.startswith("-"):
                if self.name:
                    raise UsageError("%%sparql", f"多出一个词：{option}", USAGE)
                self.name = option
                continue
            if option not in ("-o", "--output", "-b", "--build", "-p", "--param", "-n", "--numbers", "-t", "--timeout"):
                raise UsageError("%%sparql", f"没有这个选项：{option}", USAGE)
            value = rest if equals else next(words, None)
            if not value:
                raise UsageError("%%sparql", f"{option} 后面要有值", USAGE)
            self._set(option.lstrip("-")[0], value)

    def _set(self, letter: str, value: str) -> None:
        if letter == "o":
            if not value.isidentifier():
                raise UsageError(f"-o {value}", "不能作变量名")
            self.output = value
        elif letter == "b":
            self.build = Path(value)
        elif letter == "n":
            if value not in ("decimal", "float"):
                raise UsageError(f"--numbers {value}", "只能是 decimal 或 float")
            self.numbers = value
        elif letter == "t":
            if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", value) or float(value) == 0:
                raise UsageError(f"--timeout {value}", "要是大于零的秒数")
            self.timeout = float(value)
        else:
            name, equals, given = value.partition("=")
            if not equals:
                raise UsageError(f"-p {value}", "要写作 名字=值")
            self.values[name] = given


def register(shell: Any) -> None:
    """Make `%sparql` and `%%sparql` known to an IPython shell, and have altair show charts without fetching anything.

    A query goes to the build of `--build`, from then on to the same; before, to the variable `graph` if it is an opened
    build, else to the folder `build`.
    """
    known: dict[str, Graph] = {}

    def sparql(line: str, cell: str | None = None) -> pd.DataFrame | None:
        options = _Options(line)
        if options.build is not None:
            known["named"] = open_graph(options.build)
        graph = known.get("named") or shell.user_ns.get("graph")
        if not isinstance(graph, Graph):
            graph = known["named"] = open_graph("build")
        seconds = options.timeout
        numbers: Any = options.numbers
        if cell is not None and cell.strip():
            if options.name:
                raise UsageError("%%sparql", f"多出一个词：{options.name}", USAGE)
            frame = graph.sparql(cell, numbers=numbers, timeout=seconds, **options.values)
        elif options.name:
            frame = graph.query(options.name, numbers=numbers, timeout=seconds, **options.values)
        else:
            raise UsageError("%%sparql", "没有查询", USAGE)
        if not options.output:
            return frame
        shell.user_ns[options.output] = frame
        return None

    shell.register_magic_function(sparql, "line_cell", "sparql")
    try:
        from kg.explore.offline import enable

        enable()
    except UsageError:
        # Without altair there are no charts to show.
        return
