"""What holds while something goes over a wire: who has a dispatch, how far it is, and whose turn it is in a lane.

This is the state of machines, not what happened: it stands outside the journal.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from knooppunt.ground.delivery.models import Attempt, Dispatch, Lane
from knooppunt.ground.delivery.rules import turn
from knooppunt.kit.clock import now

CLOSED = timedelta(seconds=30)
SIXTY_FOUR = 8  # bytes of an identifier that make the number of its lock


@contextmanager
def holding(dispatch: UUID) -> Iterator[bool]:
    """Have a dispatch for oneself; ``False`` when another worker has it.

    PostgreSQL keeps it for the session: when the worker dies, or loses its connection, it is free at that moment. Who
    then finds an attempt open knows that nobody is at it any more.
    """
    number = int.from_bytes(dispatch.bytes[-SIXTY_FOUR:], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def mark_handing(attempt: UUID) -> None:
    """Write down, before the last byte, that from here the message may have been delivered."""
    Attempt.objects.filter(pk=attempt, ended_at__isnull=True).update(handing_at=now())


def take_turn(dispatch: UUID, lane: str, gap: timedelta) -> datetime:
    """The moment of this dispatch in its lane: a place is taken there, ``gap`` before the next one."""
    with transaction.atomic():
        row = _locked(lane)
        at = turn(row.free_at, row.closed_until, now())
        row.free_at = at + gap
        row.save(update_fields=["free_at"])
        Dispatch.objects.filter(pk=dispatch, state="waiting").update(due_at=at, has_turn=True)
    return at


def is_closed(lane: str) -> bool:
    """Whether nobody answered there a moment ago."""
    return Lane.objects.filter(name=lane, closed_until__gt=now()).exists()


def close(lane: str) -> None:
    """Nobody answers there: others need not try for a while."""
    with transaction.atomic():
        row = _locked(lane)
        row.closed_until = now() + CLOSED
        row.save(update_fields=["closed_until"])


def _locked(lane: str) -> Lane:
    Lane.objects.bulk_create([Lane(name=lane)], ignore_conflicts=True)
    return Lane.objects.select_for_update().get(pk=lane)
