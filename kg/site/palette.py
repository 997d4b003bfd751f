"""The colours of the classes (`kg/lexicon/palette.toml`) in, CSS variables and one colour for one class out."""

from __future__ import annotations

from functools import cache
from typing import Literal

from kg.lexicon import table
from kg.records import record

Scheme = Literal["light", "dark"]
TINT = {"light": 0.1, "dark": 0.2}
"""How much of its class's colour the ground of a marked stretch has."""
HALF = 0.4
"""And how much a shape has that stands between the ground and the full colour."""


@record
class Hue:
    """A class as it is shown: names, a sign of one character, its colour (`#rrggbb`) on light and on dark paper.

    The colour is dark (or light) enough to be that of text: 4.5:1 or more on the paper and on its own tint.
    """

    name: str
    zh: str
    en: str
    mark: str
    light: str
    dark: str

    def tint(self, scheme: Scheme) -> str:
        """The ground of a stretch of that class."""
        return mixed(getattr(self, scheme), paper(scheme), TINT[scheme])


TYPES = {
    "indicator": "Indicator",
    "project": "Project",
    "initiative": "Initiative",
    "deadline": "Deadline",
    "area": "Area",
    "honour": "Honour",
    "set_aside": "SetAside",
}
"""The class of each type of the JSON lines."""


@cache
def hues() -> dict[str, Hue]:
    """All classes by name."""
    return {name: Hue(name, **row) for name, row in table("palette")["classes"].items()}


def paper(scheme: Scheme) -> str:
    """The ground that everything stands on."""
    return str(table("palette")["paper"][scheme])


def variables(scheme: Scheme) -> str:
    """CSS declarations `--c-street` (text, lines), `--m-street` (half as strong) and `--t-street` (ground) for every class."""
    return ";".join(
        f"--{letter}-{hue.name.lower()}:{colour}"
        for hue in hues().values()
        for letter, colour in (
            ("c", getattr(hue, scheme)),
            ("m", mixed(getattr(hue, scheme), paper(scheme), HALF)),
            ("t", hue.tint(scheme)),
        )
    )


def mixed(colour: str, ground: str, share: float) -> str:
    """A colour laid over a ground, `share` of it: both and the result as `#rrggbb`."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(above * share + below * (1 - share)):02x}" for above, below in pairs)


def contrast(one: str, other: str) -> float:
    """Ratio of contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if (value := part / 255) <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for part in _channels(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
