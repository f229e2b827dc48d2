"""Large files: the faster checker finds what the plain one finds, and the work grows no faster than the lines."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.kit.problems import Invalid
from knooppunt.rooms.readiness.rules import checking, placing
from knooppunt.rooms.readiness.rules.checking import findings
from knooppunt.rooms.readiness.rules.placing import MOST_SHOWN, Entry, check_size, placed
from knooppunt.rooms.readiness.rules.rosters import Held, Question
from knooppunt.rooms.readiness.tests import checked_slowly
from knooppunt.rooms.readiness.tests.crews import between, crew, duty, leave, shifts

ONE, TWO = crew(1, "lawyer", name="Anna", away=[leave(30, 3)]), crew(2, "lawyer", "analyst", name="Bas")
MIDNIGHT, HOUR = datetime(2026, 3, 1, tzinfo=UTC), timedelta(hours=1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@st.composite
def worked(draw: st.DrawFn) -> list[Held]:
    """Duties one after the other, mostly close together, now and then at once; of two people, over half a year."""
    found, at = [], MIDNIGHT
    for gap, hours in draw(st.lists(st.tuples(st.sampled_from((-3, 0, 6, 8, 11, 14, 16, 33, 40, 80)),
                                              st.sampled_from((0.5, 4, 8, 8, 9, 12, 13))), max_size=90)):  # fmt: skip
        at += gap * HOUR
        found.append(between(draw(st.sampled_from((ONE, ONE, TWO))), at, hours))
        at = found[-1].ends
    return draw(st.permutations(found))


@given(worked())
def test_the_checker_finds_what_the_plain_one_finds(duties: list[Held]) -> None:
    assert findings([ONE, TWO], duties) == checked_slowly.findings([ONE, TWO], duties)


@pytest.mark.parametrize("rhythm", [8, 16, 24, 36, 48])
def test_over_many_weeks_the_checker_finds_what_the_plain_one_finds(rhythm: int) -> None:
    duties = [between(ONE, MIDNIGHT + at * rhythm * HOUR, 7.9) for at in range(150)]
    found = findings([ONE], duties)
    assert found
    assert found == checked_slowly.findings([ONE], duties)


def counted(work: Callable[[], object]) -> int:
    """How many lines of the rules are run through by it."""
    files, count = {checking.__file__, placing.__file__}, 0

    def trace(frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal count
        if frame.f_code.co_filename not in files:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def lines(duties: Sequence[Held]) -> list[Entry]:
    return [Entry(number, one) for number, one in enumerate(duties, start=2)]


def test_the_work_of_the_checker_grows_as_the_duties() -> None:
    def dense(number: int) -> list[Held]:
        return [between(ONE, MIDNIGHT + at * 4 * HOUR, 0.1) for at in range(number)]

    few, many = dense(400), dense(1600)
    assert counted(lambda: findings([ONE], many)) < 5 * counted(lambda: findings([ONE], few))


def test_the_work_on_lines_that_are_all_the_same_grows_as_the_lines() -> None:
    def same(number: int) -> Callable[[], object]:
        return lambda: placed(
            Question(shifts(1, {"lawyer": 1}), [ONE]), lines([duty(ONE, 0, "day")] * number), LONG_AGO
        )

    assert counted(same(2000)) < 5 * counted(same(500))


def test_lines_at_once_are_one_fault_each_and_every_line_is_named() -> None:
    same, over = [duty(ONE, 0, "day")] * 300, [between(ONE, MIDNIGHT + at * HOUR, 500) for at in range(300)]
    for some, said in ((same, "same as line"), (over, "overlaps line")):
        faults = placed(Question(shifts(1, {"lawyer": 1}), [ONE]), lines(some), LONG_AGO).faults
        assert Counter(one.line for one in faults) == Counter(range(2, 302))
        assert all(said in str(one.problem) for one in faults)


def test_a_line_beside_many_duties_is_one_fault() -> None:
    held = [between(ONE, MIDNIGHT + at * HOUR, 1) for at in range(200)]
    found = placed(Question([], [ONE], held), lines([between(ONE, MIDNIGHT, 200)]), LONG_AGO)
    assert [str(one.problem) for one in found.faults] == ["It overlaps a duty on another roster."]


def test_after_many_faults_the_rest_is_not_explained_and_that_is_told() -> None:
    some = lines([between(one, MIDNIGHT + at * 4 * HOUR, 0.1) for one in (ONE, TWO) for at in range(400)])
    found = placed(Question([], [ONE, TWO]), some, LONG_AGO)
    assert (len(found.faults), found.unexplained) == (MOST_SHOWN, True)
    assert not placed(Question([], [ONE, TWO]), some[:9], LONG_AGO).unexplained


def test_a_file_with_many_more_lines_than_there_are_places_is_refused_at_once() -> None:
    week = shifts(7, {"lawyer": 2})
    check_size(2 * 42 + 100, week)
    with pytest.raises(Invalid, match=r"has 185 lines.* need 42 people"):
        check_size(185, week)
