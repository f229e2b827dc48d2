"""Whom the norm of a phase names is told when it is reached, once; of an exercise only who takes part."""

from __future__ import annotations

from uuid import UUID

import pytest

from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.incidents.events import IncidentOpened, PhaseChanged
from knooppunt.ground.incidents.public import Phase, change_phase
from knooppunt.ground.network.public import organisation
from knooppunt.rooms.readiness.public import Post, set_norm
from knooppunt.rooms.readiness.reactions import phase_reached, phase_reached_at_the_start
from knooppunt.rooms.readiness.tests.called import LAWYER, MANAGER, NODE, person
from knooppunt.rooms.readiness.tests.watched import crisis

pytestmark = pytest.mark.django_db


def norm_that_tells(*roles: str, organisations: tuple[UUID, ...] = ()) -> None:
    set_norm(phase=Phase.WARM, posts=[Post(MANAGER, 1)], within=None, review_days=14, told=roles,
             told_organisations=organisations, seen=0, actor=NODE)  # fmt: skip


def warmed(*, exercise: bool = False) -> PhaseChanged:
    incident = crisis("cold", exercise=exercise)
    change_phase(incident=incident, phase="warm", reason="Meldingen", actor=NODE)
    return PhaseChanged(incident, "Griep", "cold", "warm", down=False, reason="Meldingen")


def addressees() -> list[UUID]:
    return sorted(Dispatch.objects.values_list("addressee", flat=True))


def test_who_is_named_is_told_once_and_others_are_not() -> None:
    named = person("Jet Jurist", role=LAWYER)
    person("Mo Manager", role=MANAGER)
    person("Rik Regiojurist", "VRU", LAWYER)
    norm_that_tells(LAWYER)
    reached = warmed()
    for _ in range(2):
        phase_reached(reached)
    assert addressees() == [UUID(named.id)]


def test_of_the_organisations_that_the_norm_names_their_people_are_told() -> None:
    person("Jet Jurist", role=LAWYER)
    named = person("Rik Regiojurist", "VRU", LAWYER)
    norm_that_tells(LAWYER, organisations=(organisation("VRU", actor=NODE).id,))
    phase_reached(warmed())
    assert addressees() == [UUID(named.id)]


def test_a_phase_in_which_the_incident_begins_is_reached_too() -> None:
    named = person("Jet Jurist", role=LAWYER)
    norm_that_tells(LAWYER)
    incident = crisis("warm")
    phase_reached_at_the_start(IncidentOpened(incident, "Griep", exercise=False, phase="warm", reason="Meldingen"))
    assert addressees() == [UUID(named.id)]


def test_without_a_norm_nobody_is_told() -> None:
    person("Jet Jurist", role=LAWYER)
    phase_reached(warmed())
    assert addressees() == []


def test_what_is_sent_belongs_to_the_exercise_so_that_only_participants_get_it() -> None:
    person("Jet Jurist", role=LAWYER)
    norm_that_tells(LAWYER)
    reached = warmed(exercise=True)
    phase_reached(reached)
    (sent,) = Dispatch.objects.all()
    assert (sent.exercise, sent.incident) == (True, reached.incident)
