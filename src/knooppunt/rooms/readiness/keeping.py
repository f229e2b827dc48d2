"""Writing duties down, and telling it: what every verb about them does in the end; and who waits for whom meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app as jobs

from knooppunt.ground.journal.public import record
from knooppunt.kit.clock import now
from knooppunt.kit.ids import new_id
from knooppunt.rooms.readiness.models import Duty, Roster
from knooppunt.rooms.readiness.queries.rosters import audience_of
from knooppunt.rooms.readiness.roster_events import DutyAssigned, DutyCancelled, RosterChanged
from knooppunt.rooms.readiness.rules.rosters import Held


def hold_people(people: Iterable[UUID]) -> None:
    """Until the end of the transaction nobody else decides on the duties and leave of these people.

    A roster is locked before its people. What they hold is to be read after this, in every roster.
    """
    _hold(sorted(f"readiness.duties {one}" for one in people))


def hold_making(organisation: UUID) -> None:
    """Until the end of the transaction nobody else begins a roster of this organisation."""
    _hold([f"readiness.rosters {organisation}"])


def _hold(words: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for word in words:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [word])


@contextmanager
def alone(word: str) -> Iterator[bool]:
    """Whether nobody else is within such a block with this word; does not wait. No transaction stays open for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [word])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [word])


def defer_proposal(draft: UUID, roster: UUID, seconds: int = 0) -> None:
    """Let a worker make a proposal; those of one roster one after the other, whatever happens to others."""
    job = jobs.configure_task(
        "readiness.propose",
        lock=f"readiness.propose {roster}",
        schedule_in={"seconds": seconds},
        allow_unknown=False,
    )
    job.defer(draft=str(draft))


def changed(row: Roster) -> None:
    """Count a change of a locked roster, and tell it."""
    row.version += 1
    row.save(update_fields=["version"])
    record(RosterChanged(row.id, row.version, audience_of(row.organisation_id)))


def keep_duty(roster: Roster, duty: Held, overrule: str = "") -> UUID:
    """Write a duty that was decided on, and tell it."""
    row = Duty.objects.create(
        id=duty.id or new_id(),
        roster=roster,
        person_id=duty.person,
        role=duty.role,
        shift=duty.shift,
        starts=duty.starts,
        ends=duty.ends,
        fixed=duty.fixed,
        overruled=overrule.strip(),
        made_at=now(),
        changed_at=now(),
    )
    record(DutyAssigned(row.id, roster.id, bool(overrule), audience_of(roster.organisation_id)))
    return row.id


def end_duty(row: Duty, reason: str) -> None:
    """Cancel a duty, and tell it."""
    row.cancelled_at, row.cancelled_reason, row.changed_at = now(), reason, now()
    row.version += 1
    row.save()
    record(DutyCancelled(row.id, row.roster_id, audience_of(row.roster.organisation_id)))
