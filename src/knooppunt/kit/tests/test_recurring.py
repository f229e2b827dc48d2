"""What recurs every day, week or month falls on days of the calendar, and is held on days on which people work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.kit.recurring import Every, bounds, falls_on, moment_of, moved
from knooppunt.kit.workdays import is_working_day

GOOD_FRIDAY, TUESDAY_AFTER = date(2026, 4, 3), date(2026, 4, 7)
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@dataclass(frozen=True)
class Weekly:
    every: Every = Every.WEEK
    on: int = 5
    working_days: bool = True


def test_it_falls_on_its_day_and_is_held_on_the_first_working_day_from_it() -> None:
    assert falls_on(Weekly(), GOOD_FRIDAY)
    assert moved(Weekly(), GOOD_FRIDAY) == TUESDAY_AFTER
    assert moved(Weekly(working_days=False), GOOD_FRIDAY) == GOOD_FRIDAY


def test_what_recurs_every_day_skips_days_off_and_is_not_moved_to_the_next() -> None:
    daily = Weekly(Every.DAY, 0)
    assert not falls_on(daily, GOOD_FRIDAY)
    assert falls_on(Weekly(Every.DAY, 0, working_days=False), GOOD_FRIDAY)


@given(st.sampled_from(Every), days, st.booleans(), st.data())
def test_every_rhythm_comes_back_and_is_held_on_a_day_that_it_may_be(
    every: Every, day: date, working: bool, data: st.DataObject
) -> None:
    least, most = bounds(every)
    one = Weekly(every, data.draw(st.integers(least, most)), working)
    falling = [day + timedelta(days=ahead) for ahead in range(31) if falls_on(one, day + timedelta(days=ahead))]
    assert falling
    assert all(is_working_day(moved(one, each)) or not working for each in falling)


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_half_past_two_is_one_moment_on_both_changes_of_the_clock(day: date, utc: datetime) -> None:
    assert moment_of(day, time(2, 30)) == utc
