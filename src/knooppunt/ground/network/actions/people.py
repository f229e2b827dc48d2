"""People, functions, and who holds which. Needs ``network.manage``."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.contacting import append_contact
from knooppunt.ground.network.events import Appointed, AppointmentEnded, ContactAdded, FunctionAdded, PersonAdded
from knooppunt.ground.network.models import Appointment, Function, Organisation, Person
from knooppunt.ground.network.rules import (
    MANAGE,
    Means,
    Term,
    address_of,
    may_begin,
    may_hold,
    needed,
    role_of,
    section_of,
)
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today
from knooppunt.kit.problems import Conflict, NotFound, phrase


@action
def add_person(*, name: str, email: str = "", actor: Actor) -> Person:
    """Add a person, reached by email if that is told; :class:`Conflict` when someone already has the address."""
    actor.require(MANAGE)
    email = email.strip()
    address = address_of(Means.EMAIL, email, "email") if email else ""
    if email and Person.objects.filter(email__iexact=email).exists():
        raise Conflict(phrase("Someone with the email address {email} is already known."), place="email", email=email)
    person = Person.objects.create(name=needed(name, "name"), email=email)
    record(PersonAdded(person.id, person.name))
    if email:
        made = append_contact(person.id, Means.EMAIL, address, now())
        record(ContactAdded(made.id, person.id, Means.EMAIL))
    return person


@action
def add_function(*, title: str, organisation: UUID, section: str = "", role: str = "", actor: Actor) -> Function:
    """Add a function to an organisation; ``section`` only in the node itself, ``role`` (or none) in any."""
    actor.require(MANAGE)
    title = needed(title, "title")
    place = Organisation.objects.filter(pk=organisation, merged_into__isnull=True).first()
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
    may_begin(holder.left_on, holder.name, holder.merged_into_id is not None)
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
