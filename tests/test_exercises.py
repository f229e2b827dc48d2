"""A call-out belongs to what it was started in: an exercise that ends, or one that begins, changes nothing of that."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from knooppunt.ground.delivery.models import Dispatch
from knooppunt.ground.incidents.public import close_incident, name_participants, open_incident
from knooppunt.kit.clock import clock_at, now
from knooppunt.rooms.readiness.public import Line, handle_due, stand_down
from knooppunt.rooms.readiness.tests.called import MANAGER, NODE, crowd, officer, started

pytestmark = pytest.mark.django_db


def begun(*, exercise: bool) -> UUID:
    return open_incident(name="Griep", exercise=exercise, reason="Zo begint het.", actor=NODE)


def later(callout: UUID) -> None:
    with clock_at(now() + timedelta(minutes=11)):
        handle_due(callouts=[callout], actor=NODE)


def sent(callout: UUID) -> set[tuple[UUID | None, bool]]:
    """In which incident the dispatches of a call-out were made, and whether as an exercise."""
    return set(Dispatch.objects.filter(about__startswith=str(callout)).values_list("incident", "exercise"))


def test_an_exercise_that_is_closed_goes_on_as_an_exercise() -> None:
    head, crisis = officer(), begun(exercise=True)
    first, *_ = crowd(3)
    name_participants(incident=crisis, people=[UUID(first.id)], actor=NODE)
    callout = started(head, Line(MANAGER, "KCR2", quorum=1, at_once=1, minutes=10))
    close_incident(incident=crisis, reason="Klaar.", actor=NODE)
    later(callout)
    stand_down(callout=callout, reason="Klaar.", actor=NODE)
    assert Dispatch.objects.filter(about__startswith=str(callout)).count() > 2
    assert sent(callout) == {(crisis, True)}


def test_what_was_started_for_real_stays_real_when_an_exercise_begins() -> None:
    head = officer()
    crowd(3)
    callout = started(head, Line(MANAGER, "KCR2", quorum=1, at_once=1, minutes=10))
    begun(exercise=True)
    later(callout)
    stand_down(callout=callout, reason="Klaar.", actor=NODE)
    assert sent(callout) == {(None, False)}
