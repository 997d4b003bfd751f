"""Altair's charts, in the house's type and colours, that show themselves as SVG: nothing is fetched to see them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.explore.fonts import FAMILY, converter, embedded
from kg.explore.style import palette, series

FONTS = f"{FAMILY}, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif"
_CORNERS = "6"


@cache
def altair() -> Any:
    """The altair module.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import altair as alt
    except ImportError:
        raise UsageError("altair", "没有安装", "pip install 'streetkg[notebook]'") from None
    converter()
    return alt


def config() -> dict[str, Any]:
    """How charts look, as a config of Vega-Lite: a sheet of white paper with a margin, on light and on dark pages."""
    surface = palette()["surface"]
    text = {"labelFontSize": 12, "titleFontSize": 12, "labelColor": surface["ink"], "titleColor": surface["soft"]}
    text |= {"titleFontWeight": "normal"}
    lines = {"gridColor": "#eef0f3", "domainColor": surface["line"], "tickColor": surface["line"]}
    title = {"fontSize": 15, "fontWeight": "normal", "anchor": "start", "offset": 12}
    return {
        "font": FONTS,
        "background": surface["back"],
        "padding": 14,
        "axis": text | lines,
        "legend": text | {"labelLimit": 260, "symbolLimit": 60},
        "header": text,
        "title": title | {"color": surface["ink"], "subtitleColor": surface["soft"]},
        "view": {"stroke": None},
        "mark": {"color": series()[0]},
    }


def bundle(specification: dict[str, Any], **_: object) -> dict[str, str]:
    """What a notebook shows of a chart; also as a renderer of altair: `alt.renderers.enable("kg")`."""
    return {"image/svg+xml": svg(specification), "text/plain": "图：.save('图.png') 或 .save('图.svg') 存成文件"}


def svg(specification: dict[str, Any]) -> str:
    """A chart as SVG, with the characters of our font that it uses."""
    drawn = str(converter().vegalite_to_svg(specification))
    # The paper has round corners: on a dark page it is a sheet and no hole.
    return embedded(drawn.replace("<rect ", f'<rect rx="{_CORNERS}" ', 1))


def enable() -> None:
    """Have altair show and save all its charts in this way."""
    alt = altair()
    alt.renderers.register("kg", bundle)
    alt.renderers.enable("kg")
    alt.theme.register("kg", enable=True)(lambda: alt.theme.ThemeConfig(config=config()))


def _merged(ours: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Ours where nothing else was said."""
    both = {
        name: _merged(ours[name], given[name]) for name in ours.keys() & given.keys() if isinstance(ours[name], dict)
    }
    return ours | given | both


@cache
def classes() -> dict[str, Any]:
    """Our kinds of charts: `Chart`, and what `+`, `|` and `&` make of them."""
    alt = altair()
    made: dict[str, Any] = {}

    class Offline:
        """What they have in common."""

        def to_dict(self, *arguments: Any, **options: Any) -> dict[str, Any]:
            specification: dict[str, Any] = super().to_dict(*arguments, **options)  # type: ignore[misc]
            if (options.get("context") or {}).get("top_level", True):
                specification["config"] = _merged(config(), specification.get("config", {}))
            return specification

        def save(self, fp: Any, format: str | None = None, **options: Any) -> None:
            if (format or Path(str(fp)).suffix.lstrip(".")) == "svg" and isinstance(fp, str | Path):
                Path(fp).write_text(svg(self.to_dict(context={"pre_transform": False})), encoding="utf-8")
            else:
                super().save(fp, format=format, **options)  # type: ignore[misc]

        def _repr_mimebundle_(self, *_: object, **__: object) -> dict[str, str]:
            return bundle(self.to_dict(context={"pre_transform": False}))

        def __add__(self, other: Any) -> Any:
            return made["Layer"](layer=[self, other])

        def __or__(self, other: Any) -> Any:
            return made["Beside"](hconcat=[self, other])

        def __and__(self, other: Any) -> Any:
            return made["Below"](vconcat=[self, other])

    for name, base in (("Chart", alt.Chart), ("Layer", alt.LayerChart), ("Beside", alt.HConcatChart)):
        made[name] = type(f"Offline{name}", (Offline, base), {})
    made["Below"] = type("OfflineBelow", (Offline, alt.VConcatChart), {})
    return made
