"""Mentions of areas against the divisions that a reader says they mean, the list of communities, and hypotheses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.documents import parse, read
from kg.evaluation.bodies import held_out_names
from kg.evaluation.divisions import resolved
from kg.evaluation.scores import Ratio
from kg.extraction import extract
from kg.lexicon import binary, communities
from kg.linking import link

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests/gold/divisions"


@pytest.mark.parametrize("body", ["seeds", "tests/gold/passages"])
def test_mentions_mean_the_divisions_that_a_reader_says(body: str) -> None:
    aside = held_out_names([GOLD])
    counts = Ratio(0, 0, 0)
    for gold in sorted(GOLD.glob("*.tsv")):
        text = ROOT / body / f"{gold.stem}.txt"
        if text.is_file() and gold.stem not in aside:
            counts += resolved(link(extract(read(text))), gold)
    assert counts.precision >= 0.95
    assert counts.recall >= 0.90


def test_the_list_is_whole() -> None:
    rows = 0
    for city in communities._archive().namelist():
        lines = communities._archive().read(city).decode("utf-8").splitlines()
        rows += sum(not line.startswith(">") for line in lines)
    assert rows == 620_573
    assert b"2023-06-30" in communities._archive().comment
    assert len(binary("communities.zip")) < 4_500_000


def test_a_report_reads_the_communities_of_its_own_city_only() -> None:
    code = (
        "from kg.lexicon import communities\n"
        "from kg.documents import read\nfrom kg.extraction import extract\nfrom kg.linking import link\n"
        "link(extract(read('seeds/buji-2020h1.txt')))\n"
        "print(communities._of_city.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) <= 1


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [
        ("甲岸社区", "440306017", "440306017018"),
        ("官天岭村", "441622", "441622121203"),
        ("爱建园居民区", "310104011", "310104011046"),
        ("润城社区", "440309001", None),
        ("新田社区", "44", None),
        ("和平村", "5101", None),
    ],
)
def test_a_community_is_looked_up_in_its_own_place_or_not_at_all(name: str, within: str, code: str | None) -> None:
    assert communities.code_of(name, within) == code


ANONYMOUS = """XX街道2023年工作总结
一、主要工作
{}
二、存在问题
无。
"""


def test_an_anonymous_street_is_supposed_only_where_asked_and_never_a_fact() -> None:
    text = ANONYMOUS.format("在稔田社区、桥头社区、和平社区、塘尾社区、新田社区建成党群服务中心。")
    assert link(extract(parse(text))).hypotheses == ()
    linked = link(extract(parse(text)), hypotheses=True)
    (hypothesis,) = linked.hypotheses
    area = next(area for area in linked.areas if area.key == hypothesis.candidate)
    assert (area.name, area.code) == ("福海街道", "440306021")
    assert hypothesis.subject == linked.report_area.key
    assert linked.report_area.anonymised
    assert linked.report_area.code is None


def test_the_seeds_resolve_fifteen_communities_and_leave_five_that_the_list_has_not() -> None:
    named, listed = set(), set()
    for seed in sorted((ROOT / "seeds").glob("*.txt")):
        linked = link(extract(read(seed)))
        for area in linked.areas:
            if area.level.value == "community" and area.name.endswith("社区"):
                named.add((seed.stem, area.name))
                if area.code:
                    listed.add((seed.stem, area.name))
    assert len(listed) == 15
    assert {"樟溪社区", "樟坑径社区", "松轩社区", "新源社区", "润城社区"} == {name for _, name in named - listed}


def test_a_community_of_a_hidden_street_is_the_only_one_of_its_name_in_the_county() -> None:
    text = ANONYMOUS.format("宝安区召开会议,宝安区稔田社区建成公园,稔田社区、润城社区建成党群服务中心。")
    areas = {area.name: area for area in link(extract(parse(text))).areas}
    assert areas["稔田社区"].code == "440306021008"
    assert "润城社区" not in areas or areas["润城社区"].code is None
    assert all(area.code is None for area in areas.values() if area.level.value == "street" and area.anonymised)


def test_communities_that_stand_together_nowhere_suppose_nothing() -> None:
    text = ANONYMOUS.format("在甲岸社区、多福巷社区、官天岭社区建成党群服务中心。")
    assert link(extract(parse(text)), hypotheses=True).hypotheses == ()


def test_a_community_that_the_list_has_not_is_marked() -> None:
    text = "深圳市宝安区新安街道2023年工作总结\n一、主要工作\n甲岸社区、云间社区建成党群服务中心。\n"
    areas = {area.name: area for area in link(extract(parse(text))).areas}
    assert areas["甲岸社区"].code == "440306017018"
    assert areas["甲岸社区"].unlisted_in is None
    assert areas["云间社区"].code is None
    assert areas["云间社区"].unlisted_in == "2023-06-30"
