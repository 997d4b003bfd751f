"""What people decided on facts holds in later builds, as long as the fact claims the same between the same words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UsageError
from kg.evaluation.reviewing import merged, read_decisions
from kg.store import Build, build, open_build
from kg.store.reviewed import REACH, file_text, key, read_reviews

TEXT = (
    "新安街道2020年工作总结和2021年工作计划\n\n一、2020年工作总结\n全年完成固定资产投资35.2亿元,同比增长8.1%。"
    "开工建设上川消防站、新乐消防站等2个项目,实施“一号通”服务机制。\n二、2021年工作计划\n2021年6月底前完成上川消防站建设,新增停车位300个。\n"
)


def _fact(opened: Build, kind: str, quote: str) -> dict[str, Any]:
    return next(fact for fact in opened.facts() if (fact["type"], fact["quote"]) == (kind, quote))


def _line(opened: Build, fact: dict[str, Any], decision: str) -> str:
    """What the page of a report gives for a decision."""
    source = opened.info["sources"][0]
    text = opened.text(source["sha256"])
    common = {name: fact[name] for name in ("type", "quote", "rule", "confidence", "id", "start", "end")}
    around = {"before": text[max(0, fact["start"] - REACH) : fact["start"]], "after": text[fact["end"] :][:REACH]}
    given = {
        "decision": decision,
        "fields": fact,
        "sha256": source["sha256"],
        "file": source["name"],
        "on": "2026-01-02",
    }
    return json.dumps(common | around | given, ensure_ascii=False) + "\n"


def _built(folder: Path, text: str, reviews: Path | None = None) -> Build:
    (folder / "报告.txt").write_text(text, encoding="utf-8")
    assert build([folder / "报告.txt"], folder / "build", reviews=reviews).exit_code == 0
    return open_build(folder / "build")


def _decided(folder: Path, opened: Build, decisions: list[tuple[str, str, str]]) -> Path:
    """A reviewed file with decisions (type, quotation, decision) taken in from a page's file."""
    lines = [_line(opened, _fact(opened, kind, quote), decision) for kind, quote, decision in decisions]
    (folder / "page.jsonl").write_text("".join(lines), encoding="utf-8")
    rows, _, _ = merged([], read_decisions([folder / "page.jsonl"]))
    (folder / "reviews.csv").write_text(file_text(rows), encoding="utf-8")
    return folder / "reviews.csv"


def _quotes(opened: Build, kind: str) -> list[str]:
    return [fact["quote"] for fact in opened.facts() if fact["type"] == kind]


def test_a_rejected_figure_is_left_out_and_its_number_stays_accounted_for(tmp_path: Path) -> None:
    opened = _built(tmp_path, TEXT)
    assert "8.1%" in _quotes(opened, "indicator")
    opened = _built(tmp_path, TEXT, _decided(tmp_path, opened, [("indicator", "8.1%", "reject")]))
    assert "8.1%" not in _quotes(opened, "indicator")
    aside = _fact(opened, "set_aside", "8.1%")
    assert (aside["reason"], aside["rule"]) == ("rejected", "rejected-by-person")


def test_an_accepted_fact_says_so_in_lines_and_graph(tmp_path: Path) -> None:
    opened = _built(tmp_path, TEXT)
    assert not opened.select("ASK { ?s kg:reviewStatus ?any }")
    opened = _built(tmp_path, TEXT, _decided(tmp_path, opened, [("indicator", "35.2亿元", "accept")]))
    fact = _fact(opened, "indicator", "35.2亿元")
    assert fact["review"] == "accepted"
    assert opened.select(f"ASK {{ <{fact['id']}> kg:reviewStatus kgc:accepted }}")
    assert [other["quote"] for other in opened.facts() if "review" in other] == ["35.2亿元"]


def test_what_referred_to_a_rejected_thing_no_longer_does(tmp_path: Path) -> None:
    opened = _built(tmp_path, TEXT)
    deadline = _fact(opened, "deadline", "2021年6月底前")
    assert deadline["applies_to"]
    decisions = [
        (fact["type"], fact["quote"], "reject") for fact in opened.facts() if fact["id"] in deadline["applies_to"]
    ]
    opened = _built(tmp_path, TEXT, _decided(tmp_path, opened, decisions))
    ids = {fact["id"] for fact in opened.facts()}
    assert set(_fact(opened, "deadline", "2021年6月底前")["applies_to"]) <= ids


def test_without_its_deadline_a_promise_is_due_at_the_end_of_the_plan(tmp_path: Path) -> None:
    opened = _built(tmp_path, TEXT)
    due = [fact["deadline"] for fact in opened.facts() if fact["quote"] == "300个"]
    opened = _built(tmp_path, TEXT, _decided(tmp_path, opened, [("deadline", "2021年6月底前", "reject")]))
    after = _fact(opened, "indicator", "300个")
    assert (due, after["deadline"], after["deadline_source"]) == (["2021-06-30"], "2021-12-31", "inherited")
    assert _fact(opened, "set_aside", "2021年6月底前")["reason"] == "rejected"


def test_a_reason_that_a_person_denies_leaves_the_number_unresolved(tmp_path: Path) -> None:
    opened = _built(tmp_path, TEXT)
    quote = _quotes(opened, "set_aside")[0]
    reason = _fact(opened, "set_aside", quote)["reason"]
    opened = _built(tmp_path, TEXT, _decided(tmp_path, opened, [("set_aside", quote, "reject")]))
    assert (reason, _fact(opened, "set_aside", quote)["reason"]) == ("period", "unresolved")


def test_decisions_survive_a_corrected_text_and_end_where_the_claim_is_another(tmp_path: Path) -> None:
    opened = _built(tmp_path, TEXT)
    reviews = _decided(tmp_path, opened, [("indicator", "8.1%", "reject"), ("indicator", "35.2亿元", "accept")])
    opened = _built(tmp_path, "转载\n" + TEXT.replace("实施“", "推行“"), reviews)
    assert "8.1%" not in _quotes(opened, "indicator")
    assert _fact(opened, "indicator", "35.2亿元")["review"] == "accepted"
    opened = _built(tmp_path, TEXT.replace("同比增长", "同比下降"), reviews)
    assert _fact(opened, "indicator", "8.1%")["value"] == -8.1


def test_a_build_with_other_decisions_is_not_taken_for_the_old_one(tmp_path: Path) -> None:
    opened = _built(tmp_path, TEXT)
    before = (opened.path / "graph.ttl").read_bytes()
    reviews = _decided(tmp_path, opened, [("indicator", "8.1%", "reject")])
    changed = _built(tmp_path, TEXT, reviews)
    assert build([tmp_path / "报告.txt"], tmp_path / "build", reviews=reviews).unchanged
    assert (changed.path / "graph.ttl").read_bytes() != before
    assert (_built(tmp_path, TEXT).path / "graph.ttl").read_bytes() == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("decision,type\naccept,indicator\n", "缺少列"),
        ("decision,type,quote,before,after,says\nyes,indicator,1,a,b,c\n", "说不通"),
        ("decision,type,quote,before,after,says\naccept,street,1,a,b,c\n", "说不通"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "r.csv").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=told):
        read_reviews(tmp_path / "r.csv")


def test_blanks_and_line_ends_make_no_other_decision() -> None:
    fact = {"type": "initiative", "quote": "“一号通” 服务机制", "name": "“一号通”服务机制"}
    other = fact | {"quote": "“一号通”\r\n服务机制"}
    assert key(fact, "实施\n", " 。") == key(other, " 实 施", "。\n")
