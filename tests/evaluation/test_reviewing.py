"""Decisions of the report pages: taken in once, counted by rule, added to gold without spoiling it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UsageError
from kg.evaluation import score
from kg.evaluation.bodies import find
from kg.evaluation.reviewing import Decision, add_to_gold, by_rule, merged, read_decisions
from kg.store import Build, open_build
from kg.store.reviewed import REACH, file_text, read_reviews, read_rows


def _decisions(opened: Build, folder: Path, wanted: dict[str, str]) -> list[Decision]:
    """Decisions on figures of 布吉 by their quotation, as its page gives them."""
    source = next(row for row in opened.info["sources"] if row["name"].startswith("buji"))
    text = opened.text(source["sha256"])
    lines = []
    for fact in opened.facts():
        if fact["report"] == source["report"] and fact["type"] == "indicator" and fact["quote"] in wanted:
            line: dict[str, Any] = {
                name: fact[name] for name in ("type", "quote", "rule", "confidence", "start", "end")
            }
            line |= {
                "decision": wanted[fact["quote"]],
                "fields": fact,
                "sha256": source["sha256"],
                "street": "布吉街道",
            }
            line |= {
                "before": text[max(0, fact["start"] - REACH) : fact["start"]],
                "after": text[fact["end"] :][:REACH],
            }
            lines.append(json.dumps(line, ensure_ascii=False) + "\n")
    (folder / "page.jsonl").write_text("".join(lines), encoding="utf-8")
    return read_decisions([folder / "page.jsonl"], by="甲")


def test_decisions_are_taken_in_once_and_the_last_one_holds(seeds_build: Path, tmp_path: Path) -> None:
    opened = open_build(seeds_build)
    first = _decisions(opened, tmp_path, {"67.1%": "accept", "85.7%": "accept"})
    rows, new, turned = merged([], first)
    assert (len(rows), new, turned) == (len(first), len(first), 0)
    rows[0]["note"] = "看过原文"
    (tmp_path / "r.csv").write_text(file_text(rows), encoding="utf-8")
    again, new, turned = merged(read_rows(tmp_path / "r.csv"), _decisions(opened, tmp_path, {"67.1%": "reject"}))
    assert (new, turned) == (0, 1)
    assert [(row["decision"], row["quote"], row["by"], row["note"]) for row in again if row["quote"] == "67.1%"] == [
        ("reject", "67.1%", "甲", "看过原文")
    ]
    # A note that comes with a decision takes the place of the one before.
    told = [
        replace(one, row=one.row | {"note": "是完成率"}) for one in _decisions(opened, tmp_path, {"67.1%": "reject"})
    ]
    assert [row["note"] for row in merged(again, told)[0] if row["quote"] == "67.1%"] == ["是完成率"]


def test_precision_is_counted_by_rule() -> None:
    row = {"decision": "accept", "rule": "left-own", "confidence": "0.97"}
    rows = [row] * 8 + [row | {"decision": "reject"}] * 2 + [row | {"rule": "rank"}, row | {"decision": "undecided"}]
    first, second = by_rule(rows)
    assert (first.rule, first.accepted, first.rejected, first.precision, first.confidence) == (
        "left-own",
        8,
        2,
        0.8,
        0.97,
    )
    # Wilson (1927), as computed by scipy.stats.binomtest(8, 10).proportion_ci(method="wilson")
    assert first.interval == pytest.approx((0.4902, 0.9433), abs=1e-3)
    assert (second.rule, second.precision, second.interval[1]) == ("rank", 1.0, 1.0)


def test_gold_of_a_partly_reviewed_report_counts_what_was_decided_and_nothing_else(
    seeds_build: Path, tmp_path: Path
) -> None:
    opened = open_build(seeds_build)
    decisions = _decisions(opened, tmp_path, {"67.1%": "accept", "85.7%": "reject"})
    (tmp_path / "r.csv").write_text(file_text(merged([], decisions)[0]), encoding="utf-8")
    summary = add_to_gold(tmp_path / "gold", decisions, read_reviews(tmp_path / "r.csv"), opened)
    accepted = sum(decision.row["decision"] == "accept" for decision in decisions)
    assert (summary.files, summary.added, summary.conflicts) == (["buji-2020h1.jsonl"], accepted, [])
    [stretch] = find([tmp_path / "gold" / "buji-2020h1.jsonl"], frozenset())
    assert stretch.gold is not None
    text = stretch.text_path.read_text(encoding="utf-8")
    assert all(text[line["start"] : line["end"]] == line["quote"] for line in stretch.gold)
    firm = [line["quote"] for line in stretch.gold if not line["optional"]]
    assert set(firm) == {"67.1%"}
    assert not [line for line in stretch.gold if line["quote"] == "85.7%"]
    # The same facts as they were reviewed: what was rejected is wrong, what was accepted is right, the rest counts nowhere.
    source = next(row for row in opened.info["sources"] if row["name"].startswith("buji"))
    found = score(stretch.gold, [fact for fact in opened.facts() if fact["report"] == source["report"]])
    rejected = len(decisions) - accepted
    assert rejected and accepted
    assert found.ratio("indicator").precision == accepted / (accepted + rejected)
    again = add_to_gold(tmp_path / "gold", decisions, read_reviews(tmp_path / "r.csv"), opened)
    assert (again.added, again.optional, again.removed) == (0, 0, 0)


def test_gold_that_a_reader_has_made_is_not_overruled(seeds_build: Path, tmp_path: Path) -> None:
    opened = open_build(seeds_build)
    decisions = _decisions(opened, tmp_path, {"67.1%": "reject"})
    source = next(row for row in opened.info["sources"] if row["name"].startswith("buji"))
    (tmp_path / "buji-2020h1.txt").write_text(opened.text(source["sha256"]), encoding="utf-8", newline="")
    place = {"type": "indicator", "start": decisions[0].start, "end": decisions[0].end, "quote": "67.1%"}
    line = json.dumps(place | {"optional": False}) + "\n"
    (tmp_path / "buji-2020h1.jsonl").write_text(line, encoding="utf-8")
    (tmp_path / "r.csv").write_text(file_text(merged([], decisions)[0]), encoding="utf-8")
    summary = add_to_gold(tmp_path, decisions, read_reviews(tmp_path / "r.csv"), opened)
    assert (len(summary.conflicts), summary.optional) == (1, 0)
    assert json.loads((tmp_path / "buji-2020h1.jsonl").read_text(encoding="utf-8"))["quote"] == "67.1%"


@pytest.mark.parametrize("line", ["no json", "{}", '{"decision": "perhaps"}', "[1]"])
def test_a_line_that_is_no_decision_is_refused_by_its_number(tmp_path: Path, line: str) -> None:
    (tmp_path / "page.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"page\.jsonl:2"):
        read_decisions([tmp_path / "page.jsonl"])
