"""What the README shows is what comes out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg.documents import read
from kg.extraction import extract
from kg.linking import link
from kg.query import catalogue
from kg.rdf import facts
from tests.cli.conftest import Kg

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_facts_shown_are_facts_of_the_report() -> None:
    block = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert block is not None
    shown = [json.loads(line) for line in re.sub(r"\n (?=\")", " ", block[1]).splitlines()]
    found = facts(link(extract(read(ROOT / "seeds" / "xinan-2020h1.txt"))))
    by_place = {(fact["start"], fact["end"], fact["type"]): fact for fact in found}
    assert len(shown) == 2
    for fact in shown:
        whole = by_place[fact["start"], fact["end"], fact["type"]]
        assert {key: whole[key] for key in fact} == fact


def test_the_table_shown_begins_the_answer(kg: Kg, tmp_path: Path) -> None:
    block = re.search(r"```\n(街道 .*?)\n…\n```", README, re.DOTALL)
    assert block is not None
    assert kg("build", str(ROOT / "seeds"), "-o", str(tmp_path / "build")).returncode == 0
    answer = kg("query", "02-growth", "-b", str(tmp_path / "build")).stdout
    rows = [re.split(r"\s{2,}", line.strip()) for line in answer.splitlines()]
    shown = [re.split(r"\s{2,}", line.strip()) for line in block[1].splitlines() if "─" not in line]
    assert shown == [row for row in rows if "─" not in row[0]][: len(shown)]


def test_the_number_of_shipped_queries_is_true() -> None:
    changes = (ROOT / "CHANGES.md").read_text(encoding="utf-8")
    assert f"{len(catalogue())} shipped ones" in changes


@pytest.mark.parametrize("link", re.findall(r"\]\(([\w./-]+\.md)\)", README))
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).is_file()
