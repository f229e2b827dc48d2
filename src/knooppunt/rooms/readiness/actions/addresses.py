"""The secret address of one's own duties, for a calendar program."""

from __future__ import annotations

import secrets

from knooppunt.ground.access.public import OWN_ACCOUNT
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.rooms.readiness.models import DutyAddress
from knooppunt.rooms.readiness.queries.duties import digest_of_secret
from knooppunt.rooms.readiness.queries.people import audience_of_actor
from knooppunt.rooms.readiness.roster_events import DutyAddressRenewed

BYTES_OF_SECRET = 32


@action
def renew_duty_address(*, actor: Actor) -> str:
    """Make a new secret for the address of one's duties; the one before lets nobody in any more.

    It is given once and not kept: only its digest is.
    """
    actor.require(OWN_ACCOUNT)
    DutyAddress.objects.filter(person=actor.id, revoked_at__isnull=True).update(revoked_at=now())
    secret = secrets.token_urlsafe(BYTES_OF_SECRET)
    row = DutyAddress.objects.create(person=actor.id, digest=digest_of_secret(secret), made_at=now())
    record(DutyAddressRenewed(row.id, audience_of_actor(actor)))
    return secret
