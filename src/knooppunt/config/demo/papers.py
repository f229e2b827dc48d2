"""The files of the exercise, with the quirks of real ones, as a region or an institute would send them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from knooppunt.config.demo.outbreak import COUNTED, DAYS, Place, daily, places
from knooppunt.config.demo.survey import Line

Lines = Iterable[Line]

TOTALS = {"cases": "cases.reported_total", "hospital": "hospital.admitted_total", "deaths": "deaths.reported_total"}
HEADER = ("indicator", "area", "from", "until", "value", "lower", "upper", "n")

STUCK_REGION, STUCK_DAYS = "VR17", range(84, 87)  # nothing came through; on day 87 all of it at once
DOUBLE_PLACE, DOUBLE_DAY, DOUBLES = "GM0518", 108, 412  # counted twice until the file of day 117 took them out
LATE_REGION, LATE_FROM = "VR23", 118  # delivers its last two days after the others, and its nursing homes not at all
GAP_DAYS, GAP = range(100, 120), 4  # the national count of admissions misses four
LATER_PLACE, LATER_DAY, LATER = "GM0344", 118, 96  # reported after the picture was out


@cache
def _totals(code: str, what: str) -> tuple[int, ...]:
    return tuple(accumulate(daily()[code][what]))


def total(place: Place, what: str, day: int, *, doubles: bool, later: bool) -> int:
    """The number since the beginning that was reported for a place on ``day``, with what was wrong at the time."""
    if what == "cases" and place.region == STUCK_REGION and day in STUCK_DAYS:
        return _totals(place.code, what)[STUCK_DAYS.start - 1]
    found = _totals(place.code, what)[day]
    if what == "cases" and place.code == DOUBLE_PLACE and doubles and day >= DOUBLE_DAY:
        found += DOUBLES
    if what == "cases" and place.code == LATER_PLACE and later and day >= LATER_DAY:
        found += LATER
    return found


def counts(first: int, last: int, *, doubles: bool = False, late: bool = False, later: bool = False) -> Iterator[Line]:
    """The daily file: three totals for every municipality and for what has none, from day ``first`` to ``last``."""
    for day in range(first, last + 1):
        for place in places():
            if late and place.region == LATE_REGION and day >= LATE_FROM:
                continue
            for what in COUNTED:
                value = total(place, what, day, doubles=doubles, later=later)
                yield Line(TOTALS[what], place.code, day, day, value)


def from_region(lines: Lines) -> Iterator[Line]:
    """Only what the late region has to say."""
    own = {place.code for place in places() if place.region == LATE_REGION}
    return (line for line in lines if line.area in own)


def admissions(first: int, last: int) -> Iterator[Line]:
    """The national number of admissions as the hospitals count it: not quite the sum of the municipalities."""
    for day in range(first, last + 1):
        added = sum(_totals(place.code, "hospital")[day] for place in places())
        yield Line(TOTALS["hospital"], "NL", day, day, added - (GAP if day in GAP_DAYS else 0))


def faulty(day: int) -> list[tuple[str, ...]]:
    """Rows as they come in at three in the morning; each waits in quarantine with its reason."""
    return [
        (TOTALS["cases"], "GM9999", f"{day}", f"{day}", "17"),
        (TOTALS["cases"], "GM0014", f"{day}", f"{day}", "1.234,5"),
        (TOTALS["hospital"], "GM0080", f"{DAYS + 400}", f"{DAYS + 400}", "3"),
    ]


def write(place: Path, lines: Iterable[Line], begins: date, wrong: Iterable[tuple[str, ...]] = ()) -> Path:
    """Write ``lines`` as a table that the general importer reads; day 0 is ``begins``."""
    with place.open("w", newline="", encoding="utf-8") as stream:
        sheet = csv.writer(stream)
        sheet.writerow(HEADER)
        for line in lines:
            period = [(begins + timedelta(days=day)).isoformat() for day in (line.first, line.last)]
            sheet.writerow(
                [line.indicator, line.area, *period, line.value, *map(_or_empty, (line.lower, line.upper, line.n))]
            )
        for indicator, area, first, last, value in wrong:
            period = [(begins + timedelta(days=int(day))).isoformat() for day in (first, last)]
            sheet.writerow([indicator, area, *period, value, "", "", ""])
    return place


def _or_empty(value: float | None) -> str:
    return "" if value is None else str(value)
