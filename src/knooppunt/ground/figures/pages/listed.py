"""The lists of figures as tables to take along: deliveries, rows kept apart, flags, gaps. All that the reader sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from knooppunt.ground.figures.pages.wording import sentence
from knooppunt.ground.figures.queries.listed import DeliveryLine, FlagLine, GapLine, QuarantinedLine

EVERYTHING = 10_000_000
DAY = timedelta(days=1)
Rows = Iterator[Sequence[Any]]

DELIVERIES = (
    "number", "id", "source", "file", "sha256", "reported_at", "known_since", "by", "marking", "rows", "accepted",
    "unchanged", "corrected", "quarantined",
)  # fmt: skip
QUARANTINED = (
    "id", "source", "file", "line", "column", "value", "reason", "state", "decided_by", "decided_at", "note", "row",
)  # fmt: skip
FLAGS = (
    "id", "indicator", "area", "stratum", "source", "made", "from", "kind", "value", "reason", "raised_at", "answer",
    "answered_by", "answered_at",
)  # fmt: skip
GAPS = (
    "indicator", "area", "stratum", "source", "from", "as_of", "delivered", "summed", "gap", "known_since",
    "known_until",
)  # fmt: skip


def delivery_rows(lines: Sequence[DeliveryLine]) -> Rows:
    """As in ``DELIVERIES``; counts that would tell what a hidden delivery says stay empty."""
    for one in lines:
        rows = one.report["rows"]
        counts = (rows[name] for name in ("read", "accepted", "unchanged", "corrected", "quarantined"))
        yield (
            one.number, one.id, one.source, one.file_name, one.sha256, one.reported_at, one.known_at, one.by_name,
            one.marking, *counts,
        )  # fmt: skip


def quarantined_rows(lines: Sequence[QuarantinedLine]) -> Rows:
    """As in ``QUARANTINED``, with the reason in the language of the reader."""
    for one in lines:
        yield (
            one.id, one.source, one.file_name, one.line, one.column, one.value, sentence(one.reason, one.values),
            one.state, one.decided_by_name, one.decided_at, one.note, one.row,
        )  # fmt: skip


def flag_rows(lines: Sequence[FlagLine]) -> Rows:
    """As in ``FLAGS``, with what is odd in the language of the reader."""
    for one in lines:
        yield (
            one.id, one.indicator, one.area, one.stratum, one.source, one.made, one.starts, one.kind, one.value,
            sentence(one.reason, one.values), one.raised_at, one.answer, one.answered_by_name, one.answered_at,
        )  # fmt: skip


def gap_rows(lines: Sequence[GapLine]) -> Rows:
    """As in ``GAPS``; ``as_of`` is the last day of the period."""
    for one in lines:
        yield (
            one.indicator, one.area, one.stratum, one.source, one.starts, one.ends - DAY, one.delivered, one.summed,
            one.gap, one.known_from, one.known_until,
        )  # fmt: skip
