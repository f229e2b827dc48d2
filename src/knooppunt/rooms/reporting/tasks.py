"""The clock of reporting: every minute the rounds that are due are opened and closed, and reminders sent."""

from __future__ import annotations

from procrastinate.contrib.django import app as jobs

from knooppunt.kit.authority import system_actor
from knooppunt.rooms.reporting.public import close_due_rounds, open_due_round, remind, rounds, series

NODE = system_actor("reporting")
MOST = 500


@jobs.periodic(cron="* * * * *")
@jobs.task(name="reporting.clock", queueing_lock="reporting.clock")
def clock_job(timestamp: int) -> None:
    """Each series and each round in a transaction of its own, so that one does not keep the others up."""
    tick()


def tick() -> None:
    """What the clock does at this moment."""
    close_due_rounds(actor=NODE)
    for one in series(actor=NODE):
        if one.ended_at is None:
            open_due_round(series=one.id, actor=NODE)
    for asked in rounds(is_open=True, limit=MOST, actor=NODE):
        remind(round=asked.id, actor=NODE)
