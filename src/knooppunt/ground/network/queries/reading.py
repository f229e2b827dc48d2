"""Reading the network. Organisations are known to whoever is signed in; people need ``network.read``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from knooppunt.ground.network.models import Appointment, Deputyship, Function, Organisation, Person
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import today
from knooppunt.kit.problems import NotAllowed, NotFound, phrase

READ, DEPUTISE, CONTACTS = "network.read", "network.deputise", "network.contacts"
OWN = "access.own_account"
"""What everyone with an account has, for what is their own; ``access`` stands above this room and gives it."""


@dataclass(frozen=True, slots=True)
class Occupant:
    """Who acts in a seat: a holder of the function, or a deputy of the one whose name is in ``acting_for``.

    ``acting_for`` is the title of the function when its seat is empty; both are empty for a holder.
    """

    person: str
    name: str
    acting_for_id: str = ""
    acting_for: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A function of an organisation and who acts in it; ``function`` is nothing when it was never added."""

    organisation: str
    organisation_name: str
    title: str
    function: UUID | None
    occupants: tuple[Occupant, ...]


def organisations(*, kind: str = "", actor: Actor) -> Sequence[Organisation]:
    """All organisations, or those of one ``kind``, by name."""
    _signed_in(actor)
    found = Organisation.objects.filter(merged_into__isnull=True)
    return list(found.filter(kind=kind) if kind else found)


def organisation(which: UUID | str, *, actor: Actor) -> Organisation:
    """The organisation with this identifier, abbreviation or name, also an earlier one; :class:`NotFound`."""
    _signed_in(actor)
    same = Q(pk=which) if isinstance(which, UUID) else Q(abbreviation__iexact=which) | Q(name__iexact=which)
    found = Organisation.objects.select_related("merged_into").filter(same).first() if which else None
    if found is None:
        raise NotFound(phrase("There is no organisation {which}."), place="organisation", which=which)
    return found.merged_into or found


def organisation_names(*, actor: Actor) -> Mapping[str, str]:
    """Identifier as text → name, of all organisations: to show ``held_by`` and ``shared_with`` in one query.

    One that merged has the name of what it went up in.
    """
    _signed_in(actor)
    names = Organisation.objects.values_list("id", Coalesce("merged_into__name", "name"))
    return {str(key): name for key, name in names}


def people(*, actor: Actor) -> Sequence[Person]:
    """All people, by name."""
    actor.require(READ)
    return list(Person.objects.filter(merged_into__isnull=True))


def person(which: UUID | str, *, actor: Actor) -> Person:
    """The person with this identifier or email address, also an earlier one of before a merge; :class:`NotFound`."""
    actor.require(READ)
    same = Q(pk=which) if isinstance(which, UUID) else Q(email__iexact=which)
    found = Person.objects.select_related("merged_into").filter(same).first() if which else None
    if found is None:
        raise NotFound(phrase("There is no person {which}."), place="person", which=which)
    return found.merged_into or found


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
    *,
    person: UUID | None = None,
    organisation: UUID | None = None,
    on: date | None = None,
    until: date | None = None,
    actor: Actor,
) -> Sequence[Appointment]:
    """The appointments in force on a day (default today), with person, function and organisation.

    With ``until`` those in force on that day or on any after it until just before ``until``.
    Everyone may read their own; those of others need ``network.read``.
    """
    if person is None or str(person) != actor.id:
        actor.require(READ)
    day = on or today()
    rows = Appointment.objects.during(day, until) if until else Appointment.objects.on(day)
    found = rows.select_related("person", "function__organisation")
    if person:
        found = found.filter(person=person)
    if organisation:
        found = found.filter(function__organisation=organisation)
    return list(found.order_by("function__title", "person__name"))


def workplaces(people: Collection[UUID], *, actor: Actor) -> Mapping[UUID, str]:
    """For which organisation each of these people works today; who works for none is left out.

    Of several the one by the last title. Needs ``network.read``. One query.
    """
    actor.require(READ)
    held = Appointment.objects.on(today()).filter(person__in=list(people)).order_by("function__title", "id")
    return {who: str(where) for who, where in held.values_list("person", "function__organisation")}


def _signed_in(actor: Actor) -> None:
    if not actor.id:
        raise NotAllowed(phrase("There is nothing here."))


def seat(organisation_: str, title: str, *, on: date | None = None, actor: Actor) -> Seat:
    """Who acts as ``title`` of an organisation (abbreviation or name) on a day (default today). Four queries.

    A deputy counts while they have a function of their own, and while the one they act for holds this one; of an empty
    seat until somebody is appointed. :class:`NotFound` when there is no such organisation.
    """
    actor.require(READ)
    day, where = on or today(), organisation(organisation_, actor=actor)
    found = Function.objects.filter(organisation=where, title__iexact=title).first()
    holders = _holders(found, day) if found else []
    deputies = _deputies(found, {each.person for each in holders}, day) if found else []
    return Seat(
        str(where.id), where.name, found.title if found else title, found.id if found else None, (*holders, *deputies)
    )


def _holders(function: Function, day: date) -> list[Occupant]:
    held = Appointment.objects.on(day).select_related("person").filter(function=function).order_by("starts", "id")
    return [Occupant(str(each.person_id), each.person.name) for each in held]


def _deputies(function: Function, holders: set[str], day: date) -> list[Occupant]:
    appointed = Appointment.objects.on(day).values("person")
    rows = Deputyship.objects.on(day).select_related("person", "deputy").filter(function=function, deputy__in=appointed)
    return [
        Occupant(
            str(each.deputy_id),
            each.deputy.name,
            str(each.person_id or ""),
            each.person.name if each.person else function.title,
        )
        for each in rows.order_by("starts", "id")
        if (str(each.person_id) in holders if each.person_id else not holders)
    ]


def deputyships(*, function: UUID | None = None, actor: Actor) -> Sequence[Deputyship]:
    """Those that have not ended, with function, organisation and both people, in order of the first day."""
    actor.require(READ)
    rows = Deputyship.objects.filter(ends__gt=today()).select_related("function__organisation", "person", "deputy")
    return list(rows.filter(function=function) if function else rows)
