"""Each rule about duties, broken on purpose: the checker finds that one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest

from knooppunt.kit.problems import Invalid
from knooppunt.rooms.readiness.rules.checking import findings
from knooppunt.rooms.readiness.rules.rosters import Crew, Held, Rule, Span, fatigue, shift_times
from knooppunt.rooms.readiness.tests.crews import MONDAY, between, crew, duty, leave

ONE = crew(1, "lawyer", name="Anna", away=[leave(500)])
NOON = datetime(2026, 3, 9, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)

PLANTED: dict[Rule, Sequence[Held]] = {
    Rule.OVERLAP: [between(ONE, NOON, 4), between(ONE, NOON + 3 * HOUR, 4)],
    Rule.QUALIFICATION: [duty(ONE, 0, "day", "analyst")],
    Rule.LEAVE: [duty(ONE, 500, "day")],
    Rule.LONG_SHIFT: [between(ONE, NOON, 12.5)],
    Rule.REST: [duty(ONE, 0, "day"), between(ONE, NOON + 10 * HOUR, 1)],
    Rule.WEEKLY_REST: [duty(ONE, day, "day") for day in range(14)],
    Rule.NIGHT_REST: [duty(ONE, 0, "night"), between(ONE, datetime(2026, 3, 10, 18, tzinfo=UTC), 3)],
    Rule.NIGHTS_IN_A_ROW: [duty(ONE, day, "night") for day in range(8)],
    Rule.REST_AFTER_NIGHTS: [*(duty(ONE, day, "night") for day in range(3)), duty(ONE, 4, "day")],
    Rule.NIGHTS: [duty(ONE, 3 * at, "night") for at in range(37)],
    Rule.WEEK_HOURS: [between(ONE, NOON + at * 24 * HOUR, 12) for at in range(6)],
    Rule.AVERAGE_HOURS: [between(ONE, NOON + (7 * week + at) * 24 * HOUR, 10) for week in range(16) for at in range(5)],
}  # fmt: skip


@pytest.mark.parametrize("rule", [one for one in Rule if one is not Rule.AWAY])
def test_a_planted_breach_is_found(rule: Rule) -> None:
    if rule is Rule.NIGHT_REST:  # 11 hours, which is enough after a day
        assert PLANTED[rule][1].starts - PLANTED[rule][0].ends < 14 * HOUR
    found = {one.rule for one in findings([ONE], PLANTED[rule])}
    assert rule in found
    assert found <= {rule, *ALONG.get(rule, ())}


ALONG = {
    Rule.OVERLAP: (),
    Rule.NIGHTS_IN_A_ROW: (Rule.WEEK_HOURS, Rule.WEEKLY_REST),
    Rule.WEEKLY_REST: (),
    Rule.WEEK_HOURS: (),
}
"""What cannot but be broken along with it."""


def test_who_was_not_lent_then_is_found() -> None:
    lent = Crew(ONE.id, "Anna", "B", ONE.roles, (), [leave(3, 2)])
    assert [one.rule for one in findings([lent], [duty(lent, 1, "day"), duty(lent, 3, "day")])] == [Rule.AWAY]


@pytest.mark.parametrize(
    "allowed",
    [
        [duty(ONE, day, "day") for day in range(5)] + [duty(ONE, day + 7, "day") for day in range(5)],
        [duty(ONE, 0, "day"), between(ONE, datetime(2026, 3, 9, 22, tzinfo=UTC), 1)],
        [duty(ONE, day, "night") for day in range(3)] + [duty(ONE, 5, "day")],
        [between(ONE, NOON, 8), between(ONE, NOON + 16 * HOUR, 8), between(ONE, NOON + 216 * HOUR, 8)],
    ],
    ids=["five days a week", "eight hours of rest once", "46 hours after three nights", "eight hours, once in a week"],
)
def test_what_the_law_allows_is_not_found(allowed: Sequence[Held]) -> None:
    assert findings([ONE], allowed) == []


def test_eight_hours_of_rest_twice_in_a_week_is_once_too_often() -> None:
    twice = [between(ONE, NOON + at * HOUR, 2) for at in (-4, 6, 68, 78)]
    assert [one.rule for one in findings([ONE], twice)] == [Rule.REST]


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 7), (date(2026, 10, 24), 9), (MONDAY, 8)])
def test_a_night_over_a_clock_change_counts_the_hours_that_pass(day: date, hours: float) -> None:
    starts, ends = shift_times(day, time(23), time(7))
    assert Held(ONE.id, "lawyer", starts, ends).hours == hours


@pytest.mark.parametrize(("day", "said"), [(date(2026, 3, 29), "skips"), (date(2026, 10, 25), "twice")])
def test_a_time_that_the_clock_change_makes_unsure_is_refused(day: date, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        shift_times(day, time(2, 30), time(9))


def test_nights_tire_more_than_days() -> None:
    at = datetime(2026, 3, 16, 12, tzinfo=UTC)

    def score(kind: str) -> int:
        return fatigue([duty(ONE, day, kind) for day in range(5)], at)

    assert 0 < score("day") < score("night") <= 100
    assert fatigue([], at) == 0


def test_a_span_without_an_end_goes_on() -> None:
    assert Span(NOON, None).covers(NOON, NOON + 9999 * HOUR)
