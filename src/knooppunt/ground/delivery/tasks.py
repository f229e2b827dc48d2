"""The jobs of the room, in a queue of their own: a slow world outside must not hold up the work of the house."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app as jobs

from knooppunt.ground.delivery import public

QUEUE = "delivery"


@jobs.task(name="delivery.attempt", queue=QUEUE)
def attempt_job(dispatch: str) -> None:
    """Try to hand over one dispatch."""
    public.attempt(UUID(dispatch))


@jobs.periodic(cron="* * * * *")
@jobs.task(name="delivery.sweep", queue=QUEUE, queueing_lock="delivery.sweep")
def sweep_job(timestamp: int) -> None:
    """Find what was left lying."""
    public.sweep()
