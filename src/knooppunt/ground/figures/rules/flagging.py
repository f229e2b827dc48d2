"""Which rows of a delivery are to be judged for plausibility, each with the rows before it that it is judged by."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from knooppunt.ground.figures.rules.comparing import KEY
from knooppunt.ground.figures.rules.plausibility import FLAG_SCHEMA, OF_A_CHANGE, OF_A_VALUE, Expectation, flags

CONTEXT = 15
"""Earlier rows of a series that ``plausibility.flags`` asks for."""
FURTHEST = 1 << 24
"""Days: more than lie between any two dates."""


def judge(
    delivered: tuple[pl.DataFrame, pl.DataFrame],
    summed: tuple[pl.DataFrame, pl.DataFrame],
    series: pl.DataFrame,
    expectations: Mapping[str, Expectation],
) -> pl.DataFrame:
    """The flags of a delivery, with the columns of ``FLAG_SCHEMA``.

    ``delivered`` and ``summed`` each are the rows as they will be held and those of them that were written, as in
    ``HELD_SCHEMA``. ``series`` has ``id``, ``indicator`` and ``wide``: whether its area is a region or the nation. A
    value by itself is judged as delivered; sudden changes only in wide areas, for in a village they are ordinary.
    """
    told = series.select(pl.col("id").alias("series"), "indicator", "wide")
    # In a sum ``n`` counts the areas; in what was delivered it counts respondents, and says nothing of completeness.
    own = _near(*delivered).join(told, on="series")
    added = _near(*summed).join(told, on="series").filter(pl.col("wide")).with_columns(parts=pl.col("n"))
    own_wide = own.filter(pl.col("wide")).with_columns(parts=pl.lit(None, pl.Int32))
    wide = pl.concat([own_wide, added.select(own_wide.columns)])
    found = [flags(own, expectations, kinds=OF_A_VALUE), flags(wide, expectations, kinds=OF_A_CHANGE)]
    return pl.concat(part.select(*FLAG_SCHEMA) for part in found)


def _near(state: pl.DataFrame, written: pl.DataFrame) -> pl.DataFrame:
    """The rows of ``state`` (sorted) to judge, ``fresh``, and those before them; the others cannot matter.

    The row after a changed one is judged too: its difference with the day before changed.
    """
    rows = state.select(*KEY, "value", "n")
    if len(written) == len(state):
        return rows.with_columns(fresh=pl.lit(value=True))
    fresh = _among(_days(written), _days(state))
    judged = fresh | np.concatenate(([False], fresh[:-1]))
    so_far = np.concatenate(([0], np.cumsum(judged)))
    ahead = np.minimum(np.arange(len(judged)) + CONTEXT + 1, len(judged))
    near = so_far[ahead] > so_far[:-1]
    return rows.with_columns(fresh=pl.Series(judged, dtype=pl.Boolean)).filter(pl.Series(near, dtype=pl.Boolean))


def _days(rows: pl.DataFrame) -> npt.NDArray[np.int64]:
    """One number for the series and the first day of a row. Periods that begin on one day share it."""
    series, starts = (rows[name].to_physical().to_numpy().astype(np.int64) for name in ("series", "starts"))
    return series * FURTHEST + starts


def _among(some: npt.NDArray[np.int64], sorted_all: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which of ``sorted_all`` are among ``some``."""
    steps = np.zeros(len(sorted_all) + 1, np.int64)
    np.add.at(steps, np.searchsorted(sorted_all, some, "left"), 1)
    np.add.at(steps, np.searchsorted(sorted_all, some, "right"), -1)
    return np.cumsum(steps[:-1]) > 0
