"""The command `kg`: arguments in, results on standard output, messages on standard error, an exit code out.

Exit codes: 0 fine, 1 findings or files that failed, 2 wrong use, 3 network, 124 time limit.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave the process; errors raised on purpose are one line, anything else is a bug."""
    from kg.cli import console, language
    from kg.errors import StreetKGError

    if arguments is None:
        _read_paths_as_utf8()
    console.speak_utf8()
    rest = language.take_option(sys.argv[1:] if arguments is None else arguments)
    language.translate_parser()
    code: int | str | None = 0
    try:
        from kg.cli.app import app

        app(args=rest, prog_name="kg")
    except SystemExit as leaving:
        code = leaving.code
    except StreetKGError as error:
        console.complain(error.line())
        code = error.exit_code
    except BrokenPipeError:
        console.drop_output()
    except Exception as error:
        if os.environ.get("KG_DEBUG"):
            raise
        console.complain(
            language.say(
                f"程序内部错误（{type(error).__name__}：{error}）。请设 KG_DEBUG=1 重跑并报告所示的调用栈",
                f"internal error ({type(error).__name__}: {error}). Run again with KG_DEBUG=1 and report the traceback",
            )
        )
        code = 1
    console.flush()
    raise SystemExit(code)


def _read_paths_as_utf8() -> None:
    """Start again in Python's UTF-8 mode where the locale would make other characters of the bytes of Chinese paths.

    Packages with compiled parts refuse such paths, and with them to be imported from a folder with a Chinese name.
    """
    told = "KG_UTF8_MODE"
    if os.name != "posix" or sys.getfilesystemencoding() == "utf-8" or os.environ.get(told):
        return
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, "PYTHONUTF8": "1", told: "1"})
