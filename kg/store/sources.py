"""Paths and addresses of files and folders in, the report files to read out, each with a name that says nothing of this machine."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg import resources
from kg.documents import bytes_of, read_bytes
from kg.documents.formats import KINDS
from kg.documents.formats.archive import Archive
from kg.documents.source import LARGEST
from kg.errors import UnreadableSource
from kg.records import record
from kg.store.model import FORMAT, MARKER, Settings
from kg.store.remote import Remote, is_address, listed

if TYPE_CHECKING:
    from kg.documents.model import Document

LARGEST_ARCHIVE = 512 * 2**20
"""Bytes that a zip archive may have."""
_AT_ONCE = 32
"""Files at addresses that are asked for at once: what takes time is waiting for each."""
_ZIP = ".zip"
_STAGES = ("documents", "extraction", "language", "lexicon", "linking", "rdf", "store")
_LIBRARIES = ("ahocorasick-rs", "jieba", "pdfplumber", "pyoxigraph", "rjieba", "selectolax")


@record(order=True)
class Input:
    """A file to read, or a member of an archive; `sha256` of its bytes is None when they cannot be read."""

    name: str
    sha256: str | None
    path: Path | Remote
    member: str = ""

    def read(self) -> tuple[Document, int]:
        """The report in it, and how many bytes it has.

        Raises:
            UnreadableSource: it cannot be read as a report, or is no longer what it was when the files were listed.
        """
        data = _opened(self.path).read(self.member) if self.member else _bytes(self.path)
        if self._differs(data) and self.member and isinstance(self.path, Remote):
            _remote_archive.cache_clear()  # a process that has worked before may hold what was there then
            data = _opened(self.path).read(self.member)
        if self._differs(data):
            raise UnreadableSource(self.name, "读取的时候文件变了", "请等它写完再建一次")
        return read_bytes(data, self.name if self.member else str(self.path)), len(data)

    def _differs(self, data: bytes) -> bool:
        return self.sha256 is not None and hashlib.sha256(data).hexdigest() != self.sha256


def collect(paths: Iterable[str | Path]) -> list[Input]:
    """The files of all paths, each once, sorted by name and content; their order on the command line does not matter.

    A folder is searched for reports of all formats and for zip archives, without `README*`, hidden folders and builds of
    ours; an archive likewise. A file that is named is taken whatever its name. A path with `*` or `?` that is no file is
    a pattern; `@FILE` is a list of paths, one a line. An address (`s3://…`) is that of a file or a folder, or a pattern
    with `*`; its files are read once to know them by their bytes, many at a time.

    Raises:
        UnreadableSource: no path was given, or there is no report file below those given.
        EndpointError: a storage cannot be reached. UsageError: an address that no library can read.
    """
    _remote_archive.cache_clear()
    given = list(chain.from_iterable(map(_meant, map(str, paths))))
    named: list[tuple[Path | Remote, str]] = []
    for path in given:
        if isinstance(path, Remote):
            named += _at(path)
        elif path.is_dir():
            named += [(file.resolve(), file.relative_to(path).as_posix()) for file in _walk(path)]
        else:
            named.append((path.resolve() if path.exists() else path, path.name))
    found: dict[Path | Remote, str] = {}
    for file, name in named:
        # A file that is reached in several ways has the longest of its names, whichever way came first.
        found[file] = max(found.get(file, ""), name, key=lambda name: (len(name), name))
    if not found:
        where = "、".join(str(path) for path in given) or "（没有给出路径）"
        kinds = "、".join(f"*{kind}" for kind in (*KINDS, _ZIP))
        raise UnreadableSource(where, f"其中没有报告文件（{kinds}）", "请给出报告文件，或含有报告的文件夹、压缩包")
    here = [(path, name) for path, name in found.items() if isinstance(path, Path)]
    away = [(path, name) for path, name in found.items() if isinstance(path, Remote)]
    inputs = list(chain.from_iterable(_inputs(path, name) for path, name in here))
    if away:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            inputs += chain.from_iterable(pool.map(lambda each: list(_inputs(*each)), away))
    return sorted(inputs, key=_order)


def _at(address: Remote) -> Iterator[tuple[Remote, str]]:
    """The files that an address stands for: of a folder those that are reports, else what is named."""
    for file, name, is_named in listed(address.url):
        hidden = any(part.startswith(".") for part in name.split("/"))
        if is_named or ((_is_report(name) or name.lower().endswith(_ZIP)) and not hidden):
            yield file, name


def _order(item: Input) -> tuple[str, str, str]:
    return item.name, item.sha256 or "", str(item.path)


def _meant(path: str) -> Iterator[Path | Remote]:
    """The paths that a word of the command line stands for."""
    if path.startswith("@") and not Path(path).exists():
        yield from _list(path[1:])
        return
    if is_address(path):
        local = path.removeprefix("file://")
        yield from [Remote(path)] if local == path else _meant(local)
        return
    if any(mark in path for mark in "*?[") and not Path(path).exists():
        parts = Path(path).parts
        first = next(k for k, part in enumerate(parts) if any(mark in part for mark in "*?["))
        matches = sorted(Path(*parts[:first]).glob("/".join(parts[first:])))
        if not matches:
            raise UnreadableSource(path, "没有符合的文件", "请检查路径和通配符")
        yield from matches
        return
    yield Path(path)


def _list(name: str) -> Iterator[Path | Remote]:
    """What a list of paths and addresses names; paths are seen from where the list is."""
    try:
        data = Remote(name).read(LARGEST) if is_address(name) else Path(name).read_bytes()
        lines = data.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableSource(name, f"清单读不了（{error}）", "清单是 UTF-8 文本，每行一个路径") from None
    for line in map(str.strip, lines):
        if not line or line.startswith("#"):
            continue
        if is_address(line):
            yield Remote(line)
        elif is_address(name):
            yield Remote(f"{name.rpartition('/')[0]}/{line}")
        else:
            yield Path(line) if Path(line).is_absolute() else Path(name).parent / line


def _inputs(path: Path | Remote, name: str) -> Iterator[Input]:
    """A file, or the reports in an archive; of an archive that cannot be opened reading tells why."""
    if path.suffix.lower() != _ZIP or (isinstance(path, Path) and not path.is_file()):
        yield Input(name, _digest(path), path)
        return
    try:
        archive = _opened(path)
        members = [member for member in archive.names() if _is_report(member)]
        for member in members:
            try:
                digest: str | None = hashlib.sha256(archive.read(member)).hexdigest()
            except UnreadableSource:
                digest = None
            yield Input(f"{name}/{_plain(member)}", digest, path, member)
    except UnreadableSource:
        members = []
    if not members:
        yield Input(name, _digest(path), path)


def _bytes(path: Path | Remote, largest: int = LARGEST) -> bytes:
    return bytes_of(path, largest) if isinstance(path, Path) else path.read(largest)


def _opened(path: Path | Remote) -> Archive:
    """The archive in a file as it is now.

    Raises:
        UnreadableSource: it is gone, damaged, or larger than can be meant.
    """
    if isinstance(path, Remote):
        return _remote_archive(path)
    try:
        stat = path.stat()
    except OSError as error:
        raise UnreadableSource(path.name, f"读取失败（{error.strerror}）", "请检查磁盘和路径") from None
    return _archive(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1)
def _archive(path: Path, mtime: int, size: int) -> Archive:
    """An archive, read once for all its members as long as the file stays the same."""
    return Archive(bytes_of(path, largest=LARGEST_ARCHIVE), path.name)


@lru_cache(maxsize=1)
def _remote_archive(path: Remote) -> Archive:
    """An archive at an address, read once; that each member is still the same is checked when it is read."""
    return Archive(path.read(LARGEST_ARCHIVE), path.name)


def _plain(member: str) -> str:
    """The name of a member without what would lead out of the archive."""
    parts = [part for part in member.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts)


def _is_report(member: str) -> bool:
    name = member.replace("\\", "/").rsplit("/", 1)[-1]
    hidden = name.startswith((".", "~$")) or member.startswith("__MACOSX/")
    return name.lower().endswith(KINDS) and not hidden and not name.upper().startswith("README")


def _walk(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        base = Path(here)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not (base / name / MARKER).is_file()
        )
        for name in sorted(files):
            if _is_report(name) or (name.lower().endswith(_ZIP) and not name.startswith(".")):
                yield base / name


def _digest(path: Path | Remote) -> str | None:
    if isinstance(path, Remote):
        try:
            return hashlib.sha256(path.read(LARGEST)).hexdigest()
        except UnreadableSource:
            return None
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


@cache
def fingerprint() -> str:
    """A hash of everything that decides what a report becomes: code, lexicon, ontology, the libraries' versions."""
    from importlib import metadata

    digest = hashlib.sha256(f"{FORMAT}".encode())
    for library in _LIBRARIES:
        try:
            digest.update(f"{library} {metadata.version(library)}\n".encode())
        except metadata.PackageNotFoundError:
            digest.update(f"{library} -\n".encode())
    package = Path(resources.__file__).parent
    files = [file for stage in _STAGES for file in (package / stage).rglob("*") if file.suffix != ".pyc"]
    files += [file for file in resources.directory("ontology").glob("*") if file.name != "shapes.ttl"]
    for file in sorted(files):
        if file.is_file():
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def mark_of(settings: Settings) -> str:
    """A hash of everything that decides what a report becomes but its namespace: `fingerprint`, and what a person decided."""
    decisions, reviews = settings.decisions, settings.reviews
    if decisions is None and reviews is None and not settings.hypotheses:
        return fingerprint()
    decided = (*sorted(decisions.same.items()), *sorted(decisions.different)) if decisions else ()
    verdicts = sorted(reviews.verdicts.items()) if reviews else ()
    said = f"{fingerprint()}\n{decided}\n{verdicts}\n{settings.hypotheses}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
