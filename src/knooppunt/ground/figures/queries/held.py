"""The four statements that read figures: series, observations as known at a moment, flags, deliveries.

Only the asked series and days are touched: each is a range of the primary key. Superseded versions of the same days
come along, because they say what was known then and whether a value was corrected.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from struct import Struct
from typing import Any, NamedTuple

from django.db import connection

from knooppunt.ground.figures.queries.binary import binary_cursor
from knooppunt.ground.figures.queries.versions import as_text


class Name(NamedTuple):
    """What a series is called. ``stratum`` None in a request: every stratum."""

    indicator: str
    area: str
    stratum: str | None


class FoundSeries(NamedTuple):
    id: int
    indicator: str
    source: str
    area: str
    stratum: str
    made: str


class Version(NamedTuple):
    """A version of an observation. ``delivery`` is a number.

    ``replaced``: the ``n`` of each version before it.
    """

    value: float | None
    lower: float | None
    upper: float | None
    n: int | None
    delivery: int
    replaced: tuple[int | None, ...] = ()


class Window(NamedTuple):
    """The days of a series to read: ``starts`` from ``since`` up to and not on ``until``."""

    series: int
    since: date
    until: date


Column = Mapping[int, Mapping[date, Version]]
"""The observations of one series: by how many days they run, the shortest first, and by the day they start on."""
Filling = dict[int, dict[date, Version]]


@dataclass(frozen=True, slots=True)
class DeliveryNote:
    """What is told of a delivery beside a figure. It is known from ``known_at``; ``since`` is that as text."""

    number: int
    id: str
    reported_at: datetime | None
    known_at: datetime
    since: str


_SERIES = """
SELECT s.id, s.indicator_id, s.source, s.area, s.stratum, s.made
  FROM unnest(%s::text[], %s::text[], %s::text[]) AS w(indicator, area, stratum)
  JOIN figures_series s ON s.indicator_id = w.indicator AND s.area = w.area
                       AND (w.stratum IS NULL OR s.stratum = w.stratum)
 WHERE %s::timestamptz IS NULL OR s.known_from <= %s
"""

# One row per series, its versions end to end in the server's own binary form: a row each would cost more than finding
# it. NaN and -1 stand for NULL; neither can be delivered.
_PACKED = """
SELECT w.series, {old},
       string_agg(date_send(o.starts) || int4send(o.ends - o.starts) || float8send(coalesce(o.value, 'NaN'))
                  || int4send(coalesce(o.n, -1)) || int4send(o.delivery), ''),
       string_agg(date_send(o.starts) || int4send(o.ends - o.starts) || float8send(coalesce(o.lower, 'NaN'))
                  || float8send(coalesce(o.upper, 'NaN')), '')
           FILTER (WHERE o.lower IS NOT NULL OR o.upper IS NOT NULL)
  FROM unnest(%(series)s::int[], %(since)s::date[], %(until)s::date[]) AS w(series, since, until)
  JOIN {table} o ON o.series_id = w.series AND o.starts >= w.since AND o.starts < w.until {limit}
 GROUP BY 1, 2
"""
_NOW = f"""
{_PACKED.format(old="false", table="figures_observation", limit="")}
UNION ALL {_PACKED.format(old="true", table="figures_superseded", limit="")}
"""
_THEN = f"""
{_PACKED.format(old="false", table="figures_observation", limit="AND o.known_from <= %(known)s")} UNION ALL
{_PACKED.format(old="o.known_until <= %(known)s", table="figures_superseded", limit="AND o.known_from <= %(known)s")}
"""
_VERSION, _LIMITS = Struct(">iidii"), Struct(">iidd")
_DAY_0 = date(2000, 1, 1).toordinal()  # from which PostgreSQL counts days


class _Days(dict[int, date]):
    """Days by the number that PostgreSQL gives them: the same few hundred are asked for over and over."""

    def __missing__(self, number: int) -> date:
        day = self[number] = date.fromordinal(number + _DAY_0)
        return day


_DAYS = _Days()
_MAKE = tuple.__new__

_FLAGS = """
SELECT DISTINCT f.series_id, f.starts, f.kind, f.value
  FROM unnest(%(series)s::int[], %(since)s::date[], %(until)s::date[]) AS w(series, since, until)
  JOIN figures_flag f ON f.series_id = w.series AND f.starts >= w.since AND f.starts < w.until
 WHERE (%(known)s::timestamptz IS NULL OR f.raised_at <= %(known)s)
 ORDER BY 1, 2, 3
