"""The clock of readiness: who is asked to verify a contact point, who is late to look again at a pilot light; and
the making of proposals for rosters."""

from __future__ import annotations

from uuid import UUID

from procrastinate import JobContext
from procrastinate.contrib.django import app as jobs

from knooppunt.kit.authority import system_actor
from knooppunt.rooms.readiness.actions.descending import remind_of_reviews
from knooppunt.rooms.readiness.actions.verifying import ask_stale
from knooppunt.rooms.readiness.keeping import alone
from knooppunt.rooms.readiness.making import make_proposal, put_off_proposal
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


@jobs.task(name="readiness.propose", pass_context=True)
def propose_job(context: JobContext, draft: str) -> None:
    """Make a proposal for a roster. One at a time, so that it never takes all places of what else is to be done.

    While another is being made it comes back later. A worker that dies lets go at once.
    """
    with alone("readiness.propose") as mine:
        if mine:
            make_proposal(draft=UUID(draft), begun=context.job.attempts)
        else:
            put_off_proposal(draft=UUID(draft))


def remind_when_due() -> None:
    """What the clock does at this moment."""
    if overdue(actor=NODE):
        remind_of_reviews(actor=NODE)
