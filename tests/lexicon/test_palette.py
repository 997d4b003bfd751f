"""The colours of classes: every class of the network has one, and each can be read on white."""

from __future__ import annotations

import re

import pytest

from kg.explore.style import CLASS_LABELS, colour, palette, series
from kg.lexicon.palette import drawn_as

COLOURS = {
    **{name: row["light"] for name, row in palette()["classes"].items()},
    **{str(n): value for n, value in enumerate(series())},
}
KINDS = [
    "Report",
    "Province",
    "City",
    "District",
    "Street",
    "Community",
    "Place",
    "Organisation",
    "Project",
    "Initiative",
]


def contrast_on_white(value: str) -> float:
    """WCAG 2.1, relative luminance and contrast ratio."""
    parts = [int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize("name", COLOURS)
def test_a_colour_is_readable_on_white(name: str) -> None:
    assert re.fullmatch(r"#[0-9a-f]{6}", COLOURS[name])
    assert contrast_on_white(COLOURS[name]) >= 4.5


@pytest.mark.parametrize("kind", [*KINDS, "Indicator", "ProjectGroup", "Company"])
def test_every_class_of_the_network_is_drawn_in_a_colour_with_a_name(kind: str) -> None:
    assert colour(kind) == palette()["classes"][drawn_as(kind)]["light"]
    assert CLASS_LABELS[drawn_as(kind)]
    assert drawn_as("Project") == "Project" and drawn_as("Community") == "Area"


def test_classes_have_colours_of_their_own() -> None:
    assert len({row["light"] for row in palette()["classes"].values()}) == len(palette()["classes"])
    assert set(palette()["classes"]) == set(CLASS_LABELS)
    for name in ("zh", "en", "mark", "dark"):
        assert len({row[name] for row in palette()["classes"].values()}) == len(CLASS_LABELS)
