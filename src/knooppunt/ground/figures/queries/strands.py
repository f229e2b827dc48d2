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


def summed(plan: Plan, number: int, terms: Terms, columns: Columns, borders: date | None) -> Strand:
    """The sum that is kept, put on other borders by what moved, with how many areas it misses each day."""
    column = columns.get(number, NOTHING)
    out, into, unknown = (_columns(numbers, columns) for numbers in (terms.out, terms.into, terms.unknown))
    whole = _whole(plan, terms, borders)
    count = Count({day: (_there(version, day, out, into, unknown), whole(day)) for day, version in column.items()})
    moved = out or into
    points = {day: _moved(version, day, out, into) for day, version in column.items()} if moved else column
    used = {number: column, **dict(zip((*terms.out, *terms.into), (*out, *into), strict=True))}
    return Strand("summed", Line(plan.basis.temporal, points, count.missing), used, count, series_text(used))


def merged(plan: Plan, terms: Terms, columns: Columns, borders: date | None) -> Strand:
    """A municipality from those that make it up on the borders asked for: all that exist on a day, or nothing."""
    numbers = terms.makers or {}
    held = {code: columns.get(number, NOTHING) for code, number in numbers.items()}
    whole, split = makers(terms.area, borders or latest_borders())
    points = {}
    for day in {day for column in held.values() for day in column}:
        needed = (whole | split) & vintages()[plan.counted_on(day)]
        there = [column[day] for code, column in held.items() if day in column and code in needed]
        value, known = known_sum(one.value for one in there)
        # What was split cannot be shared out, and a part that is missing makes the whole unknown.
        complete = not needed & split and known == len(needed)
        points[day] = Point(value if complete else None, days=there[0].days if there else 1)
    used = {numbers[code]: column for code, column in held.items()}
    return Strand("summed", Line(plan.basis.temporal, points), used, series=series_text(used))


def unknown_part(plan: Plan, terms: Terms, columns: Columns) -> Strand:
    """What lies in no known municipality."""
    held = {number: columns.get(number, NOTHING) for number in terms.unknown}
    days = {day for column in held.values() for day in column}
    points = {day: Point(known_sum(_values(held.values(), day))[0]) for day in days}
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
    if terms.kind not in LEVELS or not any(code.startswith("GM") for code in codes):
        of_regions = len(regions()) if terms.kind == "nation" else 0
        return lambda _day: of_regions
    on = borders or latest_borders()
    sizes = [expected(terms.area, terms.kind, counted_on, on) for counted_on in plan.eras]
    return lambda day: sizes[era(day)]


def _columns(numbers: Iterable[int], columns: Columns) -> list[Column]:
    return [columns.get(number, NOTHING) for number in numbers]


def _values(columns: Iterable[Column], day: date) -> list[float | None]:
    return [column[day].value for column in columns if day in column]


def _known(columns: Sequence[Column], day: date) -> int:
    return known_sum(_values(columns, day))[1] if columns else 0


def _there(
    version: Version, day: date, out: Sequence[Column], into: Sequence[Column], unknown: Sequence[Column]
) -> int:
    """How many areas are in a sum, without what lies in no known municipality."""
    n = version.n or 0
    if not (out or into or unknown):
        return n
    return n - _known(out, day) + _known(into, day) - _known(unknown, day)


def _moved(version: Version, day: date, out: Sequence[Column], into: Sequence[Column]) -> Point:
    minus, plus = (known_sum(_values(columns, day))[0] for columns in (out, into))
    unknown = version.value is None and plus is None
    value = None if unknown else (version.value or 0.0) - (minus or 0.0) + (plus or 0.0)
    return Point(value, days=version.days)


def _latest(values: Column, shares: Column, day: date) -> tuple[float, float] | None:
    for back in range(DAYS_OF_A_MEASUREMENT):
        on = day - timedelta(days=back)
        value = values[on].value if on in values else None
        share = shares[on].value if on in shares else None
        if value is not None and share is not None:
            return value, share
    return None
