"""When rounds are due, over holidays, changes of phase and both changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.kit.problems import Invalid
from knooppunt.kit.recurring import Every, moment_of
from knooppunt.kit.workdays import is_working_day, working_day_from
from knooppunt.kit.zone import NETHERLANDS
from knooppunt.rooms.reporting.rules.rhythm import (
    DEFAULT,
    Beat,
    Rhythm,
    check_rhythm,
    due_slot,
    next_slot,
    rhythm_from_json,
    rhythm_to_json,
    slots_after,
)

DAILY = Beat(Every.DAY, time(8), time(12))


def local(moment: datetime) -> str:
    return f"{moment.astimezone(NETHERLANDS):%Y-%m-%d %H:%M}"


def openings(beat: Beat, after: datetime, count: int) -> list[str]:
    return [local(slot.opens) for slot in islice(slots_after(beat, after), count)]


def test_the_holidays_are_those_of_the_law_and_5_may_is_one_every_year() -> None:
    free = [date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 5),
            date(2026, 5, 14), date(2026, 5, 25), date(2026, 12, 25)]  # fmt: skip
    assert [day for day in free if is_working_day(day)] == []
    assert is_working_day(date(2026, 5, 4))
    assert working_day_from(date(2026, 4, 3)) == date(2026, 4, 7)


def test_a_daily_round_opens_at_the_same_time_of_day_over_both_changes_of_the_clock() -> None:
    spring = openings(DAILY, moment_of(date(2026, 3, 28), time(9)), 2)
    assert spring == ["2026-03-29 08:00", "2026-03-30 08:00"]
    first, second = islice(slots_after(DAILY, moment_of(date(2026, 10, 24), time(0))), 2)
    assert second.opens - first.opens == timedelta(hours=25)
    assert [local(first.deadline), local(second.deadline)] == ["2026-10-24 12:00", "2026-10-25 12:00"]


def test_a_time_that_the_clock_leaves_out_comes_an_hour_later_and_one_that_comes_twice_counts_first() -> None:
    assert local(moment_of(date(2026, 3, 29), time(2, 30))) == "2026-03-29 03:30"
    assert moment_of(date(2026, 10, 25), time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_daily_round_on_working_days_leaves_out_weekend_and_holidays() -> None:
    beat = Beat(Every.DAY, time(8), time(12), working_days=True)
    found = openings(beat, moment_of(date(2026, 4, 1), time(9)), 3)
    assert found == ["2026-04-02 08:00", "2026-04-07 08:00", "2026-04-08 08:00"]


def test_a_weekly_round_moves_over_a_holiday_and_so_does_its_deadline() -> None:
    beat = Beat(Every.WEEK, time(8), time(17), on=1, days=1, working_days=True)
    slot = next(slots_after(beat, moment_of(date(2026, 4, 3), time(9))))
    assert (local(slot.opens), local(slot.deadline)) == ("2026-04-07 08:00", "2026-04-08 17:00")
    assert (slot.starts, slot.ends) == (date(2026, 4, 1), date(2026, 4, 8))
    before_king_day = next(slots_after(Beat(Every.DAY, time(8), time(17), days=1, working_days=True),
                                       moment_of(date(2026, 4, 24), time(7))))  # fmt: skip
    assert local(before_king_day.deadline) == "2026-04-28 17:00"


def test_a_monthly_round_is_about_the_month_before() -> None:
    slot = next_slot(Rhythm(), "cold", moment_of(date(2026, 1, 2), time(9)))
    assert slot is not None
    assert (local(slot.opens), slot.starts, slot.ends) == ("2026-02-02 08:00", date(2026, 1, 1), date(2026, 2, 1))


def test_the_rhythm_follows_the_phase() -> None:
    after = moment_of(date(2026, 6, 3), time(9))
    found = {phase: next_slot(Rhythm(), phase, after) for phase in ("cold", "lukewarm", "warm", "boiling")}
    assert {phase: slot and local(slot.opens) for phase, slot in found.items()} == {
        "cold": "2026-07-01 08:00",
        "lukewarm": "2026-06-08 08:00",
        "warm": "2026-06-04 08:00",
        "boiling": None,
    }


def test_a_round_is_due_once_and_not_after_its_deadline() -> None:
    rhythm, before, morning = (
        Rhythm({"warm": DAILY}),
        moment_of(date(2026, 6, 2), time(8)),
        moment_of(date(2026, 6, 3), time(9)),
    )
    slot, skipped = due_slot(rhythm, "warm", before, morning)
    assert slot is not None
    assert (local(slot.opens), skipped) == ("2026-06-03 08:00", 0)
    assert due_slot(rhythm, "warm", slot.opens, morning) == (None, 0)
    assert due_slot(rhythm, "warm", before, moment_of(date(2026, 6, 3), time(12))) == (None, 1)
    late, skipped = due_slot(rhythm, "warm", before, moment_of(date(2026, 6, 6), time(9)))
    assert late is not None
    assert (local(late.opens), skipped) == ("2026-06-06 08:00", 3)
    assert due_slot(rhythm, "cold", before, morning) == (None, 0)


WRONG = {
    "no phase": Rhythm({}),
    "a deadline before opening": Rhythm({"warm": Beat(Every.DAY, time(12), time(8))}),
    "a day of no week": Rhythm({"warm": Beat(Every.WEEK, time(8), time(9), on=8)}),
    "no day of the month": Rhythm({"warm": Beat(Every.MONTH, time(8), time(9))}),
    "a day of a day": Rhythm({"warm": Beat(Every.DAY, time(8), time(9), on=1)}),
    "too late": Rhythm({"warm": Beat(Every.DAY, time(8), time(9), days=40)}),
    "closing before": Rhythm({"warm": Beat(Every.DAY, time(8), time(9), hours=-1)}),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_rhythm_that_cannot_be_kept_is_refused(fault: str) -> None:
    with pytest.raises(Invalid):
        check_rhythm(WRONG[fault])


times = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
beats = st.builds(
    lambda every, opens, deadline, on, days, hours, working: Beat(
        every, opens, deadline, 0 if every is Every.DAY else on, days, hours, working
    ),
    st.sampled_from(Every),
    times,
    times,
    st.integers(1, 7),
    st.integers(1, 9),
    st.integers(0, 100),
    st.booleans(),
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))


@given(beats, moments)
def test_rounds_come_in_order_at_the_time_of_day_that_was_asked(beat: Beat, after: datetime) -> None:
    last = after
    for slot in islice(slots_after(beat, after), 4):
        assert last < slot.opens < slot.deadline <= slot.closes
        opened = slot.opens.astimezone(NETHERLANDS)
        there = opened.replace(tzinfo=None) == datetime.combine(opened.date(), beat.opens)
        # Only a time between two and three in the night can be left out by the clock.
        assert there or (beat.opens.hour == 2 and opened.hour == 3 and opened.month == 3)
        assert not beat.working_days or is_working_day(opened.date())
        assert slot.starts < slot.ends <= opened.date() + timedelta(days=1)
        last = slot.opens


@given(beats, moments, st.integers(0, 400))
def test_what_is_due_is_the_newest_that_opened_and_all_others_are_counted(
    beat: Beat, after: datetime, hours: int
) -> None:
    now = after + timedelta(hours=hours)
    passed = []
    for slot in slots_after(beat, after):
        if slot.opens > now:
            break
        passed.append(slot)
    found, skipped = due_slot(Rhythm({"warm": beat}), "warm", after, now)
    assert skipped + (found is not None) == len(passed)
    assert found is None or (found == passed[-1] and found.deadline > now)


@given(beats)
def test_a_rhythm_comes_through_json_unchanged(beat: Beat) -> None:
    rhythm = Rhythm({**DEFAULT, "warm": beat})
    assert rhythm_from_json(rhythm_to_json(rhythm)) == rhythm
    check_rhythm(rhythm)
