"""A build in, the files that can be downloaded from its site out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from kg.export import export
from kg.site.material import SiteBuild
from kg.site.model import DOWNLOADS

TABLES = "csv"
"""The folder of the tables, a file for each."""
WORKBOOK = "tables.xlsx"
"""The tables in one file."""
MOST = 100_000
"""Facts in the workbook; with more, making it would take longer than all the pages, and spreadsheets be slow to open it."""


def has_workbook(build: SiteBuild) -> bool:
    """Whether the site of a build has the workbook."""
    return len(build.all_facts) <= MOST


def write_downloads(build: SiteBuild, folder: Path) -> Iterator[Path]:
    """Write them into a folder that is there; their paths, each once it is whole."""
    for name in DOWNLOADS:
        shutil.copyfile(build.path / name, folder / name)
        yield folder / name
    export(build, "csv", folder / TABLES)
    yield from sorted((folder / TABLES).iterdir())
    if has_workbook(build):
        export(build, "xlsx", folder / WORKBOOK)
        yield folder / WORKBOOK
