"""Strands: the line of an area, made from one or more series, with the versions that are under each day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from knooppunt.ground.figures.queries.borders import LEVELS, era, expected, makers, regions, vintages
from knooppunt.ground.figures.queries.held import Column, Version
from knooppunt.ground.figures.queries.planning import Plan, Terms
from knooppunt.ground.figures.queries.versions import series_text
from knooppunt.ground.figures.rules.lines import Line, Point
from knooppunt.ground.figures.rules.methods import ALONE, Method
from knooppunt.ground.figures.rules.reconcile import known_sum, plant_mean
from knooppunt.ground.geography.public import latest_borders

Columns = Mapping[int, Column]
NOTHING: Column = {}
DAYS_OF_A_MEASUREMENT = 7


@dataclass(frozen=True, slots=True)
class Count:
    """Of a sum, by day: how many areas are in it, and how many should be."""

    by_day: Mapping[date, tuple[int, int]]

    def worst(self, days: Iterable[date]) -> tuple[int, int] | None:
        """The same of the day on which most are missing; None when there is a sum on none of them."""
        found: set[tuple[int, int] | None] = set(map(self.by_day.get, days))
        found.discard(None)
        if len(found) == 1:
            return found.pop()
        return max((pair for pair in found if pair), key=lambda pair: (pair[1] - pair[0], pair), default=None)

    def missing(self, day: date) -> int:
        """How many are not in it; 0 on a day without a sum."""
        there, whole = self.by_day.get(day, (0, 0))
        return whole - there


@dataclass(frozen=True)
class Strand:
    """``columns`` are the series under it by number, ``series`` their numbers as text. ``count``: only of a sum."""

    made: str
    line: Line
    columns: Mapping[int, Column] = field(default_factory=dict)
    count: Count | None = None
    series: str = ""

    @cached_property
    def came_in(self) -> list[dict[date, int]]:
        """Of each series, in which delivery each day came in: looked through for every figure."""
        return [{day: version.delivery for day, version in column.items()} for column in self.columns.values()]

    @cached_property
    def replacing(self) -> frozenset[date]:
        """The days of which a version replaced another. A sum that only became more complete did not."""
        return frozenset(
            day
            for column in self.columns.values()
            for day, version in column.items()
            if version.replaced and (self.made == "delivered" or version.n in version.replaced)
        )

    def deliveries(self, days: Sequence[date]) -> set[int]:
        """The deliveries in which these days came in."""
        found = set()
        for told in self.came_in:
            found |= {number for number in map(told.get, days) if number is not None}
        return found

    def corrected(self, days: Sequence[date]) -> bool:
        """Whether what is said of one of these days replaced something else."""
        return not self.replacing.isdisjoint(days)

    def amount(self, method: Method, day: date) -> float | None:
        """What ``method`` makes of it on ``day``; None when that is unknown."""
        return method.compute(self.line, day, ALONE).value


def delivered(plan: Plan, number: int, columns: Columns) -> Strand:
    """What the source says of the area itself."""
    column = columns.get(number, NOTHING)
    return Strand("delivered", Line(plan.basis.temporal, column), {number: column}, series=str(number))


def summed(plan: Plan, terms: Terms, columns: Columns, borders: date | None) -> Strand:
    """The sum that is kept, put on other borders by what moved, with how many areas it misses each day."""
    out, into, unknown = (_columns(numbers, columns) for numbers in (terms.out, terms.into, terms.unknown))
    own = {} if terms.summed is None else {terms.summed: columns.get(terms.summed, NOTHING)}
    column = next(iter(own.values()), NOTHING)
    whole = _whole(plan, terms, borders)
    points: Mapping[date, Point | Version] = _moved(column, out, into) if out or into else column
    count = Count({day: (_there(point, day, unknown), whole(day)) for day, point in points.items()})
    used = {**own, **dict(zip((*terms.out, *terms.into), (*out, *into), strict=True))}
    return Strand("summed", Line(plan.basis.temporal, points, count.missing), used, count, series_text(used))


def merged(plan: Plan, terms: Terms, columns: Columns, borders: date | None) -> Strand:
    """A municipality from those that make it up on the borders asked for: all that exist on a day, or nothing."""
    numbers = terms.makers or {}
    held = {code: columns.get(number, NOTHING) for code, number in numbers.items()}
    whole, split = makers(terms.area, borders or latest_borders())
    points = {}
    for day in {day for column in held.values() for day in column}:
        needed = (whole | split) & vintages()[plan.counted_on(day)]
        there = [column for code, column in held.items() if day in column and code in needed]
        days = min((column[day].days for column in there), default=1)
        value, known = known_sum(_values(there, day, days))
        # What was split cannot be shared out, and a part that is missing makes the whole unknown.
        complete = not needed & split and known == len(needed)
        points[day] = Point(value if complete else None, days=days)
    used = {numbers[code]: column for code, column in held.items()}
    return Strand("summed", Line(plan.basis.temporal, points), used, series=series_text(used))


def unknown_part(plan: Plan, terms: Terms, columns: Columns) -> Strand:
    """What lies in no known municipality."""
    held = {number: columns.get(number, NOTHING) for number in terms.unknown}
    days = {day for column in held.values() for day in column}
    points = {}
    for day in days:
        length = min(column[day].days for column in held.values() if day in column)
        points[day] = Point(known_sum(_values(held.values(), day, length))[0], days=length)
    return Strand("summed", Line(plan.basis.temporal, points), held, series=series_text(held))


def over_plants(plan: Plan, terms: Terms, columns: Columns) -> Strand:
    """The mean over the plants of a region: of each its last measurement in the seven days up to and including a day.

    Weighted by the share of the plant in the region (``reconcile.plant_mean``); ``n`` is the number of plants.
    """
    pairs = [(columns.get(value, NOTHING), columns.get(share, NOTHING)) for value, share in terms.plants]
    points: dict[date, Point] = {}
    for number in range((plan.ask.ends - plan.ask.starts).days):
        day = plan.ask.starts + timedelta(days=number)
        latest = [_latest(values, shares, day) for values, shares in pairs]
        measured = [pair for pair in latest if pair is not None]
        mean = plant_mean(measured)
        points |= {day: Point(mean, n=len(measured))} if mean is not None else {}
    used = {one: columns.get(one, NOTHING) for pair in terms.plants for one in pair}
    return Strand("summed", Line(plan.basis.temporal, points), used, series=series_text(used))


def _whole(plan: Plan, terms: Terms, borders: date | None) -> Callable[[date], int]:
    """How many areas should be in the sum, by day."""
    codes = plan.stream.areas if plan.stream else frozenset()
    if terms.of_regions:
        return lambda _day: len(regions())
    if terms.kind not in LEVELS or not any(code.startswith("GM") for code in codes):
        of_regions = len(regions()) if terms.kind == "nation" else 0
        return lambda _day: of_regions
    on = borders or latest_borders()
    sizes = [expected(terms.area, terms.kind, counted_on, on) for counted_on in plan.eras]
    return lambda day: sizes[era(day)]


def _columns(numbers: Iterable[int], columns: Columns) -> list[Column]:
    return [columns.get(number, NOTHING) for number in numbers]


def _values(columns: Iterable[Column], day: date, days: int) -> list[float | None]:
    """What they say of the period of ``days`` from ``day``: a week is no part of a day, nor the other way round."""
    return [column[day].value for column in columns if day in column and column[day].days == days]


def _there(point: Point | Version, day: date, unknown: Sequence[Column]) -> int:
    """How many areas are in a sum, without what lies in no known municipality."""
    n = point.n or 0
    return n - known_sum(_values(unknown, day, point.days))[1] if unknown else n


def _moved(column: Column, out: Sequence[Column], into: Sequence[Column]) -> dict[date, Point]:
    """A sum without what moved out and with what moved in; where nothing of it is left, it is unknown."""
    points = {}
    for day in {day for one in (column, *into) for day in one}:
        days = min(one[day].days for one in (column, *into) if day in one)
        kept = column.get(day)
        value, n = (kept.value or 0.0, kept.n or 0) if kept is not None and kept.days == days else (0.0, 0)
        minus, fewer = known_sum(_values(out, day, days))
        plus, more = known_sum(_values(into, day, days))
        n += more - fewer
        points[day] = Point(value - (minus or 0.0) + (plus or 0.0) if n > 0 else None, n=n, days=days)
    return points


def _latest(values: Column, shares: Column, day: date) -> tuple[float, float] | None:
    for back in range(DAYS_OF_A_MEASUREMENT):
        on = day - timedelta(days=back)
        value = values[on].value if on in values else None
        share = shares[on].value if on in shares else None
        if value is not None and share is not None:
            return value, share
    return None
