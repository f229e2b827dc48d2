"""Who waits for whom: one import per source at a time, and a moment after which the past no longer changes."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

from django.db import connection

from knooppunt.ground.figures.models import Delivery, SourceChoice
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, phrase

SETTLING = 7_304_001  # advisory lock: imports share it from before they read the clock until they commit
SOURCES = 7_304_002  # first key of the advisory locks per source
DECISIONS = 7_304_003  # first key of the advisory locks per decision
SAME_MOMENT = timedelta(seconds=1)
STEP = timedelta(microseconds=1)


def hold_settling() -> None:
    """Have :func:`settle` wait until the transaction under way ends: call it before reading the clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [SETTLING])


def lock_source(source: str) -> None:
    """Wait until no other import of ``source`` is under way; held until the transaction ends."""
    hold_settling()
    with connection.cursor() as cursor:
        # A name is hashed to 32 bits: two names with one hash wait for each other, which does no harm.
        key = zlib.crc32(source.encode()) - 2**31
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SOURCES, key])


def next_moment(source: str) -> datetime:
    """From when the delivery under way is known: now, and later than the delivery before it. Needs the lock.

    Raises :class:`Conflict` when the clock stands before that delivery.
    """
    moment = now()
    last = Delivery.objects.filter(source=source).order_by("-known_at").values_list("known_at", flat=True).first()
    if last is None or moment > last:
        return moment
    if last - moment > SAME_MOMENT:
        template = phrase("The clock says {now}, but the last delivery of {source} came in at {last}. Set the clock.")
        raise Conflict(template, now=moment.isoformat(), source=source, last=last.isoformat())
    return last + STEP


def lock_decision(indicator: str, area: str) -> None:
    """Wait until no other decision about the sources of ``indicator`` in ``area`` is under way; for the transaction."""
    hold_settling()
    with connection.cursor() as cursor:
        key = zlib.crc32(f"{indicator} {area}".encode()) - 2**31
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [DECISIONS, key])


def next_decision(indicator: str, area: str) -> datetime:
    """From when the decision under way counts: now, and later than the one before it. Needs the lock."""
    moment = now()
    made = SourceChoice.objects.filter(indicator=indicator, area=area).order_by("-decided_at")
    last = made.values_list("decided_at", flat=True).first()
    return moment if last is None or moment > last else last + STEP


def settle() -> datetime:
    """Wait for the imports that have read the clock to end, and give the moment then.

    What was known at that moment or before never changes again: a later import is known later.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SETTLING])
        try:
            return now()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SETTLING])
