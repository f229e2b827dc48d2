"""The proposal: who works which shift in which role, as fair as can be, with the proof of how near the best it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from uuid import UUID

from knooppunt.rooms.readiness.rules.rosters import Crew, Held, Need, Question, Shift, may_work
from knooppunt.rooms.readiness.solving.fairness import Measure, counted, shares, unfairness
from knooppunt.rooms.readiness.solving.greedy import greedy
from knooppunt.rooms.readiness.solving.linear import INFINITY, Outcome, Programme
from knooppunt.rooms.readiness.solving.resting import Slot, write_rules

SECONDS, LEAST = 60.0, 0.5
TO_FILL = 9.0
"""Seconds to find out whether something can be filled at all."""
PART, TRIED = 0.5, (0.0, 1.0)
"""How much of the time that is left each try gets, and how many duties from a fair share each tries."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is proposed beside what was held. ``value`` 0: everything is filled and everyone has a fair share.

    ``bound`` is proven: no roster has less. ``optimal``: this is the best there is.
    """

    duties: Sequence[Held]
    short: Sequence[Need]
    value: float
    bound: float
    optimal: bool


@dataclass(slots=True)
class _Built:
    """The programme with the meaning of its columns."""

    question: Question
    programme: Programme = field(default_factory=Programme)
    chosen: dict[int, tuple[Crew, Shift, str]] = field(default_factory=dict)
    short: dict[int, tuple[Shift, str]] = field(default_factory=dict)
    apart: list[int] = field(default_factory=list)
    slots: dict[UUID, list[Slot]] = field(default_factory=dict)


def propose(question: Question, seconds: float = SECONDS) -> Answer:
    """The fairest roster that obeys every rule and keeps what is held, or the best found in so many seconds.

    It ends as soon as the best is proven. There always is one: at worst the simple one that the search begins with.
    Needs go unfilled only where they must. Rest is 11 hours always: the exception of 8 is left to people.
    """
    until = monotonic() + seconds
    built = _build(question)
    first = greedy(question)
    begin = _begun(built, first)
    # First as if everything could be filled fairly: such a roster is quickly found, and nothing beats it.
    for apart in TRIED:
        most = dict.fromkeys(built.short, 0.0) | dict.fromkeys(built.apart, apart)
        tried = built.programme.solve(max((until - monotonic()) * PART, LEAST), most=most)
        if tried.values and apart == 0:
            return _answer(built, tried)
        if tried.values:
            begin = dict(enumerate(tried.values))
            break
    outcome = built.programme.solve(max(until - monotonic(), LEAST), begin)
    return _answer(built, outcome) if outcome.values else _as_found(question, first, outcome)


def can_fill(question: Question, seconds: float = TO_FILL) -> bool:
    """Whether every need can be filled at all, fair or not. What could not be found in time counts as not."""
    built = _build(question, fair=False)
    if not built.short:
        return True
    programme = built.programme
    programme.costs = [0.0] * len(programme.costs)
    return bool(programme.solve(seconds, most=dict.fromkeys(built.short, 0.0)).values)


def _build(question: Question, *, fair: bool = True) -> _Built:
    built = _Built(question)
    cover = _people(built)
    _needs(built, cover)
    for slots in built.slots.values():
        write_rules(built.programme, slots)
    if fair:
        _fairness(built)
    return built


def _people(built: _Built) -> dict[tuple[str, str], list[int]]:
    """A column for everyone who may work a shift in a role; returns them by shift and role."""
    cover: dict[tuple[str, str], list[int]] = {}
    for person in built.question.people:
        slots = [Slot(one.starts, one.ends, fixed=True) for one in built.question.held if one.person == person.id]
        for shift in built.question.shifts:
            slot = Slot(shift.starts, shift.ends)
            for role in shift.needs:
                if may_work(person, role, shift.starts, shift.ends) is None:
                    column = built.programme.column()
                    built.chosen[column] = (person, shift, role)
                    cover.setdefault((shift.key, role), []).append(column)
                    slot.columns.append(column)
            if slot.columns:
                slots.append(slot)
        built.slots[person.id] = sorted(slots, key=lambda each: (each.starts, not each.fixed))
    return cover


def _needs(built: _Built, cover: dict[tuple[str, str], list[int]]) -> None:
    """Each shift has the people it needs of each role beside those it has, or is short of some at a high cost."""
    have: dict[tuple[str, str], int] = {}
    for one in built.question.held:
        have[one.shift, one.role] = have.get((one.shift, one.role), 0) + 1
    cost = _costs(built.question)[0]
    for shift in built.question.shifts:
        for role, number in shift.needs.items():
            left = max(number - have.get((shift.key, role), 0), 0)
            column = built.programme.column(cost, highest=left)
            built.short[column] = (shift, role)
            terms = dict.fromkeys([*cover.get((shift.key, role), ()), column], 1.0)
            built.programme.row(terms, lowest=left, highest=left)


def _costs(question: Question) -> tuple[float, float]:
    """Of a need that is not filled, and of a duty by which the worst off is worse off: each outweighs what follows."""
    duties = len(question.held) + sum(number for shift in question.shifts for number in shift.needs.values())
    days = len({shift.starts.date() for shift in question.shifts}) + 1
    worst = 8.0 * duties + 1
    return worst * min(days * 2, duties + 1), worst


def _fairness(built: _Built) -> None:
    """How far each count is from a fair share, the worst of them first."""
    programme, worst = built.programme, built.programme.column(_costs(built.question)[1], highest=INFINITY)
    terms: dict[Measure, dict[int, float]] = {}
    done: dict[Measure, int] = {}
    for column, (person, shift, _role) in built.chosen.items():
        for measure in _measures(person, shift):
            terms.setdefault(measure, {})[column] = 1.0
    lender = {one.id: one for one in built.question.people}
    ours = {shift.key for shift in built.question.shifts}
    for one in built.question.held:
        if one.person in lender and one.shift in ours:
            for measure in _measures(lender[one.person], one):
                done[measure] = done.get(measure, 0) + 1
    for measure, share in shares(built.question).items():
        mine, had = terms.get(measure, {}), done.get(measure, 0)
        apart = programme.column(1.0, highest=INFINITY)
        built.apart.append(apart)
        programme.row({worst: 1.0, apart: -1.0}, lowest=0)
        programme.row(mine | {apart: -1.0}, highest=share.most - had)
        programme.row(mine | {apart: 1.0}, lowest=share.least - had)


def _measures(person: Crew, duty: Shift | Held) -> list[Measure]:
    return [*((name, person.id) for name in counted(duty)), ("organisation", person.organisation)]


def _begun(built: _Built, duties: Sequence[Held]) -> dict[int, float]:
    """What is chosen in a roster, by column."""
    there = {(one.person, one.shift, one.role) for one in duties}
    return {
        column: float((person.id, shift.key, role) in there) for column, (person, shift, role) in built.chosen.items()
    }


def _as_found(question: Question, duties: Sequence[Held], outcome: Outcome) -> Answer:
    """The simple roster as the answer, when the search ended without any of its own."""
    ours = {shift.key for shift in question.shifts}
    every = [*(one for one in question.held if one.shift in ours), *duties]
    have = Counter((one.shift, one.role) for one in every)
    short = [
        Need(shift, role, number - have[shift.key, role])
        for shift in question.shifts
        for role, number in shift.needs.items()
        if number > have[shift.key, role]
    ]
    (open_cost, worst_cost), (worst, total) = _costs(question), unfairness(question, every)
    value = open_cost * sum(one.short for one in short) + worst_cost * worst + total
    return Answer(duties, short, value, max(outcome.bound, 0.0), optimal=False)


def _answer(built: _Built, outcome: Outcome) -> Answer:
    values = outcome.values
    duties = [
        Held(person.id, role, shift.starts, shift.ends, shift.key, fixed=False)
        for column, (person, shift, role) in built.chosen.items()
        if values[column] > 0.5
    ]
    short = [Need(shift, role, round(values[column])) for column, (shift, role) in built.short.items()]
    needs = [need for need in short if need.short]
    return Answer(duties, needs, outcome.value, outcome.bound, outcome.optimal)
