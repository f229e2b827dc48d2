"""What a roster is made of, as values: shifts, people, duties. Moments are aware; days are those of the Netherlands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from knooppunt.kit.problems import Invalid, phrase
from knooppunt.kit.zone import NETHERLANDS
from knooppunt.rooms.readiness.rules.days import FIRST_MOMENT, no_such_day

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Rule(StrEnum):
    """The rules that a duty can break. Articles are those of the Arbeidstijdenwet (Dutch working hours act)."""

    OVERLAP = "overlap"
    QUALIFICATION = "qualification"
    LEAVE = "leave"
    AWAY = "away"
    LONG_SHIFT = "long_shift"
    REST = "rest"
    WEEKLY_REST = "weekly_rest"
    NIGHT_REST = "night_rest"
    NIGHTS_IN_A_ROW = "nights_in_a_row"
    REST_AFTER_NIGHTS = "rest_after_nights"
    NIGHTS = "nights"
    WEEK_HOURS = "week_hours"
    AVERAGE_HOURS = "average_hours"


RULE_NAMES = {
    Rule.OVERLAP: phrase("two duties at the same time"),
    Rule.QUALIFICATION: phrase("not qualified for this role"),
    Rule.LEAVE: phrase("on leave"),
    Rule.AWAY: phrase("not working for this organisation then, nor lent to it"),
    Rule.LONG_SHIFT: phrase("more than 12 hours at a stretch (article 5:7)"),
    Rule.REST: phrase("less than 11 hours of rest, or 8 once in 7 days (article 5:3)"),
    Rule.WEEKLY_REST: phrase("no rest of 36 hours in 7 days, nor of 72 hours in 14 days (article 5:5)"),
    Rule.NIGHT_REST: phrase("less than 14 hours of rest after a night that ends after 02:00 (article 5:8)"),
    Rule.NIGHTS_IN_A_ROW: phrase("more than 7 nights in a row (article 5:8)"),
    Rule.REST_AFTER_NIGHTS: phrase("less than 46 hours of rest after 3 or more nights in a row (article 5:8)"),
    Rule.NIGHTS: phrase("more than 36 nights in 16 weeks (article 5:8)"),
    Rule.WEEK_HOURS: phrase("more than 60 hours in a week (article 5:7)"),
    Rule.AVERAGE_HOURS: phrase("more than 48 hours a week on average over 16 weeks (article 5:7)"),
}
NEVER_OVERRULED = (Rule.OVERLAP, Rule.AWAY)


@dataclass(frozen=True, slots=True)
class Span:
    """From ``starts`` until just before ``ends`` (nothing: no end known)."""

    starts: datetime
    ends: datetime | None

    def covers(self, starts: datetime, ends: datetime) -> bool:
        """Whether all of ``starts`` to ``ends`` lies in it."""
        return self.starts <= starts and (self.ends is None or ends <= self.ends)

    def meets(self, starts: datetime, ends: datetime) -> bool:
        """Whether they have a moment in common."""
        return self.starts < ends and (self.ends is None or starts < self.ends)


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of work with how many people of each role it needs. ``key`` is ``2026-12-24 night``."""

    key: str
    starts: datetime
    ends: datetime
    needs: Mapping[str, int]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Crew:
    """Someone who can be put on a roster. ``roles``: when they are qualified for each; ``away``: their leave.

    ``within``: while they may be asked (their appointments and loans), always when empty. ``organisation`` is the one
    that lends them, or of the roster.
    """

    id: UUID
    name: str
    organisation: str
    roles: Mapping[str, Sequence[Span]]
    away: Sequence[Span] = ()
    within: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A duty. ``shift`` is its key, empty for one outside this roster; ``fixed`` ones are kept exactly."""

    person: UUID
    role: str
    starts: datetime
    ends: datetime
    shift: str = ""
    fixed: bool = True
    id: UUID | None = None

    @property
    def hours(self) -> float:
        """The hours that pass: over a clock change a night has one more or one less than its clock times say."""
        return (self.ends.astimezone(UTC) - self.starts.astimezone(UTC)) / HOUR


@dataclass(frozen=True, slots=True)
class Need:
    """People of a role that a shift is short of."""

    shift: Shift
    role: str
    short: int


@dataclass(frozen=True, slots=True)
class Question:
    """What the solver is asked: fill ``shifts`` with ``people``, around what they hold already."""

    shifts: Sequence[Shift]
    people: Sequence[Crew]
    held: Sequence[Held] = field(default_factory=tuple)


def day_span(starts: date, ends: date | None) -> Span:
    """The days from ``starts`` until just before ``ends`` as moments, from midnight in the Netherlands."""
    return Span(midnight(starts), midnight(ends) if ends else None)


def joined(spans: Sequence[Span]) -> list[Span]:
    """The same moments, in order, with what overlaps or follows at once as one."""
    found: list[Span] = []
    for one in sorted(spans, key=lambda each: each.starts):
        last = found[-1] if found else None
        if last is None or (last.ends is not None and last.ends < one.starts):
            found.append(one)
        elif last.ends is not None and (one.ends is None or one.ends > last.ends):
            found[-1] = Span(last.starts, one.ends)
    return found


def midnight(day: date) -> datetime:
    """The beginning of a day in the Netherlands, in UTC.

    The one day that begins before there are moments in UTC (0001-01-01) gives the first of them. That is only to
    compare with: the day itself is shown as it was stored.
    """
    try:
        return datetime.combine(day, time(), NETHERLANDS).astimezone(UTC)
    except OverflowError:
        return FIRST_MOMENT


def shift_times(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """The moments (UTC) of a shift that begins on ``day``; one that ends no later than it begins ends the day after.

    :class:`Invalid` when the clock change leaves out one of the times, or makes it come twice.
    """
    if ends <= starts and day == date.max:
        raise no_such_day("starts")
    last = day if ends > starts else day + DAY
    return certain(day, starts), certain(last, ends)


def certain(day: date, hour: time) -> datetime:
    """That time of that day in the Netherlands, in UTC; :class:`Invalid` when it does not exist or comes twice."""
    told = datetime.combine(day, hour, NETHERLANDS)
    try:
        first, second = told.astimezone(UTC), told.replace(fold=1).astimezone(UTC)
    except OverflowError as wrong:
        raise no_such_day("starts") from wrong
    if first == second:
        return first
    values = {"day": day.isoformat(), "time": f"{hour:%H:%M}"}
    if first.astimezone(NETHERLANDS).replace(tzinfo=None) != told.replace(tzinfo=None):
        raise Invalid(phrase("On {day} there is no {time}: the clock skips it."), place="starts", **values)
    raise Invalid(phrase("On {day} {time} comes twice: the clock goes back."), place="starts", **values)


def is_night(starts: datetime, ends: datetime) -> bool:
    """Whether more than an hour lies between 00:00 and 06:00 (Arbeidstijdenwet, article 1:7)."""
    return any(
        min(ends, certain(day, time(6))) - max(starts, midnight(day)) > HOUR
        for day in (starts.astimezone(NETHERLANDS).date(), ends.astimezone(NETHERLANDS).date())
    )


def is_weekend(starts: datetime) -> bool:
    """Whether it begins on a Saturday or Sunday in the Netherlands."""
    return starts.astimezone(NETHERLANDS).isoweekday() > 5


def may_work(one: Crew, role: str, starts: datetime, ends: datetime) -> Rule | None:
    """Why someone cannot do this, apart from what else they do; nothing when they can."""
    if not any(span.covers(starts, ends) for span in one.roles.get(role, ())):
        return Rule.QUALIFICATION
    if one.within and not any(span.covers(starts, ends) for span in one.within):
        return Rule.AWAY
    if any(span.meets(starts, ends) for span in one.away):
        return Rule.LEAVE
    return None


def fatigue(duties: Sequence[Held], at: datetime) -> int:
    """How tired someone may be, 0 to 100: hours, nights and days in a row of the past two weeks.

    A score of our own to look at, not a rule of law: 60 for 96 hours, 20 for 6 nights, 20 for 10 different days.
    """
    lately = [one for one in duties if one.ends <= at and at - one.ends < 14 * DAY]
    hours = sum(one.hours for one in lately)
    nights = sum(is_night(one.starts, one.ends) for one in lately)
    days = len({one.starts.astimezone(NETHERLANDS).date() for one in lately})
    return round(min(60.0, hours * 60 / 96) + min(20.0, nights * 20 / 6) + min(20.0, days * 2.0))
