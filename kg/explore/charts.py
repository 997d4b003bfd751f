"""Data frames in, altair charts out, with Chinese labels in our own font; shown as SVG, so nothing is fetched to see them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.explore.fonts import FAMILY, converter
from kg.explore.style import palette, series
from kg.query import Chart

if TYPE_CHECKING:
    import altair
    import pandas as pd

FONTS = f"{FAMILY}, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif"
NAMES = 40
"""Names that stand on an axis unless told otherwise: more bars than that nobody reads."""
# 16000000000 is 160亿.
_LARGE = (
    "abs(datum.value) >= 1e8 ? format(datum.value / 1e8, ',~f') + '亿' : "
    "abs(datum.value) >= 1e5 ? format(datum.value / 1e4, ',~f') + '万' : format(datum.value, ',~f')"
)
_ORDER = "kgOrder"
_STREETS = ("street", "area", "place")


def draw(frame: pd.DataFrame, header: Chart | None = None, *, most: int = NAMES, **given: str | None) -> altair.Chart:
    """A chart of a frame. `given` channels win over those of the query's header, these over what the columns suggest.

    Of more than `most` names the first are drawn (of counts those with most), with all their rows; the subtitle says so.

    Counts (whole numbers) of one bar are stacked; other numbers of one bar stand side by side, because their sum means nothing.

    Raises:
        UsageError: altair is not installed, there is no such column, nothing that can be drawn, or no row.
    """
    chart_class = _chart_class()
    if frame.empty:
        raise UsageError("图", "没有数据可画", "请换一组参数")
    mark, channels = _channels(frame, header, given)
    for channel, column in channels.items():
        if column not in frame.columns:
            from kg.explore.names import near

            close = near(column, frame.columns)
            have = f"是不是 {'、'.join(close)}？" if close else ""
            raise UsageError(f"{channel}={column}", "表里没有这一列", f"{have}有：{'、'.join(frame.columns)}")
    labels: dict[str, str] = frame.attrs.get("labels", {})
    data = _plain(frame, [*channels.values()])
    if "row" in channels and data[channels["row"]].nunique() < 2:
        only = data[channels["row"]].dropna().unique()
        labels = labels | {channels["x"]: f"{labels.get(channels['x'], channels['x'])}　{only[0] if len(only) else ''}"}
        del channels["row"]
    names = data[channels["y"]].nunique()
    if names > most and not _is_number(data, channels["y"]):
        data = data[data[channels["y"]].isin(_first(data, channels, most))]
    encoding = {name: _encoding(name, column, data, labels, mark, channels) for name, column in channels.items()}
    if (offset := _beside(data, mark, channels)) is not None:
        encoding[offset] = (
            _altair().YOffset(channels["color"]) if offset == "yOffset" else _altair().XOffset(channels["color"])
        )
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
    return _dressed(drawn, data, channels)


def _channels(frame: pd.DataFrame, header: Chart | None, given: dict[str, str | None]) -> tuple[str, dict[str, str]]:
    """The mark and which column goes where."""
    mark = given.pop("mark", None) or (header.mark if header else "bar")
    channels = dict(header.channels) if header else {}
    channels |= {name: column for name, column in given.items() if column is not None}
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
    return mark, channels


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
        extra["axis"] = alt.Axis(
            title=title, labelExpr=_LARGE, **({"tickMinStep": 1} if _is_count(data, column) else {})
        )
    if kind == "T":
        extra["axis"] = alt.Axis(format="%Y-%m", tickCount=6, labelOverlap=True, title=title)
    return axis_of[name](f"{column}:{kind}", **extra)


def _beside(data: pd.DataFrame, mark: str, channels: dict[str, str]) -> str | None:
    """The channel that puts bars side by side, where measures of several colours share one name."""
    name, colour = channels["y"], channels.get("color")
    if mark != "bar" or not colour or colour == name or not _is_number(data, channels["x"]):
        return None
    if _is_number(data, name) or _is_count(data, channels["x"]) or not data.duplicated([name]).any():
        return None
    return "yOffset"


def _order(data: pd.DataFrame, mark: str, channels: dict[str, str]) -> pd.Series | None:
    """For each row the place of its colour in the legend; None where colours are no names."""
    colour = channels.get("color")
    if mark != "bar" or colour is None or _is_number(data, colour) or _is_date(data, colour):
        return None
    return data[colour].map({name: place for place, name in enumerate(data[colour].unique())})


def _first(data: pd.DataFrame, channels: dict[str, str], most: int) -> list[Any]:
    """The names on the axis that are drawn, where there are too many."""
    name, value = channels["y"], channels["x"]
    if _is_number(data, value) and _is_count(data, value):
        return list(data.groupby(name, sort=False)[value].sum().nlargest(most).index)
    return list(data[name].dropna().unique()[:most])


def _plain(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The columns to draw, with types that altair knows."""
    plain = frame[list(dict.fromkeys(columns))].reset_index(drop=True)
    plain.attrs = {}
    for column in plain.columns:
        if _is_number(plain, column) and plain[column].dtype == object:
            plain[column] = plain[column].map(lambda value: None if value is None else float(value)).astype("Float64")
    return plain


