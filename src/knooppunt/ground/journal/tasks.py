"""The journal's jobs: reactions to events, and sealing once a minute."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as jobs

from knooppunt.ground.journal.public import react, seal


@jobs.task(name="journal.react", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def react_job(entry: int, reaction: str) -> None:
    """Run one reaction to one entry."""
    react(entry=entry, reaction=reaction)


@jobs.periodic(cron="* * * * *")
@jobs.task(name="journal.seal", queueing_lock="journal.seal")
def seal_job(timestamp: int) -> None:
    """Seal what was written since the last seal."""
    seal()
