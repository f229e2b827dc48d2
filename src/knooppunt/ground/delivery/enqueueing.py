"""Puts the work of sending in the queue of the workers, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app as jobs
from procrastinate.types import JSONValue

from knooppunt.ground.delivery.rules.dispatching import CARRIED

URGENT, ORDINARY = 10, 0


def enqueue(dispatches: Sequence[UUID], *, channel: str, urgent: bool, at: datetime | None = None) -> None:
    """One job each, now or at a moment (aware); one for all on a channel that takes many at a time.

    Two for the same do no harm: the second finds nothing to do.
    """
    if not dispatches:
        return
    if channel in CARRIED:
        enqueue_carrying(channel, urgent=urgent, at=at)
        return
    job = jobs.configure_task(
        "delivery.attempt", allow_unknown=False, priority=URGENT if urgent else ORDINARY, schedule_at=at
    )
    arguments: list[dict[str, JSONValue]] = [{"dispatch": str(dispatch)} for dispatch in dispatches]
    job.batch_defer(*arguments)


def enqueue_carrying(channel: str, *, urgent: bool, at: datetime | None = None) -> None:
    """A job that hands over what is due on a channel, until nothing is."""
    job = jobs.configure_task(
        "delivery.carry", allow_unknown=False, priority=URGENT if urgent else ORDINARY, schedule_at=at
    )
    job.defer(channel=channel)
