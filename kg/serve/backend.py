"""A build in, an `oxigraph` server over a copy of its store out.

The copy has the tables of the store by second names, which takes no room: the server must not read what another process
replaces, and a new build replaces the folder.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

from kg.errors import StreetKGError, UsageError
from kg.serve import keeper
from kg.store import open_build
from kg.store.graphs import copy_store
from kg.store.model import MARKER, STORE

_NUMBERS = count(1)
START = 30.0
"""Seconds within which the server answers."""


def program() -> str:
    """The `oxigraph` server. Raises UsageError where it is not installed."""
    beside = Path(sys.executable).with_name("oxigraph.exe" if sys.platform == "win32" else "oxigraph")
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    if found is None:
        raise UsageError("oxigraph", "没有安装", "pip install 'streetkg[server]'")
    return found


def mark(build: Path) -> tuple[int, int, int] | None:
    """What tells one build in a folder from the next; None while there is none."""
    try:
        stat = (build / MARKER).stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


class Backend:
    """A running server over a build as it is now; `requests` are those that it is at."""

    def __init__(self, build: Path, timeout: float) -> None:
        """Raises UsageError where there is no build, StreetKGError where the server does not start."""
        self.mark = mark(build)
        opened = open_build(build)
        self.build = opened
        self.requests = 0
        # Beside the build, because second names reach no further than a file system; `kg build` sweeps away what a
        # server that was killed has left.
        self._folder = build.resolve().parent / f".{build.resolve().name}.serve-{os.getpid()}" / str(next(_NUMBERS))
        try:
            self._folder.mkdir(parents=True)
            copy_store(opened.path / STORE, self._folder / STORE)
            self._port = _free_port()
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-I", keeper.__file__, program()),
                    "serve-read-only",
                    "--location",
                    str(self._folder / STORE),
                    "--bind",
                    f"127.0.0.1:{self._port}",
                    "--union-default-graph",
                    "--timeout-s",
                    str(max(1, round(timeout))),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self._wait()
        except BaseException:
            self.stop()
            raise

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End the server and remove its copy."""
        process = getattr(self, "_process", None)
        if process is not None:
            process.stdin.close()
            process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            self._folder.parent.rmdir()  # not while another one is in use

    def _wait(self) -> None:
        end = time.monotonic() + START
        while time.monotonic() < end and self.alive:
            with socket.socket() as asking:
                asking.settimeout(1)
                if asking.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.02)
        raise StreetKGError(str(self.build.path), "SPARQL 服务器起不来", "请重新生成图谱后再试")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
