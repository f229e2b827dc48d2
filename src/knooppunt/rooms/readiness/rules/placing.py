"""Many duties at once, from a file or a rotation: what is new of them, and what is against each."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from knooppunt.kit.problems import Conflict, Invalid, Problem, phrase
from knooppunt.rooms.readiness.rules.checking import added, beyond, broken_by, findings
from knooppunt.rooms.readiness.rules.rosters import RULE_NAMES, Crew, Held, Question, Rule, Shift

COLUMNS = {Rule.QUALIFICATION: "role"}
"""Where a broken rule stands, when not with the person."""
MOST_SHOWN = 500
"""Faults after which it is not found out which rules the other lines break."""
TIMES, SPARE = 2, 100
"""A file may have so many lines for each person that the shifts need, and some beside."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A duty that is asked for; ``line`` is where, from 1."""

    line: int
    duty: Held


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, or worth a look, where: ``line`` from 1, ``column`` by its name."""

    line: int
    column: str
    problem: Problem


@dataclass(slots=True)
class Placing:
    """``fresh`` is what would be written; ``same`` was there already. With ``faults`` nothing may be written.

    ``unexplained``: there are so many faults that not every line was held against the rules.
    """

    fresh: list[Entry] = field(default_factory=list)
    same: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    unexplained: bool = False


def check_size(count: int, shifts: Sequence[Shift]) -> None:
    """Refuse (:class:`Invalid`) a file with many more lines than the shifts need people, before it is read."""
    places = sum(number for shift in shifts for number in shift.needs.values())
    if count > TIMES * places + SPARE:
        template = phrase("The file has {count} lines, and all shifts of this roster together need {places} people.")
        raise Invalid(template, place="file", count=count, places=places)


def placed(question: Question, entries: Sequence[Entry], moment: datetime) -> Placing:
    """What these duties would come to beside what is held: each against the duties there are, the others, the rules.

    One that begins no later than ``moment`` is a correction, which is told.

    A duty that its person has already, in the same shift and role, is no fault: it stays what it is.
    """
    there = {_which(one) for one in question.held if one.shift}
    found = Placing(
        [one for one in entries if _which(one.duty) not in there], [one for one in entries if _which(one.duty) in there]
    )
    found.faults += _between(entries)
    found.faults += _beside(question, found.fresh)
    wrong = {one.line for one in found.faults}
    left = max(MOST_SHOWN - len(found.faults), 0)
    rules = list(itertools.islice(_rules(question, [one for one in found.fresh if one.line not in wrong]), left))
    found.unexplained = len(rules) == left
    found.faults = sorted([*found.faults, *rules], key=lambda one: one.line)
    found.warnings += _too_many(question, found.fresh)
    found.warnings += _begun(found.fresh, moment)
    return found


def _which(duty: Held) -> tuple[UUID, str, str]:
    return duty.person, duty.shift, duty.role


def _between(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Lines for one person at one moment: each is named once, with one that it meets."""
    told: set[Entry] = set()
    for one, other, template in _meeting(entries):
        yield Fault(one.line, "person", Conflict(template, line=other.line))
        if other not in told:
            yield Fault(other.line, "person", Conflict(template, line=one.line))
        told |= {one, other}


def _meeting(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry, str]]:
    """Each line that is the same as an earlier one, or overlaps the one that ends last of those before it."""
    for theirs in _by_person(entries).values():
        theirs.sort(key=lambda one: one.duty.starts)
        first: dict[object, Entry] = {}
        latest = theirs[0]
        for one in theirs:
            other = first.setdefault((_which(one.duty), one.duty.starts), one)
            if other is not one:
                yield one, other, phrase("This is the same as line {line}.")
            elif one is not latest and one.duty.starts < latest.duty.ends:
                yield one, latest, phrase("It overlaps line {line}.")
            latest = max(latest, one, key=lambda each: each.duty.ends)


def _by_person(entries: Iterable[Entry]) -> dict[UUID, list[Entry]]:
    found: dict[UUID, list[Entry]] = {}
    for one in entries:
        found.setdefault(one.duty.person, []).append(one)
    return found


