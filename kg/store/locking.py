"""One build at a time on a folder: the path of a build in, a lock that ends with the process out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def only_one(target: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock on a build folder; `waiting` is called when another process has it, before this one waits.

    The lock is a file of the system's temporary folder, which the system frees when its holder dies.
    """
    key = sha256(str(target).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    lock = FileLock(Path(tempfile.gettempdir()) / f"streetkg-{key}.lock", mode=0o666)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if waiting:
            waiting()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
