"""Taking back what was not sent yet."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from knooppunt.ground.delivery.events import Withdrawn
from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.delivery.rules.dispatching import State
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.audience import Audience
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now

SEND = "delivery.send"


@action
def withdraw(*, about: str, addressees: Collection[UUID] | None = None, actor: Actor) -> int:
    """Take back what waits for these addressees (``None``: all) about a thing; how many were waiting.

    What is being sent at this moment may still arrive, but is not tried again; what was sent stays sent. Needs
    ``delivery.send``.
    """
    actor.require(SEND)
    found = Dispatch.objects.visible_to(actor).filter(about=about, settled_at__isnull=True)
    if addressees is not None:
        found = found.filter(addressee__in=list(addressees))
    # In one order, so that two who take back at once wait for one another; a worker at it is waited for too.
    rows = list(found.select_for_update().order_by("id"))
    moment = now()
    waiting = [row for row in rows if row.state == State.WAITING]
    Dispatch.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=moment)
    Dispatch.objects.filter(pk__in=[row.pk for row in waiting]).update(state=State.WITHDRAWN, settled_at=moment)
    counted: dict[tuple[str, Audience], int] = {}
    for row in waiting:
        counted[row.channel, row.senders] = counted.get((row.channel, row.senders), 0) + 1
    for (channel, audience), count in counted.items():
        record(Withdrawn(about, channel, count, audience))
    return len(waiting)
