"""Many duties at once: those of a file, or of a rotation. All of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, phrase
from knooppunt.rooms.readiness.keeping import changed, hold_people, keep_duty
from knooppunt.rooms.readiness.models import Roster
from knooppunt.rooms.readiness.queries.placing import rotation_entries
from knooppunt.rooms.readiness.queries.rosters import audience_of, digest_of, question_of, roster_row
from knooppunt.rooms.readiness.roster_events import DutiesImported, DutiesRotated
from knooppunt.rooms.readiness.rules.permissions import ROSTER
from knooppunt.rooms.readiness.rules.placing import Entry, placed
from knooppunt.rooms.readiness.rules.rotations import Pattern


@action
def import_duties(*, roster: UUID, entries: Sequence[Entry], original: str, seen: str, actor: Actor) -> int:
    """Put the duties of a file on a roster; how many were new. ``original`` is the digest under which it is kept.

    What is there already stays as it is, so a second time does nothing. :class:`Conflict` when something is against
    one of them, or when the roster, its people or their leave changed since they were looked at (``seen``).
    """
    actor.require(ROSTER)
    row = roster_row(roster, actor, lock=True)
    count = _place(row, entries, seen)
    if count:
        record(DutiesImported(row.id, original, count, audience_of(row.organisation_id)))
        changed(row)
    return count


@action
def rotate(
    *, roster: UUID, pattern: Pattern, people: Sequence[UUID], role: str, first: date, seen: str, actor: Actor
) -> int:
    """Fill a roster from ``first`` to its end by a rotation; how many duties were new.

    The same as for a file: all or nothing, no rule broken, and the roster as it was seen.
    """
    actor.require(ROSTER)
    row = roster_row(roster, actor, lock=True)
    count = _place(row, rotation_entries(row, pattern, people, role, first), seen)
    if count:
        record(DutiesRotated(row.id, count, audience_of(row.organisation_id)))
        changed(row)
    return count


def _place(row: Roster, entries: Sequence[Entry], seen: str) -> int:
    hold_people({one.duty.person for one in entries})
    question = question_of(row)
    found = placed(question, entries, now())
    if not found.fresh:
        return 0
    if digest_of(question) != seen:
        raise Conflict(phrase("The roster changed since you looked: look again at what it would become."))
    if found.faults:
        raise found.faults[0].problem
    for one in found.fresh:
        keep_duty(row, one.duty)
    return len(found.fresh)
