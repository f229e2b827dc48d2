"""Bringing a file of people in. All of it or nothing; needs ``network.manage`` and ``network.contacts``."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models.functions import Lower
from django.utils.translation import gettext

from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.actions.contacts import add_contact_point
from knooppunt.ground.network.actions.people import add_function, add_person, appoint
from knooppunt.ground.network.events import PeopleImported
from knooppunt.ground.network.models import Appointment, ContactPoint, Function
from knooppunt.ground.network.queries.reading import CONTACTS
from knooppunt.ground.network.rules import MANAGE, Means
from knooppunt.ground.network.rules.importing import Contact, PersonLine
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now, today
from knooppunt.kit.problems import Conflict, Problem, phrase


@action
def import_people(*, lines: Sequence[PersonLine], original: str, actor: Actor) -> int:
    """Add who is not known, and let all of them hold what their line says, reached as it says; how many were added.

    Nothing ends: who is not in the file stays as they are. ``original`` is the digest under which the file is kept.
    A refusal names the line.
    """
    actor.require(MANAGE)
    actor.require(CONTACTS)
    came: dict[Contact, UUID] = {}
    for line in lines:
        try:
            _bring(line, came, actor)
        except Problem as problem:
            said = problem.sentence(gettext(problem.template))
            raise Conflict(phrase("Line {line}: {said}"), place="file", line=line.line, said=said) from problem
    added = len(set(came.values()))
    record(PeopleImported(original, len(lines), added))
    return added


def _bring(line: PersonLine, came: dict[Contact, UUID], actor: Actor) -> None:
    """``came`` are who came with a line before, by how they are reached: someone with two functions has two lines."""
    person = line.person or next((came[one] for one in line.contacts if one in came), None)
    is_new = person is None
    person = person or add_person(name=line.name, email=_own_email(line), actor=actor).id
    if line.organisation:
        _hold(line, person, line.organisation, actor)
    present = set(ContactPoint.objects.current(now()).filter(person=person).values_list("means", "address"))
    for one in line.contacts:
        if (one.means.value, one.address) not in present:
            add_contact_point(person=person, means=one.means, address=one.address, actor=actor)
    if is_new:
        _order(line, person)
        came |= dict.fromkeys(line.contacts, person)


def _own_email(line: PersonLine) -> str:
    return next((one.address for one in line.contacts if one.means is Means.EMAIL), "")


def _order(line: PersonLine, person: UUID) -> None:
    """As the line has them: ``add_person`` put the email address first."""
    rows = {(row.means, row.address): row for row in ContactPoint.objects.filter(person=person)}
    for rank, one in enumerate(line.contacts):
        rows[one.means.value, one.address].rank = rank
    ContactPoint.objects.bulk_update(rows.values(), ["rank"])


def _hold(line: PersonLine, person: UUID, organisation: UUID, actor: Actor) -> None:
    there = Function.objects.alias(low=Lower("title")).filter(organisation=organisation, low=line.function.lower())
    found = there.first()
    function = found.id if found else _added(line, organisation, actor)
    if not Appointment.objects.on(line.starts or today()).filter(person=person, function=function).exists():
        appoint(person=person, function=function, starts=line.starts, ends=line.ends, actor=actor)


def _added(line: PersonLine, organisation: UUID, actor: Actor) -> UUID:
    return add_function(title=line.function, organisation=organisation, role=line.role, actor=actor).id
