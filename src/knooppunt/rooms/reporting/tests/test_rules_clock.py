"""Where an organisation stands, who is reminded when, and whether a report may be submitted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.kit.problems import Conflict, Invalid
from knooppunt.rooms.reporting.rules.clock import RECEIVED, Standing, State, completeness, state_of
from knooppunt.rooms.reporting.rules.ladder import (
    DEFAULT_LADDER,
    Rung,
    Step,
    check_ladder,
    due_rung,
    ladder_from_json,
    ladder_to_json,
)
from knooppunt.rooms.reporting.rules.submitting import Before, Door, check_moments, check_submission, check_time

OPENS = datetime(2026, 3, 2, 7, tzinfo=UTC)
DEADLINE = OPENS + timedelta(hours=4)
CLOSES = DEADLINE + timedelta(hours=12)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DOOR = Door(OPENS, DEADLINE, CLOSES)
FIRST = Before(1, "Sietske", OPENS + HOUR)


@pytest.mark.parametrize(
    ("standing", "now", "state"),
    [
        (Standing(), OPENS, State.WAITING),
        (Standing(opened=OPENS), DEADLINE, State.OPENED),
        (Standing(opened=OPENS), DEADLINE + MINUTE, State.MISSING),
        (Standing(until=CLOSES), DEADLINE + MINUTE, State.WAITING),
        (Standing(until=OPENS), DEADLINE, State.WAITING),
        (Standing(submitted=DEADLINE), CLOSES, State.ON_TIME),
        (Standing(submitted=CLOSES, late=True), CLOSES, State.LATE),
        (Standing(submitted=OPENS, empty=True), CLOSES, State.EMPTY),
        (Standing(lapsed=True), CLOSES, State.LAPSED),
        (Standing(lapsed=True, submitted=OPENS), CLOSES, State.ON_TIME),
    ],
)
def test_the_state_says_where_an_organisation_stands(standing: Standing, now: datetime, state: State) -> None:
    assert state_of(standing, DEADLINE, now) is state


def test_the_counts_tell_a_merged_area_apart_from_one_that_is_missing() -> None:
    standings = [
        Standing(opened=OPENS, submitted=OPENS),
        Standing(submitted=CLOSES, late=True, until=DEADLINE + HOUR),
        Standing(submitted=OPENS, empty=True),
        Standing(reminded=OPENS),
        Standing(lapsed=True),
    ]
    found = completeness(standings, DEADLINE, CLOSES)
    assert (found.expected, found.received, found.on_time, found.late, found.empty) == (4, 3, 1, 1, 1)
    assert (found.missing, found.opened, found.reminded, found.given_time, found.lapsed) == (1, 1, 1, 1, 1)


moments = st.none() | st.integers(0, 40).map(lambda hours: OPENS + hours * HOUR)
standings = st.builds(
    Standing, moments, moments, st.booleans(), st.booleans(), moments, moments, st.booleans()
)  # fmt: skip


@given(st.lists(standings, max_size=12), moments.filter(bool))
def test_the_counts_add_up(listed: list[Standing], now: datetime) -> None:
    found = completeness(listed, DEADLINE, now)
    states = [state_of(one, DEADLINE, now) for one in listed]
    waiting = sum(state in (State.WAITING, State.OPENED) for state in states)
    assert found.expected + found.lapsed == len(listed)
    assert found.received + found.missing + waiting == found.expected
    assert found.received == sum(state in RECEIVED for state in states)


@pytest.mark.parametrize(
    ("minutes", "sent", "rung"),
    [
        (-61, [], None),
        (-60, [], Rung.BEFORE),
        (-1, ["before"], None),
        (0, ["before"], Rung.AT),
        (60, ["before", "at"], Rung.AFTER),
        (130, [], Rung.LEADER),
        (170, ["leader"], None),
        (180, ["leader"], Rung.NODE),
        (999, ["node"], None),
    ],
)
def test_the_highest_rung_that_is_due_is_sent_once(minutes: int, sent: list[str], rung: Rung | None) -> None:
    assert due_rung(DEFAULT_LADDER, Standing(), sent, DEADLINE, DEADLINE + minutes * MINUTE) is rung


def test_who_reported_merged_or_was_given_time_is_left_alone() -> None:
    now = DEADLINE + HOUR
    assert due_rung(DEFAULT_LADDER, Standing(submitted=now), [], DEADLINE, now) is None
    assert due_rung(DEFAULT_LADDER, Standing(lapsed=True), [], DEADLINE, now) is None
    assert due_rung(DEFAULT_LADDER, Standing(until=now + 2 * HOUR), [], DEADLINE, now) is None
    assert due_rung(DEFAULT_LADDER, Standing(until=now + HOUR), ["before"], DEADLINE, now) is None


@given(st.lists(st.integers(-300, 600), max_size=30))
def test_however_often_one_looks_no_rung_is_sent_twice_and_none_after_a_higher_one(looks: list[int]) -> None:
    sent: list[str] = []
    for minutes in sorted(looks):
        rung = due_rung(DEFAULT_LADDER, Standing(), sent, DEADLINE, DEADLINE + minutes * MINUTE)
        sent += [rung] if rung else []
    assert sent == sorted(set(sent), key=lambda rung: list(Rung).index(Rung(rung)))


def test_a_ladder_goes_up_in_order_and_time_and_through_json() -> None:
    check_ladder(())
    check_ladder(DEFAULT_LADDER)
    assert ladder_from_json(ladder_to_json(DEFAULT_LADDER)) == DEFAULT_LADDER
    for wrong in ((Step(Rung.AT, 0), Step(Rung.BEFORE, 5)), (Step(Rung.BEFORE, 5), Step(Rung.AT, 5))):
        with pytest.raises(Invalid):
            check_ladder(wrong)


def test_a_report_is_late_after_the_deadline_and_not_on_it() -> None:
    assert check_submission(DOOR, Before(), 0, "p", "", DEADLINE) is False
    assert check_submission(DOOR, Before(), 0, "p", "", DEADLINE + MINUTE) is True
    given_time = Door(OPENS, DEADLINE, CLOSES, CLOSES + HOUR, "p")
    assert check_submission(given_time, Before(), 0, "p", "", CLOSES + HOUR) is False


def test_who_did_not_see_the_newest_version_is_told_whose_it_is() -> None:
    with pytest.raises(Conflict) as refused:
        check_submission(DOOR, FIRST, 0, "p", "", DEADLINE)
    assert "Sietske" in refused.value.sentence()


@pytest.mark.parametrize(
    ("door", "before", "person", "reason", "now", "refusal"),
    [
        (DOOR, Before(), "p", "", OPENS - MINUTE, Conflict),
        (DOOR, Before(), "p", "te laat", CLOSES + MINUTE, Conflict),
        (DOOR, FIRST, "p", " ", CLOSES + MINUTE, Invalid),
        (Door(OPENS, DEADLINE, CLOSES, CLOSES + HOUR, "q"), Before(), "p", "", CLOSES + MINUTE, Conflict),
        (Door(OPENS, DEADLINE, CLOSES, CLOSES + HOUR, "p"), Before(), "p", "", CLOSES + 2 * HOUR, Conflict),
        (DOOR, Before(), "p", "x" * 2001, DEADLINE, Invalid),
    ],
)
def test_a_closed_round_is_locked(
    door: Door, before: Before, person: str, reason: str, now: datetime, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        check_submission(door, before, before.number, person, reason, now)


def test_a_correction_after_closing_needs_a_reason_and_time_given_to_a_person_opens_the_door_for_that_person() -> None:
    assert check_submission(DOOR, FIRST, 1, "p", "Verkeerde kolom", CLOSES + MINUTE) is True
    open_for_p = Door(OPENS, DEADLINE, CLOSES, CLOSES + HOUR, "p")
    assert check_submission(open_for_p, Before(), 0, "p", "", CLOSES + MINUTE) is False


def test_a_deadline_in_the_past_and_moments_out_of_order_are_refused() -> None:
    check_moments(OPENS, DEADLINE, CLOSES, OPENS)
    for opens, deadline, closes, now in (
        (OPENS, DEADLINE, CLOSES, DEADLINE),
        (DEADLINE, DEADLINE, CLOSES, OPENS),
        (OPENS, DEADLINE, OPENS, OPENS),
    ):
        with pytest.raises(Invalid):
            check_moments(opens, deadline, closes, now)


def test_time_is_given_beyond_the_deadline_in_the_future_and_with_a_reason() -> None:
    check_time(CLOSES, "Storing", DEADLINE, DEADLINE + HOUR)
    for until, reason, now in ((DEADLINE, "x", OPENS), (CLOSES, " ", OPENS), (CLOSES, "x", CLOSES)):
        with pytest.raises(Invalid):
            check_time(until, reason, DEADLINE, now)
