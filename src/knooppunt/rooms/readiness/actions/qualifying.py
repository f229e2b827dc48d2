"""Ending what someone is qualified for. That one is qualified begins in ``rosters``."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import Conflict, NotFound, phrase
from knooppunt.rooms.readiness.models import Qualification
from knooppunt.rooms.readiness.queries.people import audience_of_actor, people_of
from knooppunt.rooms.readiness.roster_events import QualificationEnded
from knooppunt.rooms.readiness.rules.days import check_day, check_order
from knooppunt.rooms.readiness.rules.permissions import ROSTER


@action
def end_qualification(*, qualification: UUID, ends: date, actor: Actor) -> None:
    """Let someone be put on rosters in this role until just before ``ends``. Duties from then on stand until replaced.

    :class:`Conflict` when it was to end earlier already: who is qualified longer is qualified anew.
    """
    actor.require(ROSTER)
    row = Qualification.objects.select_for_update().filter(pk=qualification).first()
    if row is None or row.person_id not in people_of(actor):
        raise NotFound(phrase("There is nothing here."))
    check_day(ends, "ends")
    check_order(row.starts, ends)
    if row.ends is not None and row.ends <= ends:
        raise Conflict(phrase("This ends on {day} already."), place="ends", day=row.ends.isoformat())
    row.ends = ends
    row.save(update_fields=["ends"])
    record(QualificationEnded(row.id, audience_of_actor(actor)))
