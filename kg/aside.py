"""A place in, a place beside it to write to out, put where it belongs at once: what is there is whole, before and after."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import UsageError


@contextmanager
def aside(target: Path, *, folder: bool = False) -> Iterator[Path]:
    """A path to be written as a file, or a new folder to be filled; in the end it takes the place of `target`.

    Raises:
        UsageError: that is not possible, or a folder with something in it stands there.
    """
    shown, target = str(target), target.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if folder:
            if target.exists() and (not target.is_dir() or any(target.iterdir())):
                raise UsageError(shown, "输出位置不是空文件夹", "请换一个文件夹，以免覆盖")
            beside.mkdir()
        yield beside
        if folder and target.is_dir():
            target.rmdir()
        beside.replace(target)
    except OSError as error:
        raise UsageError(shown, f"无法写入（{error.strerror or error}）", "请检查路径与权限，或换一个位置") from error
    finally:
        with suppress(OSError):
            shutil.rmtree(beside) if beside.is_dir() else beside.unlink(missing_ok=True)
