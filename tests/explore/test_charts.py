"""Charts: what is drawn, in which font, as files without a browser, and inline without fetching anything."""

from __future__ import annotations

import base64
import html
import io
import operator
import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fontTools.ttLib import TTFont

from kg.errors import UsageError
from kg.explore import Graph
from kg.explore.charts import draw
from kg.explore.fonts import FAMILY, FILE, _face, embedded
from kg.explore.offline import bundle
from kg.explore.style import series
from kg.query import Chart, catalogue

ROOT = Path(__file__).resolve().parents[2]
DRAWN = [query for query in catalogue() if query.chart]


def encoding(chart: Any) -> dict[str, Any]:
    return {name: channel for name, channel in chart.to_dict()["encoding"].items() if name != "tooltip"}


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


@pytest.mark.parametrize("query", DRAWN, ids=lambda query: query.name)
def test_shipped_queries_with_a_chart_draw_what_their_header_says(query: Any, graph: Graph) -> None:
    frame = graph.query(query.name, numbers="float")
    if frame.empty:
        with pytest.raises(UsageError, match="没有数据"):
            graph.chart(query.name)
        return
    chart = graph.chart(query.name)
    channels = {name: channel["field"] for name, channel in encoding(chart).items() if name not in ("yOffset", "order")}
    told = dict(query.chart.channels)
    values = [column for name, column in query.chart.channels if name == "x"]
    if len(values) > 1:
        told |= {"x": "kgValue", "color": "kgMeasure"}
    elif not values:
        told |= {"x": "kgRows"}
    assert channels.items() <= told.items()
    drawn = next(iter(chart.to_dict()["datasets"].values()))
    if not values and frame[told["y"]].nunique() <= 40:
        assert sum(row["kgRows"] for row in drawn) == len(frame)
    svg = chart._repr_mimebundle_()["image/svg+xml"]
    assert query.title in texts(svg)


def test_a_chart_shows_as_svg_that_fetches_nothing(graph: Graph) -> None:
    shown = graph.chart("growth")._repr_mimebundle_()
    assert set(shown) == {"image/svg+xml", "text/plain"}
    svg = shown["image/svg+xml"]
    assert {"观湖街道", "增速%", "市级以上“专精特新”企业同比"} <= set(texts(svg))
    assert set(re.findall(r"https?://[^\"' ]+", svg)) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "<script" not in svg


def test_files_without_a_browser(graph: Graph, tmp_path: Path) -> None:
    chart = graph.chart("growth")
    chart.save(tmp_path / "a.png")
    chart.save(tmp_path / "a.svg")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert FAMILY in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_what_is_drawn_can_be_chosen(graph: Graph) -> None:
    chosen = encoding(graph.chart("levels", indicator="率", x="value", y="street", color="metric", mark="point"))
    assert (chosen["x"]["field"], chosen["y"]["field"], chosen["color"]["field"]) == ("value", "street", "metric")
    with pytest.raises(UsageError, match="是不是 value"):
        graph.chart("levels", x="valu")
    with pytest.raises(UsageError, match="没有数据"):
        graph.chart("levels", indicator="没有这个指标")


def test_columns_suggest_a_chart() -> None:
    frame = pd.DataFrame(
        {"street": ["甲", "乙", "甲"], "metric": ["a", "b", "c"], "value": [Decimal("1.5"), None, Decimal(2)]}
    )
    chosen = encoding(draw(frame))
    assert (chosen["x"]["field"], chosen["y"]["field"], chosen["color"]["field"]) == ("value", "metric", "street")
    assert chosen["x"]["type"] == "quantitative"
    with pytest.raises(UsageError, match="没有数字"):
        draw(frame[["street", "metric"]])
    with pytest.raises(UsageError, match="没有文字"):
        draw(frame[["value"]])


def test_counts_are_stacked_and_measures_stand_side_by_side() -> None:
    frame = pd.DataFrame({"name": ["a", "a"], "kind": ["x", "y"], "count": [1, 2], "share": [0.5, 0.6]})
    counts = encoding(draw(frame, Chart("bar", (("x", "count"), ("y", "name"), ("color", "kind")))))
    shares = encoding(draw(frame, Chart("bar", (("x", "share"), ("y", "name"), ("color", "kind")))))
    assert counts["x"]["stack"] == "zero" and "yOffset" not in counts
    assert shares["x"]["stack"] is None and shares["yOffset"]["field"] == "kind"


