"""Reading the journal, each only as far as the actor may hear of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Func, Max, Q, Subquery

from knooppunt.ground.journal.hearing import heard_by
from knooppunt.ground.journal.models import Entry
from knooppunt.kit.audience import Audience
from knooppunt.kit.authority import Actor
from knooppunt.kit.events import AUDIENCE, audience_from

PAGE = 100
NEAR = 200
RECENT, TOGETHER = timedelta(seconds=30), timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as people read it. ``at`` is aware, UTC. ``audience`` None: of the event hears who may read there.

    ``id`` is its number in the chain, which tells how many there are: show it to the operator only. ``key`` (UUIDv7)
    tells nothing of other entries.
    """

    id: int
    key: UUID
    at: datetime
    event: str
    action: str
    actor: str
    organisation: str
    subject: str
    payload: dict[str, Any]
    audience: Audience | None


def entries(
    *, before: int | UUID | None = None, event: str = "", subject: str = "", limit: int = PAGE, actor: Actor
) -> Sequence[Line]:
    """The newest entries first, from just before entry ``before`` (number or key); needs ``journal.read``.

    Those of which the actor may not hear are left out, and so is everything before a key they may not know.
    """
    actor.require("journal.read")
    found = Entry.objects.filter(heard_by(actor)).order_by("-id")
    if isinstance(before, UUID):
        found = found.filter(id__lt=Subquery(Entry.objects.filter(heard_by(actor), key=before).values("id")))
    elif before is not None:
        found = found.filter(id__lt=before)
    if event:
        found = found.filter(event=event)
    if subject:
        found = found.filter(subject=subject)
    return [_line(entry) for entry in found[:limit]]


def event_names(*, actor: Actor) -> Sequence[str]:
    """The kinds of event that occur in the entries the actor may read, in order of name; needs ``journal.read``."""
    actor.require("journal.read")
    return list(Entry.objects.filter(heard_by(actor)).order_by("event").values_list("event", flat=True).distinct())


def announced_since(after: int, *, actor: Actor) -> list[tuple[int, str]]:
    """Entry and event name of what was announced after entry ``after``: the newest of each kind, in order.

    Only of rooms in which ``actor`` has some ``<room>.read``, and only what they may hear of; never what it was about.
    Entries that were committed just before, in another order than their numbers, come along: a reader may hear of a
    thing twice, but misses none.
    """
    clock: Func = Func(function="clock_timestamp", output_field=DateTimeField())
    heard_last = Subquery(Entry.objects.filter(id=after).values("at"))
    late = Q(id__gt=after - NEAR, id__lt=after, at__gt=clock - RECENT) & Q(at__gt=heard_last - TOGETHER)
    rows = Entry.objects.filter(heard_by(actor), Q(id__gt=after) | late).order_by().values("event")
    found = rows.annotate(newest=Max("id")).order_by("newest").values_list("newest", "event")
    return [(entry, event) for entry, event in found if actor.may_anywhere(f"{event.split('.')[0]}.read")]


def _line(entry: Entry) -> Line:
    payload = {name: value for name, value in entry.payload.items() if name != AUDIENCE}
    return Line(
        id=entry.id,
        key=entry.key,
        at=entry.at,
        event=entry.event,
        action=entry.action,
        actor=entry.actor_name,
        organisation=entry.organisation,
        subject=entry.subject,
        payload=payload,
        audience=audience_from(entry.payload.get(AUDIENCE)),
    )
