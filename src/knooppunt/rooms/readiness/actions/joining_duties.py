"""Two records turned out to be one person: their duties, qualifications, leave and loans become those of one."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext, override

from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import person
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import NETHERLANDS, now
from knooppunt.kit.problems import Conflict, phrase
from knooppunt.rooms.readiness.calling import HOUSE
from knooppunt.rooms.readiness.keeping import changed, end_duty, hold_people
from knooppunt.rooms.readiness.models import Duty, DutyAddress, Leave, Loan, Qualification
from knooppunt.rooms.readiness.queries.people import audience_of_actor
from knooppunt.rooms.readiness.queries.rosters import roster_row
from knooppunt.rooms.readiness.roster_events import DutiesJoined
from knooppunt.rooms.readiness.rules.permissions import ROSTER

OVERLAP = phrase("Two records of one person: at the same time as {shift} of {roster}, {moment}.")
DUTCH = "nl"


@action
def join_duties(*, kept: UUID, merged: UUID, actor: Actor) -> int:
    """Let what was planned of ``merged`` be of ``kept``; how many duties were cancelled because both had one then.

    The duty of ``kept`` stays, the other is cancelled with the overlap as its reason, so that a gap shows. The secret
    address of ``merged`` lets nobody in any more. Needs ``readiness.roster``. Repeated it changes nothing.
    :class:`Conflict` when they were put on yet another roster meanwhile: it can be done again at once.
    """
    actor.require(ROSTER)
    who = person(kept, actor=HOUSE).id
    theirs = Duty.objects.filter(person=merged).order_by("starts", "id")
    rosters = [roster_row(which, actor, lock=True) for which in sorted(set(theirs.values_list("roster", flat=True)))]
    hold_people([who, merged])
    if set(theirs.values_list("roster", flat=True)) - {one.id for one in rosters}:
        # Put on another roster before this held them: that roster comes before its people, so begin again.
        raise Conflict(phrase("Someone else changed this meanwhile: look at it again."))
    rows = list(theirs.select_related("roster"))
    cancelled = sum(_joined(row, who) for row in rows)
    for roster in rosters:
        changed(roster)
    if _moved(merged, who) or rows:
        record(DutiesJoined(who, merged, cancelled, audience_of_actor(actor)))
    return cancelled


def _moved(merged: UUID, kept: UUID) -> bool:
    """Move all that cannot overlap, and close the secret address; whether there was anything."""
    theirs = [kind.objects.filter(person=merged) for kind in (Qualification, Leave, Loan)]
    # An update of nothing is a write all the same, which would have to be told.
    there = [rows for rows in theirs if rows.exists()]
    for rows in there:
        rows.update(person=kept)
    address = DutyAddress.objects.filter(person=str(merged), revoked_at__isnull=True)
    closed = address.exists() and address.update(revoked_at=now())
    return bool(there or closed)


def _joined(row: Duty, kept: UUID) -> bool:
    """Move a duty; whether it was cancelled because the other record had one at that time."""
    twin = Duty.objects.filter(person=kept, cancelled_at__isnull=True, starts__lt=row.ends, ends__gt=row.starts)
    other = twin.select_related("roster").first() if row.cancelled_at is None else None
    if other is not None:
        end_duty(row, _overlap(other))
    Duty.objects.filter(pk=row.pk).update(person=kept)
    return other is not None


def _overlap(other: Duty) -> str:
    moment = other.starts.astimezone(NETHERLANDS).strftime("%d-%m-%Y %H:%M")
    with override(DUTCH):
        return gettext(OVERLAP).format(shift=other.shift or other.role, roster=other.roster.name, moment=moment)
