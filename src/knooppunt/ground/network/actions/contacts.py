"""How people are reached. Everyone keeps their own contact points; those of others need ``network.contacts``."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.contacting import append_contact, end_contact
from knooppunt.ground.network.events import ContactAdded, ContactConfirmed, ContactsReordered
from knooppunt.ground.network.models import ContactPoint, Person
from knooppunt.ground.network.queries.reaching import REACH
from knooppunt.ground.network.queries.reading import CONTACTS, OWN
from knooppunt.ground.network.rules import address_of, means_of
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, NotFound, phrase

PROVE = "network.prove"
"""Leave to note that somebody answered; granted to nobody: the house sees the answer."""
MOST = 20
"""Contact points of one person."""


@action
def add_contact_point(*, person: UUID, means: str, address: str, actor: Actor) -> UUID:
    """Add a way to reach a person, last in their order; the address is written in the one way there is for it.

    :class:`Invalid` when there can be no such address, :class:`Conflict` when the person has it already.
    """
    _ask(person, actor)
    way = means_of(means)
    written, at = address_of(way, address), now()
    _locked(person)
    own = ContactPoint.objects.current(at).filter(person=person)
    if own.filter(means=way, address=written).exists():
        raise Conflict(phrase("This contact point is already there."), place="address")
    if own.count() >= MOST:
        raise Conflict(phrase("A person has at most {most} contact points."), most=MOST)
    made = append_contact(person, way, written, at)
    record(ContactAdded(made.id, person, way))
    return made.id


@action
def reorder(*, person: UUID, order: Sequence[UUID], actor: Actor) -> None:
    """Put the contact points of a person in this order, the most preferred first; ``order`` names each of them once."""
    _ask(person, actor)
    _locked(person)
    rows = {row.id: row for row in ContactPoint.objects.current(now()).filter(person=person)}
    if sorted(order) != sorted(rows):
        raise Conflict(phrase("The contact points changed in between: look again."))
    for rank, which in enumerate(order):
        rows[which].rank = rank
    ContactPoint.objects.bulk_update(rows.values(), ["rank"])
    record(ContactsReordered(person, tuple(str(one) for one in order)))


@action
def move_up(*, contact: UUID, actor: Actor) -> None:
    """Prefer a contact point to the one before it; nothing changes for the first."""
    row = _contact(contact)
    _ask(row.person_id if row else None, actor)
    if row is None:
        raise NotFound(phrase("There is no such contact point."), place="contact")
    order = list(ContactPoint.objects.current(now()).filter(person=row.person_id).values_list("id", flat=True))
    place = order.index(row.id) if row.id in order else 0
    if place > 0:
        order[place - 1], order[place] = order[place], order[place - 1]
        reorder(person=row.person_id, order=order, actor=actor)


@action
def end_contact_point(*, contact: UUID, actor: Actor) -> None:
    """Let a person no longer be reached in this way, from now on."""
    row = _contact(contact)
    _ask(row.person_id if row else None, actor)
    at = now()
    if row is None or (row.ended_at and row.ended_at <= at):
        raise NotFound(phrase("There is no such contact point."), place="contact")
    end_contact(row, at)


@action
def confirm_contact(*, contact: UUID, proof: UUID, actor: Actor) -> None:
    """Note that the person answered on this contact point, to ``proof``. Needs ``network.prove``."""
    actor.require(PROVE)
    row, at = _contact(contact), now()
    if row is None or (row.ended_at and row.ended_at <= at):
        raise NotFound(phrase("There is no such contact point."), place="contact")
    row.verified_at = at
    row.save(update_fields=["verified_at"])
    record(ContactConfirmed(row.id, row.person_id, row.means, str(proof)))


@action
def lose_contact(*, person: UUID, means: str, address: str, actor: Actor) -> None:
    """End the contact point behind which there is nobody any more, as whoever sent to it was told.

    Nothing changes when it was ended already. Needs ``network.reach``.
    """
    actor.require(REACH)
    at = now()
    current = ContactPoint.objects.current(at).select_for_update()
    for row in current.filter(person=person, means=means_of(means), address=address):
        end_contact(row, at)


def _ask(person: UUID | None, actor: Actor) -> None:
    actor.require(OWN if person and str(person) == actor.id else CONTACTS)


def _locked(person: UUID) -> None:
    found = Person.objects.select_for_update().filter(pk=person, merged_into__isnull=True).first()
    if found is None:
        raise NotFound(phrase("There is no such person."), place="person")
    if found.left_on is not None:
        raise Conflict(phrase("{name} leaves, or has left."), name=found.name)


def _contact(which: UUID) -> ContactPoint | None:
    return ContactPoint.objects.select_for_update().filter(pk=which).first()
