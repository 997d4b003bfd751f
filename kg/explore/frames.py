"""Result tables in, pandas data frames with fitting column types out, each row with the place of its words in the reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kg.errors import UsageError
from kg.explore.evidence import Evidence, found_at, places_in
from kg.query import Cell, ResultTable

if TYPE_CHECKING:
    import pandas as pd

    from kg.query.types import ColumnType

Numbers = Literal["decimal", "float"]
ORIGIN = "出处"
"""Name of the index that holds the places of a row: `FILE:START-END`, several joined by `; `."""


_PYTHON: dict[ColumnType, set[type]] = {
    "string": {str},
    "integer": {int},
    "decimal": {int, Decimal},
    "date": {date},
    "boolean": {bool},
}


def to_frame(
    table: ResultTable,
    numbers: Numbers = "decimal",
    origins: Sequence[str] | None = None,
    types: Mapping[str, ColumnType] | None = None,
) -> pd.DataFrame:
    """A data frame with the rows of a table; `attrs["labels"]` has its headings, the index its origins if there are any.

    Columns have the `types` that the query gives them (`kg.query.types.column_types`), whatever rows there are; others, and those
    with a value of another type, the type of their values. An empty string is a missing value.

    Raises:
        UsageError: pandas is not installed.
    """
    pd = pandas()
    frame = pd.DataFrame(
        {
            column: _column([_value(cell) for cell in cells], (types or {}).get(column), numbers, pd.array)
            for column, cells in zip(table.columns, _turned(table), strict=True)
        }
    )
    if origins is not None:
        frame.index = pd.Index(origins, dtype="str", name=ORIGIN)
    frame.attrs["labels"] = {column: table.labels.get(column, column) for column in table.columns}
    return frame


def pandas() -> Any:
    """The pandas module, with the accessor `.kg` on its data frames.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise UsageError("pandas", "没有安装", "pip install 'streetkg[explore]'") from None
    if not hasattr(pd.DataFrame, "kg"):
        pd.api.extensions.register_dataframe_accessor("kg")(Accessor)
    return pd


class Accessor:
    """`frame.kg`: what the rows of an answer stand on, and the answer as a table for people."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def evidence(self, build: str | Path | None = None) -> Evidence:
        """The sentences behind the rows, in their order, with the quotations marked.

        Rows may have been filtered, sorted, joined with others, saved and read again, as long as the index 出处 (or a
        column of that name) is there. `build` is needed where pandas has lost which build the answer came from.

        Raises:
            UsageError: the rows do not tell their places (sums and counts), or the build has no such place.
        """
        folder = build if build is not None else self._frame.attrs.get("build")
        if folder is None:
            raise UsageError(
                "evidence", "表里没有记下它来自哪个图谱", "写作 .kg.evidence(目录)，或用 图谱.evidence(表)"
            )
        from kg.store import open_build

        return evidence_of(self._frame, open_build(folder))

    def table(self, rows: int | None = None) -> pd.DataFrame:
        """The first rows for reading: headings in Chinese, whole texts, plain numbers, blanks for what is missing and for the index."""
        shown = self._frame if rows is None else self._frame.head(rows)
        labels = self._frame.attrs.get("labels", {})
        written = shown.astype(object).map(_written).rename(columns=labels)
        written.index = [""] * len(written)
        return _whole_texts()(written)


@cache
def _whole_texts() -> Any:
    import pandas as pd

    class Table(pd.DataFrame):  # type: ignore[misc]
        """A data frame whose texts are shown in full."""

        def _repr_html_(self) -> str | None:
            with pd.option_context("display.max_colwidth", None):
                return str(super()._repr_html_())

        def __repr__(self) -> str:
            with pd.option_context("display.max_colwidth", None):
                return str(super().__repr__())

    return Table


def evidence_of(frame: pd.DataFrame, build: Any) -> Evidence:
    """The sentences behind the rows of a frame."""
    # Of two frames that were merged each has its own: 出处_x, 出处_y.
    columns = [name for name in frame.columns if isinstance(name, str) and re.fullmatch(rf"{ORIGIN}(_\w+)?", name)]
    if frame.index.name == ORIGIN:
        origins = list(frame.index)
    elif columns:
        origins = [value for row in frame[columns].itertuples(index=False) for value in row]
    else:
        raise UsageError(
            "evidence",
            "这张表的行没有出处（合计、计数，或行号已被换掉）",
            "请从逐条列出事实的查询开始，并保留名为“出处”的行标",
        )
    return found_at(build, [place for origin in origins if isinstance(origin, str) for place in places_in(origin)])


def _written(value: Any) -> Any:
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float | Decimal):
        from kg.query.results import plain_number

        return plain_number(Decimal(str(value)))
    return value


def _turned(table: ResultTable) -> list[tuple[Cell | None, ...]]:
    """The columns of a table; as many empty ones where it has no rows."""
    return list(zip(*table.rows, strict=True)) or [()] * len(table.columns)


def _value(cell: Cell | None) -> Any:
    return None if cell is None or cell.value == "" else cell.value


def _column(values: list[Any], told: ColumnType | None, numbers: Numbers, array: Callable[..., object]) -> object:
    """The values of a column as an array of the type told, or of that which all of them have."""
    found = {type(value) for value in values if value is not None}
    fitting = [kind for kind, types in _PYTHON.items() if found and found <= types]
    kind = told if told and found <= _PYTHON[told] else fitting[0] if fitting else "string"
    if kind == "boolean":
        return array(values, dtype="boolean")
    if kind == "integer":
        return array(values, dtype="Int64")
    if kind == "decimal" and numbers == "float":
        return array([None if value is None else float(value) for value in values], dtype="Float64")
    if kind == "decimal":
        return array([None if value is None else Decimal(value) for value in values], dtype="object")
    if kind == "date":
        return array(values, dtype="datetime64[s]")
    return array([None if value is None else str(value) for value in values], dtype="str")
