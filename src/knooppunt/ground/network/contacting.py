"""What several verbs do with contact points."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from knooppunt.ground.journal.public import record
from knooppunt.ground.network.events import ContactEnded
from knooppunt.ground.network.models import ContactPoint
from knooppunt.ground.network.rules import Means


def append_contact(person: UUID, means: Means, address: str, at: datetime) -> ContactPoint:
    """A new row, last in the order of the person."""
    last = ContactPoint.objects.filter(person=person, ended_at__isnull=True).aggregate(last=Max("rank"))["last"]
    rank = 0 if last is None else last + 1
    return ContactPoint.objects.create(person_id=person, means=means, address=address, rank=rank, made_at=at)


def end_contact(row: ContactPoint, at: datetime) -> None:
    """End a row at a moment, which may lie ahead, and say so."""
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(ContactEnded(row.id, row.person_id, row.means, at))