def test_stretches_of_a_bar_stand_in_the_order_of_the_legend() -> None:
    frame = pd.DataFrame({"name": ["a"] * 3, "state": ["完成", "计划", "开工"], "count": [1, 1, 1]})
    chart = draw(frame, Chart("bar", (("x", "count"), ("y", "name"), ("color", "state"))))
    svg = chart._repr_mimebundle_()["image/svg+xml"]
    bars = re.findall(r'aria-roledescription="bar" d="M([\d.]+),[^"]*" fill="(#\w+)"', svg)
    assert [fill for _, fill in sorted(bars, key=lambda bar: float(bar[0]))] == series()[:3]
    legend = [text for text in texts(svg) if text in ("完成", "计划", "开工")]
    assert legend == ["完成", "计划", "开工"]


def test_of_many_names_those_with_most_are_drawn_whole() -> None:
    names = [f"n{number}" for number in range(50)]
    frame = pd.DataFrame({"name": names * 2, "kind": ["x"] * 50 + ["y"] * 50, "count": list(range(50)) * 2})
    chart = draw(frame, Chart("bar", (("x", "count"), ("y", "name"), ("color", "kind"))), most=10)
    drawn = next(iter(chart.to_dict()["datasets"].values()))
    assert {row["name"] for row in drawn} == {f"n{number}" for number in range(40, 50)}
    assert len(drawn) == 20
    assert chart.to_dict()["title"]["subtitle"] == "前 10 项，共 50 项"


@pytest.mark.parametrize("query", [q for q in catalogue() if not q.chart], ids=lambda query: query.name)
def test_a_question_without_a_picture_says_so(query: Any, graph: Graph) -> None:
    with pytest.raises(UsageError, match=rf"{query.title}.*没有合适的图.*evidence"):
        graph.chart(query.name)


# Offsets, codes, confidences, and what stands in every row of a group: nothing that a bar may add up.
NEVER_ADDED = {"begin", "end", "code", "confidence", "stated", "rank", "lowest", "highest", "low", "high", "multiplier"}


@pytest.mark.parametrize("query", DRAWN, ids=lambda query: query.name)
def test_no_bar_adds_up_what_has_no_sum(query: Any) -> None:
    if query.chart.mark == "bar":
        assert not {column for name, column in query.chart.channels if name == "x"} & NEVER_ADDED


def test_measures_of_several_units_get_an_axis_each_without_being_asked() -> None:
    frame = pd.DataFrame({"metric": ["a", "b"], "value": [1.5, 2.5], "unit": ["元", "%"]})
    assert encoding(draw(frame))["row"]["field"] == "unit"
    assert encoding(draw(frame, x="value", y="metric"))["row"]["field"] == "unit"
    assert "row" not in encoding(draw(frame.assign(unit="元")))


def test_several_columns_of_values_have_a_colour_each() -> None:
    frame = pd.DataFrame({"street": ["甲", "乙"], "met": [1, 2], "missed": [3, 0]}).astype({"met": "Int64"})
    frame.attrs["labels"] = {"met": "兑现", "missed": "未兑现"}
    chart = draw(frame, Chart("bar", (("x", "met"), ("x", "missed"), ("y", "street"))))
    drawn = next(iter(chart.to_dict()["datasets"].values()))
    values = {(row["street"], row["kgMeasure"]): row["kgValue"] for row in drawn}
    assert values == {("甲", "兑现"): 1, ("乙", "兑现"): 2, ("甲", "未兑现"): 3, ("乙", "未兑现"): 0}
    chosen = encoding(draw(frame, Chart("bar", (("x", "met"), ("x", "missed"), ("y", "street"))), x="met"))
    assert chosen["x"]["field"] == "met" and "color" not in chosen


def test_what_is_missing_has_a_name_of_its_own() -> None:
    frame = pd.DataFrame({"name": ["a", "a"], "verdict": ["兑现", None]})
    chart = draw(frame, Chart("bar", (("y", "name"), ("color", "verdict"))))
    assert {"兑现", "（没有）"} <= set(texts(chart._repr_mimebundle_()["image/svg+xml"]))


def test_there_is_no_half_of_a_thing_counted() -> None:
    frame = pd.DataFrame({"name": ["a"], "count": [1]})
    assert "0.5" not in texts(draw(frame)._repr_mimebundle_()["image/svg+xml"])


