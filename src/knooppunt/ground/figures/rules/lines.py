"""A line: the values of one indicator for one area through time, as the methods see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple, Protocol

DAY = timedelta(days=1)
BACK = tuple(timedelta(days) for days in range(32))
"""No day, one day, two days …"""

CUMULATIVE, FLOW, STOCK, SURVEY, MEASURE = "cumulative", "flow", "stock", "survey", "measure"
COUNTED = frozenset({CUMULATIVE, FLOW})


class Said(Protocol):
    """What is said about a period of ``days``. ``value`` None: the source says that it has none."""

    @property
    def value(self) -> float | None: ...
    @property
    def lower(self) -> float | None: ...
    @property
    def upper(self) -> float | None: ...
    @property
    def n(self) -> int | None: ...
    @property
    def days(self) -> int: ...


class Point(NamedTuple):
    """The plain form of :class:`Said`."""

    value: float | None
    lower: float | None = None
    upper: float | None = None
    n: int | None = None
    days: int = 1


def none_missing(day: date) -> int:
    """For a line that is no sum: no area is missing from it."""
    return 0


@dataclass(frozen=True, slots=True)
class Line:
    """``temporal`` says how values relate to time: cumulative, flow, stock, survey or measure.

    ``points`` are by the day on which their period starts. ``missing`` gives for a day how many areas should have been
    in the sum and are not.
    """

    temporal: str
    points: Mapping[date, Said] = field(default_factory=dict)
    missing: Callable[[date], int] = none_missing

    def at(self, day: date) -> float | None:
        """The value as it stands, or None when it is unknown."""
        point = self.points.get(day)
        return point.value if point else None

    def difference(self, day: date, days: int) -> float | None:
        """Value minus the value ``days`` earlier.

        None when either is unknown, and when the two sums do not miss equally many areas: a total that lost an area
        for a day would else seem to fall and to rise again.
        """
        earlier = day - timedelta(days)
        now, then = self.points.get(day), self.points.get(earlier)
        if now is None or then is None or now.value is None or then.value is None:
            return None
        return now.value - then.value if self.missing(day) == self.missing(earlier) else None

    def counted(self, day: date, days: int) -> float | None:
        """What was counted in the ``days`` (at most 31) up to and including ``day``; None when a part of it is unknown.

        A source that counts per period of exactly so many days is taken at its word for the period that ends on
        ``day``; periods are never cut up.
        """
        if self.temporal == CUMULATIVE:
            return self.difference(day, days)
        points = self.points
        whole = points.get(day - BACK[days - 1])
        if whole is not None and whole.days == days > 1:
            return whole.value
        total = 0.0
        for back in BACK[:days]:
            point = points.get(day - back)
            if point is None or point.days != 1 or point.value is None:
                return None
            total += point.value
        return total

    def counted_from(self, day: date) -> tuple[float | None, int]:
        """What was counted in the period that starts on ``day``, and its length in days."""
        point = self.points.get(day)
        if self.temporal == CUMULATIVE or point is None:
            return self.counted(day, 1), 1
        return point.value, point.days
