"""Whether parts add up, which municipalities belong in a sum, and how plants make a region."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.figures.rules.reconcile import Reconciled, gaps, known_sum, plant_mean, vintage_of

DAY = date(2020, 9, 15)
OLD, NEW = frozenset({"GM0003", "GM0010", "GM0014"}), frozenset({"GM1979", "GM0014"})
VINTAGES = {date(2020, 1, 1): OLD, date(2021, 1, 1): NEW}


def frame(values: dict[str, float]) -> pl.DataFrame:
    rows = [("cases", "rivm", "", area, DAY, date(2020, 9, 16), value) for area, value in values.items()]
    columns = ["indicator", "source", "stratum", "area", "starts", "ends", "value"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def test_only_wholes_that_differ_from_the_sum_of_their_parts_have_a_gap() -> None:
    found = gaps(frame({"VR01": 10.0, "VR02": 0.3, "NL": 99.0}), frame({"VR01": 12.0, "VR02": 0.1 + 0.2, "VR03": 1.0}))
    assert found.select("area", "delivered", "summed", "gap").rows() == [("VR01", 10.0, 12.0, -2.0)]


@given(st.none() | st.floats(-1e9, 1e9), st.none() | st.floats(-1e9, 1e9))
def test_a_gap_is_known_only_when_both_sides_are(delivered: float | None, summed: float | None) -> None:
    reconciled = Reconciled(delivered, summed)
    assert reconciled.known == (delivered is not None and summed is not None)
    assert (reconciled.gap is None) == (not reconciled.known)


def test_a_difference_of_rounding_is_no_gap() -> None:
    assert Reconciled(0.3, 0.1 + 0.2).gap == 0
    assert Reconciled(10.0, 12.0).gap == -2


def test_a_source_that_recodes_the_past_counts_with_later_municipalities() -> None:
    assert vintage_of(OLD, DAY, VINTAGES) == date(2020, 1, 1)
    assert vintage_of(NEW, DAY, VINTAGES) == date(2021, 1, 1)
    assert vintage_of(OLD | NEW, DAY, VINTAGES) == date(2020, 1, 1)
    assert vintage_of(OLD | NEW, date(2021, 5, 1), VINTAGES) == date(2021, 1, 1)


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0.01, 1)), min_size=1))
def test_the_mean_over_plants_lies_between_the_lowest_and_the_highest(measured: list[tuple[float, float]]) -> None:
    mean = plant_mean(measured)
    assert mean is not None
    assert min(v for v, _ in measured) - 1e-6 <= mean <= max(v for v, _ in measured) + 1e-6


def test_a_plant_that_is_half_in_the_region_weighs_half() -> None:
    assert plant_mean([(100.0, 1.0), (400.0, 0.5)]) == 200
    assert plant_mean([]) is None
    assert plant_mean([(100.0, 0.0)]) is None


def test_nothing_known_is_not_a_sum_of_zero() -> None:
    assert known_sum([None, None]) == (None, 0)
    assert known_sum([None, 0.0, 3.0]) == (3.0, 2)
