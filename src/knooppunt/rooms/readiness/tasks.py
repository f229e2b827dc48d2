"""The clock of readiness: who is asked to verify a contact point, and who is late to look again at a pilot light."""

from __future__ import annotations

from procrastinate.contrib.django import app as jobs

from knooppunt.kit.authority import system_actor
from knooppunt.rooms.readiness.actions.descending import remind_of_reviews
from knooppunt.rooms.readiness.actions.verifying import ask_stale
from knooppunt.rooms.readiness.queries.descents import overdue

NODE = system_actor("readiness")


@jobs.periodic(cron="23 9 * * 1-5")
@jobs.task(name="readiness.ask_stale", queueing_lock="readiness.ask_stale")
def ask_stale_job(timestamp: int) -> None:
    """On working days, in the morning: ask who has not answered on a contact point for long."""
    ask_stale(actor=NODE)


@jobs.periodic(cron="7 * * * *")
@jobs.task(name="readiness.reviews", queueing_lock="readiness.reviews")
def reviews_job(timestamp: int) -> None:
    """Every hour; who is late is reminded once a day. Nothing is written when nothing is due."""
    remind_when_due()


def remind_when_due() -> None:
    """What the clock does at this moment."""
    if overdue(actor=NODE):
        remind_of_reviews(actor=NODE)
