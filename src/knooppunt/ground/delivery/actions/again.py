"""Bringing back what was settled: a decision of a person."""

from __future__ import annotations

from uuid import UUID

from knooppunt.ground.delivery.enqueueing import enqueue
from knooppunt.ground.delivery.events import SentAgain
from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.delivery.rules.dispatching import State, check_again
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import NotFound, phrase

RETRY = "delivery.retry"


@action
def send_again(*, dispatch: UUID, actor: Actor) -> None:
    """Try a dispatch that failed, was refused or is uncertain once more; :class:`Conflict` for any other.

    Who had an uncertain one may get it twice, recognisable by the same Message-ID. Needs ``delivery.retry``.
    """
    actor.require(RETRY)
    row = Dispatch.objects.visible_to(actor).select_for_update().filter(pk=dispatch).first()
    if row is None:
        raise NotFound(phrase("There is no such dispatch."))
    was = State(row.state)
    check_again(was)
    row.state, row.reason, row.tries, row.has_turn = State.WAITING, "", 0, False
    row.due_at, row.settled_at = now(), None
    row.save()
    enqueue([row.id], channel=row.channel, urgent=row.urgent)
    record(SentAgain(row.id, row.channel, was, row.audience))
