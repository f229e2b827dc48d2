"""How people are reached, for people: one's own, of others with ``network.contacts``, or of who is on duty now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from knooppunt.ground.network.models import Appointment, ContactPoint, Person
from knooppunt.ground.network.queries.reading import CONTACTS, OWN, READ
from knooppunt.ground.network.rules import MEANS_NAMES, STANDING_NAMES, Means, Standing, shown_address, standing_of
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today
from knooppunt.kit.problems import NotFound, phrase


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A way to reach a person, and how it stands. ``days`` (whole) since the last answer; nothing when there is none.

    ``means_name`` and ``standing_name`` are English sentences for the translators.
    """

    id: UUID
    person: UUID
    means: Means
    address: str
    verified_at: datetime | None
    standing: Standing
    days: int | None

    @property
    def shown(self) -> str:
        """What a page may show of the address."""
        return shown_address(self.means, self.address)

    @property
    def means_name(self) -> str:
        return MEANS_NAMES[self.means]

    @property
    def standing_name(self) -> str:
        return STANDING_NAMES[self.standing]


def contact_points(
    people: Collection[UUID], *, on_duty: Collection[UUID] = (), actor: Actor
) -> Mapping[UUID, Sequence[ContactLine]]:
    """The current contact points of each of these people in their order; who has none has an empty place. One query.

    One's own need no more than an account; those of others ``network.contacts``, or ``network.read`` when they are
    among ``on_duty``: who is on duty now, as the room that knows rosters says. Of whom one may see nothing there is
    no place at all.
    """
    seen = {one for one in people if _may_see(one, on_duty, actor)}
    if not seen:
        actor.require(CONTACTS)
    at = now()
    found: dict[UUID, list[ContactLine]] = {one: [] for one in people if one in seen}
    for row in ContactPoint.objects.current(at).filter(person__in=seen):
        found[row.person_id].append(_line(row, at))
    return found


def person_of_contact(which: UUID, *, actor: Actor) -> UUID:
    """Of whom a contact point is; :class:`NotFound`, also for who may not see it."""
    row = ContactPoint.objects.filter(pk=which).first()
    if row is None or not _may_see(row.person_id, (), actor):
        raise NotFound(phrase("There is no such contact point."), place="contact")
    return row.person_id


def _may_see(person: UUID, on_duty: Collection[UUID], actor: Actor) -> bool:
    if str(person) == actor.id:
        return actor.may(OWN)
    return actor.may(CONTACTS) or (person in on_duty and actor.may(READ))


def stale_contacts(*, before: Mapping[Means, datetime], actor: Actor) -> Sequence[ContactLine]:
    """Contact points last verified before a moment (aware) for their means, the longest ago first, never ones last.

    Only of people who hold a function today. Needs ``network.contacts``.
    """
    actor.require(CONTACTS)
    at = now()
    rows = ContactPoint.objects.current(at).filter(person__in=_appointed())
    lines = [_line(row, at) for row in rows.order_by("verified_at", "id")]
    return [one for one in lines if one.verified_at is None or one.verified_at < before[one.means]]


def without_contact(*, actor: Actor) -> Sequence[Person]:
    """Who holds a function today and can be reached in no way, by name. Needs ``network.contacts``."""
    actor.require(CONTACTS)
    reached = ContactPoint.objects.current(now()).values("person")
    return list(Person.objects.filter(pk__in=_appointed()).exclude(pk__in=reached))


def _appointed() -> Collection[UUID]:
    return set(Appointment.objects.on(today()).values_list("person", flat=True))


def _line(row: ContactPoint, at: datetime) -> ContactLine:
    means = Means(row.means)
    days = (at - row.verified_at).days if row.verified_at else None
    standing = standing_of(means, row.verified_at, at)
    return ContactLine(row.id, row.person_id, means, row.address, row.verified_at, standing, days)
