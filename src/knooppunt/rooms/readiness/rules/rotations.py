"""A rotation: a pattern of weeks that people work one after the other, each beginning on a line of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.readiness.rules.placing import Entry
from knooppunt.rooms.readiness.rules.rosters import DAY, Held, Shift

WEEK, MOST_WEEKS, FREE = 7, 26, "-"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Its lines are weeks of seven days from the chosen day on; each day is the name of a shift, or empty for free."""

    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """Someone works a shift on a day, because of a line of the pattern (from 1)."""

    person: UUID
    line: int
    day: date
    shift: str


def pattern_of(text: str) -> Pattern:
    """A pattern as people write it: a line a week, seven words parted by commas or spaces, ``-`` for a free day.

    Names of shifts that hold spaces need the commas. :class:`Invalid` names the line.
    """
    lines = []
    for number, told in enumerate((one for one in text.splitlines() if one.strip()), start=1):
        words = [one.strip() for one in told.split(",")] if "," in told else told.split()
        if len(words) != WEEK:
            template = phrase("Week {line} has {count} days: write seven, with - for a free one.")
            raise Invalid(template, place="pattern", line=number, count=len(words))
        lines.append(tuple("" if one in ("", FREE) else one for one in words))
    if not 0 < len(lines) <= MOST_WEEKS:
        raise Invalid(phrase("A pattern has 1 to {most} weeks."), place="pattern", most=MOST_WEEKS)
    return Pattern(tuple(lines))


def turns(pattern: Pattern, people: Sequence[UUID], first: date, until: date) -> list[Turn]:
    """Who works when from ``first`` until just before ``until``: who is number *n* begins on line *n*, and moves one
    line each week. In so many weeks as there are lines everyone works each line once.

    :class:`Invalid` when there are more people than lines, or someone is named twice: two would be on one line.
    """
    if not 0 < len(people) <= len(pattern.lines):
        template = phrase("{count} people for {weeks} weeks: name one for each week at most, and at least one.")
        raise Invalid(template, place="people", count=len(people), weeks=len(pattern.lines))
    if len(set(people)) < len(people):
        raise Invalid(phrase("Name each person once."), place="people")
    found = []
    for at in range((until - first).days):
        week, weekday = divmod(at, WEEK)
        for number, person in enumerate(people):
            line = (number + week) % len(pattern.lines)
            shift = pattern.lines[line][weekday]
            if shift:
                found.append(Turn(person, line + 1, first + at * DAY, shift))
    return found


def entries_of(some: Sequence[Turn], role: str, shifts: Sequence[Shift]) -> list[Entry]:
    """Turns as duties of these shifts, fixed by hand. :class:`Invalid` for a shift that is not there or does not need
    the role."""
    known = {one.key.casefold(): one for one in shifts}
    found = []
    for turn in some:
        shift = known.get(f"{turn.day} {turn.shift}".casefold())
        if shift is None:
            template = phrase("There is no shift {shift} on {day}.")
            raise Invalid(template, place="pattern", shift=turn.shift, day=turn.day)
        if role not in shift.needs:
            raise Invalid(phrase("The shift {shift} needs nobody in this role."), place="role", shift=shift.key)
        found.append(Entry(turn.line, Held(turn.person, role, shift.starts, shift.ends, shift.key)))
    return found
