"""Zip archives in, their members out: with bounds on how much they may hold, and names that are never used as paths."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from kg.errors import UnreadableSource

LARGEST_MEMBER = 64 * 2**20
"""Bytes that a member may have, uncompressed."""
LARGEST_WHOLE = 512 * 2**20
"""Bytes that the members that are read may have together."""
MOST_MEMBERS = 20_000
_GREATEST_RATIO = 300
"""How much larger than its packed form a large member may be; texts pack to a tenth, bombs to a thousandth."""
_SUSPICIOUS = 2**20
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    IndexError,
)
"""What the library raises on archives that are none, or no longer whole."""
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800


class Archive:
    """A zip archive held in memory. Nothing of it is written to disk, so its names can lead nowhere.

    Raises:
        UnreadableSource: damaged, encrypted, or larger than can be meant.
    """

    def __init__(self, data: bytes, subject: str) -> None:
        self._subject = subject
        self._sizes: dict[str, int] = {}
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            infos = self._zip.infolist()
        except _BROKEN as error:
            raise UnreadableSource(subject, f"压缩包损坏（{error}）", "请重新下载或重新打包") from None
        if len(infos) > MOST_MEMBERS:
            raise UnreadableSource(subject, f"压缩包里有 {len(infos)} 个文件，太多了", "请拆成几个压缩包")
        self._infos = {_name(info): info for info in infos if not info.filename.endswith("/")}

    def names(self) -> Iterator[str]:
        """The names of the members, in the order of the archive."""
        return iter(self._infos)

    def has(self, name: str) -> bool:
        """Whether there is such a member."""
        return name in self._infos

    def read(self, name: str) -> bytes:
        """The bytes of a member.

        Raises:
            UnreadableSource: encrypted, damaged, or blown up beyond measure.
        """
        info = self._infos[name]
        subject = f"{self._subject}：{name}"
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableSource(subject, "压缩包有密码", "请解开密码后再试")
        too_large = info.file_size > LARGEST_MEMBER or sum(self._sizes.values()) + info.file_size > LARGEST_WHOLE
        packed = max(info.compress_size, 1)
        if too_large or (info.file_size > _SUSPICIOUS and info.file_size > _GREATEST_RATIO * packed):
            raise UnreadableSource(subject, "解压后大得不合常理（可能是压缩炸弹）", "请检查这个文件的来源")
        try:
            with self._zip.open(info) as member:
                # What the directory says of the size need not be true.
                data = member.read(LARGEST_MEMBER + 1)
        except _BROKEN as error:
            raise UnreadableSource(subject, f"压缩包损坏（{error}）", "请重新下载或重新打包") from None
        self._sizes[name] = len(data)
        if len(data) > LARGEST_MEMBER or len(data) > max(_SUSPICIOUS, _GREATEST_RATIO * packed):
            raise UnreadableSource(subject, "解压后大得不合常理（可能是压缩炸弹）", "请检查这个文件的来源")
        return data


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member; archives made on Chinese Windows have names in GBK and do not say so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
