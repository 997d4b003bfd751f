"""The palette of `kg/lexicon/palette.toml` in, colours of classes and of series out."""

from __future__ import annotations

from typing import Any

from kg.lexicon import table

CLASS_LABELS = {
    "Report": "报告",
    "Street": "街道",
    "Area": "区域",
    "Organisation": "单位",
    "Initiative": "举措",
    "Project": "项目",
    "Indicator": "指标",
    "Deadline": "期限",
}
"""Names of the classes that have a colour, as a legend shows them."""


def palette() -> dict[str, Any]:
    """All colours."""
    return table("palette")


def drawn_as(kind: str) -> str:
    """The class whose colour and name a class is drawn with."""
    colours = palette()
    return str(kind if kind in colours["classes"] else colours["drawn_as"].get(kind, "Area"))


def colour(kind: str) -> str:
    """The colour of a class, as #rrggbb."""
    return str(palette()["classes"][drawn_as(kind)])


def series() -> list[str]:
    """Colours for streets, periods or states, in their order."""
    return list(palette()["series"]["colours"])
