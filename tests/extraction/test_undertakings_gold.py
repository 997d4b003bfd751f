"""Projects and initiatives against the gold that may be looked at, and the rules against their table."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.documents import parse
from kg.extraction.undertakings import find_undertakings

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"
SEEDS = ["xinan-2020h1", "buji-2020h1", "pingshan-2020", "anonymous-2023-tasks"]
PASSAGES = [f"p{number:02d}" for number in range(1, 16)]
RULE = re.compile(r'c\.(?:project|initiative)\(\s*"([a-z-]+)"')


def scorer() -> ModuleType:
    spec = spec_from_file_location("gold", GOLD / "gold.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def annotations(path: Path) -> list[dict[str, Any]]:
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [x for x in gold if x["type"] in ("project", "initiative")]


def predicted(text: str) -> list[dict[str, Any]]:
    found = []
    for kind, mentions in zip(("project", "initiative"), find_undertakings(parse(text)), strict=True):
        for mention in mentions:
            status = mention.status.plain
            found.append({"type": kind, "start": mention.start, "end": mention.end, "status": status})
    return found


@pytest.mark.parametrize(
    ("texts", "floors"),
    [
        ([(ROOT / "seeds" / f"{n}.txt", GOLD / "seeds" / f"{n}.jsonl") for n in SEEDS], (0.80, 0.80, 0.90)),
        ([(GOLD / "passages" / f"{n}.txt", GOLD / "passages" / f"{n}.jsonl") for n in PASSAGES], (0.88, 0.92, 0.90)),
    ],
    ids=["seeds", "passages"],
)
def test_figures_on_the_gold_do_not_fall(texts: list[tuple[Path, Path]], floors: tuple[float, float, float]) -> None:
    gold = scorer()
    counts = sum(
        (
            gold.score(
                annotations(annotated),
                predicted(text.read_bytes().decode("utf-8-sig")),
            )
            for text, annotated in texts
        ),
        start=gold.collections.Counter(),
    )
    report = gold.report(counts)
    got = (report["project"]["F1"], report["initiative"]["F1"], report["project status"])
    assert all(value >= floor for value, floor in zip(got, floors, strict=True)), json.dumps(got)


def test_every_rule_has_its_measured_precision_and_an_explanation() -> None:
    sources = [(ROOT / "kg" / "extraction" / f"{name}_rules.py") for name in ("project", "initiative", "quotation")]
    texts = [path.read_text(encoding="utf-8") for path in sources]
    added = {"project-model", "initiative-model", "project-invested"}
    used = {rule for text in texts for rule in RULE.findall(text)} | added
    table = tomllib.loads((ROOT / "kg" / "lexicon" / "undertakings.toml").read_text(encoding="utf-8"))["confidence"]
    assert set(table) == used
    assert all(re.fullmatch(r"0\.[5-9]\d", value) for value in table.values())
    explained = {rule for text in texts for rule in re.findall(r"([a-z]+(?:-[a-z]+)+): ", text)}
    assert used - explained == added
