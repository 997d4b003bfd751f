"""What links reports is in the store, in every export, and the same however the build came about."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.store import build, export, open_build

PAIRS = Path(__file__).parents[1] / "gold" / "pairs"
FOLLOW_UPS = (
    "SELECT ?x WHERE { ?x a kg:FollowUp ; kg:rule/kg:ruleId ?rule FILTER(STRSTARTS(?rule, 'follow-up-figure')) }"
)
GRAPH = "https://streetkg.example/id/graph-links"


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in (1, 2):
        shutil.copy(PAIRS / f"pb1-{number}.txt", folder)
    return folder


def test_follow_ups_are_in_the_store_and_in_every_export(pair: Path, tmp_path: Path) -> None:
    output = tmp_path / "build"
    summary = build(pair, output)
    assert summary.findings is not None and summary.findings["violation"] == 0
    assert len(list(open_build(output).select(FOLLOW_UPS))) > 5
    lines = (output / "links.nt").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    for form in ("nt", "ttl", "nq", "trig", "jsonld"):
        export(output, form, tmp_path / f"out.{form}")
    in_nt = set((tmp_path / "out.nt").read_text(encoding="utf-8").splitlines())
    assert set(lines) <= in_nt
    quads = {str(quad.graph_name) for quad in ox.parse(path=tmp_path / "out.nq", format=ox.RdfFormat.N_QUADS)}
    assert f"<{GRAPH}>" in quads


def test_a_report_that_comes_later_is_linked_and_one_that_goes_is_not(pair: Path, tmp_path: Path) -> None:
    whole, grown = tmp_path / "whole", tmp_path / "grown"
    build(pair, whole)
    aside = tmp_path / "pb1-2.txt"
    shutil.move(pair / "pb1-2.txt", aside)
    build(pair, grown)
    assert (grown / "links.nt").read_bytes() == b""
    shutil.move(aside, pair / "pb1-2.txt")
    assert build(pair, grown).reused == 1
    for name in ("links.nt", "graph.ttl", "facts.jsonl"):
        assert (grown / name).read_bytes() == (whole / name).read_bytes()
