"""The clock of readiness."""

from __future__ import annotations

from procrastinate.contrib.django import app as jobs

from knooppunt.kit.authority import system_actor
from knooppunt.rooms.readiness.actions.verifying import ask_stale

NODE = system_actor("readiness")


@jobs.periodic(cron="23 9 * * 1-5")
@jobs.task(name="readiness.ask_stale", queueing_lock="readiness.ask_stale")
def ask_stale_job(timestamp: int) -> None:
    """On working days, in the morning: ask who has not answered on a contact point for long."""
    ask_stale(actor=NODE)
