"""Puts the work of sending in the queue of the workers, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app as jobs
from procrastinate.types import JSONValue

URGENT, ORDINARY = 10, 0


def enqueue(dispatches: Sequence[UUID], *, urgent: bool, at: datetime | None = None) -> None:
    """One job each, now or at a moment (aware). Two for one dispatch do no harm: the second finds nothing to do."""
    if not dispatches:
        return
    job = jobs.configure_task(
        "delivery.attempt", allow_unknown=False, priority=URGENT if urgent else ORDINARY, schedule_at=at
    )
    arguments: list[dict[str, JSONValue]] = [{"dispatch": str(dispatch)} for dispatch in dispatches]
    job.batch_defer(*arguments)
