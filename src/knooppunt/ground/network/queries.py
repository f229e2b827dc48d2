"""Reading the network. Organisations are known to whoever is signed in; people need ``network.read``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from knooppunt.ground.network.models import Appointment, Function, Organisation, Person
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import today
from knooppunt.kit.problems import NotAllowed, NotFound, phrase

READ = "network.read"


def organisations(*, kind: str = "", actor: Actor) -> Sequence[Organisation]:
    """All organisations, or those of one ``kind``, by name."""
    _signed_in(actor)
    found = Organisation.objects.all()
    return list(found.filter(kind=kind) if kind else found)


def organisation(which: UUID | str, *, actor: Actor) -> Organisation:
    """The organisation with this identifier, abbreviation or name; :class:`NotFound`."""
    _signed_in(actor)
    same = Q(pk=which) if isinstance(which, UUID) else Q(abbreviation__iexact=which) | Q(name__iexact=which)
    found = Organisation.objects.filter(same).first() if which else None
    if found is None:
        raise NotFound(phrase("There is no organisation {which}."), place="organisation", which=which)
    return found


def organisation_names(*, actor: Actor) -> Mapping[str, str]:
    """Identifier as text → name, of all organisations: to show ``held_by`` and ``shared_with`` in one query."""
    _signed_in(actor)
    return {str(key): name for key, name in Organisation.objects.values_list("id", "name")}


def people(*, actor: Actor) -> Sequence[Person]:
    """All people, by name."""
    actor.require(READ)
    return list(Person.objects.all())


def person(which: UUID | str, *, actor: Actor) -> Person:
    """The person with this identifier or email address; :class:`NotFound`."""
    actor.require(READ)
    same = Q(pk=which) if isinstance(which, UUID) else Q(email__iexact=which)
    found = Person.objects.filter(same).first() if which else None
    if found is None:
        raise NotFound(phrase("There is no person {which}."), place="person", which=which)
    return found


def function(which: UUID, *, actor: Actor) -> Function:
    """The function, with its organisation; :class:`NotFound`."""
    actor.require(READ)
    found = Function.objects.select_related("organisation").filter(pk=which).first()
    if found is None:
        raise NotFound(phrase("There is no such function."), place="function")
    return found


def functions(*, organisation: UUID | None = None, actor: Actor) -> Sequence[Function]:
    """The functions of one organisation, or of all, with their organisation."""
    actor.require(READ)
    found = Function.objects.select_related("organisation").order_by("organisation__name", "title")
    return list(found.filter(organisation=organisation) if organisation else found)


def appointments(
    *, person: UUID | None = None, organisation: UUID | None = None, on: date | None = None, actor: Actor
) -> Sequence[Appointment]:
    """The appointments in force on a day (default today), with person, function and organisation.

    Everyone may read their own; those of others need ``network.read``.
    """
    if person is None or str(person) != actor.id:
        actor.require(READ)
    found = Appointment.objects.on(on or today()).select_related("person", "function__organisation")
    if person:
        found = found.filter(person=person)
    if organisation:
        found = found.filter(function__organisation=organisation)
    return list(found.order_by("function__title", "person__name"))


def _signed_in(actor: Actor) -> None:
    if not actor.id:
        raise NotAllowed(phrase("There is nothing here."))
