"""Columns of text cells as numbers and days, and the reasons why a cell is none. Null where it is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import polars as pl

from knooppunt.kit.problems import phrase

Reasons = Callable[[], Iterator[tuple[str, pl.Series]]]
"""Templates with the rows they fit, the most telling first; asked for only when something is wrong."""

EARLIEST = date(1900, 1, 1)
LAST_SECOND = 253_402_300_799
"""31 December 9999."""
DAY = 86_400
LARGEST = 1e15
"""Beyond this a float no longer tells whole numbers apart reliably."""
COMMA = r"^\s*[-+]?\d+,\d+\s*$"
THOUSANDS = r"^\s*[-+]?\d{1,3}((\.\d{3})+(,\d+)?|(,\d{3})+\.\d+|(,\d{3}){2,}|( \d{3})+([.,]\d+)?)\s*$"
AMBIGUOUS = r"^\s*[-+]?\d{1,3}\.\d{3}\s*$"


def as_number(cell: pl.Series, *, comma: bool) -> tuple[pl.Series, Reasons]:
    """Finite numbers. With ``comma``, cells like ``0,5`` are read as a half; then ``1.234`` could mean two things."""
    typed = cell.cast(pl.Float64, strict=False)
    if typed.null_count() > cell.null_count():
        typed = _second_try(cell.str.strip_chars(), comma=comma)
    typed = pl.select(pl.when(typed.is_finite() & (typed.abs() <= LARGEST)).then(typed)).to_series()
    return typed, lambda: _why_no_number(cell)


def _second_try(cell: pl.Series, *, comma: bool) -> pl.Series:
    if not comma:
        return cell.cast(pl.Float64, strict=False)
    with_comma = cell.str.contains(COMMA)
    pointed = pl.select(pl.when(with_comma).then(cell.str.replace(",", ".", literal=True)).otherwise(cell)).to_series()
    if with_comma.any():
        pointed = pl.select(pl.when(~cell.str.contains(AMBIGUOUS)).then(pointed)).to_series()
    return pointed.cast(pl.Float64, strict=False)


def _why_no_number(cell: pl.Series) -> Iterator[tuple[str, pl.Series]]:
    yield (
        phrase("{value} uses signs for thousands; write only digits, with a point for decimals."),
        cell.str.contains(THOUSANDS),
    )
    yield phrase("{value} has a decimal comma; write a point."), cell.str.contains(COMMA)
    yield phrase("{value} is not a number."), cell.is_not_null()


def as_day(cell: pl.Series, *, clock: bool, note: Callable[..., None]) -> tuple[pl.Series, Reasons]:
    """Days: ISO 8601, or day-month-year with four digits for the year, which ``note`` is told about."""
    if clock:
        return as_moment(cell).dt.date(), _why_no_day(cell)
    typed = cell.str.to_date("%Y-%m-%d", strict=False, cache=True)
    if typed.null_count() > cell.null_count():
        dutch = cell.str.strip_chars().str.to_date("%d-%m-%Y", strict=False)
        if (typed.is_null() & dutch.is_not_null()).any():
            example = cell.filter(typed.is_null() & dutch.is_not_null())[0]
            note(phrase("Dates such as {example} were read as day-month-year."), example=example)
        typed = typed.fill_null(dutch)
    return typed, _why_no_day(cell)


def as_moment(cell: pl.Series) -> pl.Series:
    """Cells like ``2020-09-15 10:00:00`` as moments without a zone; null for what is none."""
    return cell.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, cache=True)


def _why_no_day(cell: pl.Series) -> Reasons:
    return lambda: iter([(phrase("{value} is not a date; write it as 2020-09-15."), cell.is_not_null())])


def as_stamped_day(cell: pl.Series) -> tuple[pl.Series, Reasons]:
    """Unix seconds of a midnight as the day that begins: sources write midnight in UTC, or in the Netherlands."""
    seconds = cell.cast(pl.Int64, strict=False)
    inside = seconds.is_between(-LAST_SECOND, LAST_SECOND)
    if not inside.all(ignore_nulls=True):
        seconds = pl.select(pl.when(inside).then(seconds)).to_series()
    day = (seconds // DAY).cast(pl.Int32).cast(pl.Date)
    if (seconds % DAY != 0).any():
        here = pl.from_epoch(seconds).dt.replace_time_zone("UTC").dt.convert_time_zone("Europe/Amsterdam")
        midnight_here = (here.dt.hour() == 0) & (here.dt.minute() == 0) & (here.dt.second() == 0)
        day = pl.select(pl.when(seconds % DAY == 0).then(day).when(midnight_here).then(here.dt.date())).to_series()
    return day, lambda: _why_no_stamp(cell, seconds)


def _why_no_stamp(cell: pl.Series, seconds: pl.Series) -> Iterator[tuple[str, pl.Series]]:
    yield phrase("{value} is not a moment in Unix seconds."), seconds.is_null()
    yield phrase("{value} is not the beginning of a day."), cell.is_not_null()
