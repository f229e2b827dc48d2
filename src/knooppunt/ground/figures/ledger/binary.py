"""Rows as PostgreSQL's binary COPY format wants them, made in blocks of thousands by numpy.

Layout: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format". Binary, because the server then parses
no text: half of its time. A row without a value for a column is shorter, so rows are written in groups with the same
columns missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
MISSING = -1
BLOCK = 8192  # rows: a block of them stays within the processor's cache
DAYS_TO_2000 = 10_957  # PostgreSQL counts from 2000-01-01, polars from 1970-01-01
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

COLUMNS = (
    ("series", ">i4"),
    ("starts", ">i4"),
    ("ends", ">i4"),
    ("value", ">f8"),
    ("lower", ">f8"),
    ("upper", ">f8"),
    ("n", ">i4"),
    ("delivery", ">i4"),
    ("known_from", ">i8"),
)
"""The columns of an observation in the order in which they are written."""
OPTIONAL = ("value", "lower", "upper", "n")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What all rows of one delivery have in common."""

    delivery: int
    known_from: datetime


def binary_rows(frame: pl.DataFrame, stamp: Stamp) -> Iterator[bytes]:
    """``frame`` (columns of ``HELD_SCHEMA``, sorted) as blocks of a binary COPY, header and trailer included."""
    yield HEADER
    for missing, group in _by_missing(frame):
        yield from _blocks(group, missing, stamp)
    yield TRAILER


def _by_missing(frame: pl.DataFrame) -> Iterator[tuple[frozenset[str], pl.DataFrame]]:
    some = [name for name in OPTIONAL if 0 < frame[name].null_count() < len(frame)]
    always = frozenset(name for name in OPTIONAL if frame[name].null_count() == len(frame))
    if not some:
        yield always, frame
        return
    absent = frame.with_columns(pl.col(name).is_null().alias(f"no {name}") for name in some)
    groups = absent.partition_by([f"no {name}" for name in some], as_dict=True, maintain_order=True)
    for absences, group in groups.items():
        yield always | {name for name, gone in zip(some, absences, strict=True) if gone}, group


def _blocks(group: pl.DataFrame, missing: frozenset[str], stamp: Stamp) -> Iterator[bytes]:
    block = _template(missing, stamp)
    columns = {name: _numbers(group[name]) for name in ("series", "starts", "ends", *OPTIONAL) if name not in missing}
    for start in range(0, len(group), BLOCK):
        rows = block[: len(group) - start]
        for name, numbers in columns.items():
            rows[name] = numbers[start : start + BLOCK]
        yield rows.tobytes()


def _template(missing: frozenset[str], stamp: Stamp) -> npt.NDArray[Any]:
    """A block with everything in it that is the same in each row. Before each column stands its length in bytes."""
    layout: list[tuple[str, str]] = [("columns", ">i2")]
    for name, kind in COLUMNS:
        layout.append((f"length of {name}", ">i4"))
        layout += [] if name in missing else [(name, kind)]
    block = np.zeros(BLOCK, np.dtype(layout))
    block["columns"] = len(COLUMNS)
    for name, kind in COLUMNS:
        block[f"length of {name}"] = MISSING if name in missing else np.dtype(kind).itemsize
    block["delivery"] = stamp.delivery
    block["known_from"] = _microseconds(stamp.known_from)
    return block


def _numbers(column: pl.Series) -> npt.NDArray[Any]:
    if column.dtype == pl.Date:
        return column.to_physical().to_numpy() - DAYS_TO_2000
    return column.to_numpy()


def _microseconds(moment: datetime) -> int:
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
