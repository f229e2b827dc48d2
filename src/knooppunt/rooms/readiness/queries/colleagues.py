"""To whom someone can delegate: those with a function at the same organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from knooppunt.ground.network.public import appointments
from knooppunt.kit.authority import Actor
from knooppunt.rooms.readiness.models import Call


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone to delegate to."""

    person: UUID
    name: str


def colleagues(call: UUID, *, actor: Actor) -> Sequence[Colleague]:
    """The colleagues of who is called, by name; needs ``network.read``. Two queries."""
    actor.require("network.read")
    row = Call.objects.filter(pk=call).first()
    if row is None:
        return []
    held = appointments(organisation=row.organisation_id, actor=actor)
    found = {one.person_id: one.person.name for one in held if one.person_id != row.person_id}
    return [Colleague(who, name) for who, name in sorted(found.items(), key=lambda one: one[1])]
