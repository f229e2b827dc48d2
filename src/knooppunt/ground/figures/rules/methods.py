"""Derived figures: each by one declared method. Its docstring gives definition, unit and source.

Unknown stays unknown: a figure that needs a day that is not known is None, never a figure over fewer days. Only
``mean7`` of a measurement takes the days that were measured, because nobody measures daily, and says how many in ``n``.
Seven days everywhere means the day itself and the six before it, so that each weekday is in it once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from knooppunt.ground.figures.rules.intervals import daily_growth, wilson
from knooppunt.ground.figures.rules.lines import COUNTED, CUMULATIVE, DAY, FLOW, MEASURE, STOCK, SURVEY, WEEK, Line
from knooppunt.kit.problems import Invalid, phrase

PER = 100_000


class Setting(NamedTuple):
    """What a method may need beside the line: inhabitants of the area, the line it is a share of, and the length of the
    period it is about (None: the shortest that starts on the day).
    """

    population: float | None = None
    other: Line | None = None
    days: int | None = None


class Outcome(NamedTuple):
    """``lower`` and ``upper``: 95 % limits, or the limits that were delivered. ``n``: what it rests on."""

    value: float | None
    lower: float | None = None
    upper: float | None = None
    n: int | None = None


UNKNOWN = Outcome(None)
ALONE = Setting()
"""For a method that needs nothing beside the line."""


def value(line: Line, day: date, setting: Setting) -> Outcome:
    """The value as it was delivered or added up. Unit: of the indicator.

    A survey percentage without delivered limits but with a sample size gets its Wilson interval, as in ``share``.
    """
    point = line.said(day, setting.days)
    if point is None:
        return UNKNOWN
    if line.temporal == SURVEY:
        return share(line, day, setting)
    return Outcome(point.value, point.lower, point.upper, point.n)


def daily(line: Line, day: date, setting: Setting) -> Outcome:
    """What came in one day: a total minus the total of the day before, or the count of the day itself.

    A week is not divided over its days. Negative stays negative. Unit: of the indicator, per day.

    Source: the definition of a cumulative count.
    """
    return Outcome(line.counted(day, 1) if line.temporal == FLOW else line.difference(day, 1))


def sum7(line: Line, day: date, setting: Setting) -> Outcome:
    """The sum of seven days: of a total, the total minus the total a week earlier. Unit: of the indicator, per week.

    Source: the seven-day count of the national corona dashboard and of ECDC's weekly surveillance.
    """
    return Outcome(line.counted(day, WEEK))


def mean7(line: Line, day: date, setting: Setting) -> Outcome:
    """The mean of seven days, the day itself the last. Unit: of the indicator, per day where it counts.

    Of a measurement: the mean of the days that were measured, their number in ``n``. Source: trailing moving average.
    """
    if line.temporal == MEASURE:
        values = [v for v in (line.at(day - back * DAY) for back in range(WEEK)) if v is not None]
        return Outcome(sum(values) / len(values), n=len(values)) if values else UNKNOWN
    total = line.counted(day, WEEK)
    return Outcome(None if total is None else total / WEEK)


def per_100k(line: Line, day: date, setting: Setting) -> Outcome:
    """The value per 100,000 inhabitants of the area in the year of the day. Unit: per 100,000.

    Source: CBS, population on 1 January. Unknown where the population is.
    """
    return _per_inhabitant(line.at(day, setting.days), setting)


def daily_per_100k(line: Line, day: date, setting: Setting) -> Outcome:
    """What came in one day (see ``daily``) per 100,000 inhabitants. Unit: per 100,000 per day. Source: ``per_100k``."""
    return _per_inhabitant(daily(line, day, setting).value, setting)


def sum7_per_100k(line: Line, day: date, setting: Setting) -> Outcome:
    """The sum of seven days (see ``sum7``) per 100,000 inhabitants. Unit: per 100,000 per week.

    Source: the measure of the Dutch risk levels (2020) and of ECDC's maps (there over fourteen days).
    """
    return _per_inhabitant(line.counted(day, WEEK), setting)


def change_week(line: Line, day: date, setting: Setting) -> Outcome:
    """By how much seven days differ from the seven before, in percent of those before; of a stock, value over value.

    Unit: %. Unknown when the week before is zero or negative: there is nothing to compare with.
    Source: the weekly change in RIVM's weekly updates.
    """
    week_ago = day - WEEK * DAY
    if line.temporal == STOCK:
        now, then = line.at(day), line.at(week_ago)
    else:
        now, then = line.counted(day, WEEK), line.counted(week_ago, WEEK)
    if now is None or then is None or then <= 0:
        return UNKNOWN
    return Outcome(100 * (now - then) / then)


def trend(line: Line, day: date, setting: Setting) -> Outcome:
    """Growth per day over the last fourteen days, with its 95 % interval. Unit: % per day.

    Each day is compared with the same weekday a week earlier on the logarithmic scale: see
    ``intervals.daily_growth``, where the source is. Unknown when a day is unknown or negative.
    """
    days = [day - back * DAY for back in range(2 * WEEK)]
    found = [line.at(d) if line.temporal == STOCK else line.counted(d, 1) for d in days]
    known = [v for v in found if v is not None and v >= 0]
    if len(known) < len(days):
        return UNKNOWN
    growth, lower, upper = daily_growth(known[:WEEK], known[WEEK:])
    return Outcome(100 * growth, 100 * lower, 100 * upper)


def share(line: Line, day: date, setting: Setting) -> Outcome:
    """A percentage with its limits. Unit: %.

    Of a survey: the percentage with its delivered limits, or where there are none and the sample size is known, the
    Wilson interval. ``share:OTHER``: what was counted in the period that starts that day as part of what
    OTHER counted in it, with the Wilson interval. Source: see ``intervals.wilson``.
    """
    if setting.other is not None:
        return _proportion(line.counted_from(day, setting.days), setting.other.counted_from(day, setting.days))
    point = line.said(day, setting.days)
    if point is None or point.value is None:
        return UNKNOWN if point is None else Outcome(None, n=point.n)
    if point.lower is None and point.upper is None and point.n and 0 <= point.value <= 100:
        lower, upper = wilson(point.value / 100, point.n)
        return Outcome(point.value, 100 * lower, 100 * upper, point.n)
    return Outcome(point.value, point.lower, point.upper, point.n)


def share7(line: Line, day: date, setting: Setting) -> Outcome:
    """``share7:OTHER``: the sum of seven days as part of OTHER's, with Wilson interval. Unit: %. Source: ``share``."""
    other = setting.other.counted(day, WEEK) if setting.other else None
    return _proportion(line.counted(day, WEEK), other)


