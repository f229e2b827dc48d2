"""Acting for someone: declared under ``network.deputise``, or by the one who is away."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.events import DeputyDeclared, DeputyshipEnded
from knooppunt.ground.network.models import Appointment, Deputyship, Function, Person
from knooppunt.ground.network.queries.reading import DEPUTISE, READ
from knooppunt.ground.network.rules import Stand, may_stand_in
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import today
from knooppunt.kit.problems import Conflict, NotFound, phrase


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
