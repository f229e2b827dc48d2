"""Cells of text as numbers and days, and the house rule for sources."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.ground.figures.exchange import cells, sources
from knooppunt.ground.figures.exchange.gate import reread
from knooppunt.ground.figures.tests.made_files import TODAY, rivm, values

numbers = st.floats(min_value=-1e15, max_value=1e15)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


@given(numbers)
def test_a_number_is_read_as_it_was_written(number: float) -> None:
    typed, _reasons = cells.as_number(pl.Series([repr(number), f" {number!r} "]), comma=False)
    assert typed.to_list() == [number, number]


@given(st.text(max_size=12))
def test_any_text_is_a_finite_number_or_has_a_reason(text: str) -> None:
    cell = pl.Series([text], dtype=pl.String)
    typed, reasons = cells.as_number(cell, comma=True)
    if typed[0] is None:
        assert any(applies[0] for _template, applies in reasons())
    else:
        assert typed.is_finite().all()


@given(days, st.sampled_from([-7200, -3600, 0]))
def test_a_stamp_is_the_day_that_begins_in_utc_or_in_the_netherlands_or_none(day: date, shift: int) -> None:
    seconds = (day - date(1970, 1, 1)) // timedelta(seconds=1) + shift
    typed, _reasons = cells.as_stamped_day(pl.Series([str(seconds)]))
    assert typed[0] in ((day,) if shift == 0 else (day, None))


def test_a_total_in_a_row_that_was_put_right_is_a_figure_again(tmp_path: Path) -> None:
    (rejected,) = rivm(tmp_path, "2020-09-15 10:00:00;GM0344;Utrecht;Utrecht;1.234,5;3").rejected
    again = reread(
        {**rejected.fields, "Total_reported": "1234", "Deceased": "1"}, source="rivm_cumulative", today=TODAY
    )
    assert values(again, "cases.reported_total") == {("GM0344", date(2020, 9, 15)): 1234}


def test_every_folder_of_a_source_is_registered_under_its_name() -> None:
    folders = {path.parent.name for path in Path(sources.__file__).parent.glob("*/__init__.py")}
    assert folders == {source.slug for source in sources.SOURCES}
