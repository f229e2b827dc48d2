"""Which days are taken in about rosters, and moments that are counted from any day, also one stored before this."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from knooppunt.kit.problems import Invalid, phrase

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
"""The first and the last day that may be given. A year in two digits or a slip of the pen falls outside them."""
FIRST_MOMENT, LAST_MOMENT = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def check_day(day: date, place: str) -> None:
    """:class:`Invalid` for a day before :data:`EARLIEST` or after :data:`LATEST`."""
    if not EARLIEST <= day <= LATEST:
        raise no_such_day(place)


def no_such_day(place: str) -> Invalid:
    """The refusal of a day outside the bounds."""
    template = phrase("Give a day from {first} to {last}.")
    return Invalid(template, place=place, first=EARLIEST.isoformat(), last=LATEST.isoformat())


def check_days(starts: date, ends: date | None) -> None:
    """:class:`Invalid` for days outside the bounds, or a period that ends no later than it begins."""
    check_day(starts, "starts")
    if ends is not None:
        check_day(ends, "ends")
        check_order(starts, ends)


def check_order(starts: date, ends: date) -> None:
    """:class:`Invalid` when a period ends no later than it begins."""
    if ends <= starts:
        raise Invalid(phrase("The period ends after the day on which it begins."), place="ends")


def moved(moment: datetime, by: timedelta) -> datetime:
    """A moment (UTC) moved by so much, to compare with; beyond the first or last one there is, it is that one."""
    if by < timedelta(0):
        return moment + by if moment - FIRST_MOMENT >= -by else FIRST_MOMENT
    return moment + by if LAST_MOMENT - moment >= by else LAST_MOMENT
