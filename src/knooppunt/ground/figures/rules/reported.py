"""What an organisation reports, before it becomes a delivery: one row for each figure."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from knooppunt.kit.problems import Invalid, phrase


@dataclass(frozen=True, slots=True)
class Reported:
    """One figure of a report. ``ends`` is exclusive. ``value`` None: the reporter says that there is none."""

    indicator: str
    area: str
    starts: date
    ends: date
    value: float | None
    stratum: str = ""

    @property
    def place(self) -> str:
        """What the row is about, as a refusal names it."""
        return " ".join(filter(None, (self.indicator, self.area, self.stratum, self.starts.isoformat())))

    @property
    def about(self) -> tuple[str, str, str, date, date]:
        """What no other row of the report may be about."""
        return (self.indicator, self.area, self.stratum, self.starts, self.ends)


def check_reported(rows: Sequence[Reported], *, today: date) -> None:
    """:class:`Invalid`, with the row as its place, when a row cannot be a figure or two rows are about the same."""
    if not rows:
        raise Invalid(phrase("A report without figures cannot be delivered."), place="rows")
    for row in rows:
        _check(row, today)
    about, times = Counter(row.about for row in rows).most_common(1)[0]
    if times > 1:
        place = next(row.place for row in rows if row.about == about)
        raise Invalid(phrase("The report says this more than once."), place=place)


def _check(row: Reported, today: date) -> None:
    if row.ends <= row.starts:
        raise Invalid(phrase("The period ends before it begins."), place=row.place)
    if row.starts > today:
        raise Invalid(phrase("{day} lies in the future."), place=row.place, day=row.starts.isoformat())
    if row.value is not None and not math.isfinite(row.value):
        raise Invalid(phrase("{value} is not a number."), place=row.place, value=row.value)


def content_of(rows: Sequence[Reported], reported_at: datetime | None) -> str:
    """SHA-256 of what a report says: the same for the same figures in any order."""
    lines = sorted([*map(str, row.about), None if row.value is None else repr(float(row.value))] for row in rows)
    told = [reported_at.isoformat() if reported_at else None, lines]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