def _per_inhabitant(amount: float | None, setting: Setting) -> Outcome:
    if amount is None or not setting.population:
        return UNKNOWN
    return Outcome(amount * PER / setting.population)


def _proportion(part: float | None, whole: float | None) -> Outcome:
    if part is None or whole is None or not 0 <= part <= whole or whole == 0:
        return UNKNOWN
    lower, upper = wilson(part / whole, whole)
    return Outcome(100 * part / whole, 100 * lower, 100 * upper, round(whole))


@dataclass(frozen=True, slots=True)
class Method:
    """How a figure is made. ``unit``: "" means the unit of the indicator. ``back``: by kind of indicator, the days it
    rests on, as days before the day itself; a kind that is not in it has no such figure. ``counts``: in how many days
    it counts; 0: it is about the delivered period, however long that is.
    """

    name: str
    label: str
    unit: str
    back: Mapping[str, tuple[int, ...]]
    compute: Callable[[Line, date, Setting], Outcome]
    counts: int = 0
    by_population: bool = False
    of_other: bool = False


_SELF = (0,)
_ALL_KINDS = dict.fromkeys((CUMULATIVE, FLOW, STOCK, SURVEY, MEASURE), _SELF)
_DAY = {CUMULATIVE: (0, 1), FLOW: _SELF, STOCK: (0, 1)}
_OF_DAY = {CUMULATIVE: (0, 1), FLOW: _SELF}
_OF_WEEK = {CUMULATIVE: (0, WEEK), FLOW: tuple(range(WEEK))}
_STATES = dict.fromkeys((*COUNTED, STOCK), _SELF)
_MEAN = _OF_WEEK | {STOCK: tuple(range(WEEK)), MEASURE: tuple(range(WEEK))}
_CHANGE = {CUMULATIVE: (0, WEEK, 2 * WEEK), FLOW: tuple(range(2 * WEEK)), STOCK: (0, WEEK)}
_TREND = {CUMULATIVE: tuple(range(2 * WEEK + 1)), FLOW: tuple(range(2 * WEEK)), STOCK: tuple(range(2 * WEEK))}
_PER_100K = phrase("per 100,000 inhabitants")
_PERCENT = "%"

