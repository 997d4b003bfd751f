"""The sentences behind rows: right to the character, through whatever is done to a frame, and escaped."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

import kg
from kg.errors import UsageError
from kg.explore import Graph
from kg.explore.evidence import Evidence, Passage, Place, origin, places_in
from kg.store import build


def test_quotations_are_the_characters_of_the_report(graph: Graph) -> None:
    facts = {(fact["report"], fact["start"], fact["end"]): fact for fact in graph.facts()}
    reports = {source["name"]: source for source in graph.info["sources"]}
    found = graph.query("targets").kg.evidence()
    assert len(found) > 80
    for passage in found:
        text = graph.text(reports[passage.file]["sha256"])
        assert passage.text == text[passage.start : passage.end]
        for start, end in passage.quotes:
            fact = facts[reports[passage.file]["report"], start, end]
            assert passage.text[start - passage.start : end - passage.start] == fact["quote"]
            assert fact["sentence"] == [passage.start, passage.end]
        assert "".join(piece for piece, _ in passage.pieces()) == passage.text


WAYS = {
    "filtered": lambda frame: frame[frame["growth"] > 60],
    "sorted and cut": lambda frame: frame.sort_values("growth", ascending=False).head(2),
    "columns chosen and renamed": lambda frame: frame.head(2)[["growth"]].rename(columns={"growth": "增速"}),
    "index as a column": lambda frame: frame.head(2).reset_index(),
    "joined": lambda frame: pd.concat([frame.head(1), frame.iloc[1:2]]),
    "assigned to": lambda frame: frame.head(2).assign(double=1),
}


@pytest.mark.parametrize("way", WAYS)
def test_evidence_survives_what_is_done_to_a_frame(graph: Graph, way: str) -> None:
    frame = WAYS[way](graph.query("growth", numbers="float"))
    quotes = [piece for passage in frame.kg.evidence() for piece, quoted in passage.pieces() if quoted]
    assert quotes == ["306%", "67.1%"]


def test_evidence_survives_a_csv_file(graph: Graph) -> None:
    frame = pd.read_csv(io.StringIO(graph.query("growth").to_csv()))
    assert repr(graph.evidence(frame)) == repr(graph.query("growth").kg.evidence())
    with pytest.raises(UsageError, match="哪个图谱"):
        frame.kg.evidence()
    assert frame.kg.evidence(graph.path)


def test_sums_have_no_evidence_and_say_so(graph: Graph) -> None:
    with pytest.raises(UsageError, match="没有出处"):
        graph.query("number-coverage").kg.evidence()
    with pytest.raises(UsageError, match="没有出处"):
        graph.query("growth").reset_index(drop=True).kg.evidence()


def test_a_row_of_two_statements_has_both(graph: Graph) -> None:
    found = graph.query("conflicts").kg.evidence()
    assert len(found) == 2
    assert found.says("获赠锦旗90面") and found.says("获赠锦旗114面")
    assert not found.says("获赠锦旗91面")


def test_sentences_come_once_with_all_their_quotations(graph: Graph) -> None:
    found = graph.query("deadlines", street="新安").kg.evidence()
    sentence = next(passage for passage in found if "双百工程" in passage.text)
    assert len(sentence.quotes) > 3
    assert len({(passage.file, passage.start) for passage in found}) == len(found)


def test_statements_in_a_column_of_sparql_are_evidence(graph: Graph) -> None:
    frame = graph.sparql("SELECT ?it ?v { ?it a kg:Change ; kg:value ?v FILTER(?v = 306) }")
    assert frame.kg.evidence().says("同比增长306%")
    named = graph.sparql("#+ evidence: it\nSELECT ?v { ?it a kg:Change ; kg:value ?v FILTER(?v = 306) }")
    assert list(named.columns) == ["v"]
    assert named.kg.evidence().says("同比增长306%")
    assert graph.evidence(frame["it"]).says("同比增长306%")


def test_a_thing_of_one_name_in_several_streets(graph: Graph) -> None:
    assert len({passage.street for passage in graph.evidence("火灾高风险区域整治")}) == 4
    with pytest.raises(UsageError, match="坪山街道"):
        graph.evidence("坪上街道")


def test_all_that_is_said_of_a_street_a_company_a_report(graph: Graph) -> None:
    streets = graph.evidence("坪山街道")
    assert len(streets) > 50 and {passage.street for passage in streets} == {"坪山街道"}
    assert graph.evidence("华润三九").says("华润三九")
    assert graph.evidence("六联社区").says("六联社区荣获")
    assert len(graph.evidence("布吉街道2020年上半年工作总结和下半年计划")) > 30


def test_a_statement_and_its_place_in_every_writing(graph: Graph) -> None:
    fact = graph.sparql("SELECT ?it { ?it a kg:Change ; kg:value ?v FILTER(?v = 306) }")
    place, short = fact.index[0], fact["it"].iloc[0]
    iri = graph.base + short.removeprefix("kgd:")
    for written in (short, iri, f"<{iri}>", place, f" {place} "):
        assert graph.evidence(written).says("同比增长306%"), written
        assert "市级以上“专精特新”企业" in graph.show(written, hops=1).svg, written


def test_rows_of_two_answers_merged_have_the_places_of_both(graph: Graph) -> None:
    levels, growth = graph.query("levels", indicator="专精特新"), graph.query("growth").query("growth > 300")
    merged = levels.reset_index().merge(growth.reset_index(), on="street")
    found = graph.evidence(merged)
    assert [name for name in merged.columns if name.startswith("出处")] == ["出处_x", "出处_y"]
    quotes = {piece for passage in found for piece, quoted in passage.pieces() if quoted}
    assert {"73家", "306%"} <= quotes


def test_groups_and_sentences_have_evidence(graph: Graph) -> None:
    lists = graph.query("short-lists").head(1)
    assert graph.evidence(lists).says(lists["group"].iloc[0])
    dense = graph.query("densest-sentences").head(1)
    found = graph.evidence(dense)
    assert [passage.text for passage in found] == [dense["sentence"].iloc[0]]
    assert len(found[0].quotes) == dense["figures"].iloc[0]


def test_a_build_made_anew_is_noticed(graph: Graph, tmp_path: Path) -> None:
    frame = graph.query("growth").head(1)
    report = tmp_path / "guanhu-2022.txt"
    report.write_text("观湖街道2022年工作总结\n\n全年新增企业5家。\n", encoding="utf-8")
    build([report], tmp_path / "build", validate=False)
    with pytest.raises(UsageError, match="没有事实"):
        kg.open(tmp_path / "build").evidence(frame)
    with pytest.raises(UsageError, match="没有这份报告"):
        kg.open(tmp_path / "build").evidence(graph.query("growth", street="布吉"))


def test_places_are_read_as_they_are_written() -> None:
    places = [Place("一 b:c.txt", 3, 5), Place("d; e.txt", 0, 12)]
    assert places_in(origin(places)) == places
    assert places_in("") == []


def test_report_text_is_escaped() -> None:
    text = '<script>alert("1")</script>增长5%&amp;'
    passage = Passage('<i>".txt', "<b>题", "<u>街", "<s>节", 10, 10 + len(text), text, ((37, 41),), (("<r>", "0.9"),))
    shown = Evidence([passage])._repr_html_()
    assert "<script" not in shown and "<b>" not in shown and "<i>" not in shown and "<r>" not in shown
    assert "&lt;script&gt;" in shown and "&amp;amp;" in shown
    assert ">增长5%</mark>" in shown
    assert "【增长5%】" in repr(Evidence([passage]))


def test_overlapping_quotations_run_together() -> None:
    passage = Passage("a", "", "", "", 0, 6, "abcdef", ((1, 3), (2, 5)), ())
    assert list(passage.pieces()) == [("a", False), ("bcde", True), ("f", False)]


def test_as_a_frame(graph: Graph) -> None:
    frame = graph.query("growth").kg.evidence().frame()
    assert len(frame) == 15
    assert frame["sentence"].str.contains("同比|同期|增幅").all()
    assert (frame["end"] - frame["start"] == frame["quote"].str.len()).all()
