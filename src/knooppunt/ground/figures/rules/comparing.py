"""What is new, what changed and what stayed the same, when a file is laid beside what is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

KEY = ("series", "starts", "ends")
VALUES = ("value", "lower", "upper", "n")

HELD_SCHEMA: Mapping[str, pl.DataType] = {
    "series": pl.Int32(),
    "starts": pl.Date(),
    "ends": pl.Date(),
    "value": pl.Float64(),
    "lower": pl.Float64(),
    "upper": pl.Float64(),
    "n": pl.Int32(),
}
"""Columns of observations as they are held: one row for each period of each series."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``fresh``: rows that were not held; ``changed``: rows held with other values, these in ``old_value`` and so on.

    Both keep the columns of the frame that was compared and its order. ``unchanged`` and ``absent`` are counts; absent
    are rows that are held of the same series and do not occur in the frame. ``left`` counts all held rows that do not.
    """

    fresh: pl.DataFrame
    changed: pl.DataFrame
    unchanged: int
    absent: int
    left: int

    def rows(self) -> pl.DataFrame:
        """What is to be written: fresh and changed rows, with the columns of ``HELD_SCHEMA``."""
        parts = [part.select(*HELD_SCHEMA) for part in (self.fresh, self.changed) if len(part)]
        return pl.concat(parts) if parts else pl.DataFrame(schema=HELD_SCHEMA)


def compare(said: pl.DataFrame, held: pl.DataFrame) -> Comparison:
    """Lay ``said`` (``HELD_SCHEMA`` and more, each key once) beside ``held`` (``HELD_SCHEMA``), both sorted by key."""
    if held.is_empty():
        return Comparison(said, with_old(said.clear()), 0, 0, 0)
    both = _beside(said, held)
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"old_{name}")) for name in VALUES)
    known = pl.col("held").is_not_null()
    fresh = both.filter(~known).select(said.columns)
    changed = both.filter(known & ~same).drop("held")
    met = len(both) - len(fresh)
    left = len(held) - met
    absent = held.join(said, on="series", how="semi").height - met if left else 0
    return Comparison(fresh, changed, met - len(changed), absent, left)


def _beside(said: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    old = held.select(pl.col(name).alias(f"old_{name}") for name in VALUES)
    if said.select(KEY).equals(held.select(KEY)):  # a whole history delivered anew: no need to look for each row
        return pl.concat([said, old.with_columns(held=pl.lit(value=True))], how="horizontal")
    keyed = pl.concat([held.select(KEY), old], how="horizontal").with_columns(held=pl.lit(value=True))
    return said.join(keyed, on=KEY, how="left", maintain_order="left")


def with_old(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with empty columns for the old values."""
    return frame.with_columns(pl.lit(None, HELD_SCHEMA[name]).alias(f"old_{name}") for name in VALUES)


def state_after(said: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """What will be held: ``said`` (sorted), and what was held and is not said again. ``HELD_SCHEMA``, sorted."""
    now = said.select(*HELD_SCHEMA)
    if held.is_empty():
        return now
    return pl.concat([now, held.join(now, on=KEY, how="anti")]).sort(KEY)


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows of a file were read, and what became of each: every row counts once, so they add up.

    None: not told, see ``Report.in_part``.
    """

    read: int
    accepted: int | None
    unchanged: int | None
    corrected: int | None
    quarantined: int


class RowsLost(AssertionError):
    """A reader dropped rows without saying so: a fault in the code, and nothing is imported."""


def count_rows(
    read: int, lines: pl.Series, comparison: Comparison, rejected: Sequence[int], repeats: Sequence[int]
) -> Rows:
    """Count each row once, as the first that holds of: quarantined, corrected, accepted, unchanged.

    ``lines`` are those of the whole frame; ``repeats`` those that say what an earlier line says. Raises
    :class:`RowsLost` when a row that was read is nowhere.
    """
    held_back = pl.Series(sorted(set(rejected)), dtype=pl.Int64)
    corrected = _lines(comparison.changed["line"], [held_back])
    accepted = _lines(comparison.fresh["line"], [held_back, corrected])
    taken = len(_lines(lines, [held_back])) + len(set(repeats) - set(rejected))
    if taken + len(held_back) != read:
        raise RowsLost(f"{read} rows were read, {taken} taken and {len(held_back)} kept apart")
    return Rows(read, len(accepted), taken - len(accepted) - len(corrected), len(corrected), len(held_back))


def _lines(lines: pl.Series, without: Sequence[pl.Series]) -> pl.Series:
    found = lines.unique()
    for others in without:
        if len(others):
            found = found.filter(~found.is_in(others.implode()))
    return found
