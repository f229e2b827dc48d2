"""Writes what was weighed: in bulk, each table in one statement, all in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime

import polars as pl
from django.db import connection

from knooppunt.ground.figures.exchange.reading import Rejected
from knooppunt.ground.figures.ledger.binary import BLOCK, Stamp, binary_rows
from knooppunt.ground.figures.ledger.held import by_index
from knooppunt.ground.figures.ledger.weighing import Weighed
from knooppunt.ground.figures.models import Delivery, Quarantined
from knooppunt.ground.figures.rules.report import plain
from knooppunt.kit.ids import new_id

Progress = Callable[[str, int, int], None]
"""Told what is being done, how far it is, and out of how much."""

INTO_OBSERVATIONS = """
COPY figures_observation (series_id, starts, ends, value, lower, upper, n, delivery, known_from)
FROM STDIN (FORMAT binary)
"""
CLOSE = """
WITH closed AS (
    DELETE FROM figures_observation o USING figures_closing c
     WHERE o.series_id = c.series_id AND o.starts = c.starts AND o.ends = c.ends
 RETURNING o.*)
INSERT INTO figures_superseded
       (series_id, starts, ends, value, lower, upper, n, delivery, known_from, known_until, closed_by)
SELECT series_id, starts, ends, value, lower, upper, n, delivery, known_from, %s, %s FROM closed
"""
RAISE_FLAGS = """
INSERT INTO figures_flag (id, series_id, starts, kind, value, reason, "values", delivery, raised_at,
                          answer, answered_by_id, answered_by_name)
SELECT id, series, starts, kind, value, reason, told, %s, %s, '', '', ''
  FROM jsonb_to_recordset(%s) AS f
       (id uuid, series int, starts date, kind text, value float8, reason text, told jsonb)
    ON CONFLICT DO NOTHING
"""


def next_series_numbers(count: int) -> list[int]:
    """Numbers for ``count`` new series, ascending."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('figures_series', 'id')) FROM generate_series(1, %s)", [count]
        )
        return sorted(number for (number,) in cursor.fetchall())


def next_delivery_number() -> int:
    """The number of the delivery under way. A delivery that comes to nothing leaves its number unused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('figures_delivery_number')")
        (number,) = cursor.fetchone()
    return int(number)


def write(weighed: Weighed, rejected: Iterable[Rejected], delivery: Delivery, progress: Progress) -> None:
    """Write everything but the delivery itself, which must be there already."""
    stamp = Stamp(delivery.number, delivery.known_at)
    _begin_series(weighed.named.begun, delivery)
    _close(weighed.closed, stamp)
    _observe(weighed.written, stamp, progress)
    _write_gaps(weighed, delivery.source, delivery.known_at)
    _raise_flags(weighed.flags, stamp)
    _keep_apart(rejected, delivery)


def _begin_series(begun: pl.DataFrame, delivery: Delivery) -> None:
    columns = ("id", "indicator", "source", "area", "stratum", "made", "known_from")
    rows = begun.with_columns(source=pl.lit(delivery.source), known_from=pl.lit(delivery.known_at.isoformat()))
    names = "id, indicator_id, source, area, stratum, made, known_from"
    _copy(f"COPY figures_series ({names}) FROM STDIN (FORMAT csv)", rows.select(columns))


def _close(keys: pl.DataFrame, stamp: Stamp) -> None:
    if keys.is_empty():
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE figures_closing (series_id int, starts date, ends date) ON COMMIT DROP")
        _copy("COPY figures_closing FROM STDIN (FORMAT csv)", keys)
        cursor.execute("ANALYZE figures_closing")
        with by_index():
            cursor.execute(CLOSE, [stamp.known_from, stamp.delivery])
        assert cursor.rowcount == len(keys), "what was to be closed was not all there"
        cursor.execute("DROP TABLE figures_closing")


def _observe(rows: pl.DataFrame, stamp: Stamp, progress: Progress) -> None:
    if rows.is_empty():
        return
    with connection.cursor() as cursor, cursor.copy(INTO_OBSERVATIONS) as copy:
        for number, block in enumerate(binary_rows(rows, stamp)):
            copy.write(block)
            progress("writing", min(number * BLOCK, len(rows)), len(rows))


def _write_gaps(weighed: Weighed, source: str, moment: datetime) -> None:
    with connection.cursor() as cursor:
        if weighed.gaps_closed:
            cursor.execute("UPDATE figures_gap SET known_until = %s WHERE id = ANY(%s)", [moment, weighed.gaps_closed])
    rows = weighed.gaps_opened.with_columns(source=pl.lit(source), known_from=pl.lit(moment.isoformat()))
    columns = "indicator_id, stratum, area, starts, ends, delivered, summed, source, known_from"
    _copy(f"COPY figures_gap ({columns}) FROM STDIN (FORMAT csv)", rows)


def _raise_flags(flags: pl.DataFrame, stamp: Stamp) -> None:
    if flags.is_empty():
        return
    rows = flags.with_columns(starts=pl.col("starts").cast(pl.String)).to_dicts()
    told = [{**row, "id": str(new_id()), "told": json.loads(row.pop("values"))} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(RAISE_FLAGS, [stamp.delivery, stamp.known_from, json.dumps(told)])


def _keep_apart(rejected: Iterable[Rejected], delivery: Delivery) -> None:
    """Put rows that could not be taken in quarantine."""
    Quarantined.objects.bulk_create((_quarantined(row, delivery) for row in rejected), batch_size=5000)


def _quarantined(row: Rejected, delivery: Delivery) -> Quarantined:
    return Quarantined(
        delivery=delivery,
        line=row.line,
        column=row.column,
        value=row.value,
        reason=row.reason,
        values=plain(row.values),
        row=row.row,
        fields=row.fields,
    )


def _copy(statement: str, rows: pl.DataFrame) -> None:
    """Send ``rows`` as CSV; an empty text is quoted, so that it does not become NULL."""
    if rows.is_empty():
        return
    text = rows.write_csv(include_header=False, quote_style="non_numeric")
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text)
