"""Who holds a role where, and how people are reached. Addresses are for those who send, never for a page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from knooppunt.ground.network.models import Appointment, ContactPoint
from knooppunt.ground.network.queries.reading import READ
from knooppunt.ground.network.rules import Means, Role
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today

REACH = "network.reach"
"""Leave to use the addresses of people; granted to nobody: the house sends."""


@dataclass(frozen=True, slots=True)
class Reach:
    """One way to reach a person; ``verified_at`` (aware, UTC) is when they last answered on it, if ever."""

    id: UUID
    person: UUID
    means: Means
    address: str
    verified_at: datetime | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a function with a role in an organisation on a day."""

    person: UUID
    name: str
    function: UUID
    title: str
    role: Role
    organisation: UUID
    organisation_name: str
    area: str


def reach(people: Collection[UUID], *, actor: Actor) -> Mapping[UUID, Sequence[Reach]]:
    """The current contact points of each of these people, in their order; who has none is left out. One query.

    Needs ``network.reach``.
    """
    actor.require(REACH)
    found: dict[UUID, list[Reach]] = {}
    for row in ContactPoint.objects.current(now()).filter(person__in=list(people)):
        found.setdefault(row.person_id, []).append(
            Reach(row.id, row.person_id, Means(row.means), row.address, row.verified_at)
        )
    return found


def holders(
    *,
    roles: Collection[str] = tuple(Role),
    organisations: Collection[UUID] | None = None,
    on: date | None = None,
    actor: Actor,
) -> Sequence[Holder]:
    """Who holds these roles on a day (default today) in these organisations (default all), by organisation and name.

    Needs ``network.read``. One query.
    """
    actor.require(READ)
    found = Appointment.objects.on(on or today()).filter(function__role__in=list(roles))
    if organisations is not None:
        found = found.filter(function__organisation__in=list(organisations))
    rows = found.select_related("person", "function__organisation")
    return [_holder(row) for row in rows.order_by("function__organisation__name", "person__name", "id")]


def _holder(row: Appointment) -> Holder:
    function = row.function
    place = function.organisation
    role = Role(function.role)
    return Holder(row.person_id, row.person.name, function.id, function.title, role, place.id, place.name, place.area)
