"""The clock of readiness: every hour who is late to look again at a pilot light is reminded, once a day."""

from __future__ import annotations

from procrastinate.contrib.django import app as jobs

from knooppunt.kit.authority import system_actor
from knooppunt.rooms.readiness.actions.descending import remind_of_reviews
from knooppunt.rooms.readiness.queries.descents import overdue

NODE = system_actor("readiness")


@jobs.periodic(cron="7 * * * *")
@jobs.task(name="readiness.reviews", queueing_lock="readiness.reviews")
def reviews_job(timestamp: int) -> None:
    """Nothing is written when nothing is due."""
    remind_when_due()


def remind_when_due() -> None:
    """What the clock does at this moment."""
    if overdue(actor=NODE):
        remind_of_reviews(actor=NODE)
