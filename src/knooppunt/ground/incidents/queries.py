"""Reading incidents and their phases."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from knooppunt.ground.incidents.models import Incident, Participant, PhaseChange
from knooppunt.ground.incidents.rules import ALLOWED_CHANGES, Phase, is_down
from knooppunt.kit.authority import Actor
from knooppunt.kit.problems import NotFound, phrase

READ = "incidents.read"


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident as it stands. Moments are aware, UTC; ``since`` is when the phase began."""

    id: UUID
    name: str
    exercise: bool
    phase: Phase
    since: datetime
    opened_at: datetime
    closed_at: datetime | None

    @property
    def may_become(self) -> tuple[Phase, ...]:
        """The phases it may go to from here, coldest first."""
        return tuple(phase for phase in Phase if phase in ALLOWED_CHANGES[self.phase])

    @property
    def may_rise_to(self) -> tuple[Phase, ...]:
        """The warmer ones of those."""
        return tuple(phase for phase in self.may_become if not is_down(self.phase, phase))

    @property
    def may_fall_to(self) -> Phase | None:
        """The colder one of those: down goes a step at a time."""
        return next((phase for phase in self.may_become if is_down(self.phase, phase)), None)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of phase; ``down`` when it scaled down, by the ``decision`` (its identifier)."""

    at: datetime
    phase: Phase
    by: str
    reason: str
    first: bool
    down: bool
    decision: str = ""


def current_incident(*, actor: Actor) -> IncidentLine | None:
    """The open incident, or ``None``. One query.

    Whoever is signed in may know which crisis it is and whether it is an exercise; nobody else.
    """
    if not actor.id:
        return None
    found = _lines().filter(closed_at__isnull=True).first()
    return _line(found) if found else None


def incidents(*, actor: Actor) -> Sequence[IncidentLine]:
    """All incidents, the newest first; needs ``incidents.read``."""
    actor.require(READ)
    return [_line(incident) for incident in _lines()]


def incident(which: UUID, *, actor: Actor) -> IncidentLine:
    """One incident; :class:`NotFound`; needs ``incidents.read``."""
    actor.require(READ)
    found = _lines().filter(pk=which).first()
    if found is None:
        raise NotFound(phrase("There is no such incident."))
    return _line(found)


def phase_changes(incident: UUID, *, actor: Actor) -> Sequence[ChangeLine]:
    """The phases an incident went through, the newest first; needs ``incidents.read``."""
    actor.require(READ)
    lines: list[ChangeLine] = []
    before: Phase | None = None
    for change in PhaseChange.objects.filter(incident=incident):
        phase = Phase(change.phase)
        down = before is not None and is_down(before, phase)
        first = before is None
        lines.append(ChangeLine(change.at, phase, change.by_name, change.reason, first, down, change.decision))
        before = phase
    return lines[::-1]


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """Someone who takes part in an exercise; ``named_at`` is aware, UTC."""

    person: UUID
    name: str
    named_at: datetime


def participants(incident: UUID, *, actor: Actor) -> Sequence[ParticipantLine]:
    """Who takes part in an exercise now, by name; needs ``incidents.read``. One query."""
    actor.require(READ)
    rows = Participant.objects.filter(incident=incident, ended_at__isnull=True).select_related("person")
    return [ParticipantLine(row.person_id, row.person.name, row.named_at) for row in rows.order_by("person__name")]


def taking_part(incidents: Collection[UUID], *, actor: Actor) -> Collection[tuple[UUID, UUID]]:
    """The (incident, person) pairs of who takes part in these now; needs ``incidents.read``. One query."""
    actor.require(READ)
    found = Participant.objects.filter(incident__in=list(incidents), ended_at__isnull=True)
    return frozenset(found.values_list("incident", "person"))


def _lines() -> QuerySet[Incident]:
    newest = PhaseChange.objects.filter(incident=OuterRef("pk")).order_by("-at", "-id")
    return Incident.objects.annotate(
        phase=Subquery(newest.values("phase")[:1]), since=Subquery(newest.values("at")[:1])
    )


def _line(row: Incident) -> IncidentLine:
    return IncidentLine(
        id=row.id,
        name=row.name,
        exercise=row.exercise,
        phase=Phase(row.phase),  # type: ignore[attr-defined]  # annotated in _lines
        since=row.since,  # type: ignore[attr-defined]  # annotated in _lines
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )
