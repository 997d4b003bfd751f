"""Undertakings: one name in one street is one thing, a counted group is its report's own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.extraction.model import Initiative, Project, Status
from kg.linking.names import normalised
from kg.linking.undertakings import Undertakings


def project(name: str, start: int = 0, *, count: int | None = None, members: tuple[int, ...] = ()) -> Project:
    return Project(
        start=start, end=start + len(name), rule="test", confidence=Decimal("0.9"), name=name,
        status=Status.UNDERWAY, count=count, members=members,
    )  # fmt: skip


def undertakings(area: str = "area-1", sha256: str = "a" * 64) -> Undertakings:
    return Undertakings(area, sha256, lambda _: ("construction",))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("上川消防站", "上川消防站项目"),
        ("“上川消防站”建设工程", "上川消防站"),
        ("深圳(宝安)中心", "深圳（宝安）中心"),
    ],
)
def test_marks_and_the_word_project_do_not_make_another_thing(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"), [("上川消防站", "新乐消防站"), ("环卫项目", "环卫工程"), ("一期工程", "二期工程")]
)
def test_other_names_and_bare_heads_stay_apart(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_mentions_of_one_name_share_an_entity_that_keeps_its_first_name() -> None:
    found = undertakings()
    first, second = found.projects((project("上川消防站项目"), project("上川消防站", 50)))
    assert first == second
    assert [entity.name for entity in found.all()] == ["上川消防站项目"]


def test_the_same_name_in_another_street_is_another_thing() -> None:
    (here,) = undertakings("area-1").projects((project("党群服务中心"),))
    (there,) = undertakings("area-2").projects((project("党群服务中心"),))
    assert here != there


def test_a_group_is_apart_from_a_project_and_from_next_years_group() -> None:
    (single,) = undertakings().projects((project("政府投资项目"),))
    (group,) = undertakings().projects((project("政府投资项目", count=52),))
    (next_year,) = undertakings(sha256="b" * 64).projects((project("政府投资项目", count=52),))
    assert len({single, group, next_year}) == 3
    assert group.startswith("group-")


def test_members_are_entities_of_the_group() -> None:
    found = undertakings()
    keys = found.projects((project("更新项目", count=2, members=(1, 2)), project("甲项目", 20), project("乙项目", 30)))
    group = next(entity for entity in found.all() if entity.kind == "group")
    assert group.members == keys[1:] and group.stated_count == 2


def test_a_project_and_an_initiative_of_one_name_are_two_things() -> None:
    found = undertakings()
    (one,) = found.projects((project("双百工程"),))
    initiative = Initiative(
        start=0, end=4, rule="test", confidence=Decimal("0.9"), name="双百工程", initiative_type="programme"
    )
    (other,) = found.initiatives((initiative,))
    assert one != other and len(found.all()) == 2
