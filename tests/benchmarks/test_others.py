"""The comparison with other tools: what counts as right, what the tables say, that the page shows the kept figures.

The tools themselves are not run here: they are installed from the package index, in environments of their own.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from benchmarks.others import __main__ as command
from benchmarks.others import environments, figures, scoring, tables
from benchmarks.others.contenders import CONTENDERS, PIECES, Contender

KEPT: dict[str, Any] = json.loads(command.KEPT.read_text(encoding="utf-8"))
TEXT = "投资3亿元，同比下降10.7%，约12户。"


def fact(quote: str, value: float, unit: str, **more: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    plain = {"kind": "level", "modality": "actual", "bound": "exact", "metric": "投资", "value_max": None}
    return plain | {
        "type": "indicator",
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "value": value,
        "unit": unit,
        **more,
    }


GOLD = [
    fact("3亿元", 3e8, "元"),
    fact("10.7%", -10.7, "%", metric="投资同比"),
    fact("12户", 12, "户", optional=True),
]


def scored(found: list[dict[str, Any]]) -> dict[str, int]:
    text = {"name": "a", "text": TEXT, "year": 2020, "kept_aside": True, "facts": GOLD}
    return scoring.score_figures([text], [found])["kept_aside"]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (GOLD, {"found": 2, "matched": 2, "value": 2, "unit": 2, "named": 2, "exact": 2}),
        # A tool that does not read the verb gives no sign; that is not held against it.
        ([fact("10.7%", 10.7, "%", metric="")], {"found": 1, "matched": 1, "value": 1, "unit": 1, "named": 0}),
        ([fact("3亿", 3e8, "", metric="投资")], {"found": 1, "value": 1, "unit": 0, "named": 0, "exact": 0}),
        ([fact("3亿元", 3, "元")], {"found": 1, "matched": 1, "value": 0, "unit": 0}),
        ([fact("同比", 3e8, "元")], {"found": 1, "matched": 0, "unit": 0}),
        ([fact("12户", 7, "人")], {"found": 0, "unit": 0}),
    ],
    ids=["the gold", "no sign", "no unit", "another value", "another place", "optional gold"],
)
def test_figures_are_right_by_place_value_and_unit(found: list[dict[str, Any]], expected: dict[str, int]) -> None:
    counts = scored(found)
    assert counts["gold"] == 2
    assert {name: counts[name] for name in expected} == expected


def test_texts_kept_aside_and_texts_in_view_are_counted_apart() -> None:
    text = {"name": "a", "text": TEXT, "year": 2020, "kept_aside": False, "facts": GOLD}
    scores = scoring.score_figures([text], [GOLD])
    assert scores["in_view"]["unit"] == 2
    assert scores["kept_aside"]["gold"] == 0


def test_a_deadline_needs_its_place_and_its_day() -> None:
    deadline = {"type": "deadline", "start": 0, "end": 4, "date": "2020-08-31"}
    text = {"name": "a", "text": "8月底前建成。", "year": 2020, "kept_aside": True, "facts": [deadline]}
    found = [
        [{"start": 0, "end": 3, "date": "2020-08-31"}],
        [{"start": 0, "end": 3, "date": "2020-08-01"}],
        [{"start": 4, "end": 6, "date": "2020-08-31"}],
    ]
    assert [scoring.score_deadlines([text], [each])["kept_aside"]["right"] for each in found] == [1, 0, 0]


def test_a_phrase_is_placed_exactly_elsewhere_or_not_at_all() -> None:
    text = {"name": "a", "text": TEXT, "year": 2020, "kept_aside": True, "facts": GOLD}
    exact = [GOLD[0]["start"], GOLD[0]["end"]]
    counts = scoring.score_places([text], [[exact, None]])
    assert counts == {"given": 2, "exact": 1, "elsewhere": 0, "nowhere": 1}
    assert scoring.score_places([text], [[[0, 1], None]])["elsewhere"] == 1


def test_triples_that_are_missing_or_others_are_told(tmp_path: Path) -> None:
    wanted, written = tmp_path / "wanted.nt", tmp_path / "written.ttl"
    wanted.write_text('<urn:a> <urn:p> "1" .\n<urn:a> <urn:p> "2" .\n', encoding="utf-8")
    written.write_text('<urn:a> <urn:p> "2", "3", "4" .\n', encoding="utf-8")
    counts = scoring.score_triples(wanted, written, ox.RdfFormat.TURTLE)
    assert counts == {"triples": 2, "same": 1, "others": 2}


def test_the_script_of_an_analyst_reads_value_unit_range_sign_and_name() -> None:
    read = figures.jieba_posseg()
    found = read("社会消费品零售总额1,439.95亿元，同比下降10.7%，全年新增1-2个公园，2020年走访2万余人次。")
    assert [(each["value"], each["value_max"], each["unit"]) for each in found] == [
        (pytest.approx(1439.95e8), None, "元"),
        (-10.7, None, "%"),
        (1.0, 2.0, "个"),
        (20000.0, None, "人次"),
    ]
    assert found[0]["metric"] == "社会消费品零售总额"


def test_our_numbers_alone_stand_where_the_text_has_them() -> None:
    text = "完成投资１ ３５０万元，１月开工。"
    [found] = figures.streetkg_numbers()(text)
    assert text[found["start"] : found["end"]] == "１ ３５０万元"
    assert (found["value"], found["unit"]) == (13_500_000, "元")


def test_a_tool_that_fails_stands_in_the_table_with_its_reason_and_without_figures() -> None:
    rows = [row for row in KEPT["rows"] if row["tool"] != "jionlp"]
    failed = {"piece": "figures", "tool": "jionlp", "label": "jionlp, money", "reason": "ImportError: a|b"}
    line = tables.tables(KEPT | {"rows": [*rows, failed]})["figures"].splitlines()[-1]
    cells = re.split(r"(?<!\\)\|", line)
    assert [cell.strip() for cell in cells[1:3]] == ["jionlp, money", "not measured: ImportError: a\\|b"]
    assert not re.search(r"\d", line)
    assert len(cells) == len(tables.tables(KEPT)["figures"].splitlines()[0].split("|"))


def test_a_tool_that_breaks_tells_why(tmp_path: Path) -> None:
    with pytest.raises(command._FailedError, match="no-such-tool"):
        command._run(
            Contender("validation", "no-such-tool", "", "jieba"),
            command.Path(command.sys.executable),
            tmp_path,
            first=False,
        )


def test_what_cannot_be_installed_says_so_and_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.txt").write_text("./no-such-folder-of-a-package\n", encoding="utf-8")
    monkeypatch.setattr(environments, "REQUIREMENTS", tmp_path)
    with pytest.raises(environments.NotInstalledError, match="no-such-folder-of-a-package"):
        environments.interpreter("broken", tmp_path / "environments")
    assert not (tmp_path / "environments" / "broken" / environments._STAMP).exists()


def test_every_tool_is_pinned_and_was_measured_in_the_version_that_is_pinned() -> None:
    versions = {(row["piece"], row["tool"]): row.get("version") for row in KEPT["rows"]}
    assert list(versions) == [(each.piece, each.tool) for each in CONTENDERS]
    for each in CONTENDERS:
        if each.environment is not None:
            text = (environments.REQUIREMENTS / f"{each.environment}.txt").read_text(encoding="utf-8")
            pins = dict(line.split("==") for line in text.splitlines())
            assert pins[each.distribution] == versions[each.piece, each.tool]


def test_the_page_shows_the_kept_figures() -> None:
    text = command.PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"<!-- table (\w+) -->", text)) == {*PIECES, "machine"}
    assert tables.page(text, KEPT) == text
