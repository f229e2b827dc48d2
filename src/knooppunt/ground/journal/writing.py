"""Writes what happened into the journal, with the jobs of those who react to it, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from django.db import connection
from procrastinate.contrib.django import app as jobs

from knooppunt.ground.journal.frames import Happening
from knooppunt.ground.journal.models import Entry
from knooppunt.kit.clock import now
from knooppunt.kit.events import Event

if TYPE_CHECKING:
    from typing import Any

E = TypeVar("E", bound=Event)
Reaction = Callable[[E], None]

SEALING = 7_301_001  # advisory lock: writers share it, the sealer takes it alone

reactions: dict[str, dict[str, Callable[[Any], None]]] = {}


def react_to(event: type[E]) -> Callable[[Reaction[E]], Reaction[E]]:
    """Let the decorated function run as a job, after the commit, for each ``event``; it must bear being run twice."""

    def register(reaction: Reaction[E]) -> Reaction[E]:
        reactions.setdefault(event.event_name(), {})[f"{reaction.__module__}.{reaction.__name__}"] = reaction
        return reaction

    return register


def write(happenings: Sequence[Happening]) -> None:
    """Append the entries and defer their reactions. Call it last: it takes a lock that holds up the sealing."""
    if not happenings:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [SEALING])
    for entry in Entry.objects.bulk_create(_entry(happening) for happening in happenings):
        for reaction in reactions.get(entry.event, {}):
            jobs.configure_task("journal.react", allow_unknown=False).defer(entry=entry.id, reaction=reaction)


def _entry(happening: Happening) -> Entry:
    actor = happening.actor
    return Entry(
        at=now(),
        event=happening.event.event_name(),
        action=happening.action,
        actor_id=actor.id,
        actor_name=actor.name,
        organisation=actor.organisation,
        subject=happening.event.subject(),
        payload=happening.event.payload(),
    )
