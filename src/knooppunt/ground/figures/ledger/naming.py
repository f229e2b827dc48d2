"""Which series a file is about: those that exist, and those it begins."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from knooppunt.ground.figures.ledger.areas import totals_of, wide
from knooppunt.ground.figures.rules.adding import PARTS_SCHEMA

Numbers = Callable[[int], Sequence[int]]
"""Gives so many numbers for new series, in ascending order."""

ABOUT = ("indicator", "area", "stratum")
NAME = (*ABOUT, "made")
FEW_RUNS = 8
"""Rows a run should have, on average, before grouping runs is worth the while."""


@dataclass(frozen=True, slots=True)
class Named:
    """``series``: all series about the indicators of a file (id, indicator, area, stratum, made, ``wide``).

    ``begun``: those of them that are new. ``parts``: which goes into which total, as ``PARTS_SCHEMA``.
    """

    series: pl.DataFrame
    begun: pl.DataFrame
    parts: pl.DataFrame

    def numbers(self, made: str) -> list[int]:
        """The numbers of the series that were in the tables before and are ``made`` so."""
        before = self.series.join(self.begun, on="id", how="anti")
        return before.filter(pl.col("made") == made)["id"].to_list()


def group_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """What ``frame`` is about: indicator, area, stratum, and the places of its ``rows``. Looks at each text once.

    Files mostly say all of one area before the next: then runs of rows are grouped, which are a thousand times fewer.
    """
    about = frame.select(ABOUT)
    new = about.select(pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in ABOUT)).to_series()
    begins = new.arg_true().cast(pl.Int64)
    if len(begins) * FEW_RUNS > len(frame):
        return about.with_row_index("rows").group_by(ABOUT).agg("rows")
    ends = begins.shift(-1, fill_value=len(frame))
    runs = about[begins].with_columns(pl.int_ranges(begins, ends, eager=True).alias("rows"))
    return runs.group_by(ABOUT).agg(pl.col("rows").explode())


def number_rows(frame: pl.DataFrame, groups: pl.DataFrame, named: Named) -> pl.DataFrame:
    """``frame`` with the number of its ``series`` for each row, instead of what it is about."""
    own = named.series.filter(pl.col("made") == "delivered").select(*ABOUT, "id")
    placed = groups.join(own, on=ABOUT)
    numbers = np.empty(len(frame), np.int32)
    numbers[placed["rows"].explode().to_numpy()] = np.repeat(placed["id"].to_numpy(), placed["rows"].list.len())
    return frame.drop(ABOUT).with_columns(series=pl.Series(numbers))


def name_series(said: pl.DataFrame, known: pl.DataFrame, additive: Collection[str], numbers: Numbers) -> Named:
    """The series that are ``said`` (indicator, area, stratum; each once), given those that exist (``SERIES_SCHEMA``).

    New ones are numbered in order of name, so that a first delivery is written at the end of the index.
    """
    said = said.with_columns(made=pl.lit("delivered"))
    delivered = pl.concat([said.select(NAME), known.filter(pl.col("made") == "delivered").select(NAME)]).unique()
    added = delivered.filter(pl.col("indicator").is_in(list(additive)))
    shares = added.join(totals_of(added["area"]), on="area")
    sums = shares.select("indicator", pl.col("total_area").alias("area"), "stratum", made=pl.lit("summed")).unique()
    begun = pl.concat([delivered, sums.select(NAME)]).join(known, on=NAME, how="anti")
    begun = begun.sort("made", "indicator", "stratum", "area")
    begun = begun.with_columns(id=pl.Series(numbers(len(begun)), dtype=pl.Int32)).select(known.columns)
    series = pl.concat([known, begun])
    return Named(series.join(wide(series["area"]), on="area"), begun, _parts(shares, series))


def _parts(shares: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    own, sums = (series.filter(pl.col("made") == made) for made in ("delivered", "summed"))
    member = own.select("indicator", "area", "stratum", pl.col("id").alias("series"))
    total = sums.select("indicator", pl.col("area").alias("total_area"), "stratum", pl.col("id").alias("total"))
    numbered = shares.join(member, on=["indicator", "area", "stratum"])
    numbered = numbered.join(total, on=["indicator", "total_area", "stratum"])
    return numbered.select(*PARTS_SCHEMA).sort("series", "level")
