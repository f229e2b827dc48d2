"""Adding up areas: the totals of regions, provinces, GGD regions and the nation from what was delivered below them.

Rows are added by ``numpy.bincount`` over a number for each total and period: one pass, in the order of the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from knooppunt.ground.figures.rules.comparing import HELD_SCHEMA, KEY

LEVELS = ("nation", "region", "province", "ggd")

Numbers = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]


class Part(IntEnum):
    """What an area is in a total. Regions count only in periods without any municipality."""

    MUNICIPALITY = 0
    REGION = 1
    UNKNOWN = 2


PARTS_SCHEMA: Mapping[str, pl.DataType] = {
    "series": pl.Int32(),
    "level": pl.String(),
    "total": pl.Int32(),
    "part": pl.Int8(),
}
"""Which series goes into which total, as what (:class:`Part`). At one level a series goes into one total."""

NOWHERE = -1
LONGEST = 1 << 20
"""Days: more than any period lasts."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows by column. ``period`` is a place in the list of periods."""

    series: Numbers
    period: Numbers
    value: Values

    def in_periods(self, wanted: Numbers, periods: int) -> _Rows:
        """Only the rows of the ``wanted`` ones among so many periods."""
        marks = np.zeros(periods, np.bool_)
        marks[wanted] = True
        those = marks[self.period]
        return _Rows(self.series[those], self.period[those], self.value[those])


@dataclass(frozen=True, slots=True)
class _Members:
    """The rows that go into totals of one level: the ``cell`` (total and period) of each, its value, its part."""

    cell: Numbers
    value: Values
    part: Numbers

    def only(self, those: Marks) -> _Members:
        return _Members(self.cell[those], self.value[those], self.part[those])


def totals(state: pl.DataFrame, parts: pl.DataFrame, changed: pl.DataFrame | None = None) -> pl.DataFrame:
    """The totals of ``state`` (columns of ``HELD_SCHEMA``, sorted), in the same columns, sorted.

    ``parts`` has the columns of ``PARTS_SCHEMA``. ``changed`` (rows of ``state``) limits the work to the totals and
    periods that these rows go into. Missing values add nothing: ``n`` counts the areas that have a value, and a total
    without any is missing itself. The order of adding up is fixed, so that equal parts give equal bits.
    """
    if state.is_empty() or parts.is_empty() or (changed is not None and changed.is_empty()):
        return pl.DataFrame(schema=HELD_SCHEMA)
    keys = _keys(state)
    periods = pl.Series(keys).unique().sort().to_numpy()
    rows = _rows(state, keys, periods)
    touched = None if changed is None else _rows(changed, _keys(changed), periods)
    if touched is not None:
        rows = rows.in_periods(touched.period, len(periods))
    levels = parts.partition_by("level", maintain_order=True)
    return pl.concat(_level(rows, touched, share, periods) for share in levels).sort(KEY)


def _keys(rows: pl.DataFrame) -> Numbers:
    """One number for the first day and the length of a period."""
    starts, ends = (rows[name].to_physical().to_numpy().astype(np.int64) for name in ("starts", "ends"))
    return starts * LONGEST + (ends - starts)


def _rows(frame: pl.DataFrame, keys: Numbers, periods: Numbers) -> _Rows:
    series = frame["series"].to_numpy().astype(np.int64)
    return _Rows(series, np.searchsorted(periods, keys), frame["value"].fill_null(float("nan")).to_numpy())


def _level(rows: _Rows, touched: _Rows | None, share: pl.DataFrame, periods: Numbers) -> pl.DataFrame:
    numbers = share["total"].unique().sort().to_numpy()
    size = len(numbers) * len(periods)
    place = np.searchsorted(numbers, share["total"].to_numpy())
    members = _members(rows, share, place, len(periods))
    if touched is not None:
        wanted = np.zeros(size, np.bool_)
        wanted[_members(touched, share, place, len(periods)).cell] = True
        members = members.only(wanted[members.cell])
    return _sums(_without_double_regions(members, size), numbers, periods)


def _members(rows: _Rows, share: pl.DataFrame, place: Numbers, periods: int) -> _Members:
    total = _lookup(rows, share, place)
    inside = total != NOWHERE
    part = _lookup(rows, share, share["part"].to_numpy())
    return _Members((total * periods + rows.period)[inside], rows.value[inside], part[inside])


def _lookup(rows: _Rows, share: pl.DataFrame, answers: npt.NDArray[Any]) -> Numbers:
    """For each row what ``answers`` (one for each row of ``share``) says of its series, or ``NOWHERE``."""
    members = share["series"].to_numpy()
    table = np.full(max(int(rows.series.max()), int(members.max())) + 1, NOWHERE, np.int64)
    table[members] = answers
    return table[rows.series]


def _without_double_regions(members: _Members, size: int) -> _Members:
    """A region beside its own municipalities would count twice."""
    region = members.part == Part.REGION
    if not region.any():
        return members
    has_municipalities = np.zeros(size, np.bool_)
    has_municipalities[members.cell[members.part == Part.MUNICIPALITY]] = True
    return members.only(~(region & has_municipalities[members.cell]))


def _numbered(cells: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """The different ``cells`` in order, and for each the place of its own among them. All are below ``size``."""
    if size > 2 * len(cells) + LONGEST:
        different = pl.Series(cells).unique().sort().to_numpy()
        return different, np.searchsorted(different, cells)
    present = np.zeros(size, np.bool_)  # a table of all cells is faster, when most of them occur
    present[cells] = True
    return np.flatnonzero(present), (np.cumsum(present) - 1)[cells]


def _sums(members: _Members, numbers: Numbers, periods: Numbers) -> pl.DataFrame:
    cells, place = _numbered(members.cell, len(numbers) * len(periods))
    known = ~np.isnan(members.value)
    added = np.bincount(place[known], weights=members.value[known], minlength=len(cells))
    counts = np.bincount(place[known], minlength=len(cells))
    total, period = np.divmod(cells, len(periods))
    starts, length = np.divmod(periods[period], LONGEST)
    return pl.DataFrame(
        {
            "series": pl.Series(numbers[total], dtype=pl.Int32),
            "starts": pl.Series(starts, dtype=pl.Int32).cast(pl.Date),
            "ends": pl.Series(starts + length, dtype=pl.Int32).cast(pl.Date),
            "value": pl.Series(added, dtype=pl.Float64),  # of nothing at all bincount makes integers
            "n": pl.Series(counts, dtype=pl.Int32),
        }
    ).select(
        *KEY,
        pl.when(pl.col("n") > 0).then("value").alias("value"),
        *(pl.lit(None, pl.Float64).alias(name) for name in ("lower", "upper")),
        "n",
    )
