"""Runs one reaction to one entry: the work behind the ``journal.react`` job."""

from __future__ import annotations

from knooppunt.ground.journal.models import Entry
from knooppunt.ground.journal.writing import reactions
from knooppunt.kit.events import event_named


def react(*, entry: int, reaction: str) -> None:
    """Call ``reaction`` (dotted name) with the event of ``entry``. ``KeyError`` when no room registered it."""
    row = Entry.objects.get(pk=entry)
    event = event_named(row.event).from_payload(row.payload)
    reactions[row.event][reaction](event)
