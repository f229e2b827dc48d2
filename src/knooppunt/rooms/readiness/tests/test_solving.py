"""The solver: what it proposes breaks no rule, is the best there is, and says what is in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knooppunt.rooms.readiness.rules.checking import findings
from knooppunt.rooms.readiness.rules.rosters import Held, Question, may_work
from knooppunt.rooms.readiness.solving.conflicts import conflict
from knooppunt.rooms.readiness.solving.explaining import Why, others
from knooppunt.rooms.readiness.solving.fairness import unfairness
from knooppunt.rooms.readiness.solving.greedy import greedy
from knooppunt.rooms.readiness.solving.proposing import can_fill, propose
from knooppunt.rooms.readiness.tests.crews import crew, duty, large, leave, shift, shifts

FEW = ("lawyer", "analyst")


@st.composite
def rosters(draw: st.DrawFn) -> Question:
    """A few people, a few days: often more is needed than they can do."""
    people = [
        crew(number + 1, *draw(st.sets(st.sampled_from(FEW), min_size=1)), organisation=draw(st.sampled_from("AB")),
             away=[leave(draw(st.integers(0, 9)), draw(st.integers(1, 3)))] if draw(st.booleans()) else [])
        for number in range(draw(st.integers(1, 6)))
    ]  # fmt: skip
    needs = draw(st.dictionaries(st.sampled_from(FEW), st.integers(1, 2), min_size=1))
    question = Question(shifts(draw(st.integers(1, 10)), needs), people)
    if draw(st.booleans()) and may_work(people[0], "lawyer", (first := question.shifts[0]).starts, first.ends) is None:
        return replace(question, held=[Held(people[0].id, "lawyer", first.starts, first.ends, first.key)])
    return question


@given(rosters())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_proposed_breaks_no_rule(question: Question) -> None:
    answer = propose(question, 20)
    assert findings(question.people, [*question.held, *answer.duties]) == []
    have = [(one.shift, one.role) for one in [*question.held, *answer.duties]]
    for one in question.shifts:
        for role, number in one.needs.items():
            short = sum(need.short for need in answer.short if (need.shift.key, need.role) == (one.key, role))
            assert short == max(number - have.count((one.key, role)), 0)


@st.composite
def long_rosters(draw: st.DrawFn) -> Question:
    """Up to five weeks, so that every rule comes into play; some hold nights, days or a duty elsewhere already."""
    people = [
        crew(number + 1, *draw(st.sets(st.sampled_from(FEW), min_size=1)),
             away=[leave(draw(st.integers(0, 30)), draw(st.integers(1, 5)))] if draw(st.booleans()) else [])
        for number in range(draw(st.integers(1, 5)))
    ]  # fmt: skip
    kinds = draw(st.sets(st.sampled_from(("day", "evening", "night")), min_size=1))
    question = Question(shifts(draw(st.integers(7, 35)), {"lawyer": 1}, sorted(kinds)), people)
    able = [one for one in people if "lawyer" in one.roles]
    held = [duty(able[0], day, "night") for day in range(10, 10 + draw(st.integers(0, 4)))] if able else []
    return replace(question, held=[one for one in held if not findings(people, held)])


@given(long_rosters())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_simple_roster_breaks_no_rule_and_fills_nothing_twice(question: Question) -> None:
    found = greedy(question)
    every = [*question.held, *found]
    assert findings(question.people, every) == []
    have = Counter((one.shift, one.role) for one in found)
    beside = Counter((one.shift, one.role) for one in question.held)
    needs = {(one.key, role): number for one in question.shifts for role, number in one.needs.items()}
    assert all(have[where] + beside[where] <= needs[where] for where in have)


def test_there_is_a_roster_even_when_no_time_is_left_to_search() -> None:
    question = large()
    answer = propose(question, 0)
    assert len(answer.duties) + sum(need.short for need in answer.short) == 28 * 3 * 6
    assert findings(question.people, list(answer.duties)) == []


@st.composite
def tiny(draw: st.DrawFn) -> Question:
    people = [
        crew(number + 1, "lawyer", organisation=draw(st.sampled_from("AB")),
             away=[leave(draw(st.integers(0, 2)))] if draw(st.booleans()) else [])
        for number in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    return Question(shifts(draw(st.integers(1, 3)), {"lawyer": 1}, ("day", "night")), people)


def every_roster(question: Question) -> Iterator[list[Held]]:
    """Everything that can be done with nobody or one person on each shift."""
    for chosen in product([None, *question.people], repeat=len(question.shifts)):
        yield [
            Held(one.id, "lawyer", at.starts, at.ends, at.key)
            for one, at in zip(chosen, question.shifts, strict=True)
            if one is not None
        ]


def rest_is_eleven_hours(duties: list[Held]) -> bool:
    return all(
        one is other or one.person != other.person or other.starts < one.starts or
        (other.starts - one.ends).total_seconds() >= 11 * 3600
        for one in duties for other in duties
    )  # fmt: skip


@given(tiny())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_other_roster_is_better(question: Question) -> None:
    answer = propose(question, 30)
    best = min(
        (len(question.shifts) - len(duties), *unfairness(question, duties))
        for duties in every_roster(question)
        if rest_is_eleven_hours(duties) and not findings(question.people, duties)
    )
    assert answer.optimal
    assert (sum(need.short for need in answer.short), *unfairness(question, answer.duties)) == best


def test_the_large_roster_is_solved_or_its_gap_is_proven() -> None:
    question = large()
    answer = propose(question, 90)  # so that it is found on a busy machine too
    assert len(answer.duties) == 28 * 3 * 6
    assert answer.short == []
    assert findings(question.people, list(answer.duties)) == []
    assert answer.optimal or 0 <= answer.bound <= answer.value < float("inf")


def test_what_is_fixed_is_kept_and_counted() -> None:
    people = [crew(1, "lawyer"), crew(2, "lawyer")]
    fixed = [duty(people[0], 0, "night"), duty(people[0], 1, "night")]
    question = Question(shifts(4, {"lawyer": 1}, ("night",)), people, fixed)
    answer = propose(question)
    assert [one.shift[8:10] for one in answer.duties] == ["11", "12"]
    assert {one.person for one in answer.duties} == {people[1].id}
    assert answer.value == 0


def test_a_night_in_spring_is_worked_like_another() -> None:
    from_saturday = shifts(3, {"lawyer": 1}, first=duty(crew(1), 19, "day").starts.date())
    people = [crew(number, "lawyer") for number in range(1, 5)]
    answer = propose(Question(from_saturday, people))
    assert len(answer.duties) == 9
    assert findings(people, list(answer.duties)) == []


def test_who_is_in_the_way_is_named() -> None:
    people = [crew(1, "lawyer", name="Anna"), crew(2, "lawyer", name="Bas", away=[leave(3)]), crew(3, "analyst")]
    question = Question([*shifts(6, {"analyst": 1}, ("day",))[:1], shift(3, "night", {"lawyer": 2})], people)
    (need,) = propose(question).short
    found = conflict(question, need)
    assert found is not None
    assert [one.name for one in found.leave] == ["Bas"]
    assert [(one.shift.key, one.role) for one in found.needs] == [(need.shift.key, "lawyer")]
    assert (found.held, found.able) == ([], ["Anna", "Bas"])


def test_rest_that_is_in_the_way_names_the_other_shifts_and_no_more() -> None:
    question = Question(shifts(1, {"lawyer": 1}), [crew(1, "lawyer", name="Anna"), crew(2, "lawyer", name="Bas")])
    (need,) = propose(question).short
    found = conflict(question, need)
    assert found is not None
    assert len(found.needs) == 3
    for left_out in found.needs:
        fewer = [one for one in question.shifts if one.key != left_out.shift.key]
        assert can_fill(replace(question, shifts=fewer))


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (crew(2, "lawyer", away=[leave(0)]), Why.LEAVE),
        (crew(2, "lawyer"), Why.FAIRNESS),
    ],
)
def test_it_says_what_was_against_another(other, why: Why) -> None:  # type: ignore[no-untyped-def]
    one = crew(1, "lawyer")
    chosen = duty(one, 0, "day")
    question = Question([shift(0, "day", {"lawyer": 1})], [one, other, crew(3, "analyst")])
    assert [(each.name, each.why) for each in others(question, [chosen], chosen)] == [("P2", why)]
