"""Addresses in (s3://…, https://…), the files there out, and a place to write to; the only module that knows fsspec.

Credentials are the library's own business: it takes them from the environment, where they are needed, workers included.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kg.errors import EndpointError, UnreadableSource, UsageError
from kg.records import record

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_PATTERN = "*"
"""What makes an address a pattern; `?` and `[` have other meanings there."""


def is_address(text: str) -> bool:
    """Whether a word of the command line is an address, not a path."""
    return _ADDRESS.match(text) is not None


@record(order=True)
class Remote:
    """A file at an address; used like the path of one."""

    url: str

    def __str__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        """Its name without folders, and without what is asked of a web server."""
        return posixpath.basename(urlsplit(self.url).path) or "index"

    @property
    def suffix(self) -> str:
        """The ending of its name, with the dot."""
        return posixpath.splitext(self.name)[1]

    def read(self, largest: int) -> bytes:
        """Its bytes.

        Raises:
            UnreadableSource: it cannot be reached, or has more than `largest` bytes.
        """
        try:
            system, path = _system(self.url)
            with system.open(path, "rb") as file:
                data: bytes = file.read(largest + 1)
        except UsageError:
            raise
        except FileNotFoundError:
            raise UnreadableSource(self.url, "找不到这个文件", "请检查地址是否写对") from None
        except Exception as error:  # each kind of storage has its own
            raise UnreadableSource(self.url, f"读取失败（{_told(error)}）", "请检查地址、网络和凭据") from None
        if len(data) > largest:
            raise UnreadableSource(
                self.url,
                f"文件太大（上限 {largest / 2**20:.0f} MB）",
                "工作报告通常不到 1 MB；请检查是否选错文件，或拆分后再试",
            )
        return data


def listed(url: str) -> list[tuple[Remote, str, bool]]:
    """The files that an address stands for, with their names below it: of a folder or a pattern all, else the one.

    The last value says whether the file was named itself, or found in a folder.

    Raises:
        EndpointError: the storage cannot be reached or refuses. UsageError: no library reads such addresses.
        UnreadableSource: a pattern that fits nothing.
    """
    system, path = _system(url)
    with _reaching(url):
        if _PATTERN in path:
            found = sorted(system.glob(path))
            if not found:
                raise UnreadableSource(url, "没有符合的文件", "请检查地址和通配符")
            return [(Remote(system.unstrip_protocol(one)), posixpath.basename(one), True) for one in found]
        if system.protocol not in (("http", "https"), "http") and system.isdir(path):
            root = path.rstrip("/") + "/"
            names = sorted(one.removeprefix(root) for one in system.find(path))
            return [(Remote(system.unstrip_protocol(root + name)), name, False) for name in names]
    return [(Remote(url), Remote(url).name, True)]


@dataclass(frozen=True)
class RemoteFolder:
    """A folder at an address, to which files are written once."""

    url: str

    def names(self) -> Iterator[str]:
        """The paths of all files below it."""
        system, path = _system(self.url)
        root = path.rstrip("/") + "/"
        with _reaching(self.url):
            system.invalidate_cache()
            try:
                found = system.find(path)
            except FileNotFoundError:
                return
        for one in found:
            yield one.removeprefix(root)

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError, EndpointError."""
        system, path = _system(self.url)
        with _reaching(self.url):
            data: bytes = system.cat_file(f"{path.rstrip('/')}/{name}")
        return data

    def write_once(self, name: str, data: bytes) -> None:
        """Put a file there whole, unless it is there. Raises EndpointError."""
        system, path = _system(self.url)
        target = f"{path.rstrip('/')}/{name}"
        with _reaching(self.url):
            try:
                system.makedirs(posixpath.dirname(target), exist_ok=True)
                system.pipe_file(target, data, mode="create")
            except FileExistsError:
                pass

    def remove(self, name: str) -> None:
        """Take a file away. Raises FileNotFoundError, EndpointError."""
        system, path = _system(self.url)
        with _reaching(self.url):
            system.rm_file(f"{path.rstrip('/')}/{name}")


def _system(url: str) -> tuple[Any, str]:
    """The file system of an address and the path in it."""
    parts = urlsplit(url)
    if parts.password:
        raise UsageError(parts.hostname or parts.scheme, "地址里不要写密码", "请用该存储自己的环境变量")
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise UsageError("fsspec", "没有安装，读写网络地址要用它", "pip install 'streetkg[dask]'") from None
    try:
        system, path = url_to_fs(url)
    except ImportError as error:
        raise UsageError(f"{parts.scheme}://", f"读写这种地址的库没有安装（{error}）", "请先安装它，再试一次") from None
    except ValueError:
        raise UsageError(f"{parts.scheme}://", "不认识这种地址", "可用本机路径，或 s3:// https:// 等") from None
    return system, path


@contextmanager
def _reaching(url: str) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, UnreadableSource):
        raise
    except Exception as error:  # each kind of storage has its own
        raise EndpointError(url, f"存储连不上或不允许（{_told(error)}）", "请检查地址、网络和凭据") from error


def _told(error: Exception) -> str:
    """An error in few words: libraries write whole requests into theirs."""
    return f"{type(error).__name__}：{' '.join(str(error).split())[:120]}" if str(error) else type(error).__name__
