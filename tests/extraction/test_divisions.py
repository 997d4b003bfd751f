"""The gazetteer: what it knows, how names of autonomous areas are shortened, and how fast it says so."""

from __future__ import annotations

import pytest

from kg.lexicon.divisions import EDITION, Gazetteer, gazetteer


def test_it_holds_every_province_city_and_county_of_its_edition() -> None:
    levels = [division.level for division in gazetteer().divisions.values()]
    assert levels.count("province") == 34
    assert levels.count("city") == 333
    assert levels.count("district") == 2978 - 4
    assert EDITION == "2023-06-30"


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("440306", ["宝安区", "深圳市", "广东省"]),
        ("310104", ["徐汇区", "上海市"]),
        ("4419", ["东莞市", "广东省"]),
        ("429004", ["仙桃市", "湖北省"]),
        ("81", ["香港特别行政区"]),
    ],
)
def test_chains_skip_the_rows_of_statisticians(code: str, chain: list[str]) -> None:
    places = gazetteer()
    assert [step.name for step in places.chain(places.divisions[code])] == chain


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("宝安区", "宝安"),
        ("广西壮族自治区", "广西"),
        ("大化瑶族自治县", "大化"),
        ("黔东南苗族侗族自治州", "黔东南"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("香港特别行政区", "香港"),
        ("神农架林区", "神农架"),
        ("内蒙古自治区", "内蒙古"),
        ("新安街道", "新安"),
        ("苏尼特右旗", "苏尼特右旗"),
    ],
)
def test_stems_leave_the_level_out(name: str, stem: str) -> None:
    assert gazetteer().stem(name) == stem


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("作登乡", ["451022201"]),
        ("沙头角街道", ["440308003"]),
        ("虎门镇", ["441900121"]),
        ("没有这个镇", []),
        ("", []),
    ],
)
def test_townships_are_found_by_name_nationwide(name: str, codes: list[str]) -> None:
    assert [division.code for division in gazetteer().townships_named(name)] == codes


def test_a_common_township_name_has_many_bearers() -> None:
    bearers = gazetteer().townships_named("新安街道")
    assert len(bearers) == 9
    assert gazetteer().townships("440306")["新安街道"] in bearers


def test_names_of_files_tell_the_area_they_begin_with() -> None:
    places = gazetteer()
    assert [division.code for division in places.stem_of_file("无锡_2024")] == ["3202"]
    assert places.stem_of_file("report-1") == ()


def test_short_forms_of_autonomous_areas_are_known() -> None:
    places: Gazetteer = gazetteer()
    assert [division.code for division in places.by_name["都安县"]] == ["451228"]
    assert [division.code for division in places.by_name["黔东南州"]] == ["5226"]
    assert [division.code for division in places.by_name["锡盟"]] == ["1525"]
