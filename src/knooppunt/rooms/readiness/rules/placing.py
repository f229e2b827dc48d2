"""Many duties at once, from a file or a rotation: what is new of them, and what is against each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from knooppunt.kit.problems import Conflict, Problem, phrase
from knooppunt.kit.zone import NETHERLANDS
from knooppunt.rooms.readiness.rules.checking import added
from knooppunt.rooms.readiness.rules.rosters import RULE_NAMES, Crew, Held, Question, Rule

COLUMNS = {Rule.QUALIFICATION: "role"}
"""Where a broken rule stands, when not with the person."""


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
    """``fresh`` is what would be written; ``same`` was there already. With ``faults`` nothing may be written."""

    fresh: list[Entry] = field(default_factory=list)
    same: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def placed(question: Question, entries: Sequence[Entry]) -> Placing:
    """What these duties would come to beside what is held: each against the duties there are, the others, the rules.

    A duty that its person has already, in the same shift and role, is no fault: it stays what it is.
    """
    there = {_which(one) for one in question.held if one.shift}
    found = Placing(
        [one for one in entries if _which(one.duty) not in there], [one for one in entries if _which(one.duty) in there]
    )
    found.faults += _between(entries)
    found.faults += _beside(question, found.fresh)
    wrong = {one.line for one in found.faults}
    found.faults += _rules(question, [one for one in found.fresh if one.line not in wrong])
    found.faults.sort(key=lambda one: one.line)
    found.warnings += _too_many(question, found.fresh)
    return found


def _which(duty: Held) -> tuple[UUID, str, str]:
    return duty.person, duty.shift, duty.role


def _between(entries: Sequence[Entry]) -> Iterator[Fault]:
    """Two lines for one person at one moment: both are named."""
    for theirs in _by_person(entries).values():
        theirs.sort(key=lambda one: one.duty.starts)
        for at, one in enumerate(theirs):
            for other in theirs[at + 1 :]:
                if other.duty.starts >= one.duty.ends:
                    break
                same = _which(one.duty) == _which(other.duty)
                template = phrase("This is the same as line {line}.") if same else phrase("It overlaps line {line}.")
                yield Fault(one.line, "person", Conflict(template, line=other.line))
                yield Fault(other.line, "person", Conflict(template, line=one.line))


def _by_person(entries: Iterable[Entry]) -> dict[UUID, list[Entry]]:
    found: dict[UUID, list[Entry]] = {}
    for one in entries:
        found.setdefault(one.duty.person, []).append(one)
    return found


def _beside(question: Question, fresh: Sequence[Entry]) -> Iterator[Fault]:
    """A duty beside one that its person holds: which is told."""
    held: dict[UUID, list[Held]] = {}
    for duty in question.held:
        held.setdefault(duty.person, []).append(duty)
    for one in fresh:
        for other in held.get(one.duty.person, ()):
            if other.starts < one.duty.ends and one.duty.starts < other.ends:
                yield Fault(one.line, "person", _meets(other))


def _meets(other: Held) -> Problem:
    if other.shift:
        return Conflict(phrase("It overlaps the duty {shift} ({role})."), shift=other.shift, role=other.role)
    template = phrase("It overlaps a duty on another roster, from {starts} until {ends}.")
    return Conflict(template, starts=_told(other.starts), ends=_told(other.ends))


def _told(moment: datetime) -> str:
    return f"{moment.astimezone(NETHERLANDS):%Y-%m-%d %H:%M}"


def _rules(question: Question, fresh: Sequence[Entry]) -> Iterator[Fault]:
    people = {one.id: one for one in question.people}
    for person, theirs in _by_person(fresh).items():
        crew = [people[person]] if person in people else []
        held = [one for one in question.held if one.person == person]
        # Most files are right: what is said of all of them at once is enough then.
        if added(crew, held, [*held, *(one.duty for one in theirs)]):
            yield from _one_by_one(crew, held, theirs)


def _one_by_one(crew: Sequence[Crew], held: list[Held], theirs: list[Entry]) -> Iterator[Fault]:
    """Each in turn beside those that could stay, so that one wrong line does not make others wrong."""
    kept = list(held)
    for one in sorted(theirs, key=lambda each: each.duty.starts):
        broken = added(crew, kept, [*kept, one.duty])
        for rule in dict.fromkeys(each.rule for each in broken):
            template = phrase("{shift}: {rule}.")
            problem = Conflict(template, shift=one.duty.shift, rule=RULE_NAMES[rule])
            yield Fault(one.line, COLUMNS.get(rule, "person"), problem)
        if not broken:
            kept.append(one.duty)


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
