"""Telling those whom the norm of a phase names that it is reached."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from knooppunt.ground.delivery.public import Message, Occasion, send
from knooppunt.ground.incidents.public import Phase, phase_changes
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import NODE_ID, holders
from knooppunt.kit.authority import Actor
from knooppunt.rooms.readiness.events import PhaseTold
from knooppunt.rooms.readiness.queries.norms import norm
from knooppunt.rooms.readiness.rules.permissions import CHECK


@action
def tell_of_phase(*, incident: UUID, phase: Phase, actor: Actor) -> int:
    """Mail those whom the norm of ``phase`` names that this incident is in it; how many people that are.

    Once for each time that the phase is reached, however often this is repeated; in an exercise only who takes part is
    sent anything. Of the organisations that the norm names, or of the node. For the node itself.
    """
    actor.require(CHECK)
    found = norm(phase, actor=actor)
    reached = next((one for one in phase_changes(incident, actor=actor) if one.phase is phase), None)
    if found is None or reached is None or not found.told:
        return 0
    places = found.told_organisations or (NODE_ID,)
    held = holders(roles=found.told, organisations=places, actor=actor)
    people = sorted({one.person for one in held})
    if people:
        send(
            to=people,
            message=_message,
            about=str(incident),
            key=f"readiness.phase:{incident}:{phase.value}:{reached.at.isoformat()}",
            occasion=Occasion(incident),
            actor=actor,
        )
        record(PhaseTold(incident, phase.value))
    return len(people)


def _message() -> Message:
    return Message(
        gettext("The phase has changed"),
        gettext("The norm of the new phase names you. In Knooppunt you see which phase it is and what it asks."),
        reverse("incident"),
    )
