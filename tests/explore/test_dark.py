"""What notebooks show is readable on light and on dark pages: ink comes from the page, or paper and ink are given together."""

from __future__ import annotations

import re

import pytest

from kg.explore import Graph
from kg.explore.style import palette

PAGES = ("#ffffff", "#111111")


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def shown(graph: Graph) -> list[str]:
    return [
        graph._repr_html_(),
        graph.query("growth").kg.evidence()._repr_html_(),
        graph.evidence("坪山街道")._repr_html_(),
    ]


def test_ink_is_that_of_the_page_or_stands_on_paper_of_its_own(graph: Graph) -> None:
    for page in shown(graph):
        for style in re.findall(r'style="([^"]*)"', page):
            rules = dict(rule.split(":", 1) for rule in style.split(";") if ":" in rule)
            ink, paper = rules.get("color", "inherit"), rules.get("background")
            assert (paper is None) == (ink == "inherit"), style
            if paper is not None:
                assert contrast(ink, paper) >= 4.5


def test_what_stands_back_is_still_read(graph: Graph) -> None:
    for page in shown(graph):
        for opacity in map(float, re.findall(r"opacity:([.\d]+)", page)):
            for paper, ink in zip(PAGES, reversed(PAGES), strict=True):
                base, over = (int(colour[1:3], 16) for colour in (paper, ink))
                mixed = round(base + opacity * (over - base))
                assert contrast(f"#{mixed:02x}{mixed:02x}{mixed:02x}", paper) >= 4.5


@pytest.mark.parametrize("name", ["growth", "initiatives-by-theme"])
def test_charts_and_pictures_bring_their_paper(graph: Graph, name: str) -> None:
    paper = palette()["surface"]["back"]
    svg = graph.chart(name)._repr_mimebundle_()["image/svg+xml"]
    assert re.search(rf'<rect rx="6"[^>]*fill="{paper}"', svg)
    assert re.search(rf'<rect [^>]*fill="{paper}"', graph.show("坪山街道").svg)
