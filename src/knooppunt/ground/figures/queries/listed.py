"""Deliveries, rows in quarantine, flags and gaps as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from knooppunt.ground.figures.models import Delivery, Flag, Gap, Quarantined


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A file that came in. ``report`` is the importer's, as JSON. ``original`` is the key of its bytes in the files.

    ``whole`` is whether the report is told whole, see :func:`partly`.
    """

    id: UUID
    source: str
    file_name: str
    original: str
    sha256: str
    reported_at: datetime | None
    known_at: datetime
    by_name: str
    marking: str
    report: dict[str, Any]
    whole: bool


@dataclass(frozen=True, slots=True)
class QuarantinedLine:
    """A row that was kept apart. ``reason`` is an English template that ``values`` fill."""

    id: UUID
    delivery: UUID
    source: str
    file_name: str
    line: int
    column: str
    value: str
    reason: str
    values: dict[str, Any]
    row: str
    fields: dict[str, str]
    state: str
    decided_by_name: str
    decided_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class FlagLine:
    """A value that is hard to believe. ``reason`` is an English template that ``values`` fill."""

    id: UUID
    indicator: str
    area: str
    stratum: str
    source: str
    made: str
    starts: date
    kind: str
    value: float
    reason: str
    values: dict[str, Any]
    raised_at: datetime
    answer: str
    answered_by_name: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class GapLine:
    """Where a whole differs from its parts added up: ``gap`` is delivered - summed. ``known_until`` None: it holds."""

    indicator: str
    area: str
    stratum: str
    source: str
    starts: date
    ends: date
    delivered: float
    summed: float
    gap: float
    known_from: datetime
    known_until: datetime | None


def delivery_line(row: Delivery, *, whole: bool) -> DeliveryLine:
    """A delivery as people read it; ``whole``: with everything that its report says."""
    return DeliveryLine(
        id=row.id,
        source=row.source,
        file_name=row.file_name,
        original=str(row.original_id),
        sha256=row.content_sha256,
        reported_at=row.reported_at,
        known_at=row.known_at,
        by_name=row.by_name,
        marking=row.marking,
        report=row.report if whole else partly(row.report),
        whole=whole,
    )


def partly(report: dict[str, Any]) -> dict[str, Any]:
    """A report for whoever may not see a delivery that came before it.

    What a file adds, changes or leaves as it was would tell what is in that one: such counts are None, lists empty.
    """
    rows = {name: count if name in ("read", "quarantined") else None for name, count in report["rows"].items()}
    return {**report, "rows": rows, "observations": dict.fromkeys(report["observations"]), "corrections": [],
            "flags": {}, "gaps": {}}  # fmt: skip


def quarantined_line(row: Quarantined) -> QuarantinedLine:
    """A row in quarantine as people read it; ``delivery`` must be at hand."""
    return QuarantinedLine(
        id=row.id,
        delivery=row.delivery_id,
        source=row.delivery.source,
        file_name=row.delivery.file_name,
        line=row.line,
        column=row.column,
        value=row.value,
        reason=row.reason,
        values=row.values,
        row=row.row,
        fields=row.fields,
        state=row.state,
        decided_by_name=row.decided_by_name,
        decided_at=row.decided_at,
        note=row.note,
    )


def flag_line(row: Flag) -> FlagLine:
    """A flag as people read it; ``series`` must be at hand."""
    return FlagLine(
        id=row.id,
        indicator=row.series.indicator_id,
        area=row.series.area,
        stratum=row.series.stratum,
        source=row.series.source,
        made=row.series.made,
        starts=row.starts,
        kind=row.kind,
        value=row.value,
        reason=row.reason,
        values=row.values,
        raised_at=row.raised_at,
        answer=row.answer,
        answered_by_name=row.answered_by_name,
        answered_at=row.answered_at,
    )


def gap_line(row: Gap) -> GapLine:
    """A gap as people read it."""
    return GapLine(
        indicator=row.indicator_id,
        area=row.area,
        stratum=row.stratum,
        source=row.source,
        starts=row.starts,
        ends=row.ends,
        delivered=row.delivered,
        summed=row.summed,
        gap=row.gap,
        known_from=row.known_from,
        known_until=row.known_until,
    )
