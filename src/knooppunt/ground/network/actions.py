"""The verbs of the network. They need ``network.manage``; deputies are declared under ``network.deputise``."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from knooppunt.ground.geography.public import is_known
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.events import (
    Appointed,
    AppointmentEnded,
    DeputyDeclared,
    DeputyshipEnded,
    FunctionAdded,
    OrganisationAdded,
    OrganisationChanged,
    PersonAdded,
)
from knooppunt.ground.network.models import Appointment, Deputyship, Function, Organisation, Person
from knooppunt.ground.network.queries.reading import DEPUTISE, READ
from knooppunt.ground.network.registry import Listed, listed_organisations
from knooppunt.ground.network.rules import Stand, Term, kind_of, may_hold, may_stand_in, role_of, section_of
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import today
from knooppunt.kit.ids import new_id
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase

MANAGE = "network.manage"


@action
def add_organisation(*, name: str, kind: str, area: str = "", abbreviation: str = "", actor: Actor) -> Organisation:
    """Add an organisation; :class:`Conflict` when its name or abbreviation is taken."""
    actor.require(MANAGE)
    name, abbreviation = _needed(name, "name"), abbreviation.strip()
    if area and not is_known(area):
        raise Invalid(phrase("There is no area {code}."), place="area", code=area)
    _free(name, abbreviation)
    made = _row(Listed(new_id(), abbreviation, name, kind_of(kind), area))
    made.save(force_insert=True)
    record(OrganisationAdded(made.id, made.name, made.kind, made.area))
    return made


@action
def sync_organisations(*, actor: Actor) -> int:
    """Bring the package table in: add what is missing, change what the table says otherwise. Returns how many."""
    actor.require(MANAGE)
    known = Organisation.objects.in_bulk([listed.id for listed in listed_organisations()])
    missing = [listed for listed in listed_organisations() if listed.id not in known]
    for added in Organisation.objects.bulk_create(_row(listed) for listed in missing):
        record(OrganisationAdded(added.id, added.name, added.kind, added.area))
    changed = [
        (known[listed.id], listed)
        for listed in listed_organisations()
        if listed.id in known and _told(known[listed.id]) != _told(listed)
    ]
    for present, listed in changed:
        _change(present, listed)
    return len(missing) + len(changed)


@action
def add_person(*, name: str, email: str = "", actor: Actor) -> Person:
    """Add a person; :class:`Conflict` when someone already has the email address."""
    actor.require(MANAGE)
    email = email.strip()
    if email and Person.objects.filter(email__iexact=email).exists():
        raise Conflict(phrase("Someone with the email address {email} is already known."), place="email", email=email)
    person = Person.objects.create(name=_needed(name, "name"), email=email)
    record(PersonAdded(person.id, person.name))
    return person


@action
def add_function(*, title: str, organisation: UUID, section: str = "", role: str = "", actor: Actor) -> Function:
    """Add a function to an organisation; ``section`` only in the node itself, ``role`` (or none) in any."""
    actor.require(MANAGE)
    title = _needed(title, "title")
    place = Organisation.objects.filter(pk=organisation).first()
    if place is None:
        raise NotFound(phrase("There is no such organisation."), place="organisation")
    if Function.objects.filter(organisation=place, title__iexact=title).exists():
        raise Conflict(phrase("{organisation} already has a function {title}."), organisation=place.name, title=title)
    function = Function.objects.create(
        title=title, organisation=place, section=section_of(section, place.kind), role=role_of(role)
    )
    record(FunctionAdded(function.id, title, place.id, function.section))
    return function


@action
def appoint(
    *, person: UUID, function: UUID, starts: date | None = None, ends: date | None = None, actor: Actor
) -> Appointment:
    """Let a person hold a function from ``starts`` (default today) until just before ``ends``; nobody themselves."""
    actor.require(MANAGE)
    if str(person) == actor.id:
        raise Conflict(phrase("Nobody appoints themselves."), place="person")
    # The lock on the person keeps two appointments at once from giving someone two organisations.
    holder = Person.objects.select_for_update().filter(pk=person).first()
    place = Function.objects.select_related("organisation").filter(pk=function).first()
    if holder is None or place is None:
        raise NotFound(phrase("There is no such person or function."))
    term = Term(place.id, place.organisation_id, starts or today(), ends)
    held = Appointment.objects.select_related("function").filter(person=holder)
    may_hold(term, [appointment.term() for appointment in held])
    made = Appointment.objects.create(person=holder, function=place, starts=term.starts, ends=term.ends)
    until = term.ends.isoformat() if term.ends else ""
    record(Appointed(made.id, holder.id, holder.name, place.id, place.title, term.starts, until))
    return made


@action
def end_appointment(*, appointment: UUID, ends: date | None = None, actor: Actor) -> Appointment:
    """End an appointment; ``ends`` (default today) is the first day that no longer counts.

    One that had not begun by then ends on its first day: it never held.
    """
    actor.require(MANAGE)
    found = Appointment.objects.select_for_update(of=("self",)).select_related("person", "function")
    ending = found.filter(pk=appointment).first()
    if ending is None:
        raise NotFound(phrase("There is no such appointment."))
    day = ends or today()
    if ending.ends is not None and ending.ends <= day:
        raise Conflict(phrase("This appointment already ends on {day}."), day=ending.ends.isoformat())
    ending.ends = max(day, ending.starts)
    ending.save(update_fields=["ends"])
    person, function = ending.person, ending.function
    record(AppointmentEnded(ending.id, person.id, person.name, function.id, function.title, ending.ends))
    return ending


@action
def declare_deputy(
    *, function: UUID, deputy: UUID, ends: date, starts: date | None = None, person: UUID | None = None, actor: Actor
) -> Deputyship:
    """Let ``deputy`` act for ``person``, who holds the function, from ``starts`` (default today) until before ``ends``.

    ``person`` is left out when the seat is empty. Who is away may declare it themselves; for others it takes
    ``network.deputise``. Nobody declares themselves. It gives no mandate: what the deputy may do is granted apart.
    """
    actor.require(READ if person and str(person) == actor.id else DEPUTISE)
    if str(deputy) == actor.id:
        raise Conflict(phrase("Nobody declares themselves deputy."), place="deputy")
    place = Function.objects.select_for_update().filter(pk=function).first()
    people = Person.objects.in_bulk({deputy, person} - {None})
    if place is None or deputy not in people or (person and person not in people):
        raise NotFound(phrase("There is no such person or function."))
    stand = Stand(str(person or ""), str(deputy), starts or today(), ends)
    may_stand_in(stand, _holding(Q(function=place)), _holding(Q(person=deputy)), today())
    if Deputyship.objects.filter(function=place, deputy=deputy, starts__lt=ends, ends__gt=stand.starts).exists():
        raise Conflict(phrase("This deputy already acts in that function in that period."), place="starts")
    made = Deputyship.objects.create(
        function=place, person_id=person, deputy_id=deputy, starts=stand.starts, ends=ends,
        declared_by_id=actor.id, declared_by_name=actor.name,
    )  # fmt: skip
    name = people[person].name if person else ""
    told = (made.id, place.id, place.title, stand.person, name, deputy, people[deputy].name, made.starts, made.ends)
    record(DeputyDeclared(*told))
    return made


def _holding(which: Q) -> set[str]:
    """The people with such an appointment today."""
    return {str(person) for person in Appointment.objects.on(today()).filter(which).values_list("person", flat=True)}


@action
def end_deputyship(*, deputyship: UUID, actor: Actor) -> None:
    """Let it end today: today no longer counts. For the one who is acted for, or with ``network.deputise``."""
    found = Deputyship.objects.select_for_update(of=("self",)).select_related("deputy", "function")
    ending = found.filter(pk=deputyship).first()
    actor.require(READ if ending and str(ending.person_id) == actor.id else DEPUTISE)
    if ending is None:
        raise NotFound(phrase("There is no such deputyship."))
    if ending.ends <= today():
        raise Conflict(phrase("This deputyship has already ended."))
    ending.ends = max(today(), ending.starts)
    ending.save(update_fields=["ends"])
    record(DeputyshipEnded(ending.id, ending.deputy_id, ending.deputy.name, ending.function.title, ending.ends))


def _needed(text: str, place: str) -> str:
    stripped = " ".join(text.split())
    if not stripped:
        raise Invalid(phrase("Fill this in."), place=place)
    return stripped


def _free(name: str, abbreviation: str) -> None:
    if Organisation.objects.filter(name__iexact=name).exists():
        raise Conflict(phrase("There already is an organisation {name}."), place="name", name=name)
    if abbreviation and Organisation.objects.filter(abbreviation__iexact=abbreviation).exists():
        raise Conflict(
            phrase("There already is an organisation with the abbreviation {abbreviation}."),
            place="abbreviation",
            abbreviation=abbreviation,
        )


def _told(organisation: Organisation | Listed) -> tuple[str, ...]:
    return (organisation.abbreviation, organisation.name, str(organisation.kind), organisation.area)


def _row(new: Listed) -> Organisation:
    return Organisation(id=new.id, name=new.name, abbreviation=new.abbreviation, kind=new.kind.value, area=new.area)


def _change(present: Organisation, listed: Listed) -> None:
    was = _told(present)
    present.abbreviation, present.name, present.kind, present.area = _told(listed)
    present.save()
    record(OrganisationChanged(present.id, was, _told(present)))
