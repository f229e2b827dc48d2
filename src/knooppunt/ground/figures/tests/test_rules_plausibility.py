"""Flags on made series and on the real files: what is caught, and how seldom the alarm is false."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl
import pytest
from tests.shared import shared_data

from knooppunt.ground.figures.rules.plausibility import KINDS, OF_A_CHANGE, OF_A_VALUE, REASONS, Expectation, flags

EXPECTED = {
    "flow": Expectation("flow", 0),
    "total": Expectation("cumulative", 0),
    "stock": Expectation("stock"),
    "share": Expectation("survey", 0, 100),
}
WEEK = [100.0, 110.0, 120.0, 115.0, 105.0, 60.0, 50.0]


def frame(indicator: str, values: Sequence[float | None], series: int = 1) -> pl.DataFrame:
    days = [date(2021, 1, 1) + timedelta(days=number) for number in range(len(values))]
    return pl.DataFrame(
        {"series": [series] * len(values), "indicator": [indicator] * len(values), "starts": days, "value": values},
        schema_overrides={"value": pl.Float64},
    )


def kinds(found: pl.DataFrame) -> list[str]:
    return found["kind"].to_list()


def test_the_rhythm_of_the_week_and_a_steady_surge_raise_nothing() -> None:
    surge = [value * 1.08**number for number, value in enumerate(WEEK * 6)]
    assert flags(frame("flow", surge), EXPECTED).is_empty()


@pytest.mark.parametrize(
    ("last", "kind"), [(500.0, "backlog"), (1_500.0, "jump"), (0.0, "dip"), (-3.0, "negative"), (130.0, None)]
)
def test_a_day_out_of_line_is_flagged_with_its_kind(last: float, kind: str | None) -> None:
    assert kinds(flags(frame("flow", [*WEEK, *WEEK, last]), EXPECTED)) == ([kind] if kind else [])


def test_a_reason_can_be_filled_from_its_values() -> None:
    found = flags(frame("flow", [*WEEK, *WEEK, 500.0]), EXPECTED).row(0, named=True)
    sentence = found["reason"].format(**json.loads(found["values"]))
    assert sentence == "500.0 in one day is 4.2 times the highest of the 14 days before (120.0)."
    assert found["reason"] in REASONS.values()


def test_a_total_is_judged_by_its_daily_difference_and_flagged_where_it_falls() -> None:
    daily = [*WEEK, *WEEK, 500.0, -4.0]
    total = [sum(daily[: number + 1]) for number in range(len(daily))]
    assert kinds(flags(frame("total", total), EXPECTED)) == ["backlog", "negative"]


def test_small_numbers_may_double_without_a_flag() -> None:
    assert flags(frame("flow", [0.0, 1.0, 2.0] * 5 + [8.0]), EXPECTED).is_empty()


def test_a_value_beyond_its_limits_says_which_limit() -> None:
    found = flags(frame("share", [45.0, 101.0, -1.0]), EXPECTED)
    assert kinds(found) == ["outside", "outside"]
    assert found["reason"].to_list() == [REASONS["high"], REASONS["low"]]


def test_a_stock_that_is_suddenly_tenfold_or_a_tenth_is_a_jump() -> None:
    assert kinds(flags(frame("stock", [40.0] * 14 + [400.0]), EXPECTED)) == ["jump"]
    assert kinds(flags(frame("stock", [40.0] * 14 + [4.0]), EXPECTED)) == ["jump"]


def test_nothing_found_is_no_tenth_of_what_was_measured_before() -> None:
    measured = {"share": Expectation("measure")}
    assert flags(frame("share", [40.0] * 14 + [0.0]), measured).is_empty()
    assert kinds(flags(frame("share", [40.0] * 14 + [3.0]), measured)) == ["jump"]


def test_a_sum_over_part_of_the_areas_is_not_compared_with_one_over_all() -> None:
    judged = frame("flow", [*WEEK, *WEEK, 12.0])
    late = judged.with_columns(parts=pl.Series([25] * 14 + [3], dtype=pl.Int32))
    merged = judged.with_columns(parts=pl.Series([355] * 14 + [352], dtype=pl.Int32))
    assert flags(late, EXPECTED).is_empty()
    assert kinds(flags(merged, EXPECTED)) == ["dip"]


def test_only_fresh_rows_raise_flags_and_unknown_values_raise_none() -> None:
    judged = frame("flow", [*WEEK, *WEEK, 500.0, None]).with_columns(fresh=pl.lit(value=False))
    assert flags(judged, EXPECTED).is_empty()
    assert flags(judged.clear(), EXPECTED, kinds=()).is_empty()


def national_and_regional_tests() -> tuple[pl.DataFrame, pl.DataFrame]:
    path = shared_data("covid/minvws_gm_tested_overall_archived_20230331.csv.gz")
    region_of = pl.read_csv(shared_data("geo/gm_vr_2023.csv")).select("gmcode", "vrcode")
    rows = (
        pl.read_csv(path, columns=["gmcode", "date_unix", "infected"])
        .join(region_of, on="gmcode")
        .with_columns(starts=pl.from_epoch("date_unix").dt.date(), indicator=pl.lit("flow"))
    )
    regions = rows.group_by("vrcode", "starts", "indicator").agg(value=pl.col("infected").sum())
    nation = rows.group_by("starts", "indicator").agg(value=pl.col("infected").sum())
    return nation.with_columns(series=pl.lit(0)), regions.with_columns(series=pl.col("vrcode").rank("dense"))


def test_the_national_backlog_of_8_february_2022_is_flagged_and_nothing_else_in_three_years() -> None:
    nation, regions = national_and_regional_tests()
    found = flags(nation, EXPECTED)
    assert found.select("starts", "kind", "value").rows() == [(date(2022, 2, 8), "backlog", 374_708)]
    in_regions = flags(regions, EXPECTED)
    assert in_regions.filter(pl.col("starts") == date(2022, 2, 8)).height == 16
    assert in_regions.height < regions.height * 0.0025


def test_all_476_falls_of_the_rivm_totals_are_flagged_and_no_other_row() -> None:
    path = shared_data("covid/RIVM_COVID-19_aantallen_gemeente_cumulatief_20200915.csv.gz")
    rows = (
        pl.read_csv(path, separator=";")
        .filter(pl.col("Municipality_code").is_not_null())
        .select(
            series=pl.col("Municipality_code").rank("dense"),
            indicator=pl.lit("total"),
            starts=pl.col("Date_of_report").str.slice(0, 10).str.to_date(),
            value=pl.col("Total_reported").cast(pl.Float64),
        )
    )
    found = flags(rows, EXPECTED, kinds=OF_A_VALUE)
    assert kinds(found) == ["negative"] * 476
    assert set(OF_A_VALUE) | set(OF_A_CHANGE) == set(KINDS)
