"""Who runs what: named with 由…牵头 in the sentence, or behind 牵头单位 in the item; everything else is not read so."""

from __future__ import annotations

import pytest

from kg.documents import parse
from kg.extraction import extract
from kg.linking import link

HEAD = "东湖街道2024年重点工作安排\n一、重点任务\n"


def runs(text: str) -> dict[str, list[str]]:
    """Per project or initiative that somebody runs, who."""
    linked = link(extract(parse(HEAD + text, "report")))
    names = {organisation.key: organisation.name for organisation in linked.organisations}
    return {thing.name: [names[key] for key in thing.run_by] for thing in linked.undertakings if thing.run_by}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由城管办牵头,6月底前完成新乐公园改造工程。\n", {"新乐公园改造工程": ["城管办"]}),
        ("新乐消防站开工建设,由市建工集团承建。\n", {"新乐消防站": ["市建工集团"]}),
        (
            "1.新建新乐公园。\n牵头单位：市城管局、市住建局\n2.开展“净畅宁”专项行动。\n牵头单位：市公安局\n",
            {"新乐公园": ["市城管局", "市住建局"], "“净畅宁”专项行动": ["市公安局"]},
        ),
        ("华润三九牵头实施中药产业链高质量发展计划。\n", {"中药产业链高质量发展计划": ["华润三九"]}),
        ("新建新乐公园。责任部门:公共服务办;完成时限:12月\n", {"新乐公园": ["公共服务办"]}),
    ],
)
def test_who_runs_a_thing_is_read_where_it_is_said(text: str, expected: dict[str, list[str]]) -> None:
    assert runs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "由专人负责新乐公园改造工程。\n",  # nobody's name
        "由城管办牵头,完成整治。新建新乐公园。\n",  # another sentence
        "鼓励龙头企业牵头组建创新联合体,新建新乐公园。\n",  # no name
        "联合市公安局开展“净畅宁”专项行动。\n",  # with, not by
        "新建新乐公园。\n二、其他\n牵头单位：市公安局\n",  # another section
    ],
)
def test_helpers_and_neighbours_run_nothing(text: str) -> None:
    assert runs(text) == {}


def joined(text: str) -> dict[str, list[tuple[str, str]]]:
    linked = link(extract(parse(HEAD + text + "\n", "report")))
    names = {organisation.key: (organisation.name, organisation.kind) for organisation in linked.organisations}
    return {
        thing.name: [names[key] for key in thing.jointly_with] for thing in linked.undertakings if thing.jointly_with
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联合华润三九公司开展“邻里课堂”活动。", {"“邻里课堂”活动": [("华润三九公司", "company")]}),
        ("与深圳大学共建城市治理研究基地。", {"城市治理研究基地": [("深圳大学", "organisation")]}),
        ("与社区共建“邻里课堂”活动。", {}),
        ("支持华润三九公司开展“邻里课堂”活动。", {}),
        ("联合华润三九公司走访企业,开展“邻里课堂”活动。", {}),
    ],
)
def test_who_joins_in_is_read_where_it_is_said(text: str, expected: dict[str, list[tuple[str, str]]]) -> None:
    assert joined(text) == expected