def _beside(question: Question, fresh: Sequence[Entry]) -> Iterator[Fault]:
    """A duty beside one that its person holds: which is told."""
    held = {person: _Holding(theirs) for person, theirs in _held(question).items()}
    for one in fresh:
        other = held[one.duty.person].meeting(one.duty) if one.duty.person in held else None
        if other is not None:
            yield Fault(one.line, "person", _meets(other))


class _Holding:
    """What someone holds, to find in it what a duty meets."""

    def __init__(self, duties: Iterable[Held]) -> None:
        inorder = sorted(duties, key=lambda one: one.starts)
        self.starts = [one.starts for one in inorder]
        self.latest = list(itertools.accumulate(inorder, _later))

    def meeting(self, duty: Held) -> Held | None:
        """Of those that begin before it ends the one that ends last, when that is after it begins."""
        at = bisect_left(self.starts, duty.ends)
        last = self.latest[at - 1] if at else None
        return last if last and last.ends > duty.starts else None


def _later(one: Held, two: Held) -> Held:
    return two if two.ends > one.ends else one


def _held(question: Question) -> Mapping[UUID, list[Held]]:
    found: dict[UUID, list[Held]] = {}
    for duty in question.held:
        found.setdefault(duty.person, []).append(duty)
    return found


def _meets(other: Held) -> Problem:
    """Of another roster no more than that it is there: whoever borrows someone need not know when else they work."""
    if other.shift:
        return Conflict(phrase("It overlaps the duty {shift} ({role})."), shift=other.shift, role=other.role)
    return Conflict(phrase("It overlaps a duty on another roster."))


def _rules(question: Question, fresh: Sequence[Entry]) -> Iterator[Fault]:
    people, every = {one.id: one for one in question.people}, _held(question)
    for person, theirs in _by_person(fresh).items():
        crew = [people[person]] if person in people else []
        held = every.get(person, [])
        # Most files are right: what is said of all of them at once is enough then.
        if added(crew, held, [*held, *(one.duty for one in theirs)]):
            yield from _one_by_one(crew, held, theirs)


def _one_by_one(crew: Sequence[Crew], held: list[Held], theirs: list[Entry]) -> Iterator[Fault]:
    """Each in turn beside those that could stay, so that one wrong line does not make others wrong."""
    kept, known = list(held), broken_by(findings(crew, held))
    for one in sorted(theirs, key=lambda each: each.duty.starts):
        after = findings(crew, [*kept, one.duty])
        broken = beyond(known, after)
        for rule in dict.fromkeys(each.rule for each in broken):
            template = phrase("{shift}: {rule}.")
            problem = Conflict(template, shift=one.duty.shift, rule=RULE_NAMES[rule])
            yield Fault(one.line, COLUMNS.get(rule, "person"), problem)
        if not broken:
            kept, known = [*kept, one.duty], broken_by(after)


def _too_many(question: Question, fresh: Sequence[Entry]) -> Iterator[Fault]:
    """More people than a shift needs of a role: allowed, and told at those beyond it."""
    needs = {(shift.key, role): number for shift in question.shifts for role, number in shift.needs.items()}
    have = Counter((one.shift, one.role) for one in question.held)
    for one in fresh:
        where = one.duty.shift, one.duty.role
        have[where] += 1
        if have[where] > needs.get(where, 0):
            template = phrase("{shift} needs {needed} people in this role; with this line it has {count}.")
            needed = needs.get(where, 0)
            problem = Conflict(template, shift=one.duty.shift, needed=needed, count=have[where])
            yield Fault(one.line, "role", problem)


def _begun(fresh: Sequence[Entry], moment: datetime) -> Iterator[Fault]:
    """What has begun may be put right afterwards; that it is so is told."""
    for one in fresh:
        if one.duty.starts <= moment:
            template = phrase("{shift} has begun or is over: this puts right afterwards who worked.")
            yield Fault(one.line, "shift", Conflict(template, shift=one.duty.shift))
