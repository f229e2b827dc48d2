"""The verbs of incidents; all need ``incidents.phase``, scaling up also goes with ``incidents.raise``."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from knooppunt.ground.incidents.events import (
    IncidentClosed,
    IncidentOpened,
    ParticipantsNamed,
    ParticipantsRemoved,
    PhaseChanged,
)
from knooppunt.ground.incidents.models import Incident, Participant, PhaseChange
from knooppunt.ground.incidents.rules import (
    Phase,
    check_change,
    check_close,
    check_decision,
    check_exercise,
    is_down,
    phase_of,
    reason_of,
)
from knooppunt.ground.journal.public import action, record
from knooppunt.ground.network.public import Person
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import now
from knooppunt.kit.problems import Conflict, Invalid, NotFound, phrase

PHASE = "incidents.phase"
RAISE = "incidents.raise"


@action
def open_incident(*, name: str, exercise: bool, reason: str, phase: str = Phase.COLD, actor: Actor) -> UUID:
    """Open an incident in a phase, with the reason; :class:`Conflict` while another is open. Returns its identifier."""
    actor.require(PHASE)
    name, at, why = name.strip(), phase_of(phase), reason_of(reason)
    if not name:
        raise Invalid(phrase("Give the incident a name."), place="name")
    incident = _create(name, exercise)
    _append(incident, at, why, actor)
    record(IncidentOpened(incident.id, name, exercise, at.value, why))
    return incident.id


@action
def change_phase(*, incident: UUID, phase: str, reason: str, decision: str = "", actor: Actor) -> None:
    """Scale up or down, with the reason; :class:`Conflict` when the table of changes does not allow it.

    Down needs ``incidents.phase`` and the identifier of the ``decision`` that the room which decides has recorded
    (:class:`Invalid` without); up also goes with ``incidents.raise``.
    """
    actor.require(RAISE if actor.may(RAISE) else PHASE)
    found, old = _open(incident)
    new, why = phase_of(phase), reason_of(reason)
    check_change(old, new)
    if is_down(old, new):
        actor.require(PHASE)
    check_decision(old, new, decision)
    _append(found, new, why, actor, decision)
    record(PhaseChanged(found.id, found.name, old.value, new.value, is_down(old, new), why, decision))


@action
def close_incident(*, incident: UUID, reason: str, actor: Actor) -> None:
    """Close an incident that is in the cold phase, with the reason."""
    actor.require(PHASE)
    found, phase = _open(incident)
    why = reason_of(reason)
    check_close(phase)
    found.closed_at = now()
    found.save(update_fields=["closed_at"])
    record(IncidentClosed(found.id, found.name, why))


@action
def name_participants(*, incident: UUID, people: Collection[UUID], actor: Actor) -> int:
    """Say that these persons of the network take part in an exercise; how many of them did not yet.

    An exercise reaches nobody else. :class:`Conflict` for an incident that is real or closed.
    """
    actor.require(PHASE)
    found = _exercise(incident)
    wanted = set(people)
    if Person.objects.filter(pk__in=wanted).count() != len(wanted):
        raise NotFound(phrase("There is no such person."))
    known = set(_current(found).filter(person__in=wanted).values_list("person", flat=True))
    moment = now()
    made = [Participant(incident=found, person_id=person, named_at=moment) for person in sorted(wanted - known)]
    Participant.objects.bulk_create(made)
    if made:
        record(ParticipantsNamed(found.id, len(made)))
    return len(made)


@action
def remove_participants(*, incident: UUID, people: Collection[UUID], actor: Actor) -> int:
    """Say that these persons take part no more; how many did. What waits for them is not sent."""
    actor.require(PHASE)
    found = _exercise(incident)
    there = list(_current(found).filter(person__in=list(people)).values_list("id", flat=True))
    if there:
        Participant.objects.filter(pk__in=there).update(ended_at=now())
        record(ParticipantsRemoved(found.id, len(there)))
    return len(there)


def _exercise(which: UUID) -> Incident:
    """The open exercise, locked."""
    incident, _ = _open(which)
    check_exercise(exercise=incident.exercise)
    return incident


def _current(incident: Incident) -> QuerySet[Participant]:
    return Participant.objects.filter(incident=incident, ended_at__isnull=True)


def _create(name: str, exercise: bool) -> Incident:
    try:
        with transaction.atomic():
            return Incident.objects.create(name=name, exercise=exercise, opened_at=now())
    except IntegrityError as refused:
        present = Incident.objects.filter(closed_at__isnull=True).first()
        if present is None:
            raise
        raise Conflict(phrase("{name} is still open; close it first."), place="name", name=present.name) from refused


def _open(which: UUID) -> tuple[Incident, Phase]:
    """The open incident, locked so that changes come one after the other, and its phase."""
    incident = Incident.objects.select_for_update().filter(pk=which).first()
    if incident is None:
        raise NotFound(phrase("There is no such incident."))
    if incident.closed_at is not None:
        raise Conflict(phrase("This incident has been closed."))
    newest = PhaseChange.objects.filter(incident=incident).latest("at", "id")
    return incident, Phase(newest.phase)


def _append(incident: Incident, phase: Phase, reason: str, actor: Actor, decision: str = "") -> None:
    PhaseChange.objects.create(
        incident=incident,
        phase=phase.value,
        reason=reason,
        decision=decision,
        by_id=actor.id,
        by_name=actor.name,
        at=now(),
    )
