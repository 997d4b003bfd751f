"""Prepared queries in, answers out: run in a child process that can be killed, or in this one without a limit."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from datetime import time as time_of_day
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self

from rich.cells import cell_len

from kg.errors import EndpointError, StreetKGError, TimeLimitExceeded, UnreadableSource, UsageError
from kg.query import worker
from kg.query.files import QueryFile
from kg.query.prepare import Prepared, prepare
from kg.query.results import Answer, ResultTable, Row, from_json, read_json

if TYPE_CHECKING:
    import pyoxigraph

# A sentence among tokens and character classes, such as "The SELECT contains a variable that is unbound".
_REASON = re.compile(r"[A-Z][A-Za-z]+(?: [A-Za-z?]+){3,}")


class Session:
    """A child process over one source of data; queries are run one after the other, each with its own time limit.

    `source` is a build directory, or RDF files, or the address of a SPARQL endpoint (a string), or a store (whose
    content is handed over, because a thread that runs a query inside this process could not be stopped).
    """

    def __init__(self, source: Path | str | Sequence[Path] | pyoxigraph.Store) -> None:
        self._content: bytes | None = None
        if isinstance(source, str):
            self._arguments = ["endpoint", source]
        elif isinstance(source, Path):
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
        self,
        query: QueryFile,
        values: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
        rows: int | None = None,
        most: int = worker.MOST_BYTES,
    ) -> ResultTable:
        """Prepare and run one query; of more than `rows` rows the first ones, with `cut` set.

        Raises:
            UsageError: wrong parameter, name or syntax. TimeLimitExceeded: it took longer than `timeout` seconds.
            UnreadableSource: the data cannot be opened. EndpointError: the server cannot be asked.
            StreetKGError: the result has more than `most` bytes.
        """
        started = time.perf_counter()
        with self.stream(query, values, timeout=timeout, most=most) as answer:
            found = tuple(answer.rows if rows is None else islice(answer.rows, rows))
            cut = rows is not None and next(answer.rows, None) is not None
            return ResultTable(answer.columns, found, query.labels, time.perf_counter() - started, cut)

    @contextmanager
    def stream(
        self,
        query: QueryFile,
        values: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
        most: int = worker.MOST_BYTES,
    ) -> Iterator[Answer]:
        """The same, row by row as they come; time that the reader takes does not count. Raises like `run`, also later."""
        with self._asked(query, values, "json", timeout, most) as chunks:
            try:
                answer = read_json(chunks)
            except ValueError as error:
                raise _not_understood(self._arguments[-1]) from error
            yield Answer(answer.columns, _understood(answer.rows, self._arguments[-1]))

    @contextmanager
    def triples(
        self,
        query: QueryFile,
        values: Mapping[str, str] | None = None,
        *,
        timeout: float | None = None,
        most: int = worker.MOST_BYTES,
    ) -> Iterator[Iterator[bytes]]:
        """What a CONSTRUCT or DESCRIBE query gives, as pieces of N-Triples. Raises like `run`, also later."""
        with self._asked(query, values, "nt", timeout, most) as chunks:
            yield chunks

    @property
    def base(self) -> str | None:
        """The namespace of the data, where the source tells it."""
        return self._base

    @contextmanager
    def _asked(
        self, query: QueryFile, values: Mapping[str, str] | None, form: str, timeout: float | None, most: int
    ) -> Iterator[Iterator[bytes]]:
        prepared = prepare(query, values, base=self._base)
        if form == "nt" and prepared.form not in ("CONSTRUCT", "DESCRIBE"):
            raise UsageError(query.name, f"{prepared.form} 查询给出的是表，不是三元组", "这种格式请用 CONSTRUCT 查询")
        if self._process is None:
            self._process = self._start()
        process, ended = self._process, False

        def chunks() -> Generator[bytes]:
            nonlocal ended
            clock = _Clock(process, timeout, prepared.name)
            request = {"query": prepared.text, "form": form, "most": most}
            with clock:
                head, body = self._send(process, json.dumps(request).encode() + b"\n", clock)
            while "chunk" in head:
                yield body
                with clock:
                    head, body = self._send(process, b"", clock)
            ended = True
            if "error" in head:
                raise _query_error(prepared, query, head, most)

        pieces = chunks()
        try:
            yield pieces
        finally:
            pieces.close()
            if not ended:
                # A half-read answer is left behind; the next query needs a new child.
                self.close()

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

    def _send(self, process: subprocess.Popen[bytes], request: bytes, clock: _Clock) -> tuple[dict[str, Any], bytes]:
        """The next part of an answer: what it is, and its bytes."""
        stdin, stdout = _pipes(process)
        try:
            if request:
                stdin.write(request)
                stdin.flush()
            line = stdout.readline()
            head = json.loads(line) if line.endswith(b"\n") else {}
            body = stdout.read(head.get("chunk", 0))
        except BrokenPipeError:
            head, body = {}, b""
        if not head or len(body) < head.get("chunk", 0):
            self.close()
            clock.told()
            raise StreetKGError(f"查询 {clock.name}", "执行查询的进程意外结束（可能内存不足）", "请缩小查询范围")
        return head, body


def _understood(rows: Iterator[Row], source: str) -> Iterator[Row]:
    try:
        yield from rows
    except ValueError as error:
        raise _not_understood(source) from error


def _not_understood(source: str) -> EndpointError:
    return EndpointError(source, "回答不完整，或不是 SPARQL 的查询结果", "请检查地址，或再试一次")


class _Clock:
    """Kills a process when the stretches of time spent inside `with` add up to more than `limit` seconds."""

    def __init__(self, process: subprocess.Popen[bytes], limit: float | None, name: str) -> None:
        self.name = name
        self._process, self._limit, self._left = process, limit, limit or 0.0
        self._late = threading.Event()
        self._timer: threading.Timer | None = None
        self._started = 0.0

    def __enter__(self) -> Self:
        if self._limit is not None:
            self._started = time.monotonic()
            self._timer = threading.Timer(max(self._left, 0.001), self._stop)
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
            self._left -= time.monotonic() - self._started

    def _stop(self) -> None:
        self._late.set()
        self._process.kill()

    def told(self) -> None:
        """Raises TimeLimitExceeded when it was this clock that killed the process."""
        if self._late.is_set():
            limit = f"超过 {self._limit:g} 秒，已停止"
            raise TimeLimitExceeded(
                f"查询 {self.name}", limit, "缩小范围，或放宽时限（--timeout，在 Python 里是 timeout=）"
            )


def run(
    query: QueryFile | str,
    store: Path | str | Sequence[Path] | pyoxigraph.Store,
    params: Mapping[str, Any] | None = None,
    *,
    timeout: float | None = None,
) -> ResultTable:
    """Run one query on a build directory, on RDF files, on an endpoint (its address as a string) or on a store.

    `query` is a query file or the text of a query. Values of `params` are strings as typed, or Python values.
    A store without a time limit is queried in this process; everything else in a child process.

    Raises:
        UsageError: wrong parameter, name or syntax. TimeLimitExceeded: it took longer than `timeout` seconds.
    """
    from kg.query.files import parse

    if isinstance(query, str):
        query = parse(query)
    values = typed(params or {})
    if timeout is None and not isinstance(store, Path | str | Sequence):
        prepared = prepare(query, values)
        started = time.perf_counter()
        pieces: list[bytes] = []
        try:
            worker.evaluate(store, prepared.text, worker.Chunks(pieces.append))
        except (SyntaxError, OSError, ValueError, RuntimeError, worker.ResultTooLargeError) as error:
            head = {"error": type(error).__name__, "message": str(error)}
            raise _query_error(prepared, query, head, worker.MOST_BYTES) from error
        return from_json(b"".join(pieces), query.labels, time.perf_counter() - started)
    with Session(store) as session:
        return session.run(query, values, timeout=timeout)


def typed(values: Mapping[str, Any]) -> dict[str, str]:
    """Values of parameters as one would type them; None is left out."""
    return {name: _spoken(value) for name, value in values.items() if value is not None}


def _spoken(value: Any) -> str:
    """A Python value as one would type it: dates (and midnights, as pandas has dates) in ISO form, booleans in lower case."""
    if isinstance(value, datetime) and value.time() == time_of_day.min:
        return value.date().isoformat()
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
    if "cause" in head:
        kind = {2: UsageError, 3: EndpointError}.get(head["exit_code"], UnreadableSource)
        return kind(head["subject"], head["cause"], head["remedy"])
    if head["error"] == "FileNotFoundError":
        return UnreadableSource(names, "没有这个文件")
    if head["error"] == "SyntaxError":
        return UnreadableSource(names, f"不是合法的 RDF（{head['message']}）")
    return UnreadableSource(names, f"打不开（{head['message']}）")


def _query_error(prepared: Prepared, query: QueryFile, head: Mapping[str, Any], most: int) -> StreetKGError:
    name, message = str(query.path or query.name), head["message"]
    if "cause" in head:
        return _source_error(name, head)
    if head["error"] == worker.ResultTooLargeError.__name__:
        return StreetKGError(name, f"结果超过 {most / 1e6:.0f} MB，已放弃", "请加 LIMIT、缩小范围，或用 --max-mb 放宽")
    if head["error"] != "SyntaxError":
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
