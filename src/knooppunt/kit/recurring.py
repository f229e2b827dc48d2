"""What recurs every day, week or month, in the time of the Netherlands, right over both changes of the clock.

A time of day that a clock change leaves out (02:30 in spring) is as long after midnight as on other days, so the clock
then says 03:30; of a time that comes twice (02:30 in autumn) the first one counts.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Protocol

from knooppunt.kit.workdays import is_working_day, working_day_from
from knooppunt.kit.zone import NETHERLANDS

PHASES = ("cold", "lukewarm", "warm")
DAYS_OF_WEEK, LATEST_DAY_OF_MONTH = 7, 28
"""Every month has a 28th."""


class Every(StrEnum):
    """How often."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Recurring(Protocol):
    """Something that recurs. ``on``: day of the week (1 is Monday) or of the month (1 to 28); 0 for a day.

    ``working_days``: what is due every day is due on working days only; every week or month it moves to the next one.
    """

    @property
    def every(self) -> Every: ...
    @property
    def on(self) -> int: ...
    @property
    def working_days(self) -> bool: ...


def bounds(every: Every) -> tuple[int, int]:
    """The least and the most that ``on`` may be."""
    return {Every.DAY: (0, 0), Every.WEEK: (1, DAYS_OF_WEEK), Every.MONTH: (1, LATEST_DAY_OF_MONTH)}[every]


def falls_on(one: Recurring, day: date) -> bool:
    """Whether it recurs on ``day``, before it moves over days off."""
    if one.every is Every.DAY:
        return not one.working_days or is_working_day(day)
    return (day.isoweekday() if one.every is Every.WEEK else day.day) == one.on


def moved(one: Recurring, day: date) -> date:
    """The day on which it is held when it falls on ``day``: that day, or the first working day from it."""
    return working_day_from(day) if one.working_days else day


def moment_of(day: date, hour: time) -> datetime:
    """That time of that day in the Netherlands, in UTC."""
    return datetime.combine(day, hour, NETHERLANDS).astimezone(UTC)