METHODS: Mapping[str, Method] = {
    method.name: method
    for method in (
        Method("value", phrase("as it stands"), "", _ALL_KINDS, value),
        Method("daily", phrase("per day"), "", _DAY, daily, counts=1),
        Method("sum7", phrase("sum of 7 days"), "", _OF_WEEK, sum7, counts=WEEK),
        Method("mean7", phrase("mean of 7 days"), "", _MEAN, mean7, counts=WEEK),
        Method("per_100k", phrase("per 100,000 inhabitants"), _PER_100K, _STATES, per_100k, by_population=True),
        Method(
            "daily_per_100k", phrase("per day per 100,000"), _PER_100K, _OF_DAY, daily_per_100k, 1, by_population=True
        ),
        Method(
            "sum7_per_100k", phrase("in 7 days per 100,000"), _PER_100K, _OF_WEEK, sum7_per_100k, 7, by_population=True
        ),
        Method("change_week", phrase("change on the week before"), _PERCENT, _CHANGE, change_week, counts=WEEK),
        Method("trend", phrase("growth per day"), _PERCENT, _TREND, trend, counts=1),
        Method("share", phrase("share"), _PERCENT, {SURVEY: _SELF} | _OF_DAY, share),
        Method("share7", phrase("share in 7 days"), _PERCENT, _OF_WEEK, share7, counts=WEEK, of_other=True),
    )
}

FLOW_OF_TOTAL = {"value": "daily", "per_100k": "daily_per_100k"}
"""A daily indicator that is only there as a total: the method that gives the same from the total."""

_AMOUNTS = {
    "per_100k": "value",
    "daily_per_100k": "daily",
    "sum7_per_100k": "sum7",
    "change_week": "sum7",
    "trend": "sum7",
    "share": "daily",
    "share7": "sum7",
}


def amount_of(method: Method, temporal: str) -> Method:
    """The method that gives the amount a figure starts from: what a gap or an unknown part is told in."""
    amount = METHODS[_AMOUNTS.get(method.name, method.name)]
    return amount if temporal in amount.back else METHODS["value"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A method as it was asked for: ``rank:sum7_per_100k``, ``share:tests.total``, ``plant_mean`` or a plain name."""

    method: Method
    ranked: bool = False
    other: str = ""
    over_plants: bool = False

    @property
    def name(self) -> str:
        inner = "plant_mean" if self.over_plants else self.method.name + (f":{self.other}" if self.other else "")
        return f"rank:{inner}" if self.ranked else inner


def recipe(text: str) -> Recipe:
    """What ``text`` asks for. ``rank`` alone ranks the values. :class:`Invalid` names a method that does not exist."""
    name, _, rest = text.partition(":")
    if name == "rank":
        inner = recipe(rest or "value")
        return Recipe(inner.method, ranked=True, other=inner.other, over_plants=inner.over_plants)
    if name == "plant_mean" and not rest:
        return Recipe(METHODS["mean7"], over_plants=True)
    method = METHODS.get(name)
    if method is None or (rest and name not in ("share", "share7")) or (method.of_other and not rest):
        known = ", ".join([*METHODS, "rank:METHOD", "share:INDICATOR", "plant_mean"])
        raise Invalid(phrase("There is no method {text}. There is: {known}."), place="method", text=text, known=known)
    return Recipe(method, other=rest)


def days_back(method: Method, temporal: str, slug: str) -> tuple[int, ...]:
    """The days before the day itself that ``method`` rests on; :class:`Invalid` when it makes no sense for the kind."""
    back = method.back.get(temporal)
    if back is None:
        sentence = phrase("{slug} has no figure by the method {method}: it is of the kind {kind}.")
        raise Invalid(sentence, place="method", slug=slug, method=method.name, kind=temporal)
    return back
