"""Every rule that finds something is described for people, and every description belongs to a rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.documents import read
from kg.extraction import extract
from kg.lexicon import table

ROOT = Path(__file__).parents[2]
TEXTS = sorted((ROOT / "seeds").glob("*.txt")) + sorted((ROOT / "tests/gold").glob("*/*.txt"))


def rules_in_use() -> set[str]:
    used: set[str] = set()
    for path in TEXTS:
        if not path.stem.startswith("README"):
            found = extract(read(path))
            for mentions in (
                found.indicators,
                found.projects,
                found.initiatives,
                found.deadlines,
                found.areas,
                found.honours,
                found.set_asides,
            ):
                used |= {mention.rule for mention in mentions}
    return used


def test_every_rule_in_use_has_a_label_and_an_example() -> None:
    described = table("rules")
    missing = {r for r in rules_in_use() if not described.get(r, {}).get("label") or not described[r].get("example")}
    assert missing == set()


def test_every_described_rule_is_named_by_the_code() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "kg").rglob("*.py"))
    assert [rule for rule in table("rules") if f'"{rule}"' not in code] == []


@pytest.mark.parametrize("rule", sorted(table("rules")))
def test_an_entry_has_only_the_known_fields_in_plain_words(rule: str) -> None:
    entry = table("rules")[rule]
    assert set(entry) <= {"label", "example", "not"}
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", rule)
    assert "　" not in entry["label"] and len(entry["label"]) <= 20
