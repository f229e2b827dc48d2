"""Working days in the Netherlands.

The holidays are those of article 3 of the Algemene termijnenwet: New Year's Day, Good Friday, Easter and Whit Monday,
Ascension Day, the day on which the King's birthday is kept, 5 May (every year) and both days of Christmas. The moving
ones come from the package ``holidays``, whose optional category adds 5 May in the years in which it is not a day off
by custom.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

SATURDAY = 5


@cache
def holidays_of(year: int) -> frozenset[date]:
    """The recognised holidays of ``year``."""
    return frozenset(country_holidays("NL", years=year, categories=("public", "optional")))


def is_working_day(day: date) -> bool:
    """Whether ``day`` is no Saturday, Sunday or recognised holiday."""
    return day.weekday() < SATURDAY and day not in holidays_of(day.year)


def working_day_from(day: date) -> date:
    """``day`` itself when it is a working day, or else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
