"""Which totals an area goes into, on the latest borders."""

from __future__ import annotations

from functools import cache

import polars as pl

from knooppunt.ground.figures.rules.adding import LEVELS, Part
from knooppunt.ground.geography.public import area, is_known, latest_borders, parent_of

PART_OF_KIND = {"municipality": Part.MUNICIPALITY, "region": Part.REGION, "unknown": Part.UNKNOWN}
WIDE = ("nation", "region")
TOTALS_SCHEMA = {"area": pl.String(), "level": pl.String(), "total_area": pl.String(), "part": pl.Int8()}


@cache
def kind_of(code: str) -> str:
    """The kind of area ``code`` is; ``""`` when no area has it."""
    return area(code).kind if is_known(code) else ""


@cache
def _totals_of(code: str) -> tuple[tuple[str, str, int], ...]:
    part = PART_OF_KIND.get(kind_of(code))
    if part is None:
        return ()
    levels = ("nation",) if part is Part.REGION else LEVELS
    found = ((level, parent_of(code, level, latest_borders())) for level in levels)
    return tuple((level, parent, int(part)) for level, parent in found if parent)


def totals_of(areas: pl.Series) -> pl.DataFrame:
    """The totals that each of ``areas`` goes into: columns area, level, total_area, part. Most areas go into four."""
    rows = [(code, *total) for code in areas.unique().sort() for total in _totals_of(code)]
    return pl.DataFrame(rows, schema=TOTALS_SCHEMA, orient="row")


def wide(areas: pl.Series) -> pl.DataFrame:
    """For each of ``areas`` whether it is a region or the nation: columns area, wide."""
    codes = areas.unique().sort()
    told = pl.Series("wide", [kind_of(code) in WIDE for code in codes], dtype=pl.Boolean)
    return pl.DataFrame([codes.alias("area"), told])
