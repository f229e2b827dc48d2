"""The room's job: once a night, forgetting counts that no longer count."""

from __future__ import annotations

from procrastinate.contrib.django import app as jobs

from knooppunt.ground.access.rates import forget_old_counts


@jobs.periodic(cron="17 3 * * *")
@jobs.task(name="access.forget_old_counts", queueing_lock="access.forget_old_counts")
def forget_old_counts_job(timestamp: int) -> None:
    """Remove the counts of those who did not ask anything for a day."""
    forget_old_counts()
