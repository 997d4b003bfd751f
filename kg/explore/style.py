"""The palette of `kg/lexicon/palette.toml` in, colours of classes and of series out."""

from __future__ import annotations

from typing import Any

from kg.lexicon import table
from kg.lexicon.palette import drawn_as

CLASS_LABELS: dict[str, str] = {name: row["zh"] for name, row in table("palette")["classes"].items()}
"""Names of the classes that have a colour, as a legend shows them."""

FAINT = "opacity:.78"
"""What stands back, in the ink of the page: notebooks are light or dark."""
LINE = "rgba(128,138,150,.45)"
"""A line on light and on dark pages."""


def palette() -> dict[str, Any]:
    """All colours."""
    return table("palette")


def colour(kind: str) -> str:
    """The colour of a class, as #rrggbb."""
    return str(palette()["classes"][drawn_as(kind)]["light"])


def series() -> list[str]:
    """Colours for streets, periods or states, in their order."""
    return list(palette()["series"]["colours"])
