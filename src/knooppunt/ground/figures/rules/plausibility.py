"""Which values are hard to believe, and why. A flag asks a person to look; it never changes a value.

Sudden changes are judged against the fourteen days before, with their weekends in it, so that a weekly rhythm or an
ordinary surge raises nothing. Counts scatter by their square root (Poisson), so the square-root scale gives each size
the same measure: twice the difference of two roots is near to a standard normal deviate (Anscombe, 1948).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import polars as pl

from knooppunt.kit.problems import phrase

OF_A_VALUE = ("negative", "outside")
OF_A_CHANGE = ("backlog", "jump", "dip")
KINDS = OF_A_VALUE + OF_A_CHANGE

WINDOW = 14
"""Days (or measurements) before the one judged."""
ENOUGH = 10
"""Of which at least so many are known."""
BACKLOG_TIMES = 2.0
JUMP_TIMES = 10.0
DIP_PART = 0.25
DEVIATION = 6.0
"""Poisson standard deviations beyond the extreme of the window."""

ALIKE = 0.8
"""Sums over fewer than this part of the areas that another day has are not compared with it."""

REASONS = {
    "negative total": phrase("The total fell from {before} to {value}."),
    "negative": phrase("A count of {value} is below zero."),
    "low": phrase("{value} is below the lowest plausible value, {low}."),
    "high": phrase("{value} is above the highest plausible value, {high}."),
    "backlog": phrase("{day_value} in one day is {times} times the highest of the {window} days before ({highest})."),
    "jump": phrase("{day_value} is {times} times the highest of the {window} before ({highest})."),
    "dip": phrase("{day_value} in one day, while the lowest of the {window} days before was {lowest}."),
    "drop": phrase("{day_value}, while the lowest of the {window} before was {lowest}."),
}

FLAG_SCHEMA: Mapping[str, pl.DataType] = {
    "series": pl.Int64(),
    "starts": pl.Date(),
    "kind": pl.String(),
    "value": pl.Float64(),
    "reason": pl.String(),
    "values": pl.String(),
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is plausible for an indicator. ``temporal``: cumulative, flow, stock, survey or measure."""

    temporal: str
    low: float | None = None
    high: float | None = None


def flags(
    frame: pl.DataFrame, expectations: Mapping[str, Expectation], *, kinds: Collection[str] = KINDS
) -> pl.DataFrame:
    """The flags that the fresh rows of ``frame`` deserve, sorted by series, day and kind.

    ``frame`` has columns ``series`` (integer), ``indicator``, ``starts`` (date), ``value`` and, optionally, ``fresh``:
    rows that are not fresh only give the context (fifteen earlier rows are enough). In sums the optional ``parts`` says
    how many areas were added up: a change is judged only among days with about as many. ``kinds`` are the ones to look
    for: ``OF_A_CHANGE`` makes sense for regions and the nation, not for a village. The result has the columns of
    ``FLAG_SCHEMA``: ``value`` is the observed value, ``reason`` a template and ``values`` the JSON that fills it.
    """
    if "fresh" not in frame.columns:
        frame = frame.with_columns(fresh=pl.lit(value=True))
    if "parts" not in frame.columns:
        frame = frame.with_columns(parts=pl.lit(None, pl.Int32))
    prepared = _prepared(frame, expectations)
    windowed = _windowed(prepared) if set(kinds) & set(OF_A_CHANGE) else prepared
    found = [find(windowed) for kind, find in _FINDERS.items() if kind in kinds]
    if not found:
        return pl.DataFrame(schema=FLAG_SCHEMA)
    return pl.concat(found).sort("series", "starts", "kind")


def _prepared(frame: pl.DataFrame, expectations: Mapping[str, Expectation]) -> pl.DataFrame:
    """With ``before`` (value of the row before), ``days`` since it, and what is expected."""
    told = pl.DataFrame(
        [(slug, e.temporal, e.low, e.high) for slug, e in expectations.items()],
        schema={"indicator": pl.String, "temporal": pl.String, "low": pl.Float64, "high": pl.Float64},
        orient="row",
    )
    return (
        frame.filter(pl.col("value").is_not_null())
        .join(told, on="indicator", how="inner")
        .sort("series", "starts")
        .with_columns(
            before=pl.col("value").shift(1).over("series"),
            days=(pl.col("starts") - pl.col("starts").shift(1).over("series")).dt.total_days(),
        )
    )


