"""The gazetteer: what it knows, how names of autonomous areas are shortened, and how fast it says so."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

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


def _packer() -> ModuleType:
    script = Path(__file__).resolve().parents[2] / "scripts" / "make_divisions.py"
    spec = importlib.util.spec_from_file_location("make_divisions", script)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _dist(folder: Path, street: str = "440306017") -> Path:
    for name, line in {
        "provinces": "44,广东省",
        "cities": "4403,深圳市",
        "areas": "440306,宝安区",
        "streets": f"{street},新安街道",
    }.items():
        (folder / f"{name}.csv").write_text(f"code,name\n{line}\n", encoding="utf-8")
    (folder / "HK-MO-TW.json").write_text('{"香港特别行政区": {}}', encoding="utf-8")
    return folder


def test_the_packer_groups_divisions_and_gives_the_same_bytes_each_time(tmp_path: Path) -> None:
    packer = _packer()
    rows = packer.rows(_dist(tmp_path))
    expected = "44广东省\n\t03深圳市\n\t\t06宝安区\n\t\t\t017新安街道\n81香港特别行政区\n"
    assert packer.grouped(rows) == expected
    (tmp_path / "villages.csv").write_text(
        'code,name\n440306017018,"甲岸社区居委会"\n440306017010,"海乐社区居委会"\n', encoding="utf-8"
    )
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    assert packer.main([str(tmp_path), str(first)]) == packer.main([str(tmp_path), str(second)]) == 0
    for name in ("divisions.txt.gz", "communities.zip"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    members = packer.communities(tmp_path, {code for code, _ in rows})
    assert members == {"4403": ">06017\n010海乐社区居委会\n018甲岸社区居委会\n"}
    with pytest.raises(ValueError, match="no township"):
        packer.communities(tmp_path, {"440306018"})
    assert [d.name for d in Gazetteer(expected).divisions.values()] == ["广东省", "深圳市", "宝安区", "香港特别行政区"]


@pytest.mark.parametrize("street", ["440307017", "44030601"])
def test_the_packer_refuses_orphans_and_codes_of_the_wrong_length(tmp_path: Path, street: str) -> None:
    with pytest.raises(ValueError, match=r"no parent|not 9 digits"):
        _packer().rows(_dist(tmp_path, street))
