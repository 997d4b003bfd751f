"""Identity: which area a mention names, which area a figure is about, who issued the report, keys that last."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from kg.documents import parse
from kg.extraction import extract
from kg.extraction.areas import find_areas
from kg.extraction.model import Extraction, Indicator
from kg.linking import link
from kg.linking.model import Linked
from tests import factories

HEAD = "宝安区新安街道办事处2020年工作总结和2021年工作计划\n\n一、2020年工作情况\n\n"
ANONYMOUS = "街道2023年党工委工作报告\n\n为宝安建设作出贡献,宝安区支持。\n\n一、2022年工作情况\n\n"
CITY = "来宾市2024年政府工作报告\n\n一、2023年工作回顾\n\n"


def linked(sentence: str, head: str = HEAD) -> Linked:
    """A report with its areas and its numbers before 家 or 个 linked."""
    document = parse(head + sentence + "\n", "report")
    figures = tuple(
        Indicator(
            start=match.start(),
            end=match.end(),
            rule="test",
            confidence=Decimal("0.9"),
            value=Decimal(match[1]),
            value_max=None,
            unit=match[2],
            written_value=Decimal(match[1]),
            written_value_max=None,
            written_unit=match[2],
            metric="新增企业",
        )
        for match in re.finditer(r"(\d+)([家个])", document.text)
        if match.start() >= document.text.index(sentence)
    )
    return link(Extraction(document, indicators=figures, areas=find_areas(document)))


def resolved(result: Linked) -> list[tuple[str, str | None]]:
    """(quotation, path of the entity) per mention."""
    areas = {area.key: area for area in result.areas}

    def path(key: str) -> str:
        area = areas[key]
        return (path(area.within) + "/" if area.within else "") + area.name

    text = result.extraction.document.text
    return [
        (text[mention.start : mention.end], path(key) if key else None)
        for mention, key in zip(result.extraction.areas, result.area_entities, strict=True)
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("甲岸社区获评先进。", [("甲岸社区", "广东省/深圳市/宝安区/新安街道/甲岸社区")]),
        (
            "帮扶广西作登乡梅林村、陇祥村。",
            [
                ("广西", "广西壮族自治区"),
                ("作登乡", "广西壮族自治区/百色市/田东县/作登瑶族乡"),
                ("梅林村", "广西壮族自治区/百色市/田东县/作登瑶族乡/梅林村"),
                ("陇祥村", "广西壮族自治区/百色市/田东县/作登瑶族乡/陇祥村"),
            ],
        ),
        (
            "帮扶都安县龙湾乡及菁盛乡。",
            [
                ("都安县", "广西壮族自治区/河池市/都安瑶族自治县"),
                ("龙湾乡", "广西壮族自治区/河池市/都安瑶族自治县/龙湾乡"),
                ("菁盛乡", "广西壮族自治区/河池市/都安瑶族自治县/菁盛乡"),
            ],
        ),
        ("对口帮扶汕尾北中村。", [("汕尾", "广东省/汕尾市"), ("北中村", "广东省/汕尾市/陆河县/河口镇/北中村")]),
        ("对口帮扶汕尾云间村。", [("汕尾", "广东省/汕尾市"), ("云间村", None)]),
        ("考察龙华区。", [("龙华区", "广东省/深圳市/龙华区")]),
        ("学习和平区经验。", [("和平区", None)]),
        ("引进香港企业。", [("香港", "香港特别行政区")]),
    ],
)
def test_mentions_are_resolved_by_context_or_not_at_all(sentence: str, expected: list[tuple[str, str | None]]) -> None:
    result = linked(sentence)
    offset = result.extraction.document.text.index(sentence)
    skip = sum(mention.start < offset for mention in result.extraction.areas)
    assert resolved(result)[skip:] == expected


def test_the_reports_area_has_its_code_and_its_parents() -> None:
    result = linked("甲岸社区获评先进。")
    street = result.report_area
    assert (street.name, street.code, street.code_scheme, street.code_edition) == (
        "新安街道",
        "440306017",
        "NBS",
        "2023-06-30",
    )
    chain = {area.key: area for area in result.areas}
    district = chain[street.within or ""]
    assert (district.name, district.code) == ("宝安区", "440306")
    assert next(area for area in result.areas if area.name == "甲岸社区").code == "440306017018"


def test_a_county_that_is_on_no_list_is_called_what_the_title_calls_it() -> None:
    report = link(
        extract(parse("綦江县2009年政府工作报告\n一、2008年工作回顾\n完成投资3亿元。\n", "report"))
    ).report_area
    assert (report.name, report.code, report.anonymised) == ("綦江县", None, False)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("建成甲岸社区公园。", {"甲岸社区公园": {"甲岸社区"}}),
        ("在甲岸社区新建休闲公园。", {"休闲公园": {"甲岸社区"}}),
        ("建成甲岸社区公园,启动宝安区体育馆改造工程。", {"甲岸社区公园": {"甲岸社区"}}),  # the district is the report's
        ("推进广东对口支援项目,建成人民公园。", {}),  # whose help it is, not where
        ("走访甲岸社区。新建休闲公园。", {}),
    ],
)
def test_a_project_is_where_the_text_puts_it(sentence: str, expected: dict[str, set[str]]) -> None:
    result = link(extract(parse(HEAD + sentence + "\n", "report")))
    names = {area.key: area.name for area in result.areas}
    assert {
        thing.name: {names[key] for key in thing.located_in} for thing in result.undertakings if thing.located_in
    } == expected


def test_an_unnamed_street_is_a_node_of_its_own_in_its_district() -> None:
    result = linked("新增企业3家。", ANONYMOUS)
    area = result.report_area
    assert area.anonymised and area.key == f"area-anon-{result.extraction.document.sha256[:8]}"
    assert next(a.name for a in result.areas if a.key == area.within) == "宝安区"
    assert result.issued_by is not None and result.issued_by.kind == "partyWorkCommittee"


def test_a_street_written_xx_is_the_anonymous_report_area() -> None:
    result = linked("XX街道新增企业3家,XX社区获评先进。", "XX街道2023年工作总结\n\n一、2023年工作情况\n\n")
    entities = dict(resolved(result))
    assert entities == {"XX街道": result.report_area.name, "XX社区": None}


@pytest.mark.parametrize("text", ["无", "街道", "2020年,", "X村、Y社区", "市" * 50, "新安街道\n" * 3])
def test_texts_that_hardly_say_anything_are_linked_without_fuss(text: str) -> None:
    document = parse(text + "\n", "report")
    assert link(Extraction(document, areas=find_areas(document))).report_area.key.startswith("area-")


@pytest.mark.parametrize(
    ("head", "kind", "name"),
    [
        (HEAD, "streetOffice", "新安街道办事处"),
        ("宝安区新安街道党工委2020年工作总结\n\n一、2020年工作情况\n\n", "partyWorkCommittee", "新安街道党工委"),
        ("漓渚镇人民政府2021年工作总结\n\n一、2021年工作总结\n\n", "government", "漓渚镇人民政府"),
        (CITY, "government", "来宾市人民政府"),
    ],
)
def test_area_office_committee_and_government_are_different_things(head: str, kind: str, name: str) -> None:
    issuer = linked("新增企业3家。", head).issued_by
    assert issuer is not None and (issuer.kind, issuer.name) == (kind, name)


@pytest.mark.parametrize(
    ("sentence", "areas"),
    [
        ("象州县新增企业3家。", ["象州县"]),
        ("在象州县新建的园区里,新增企业3家。", ["象州县"]),
        ("象州县新增企业3家,忻城县新增企业5家。", ["象州县", "忻城县"]),
        ("象州县获评先进。新增企业3家。", ["来宾市"]),
        ("帮扶象州县企业3家。", ["来宾市"]),
        ("象州县、忻城县新增企业3家。", ["来宾市"]),
        ("象州县首批企业3家开工。", ["来宾市"]),
    ],
)
def test_a_figure_is_about_the_area_that_its_clause_has_as_subject(sentence: str, areas: list[str]) -> None:
    result = linked(sentence, CITY)
    names = {area.key: area.name for area in result.areas}
    assert [names[key] for key in result.indicator_areas] == areas


def test_every_key_is_ascii_unique_and_the_same_each_time() -> None:
    found = factories.extraction()
    one, two = link(found), link(found)
    assert one == two
    keys = [
        *one.indicator_keys, *one.project_keys, *one.initiative_keys, *one.deadline_keys, *one.honour_keys,
        *one.area_keys, *one.set_aside_keys, *(f.key for f in one.follow_ups),
    ]  # fmt: skip
    assert len(keys) == len(set(keys))
    everything = [
        *keys, one.report_key, *(a.key for a in one.areas), *(c.key for c in one.concepts),
        *(u.key for u in one.undertakings),
    ]  # fmt: skip
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", key) for key in everything)


def test_statements_of_one_span_and_kind_are_told_apart_by_their_order() -> None:
    found = factories.extraction()
    twice = next(i for i in found.indicators)
    doubled = replace(found, indicators=(twice, *found.indicators))
    first, second = link(doubled).indicator_keys[:2]
    assert second == first + "-2"


def test_keys_do_not_depend_on_other_mentions() -> None:
    found = factories.extraction()
    whole = dict(zip(found.indicators, link(found).indicator_keys, strict=True))
    last = found.indicators[-1]
    assert link(replace(found, indicators=(last,))).indicator_keys == (whole[last],)


def test_codes_and_free_text_stay_out_of_keys() -> None:
    result = linked("甲岸社区获评先进。")
    assert all(not area.code or area.code not in area.key for area in result.areas)
