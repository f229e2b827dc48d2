"""The room's jobs: forgetting counts that no longer count, and closing the accounts of who left."""

from __future__ import annotations

from procrastinate.contrib.django import app as jobs

from knooppunt.ground.access.actions import close_after_leaving
from knooppunt.ground.access.rates import forget_old_counts
from knooppunt.kit.authority import system_actor

NODE = system_actor("access", ["access.manage", "network.read"])


@jobs.periodic(cron="17 3 * * *")
@jobs.task(name="access.forget_old_counts", queueing_lock="access.forget_old_counts")
def forget_old_counts_job(timestamp: int) -> None:
    """Remove the counts of those who did not ask anything for a day."""
    forget_old_counts()


@jobs.periodic(cron="* * * * *")
@jobs.task(name="access.close_after_leaving", queueing_lock="access.close_after_leaving")
def close_after_leaving_job(timestamp: int) -> None:
    """The account of whoever had their last day yesterday closes in the first minute of today."""
    close_after_leaving(actor=NODE)
