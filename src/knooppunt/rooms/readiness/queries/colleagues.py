"""To whom someone can delegate: those with a function at the same organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from knooppunt.ground.network.public import appointments
from knooppunt.kit.authority import Actor
from knooppunt.rooms.readiness.calling import HOUSE
from knooppunt.rooms.readiness.models import Call
from knooppunt.rooms.readiness.queries.linked import Linked
from knooppunt.rooms.readiness.rules.permissions import BY_LINK

MOST_BY_LINK = 100


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone to delegate to; ``same``: they hold the role that is asked for."""

    person: UUID
    name: str
    same: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """What a link shows of colleagues; ``more``: there are others, whom one delegates to after signing in."""

    people: Sequence[Colleague]
    more: bool


def colleagues(call: UUID, *, actor: Actor) -> Sequence[Colleague]:
    """The colleagues of who is called, by name; needs ``network.read``. Two queries.

    Of an organisation that merged: those of what it went up in.
    """
    actor.require("network.read")
    row = Call.objects.filter(pk=call).select_related("organisation", "group").first()
    if row is None:
        return []
    place = row.organisation.merged_into_id or row.organisation_id
    held = [one for one in appointments(organisation=place, actor=actor) if one.person_id != row.person_id]
    same = {one.person_id for one in held if one.function.role == row.group.role}
    names = {one.person_id: one.person.name for one in held}
    return [Colleague(who, name, who in same) for who, name in sorted(names.items(), key=lambda one: one[1])]


def names_by_link(found: Linked, *, bound: str, actor: Actor) -> Names | None:
    """The names to delegate to, for the browser that chose to; none for every other (``bound``: digest of its mark).

    Who holds the role that is asked for comes first, and a hundred at most: the page stays small.
    """
    actor.require(BY_LINK)
    if not found.open or not bound or found.bound != bound:
        return None
    people = sorted(colleagues(found.call, actor=HOUSE), key=lambda one: not one.same)
    return Names(people[:MOST_BY_LINK], len(people) > MOST_BY_LINK)
