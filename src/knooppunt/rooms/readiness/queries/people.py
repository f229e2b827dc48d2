"""Whose rosters, leave and qualifications an actor may decide on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from knooppunt.ground.network.public import NODE_ID, appointments, people
from knooppunt.kit.audience import Audience
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import NotAllowed, phrase
from knooppunt.rooms.readiness.queries.rosters import NODE, audience_of, members
from knooppunt.rooms.readiness.rules.permissions import OVERSEE
from knooppunt.rooms.readiness.rules.rosters import day_span


def people_of(actor: Actor) -> Collection[UUID]:
    """Who works for the organisation of the actor today; with ``readiness.oversee`` everyone.

    Who is lent to it is not among them: their own organisation decides on their leave and what they can do.
    """
    if actor.may(OVERSEE):
        return {one.pk for one in people(actor=NODE)}
    if not actor.organisation:
        return set()
    return {one.person_id for one in appointments(organisation=UUID(actor.organisation), actor=NODE)}


def works_there(person: UUID, starts: date, ends: date | None, actor: Actor) -> bool:
    """Whether someone works for the organisation of the actor, or is lent to it, in all of these days."""
    if not actor.organisation:
        return False
    found = members(UUID(actor.organisation), starts, ends).get(person)
    days = day_span(starts, ends)
    return found is not None and any(
        one.starts <= days.starts and (one.ends is None or (days.ends is not None and days.ends <= one.ends))
        for one in found.spans
    )


def require_own(organisation: UUID, actor: Actor) -> None:
    """Refuse (:class:`NotAllowed`) another organisation than one's own, unless one oversees all."""
    if str(organisation) != actor.organisation and not actor.may(OVERSEE):
        raise NotAllowed(phrase("There is nothing here."))


def audience_of_actor(actor: Actor) -> Audience:
    """The organisation for which the actor acts, and the node."""
    return audience_of(UUID(actor.organisation) if actor.organisation else NODE_ID)
