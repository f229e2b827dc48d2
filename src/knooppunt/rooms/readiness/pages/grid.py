"""A roster as a table: days down, shifts across, in each cell who works in which role and what is missing."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from knooppunt.kit.clock import today
from knooppunt.kit.problems import Invalid, phrase
from knooppunt.rooms.readiness.pages.wording import role_name
from knooppunt.rooms.readiness.public import DutyLine, Gap, KindLine, RosterLine

STRETCH = timedelta(weeks=4)
"""A longer roster is shown four weeks at a time."""
LENGTH_OF_DAY = len("2026-12-24")
OUTSIDE = ""
"""The column of duties that belong to no shift of the roster."""


@dataclass(slots=True)
class Group:
    """Who works in a role in one shift, and how many are missing. ``key`` is the role as the verbs call it."""

    key: str
    role: str
    duties: list[DutyLine] = field(default_factory=list)
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One shift of one day; ``shift`` is its key. ``words`` says which, also to who does not see the column."""

    shift: str
    words: str
    groups: Sequence[Group]


@dataclass(frozen=True, slots=True)
class Row:
    """A day of the roster."""

    day: date
    cells: Sequence[Cell]

    @property
    def is_weekend(self) -> bool:
        """Whether it is a Saturday or a Sunday."""
        return self.day.isoweekday() > 5

    @property
    def is_today(self) -> bool:
        """Whether it is today in the Netherlands."""
        return self.day == today()


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that are shown, from ``starts`` until just before ``ends``."""

    starts: date
    ends: date

    @property
    def last(self) -> date:
        """The last of these days."""
        return self.ends - timedelta(days=1)


def stretches(line: RosterLine) -> list[Stretch]:
    """The roster in pieces of four weeks; one piece when it is no longer than that."""
    days = (line.ends - line.starts).days
    marks = [line.starts + timedelta(days=at) for at in range(0, days, STRETCH.days)]
    return [Stretch(starts, ends) for starts, ends in itertools.pairwise([*marks, line.ends])]


def stretch_of(line: RosterLine, asked: str) -> Stretch:
    """The piece in which the asked day lies, else that of today, else the first. :class:`Invalid` for no such day."""
    every = stretches(line)
    try:
        day = date.fromisoformat(asked) if asked else today()
    except ValueError as wrong:
        raise Invalid(phrase("{day} is not a day of this roster."), place="from", day=asked) from wrong
    found = next((one for one in every if one.starts <= day < one.ends), None)
    if found is None and asked:
        raise Invalid(phrase("{day} is not a day of this roster."), place="from", day=asked)
    return found or every[0]


def table(
    kinds: Sequence[KindLine], duties: Iterable[DutyLine], gaps: Iterable[Gap], shown: Stretch
) -> tuple[list[str], list[Row]]:
    """The shifts (columns) and the days (rows) of what is shown."""
    groups: dict[tuple[str, str], dict[str, Group]] = {}
    for duty in duties:
        where = (duty.shift[:LENGTH_OF_DAY], duty.shift[LENGTH_OF_DAY + 1 :]) if duty.shift else (str(duty.day), "")
        _group(groups, where, duty.role).duties.append(duty)
    for gap in gaps:
        key = gap.need.shift.key
        _group(groups, (key[:LENGTH_OF_DAY], gap.need.shift.kind), gap.need.role).missing = gap.need.short
    columns = [one.name for one in kinds]
    columns += sorted({kind for _day, kind in groups if kind not in columns})
    days = (shown.starts + timedelta(days=at) for at in range((shown.ends - shown.starts).days))
    times = {one.name: f"{one.starts:%H:%M} – {one.ends:%H:%M}" for one in kinds}
    return columns, [Row(day, [_cell(day, kind, times, groups) for kind in columns]) for day in days]


def _group(groups: dict[tuple[str, str], dict[str, Group]], where: tuple[str, str], role: str) -> Group:
    return groups.setdefault(where, {}).setdefault(role, Group(role, role_name(role)))


def _cell(day: date, kind: str, times: dict[str, str], groups: dict[tuple[str, str], dict[str, Group]]) -> Cell:
    found = sorted(groups.get((str(day), kind), {}).values(), key=lambda one: one.role)
    words = f"{kind} {times.get(kind, '')}".strip() or _("outside the shifts")
    return Cell(f"{day} {kind}", words, found)
