"""A CSV file that people fill in: its path in, its rows out."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from kg.errors import UsageError


def read_table(path: Path, columns: Sequence[str], remedy: str) -> list[dict[str, str]]:
    """The rows of a file (UTF-8, with or without BOM) that has at least some columns; what is missing is empty.

    Raises:
        UsageError: the file cannot be read, or a column is missing; `remedy` says what the columns are.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise UsageError(str(path), f"缺少列：{'、'.join(missing)}", remedy)
            return [{name: value or "" for name, value in row.items() if name} for row in reader]
    except OSError as error:
        raise UsageError(str(path), f"读不了（{error.strerror}）", "请检查路径和权限") from None
    except (UnicodeDecodeError, csv.Error):
        raise UsageError(str(path), "不是 UTF-8 的 CSV 文件", "请另存为 CSV（UTF-8）") from None
