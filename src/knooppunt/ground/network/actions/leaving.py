"""Leaving: with their last day all that somebody held ends. Needs ``network.manage``."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.contacting import end_contact
from knooppunt.ground.network.events import AppointmentEnded, DeputyshipEnded, PersonCameBack, PersonLeft
from knooppunt.ground.network.models import Appointment, ContactPoint, Deputyship, Person
from knooppunt.ground.network.rules import MANAGE
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import NETHERLANDS, now, today
from knooppunt.kit.problems import Conflict, NotFound, phrase

DAY = timedelta(days=1)
P = TypeVar("P", Appointment, Deputyship)


@action
def leave(*, person: UUID, on: date | None = None, actor: Actor) -> None:
    """Let ``on`` (default today) be the last day of a person: appointments, deputyships and contact points end with it.

    Days are days in the Netherlands. What had not begun by then never holds. Accounts and whatever else others keep
    about a person follow on :class:`PersonLeft`.
    """
    actor.require(MANAGE)
    leaving = _locked(person)
    if leaving.left_on is not None:
        raise Conflict(phrase("{name} leaves, or has left."), place="person", name=leaving.name)
    leaving.left_on = on or today()
    leaving.save(update_fields=["left_on"])
    after = leaving.left_on + DAY
    _end_appointments(leaving, after)
    _end_deputyships(leaving, after)
    midnight = datetime.combine(after, time(), NETHERLANDS)
    for row in ContactPoint.objects.select_for_update().filter(person=leaving, ended_at__isnull=True):
        end_contact(row, max(midnight, now()))
    record(PersonLeft(leaving.id, leaving.name, leaving.left_on))


@action
def come_back(*, person: UUID, actor: Actor) -> None:
    """Let a person who left be appointed again. What ended stays ended: appointments, contact points, the account."""
    actor.require(MANAGE)
    returning = _locked(person)
    if returning.left_on is None:
        raise Conflict(phrase("{name} has not left."), place="person", name=returning.name)
    returning.left_on = None
    returning.save(update_fields=["left_on"])
    record(PersonCameBack(returning.id, returning.name))


def _locked(which: UUID) -> Person:
    found = Person.objects.select_for_update().filter(pk=which, merged_into__isnull=True).first()
    if found is None:
        raise NotFound(phrase("There is no such person."), place="person")
    return found


def _lasting(rows: QuerySet[P], after: date) -> QuerySet[P]:
    later = rows.filter(Q(ends__isnull=True) | Q(ends__gt=after))
    return later.select_for_update(of=("self",)).select_related("function")


def _end_appointments(person: Person, after: date) -> None:
    for held in _lasting(Appointment.objects.filter(person=person), after):
        held.ends = max(after, held.starts)
        held.save(update_fields=["ends"])
        function = held.function
        record(AppointmentEnded(held.id, person.id, person.name, function.id, function.title, held.ends))


def _end_deputyships(person: Person, after: date) -> None:
    concerning = Deputyship.objects.filter(Q(person=person) | Q(deputy=person))
    for stand in _lasting(concerning, after).select_related("deputy"):
        stand.ends = max(after, stand.starts)
        stand.save(update_fields=["ends"])
        record(DeputyshipEnded(stand.id, stand.deputy_id, stand.deputy.name, stand.function.title, stand.ends))
