"""Streams of the command line: results to standard output or a file, messages and progress to standard error."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from kg.aside import aside
from kg.errors import UsageError

Report = Callable[[int, int, str], None]
"""Called with what is done, what there is to do and the name of the part that was just finished."""


def speak_utf8() -> None:
    """UTF-8 with plain line ends on both streams, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def emit(text: str) -> None:
    """Write a result to standard output, with one line end after it. A reader that has left is no error."""
    if text:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")


def complain(message: str) -> None:
    """One line on standard error."""
    with suppress(OSError):
        print(message, file=sys.stderr)


def remark(message: str) -> None:
    """A line on standard error that only a person at a terminal wants."""
    if sys.stderr.isatty():
        complain(message)


def flush() -> None:
    """Write out what is buffered; a reader that has left is no error."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        drop_output()


def drop_output() -> None:
    """Send the rest of standard output nowhere, so that leaving stays quiet."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def width() -> int | None:
    """Columns of the terminal that shows the result; None for a pipe or file, where nothing is cut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


@contextmanager
def writing(path: Path | None) -> Iterator[IO[bytes]]:
    """A file to be written aside and put in place at once, or standard output where there is no path."""
    if path is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with aside(path) as beside, beside.open("wb") as file:
        yield file


def save(path: Path, data: str | bytes) -> None:
    """Write a file aside and put it in place at once. Raises UsageError where that is not possible."""
    with writing(path) as file:
        file.write(data.encode("utf-8") if isinstance(data, str) else data)


def make_directory(path: Path) -> None:
    """Make an output directory. Raises UsageError where that is not possible."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(str(path), f"不能作为输出目录（{error.strerror}）", "请换一个位置") from error


def deliver(text: str, output: Path | None) -> None:
    """A result to a file, or to standard output where none is named."""
    if output is None:
        emit(text)
    else:
        save(output, text if text.endswith("\n") or not text else text + "\n")


@contextmanager
def progress(label: str) -> Iterator[Report | None]:
    """A bar on standard error while long work goes on; None when nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)

        def report(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=f"{label} {name}")

        yield report
