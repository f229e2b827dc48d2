"""Reading the journal in order, by whoever passes on what was announced: nothing missed, nothing out of turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from knooppunt.ground.journal.hearing import heard_by
from knooppunt.ground.journal.models import Entry
from knooppunt.ground.journal.writing import SEALING
from knooppunt.kit.authority import Actor


@dataclass(frozen=True, slots=True)
class Announced:
    """That something happened: what kind, to what, when (aware, UTC). Nothing of what it says."""

    entry: int
    key: UUID
    at: datetime
    event: str
    subject: str


def final_entry() -> int:
    """The number up to which no entry can come in any more; 0 when there is none.

    Entries are committed in another order than their numbers. Writers share a lock until they commit; having it alone
    for a moment shows that nobody is under way. Call it outside a transaction that holds other locks.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING])
        cursor.execute("SELECT coalesce(max(id), 0) FROM journal_entry")
        return int(cursor.fetchone()[0])


def announced_after(after: int, until: int, *, events: Sequence[str], actor: Actor) -> Sequence[Announced]:
    """What was announced of these events in entries after ``after`` up to ``until``, in order.

    Only of rooms in which ``actor`` has some ``<room>.read``, and only what they may hear of, as on the live stream.
    """
    found = Entry.objects.filter(heard_by(actor), id__gt=after, id__lte=until, event__in=_audible(events, actor))
    return [_announced(entry) for entry in found.order_by("id")]


def announced_between(
    since: datetime, until: datetime, *, events: Sequence[str], most: int, actor: Actor
) -> Sequence[Announced]:
    """The same by time (aware, ``since`` included, ``until`` not), the first ``most`` of them."""
    found = Entry.objects.filter(heard_by(actor), at__gte=since, at__lt=until, event__in=_audible(events, actor))
    return [_announced(entry) for entry in found.order_by("id")[:most]]


def _audible(events: Sequence[str], actor: Actor) -> list[str]:
    return [event for event in events if actor.may_anywhere(f"{event.split('.')[0]}.read")]


def _announced(entry: Entry) -> Announced:
    return Announced(entry.id, entry.key, entry.at, entry.event, entry.subject)
