"""Which gaps between a whole and its parts there are after a delivery, and which of them are new."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from knooppunt.ground.figures.rules import reconcile

ABOUT = ("indicator", "stratum", "area")

GAP_SCHEMA: Mapping[str, pl.DataType] = {
    "indicator": pl.String(),
    "stratum": pl.String(),
    "area": pl.String(),
    "starts": pl.Date(),
    "ends": pl.Date(),
    "delivered": pl.Float64(),
    "summed": pl.Float64(),
}


def told_twice(series: pl.DataFrame) -> pl.DataFrame:
    """The rows of ``series`` (``id``, indicator, stratum, area, ``made``) whose area is both delivered and summed."""
    both = series.group_by(ABOUT).agg(pl.col("made").n_unique()).filter(pl.col("made") == len(("delivered", "summed")))
    return series.join(both, on=ABOUT, how="semi")


def find_gaps(state: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    """The gaps in ``state`` (rows as they will be held), as ``GAP_SCHEMA``. ``series`` as for :func:`told_twice`.

    Where either side has no value there is nothing to compare, and no gap.
    """
    twice = told_twice(series)
    if twice.is_empty():
        return pl.DataFrame(schema=GAP_SCHEMA)
    rows = state.join(twice, left_on="series", right_on="id").with_columns(source=pl.lit(""))
    rows = rows.select(*reconcile.OF_ONE_FIGURE, "value", "made").drop_nulls("value")
    delivered, summed = (rows.filter(pl.col("made") == made).drop("made") for made in ("delivered", "summed"))
    return reconcile.gaps(delivered, summed).select(*GAP_SCHEMA)


def compare_gaps(found: pl.DataFrame, open_now: pl.DataFrame) -> tuple[pl.DataFrame, list[int]]:
    """Which gaps to open (as ``GAP_SCHEMA``) and which to close (by ``id``).

    ``open_now`` has ``id`` and the columns of ``GAP_SCHEMA``: the open gaps of the same series and periods. A gap of
    another size is a new gap.
    """
    everything = list(GAP_SCHEMA)
    opened = found.join(open_now, on=everything, how="anti")
    closed = open_now.join(found, on=everything, how="anti")
    return opened, closed["id"].sort().to_list()
