"""Who can be put on a roster in which role, and since and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from knooppunt.kit.authority import Actor
from knooppunt.rooms.readiness.models import Qualification
from knooppunt.rooms.readiness.queries.people import people_of
from knooppunt.rooms.readiness.queries.rosters import members_of, roster_row
from knooppunt.rooms.readiness.rules.permissions import ROSTER


@dataclass(frozen=True, slots=True)
class QualifiedLine:
    """Someone is qualified for a role from ``starts`` until just before ``ends`` (nothing: no end known)."""

    id: UUID
    person: UUID
    name: str
    role: str
    starts: date
    ends: date | None
    mine: bool
    """Whether the actor may end it: it is of someone who works for them."""

    @property
    def last(self) -> date | None:
        """The last day of it."""
        return self.ends - timedelta(days=1) if self.ends else None


def qualified(roster: UUID, *, actor: Actor) -> list[QualifiedLine]:
    """The qualifications that are not over when the roster begins, by name. Needs ``readiness.roster``."""
    actor.require(ROSTER)
    row = roster_row(roster, actor)
    own = people_of(actor)
    found = Qualification.objects.select_related("person").filter(person__in=members_of(row))
    lines = [
        QualifiedLine(one.id, one.person_id, one.person.name, one.role, one.starts, one.ends, one.person_id in own)
        for one in found.exclude(ends__lte=row.starts)
    ]
    return sorted(lines, key=lambda one: (one.name, one.role, one.starts))
