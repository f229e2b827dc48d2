"""The secret address of one's own duties, for a calendar program."""

from __future__ import annotations

import secrets
from uuid import UUID

from knooppunt.ground.access.public import OWN_ACCOUNT
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import NotFound, phrase
from knooppunt.rooms.readiness.keeping import hold_people
from knooppunt.rooms.readiness.models import DutyAddress
from knooppunt.rooms.readiness.queries.duties import digest_of_secret
from knooppunt.rooms.readiness.queries.people import audience_of_actor
from knooppunt.rooms.readiness.roster_events import DutyAddressRenewed, DutyAddressRevoked

BYTES_OF_SECRET = 32


@action
def renew_duty_address(*, actor: Actor) -> str:
    """Make a new secret for the address of one's duties; the one before lets nobody in any more.

    It is given once and not kept: only its digest is.
    """
    actor.require(OWN_ACCOUNT)
    hold_people([UUID(actor.id)])  # two windows at once: the second makes the first one's address useless
    DutyAddress.objects.filter(person=actor.id, revoked_at__isnull=True).update(revoked_at=now())
    secret = secrets.token_urlsafe(BYTES_OF_SECRET)
    row = DutyAddress.objects.create(person=actor.id, digest=digest_of_secret(secret), made_at=now())
    record(DutyAddressRenewed(row.id, audience_of_actor(actor)))
    return secret


@action
def revoke_duty_address(*, actor: Actor) -> None:
    """Let the address of one's own duties let nobody in any more. :class:`NotFound` when there is none."""
    actor.require(OWN_ACCOUNT)
    row = DutyAddress.objects.select_for_update().filter(person=actor.id, revoked_at__isnull=True).first()
    if row is None:
        raise NotFound(phrase("There is nothing here."))
    row.revoked_at = now()
    row.save(update_fields=["revoked_at"])
    record(DutyAddressRevoked(row.id, audience_of_actor(actor)))
