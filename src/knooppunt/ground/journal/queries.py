"""Reading the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from knooppunt.ground.journal.models import Entry
from knooppunt.kit.authority import Actor

PAGE = 100

SINCE = """
SELECT max(id), event FROM journal_entry
WHERE id > %(after)s
   OR (id > %(near)s AND id < %(after)s AND at > clock_timestamp() - interval '30 seconds'
       AND at > (SELECT at - interval '5 seconds' FROM journal_entry WHERE id = %(after)s))
GROUP BY event ORDER BY max(id)
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as people read it. ``at`` is aware, UTC."""

    id: int
    at: datetime
    event: str
    action: str
    actor: str
    organisation: str
    subject: str
    payload: dict[str, Any]


def entries(
    *, before: int | None = None, event: str = "", subject: str = "", limit: int = PAGE, actor: Actor
) -> Sequence[Line]:
    """The newest entries first, from just before entry ``before``; needs ``journal.read``."""
    actor.require("journal.read")
    found = Entry.objects.order_by("-id")
    if before is not None:
        found = found.filter(id__lt=before)
    if event:
        found = found.filter(event=event)
    if subject:
        found = found.filter(subject=subject)
    return [_line(entry) for entry in found[:limit]]


def event_names(*, actor: Actor) -> Sequence[str]:
    """The kinds of event that occur in the journal, in order of name; needs ``journal.read``."""
    actor.require("journal.read")
    return list(Entry.objects.order_by("event").values_list("event", flat=True).distinct())


def announced_since(after: int, *, actor: Actor) -> list[tuple[int, str]]:
    """Entry and event name of what was announced after entry ``after``: the newest of each kind, in order.

    Only of rooms in which ``actor`` has some ``<room>.read``; never what it was about. Entries that were committed
    just before, in another order than their numbers, come along: a reader may hear of a thing twice, but misses none.
    """
    with connection.cursor() as cursor:
        cursor.execute(SINCE, {"after": after, "near": after - 200})
        found = [(int(entry), str(event)) for entry, event in cursor.fetchall()]
    return [(entry, event) for entry, event in found if actor.may_anywhere(f"{event.split('.')[0]}.read")]


def _line(entry: Entry) -> Line:
    return Line(
        id=entry.id,
        at=entry.at,
        event=entry.event,
        action=entry.action,
        actor=entry.actor_name,
        organisation=entry.organisation,
        subject=entry.subject,
        payload=entry.payload,
    )
