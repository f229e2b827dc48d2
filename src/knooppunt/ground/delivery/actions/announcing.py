"""Passing on to webhooks what the journal announced."""

from __future__ import annotations

from uuid import UUID

from knooppunt.ground.delivery.events import Dispatched
from knooppunt.ground.delivery.models import Subscription
from knooppunt.ground.delivery.outgoing import write_dispatches
from knooppunt.ground.delivery.rules.announcing import Standing
from knooppunt.ground.journal.public import action, announced_after, record
from knooppunt.kit.authority import Actor

AT_ONCE = 500


@action
def announce(*, subscription: UUID, until: int, hears: Actor, actor: Actor) -> int:
    """Make dispatches of what was announced to a webhook up to entry ``until``, and move its cursor there.

    In one transaction: killed at any moment, nothing is missed and nothing made twice. ``hears`` is who made the
    webhook, with the rights of today. How many; 0 when another worker is at it.
    """
    actor.require("delivery.send")
    locked = Subscription.objects.select_for_update(skip_locked=True)
    found = locked.filter(pk=subscription, standing=Standing.ACTIVE, cursor__lt=until).first()
    if found is None:
        return 0
    told = announced_after(found.cursor, until, events=found.events, actor=hears)[:AT_ONCE]
    if not told:
        return 0
    made = write_dispatches(found, told, round_="")
    found.cursor = told[-1].entry
    found.save(update_fields=["cursor"])
    record(Dispatched(str(found.id), "webhook", len(made), urgent=False, audience=made[0].audience))
    return len(made)