def _is_number(frame: pd.DataFrame, column: str) -> bool:
    from decimal import Decimal

    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    values = frame[column]
    if values.dtype == object:
        known = values.dropna()
        return bool(len(known)) and all(isinstance(value, int | float | Decimal) for value in known)
    return bool(is_numeric_dtype(values) and not is_bool_dtype(values))


def _is_count(frame: pd.DataFrame, column: str) -> bool:
    from pandas.api.types import is_integer_dtype

    return bool(is_integer_dtype(frame[column]))


def _is_date(frame: pd.DataFrame, column: str) -> bool:
    from pandas.api.types import is_datetime64_any_dtype

    return bool(is_datetime64_any_dtype(frame[column]))


def _dressed(chart: altair.Chart, data: pd.DataFrame, channels: dict[str, str]) -> altair.Chart:
    """The chart in the house's type and colours."""
    surface = palette()["surface"]
    chart = chart.properties(height={"step": 22})
    if _is_number(data, channels["x"]) or _is_date(data, channels["x"]):
        chart = chart.properties(width=460)
    else:
        chart = chart.properties(width={"step": 46})
    if "row" in channels:
        chart = chart.resolve_scale(x="independent", y="independent")
    text = {"labelFontSize": 12, "titleFontSize": 12, "labelColor": surface["ink"], "titleColor": surface["soft"]}
    dressed: altair.Chart = (
        chart.configure(font=FONTS, background=surface["back"])
        .configure_axis(
            **text,
            titleFontWeight="normal",
            gridColor="#eef0f3",
            domainColor=surface["line"],
            tickColor=surface["line"],
        )
        .configure_legend(**text, titleFontWeight="normal", labelLimit=260)
        .configure_header(**text, titleFontWeight="normal")
        .configure_title(
            fontSize=15,
            fontWeight="normal",
            anchor="start",
            color=surface["ink"],
            subtitleColor=surface["soft"],
            offset=12,
        )
        .configure_view(stroke=None)
        .configure_mark(color=series()[0])
    )
    return dressed


@cache
def _altair() -> Any:
    try:
        import altair
    except ImportError:
        raise UsageError("altair", "没有安装", "pip install 'streetkg[notebook]'") from None
    converter()
    return altair


@cache
def _chart_class() -> Any:
    class OfflineChart(_altair().Chart):  # type: ignore[misc]
        """An altair chart that shows itself as SVG: JupyterLab, VS Code and exported pages need nothing from elsewhere."""

        def _repr_mimebundle_(self, *_: object, **__: object) -> dict[str, str]:
            return bundle(self.to_dict(context={"pre_transform": False}))

    return OfflineChart


def bundle(specification: dict[str, Any], **_: object) -> dict[str, str]:
    """What a notebook shows of a chart; also as a renderer of altair: `alt.renderers.enable("kg")`."""
    svg = converter().vegalite_to_svg(specification)
    return {"image/svg+xml": svg, "text/plain": "图：.save('图.png') 或 .save('图.svg') 存成文件"}


def enable() -> None:
    """Have altair show all its charts in this way (also those put together of several)."""
    alt = _altair()
    alt.renderers.register("kg", bundle)
    alt.renderers.enable("kg")
