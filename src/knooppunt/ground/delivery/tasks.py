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


@jobs.periodic(cron="* * * * * */10")
@jobs.task(name="delivery.pass_on", queue=QUEUE, queueing_lock="delivery.pass_on")
def pass_on_job(timestamp: int) -> None:
    """Tell webhooks what the journal announced."""
    public.pass_on()


@jobs.task(name="delivery.carry", queue=QUEUE)
def carry_job(channel: str) -> None:
    """Hand over what is due on a channel."""
    public.carry(channel)


@jobs.periodic(cron="* * * * * */10")
@jobs.task(name="delivery.watch", queue=QUEUE, queueing_lock="delivery.watch")
def watch_job(timestamp: int) -> None:
    """Find what was left lying on channels that take many at a time."""
    public.watch()
