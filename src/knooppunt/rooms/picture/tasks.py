"""What happens to editions by the clock: embargoes end, approvals fall."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from procrastinate.contrib.django import app as jobs

from knooppunt.kit.authority import Actor, system_actor
from knooppunt.rooms.picture.public import approved_somewhere, due, release, remind_readers, watch, with_unread

CLOCK = system_actor("picture")


@jobs.periodic(cron="* * * * *")
@jobs.task(name="picture.release", queueing_lock="picture.release")
def release_job(timestamp: int) -> None:
    """Publish every edition whose embargo has ended."""
    each_apart(release, due(actor=CLOCK), CLOCK)


@jobs.periodic(cron="* * * * *")
@jobs.task(name="picture.watch", queueing_lock="picture.watch")
def watch_job(timestamp: int) -> None:
    """Let approvals fall whose content has become another one."""
    each_apart(watch, approved_somewhere(actor=CLOCK), CLOCK)


@jobs.periodic(cron="*/10 * * * *")
@jobs.task(name="picture.remind", queueing_lock="picture.remind")
def remind_job(timestamp: int) -> None:
    """Remind who was told of an edition and has not opened it."""
    each_apart(remind_readers, with_unread(actor=CLOCK), CLOCK)


def each_apart(verb: Callable[..., object], these: Iterable[UUID], actor: Actor) -> None:
    """Do it to each, in a transaction of its own: one that fails holds up no other, and fails the job at the end."""
    failures: list[Exception] = []
    for edition in these:
        try:
            verb(edition=edition, actor=actor)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("some editions could not be done", failures)
