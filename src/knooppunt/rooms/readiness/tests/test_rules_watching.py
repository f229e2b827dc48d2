"""Whether a condition is met over days of which some are not known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.kit.problems import Invalid
from knooppunt.rooms.readiness.rules.watching import (
    Comparison,
    Condition,
    Judged,
    Verdict,
    check_condition,
    comparison_of,
    judge,
)

LAST = date(2026, 11, 20)
DAY = timedelta(days=1)
Line = list[float | None]
lines = st.lists(st.one_of(st.none(), st.integers(-5, 15).map(float)), min_size=1, max_size=30)


def days(line: Line) -> dict[date, float | None]:
    """The line as values of days, the last of which is ``LAST``."""
    return {LAST - DAY * back: value for back, value in enumerate(reversed(line))}


def above(threshold: float = 5, length: int = 1, fresh: int = 7) -> Condition:
    return Condition(Comparison.ABOVE, threshold, length, 0, fresh)


def judged(line: Line, condition: Condition, today: date = LAST) -> Judged:
    return judge(condition, days(line), LAST, today)


def test_it_is_met_since_the_first_of_the_days_in_a_row() -> None:
    assert judged([1, 9, 8, 7], above(length=2)) == Judged(Verdict.MET, LAST - 2 * DAY)


def test_one_day_below_is_a_no_whatever_the_others_are() -> None:
    assert judged([None, 1, None], above(length=3)).verdict is Verdict.UNMET


def test_a_day_that_is_not_known_is_no_crossing() -> None:
    assert judged([9, None, 9], above(length=3)).verdict is Verdict.UNKNOWN


def test_since_when_stops_at_a_gap_and_says_so() -> None:
    assert judged([9, None, 9, 9], above(length=1)) == Judged(Verdict.MET, LAST - DAY, longer=True)


def test_what_is_too_old_says_nothing_about_now() -> None:
    assert judged([9], above(fresh=3), LAST + 3 * DAY).verdict is Verdict.MET
    assert judged([9], above(fresh=3), LAST + 4 * DAY).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("comparison", "met"),
    [("above", {6}), ("at_least", {5, 6}), ("below", {4}), ("at_most", {4, 5})],
)
def test_each_comparison_holds_its_own_side_of_the_threshold(comparison: str, met: set[int]) -> None:
    condition = Condition(comparison_of(comparison), 5, 1, 0, 7)
    assert {value for value in (4, 5, 6) if judged([value], condition).verdict is Verdict.MET} == met


def test_a_rise_is_in_percent_of_so_many_days_before() -> None:
    risen = Condition(Comparison.RISEN, 50, 1, 2, 7)
    assert judged([10, 99, 15], risen).verdict is Verdict.MET
    assert judged([10, 0, 14.9], risen).verdict is Verdict.UNMET
    fallen = Condition(Comparison.FALLEN, 50, 1, 2, 7)
    assert judged([10, 99, 5], fallen).verdict is Verdict.MET


@pytest.mark.parametrize("before", [0.0, -3.0, None])
def test_of_nothing_there_is_no_percentage(before: float | None) -> None:
    assert judged([before, 9], Condition(Comparison.RISEN, 10, 1, 1, 7)).verdict is Verdict.UNKNOWN


@given(lines, st.integers(1, 10), st.data())
def test_learning_an_unknown_day_never_turns_a_yes_into_a_no_or_back(
    line: Line, length: int, data: st.DataObject
) -> None:
    """What is known stays true when more becomes known."""
    before = judged(line, above(length=length)).verdict
    filled: Line = [data.draw(st.integers(-5, 15).map(float)) if one is None else one for one in line]
    after = judged(filled, above(length=length)).verdict
    assert before is Verdict.UNKNOWN or before is after


@given(lines, st.integers(1, 10))
def test_met_means_that_every_day_since_is_known_and_over_it(line: Line, length: int) -> None:
    found = judged(line, above(length=length))
    known = days(line)
    if found.verdict is Verdict.MET:
        assert found.since is not None
        run = [known.get(found.since + DAY * offset) for offset in range((LAST - found.since).days + 1)]
        assert len(run) >= length
        assert all(one is not None and one > 5 for one in run)
        before = known.get(found.since - DAY)
        assert found.longer == (before is None)
        assert before is None or before <= 5


@given(lines, st.integers(1, 10))
def test_a_longer_demand_is_never_met_where_a_shorter_one_is_not(line: Line, length: int) -> None:
    if judged(line, above(length=length + 1)).verdict is Verdict.MET:
        assert judged(line, above(length=length)).verdict is Verdict.MET


@pytest.mark.parametrize(
    ("condition", "place"),
    [
        (Condition(Comparison.ABOVE, float("nan"), 1, 0, 7), "threshold"),
        (Condition(Comparison.ABOVE, 1, 0, 0, 7), "days"),
        (Condition(Comparison.ABOVE, 1, 1, 3, 7), "span"),
        (Condition(Comparison.RISEN, 1, 1, 0, 7), "span"),
        (Condition(Comparison.ABOVE, 1, 1, 0, -1), "fresh"),
    ],
)
def test_a_condition_that_cannot_be_judged_is_refused_where_it_is_wrong(condition: Condition, place: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_condition(condition)
    assert refusal.value.place == place


def test_an_unknown_comparison_is_named() -> None:
    with pytest.raises(Invalid, match="no comparison hotter"):
        comparison_of("hotter")
