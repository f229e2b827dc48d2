"""What an import did, or would do: the counts, the corrections, the rows kept apart."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from knooppunt.ground.figures.rules.comparing import Rows

State = Literal["imported", "already known", "previewed"]
MOST_LISTED = 1000
"""Corrections and rows kept apart that a report lists; the counts are of all."""


@dataclass(frozen=True, slots=True)
class Observations:
    """Counts of figures: one row of a file may hold several. ``absent``: known before, not in this file; they stay.

    None: not told, see :meth:`Report.in_part`.
    """

    new: int | None
    unchanged: int | None
    corrected: int | None
    absent: int | None


NO_ROWS = Rows(0, 0, 0, 0, 0)
NO_OBSERVATIONS = Observations(0, 0, 0, 0)
NOT_TOLD = Observations(None, None, None, None)


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure of the period from ``starts`` up to ``ends`` that changed. None: no value."""

    indicator: str
    area: str
    stratum: str
    starts: date
    ends: date
    old: float | None
    new: float | None


@dataclass(frozen=True, slots=True)
class KeptApart:
    """A row in quarantine: where, what it says, and why (a template and what fills it)."""

    line: int
    column: str
    value: str
    reason: str
    values: dict[str, Any]

    def sentence(self) -> str:
        return self.reason.format(**self.values)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth knowing about the file, as a template and what fills it."""

    template: str
    values: dict[str, Any]

    def sentence(self) -> str:
        return self.template.format(**self.values)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file. ``delivery`` is None when nothing was written. ``borders``: those on which sums were made.

    ``seconds`` is how long it took. ``whole``: it tells everything, see :meth:`in_part`.
    """

    state: State
    source: str
    file: str
    sha256: str
    delivery: UUID | None = None
    reported_at: datetime | None = None
    known_at: datetime | None = None
    rows: Rows = NO_ROWS
    observations: Observations = NO_OBSERVATIONS
    corrections: tuple[Correction, ...] = ()
    kept_apart: tuple[KeptApart, ...] = ()
    flags: dict[str, int] = field(default_factory=dict)
    gaps: dict[str, int] = field(default_factory=dict)
    aliases_used: dict[str, str] = field(default_factory=dict)
    columns_not_read: tuple[str, ...] = ()
    notes: tuple[Remark, ...] = ()
    borders: date | None = None
    seconds: float = 0.0
    whole: bool = True

    def in_part(self) -> Report:
        """The report for whoever may not see a delivery that came before it about the same.

        What a file adds, changes or leaves as it was would tell what is in that one.
        """
        rows = dataclasses.replace(self.rows, accepted=None, unchanged=None, corrected=None)
        return dataclasses.replace(
            self, rows=rows, observations=NOT_TOLD, corrections=(), flags={}, gaps={}, whole=False
        )

    def as_json(self) -> dict[str, Any]:
        """The report as values that JSON can hold, sentences filled in, days and moments as ISO 8601."""
        told = plain(dataclasses.asdict(self))
        for row, kept in zip(told["kept_apart"], self.kept_apart, strict=True):
            row["sentence"] = kept.sentence()
        for row, remark in zip(told["notes"], self.notes, strict=True):
            row["sentence"] = remark.sentence()
        return dict(told)


def plain(value: Any) -> Any:
    """``value`` with everything in it as JSON can hold it; what has no form of its own becomes text."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)
