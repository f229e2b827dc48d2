"""The directory in whole, to take along or to compare a file with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from knooppunt.ground.network.models import Appointment, ContactPoint, Organisation, Person
from knooppunt.ground.network.queries.contacts import ContactLine, contact_points
from knooppunt.ground.network.queries.reading import CONTACTS
from knooppunt.ground.network.rules import Means
from knooppunt.ground.network.rules.importing import Known
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today


@dataclass(frozen=True, slots=True)
class Entry:
    """A person in a function; the last five are empty for who has none. ``contacts`` in order of preference."""

    person: UUID
    name: str
    contacts: Sequence[ContactLine]
    organisation: str = ""
    function: str = ""
    role: str = ""
    starts: date | None = None
    ends: date | None = None


def everyone(*, actor: Actor) -> Sequence[Entry]:
    """All people, with what they hold today and how they are reached. Needs ``network.contacts``. Three queries."""
    actor.require(CONTACTS)
    people = list(Person.objects.filter(merged_into__isnull=True))
    reached = contact_points([one.id for one in people], actor=actor)
    held: dict[UUID, list[Appointment]] = {}
    for row in Appointment.objects.on(today()).select_related("function__organisation"):
        held.setdefault(row.person_id, []).append(row)
    return [entry for one in people for entry in _entries(one, reached[one.id], held.get(one.id, []))]


def known(*, actor: Actor) -> Known:
    """What a file that comes in is compared with. Needs ``network.contacts``. Three queries."""
    actor.require(CONTACTS)
    places: dict[str, tuple[UUID, str]] = {}
    for place in Organisation.objects.select_related("merged_into"):
        now_called = place.merged_into or place
        for word in (place.name, place.abbreviation):
            if word:
                places[word.casefold()] = (now_called.id, now_called.name)
    return Known(places, dict(Person.objects.filter(merged_into__isnull=True).values_list("id", "name")), _by_email())


def _by_email() -> dict[str, UUID]:
    found: dict[str, set[UUID]] = {}
    rows = ContactPoint.objects.current(now()).filter(means=Means.EMAIL, person__merged_into__isnull=True)
    for address, person in rows.values_list("address", "person_id"):
        found.setdefault(address, set()).add(person)
    return {address: people.pop() for address, people in found.items() if len(people) == 1}


def _entries(person: Person, contacts: Sequence[ContactLine], held: Sequence[Appointment]) -> list[Entry]:
    return [
        Entry(
            person.id, person.name, contacts, row.function.organisation.name, row.function.title, row.function.role,
            row.starts, row.ends,
        )
        for row in held
    ] or [Entry(person.id, person.name, contacts)]  # fmt: skip
