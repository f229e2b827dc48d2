"""Areas through time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.geography import rules
from knooppunt.ground.geography.atlas import the_atlas
from knooppunt.ground.geography.public import (
    area,
    area_name,
    areas,
    is_known,
    latest_borders,
    members,
    movers,
    parent_of,
    population,
    region_of,
)
from knooppunt.kit.problems import Invalid, NotFound

WEESP_MOVES = date(2022, 3, 24)
days = st.dates(date(2020, 1, 1), date(2027, 12, 31))
levels = st.sampled_from(["region", "province", "ggd", "nation"])


def test_weesp_lies_in_gooi_until_the_day_it_moves_to_amsterdam() -> None:
    eve = WEESP_MOVES - timedelta(days=1)
    assert (region_of("GM0457", eve), region_of("GM0457", WEESP_MOVES)) == ("VR14", "VR13")
    assert (parent_of("GM0457", "ggd", eve), parent_of("GM0457", "ggd", WEESP_MOVES)) == ("GG3606", "GG3406")
    assert "GM0457" in members("VR14", eve)
    assert "GM0457" not in members("VR14", WEESP_MOVES) + members("VR13", WEESP_MOVES)


def test_a_merged_municipality_is_followed_forward_and_a_later_one_back() -> None:
    assert region_of("GM0003", date(2024, 1, 1)) == "VR01"
    assert region_of("GM1992", date(2020, 3, 1)) == "VR17"


def test_haaren_was_split_over_two_regions_so_afterwards_it_has_none() -> None:
    assert region_of("GM0788", date(2020, 12, 31)) == "VR21"
    assert region_of("GM0788", date(2021, 1, 1)) is None
    assert parent_of("GM0788", "province", date(2021, 1, 1)) == "PV30"


def test_only_weesp_and_haaren_ever_changed_region() -> None:
    assert movers("region", date(2020, 1, 1), latest_borders()) == {"GM0457", "GM0788"}
    assert movers("province", date(2020, 1, 1), latest_borders()) == frozenset()


def test_an_unknown_municipality_lies_in_its_province_and_the_nation_only() -> None:
    today = latest_borders()
    assert [parent_of("PV20-X", level, today) for level in ("region", "province", "ggd", "nation")] == [
        None,
        "PV20",
        None,
        "NL",
    ]
    assert parent_of("NL-X", "province", today) is None
    assert parent_of("NL-X", "nation", today) == "NL"
    assert population("PV20-X", today) is None


def test_an_area_is_its_own_parent_on_its_own_level() -> None:
    assert parent_of("VR09", "region", latest_borders()) == "VR09"
    assert parent_of("VR09", "province", latest_borders()) == "PV26"


def test_a_code_that_nobody_has_is_refused_by_name() -> None:
    assert not is_known("GM9999")
    with pytest.raises(NotFound, match="GM9999"):
        area("GM9999")
    with pytest.raises(NotFound, match="VR26"):
        region_of("VR26", latest_borders())


def test_a_day_before_the_table_begins_is_refused() -> None:
    with pytest.raises(Invalid, match="2020-01-01"):
        areas("municipality", date(2019, 12, 31))


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Invalid, match="county"):
        areas("county", latest_borders())
    with pytest.raises(Invalid, match="municipality"):
        parent_of("GM0014", "municipality", latest_borders())


def test_names_of_unknown_parts_are_in_the_language_of_the_reader() -> None:
    assert area_name("GM0518") == "'s-Gravenhage"
    assert area_name("PV20-X").startswith("Groningen, ")


@given(days, levels)
def test_the_areas_of_a_level_divide_the_municipalities_among_them(on: date, level: str) -> None:
    divided = [code for one in areas(level, on) for code in members(one.code, on)]
    assert sorted(divided) == [one.code for one in areas("municipality", on)]


@given(days, days, levels)
def test_movers_are_the_same_seen_from_either_day(on: date, base: date, level: str) -> None:
    assert movers(level, on, base) == movers(level, base, on)


@given(days, st.sampled_from(sorted(the_atlas().areas)))
def test_whoever_has_a_region_lies_in_its_province(on: date, code: str) -> None:
    region = region_of(code, on)
    if region:
        assert parent_of(region, "province", on) == parent_of(code, "province", on)


@given(days, days, st.sampled_from(["region", "municipality", "province"]))
def test_borders_of_the_same_date_always_fit_best(on: date, other: date, kind: str) -> None:
    chosen = rules.choose_vintage(the_atlas(), kind, on, [other, on])
    assert chosen
    assert rules.borders_are_equal(the_atlas(), kind, on, chosen)


def test_without_equal_borders_the_last_ones_before_are_chosen_then_the_first_after() -> None:
    old, new = date(2021, 1, 1), date(2023, 1, 1)
    assert rules.choose_vintage(the_atlas(), "municipality", date(2022, 2, 1), [old, new]) == old
    assert rules.choose_vintage(the_atlas(), "municipality", date(2020, 2, 1), [old, new]) == old
    assert rules.choose_vintage(the_atlas(), "municipality", date(2020, 2, 1), []) is None
