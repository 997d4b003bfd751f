"""A build in, the folder of its site out: pages and downloads, written aside and put in place at once."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kg.errors import UsageError
from kg.site.downloads import write_downloads
from kg.site.material import SiteBuild, open_site_build
from kg.site.pages import MAKERS

RECORD = "site.json"
"""Tells that a folder was made by us: its build and its files."""


def write_site(build: str | Path, output: Path, told: Callable[[str], None] | None = None) -> dict[str, int]:
    """Write the site of a build; sizes of its files in bytes, by path. `told` is called with the path of each.

    Raises:
        UsageError: there is no build, or `output` is not a folder that this may write or replace.
    """
    opened = open_site_build(build)
    shown, target = str(output), output.resolve()
    _check(target, shown)
    scratch = target.with_name(f".{target.name}.new-{os.getpid()}")
    before = target.with_name(f".{target.name}.old-{os.getpid()}")
    try:
        scratch.mkdir(parents=True)
        sizes = _fill(opened, scratch, told)
        if target.exists():
            target.replace(before)
        scratch.replace(target)
    except OSError as error:
        if before.exists() and not target.exists():
            before.replace(target)
        raise UsageError(shown, f"无法写入（{error.strerror or error}）", "请检查路径与权限，或换一个位置") from error
    finally:
        for left in (scratch, before):
            shutil.rmtree(left, ignore_errors=True)
    return sizes


def is_site(folder: Path) -> bool:
    """Whether a folder was made by `write_site`."""
    with suppress(OSError, ValueError):
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return isinstance(record, dict) and "streetkg_site" in record
    return False


def _check(target: Path, shown: str) -> None:
    if target.exists() and not target.is_dir():
        raise UsageError(shown, "输出位置是一个文件，不是目录", "请用 -o 给出一个目录")
    if target.is_dir() and any(target.iterdir()) and not is_site(target):
        raise UsageError(shown, "输出目录里有别的东西，不是 kg site 生成的", "请换一个空目录，以免覆盖")


def _fill(build: SiteBuild, folder: Path, told: Callable[[str], None] | None) -> dict[str, int]:
    sizes: dict[str, int] = {}

    def written(path: str, size: int) -> None:
        sizes[path] = size
        if told:
            told(path)

    for maker in MAKERS:
        for page in maker(build):
            place = folder / page.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(page.data)
            written(page.path, len(page.data))
    (folder / "data").mkdir()
    for path in write_downloads(build, folder / "data"):
        written(path.relative_to(folder).as_posix(), path.stat().st_size)
    record = {"streetkg_site": 1, "fingerprint": build.info["fingerprint"], "files": sizes}
    (folder / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return sizes
