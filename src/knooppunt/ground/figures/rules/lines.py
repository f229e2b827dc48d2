"""A line: the values of one indicator for one area through time, as the methods see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple, Protocol

DAY = timedelta(days=1)
WEEK = 7
BACK = tuple(timedelta(days) for days in range(32))
"""No day, one day, two days …"""

CUMULATIVE, FLOW, STOCK, SURVEY, MEASURE = "cumulative", "flow", "stock", "survey", "measure"
COUNTED = frozenset({CUMULATIVE, FLOW})


class Said(Protocol):
    """What is said about a period. ``value`` None: the source says that it has none."""

    @property
    def value(self) -> float | None: ...
    @property
    def lower(self) -> float | None: ...
    @property
    def upper(self) -> float | None: ...
    @property
    def n(self) -> int | None: ...


class Point(NamedTuple):
    """The plain form of :class:`Said`."""

    value: float | None
    lower: float | None = None
    upper: float | None = None
    n: int | None = None


Layer = Mapping[date, Said]
"""What is said about periods of one length, by the day they start on."""
NO_LAYER: Layer = {}


def none_missing(day: date, days: int) -> int:
    """For a line that is no sum: no area is missing from it."""
    return 0


@dataclass(frozen=True, slots=True)
class Line:
    """``temporal`` says how values relate to time: cumulative, flow, stock, survey or measure.

    ``layers`` are by the length of their periods in days, the shortest first: a day and a week that start on the same
    date are two things that were said. ``missing`` gives for a period (first day, length) how many areas should have
    been in the sum and are not.
    """

    temporal: str
    layers: Mapping[int, Layer] = field(default_factory=dict)
    missing: Callable[[date, int], int] = none_missing

    def said(self, day: date, days: int | None = None) -> Said | None:
        """What is said about the period of ``days`` that starts on ``day``; without ``days`` about the shortest."""
        if days is not None:
            return self.layers.get(days, NO_LAYER).get(day)
        return next((layer[day] for layer in self.layers.values() if day in layer), None)

    def at(self, day: date, days: int | None = None) -> float | None:
        """The value as it stands, or None when it is unknown."""
        point = self.said(day, days)
        return point.value if point else None

    def difference(self, day: date, days: int) -> float | None:
        """Value minus the value ``days`` earlier, both of periods of one length.

        None when either is unknown, and when the two sums do not miss equally many areas: a total that lost an area
        for a day would else seem to fall and to rise again.
        """
        earlier = day - timedelta(days)
        for length, layer in self.layers.items():
            now, then = layer.get(day), layer.get(earlier)
            if now is not None and then is not None and now.value is not None and then.value is not None:
                return now.value - then.value if self.missing(day, length) == self.missing(earlier, length) else None
        return None

    def counted(self, day: date, days: int) -> float | None:
        """What was counted in the ``days`` (at most 31) up to and including ``day``; None when a part of it is unknown.

        A source that counts per period of exactly so many days is taken at its word for the period that ends on
        ``day``; periods are never cut up.
        """
        if self.temporal == CUMULATIVE:
            return self.difference(day, days)
        whole = self.said(day - BACK[days - 1], days)
        if whole is not None and whole.value is not None:
            return whole.value
        daily = self.layers.get(1)
        if daily is None:
            return None
        total = 0.0
        for back in BACK[:days]:
            point = daily.get(day - back)
            if point is None or point.value is None:
                return None
            total += point.value
        return total

    def counted_from(self, day: date, days: int | None) -> float | None:
        """What was counted in the period of ``days`` (None: one day) that starts on ``day``."""
        if self.temporal == CUMULATIVE or days is None:
            return self.counted(day, 1)
        return self.at(day, days)

    def in_longer(self, day: date) -> bool:
        """Whether ``day`` lies in a period of more than a day and at most a week."""
        return any(
            day - back in layer for days, layer in self.layers.items() if 1 < days <= WEEK for back in BACK[:days]
        )
