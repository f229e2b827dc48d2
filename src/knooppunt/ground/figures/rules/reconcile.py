"""Whether the parts add up to the whole, and which areas should have been in a sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

OF_ONE_FIGURE = ("indicator", "source", "stratum", "area", "starts", "ends")
ROUNDING = 1e-9
"""Relative difference below which two sums of the same numbers are equal."""


def gaps(delivered: pl.DataFrame, summed: pl.DataFrame) -> pl.DataFrame:
    """Where a delivered whole differs from the sum of its parts, sorted.

    Both frames have the columns of ``OF_ONE_FIGURE`` and ``value``. The result has those of ``OF_ONE_FIGURE`` with
    ``delivered``, ``summed`` and ``gap`` = delivered - summed. A figure that only one of them knows has no gap.
    """
    both = delivered.rename({"value": "delivered"}).join(
        summed.rename({"value": "summed"}), on=list(OF_ONE_FIGURE), how="inner"
    )
    largest = pl.max_horizontal(pl.col("delivered").abs(), pl.col("summed").abs())
    gap = pl.col("delivered") - pl.col("summed")
    return (
        both.with_columns(gap=gap)
        .filter(pl.col("gap").abs() > ROUNDING * largest)
        .select(*OF_ONE_FIGURE, "delivered", "summed", "gap")
        .sort(OF_ONE_FIGURE)
    )


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A whole beside the sum of its parts. ``gap`` = delivered - summed; None when one of them is unknown."""

    delivered: float | None
    summed: float | None

    @property
    def known(self) -> bool:
        return self.delivered is not None and self.summed is not None

    @property
    def gap(self) -> float | None:
        """Differences within rounding are 0.0: the parts add up."""
        if self.delivered is None or self.summed is None:
            return None
        gap = self.delivered - self.summed
        return gap if abs(gap) > ROUNDING * max(abs(self.delivered), abs(self.summed)) else 0.0


def vintage_of(codes: frozenset[str], day: date, vintages: Mapping[date, frozenset[str]]) -> date:
    """The date whose municipalities a source counts with, when it speaks of ``day``.

    Some sources recode the past to the municipalities of today. ``vintages`` gives the municipalities from each date at
    which they changed; ``codes`` are those the source ever named. It is the vintage of the day itself, or the first
    later one with more municipalities that the source named.
    """
    current = max((start for start in vintages if start <= day), default=min(vintages))
    candidates = sorted(start for start in vintages if start >= current)
    return min(candidates, key=lambda start: (-len(vintages[start] & codes), start))


def plant_mean(measured: Sequence[tuple[float, float]]) -> float | None:
    """The mean of measured values, each weighted by the share of the plant that lies in the region.

    ``measured``: pairs of value and share (above 0, 1 is the whole plant). None when nothing was measured.
    Definition: sum of value x share over sum of shares. Unit: of the indicator. Source: RIVM, *Covid-19 rioolwaterdata*
    (``Percentage_in_security_region``).
    """
    weight = sum(share for _, share in measured if share > 0)
    return sum(value * share for value, share in measured if share > 0) / weight if weight > 0 else None


def known_sum(values: Iterable[float | None]) -> tuple[float | None, int]:
    """The sum of the known values and how many those are; None when none is known."""
    known = [value for value in values if value is not None]
    return (sum(known) if known else None), len(known)
