"""Adding up, without a database: what counts, what does not, and the law that incremental equals full."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from knooppunt.ground.figures.rules.adding import PARTS_SCHEMA, Part, totals
from knooppunt.ground.figures.rules.comparing import HELD_SCHEMA, KEY

FIRST = date(2020, 9, 14)
NATION, REGION = 100, 101
PARTS = pl.DataFrame(
    [(1, "nation", NATION, Part.MUNICIPALITY), (1, "region", REGION, Part.MUNICIPALITY),
     (2, "nation", NATION, Part.MUNICIPALITY), (2, "region", REGION, Part.MUNICIPALITY),
     (3, "nation", NATION, Part.UNKNOWN), (4, "nation", NATION, Part.REGION)],
    schema=dict(PARTS_SCHEMA), orient="row")  # fmt: skip

Said = list[tuple[int, int, float | None]]


def state(said: Said) -> pl.DataFrame:
    """Rows of (series, day number, value)."""
    rows = [(series, FIRST + timedelta(day), FIRST + timedelta(day + 1), value, None, None, None)
            for series, day, value in said]  # fmt: skip
    return pl.DataFrame(rows, schema=dict(HELD_SCHEMA), orient="row").sort(KEY)


def told(found: pl.DataFrame) -> dict[tuple[int, int], tuple[float | None, int]]:
    """(total, day number) to (value, how many)."""
    rows = found.select("series", "starts", "value", "n").iter_rows()
    return {(series, (starts - FIRST).days): (value, n) for series, starts, value, n in rows}


def test_a_missing_value_adds_nothing() -> None:
    assert told(totals(state([(1, 0, 5), (2, 0, None)]), PARTS)) == {(NATION, 0): (5, 1), (REGION, 0): (5, 1)}


def test_a_sum_of_only_missing_values_is_missing_and_not_zero() -> None:
    assert told(totals(state([(1, 0, None), (2, 0, None)]), PARTS)) == {(NATION, 0): (None, 0), (REGION, 0): (None, 0)}


def test_a_negative_value_is_added_as_it_is() -> None:
    assert told(totals(state([(1, 0, 5), (2, 0, -7)]), PARTS))[NATION, 0] == (-2, 2)


def test_what_is_nowhere_counts_in_the_nation_only() -> None:
    assert told(totals(state([(1, 0, 5), (3, 0, 2)]), PARTS)) == {(NATION, 0): (7, 2), (REGION, 0): (5, 1)}


def test_a_region_counts_only_on_days_without_municipalities() -> None:
    found = told(totals(state([(1, 0, 5), (4, 0, 9), (4, 1, 9)]), PARTS))
    assert (found[NATION, 0], found[NATION, 1]) == ((5, 1), (9, 1))


def test_periods_of_different_length_are_different_sums() -> None:
    day = state([(1, 0, 5)])
    week = day.with_columns(ends=pl.col("starts") + pl.duration(days=7), value=pl.lit(30.0))
    found = totals(pl.concat([day, week]).sort(KEY), PARTS).filter(pl.col("series") == NATION)
    assert found.select("ends", "value").rows() == [(date(2020, 9, 15), 5.0), (date(2020, 9, 21), 30.0)]


values = st.one_of(st.none(), st.floats(-1e9, 1e9, allow_nan=False), st.integers(-5, 500).map(float))
said = st.dictionaries(st.tuples(st.integers(1, 4), st.integers(0, 4)), values, min_size=1, max_size=20)


@settings(deadline=None)  # the first run warms polars up
@given(before=said, now=said)
def test_sums_of_what_changed_put_over_the_old_ones_equal_a_full_recount_bit_for_bit(
    before: dict[tuple[int, int], float | None], now: dict[tuple[int, int], float | None]
) -> None:
    old = state([(*key, value) for key, value in before.items()])
    merged = {**before, **now}
    new = state([(*key, value) for key, value in merged.items()])
    changed = state([(*key, value) for key, value in now.items()])
    incremental = told(totals(old, PARTS)) | told(totals(new, PARTS, changed))
    assert incremental == told(totals(new, PARTS))
