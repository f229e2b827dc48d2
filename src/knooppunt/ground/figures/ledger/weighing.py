"""A file laid beside what is held: what is to be written, and the report of it. Writes nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from knooppunt.ground.figures.exchange.reading import Reading
from knooppunt.ground.figures.ledger.held import (
    borders_moved,
    read_delivered,
    read_indicators,
    read_indicators_of,
    read_open_gaps,
    read_series,
    read_summed,
)
from knooppunt.ground.figures.ledger.naming import Named, Numbers, group_rows, name_series, number_rows
from knooppunt.ground.figures.models import Indicator
from knooppunt.ground.figures.rules.adding import totals
from knooppunt.ground.figures.rules.comparing import (
    HELD_SCHEMA,
    KEY,
    Comparison,
    Rows,
    compare,
    count_rows,
    state_after,
)
from knooppunt.ground.figures.rules.flagging import judge
from knooppunt.ground.figures.rules.gaps import GAP_SCHEMA, compare_gaps, find_gaps, told_twice
from knooppunt.ground.figures.rules.plausibility import FLAG_SCHEMA, Expectation
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, phrase

BEFORE = timedelta(days=150)
"""How far before a file we read back: what plausibility judges by, also of figures per week."""
AFTER = timedelta(days=40)

Period = tuple[date, date]
ALWAYS = (date.min, date.max)
NEVER = (date(1900, 1, 1), date(1900, 1, 1))


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a file would change. Frames are sorted by series and period.

    ``written``: rows to write (``HELD_SCHEMA``), delivered and summed; ``closed``: keys of held rows that these
    replace. ``gaps_opened`` as ``GAP_SCHEMA``, ``gaps_closed`` by id. ``flags`` as ``FLAG_SCHEMA``.
    """

    named: Named
    comparison: Comparison
    rows: Rows
    written: pl.DataFrame
    closed: pl.DataFrame
    gaps_opened: pl.DataFrame
    gaps_closed: list[int]
    flags: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Side:
    """The delivered, or the summed, rows: as they will be held, and what the comparison with before says."""

    state: pl.DataFrame
    comparison: Comparison

    @property
    def written(self) -> pl.DataFrame:
        return self.comparison.rows()


def weigh(reading: Reading, numbers: Numbers, actor: Actor) -> Weighed:
    """Lay ``reading`` beside what is held of its source."""
    indicators = _indicators(reading, actor)
    everything = borders_moved(reading.source)
    concerned = {**read_indicators_of(reading.source), **indicators} if everything else indicators
    known = read_series(reading.source, list(concerned))
    additive = [slug for slug, indicator in concerned.items() if indicator.additive]
    groups = group_rows(reading.frame)
    named = name_series(groups, known, additive, numbers)
    typed = number_rows(reading.frame, groups, named).with_columns(pl.col("n").cast(pl.Int32))
    said = typed.select("line", *HELD_SCHEMA).sort(KEY)
    period = _period(said)
    around = ALWAYS if everything else (period[0] - BEFORE, period[1] + AFTER)
    delivered, summed = _sides(said, named, period, around)
    lines, repeats = reading.frame["line"], [line for line, _ in reading.repeats]
    rows = count_rows(reading.rows_read, lines, delivered.comparison, [row.line for row in reading.rejected], repeats)
    opened, closed = _gaps(reading.source, named, (delivered, summed), ALWAYS if everything else period)
    return Weighed(
        named=named,
        comparison=delivered.comparison,
        rows=rows,
        written=pl.concat([delivered.written, summed.written]).sort(KEY),
        closed=pl.concat([_keys(delivered), _keys(summed)]),
        gaps_opened=opened,
        gaps_closed=closed,
        flags=_flags(delivered, summed, named, indicators),
    )


def _indicators(reading: Reading, actor: Actor) -> dict[str, Indicator]:
    slugs = reading.frame["indicator"].unique().sort().to_list()
    found = read_indicators(slugs, actor)
    missing = [slug for slug in slugs if slug not in found]
    if missing:
        raise Conflict(phrase("There is no indicator {slugs}."), slugs=", ".join(missing))
    return found


def _period(said: pl.DataFrame) -> Period:
    """The first and the last day on which something starts; a day in which nothing was counted when there is none."""
    since, until = said["starts"].min(), said["starts"].max()
    return (since, until) if isinstance(since, date) and isinstance(until, date) else NEVER


def _sides(said: pl.DataFrame, named: Named, period: Period, around: Period) -> tuple[_Side, _Side]:
    """The delivered and the summed rows. ``around`` is what is looked at; all sums of it when that is ``ALWAYS``."""
    own, sums = named.numbers("delivered"), named.numbers("summed")
    held_own, held_sums = read_delivered(own, *around), read_summed(sums, *around)
    within = pl.col("starts").is_between(*period)
    delivered = _side(said, held_own.filter(within), held_own.filter(~within))
    changed = None if around == ALWAYS or held_own.is_empty() else delivered.written
    added = totals(delivered.state, named.parts, changed)
    return delivered, _side(added, held_sums, held_sums.clear())


def _side(said: pl.DataFrame, held: pl.DataFrame, around: pl.DataFrame) -> _Side:
    comparison = compare(said, held)
    left_over = pl.concat([around, held]) if comparison.left else around
    return _Side(state_after(said, left_over), comparison)


def _keys(side: _Side) -> pl.DataFrame:
    return side.comparison.changed.select(KEY)


def _gaps(source: str, named: Named, sides: tuple[_Side, _Side], period: Period) -> tuple[pl.DataFrame, list[int]]:
    twice = told_twice(named.series)
    if twice.is_empty():
        return pl.DataFrame(schema=GAP_SCHEMA), []
    within = pl.col("starts").is_between(*period)
    state = pl.concat([side.state for side in sides]).filter(within)
    open_now = read_open_gaps(source, twice["indicator"].unique().sort().to_list(), *period)
    return compare_gaps(find_gaps(state, twice), open_now)


def _flags(delivered: _Side, summed: _Side, named: Named, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    if delivered.written.is_empty():
        return pl.DataFrame(schema=FLAG_SCHEMA)
    expectations = {
        slug: Expectation(indicator.temporal, indicator.low, indicator.high) for slug, indicator in indicators.items()
    }
    sides = ((side.state, side.written) for side in (delivered, summed))
    return judge(next(sides), next(sides), named.series, expectations)
