"""Strands: the line of an area, made from one or more series, with the versions that are under each day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from knooppunt.ground.figures.queries.borders import LEVELS, era, expected, makers, regions, vintages
from knooppunt.ground.figures.queries.held import Column, Version
from knooppunt.ground.figures.queries.planning import Plan, Terms
from knooppunt.ground.figures.queries.versions import series_text
from knooppunt.ground.figures.rules.lines import Layer, Line, Point, Said
from knooppunt.ground.figures.rules.methods import ALONE, Method, Setting
from knooppunt.ground.figures.rules.reconcile import known_sum, plant_mean
from knooppunt.ground.geography.public import latest_borders

Columns = Mapping[int, Column]
NOTHING: Column = {}
NO_VERSIONS: Mapping[date, Version] = {}
Layered = TypeVar("Layered")
DAYS_OF_A_MEASUREMENT = 7


@dataclass(frozen=True)
class Count:
    """Of a sum, by length and first day of the period: how many areas are in it, and how many should be."""

    layers: Mapping[int, Mapping[date, tuple[int, int]]]

    @cached_property
    def always(self) -> tuple[int, int] | None:
        """The same, where it is the same for every period; None where it is not."""
        found = {pair for layer in self.layers.values() for pair in layer.values()}
        return found.pop() if len(found) == 1 else None

    def worst(self, days: Sequence[date]) -> tuple[int, int] | None:
        """The same of the day on which most are missing; None when there is a sum on none of them."""
        if self.always is not None and any(days[0] in layer for layer in self.layers.values()):
            return self.always
        found: set[tuple[int, int] | None] = {pair for layer in self.layers.values() for pair in map(layer.get, days)}
        found.discard(None)
        if len(found) == 1:
            return found.pop()
        return max((pair for pair in found if pair), key=lambda pair: (pair[1] - pair[0], pair), default=None)

    def missing(self, day: date, days: int) -> int:
        """How many are not in the period of ``days`` from ``day``; 0 where there is no sum."""
        there, whole = self.layers[days].get(day, (0, 0)) if days in self.layers else (0, 0)
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
        layers = (layer for column in self.columns.values() for layer in column.values())
        return [{day: version.delivery for day, version in layer.items()} for layer in layers]

    @cached_property
    def came_in_once(self) -> int | None:
        """The delivery in which all of it came in; None where there were more."""
        found = {number for told in self.came_in for number in told.values()}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def replacing(self) -> frozenset[date]:
        """The days of which a version replaced another. A sum that only became more complete did not."""
        return frozenset(
            day
            for column in self.columns.values()
            for layer in column.values()
            for day, version in layer.items()
            if version.replaced and (self.made == "delivered" or version.n in version.replaced)
        )

    @cached_property
    def by_length(self) -> Mapping[int, Strand]:
        """The same, only of periods of one length."""
        return {days: self._only(days) for days in self.line.layers}

    def about(self, days: int) -> Strand:
        """The same, only of periods of ``days`` where periods of more than one length are there."""
        return self if len(self.line.layers) < 2 else self.by_length.get(days, self._only(days))

    def _only(self, days: int) -> Strand:
        line = replace(self.line, layers=_layer(self.line.layers, days))
        columns = {number: _layer(column, days) for number, column in self.columns.items()}
        count = Count(_layer(self.count.layers, days)) if self.count else None
        return replace(self, line=line, columns=columns, count=count)

    def deliveries(self, days: Sequence[date]) -> set[int]:
        """The deliveries in which these days came in."""
        if self.came_in_once is not None and any(days[0] in told for told in self.came_in):
            return {self.came_in_once}
        found = set()
        for told in self.came_in:
            found |= {number for number in map(told.get, days) if number is not None}
        return found

    def corrected(self, days: Sequence[date]) -> bool:
        """Whether what is said of one of these days replaced something else."""
        return not self.replacing.isdisjoint(days)

    def amount(self, method: Method, day: date, setting: Setting = ALONE) -> float | None:
        """What ``method`` makes of it on ``day``; None when that is unknown."""
        return method.compute(self.line, day, setting).value


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
    layers: Mapping[int, Layer] = column
    if out or into:
        lengths = _lengths([column, *into])
        layers = {days: _moved(_at(column, days), _all_at(out, days), _all_at(into, days)) for days in lengths}
    count = Count({
        days: {day: (_there(point, day, _all_at(unknown, days)), whole(day)) for day, point in layer.items()}
        for days, layer in layers.items()
    })  # fmt: skip
    used = {**own, **dict(zip((*terms.out, *terms.into), (*out, *into), strict=True))}
    return Strand("summed", Line(plan.basis.temporal, layers, count.missing), used, count, series_text(used))


def merged(plan: Plan, terms: Terms, columns: Columns, borders: date | None) -> Strand:
    """A municipality from those that make it up on the borders asked for: all that exist on a day, or nothing."""
    numbers = terms.makers or {}
    held = {code: columns.get(number, NOTHING) for code, number in numbers.items()}
    whole, split = makers(terms.area, borders or latest_borders())
    layers = {}
    for days in _lengths(held.values()):
        of = {code: _at(column, days) for code, column in held.items()}
        layers[days] = {day: _whole_or_nothing(plan, of, day, whole, split) for day in _starts(of.values())}
    used = {numbers[code]: column for code, column in held.items()}
    return Strand("summed", Line(plan.basis.temporal, layers), used, series=series_text(used))


def _whole_or_nothing(
    plan: Plan, of: Mapping[str, Layer], day: date, whole: frozenset[str], split: frozenset[str]
) -> Point:
    """What was split cannot be shared out, and a part that is missing makes the whole unknown."""
    needed = (whole | split) & vintages()[plan.counted_on(day)]
    value, known = known_sum(_values((layer for code, layer in of.items() if code in needed), day))
    return Point(value if not needed & split and known == len(needed) else None)


def unknown_part(plan: Plan, terms: Terms, columns: Columns) -> Strand:
    """What lies in no known municipality."""
    held = {number: columns.get(number, NOTHING) for number in terms.unknown}
    layers = {}
    for days in _lengths(held.values()):
        of = _all_at(held.values(), days)
        layers[days] = {day: Point(known_sum(_values(of, day))[0]) for day in _starts(of)}
    return Strand("summed", Line(plan.basis.temporal, layers), held, series=series_text(held))


def over_plants(plan: Plan, terms: Terms, columns: Columns) -> Strand:
    """The mean over the plants of a region: of each its last measurement in the seven days up to and including a day.

    Weighted by the share of the plant in the region (``reconcile.plant_mean``); ``n`` is the number of plants.
    """
    pairs = [[Line(plan.basis.temporal, columns.get(one, NOTHING)) for one in pair] for pair in terms.plants]
    points: dict[date, Point] = {}
    for number in range((plan.ask.ends - plan.ask.starts).days):
        day = plan.ask.starts + timedelta(days=number)
        latest = [_latest(values, shares, day) for values, shares in pairs]
        measured = [pair for pair in latest if pair is not None]
        mean = plant_mean(measured)
        points |= {day: Point(mean, n=len(measured))} if mean is not None else {}
    used = {one: columns.get(one, NOTHING) for pair in terms.plants for one in pair}
    return Strand("summed", Line(plan.basis.temporal, {1: points}), used, series=series_text(used))


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


def _layer(layers: Mapping[int, Layered], days: int) -> dict[int, Layered]:
    return {days: layers[days]} if days in layers else {}


def _columns(numbers: Iterable[int], columns: Columns) -> list[Column]:
    return [columns.get(number, NOTHING) for number in numbers]


def _lengths(columns: Iterable[Column]) -> list[int]:
    """The lengths of their periods: a week is no part of a day, nor the other way round."""
    return sorted({days for column in columns for days in column})


def _at(column: Column, days: int) -> Mapping[date, Version]:
    return column.get(days, NO_VERSIONS)


def _all_at(columns: Iterable[Column], days: int) -> list[Mapping[date, Version]]:
    return [column.get(days, NO_VERSIONS) for column in columns]


def _starts(layers: Iterable[Layer]) -> set[date]:
    return {day for layer in layers for day in layer}


def _values(layers: Iterable[Layer], day: date) -> list[float | None]:
    return [layer[day].value for layer in layers if day in layer]


def _there(said: Said, day: date, unknown: Sequence[Layer]) -> int:
    """How many areas are in a sum, without what lies in no known municipality."""
    n = said.n or 0
    return n - known_sum(_values(unknown, day))[1] if unknown else n


def _moved(kept: Layer, out: Sequence[Layer], into: Sequence[Layer]) -> dict[date, Point]:
    """A sum without what moved out and with what moved in; where nothing of it is left, it is unknown."""
    points = {}
    for day in _starts((kept, *into)):
        was = kept.get(day)
        value, n = (was.value or 0.0, was.n or 0) if was is not None else (0.0, 0)
        minus, fewer = known_sum(_values(out, day))
        plus, more = known_sum(_values(into, day))
        n += more - fewer
        points[day] = Point(value - (minus or 0.0) + (plus or 0.0) if n > 0 else None, n=n)
    return points


def _latest(values: Line, shares: Line, day: date) -> tuple[float, float] | None:
    for back in range(DAYS_OF_A_MEASUREMENT):
        on = day - timedelta(days=back)
        value, share = values.at(on), shares.at(on)
        if value is not None and share is not None:
            return value, share
    return None