def _windowed(prepared: pl.DataFrame) -> pl.DataFrame:
    """With ``day_value`` (of the day itself), and ``highest``, ``lowest`` and ``span`` of the window before it."""
    counted = pl.col("temporal") == "cumulative"
    past = pl.col("day_value").shift(1)
    return (
        prepared.with_columns(
            day_value=pl.when(~counted)
            .then(pl.col("value"))
            .when(pl.col("days") == 1)
            .then(pl.col("value") - pl.col("before")),
        )
        .with_columns(
            highest=past.rolling_max(WINDOW, min_samples=ENOUGH).over("series"),
            lowest=past.rolling_min(WINDOW, min_samples=ENOUGH).over("series"),
            fewest=pl.col("parts").rolling_min(WINDOW + 1, min_samples=1).over("series"),
            most=pl.col("parts").rolling_max(WINDOW + 1, min_samples=1).over("series"),
            span=(pl.col("starts") - pl.col("starts").shift(ENOUGH).over("series")).dt.total_days(),
            window=pl.lit(WINDOW),
        )
        .with_columns(
            times=pl.when(pl.col("highest") > 0).then((pl.col("day_value") / pl.col("highest")).round(1)),
        )
    )


_COUNTED = pl.col("temporal").is_in(["cumulative", "flow"])
_COMPARABLE = (pl.col("fewest") >= ALIKE * pl.col("most")).fill_null(value=True)
# A count of the day is judged by the days just before it: after a silence of weeks there is nothing to judge by.
_DAILY = _COUNTED & _COMPARABLE & (pl.col("span") <= WINDOW)
_DEVIATES_UP = 2 * (pl.col("day_value").clip(0).sqrt() - pl.col("highest").clip(0).sqrt()) > DEVIATION
_DEVIATES_DOWN = 2 * (pl.col("lowest").clip(0).sqrt() - pl.col("day_value").clip(0).sqrt()) > DEVIATION
_STOCK = (pl.col("temporal") == "stock") & _COMPARABLE
_MEASURE = pl.col("temporal") == "measure"


def _negative(prepared: pl.DataFrame) -> pl.DataFrame:
    fell = (pl.col("temporal") == "cumulative") & (pl.col("value") < pl.col("before"))
    below = (pl.col("temporal") == "flow") & (pl.col("value") < 0)
    reason = pl.when(fell).then(pl.lit(REASONS["negative total"])).otherwise(pl.lit(REASONS["negative"]))
    return _found(prepared.filter(fell | below), "negative", reason, ["value", "before"])


def _outside(prepared: pl.DataFrame) -> pl.DataFrame:
    below_zero = (pl.col("temporal") == "flow") & (pl.col("value") < 0)
    low = (pl.col("value") < pl.col("low")) & ~below_zero
    high = pl.col("value") > pl.col("high")
    reason = pl.when(high).then(pl.lit(REASONS["high"])).otherwise(pl.lit(REASONS["low"]))
    return _found(prepared.filter(low | high), "outside", reason, ["value", "low", "high"])


def _backlog(windowed: pl.DataFrame) -> pl.DataFrame:
    far = (pl.col("times") > BACKLOG_TIMES) & (pl.col("times") < JUMP_TIMES)
    rows = windowed.filter(_DAILY & far & _DEVIATES_UP)
    return _found(rows, "backlog", pl.lit(REASONS["backlog"]), ["day_value", "times", "window", "highest"])


def _jump(windowed: pl.DataFrame) -> pl.DataFrame:
    """A tenfold is more like a slip of unit or digits than like a backlog."""
    tenth = pl.col("day_value") * JUMP_TIMES <= pl.col("lowest")
    # Nothing found is not a tenth of something: a measurement of zero is common, and no slip of digits.
    down = tenth & ((_MEASURE & (pl.col("day_value") > 0)) | (_STOCK & _DEVIATES_DOWN))
    up = (pl.col("times") >= JUMP_TIMES) & (((_DAILY | _STOCK) & _DEVIATES_UP) | _MEASURE)
    reason = pl.when(up).then(pl.lit(REASONS["jump"])).otherwise(pl.lit(REASONS["drop"]))
    told = ["day_value", "times", "window", "highest", "lowest"]
    return _found(windowed.filter(up | down), "jump", reason, told)


def _dip(windowed: pl.DataFrame) -> pl.DataFrame:
    low = (pl.col("day_value") >= 0) & (pl.col("day_value") < DIP_PART * pl.col("lowest"))
    rows = windowed.filter(_DAILY & low & _DEVIATES_DOWN)
    return _found(rows, "dip", pl.lit(REASONS["dip"]), ["day_value", "window", "lowest"])


def _found(rows: pl.DataFrame, kind: str, reason: pl.Expr, told: list[str]) -> pl.DataFrame:
    flagged = rows.filter(pl.col("fresh")).with_columns(
        kind=pl.lit(kind), reason=reason, values=pl.struct(told).struct.json_encode()
    )
    return flagged.select(pl.col(name).cast(dtype) for name, dtype in FLAG_SCHEMA.items())


_FINDERS: Mapping[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "negative": _negative,
    "outside": _outside,
    "backlog": _backlog,
    "jump": _jump,
    "dip": _dip,
}