@pytest.mark.parametrize("join", [operator.add, operator.or_, operator.and_], ids=["+", "|", "&"])
def test_charts_put_together_are_dressed_like_one(graph: Graph, join: Any, tmp_path: Path) -> None:
    chart = join(graph.chart("growth"), graph.chart("growth", mark="point"))
    svg = chart._repr_mimebundle_()["image/svg+xml"]
    assert FAMILY in svg and "观湖街道" in texts(svg)
    assert chart.to_dict()["config"]["font"].startswith(FAMILY)
    chart.save(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert join(chart, graph.chart("growth"))._repr_mimebundle_()["image/svg+xml"]


def test_what_one_says_of_the_look_wins(graph: Graph) -> None:
    chart = graph.chart("growth").configure_axis(labelFontSize=20)
    assert chart.to_dict()["config"]["axis"]["labelFontSize"] == 20
    assert chart.to_dict()["config"]["axis"]["gridColor"]


def test_units_are_never_on_one_axis(graph: Graph) -> None:
    chart = graph.chart("levels", indicator="投资").to_dict()
    assert chart["encoding"]["row"]["field"] == "unit"
    assert chart["resolve"]["scale"]["x"] == "independent"
    one = graph.chart("levels", indicator="固定资产投资").to_dict()
    assert "row" not in one["encoding"]
    assert one["encoding"]["x"]["title"].endswith("元")


def test_large_numbers_are_written_as_people_say_them(graph: Graph) -> None:
    svg = graph.chart("levels", indicator="固定资产投资", street="观湖")._repr_mimebundle_()["image/svg+xml"]
    assert any(re.fullmatch(r"\d+亿", text) for text in texts(svg))


def test_report_text_is_escaped() -> None:
    frame = pd.DataFrame({"name": ["<script>x</script>", "b"], "count": [1, 2]})
    svg = bundle(draw(frame).to_dict())["image/svg+xml"]
    assert "<script" not in svg and "&lt;script" in svg


@pytest.mark.parametrize("made", ["shown", "saved", "picture"])
def test_drawings_bring_the_characters_that_they_show(graph: Graph, made: str, tmp_path: Path) -> None:
    if made == "picture":
        svg = graph.show("新安街道").svg
    elif made == "shown":
        svg = graph.chart("growth")._repr_mimebundle_()["image/svg+xml"]
    else:
        graph.chart("growth").save(tmp_path / "a.svg")
        svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    face = re.search(r"@font-face\{font-family:'([^']+)';src:url\(data:font/woff;base64,([^)]+)\)", svg)
    assert face is not None and face[1] == FAMILY
    has = {chr(code) for code in TTFont(io.BytesIO(base64.b64decode(face[2]))).getBestCmap()}
    shown = set(html.unescape("".join(re.findall(r"<(?:text|tspan)[^>]*>([^<]*)", svg))))
    assert shown <= has and len(has) < 600
    ranges = re.search(r"unicode-range:([^}]+)\}", svg)
    assert ranges is not None and {chr(int(one[2:], 16)) for one in ranges[1].split(",")} == shown
    assert len(svg) < 150_000
    assert embedded(svg.replace(face[0], "")).count("@font-face") == svg.count("@font-face") == 1


def test_a_drawing_without_fonttools_is_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fontTools.subset", None)
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>鼉</text></svg>'
    _face.cache_clear()
    assert embedded(svg) == svg
    _face.cache_clear()


def test_the_font_has_what_reports_are_written_in() -> None:
    font = TTFont(FILE)
    has = set(font.getBestCmap())
    assert font["name"].getDebugName(1) == FAMILY
    assert "SIL Open Font License" in (FILE.parent / "OFL.txt").read_text(encoding="utf-8")
    assert FILE.stat().st_size <= 1_600_000
    chinese = {chr(code) for code in range(0x4E00, 0xA000)}
    gb2312 = {sign for sign in chinese if sign.encode("gb2312", "ignore")}
    assert {ord(sign) for sign in gb2312} <= has
    for seed in (ROOT / "seeds").glob("*.txt"):
        assert {ord(sign) for sign in seed.read_text(encoding="utf-8") if sign.isprintable()} <= has


def test_charts_need_no_font_of_the_machine(graph: Graph, tmp_path: Path) -> None:
    """Every sign is drawn as a shape of its own: a missing one would be the same box as any other missing one."""
    from kg.explore.fonts import converter

    def drawn(sign: str) -> bytes:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="4" y="30" font-size="28" font-family="{FAMILY}">{sign}</text></svg>'
        return bytes(converter().svg_to_png(svg))

    signs = "观湖街道增速−%“㎡"
    assert len({drawn(sign) for sign in signs}) == len(signs)
