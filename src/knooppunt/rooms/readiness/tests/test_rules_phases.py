"""Proposing, deciding to go down, and what a pilot light concludes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.kit.problems import Conflict, Invalid
from knooppunt.rooms.readiness.rules.descending import Check, against, check_despite, check_seen
from knooppunt.rooms.readiness.rules.piloting import (
    Could,
    Lack,
    Post,
    Stock,
    check_posts,
    check_review_on,
    check_within,
    conclude,
)
from knooppunt.rooms.readiness.rules.proposing import QUIET, is_due, stays_armed
from knooppunt.rooms.readiness.rules.watching import Verdict

AT = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)
POST = Post("lawyer", 2)
MET, UNMET, UNKNOWN = Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN
FAST = Check((), 20, 30)


def stock(
    people: int = 3, reachable: int = 3, verified: int = 3, minutes: int | None = 20, *, tested: bool = True
) -> Stock:
    return Stock(POST, people, reachable, verified, None, AT, AT if tested else None, minutes if tested else None)


def test_a_crossing_is_proposed_once_until_it_was_below() -> None:
    assert is_due(MET, armed=True, is_open=False, decided_at=None, at=AT)
    assert not is_due(MET, armed=True, is_open=True, decided_at=None, at=AT)
    assert not is_due(MET, armed=False, is_open=False, decided_at=AT, at=AT)
    assert stays_armed(UNMET, armed=False)
    assert not stays_armed(UNKNOWN, armed=False)


def test_a_day_after_a_decision_it_is_proposed_again_while_it_lasts() -> None:
    assert is_due(MET, armed=False, is_open=False, decided_at=AT, at=AT + QUIET)


@pytest.mark.parametrize("verdict", [UNMET, UNKNOWN])
def test_what_is_not_met_or_not_known_is_never_proposed(verdict: Verdict) -> None:
    assert not is_due(verdict, armed=True, is_open=False, decided_at=AT - 9 * QUIET, at=AT)


@pytest.mark.parametrize(
    ("verdicts", "check"),
    [
        ([], FAST),
        ([MET, UNMET], FAST),
        ([MET, UNKNOWN], FAST),
        ([MET], Check((), 40, 30)),
        ([MET], Check((), None, 30)),
        ([MET], Check((), 20, None)),
    ],
)
def test_whatever_speaks_against_or_is_unknown_asks_why_all_the_same(verdicts: list[Verdict], check: Check) -> None:
    assert against(verdicts, check)
    with pytest.raises(Invalid) as refusal:
        check_despite(verdicts, check, "  ")
    assert refusal.value.place == "despite"
    assert check_despite(verdicts, check, " Het moet ") == "Het moet"


def test_when_all_is_met_and_known_nothing_more_is_asked() -> None:
    assert check_despite([MET, MET], FAST, "") == ""


def test_a_decision_is_on_what_stood_on_the_page() -> None:
    check_seen("a", "a")
    with pytest.raises(Conflict, match="look again"):
        check_seen("a", "b")


def test_everything_there_and_tested_in_time_is_a_yes() -> None:
    found = conclude([stock(), stock(minutes=25)], 30)
    assert (found.could, found.minutes, found.missing) == (Could.YES, 25, ())


@pytest.mark.parametrize(
    ("one", "lack", "could", "short"),
    [
        (stock(people=1), Lack.TOO_FEW, Could.NO, 1),
        (stock(reachable=1), Lack.UNREACHABLE, Could.NO, 1),
        (stock(minutes=45), Lack.TOO_SLOW, Could.NO, 15),
        (stock(verified=0), Lack.UNVERIFIED, Could.UNKNOWN, 2),
        (stock(tested=False), Lack.NEVER_TESTED, Could.UNKNOWN, 0),
        (stock(minutes=None), Lack.NO_TIME_KNOWN, Could.UNKNOWN, 0),
    ],
)
def test_what_lacks_is_named_and_unknown_is_not_no(one: Stock, lack: Lack, could: Could, short: int) -> None:
    found = conclude([stock(), one], 30)
    assert found.could is could
    assert [(each.lack, each.short) for each in found.missing] == [(lack, short)]


def test_without_a_norm_nothing_is_known() -> None:
    assert conclude([], 30).missing[0].lack is Lack.NO_NORM


@given(
    st.lists(st.builds(stock, st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), st.integers(1, 90)), max_size=5)
)
def test_one_unknown_time_makes_the_whole_unknown_and_never_shorter(stocks: list[Stock]) -> None:
    assert conclude([*stocks, stock(minutes=None)], 30).minutes is None
    assert conclude([*stocks, stock(minutes=None)], 30).could is not Could.YES


def test_lines_of_a_norm_are_refused_by_their_number() -> None:
    roles = frozenset({"lawyer"})
    for posts in ([POST, Post("pilot", 1)], [POST, Post("lawyer", 0, "x")], [POST, POST]):
        with pytest.raises(Invalid, match="Line 2"):
            check_posts(posts, roles)
    check_posts([POST, Post("lawyer", 1, "x")], roles)


def test_a_time_and_a_review_lie_ahead() -> None:
    with pytest.raises(Invalid):
        check_within(0)
    today = date(2026, 11, 20)
    for day in (today, today - timedelta(days=1), today + timedelta(days=367)):
        with pytest.raises(Invalid):
            check_review_on(day, today)
    check_review_on(today + timedelta(days=1), today)
