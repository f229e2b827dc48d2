"""Counting a quorum, in whatever order answers come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knooppunt.kit.problems import Invalid
from knooppunt.rooms.readiness.rules.callouts import ANSWERED, CHANGES, Answer, Given, State, check_answer, key_means
from knooppunt.rooms.readiness.rules.quorum import (
    Standing,
    Step,
    Tally,
    after_an_answer,
    at_the_start,
    tally,
    when_the_time_is_up,
)

NOON = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
ANSWERS = [State.COMING, State.DECLINED, State.LATER]


def apply(states: list[State], step: Step) -> None:
    """Ask the next ones, or let the others go."""
    for place in [n for n, state in enumerate(states) if state is State.WAITING][: step.ask]:
        states[place] = State.ASKED
    if step.complete:
        states[:] = [State.RELEASED if state is State.ASKED else state for state in states]


@given(st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=12), st.integers(1, 12), st.integers(1, 5), st.data())
def test_in_any_order_of_answers_the_quorum_is_reached_exactly_when_enough_come(
    answers: list[State], needed: int, at_once: int, data: st.DataObject
) -> None:
    states = [State.WAITING] * len(answers)
    seen: list[int] = []
    apply(states, at_the_start(tally(states, needed, at_once)))
    while open_ := [n for n, state in enumerate(states) if state is State.ASKED]:
        place = data.draw(st.sampled_from(open_))
        assert place not in seen, "nobody is asked after answering"
        seen.append(place)
        states[place] = answers[place]
        step = after_an_answer(tally(states, needed, at_once))
        assert step.complete == (states.count(State.COMING) >= needed)
        apply(states, step)
    coming = states.count(State.COMING)
    assert coming <= needed
    assert coming == min(needed, answers.count(State.COMING)) or State.WAITING not in states


@given(st.lists(st.sampled_from(list(State)), max_size=20), st.integers(1, 10))
def test_nobody_is_asked_when_it_is_complete(states: list[State], needed: int) -> None:
    group = tally(states, needed, None)
    for step in (after_an_answer(group), when_the_time_is_up(group)):
        assert not (group.complete and step.ask)
        assert step.ask <= group.waiting


def test_time_that_is_up_asks_the_next_or_says_that_nobody_is_left() -> None:
    assert when_the_time_is_up(Tally(2, 1, waiting=3, asked=1)).ask == 1
    assert when_the_time_is_up(Tally(2, None, waiting=3, asked=1)).ask == 2
    assert when_the_time_is_up(Tally(2, 1, waiting=0, asked=2)).exhausted


def test_who_answered_is_never_asked_again_but_for_who_said_later() -> None:
    assert {old for old in ANSWERED if State.ASKED in CHANGES[old]} == {State.LATER}


def test_nothing_follows_on_the_end() -> None:
    assert CHANGES[State.STOOD_DOWN] == frozenset()
    assert Standing.STOPPED not in (Standing.ASKING, Standing.EXHAUSTED)


def test_later_says_when_and_not_in_the_past() -> None:
    for at in (None, NOON - timedelta(minutes=1), NOON + timedelta(days=4)):
        with pytest.raises(Invalid):
            check_answer(State.ASKED, Given(Answer.LATER, at), NOON)


def test_in_two_hours_is_two_hours_also_over_the_change_of_the_clock() -> None:
    found = key_means("2", NOON)
    assert found is not None
    assert found.at is not None
    assert found.at - NOON == timedelta(hours=2)
