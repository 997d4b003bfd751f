"""The network that the explorer shows: whole, at places of its own, each quotation where it stands."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.site import open_site_build
from kg.site.explorer import explorer_data
from kg.site.explorer.data import columns, initials
from kg.site.explorer.layout import packed
from tests.site.synthetic import synthetic


@pytest.fixture(scope="module")
def data(seeds_build: Path) -> dict[str, Any]:
    return explorer_data(open_site_build(seeds_build))


def column(data: dict[str, Any], table: str, name: str) -> list[Any]:
    values: list[Any] = data[table][name]
    return values


def test_all_columns_of_a_table_have_one_length(data: dict[str, Any]) -> None:
    for table in ("reports", "nodes", "links", "sentences", "statements"):
        assert len({len(values) for values in data[table].values()}) == 1, table


def test_every_thing_of_the_graph_is_there(data: dict[str, Any], seeds_build: Path) -> None:
    build = open_site_build(seeds_build)
    shown = {iri if ":" in iri else build.base + iri for iri in column(data, "nodes", "iri")}
    for kind in ("Report", "Street", "Project", "Initiative", "Deadline"):
        of_graph = {row["thing"].value for row in build.select(f"SELECT ?thing {{ ?thing a kg:{kind} }}")}
        assert of_graph and of_graph <= shown, kind
    measured = {row["thing"].value for row in build.select("SELECT ?thing { ?statement kg:indicator ?thing }")}
    assert measured <= shown


def test_a_quotation_is_cut_out_of_its_sentence(data: dict[str, Any], seeds_build: Path) -> None:
    quotes = {fact["id"]: fact["quote"] for fact in open_site_build(seeds_build).facts()}
    statements, texts = data["statements"], column(data, "sentences", "text")
    assert len(statements["iri"]) > 1000
    for iri, sentence, at, length in zip(
        *(statements[name] for name in ("iri", "sentence", "at", "length")), strict=True
    ):
        units = texts[sentence].encode("utf-16-le")
        assert units[2 * at : 2 * (at + length)].decode("utf-16-le") == quotes[data["base"] + iri]


def test_things_have_places_of_their_own(data: dict[str, Any]) -> None:
    places = list(zip(column(data, "nodes", "x"), column(data, "nodes", "y"), strict=True))
    assert len(set(places)) == len(places)
    for position, (x, y) in enumerate(places):
        near = min(math.hypot(x - u, y - v) for other, (u, v) in enumerate(places) if other != position)
        assert near > 40, (position, near)


def test_it_is_the_same_each_time(data: dict[str, Any], seeds_build: Path) -> None:
    assert explorer_data(open_site_build(seeds_build)) == data


@given(st.lists(st.floats(1, 50), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_packed_circles_do_not_overlap(radii: list[float]) -> None:
    centres = packed(radii)
    for one in range(len(radii)):
        for other in range(one):
            (x, y), (u, v) = centres[one], centres[other]
            assert math.hypot(x - u, y - v) >= radii[one] + radii[other] - 1e-3


def test_packed_circles_lie_close() -> None:
    radii = [10.0] * 61
    widest = max(math.hypot(x, y) + radius for (x, y), radius in zip(packed(radii), radii, strict=True))
    assert sum(radius**2 for radius in radii) / widest**2 > 0.6


def test_of_too_many_things_the_most_shared_are_shown() -> None:
    found = synthetic(2000)
    shown = columns(replace(found, most=500), "https://streetkg.example/id/")
    assert (len(shown["nodes"]["iri"]), shown["all"]) == (500, len(found.nodes))
    classes = [shown["classes"][number] for number in shown["nodes"]["class"]]
    assert classes.count("报告") == classes.count("街道") == len(found.reports)
    everywhere = {node.iri for node in found.nodes.values() if len(node.reports) > 1}
    assert everywhere <= {node.iri for node in replace(found, most=500).shown}
    most = len(shown["nodes"]["iri"])
    for things, area, deadline in zip(
        *(shown["statements"][name] for name in ("things", "area", "deadline")), strict=True
    ):
        assert all(-1 <= number < most for number in (*things, area, deadline))


@pytest.mark.parametrize(
    ("character", "letters"),
    [("派", "p"), ("所", "s"), ("重", "cz"), ("长", "cz"), ("厦", "sx"), ("行", "hx"), ("圳", "z")],
)
def test_characters_have_the_initials_of_their_readings(character: str, letters: str) -> None:
    found = {letter for letter, characters in initials("派出所重长厦行圳").items() if character in characters}
    assert set(letters) <= found
