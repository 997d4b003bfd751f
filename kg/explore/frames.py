"""Result tables in, pandas data frames with fitting column types out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from kg.errors import UsageError
from kg.query import Cell, ResultTable

if TYPE_CHECKING:
    import pandas as pd

Numbers = Literal["decimal", "float"]


def to_frame(table: ResultTable, numbers: Numbers = "decimal") -> pd.DataFrame:
    """A data frame with the rows of a table; `attrs["labels"]` has its headings.

    Raises:
        UsageError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise UsageError("pandas", "没有安装", "pip install 'streetkg[explore]'") from None
    frame = pd.DataFrame(
        {
            column: _column([cell and cell.value for cell in cells], numbers, pd.array)
            for column, cells in zip(table.columns, _turned(table), strict=True)
        }
    )
    frame.attrs["labels"] = {column: table.labels.get(column, column) for column in table.columns}
    return frame


def _turned(table: ResultTable) -> list[tuple[Cell | None, ...]]:
    """The columns of a table; as many empty ones where it has no rows."""
    return list(zip(*table.rows, strict=True)) or [()] * len(table.columns)


def _column(values: list[object], numbers: Numbers, array: Callable[..., object]) -> object:
    """The values of a column as an array of the type that all of them have."""
    kinds = {bool if isinstance(value, bool) else type(value) for value in values if value is not None}
    if kinds == {bool}:
        return array(values, dtype="boolean")
    if kinds == {int}:
        return array(values, dtype="Int64")
    if kinds and kinds <= {int, Decimal}:
        if numbers == "float":
            return array([None if value is None else float(str(value)) for value in values], dtype="Float64")
        return array([None if value is None else Decimal(str(value)) for value in values], dtype="object")
    if kinds == {date}:
        return array(values, dtype="datetime64[s]")
    return array([None if value is None else str(value) for value in values], dtype="str")
