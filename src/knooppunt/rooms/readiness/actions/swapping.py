"""Offers of a swap that end without one: declined by who was asked, or taken back by who asked."""

from __future__ import annotations

from uuid import UUID

from knooppunt.ground.access.public import OWN_ACCOUNT
from knooppunt.ground.journal.public import action, record
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, NotFound, phrase
from knooppunt.rooms.readiness.models import Swap
from knooppunt.rooms.readiness.queries.rosters import audience_of
from knooppunt.rooms.readiness.roster_events import SwapDeclined, SwapWithdrawn


@action
def decline_swap(*, swap: UUID, actor: Actor) -> None:
    """Say no to an offer that was made to oneself. :class:`Conflict` when it was answered already."""
    actor.require(OWN_ACCOUNT)
    row = _offer(swap, "wanted", actor)
    row.ended_at, row.declined = now(), True
    row.save(update_fields=["ended_at", "declined"])
    record(SwapDeclined(row.id, audience_of(row.wanted.roster.organisation_id)))


@action
def withdraw_swap(*, swap: UUID, actor: Actor) -> None:
    """Take back an offer of one's own. :class:`Conflict` when it was answered already."""
    actor.require(OWN_ACCOUNT)
    row = _offer(swap, "offered", actor)
    row.ended_at = now()
    row.save(update_fields=["ended_at"])
    record(SwapWithdrawn(row.id, audience_of(row.offered.roster.organisation_id)))


def _offer(which: UUID, side: str, actor: Actor) -> Swap:
    """The offer, locked, when the duty on that side is the actor's."""
    rows = Swap.objects.select_for_update(of=("self",)).select_related("offered__roster", "wanted__roster")
    row = rows.filter(pk=which).first()
    if row is None or str(getattr(row, side).person_id) != actor.id:
        raise NotFound(phrase("There is nothing here."))
    if row.accepted_at or row.ended_at:
        raise Conflict(phrase("This offer was answered or taken back already."))
    return row
