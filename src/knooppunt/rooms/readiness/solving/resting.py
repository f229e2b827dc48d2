"""The rules about rest and hours as rows of a programme, for one person.

Rest after a duty makes of it a longer stretch, in which no other begins: so "one at a time" over the moments at which
something begins says it all, far tighter than two by two.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from knooppunt.kit.zone import NETHERLANDS
from knooppunt.rooms.readiness.rules.rosters import DAY, HOUR, certain, is_night
from knooppunt.rooms.readiness.solving.linear import INFINITY, Programme

REST, NIGHT_REST, LONG_REST, AFTER_NIGHTS = 11 * HOUR, 14 * HOUR, 36 * HOUR, 46 * HOUR
WEEK, SIXTEEN = 7 * DAY, 112 * DAY
WEEK_HOURS, AVERAGE_HOURS, MOST_NIGHTS, RUN, SERIES = 60.0, 48.0 * 16, 36, 7, 3


@dataclass(slots=True)
class Slot:
    """A stretch that someone may work, in whichever role: ``columns`` are its choices, ``fixed`` when it is done.

    ``day`` is the day in the Netherlands on which it begins, as a number; ``rested`` when another may begin.
    """

    starts: datetime
    ends: datetime
    columns: list[int] = field(default_factory=list)
    fixed: bool = False
    night: bool = field(init=False)
    rested: datetime = field(init=False)
    day: int = field(init=False)
    hours: float = field(init=False)

    def __post_init__(self) -> None:
        self.day = self.starts.astimezone(NETHERLANDS).toordinal()
        self.hours = (self.ends - self.starts) / HOUR
        self.night = is_night(self.starts, self.ends)
        here = self.ends.astimezone(NETHERLANDS)
        late = self.night and self.ends > certain(here.date(), time(1, 59)) + timedelta(minutes=1)
        self.rested = self.ends + (NIGHT_REST if late else REST)


def write_rules(programme: Programme, slots: Sequence[Slot]) -> None:
    """All rules about rest and hours, for one person whose ``slots`` are in order."""
    _daily(programme, slots)
    _after_nights(programme, slots)
    _weekly(programme, slots)


def _daily(programme: Programme, slots: Sequence[Slot]) -> None:
    """Rest between duties, nights and hours."""
    for at, slot in enumerate(slots):
        _one_of(programme, [each for each in slots[: at + 1] if each.rested > slot.starts])
    days = sorted({slot.day for slot in slots})
    for span, hours in ((7, WEEK_HOURS), (112, AVERAGE_HOURS)):
        for window in _windows(slots, days, span):
            if _most(window) > hours:
                _at_most(programme, window, hours, [slot.hours for slot in window])
    for window in _windows([slot for slot in slots if slot.night], days, 112):
        if len({slot.day for slot in window}) > MOST_NIGHTS:
            _at_most(programme, window, MOST_NIGHTS)
    nights = [slot for slot in slots if slot.night]
    for window in _windows(nights, sorted({slot.day for slot in nights}), RUN + 1):
        _at_most(programme, window, RUN)


def _no_weekly_rest(chosen: Sequence[Slot]) -> Iterator[bool]:
    for at, first in enumerate(chosen):
        until = first.starts + WEEK
        ahead = [one for one in chosen[at:] if one.starts < until]
        gaps = [after.starts - before.ends for before, after in itertools.pairwise(ahead)]
        yield max([*gaps, until - ahead[-1].ends]) < LONG_REST


def _after_nights(programme: Programme, slots: Sequence[Slot]) -> None:
    """After three nights in a row either a fourth, or nothing begins for 46 hours."""
    by_day: dict[int, list[Slot]] = {}
    for slot in slots:
        if slot.night:
            by_day.setdefault(slot.day, []).append(slot)
    for day, lasts in by_day.items():
        series = [by_day.get(day - 2, []), by_day.get(day - 1, []), lasts]
        if not all(series):
            continue
        fourth = by_day.get(day + 1, [])
        ended = min(last.ends for last in lasts)
        later = [each for each in slots if ended <= each.starts < ended + AFTER_NIGHTS and each not in fourth]
        for group in _groups(later):
            terms = {column: 1.0 for part in (*series, group) for slot in part for column in slot.columns}
            terms |= {column: -1.0 for slot in fourth for column in slot.columns}
            done = sum(slot.fixed for part in (*series, group) for slot in part) - sum(one.fixed for one in fourth)
            programme.row(terms, highest=max(SERIES - done, 0) if terms else INFINITY)


def _weekly(programme: Programme, slots: Sequence[Slot]) -> None:
    """In the 7 days from the beginning of each duty there is a rest of 36 hours, that begins where something ends."""
    rests: dict[datetime, int] = {}
    for begins in sorted({slot.ends for slot in slots}):
        rests[begins] = programme.column(whole=False)
        meeting = [each for each in slots if each.starts < begins + LONG_REST and begins < each.ends]
        for group in _groups(meeting):
            _one_of(programme, group, rests[begins])
    for slot in slots:
        until = slot.starts + WEEK
        inside = {rests[at]: 1.0 for at in rests if slot.ends <= at and at + LONG_REST <= until}
        if not slot.fixed:
            programme.row(inside | dict.fromkeys(slot.columns, -1.0), lowest=0)
        elif inside and not _hopeless(slot, slots):
            programme.row(inside, lowest=1)


def _hopeless(first: Slot, slots: Sequence[Slot]) -> bool:
    """Whether what is fixed leaves no rest, whatever is chosen: then nothing can be asked of the rest."""
    fixed = [each for each in slots if each.fixed]
    return next(iter(_no_weekly_rest(fixed[fixed.index(first) :])))


def _one_of(programme: Programme, slots: Sequence[Slot], also: int | None = None) -> None:
    """At most one of these, or what is fixed already."""
    terms = {column: 1.0 for slot in slots for column in slot.columns}
    done = sum(slot.fixed for slot in slots)
    if also is not None:
        terms[also] = 1.0
    if len(terms) > 1 or (terms and done):
        programme.row(terms, highest=max(1 - done, 0))


def _at_most(programme: Programme, slots: Sequence[Slot], most: float, sizes: Sequence[float] = ()) -> None:
    each = list(sizes) or [1.0] * len(slots)
    terms = {column: size for slot, size in zip(slots, each, strict=True) for column in slot.columns}
    done = sum(size for slot, size in zip(slots, each, strict=True) if slot.fixed)
    if terms:
        programme.row(terms, highest=max(most - done, 0))


def _groups(slots: Iterable[Slot]) -> Iterator[list[Slot]]:
    """Parts of which no two can both be worked."""
    group: list[Slot] = []
    for slot in slots:
        if group and slot.starts >= min(each.rested for each in group):
            yield group
            group = []
        group.append(slot)
    if group:
        yield group


def _windows(slots: Sequence[Slot], days: Sequence[int], span: int) -> Iterator[list[Slot]]:
    """The slots of each stretch of so many days; a stretch that another one holds altogether is left out."""
    last = -1
    for day in days:
        window = [slot for slot in slots if day <= slot.day < day + span]
        if window and window[-1].day > last:
            last = window[-1].day
            yield window


def _most(window: Sequence[Slot]) -> float:
    """The most hours that can be worked in it: one slot a day, unless two fit with 11 hours between them."""
    longest: dict[int, float] = {}
    for slot in window:
        longest[slot.day] = max(longest.get(slot.day, 0.0), slot.hours)
    two_in_a_day = 2.0 if any(slot.hours <= 24 - 2 * REST / HOUR for slot in window) or _fixed_twice(window) else 1.0
    return sum(longest.values()) * two_in_a_day


def _fixed_twice(window: Sequence[Slot]) -> bool:
    days = [slot.day for slot in window if slot.fixed]
    return len(days) != len(set(days))
