"""The verbs of the calendar: when a product is due, and the secret address of one's own calendar."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from knooppunt.ground.access.public import OWN_ACCOUNT
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.picture.events import CalendarAddressRenewed, CalendarAddressRevoked, RhythmEnded, RhythmKept
from knooppunt.rooms.picture.models import CalendarAddress, Rhythm
from knooppunt.rooms.picture.queries.calendar import digest_of, visible_rhythms
from knooppunt.rooms.picture.queries.products import READ, declaration
from knooppunt.rooms.picture.rules.rhythm import Beat, beats_to_json, checked_beats, checked_commission

COMPILE = "picture.compile"
BYTES_OF_SECRET = 32


@action
def keep_rhythm(*, product: str, beats: Mapping[str, Beat], commission: str = "", actor: Actor) -> UUID:
    """Declare when a product is due, by phase, or change it. What was due before the change stays so.

    Who may see the product by its declared marking sees when it is due.
    """
    actor.require(COMPILE)
    declared = declaration(product).product
    kept = beats_to_json(checked_beats(beats))
    line = checked_commission(commission)
    _one_at_a_time(f"picture.rhythm {declared.slug}")
    before = Rhythm.objects.filter(product=declared.slug, ended_at__isnull=True).first()
    row = Rhythm(product=declared.slug, commission=line, beats=kept, begins_at=now(), marking=declared.marking)
    row.held_by, row.readers = actor.organisation, [actor.id]
    row.begun_by_id, row.begun_by_name = actor.id, actor.name
    if before is not None:
        row.series, row.version = before.series, before.version + 1
        _end(_seen(before.id, actor), row.begins_at)
    row.save()
    record(RhythmKept(row.id, row.version))
    return row.id


@action
def end_rhythm(*, rhythm: UUID, actor: Actor) -> None:
    """From now on the product is due no more. What was due is kept."""
    actor.require(COMPILE)
    _end(_seen(rhythm, actor), now())
    record(RhythmEnded(rhythm))


@action
def renew_calendar_address(*, actor: Actor) -> str:
    """Make a new secret for the address of one's own calendar; the one before lets nobody in any more.

    It is given once and not kept: only its digest is.
    """
    actor.require(OWN_ACCOUNT)
    actor.require(READ)
    _one_at_a_time(f"picture.calendar {actor.id}")
    CalendarAddress.objects.filter(person=actor.id, revoked_at__isnull=True).update(revoked_at=now())
    secret = secrets.token_urlsafe(BYTES_OF_SECRET)
    row = CalendarAddress.objects.create(person=actor.id, digest=digest_of(secret), made_at=now())
    record(CalendarAddressRenewed(row.id))
    return secret


@action
def revoke_calendar_address(*, actor: Actor) -> None:
    """Let the address of one's own calendar let nobody in any more. :class:`NotFound` when there is none."""
    actor.require(OWN_ACCOUNT)
    row = CalendarAddress.objects.select_for_update().filter(person=actor.id, revoked_at__isnull=True).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    row.revoked_at = now()
    row.save(update_fields=["revoked_at"])
    record(CalendarAddressRevoked(row.id))


def _seen(which: UUID, actor: Actor) -> Rhythm:
    row = visible_rhythms(actor).select_for_update().filter(pk=which, ended_at__isnull=True).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    return row


def _end(row: Rhythm, moment: datetime) -> None:
    row.ended_at = moment
    row.save(update_fields=["ended_at"])


def _one_at_a_time(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
