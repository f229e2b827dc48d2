"""Inhabitants, by the count that fits the borders of the day."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shared import shared_data

from knooppunt.ground.geography.atlas import the_atlas
from knooppunt.ground.geography.public import areas, population


def value_and_year(code: str, on: date) -> tuple[int, int]:
    found = population(code, on)
    assert found
    return found.value, found.year


def test_the_counts_are_those_that_were_recorded() -> None:
    with shared_data("covid/CBS_inwoners_per_gemeente_20200101.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            code = f"GM{int(row['Municipality_code']):04}"
            assert value_and_year(code, date(2020, 6, 1)) == (int(row["Inhabitants_1-1-2020"]), 2020)
    recorded = json.loads(shared_data("covid/minvws_gm_static_population.json").read_text())
    for code, row in recorded.items():
        assert value_and_year(code, date(2023, 6, 1)) == (row["population_count"], 2022)


@pytest.mark.parametrize("kind", ["region", "province", "ggd", "municipality"])
@pytest.mark.parametrize(("on", "total"), [(date(2020, 6, 1), 17_407_585), (date(2024, 6, 1), 17_590_672)])
def test_every_level_adds_up_to_the_nation(kind: str, on: date, total: int) -> None:
    assert sum(value_and_year(one.code, on)[0] for one in areas(kind, on)) == total == value_and_year("NL", on)[0]


def test_a_count_on_other_borders_is_not_used() -> None:
    before, after = date(2022, 3, 23), date(2022, 3, 24)
    assert value_and_year("GM0363", before) == (872_757, 2020)
    assert value_and_year("GM0363", after)[1] == 2022
    assert value_and_year("VR14", before)[1] == 2020
    assert value_and_year("VR14", after)[1] == 2022


def test_a_municipality_that_took_a_part_of_another_uses_the_first_count_after_that() -> None:
    assert value_and_year("GM0757", date(2020, 12, 31))[1] == 2020
    assert value_and_year("GM0757", date(2021, 1, 1))[1] == 2022


def test_before_its_first_count_a_merged_municipality_is_the_sum_of_its_parts() -> None:
    parts = [value_and_year(code, date(2020, 6, 1))[0] for code in ("GM0003", "GM0010", "GM0024")]
    assert value_and_year("GM1979", date(2021, 6, 1)) == (sum(parts), 2020)
    assert value_and_year("GM1979", date(2020, 6, 1)) == (sum(parts), 2020)


def test_a_municipality_that_ended_keeps_the_count_of_its_last_day() -> None:
    assert value_and_year("GM0003", date(2024, 1, 1)) == (11_642, 2020)


@given(st.dates(date(2019, 1, 1), date(2027, 12, 31)), st.sampled_from(sorted(the_atlas().areas)))
def test_everyone_but_the_unknown_has_inhabitants_on_every_day(on: date, code: str) -> None:
    found = population(code, on)
    assert (found is None) == (the_atlas().areas[code].kind == "unknown")
    assert found is None or (found.value > 0 and found.source)