"""

_DELIVERIES = "SELECT number, id::text, reported_at, known_at FROM figures_delivery WHERE number = ANY(%s)"


def read_series(names: Collection[Name], known: datetime | None) -> list[FoundSeries]:
    """The series with one of these names that were known then, of every source, delivered and summed. One query."""
    if not names:
        return []
    columns = [list(column) for column in zip(*names, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_SERIES, [*columns, known, known])
        return [FoundSeries(*row) for row in cursor.fetchall()]


def read_observations(windows: Collection[Window], known: datetime | None) -> dict[int, Column]:
    """The observations by series, as known at ``known`` (aware; None: now). One query."""
    if not windows:
        return {}
    with binary_cursor() as cursor:
        cursor.execute(_THEN if known else _NOW, _parameters(windows, known))
        packed = cursor.fetchall()
    found: dict[int, Filling] = {}
    for series, old, versions, limits in packed:
        if not old:
            _unpack(found.setdefault(series, {}), versions, limits or b"")
    for series, old, versions, _limits in packed:
        if old:
            _mark_replaced(found.get(series, {}), versions)
    return {series: dict(sorted(column.items())) for series, column in found.items()}


def _unpack(column: Filling, versions: bytes, limits: bytes) -> None:
    filled, layer = 0, column.get(0, {})
    for starts, days, value, n, delivery in _VERSION.iter_unpack(versions):
        if days != filled:
            filled, layer = days, column.setdefault(days, {})
        known = value if value == value else None  # NaN differs from itself
        # A thousand of these are made for one picture: not by name, and by the class only.
        layer[_DAYS[starts]] = _MAKE(Version, (known, None, None, n if n >= 0 else None, delivery, ()))
    for starts, days, lower, upper in _LIMITS.iter_unpack(limits):
        day, layer = _DAYS[starts], column[days]
        layer[day] = layer[day]._replace(
            lower=lower if lower == lower else None, upper=upper if upper == upper else None
        )


def _mark_replaced(column: Filling, versions: bytes) -> None:
    for starts, days, _value, n, _delivery in _VERSION.iter_unpack(versions):
        day, layer = _DAYS[starts], column.get(days, {})
        present = layer.get(day)
        if present is not None:
            layer[day] = present._replace(replaced=(*present.replaced, n if n >= 0 else None))


def read_flags(windows: Collection[Window], known: datetime | None) -> dict[int, dict[date, list[tuple[str, float]]]]:
    """The kinds of flags by series and day, each with the value it was raised for. One query."""
    found: dict[int, dict[date, list[tuple[str, float]]]] = {}
    if not windows:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_FLAGS, _parameters(windows, known))
        for series, starts, kind, value in cursor.fetchall():
            found.setdefault(series, {}).setdefault(starts, []).append((kind, value))
    return found


def read_deliveries(numbers: Collection[int]) -> dict[int, DeliveryNote]:
    """Deliveries by number. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_DELIVERIES, [sorted(numbers)])
        return {row[0]: DeliveryNote(row[0], row[1], row[2], row[3], as_text(row[3])) for row in cursor.fetchall()}


def _parameters(windows: Collection[Window], known: datetime | None) -> dict[str, Any]:
    series, since, until = (list(column) for column in zip(*windows, strict=True))
    return {"series": series, "since": since, "until": until, "known": known}
