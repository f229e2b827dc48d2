"""The tables against what the authorities recorded, and against themselves."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from tests.shared import shared_data

from knooppunt.ground.geography.atlas import the_atlas
from knooppunt.ground.geography.public import Tile, area, areas, match_name, members, region_of, tiles

VINTAGES = {
    "2020": (date(2020, 1, 1), 355),
    "2021": (date(2021, 1, 1), 352),
    "2022-01": (date(2022, 1, 1), 345),
    "2022-03-24": (date(2022, 3, 24), 344),
    "2023": (date(2023, 1, 1), 342),
}


@pytest.mark.parametrize("vintage", VINTAGES)
def test_each_vintage_has_the_municipalities_and_regions_that_were_recorded(vintage: str) -> None:
    on, number = VINTAGES[vintage]
    with shared_data(f"geo/gm_vr_{vintage}.csv").open(encoding="utf-8", newline="") as lines:
        recorded = {row["gmcode"]: row for row in csv.DictReader(lines)}
    ours = {one.code: one.name for one in areas("municipality", on)}
    assert len(ours) == number
    assert {code: region_of(code, on) for code in ours} == {code: row["vrcode"] for code, row in recorded.items()}
    for code, row in recorded.items():
        match = match_name(row["gmname"], "municipality")
        assert match
        assert match.code == code


def test_there_are_still_342_municipalities_in_2026() -> None:
    assert len(areas("municipality", date(2026, 1, 1))) == 342


def test_whoever_ends_merges_into_someone_who_exists_from_that_day() -> None:
    for one in the_atlas().municipalities():
        assert (one.valid_until is None) == (not one.merged_into)
        for heir in one.merged_into:
            assert one.valid_until
            assert area(heir).exists(one.valid_until)


def test_whoever_begins_later_has_predecessors_that_end_that_day() -> None:
    for one in the_atlas().municipalities():
        if one.valid_from > date(2020, 1, 1):
            origins = the_atlas().predecessors[one.code]
            assert {area(code).valid_until for code in origins} == {one.valid_from}


def test_every_parent_is_an_area_and_every_upper_area_has_members() -> None:
    atlas = the_atlas()
    assert {
        kind: len(areas(kind, date(2023, 1, 1))) for kind in ("nation", "region", "province", "ggd", "unknown")
    } == {
        "nation": 1,
        "region": 25,
        "province": 12,
        "ggd": 25,
        "unknown": 13,
    }
    for one in atlas.areas.values():
        assert all(code in atlas.areas for code in one.parents)
        if one.kind in ("region", "province", "ggd"):
            assert members(one.code, date(2023, 1, 1))


def test_regions_and_ggd_regions_lie_in_one_province() -> None:
    for day, _number in VINTAGES.values():
        for kind in ("region", "ggd"):
            for one in areas(kind, day):
                assert {area(code).parent("province") for code in members(one.code, day)} == {one.parent("province")}


def test_the_tile_map_has_each_region_once_without_overlap_and_hangs_together() -> None:
    drawn = tiles()
    places = {(tile.column, tile.row) for tile in drawn}
    assert [tile.code for tile in drawn] == [one.code for one in areas("region", date(2023, 1, 1))]
    assert len(places) == len({tile.abbreviation for tile in drawn}) == 25
    reached, edge = set(), {min(places)}
    while edge:
        reached |= edge
        edge = {(c + x, r + y) for c, r in edge for x, y in ((0, 1), (1, 0), (0, -1), (-1, 0))} & places - reached
    assert reached == places


def test_the_tile_map_looks_like_the_netherlands() -> None:
    place: dict[str, Tile] = {tile.code: tile for tile in tiles()}
    assert place["VR01"].row == place["VR02"].row == min(tile.row for tile in tiles())
    assert place["VR24"].row == max(tile.row for tile in tiles())
    assert place["VR19"].column == min(tile.column for tile in tiles())
    assert place["VR05"].column == max(tile.column for tile in tiles())
    assert place["VR10"].row < place["VR13"].row < place["VR17"].row < place["VR20"].row
    assert place["VR02"].column < place["VR01"].column
    assert place["VR19"].column < place["VR20"].column < place["VR21"].column < place["VR23"].column
