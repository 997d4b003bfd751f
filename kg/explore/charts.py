"""Data frames in, altair charts out, with Chinese labels: the channels are chosen here, the look is that of `offline`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import UsageError, is_it
from kg.explore.offline import altair as _altair
from kg.explore.offline import classes
from kg.explore.style import series
from kg.query import Chart
from kg.query.files import MARKS
from kg.query.vocabulary import near
from kg.records import record

if TYPE_CHECKING:
    import altair
    import pandas as pd

NAMES = 40
"""Names that stand on an axis unless told otherwise: more bars than that nobody reads."""
# 16000000000 is 160亿.
_LARGE = (
    "abs(datum.value) >= 1e8 ? format(datum.value / 1e8, ',~f') + '亿' : "
    "abs(datum.value) >= 1e5 ? format(datum.value / 1e4, ',~f') + '万' : format(datum.value, ',~f')"
)
_ORDER = "kgOrder"
_ROWS = "kgRows"
_MEASURE, _VALUE = "kgMeasure", "kgValue"
_NONE = "（没有）"
_STREETS = ("street", "area", "place")
_UNIT = "unit"


@record
class _Plan:
    """The mark and which column goes where; of several columns on the axis of values each gets a colour."""

    mark: str
    channels: dict[str, str]
    measures: tuple[str, ...]


def draw(frame: pd.DataFrame, header: Chart | None = None, *, most: int = NAMES, **given: str | None) -> altair.Chart:
    """A chart of a frame. `given` channels win over those of the query's header, these over what the columns suggest.

    Of more than `most` names the first are drawn (of counts those with most), with all their rows; the subtitle says so.
    Counts (whole numbers) of one bar are stacked; other numbers of one bar stand side by side, because their sum means
    nothing. Measures in several units get an axis each. Where the header names no `x`, rows are counted.

    Raises:
        UsageError: altair is not installed, there is no such column or mark, nothing that can be drawn, or no row.
    """
    chart_class = classes()["Chart"]
    if frame.empty:
        raise UsageError("图", "没有数据可画", "请换一组参数")
    plan = _plan(frame, header, given)
    for channel, column in [*plan.channels.items(), *(("x", column) for column in plan.measures)]:
        if column not in frame.columns:
            have = f"{is_it(near(column, frame.columns))}有：{'、'.join(frame.columns)}"
            raise UsageError(f"{channel}={column}", "表里没有这一列", have)
    data, labels, channels = _data(frame, plan)
    mark = plan.mark
    if "row" in channels and data[channels["row"]].nunique() < 2:
        only = data[channels["row"]].unique()
        labels = labels | {channels["x"]: f"{labels.get(channels['x'], channels['x'])}　{only[0] if len(only) else ''}"}
        del channels["row"]
    if mark == "bar" and _is_number(data, channels["x"]) and _is_count(data, channels["x"]):
        # One stretch of a bar instead of many of one colour.
        rest = list(dict.fromkeys(column for name, column in channels.items() if name != "x"))
        data = data.groupby(rest, sort=False, dropna=False)[channels["x"]].sum().reset_index()
    names = data[channels["y"]].nunique()
    if names > most and not _is_number(data, channels["y"]):
        data = data[data[channels["y"]].isin(_first(data, mark, channels, most))]
    encoding = {name: _encoding(name, column, data, labels, mark, channels) for name, column in channels.items()}
    if _side_by_side(data, mark, channels):
        encoding["yOffset"] = _altair().YOffset(channels["color"])
    if (order := _order(data, mark, channels)) is not None:
        # Stretches of a bar in the order of the legend.
        data = data.assign(**{_ORDER: order})
        encoding["order"] = _altair().Order(f"{_ORDER}:Q")
    encoding["tooltip"] = [
        _altair().Tooltip(column, title=labels.get(column, column)) for column in dict.fromkeys(channels.values())
    ]
    cut = f"前 {most} 项，共 {names} 项" if names > most else ""
    title = (
        _altair().Title(str(frame.attrs.get("title", "")), subtitle=cut) if cut else str(frame.attrs.get("title", ""))
    )
    options: dict[str, Any] = {"point": {"size": 70, "filled": True, "opacity": 0.85}, "line": {"point": True}}
    drawn = chart_class(data)
    drawn = getattr(drawn, f"mark_{mark}")(**options.get(mark, {})).encode(**encoding).properties(title=title)
    return _sized(drawn, data, channels)


def _plan(frame: pd.DataFrame, header: Chart | None, given: dict[str, str | None]) -> _Plan:
    mark = given.pop("mark", None) or (header.mark if header else "bar")
    if mark not in MARKS:
        raise UsageError(f"mark={mark}", "没有这种图", f"可用：{'、'.join(MARKS)}")
    chosen = {name: column for name, column in given.items() if column is not None}
    channels = (dict(header.channels) if header else {}) | chosen
    measures = tuple(column for name, column in (header.channels if header else ()) if name == "x")
    if len(measures) > 1 and not chosen.keys() & {"x", "color"}:
        return _Plan(mark, {name: column for name, column in channels.items() if name != "x"}, measures)
    if header is None or "y" not in channels:
        channels = _suggested(frame, channels)
    if (
        "row" not in channels
        and _UNIT in frame
        and _UNIT not in channels.values()
        and frame[_UNIT].nunique() > 1
        and _is_measure(frame, channels.get("x", ""))
    ):
        channels["row"] = _UNIT
    return _Plan(mark, channels, ())


def _suggested(frame: pd.DataFrame, channels: dict[str, str]) -> dict[str, str]:
    """Channels with those that the columns suggest."""
    channels = dict(channels)
    numbers = [column for column in frame.columns if _is_number(frame, column)]
    words = [column for column in frame.columns if column not in numbers and not _is_date(frame, column)]
    if "x" not in channels:
        free = [column for column in numbers if column != channels.get("y")]
        if not free:
            raise UsageError("图", "表里没有数字的列，不知道画什么", "写明 x= 和 y=，或先汇总")
        channels["x"] = free[0]
    if "y" not in channels:
        rest = [column for column in words if column != channels["x"]]
        # What tells the rows apart best: a street stands in many of them.
        rest.sort(key=lambda column: (column in _STREETS, -frame[column].nunique()))
        if not rest:
            raise UsageError("图", "表里没有文字的列可以分组", "写明 y=")
        short = [column for column in rest if frame[column].astype("str").str.len().median() <= 20]
        channels["y"] = (short or rest)[0]
        street = next((column for column in _STREETS if column in words and column != channels["y"]), None)
        if street and "color" not in channels:
            channels["color"] = street
    return channels


def _data(frame: pd.DataFrame, plan: _Plan) -> tuple[pd.DataFrame, dict[str, str], dict[str, str]]:
    """What is drawn, in types that altair knows, with the labels of its columns and the channels."""
    labels: dict[str, str] = dict(frame.attrs.get("labels", {}))
    channels = dict(plan.channels)
    data = frame[list(dict.fromkeys([*channels.values(), *plan.measures]))].reset_index(drop=True)
    data.attrs = {}
    for column in data.columns:
        if _is_number(data, column) and data[column].dtype == object:
            data[column] = data[column].map(lambda value: None if value is None else float(value)).astype("Float64")
        elif not _is_number(data, column) and not _is_date(data, column):
            data[column] = data[column].astype("str").where(data[column].notna(), _NONE)
    if plan.measures:
        said = data.rename(columns=labels)
        measures = [labels.get(column, column) for column in plan.measures]
        ids = {labels.get(column, column): column for column in channels.values()}
        data = said.melt(list(ids), measures, _MEASURE, _VALUE).rename(columns=ids).dropna(subset=[_VALUE])
        labels |= {_MEASURE: "", _VALUE: "、".join(measures)}
        channels |= {"x": _VALUE, "color": _MEASURE}
    elif "x" not in channels:
        data = data.groupby(list(data.columns), sort=False, dropna=False).size().reset_index(name=_ROWS)
        labels |= {_ROWS: "条数"}
        channels["x"] = _ROWS
    return data, labels, channels


def _encoding(
    name: str, column: str, data: pd.DataFrame, labels: dict[str, str], mark: str, channels: dict[str, str]
) -> Any:
    alt = _altair()
    title = labels.get(column, column)
    kind = "Q" if _is_number(data, column) else "T" if _is_date(data, column) else "N"
    if name == "color":
        if kind == "Q":
            return alt.Color(f"{column}:Q", title=title, scale=alt.Scale(range=["#eef2f8", "#1f5fa8"]))
        many = data[column].nunique() > len(series())
        return alt.Color(
            f"{column}:N",
            title=title,
            sort=None,
            scale=alt.Scale(scheme="tableau20") if many else alt.Scale(range=series()),
        )
    if name == "row":
        header = alt.Header(title=None, labelAngle=0, labelAlign="left", labelOrient="top", labelAnchor="start")
        return alt.Row(f"{column}:N", sort=None, header=header, spacing=18)
    axis_of = {"x": alt.X, "y": alt.Y}
    extra: dict[str, Any] = {"title": title}
    if kind == "N":
        other = channels.get("x" if name == "y" else "y", "")
        # As the query sorts them, unless bars are of whole numbers: then the longest first.
        extra["sort"] = (
            alt.EncodingSortField(other, op="sum", order="descending")
            if other in data and _is_count(data, other) and mark == "bar"
            else None
        )
        extra["axis"] = alt.Axis(title=None, labelLimit=300, labelAngle=0 if name == "y" else -35)
    if kind == "Q" and mark == "bar":
        extra["stack"] = "zero" if _is_count(data, column) else None
    if kind == "Q":
        # There is no half of a thing counted.
        whole = "datum.value % 1 ? '' : " if _is_count(data, column) else ""
        extra["axis"] = alt.Axis(title=title, labelExpr=whole + _LARGE)
    if kind == "T":
        extra["axis"] = alt.Axis(format="%Y-%m", tickCount=6, labelOverlap=True, title=title)
    return axis_of[name](f"{column}:{kind}", **extra)


def _side_by_side(data: pd.DataFrame, mark: str, channels: dict[str, str]) -> bool:
    """Whether measures of several colours share one name: their bars then stand side by side."""
    name, colour = channels["y"], channels.get("color")
    if mark != "bar" or not colour or colour == name or not _is_measure(data, channels["x"]):
        return False
    return not _is_number(data, name) and bool(data.duplicated([name]).any())


def _order(data: pd.DataFrame, mark: str, channels: dict[str, str]) -> pd.Series | None:
    """For each row the place of its colour in the legend; None where colours are no names."""
    colour = channels.get("color")
    if mark != "bar" or colour is None or _is_number(data, colour) or _is_date(data, colour):
        return None
    return data[colour].map({name: place for place, name in enumerate(data[colour].unique())})


def _first(data: pd.DataFrame, mark: str, channels: dict[str, str], most: int) -> list[Any]:
    """The names on the axis that are drawn, where there are too many."""
    name, value = channels["y"], channels["x"]
    if mark == "bar" and _is_number(data, value) and _is_count(data, value):
        return list(data.groupby(name, sort=False)[value].sum().nlargest(most).index)
    return list(data[name].dropna().unique()[:most])


def _is_number(frame: pd.DataFrame, column: str) -> bool:
    from decimal import Decimal

    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    values = frame[column]
    if values.dtype == object:
        known = values.dropna()
        return bool(len(known)) and all(isinstance(value, int | float | Decimal) for value in known)
    return bool(is_numeric_dtype(values) and not is_bool_dtype(values))


def _is_measure(frame: pd.DataFrame, column: str) -> bool:
    return column in frame and _is_number(frame, column) and not _is_count(frame, column)


def _is_count(frame: pd.DataFrame, column: str) -> bool:
    from pandas.api.types import is_integer_dtype

    return bool(is_integer_dtype(frame[column]))


def _is_date(frame: pd.DataFrame, column: str) -> bool:
    from pandas.api.types import is_datetime64_any_dtype

    return bool(is_datetime64_any_dtype(frame[column]))


def _sized(chart: altair.Chart, data: pd.DataFrame, channels: dict[str, str]) -> altair.Chart:
    """The chart with room for each name, and an axis of its own for each row of charts."""
    wide = _is_number(data, channels["x"]) or _is_date(data, channels["x"])
    chart = chart.properties(height={"step": 22}, width=460 if wide else {"step": 46})
    return chart.resolve_scale(x="independent", y="independent") if "row" in channels else chart
