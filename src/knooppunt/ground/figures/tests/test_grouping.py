"""Rows grouped by what they are about, however they are ordered."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.figures.ledger.naming import ABOUT, group_rows

runs = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "x"]), st.integers(1, 30)), max_size=12)


@given(runs)
def test_every_row_is_in_the_one_group_that_it_is_about(told: list[tuple[str, str, int]]) -> None:
    rows = [("tests", area, stratum) for area, stratum, length in told for _ in range(length)]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(ABOUT, pl.String), orient="row")
    groups = {row[:3]: list(row[3]) for row in group_rows(frame).iter_rows()}
    assert groups == {about: [place for place, row in enumerate(rows) if row == about] for about in rows}
