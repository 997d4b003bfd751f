"""Communities listed beside one that lies elsewhere are not drawn into the report's own street."""

from __future__ import annotations

from kg.documents import parse
from kg.extraction import extract
from kg.linking import link

REPORT = "深圳市宝安区新安街道2020年工作总结\n一、2020年工作总结\n{}\n"


def resolved(sentence: str) -> dict[str, str | None]:
    linked = link(extract(parse(REPORT.format(sentence), "新安街道")))
    names = {area.key: area.name for area in linked.areas}
    return {
        mention.name: names.get(entity or "")
        for mention, entity in zip(linked.extraction.areas, linked.area_entities, strict=True)
    }


def test_a_village_beside_one_of_another_county_is_looked_up_there_or_not_at_all() -> None:
    found = resolved("对口帮扶河源龙川县官天岭村、共和村两个贫困村。")
    assert (found["官天岭村"], found["共和村"]) == ("官天岭村", "共和村")


def test_communities_of_the_own_street_resolve() -> None:
    found = resolved("甲岸社区、海乐社区完成整治。")
    assert (found["甲岸社区"], found["海乐社区"]) == ("甲岸社区", "海乐社区")
