"""Whose rosters, leave and qualifications an actor may decide on."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from knooppunt.ground.network.public import NODE_ID, appointments, people
from knooppunt.kit.audience import Audience
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import today
from knooppunt.kit.problems import NotAllowed, phrase
from knooppunt.rooms.readiness.models import Loan
from knooppunt.rooms.readiness.queries.rosters import NODE, audience_of
from knooppunt.rooms.readiness.rules.permissions import OVERSEE


def people_of(actor: Actor) -> Collection[UUID]:
    """Who works for the organisation of the actor or is lent to it now; with ``readiness.oversee`` everyone."""
    if actor.may(OVERSEE):
        return {one.pk for one in people(actor=NODE)}
    if not actor.organisation:
        return set()
    place = UUID(actor.organisation)
    lent = Loan.objects.filter(borrower=place, starts__lte=today(), ends__gt=today()).values_list("person", flat=True)
    return {one.person_id for one in appointments(organisation=place, actor=NODE)} | set(lent)


def require_own(organisation: UUID, actor: Actor) -> None:
    """Refuse (:class:`NotAllowed`) another organisation than one's own, unless one oversees all."""
    if str(organisation) != actor.organisation and not actor.may(OVERSEE):
        raise NotAllowed(phrase("There is nothing here."))


def audience_of_actor(actor: Actor) -> Audience:
    """The organisation for which the actor acts, and the node."""
    return audience_of(UUID(actor.organisation) if actor.organisation else NODE_ID)
