"""Prepared queries in, result tables out: run in a child process that can be killed, or in this one without a limit."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self

from rich.cells import cell_len

from kg.errors import StreetKGError, TimeLimitExceeded, UnreadableSource, UsageError
from kg.query import worker
from kg.query.files import QueryFile
from kg.query.prepare import Prepared, prepare
from kg.query.results import ResultTable, from_json

if TYPE_CHECKING:
    import pyoxigraph

# A sentence among tokens and character classes, such as "The SELECT contains a variable that is unbound".
_REASON = re.compile(r"[A-Z][A-Za-z]+(?: [A-Za-z?]+){3,}")


class Session:
    """A child process over one source of data; queries are run one after the other, each with its own time limit.

    `source` is a build directory, or RDF files, or a store (whose content is handed over, because a thread that runs
    a query inside this process could not be stopped).
    """

    def __init__(self, source: Path | Sequence[Path] | pyoxigraph.Store) -> None:
        self._content: bytes | None = None
        if isinstance(source, Path):
            self._arguments = ["build" if source.is_dir() else "data", str(source)]
        elif isinstance(source, Sequence):
            self._arguments = ["data", *map(str, source)]
        else:
            self._arguments = ["stdin"]
            self._content = _quads(source)
        self._process: subprocess.Popen[bytes] | None = None
        self._base = _base_of(source)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except BrokenPipeError:
                        continue
            process.wait()

    def run(
        self, query: QueryFile, values: Mapping[str, str] | None = None, *, timeout: float | None = None
    ) -> ResultTable:
        """Prepare and run one query.

        Raises:
            UsageError: wrong parameter, name or syntax. TimeLimitExceeded: it took longer than `timeout` seconds.
            UnreadableSource: the data cannot be opened.
        """
        prepared = prepare(query, values, base=self._base)
        if self._process is None:
            self._process = self._start()
        started = time.perf_counter()
        head, body = self._ask(self._process, prepared, timeout)
        if "error" in head:
            raise _query_error(prepared, query, head["error"], head["message"])
        return from_json(body, query.labels, time.perf_counter() - started)

    def _start(self) -> subprocess.Popen[bytes]:
        package = str(Path(__file__).resolve().parents[2])
        paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
        process = subprocess.Popen(
            # -P: a file of the working directory must not stand in for a module.
            [sys.executable, "-P", "-c", f"from {worker.__name__} import main; main()", *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("KG_DEBUG") else subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        stdin, stdout = _pipes(process)
        self._process = process
        if self._content is not None:
            stdin.write(b"%d\n" % len(self._content) + self._content)
            stdin.flush()
        head = json.loads(stdout.readline() or '{"error": "EOFError", "message": "子进程没有启动", "exit_code": 1}')
        if "error" in head:
            self.close()
            raise _source_error(" ".join(self._arguments[1:]), head)
        return process

    def _ask(
        self, process: subprocess.Popen[bytes], prepared: Prepared, timeout: float | None
    ) -> tuple[dict[str, Any], bytes]:
        stdin, stdout = _pipes(process)
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(timeout, stop) if timeout is not None else None
        if clock is not None:
            clock.start()
        try:
            stdin.write(json.dumps(prepared.text).encode() + b"\n")
            stdin.flush()
            line = stdout.readline()
            head = json.loads(line) if line.endswith(b"\n") else {}
            body = stdout.read(head.get("size", 0))
        except BrokenPipeError:
            head, body = {}, b""
        except BaseException:
            # An interrupted exchange leaves a half-read answer behind; the next query needs a new child.
            self.close()
            raise
        finally:
            if clock is not None:
                clock.cancel()
        if not head or len(body) < head.get("size", 0):
            self.close()
            if late.is_set():
                raise TimeLimitExceeded(
                    f"查询 {prepared.name}", f"超过 {timeout:g} 秒，已停止", "缩小范围，或用 --timeout 放宽"
                )
            raise StreetKGError(f"查询 {prepared.name}", "执行查询的进程意外结束（可能内存不足）", "请缩小查询范围")
        if late.is_set():
            # Killed between its answer and the clock's cancellation: the answer counts, the child is gone.
            self.close()
        return head, body


def run(
    query: QueryFile | str,
    store: Path | Sequence[Path] | pyoxigraph.Store,
    params: Mapping[str, Any] | None = None,
    *,
    timeout: float | None = None,
) -> ResultTable:
    """Run one query on a build directory, on RDF files or on a store.

    `query` is a query file or the text of a query. Values of `params` are strings as typed, or Python values.
    A store without a time limit is queried in this process; everything else in a child process.

    Raises:
        UsageError: wrong parameter, name or syntax. TimeLimitExceeded: it took longer than `timeout` seconds.
    """
    from kg.query.files import parse

    if isinstance(query, str):
        query = parse(query)
    values = {name: spoken(value) for name, value in (params or {}).items() if value is not None}
    if timeout is None and not isinstance(store, Path | Sequence):
        prepared = prepare(query, values)
        started = time.perf_counter()
        try:
            body = worker.evaluate(store, prepared.text)
        except (SyntaxError, OSError, ValueError, RuntimeError, worker.ResultTooLargeError) as error:
            raise _query_error(prepared, query, type(error).__name__, str(error)) from error
        return from_json(body, query.labels, time.perf_counter() - started)
    with Session(store) as session:
        return session.run(query, values, timeout=timeout)


def spoken(value: Any) -> str:
    """A Python value as one would type it: dates in ISO form, booleans in lower case."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _base_of(source: object) -> str | None:
    """The namespace of a build's data, which `kgd:` stands for; None where nothing says it."""
    if not isinstance(source, Path) or not source.is_dir():
        return None
    try:
        info = json.loads((source / "build.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    base = info.get("base") if isinstance(info, dict) else None
    return base if isinstance(base, str) else None


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def _quads(store: pyoxigraph.Store) -> bytes:
    import pyoxigraph

    content = store.dump(format=pyoxigraph.RdfFormat.N_QUADS)
    assert content is not None  # without an output file the bytes are returned
    return content


def _source_error(names: str, head: Mapping[str, Any]) -> StreetKGError:
    if head["exit_code"] == 2:
        return UsageError(names, head["message"])
    if head["error"] == "FileNotFoundError":
        return UnreadableSource(names, "没有这个文件")
    if head["error"] == "SyntaxError":
        return UnreadableSource(names, f"不是合法的 RDF（{head['message']}）")
    return UnreadableSource(names, f"打不开（{head['message']}）")


def _query_error(prepared: Prepared, query: QueryFile, kind: str, message: str) -> StreetKGError:
    name = str(query.path or query.name)
    if kind == worker.ResultTooLargeError.__name__:
        return StreetKGError(name, "结果过大，已放弃", "请加 LIMIT 或缩小范围")
    if kind != "SyntaxError":
        return StreetKGError(name, f"查询失败（{message}）")
    place = _place_of_error(prepared.text)
    if place is None:
        # What remains is about meaning (a variable that is not grouped); Oxigraph says it among what it expected.
        reasons = _REASON.findall(message)
        return UsageError(name, "SPARQL 写法错误", "；".join(reasons) or message)
    line, column = place
    lines = prepared.text.split("\n")
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    return UsageError(
        f"{name} 第 {line - prepared.added_lines} 行第 {column} 列",
        "SPARQL 语法错误，从这里起读不下去",
        f"\n    {shown}\n    {' ' * cell_len(shown[: column - 1])}^",
    )


def _place_of_error(text: str) -> tuple[int, int] | None:
    """Line and column where a query stops being SPARQL; None when rdflib sees nothing wrong.

    Oxigraph reports how far it looked ahead, which may be the end of the file; rdflib reports what it could not read.
    """
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parseQuery(text)
    except ParseBaseException as error:
        return error.lineno, error.col
    return None
