"""Before a call-out in an exercise one reads who is not reached, and which quorum cannot be."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.cast import browser

from knooppunt.ground.incidents.public import name_participants, open_incident
from knooppunt.kit.authority import Actor, Mandate
from knooppunt.rooms.readiness.public import Line, Preview, make_plan, preview
from knooppunt.rooms.readiness.tests.called import MANAGER, NODE, NODE_ID, account, content, crowd, officer

pytestmark = pytest.mark.django_db
CALLER = Actor("1", "Cato Caller", str(NODE_ID), mandates=frozenset(map(Mandate, ("readiness.read", "readiness.call"))))


def opened(*, exercise: bool = True) -> UUID:
    return open_incident(name="Grote oefening", exercise=exercise, phase="warm", reason="Jaarlijks", actor=NODE)


def planned(people: int, quorum: int) -> UUID:
    head = officer()
    crowd(people)
    return make_plan(name="Warm", content=content(Line(MANAGER, "KCR2", quorum=quorum)), actor=head)


def take_part(incident: UUID, plan: UUID, count: int) -> None:
    there = [one.person for one in preview(plan, actor=NODE).teams[0].team.people]
    name_participants(incident=incident, people=there[:count], actor=NODE)


def seen(plan: UUID) -> Preview:
    return preview(plan, actor=NODE)


def test_a_preview_in_an_exercise_names_who_is_not_reached_and_the_quorum_that_cannot_be() -> None:
    plan = planned(3, quorum=2)
    take_part(opened(), plan, 1)
    told = seen(plan).exercise
    assert told is not None
    assert (told.absent, told.names) == (2, ["Mens 01", "Mens 02"])
    assert [(one.team.line, one.there) for one in told.short] == [(1, 1)]


def test_enough_participants_reach_the_quorum_though_others_are_not_reached() -> None:
    plan = planned(3, quorum=2)
    take_part(opened(), plan, 2)
    told = seen(plan).exercise
    assert told is not None
    assert (told.absent, list(told.short)) == (1, [])


def test_what_is_real_says_nothing_of_participants() -> None:
    plan = planned(2, quorum=1)
    opened(exercise=False)
    assert seen(plan).exercise is None


def test_without_overseeing_one_reads_how_many_and_not_who() -> None:
    plan = planned(2, quorum=1)
    opened()
    told = preview(plan, actor=CALLER).exercise
    assert told is not None
    assert (told.absent, told.names) == (2, None)


def test_the_page_says_so_before_there_is_a_button_to_press() -> None:
    plan = planned(2, quorum=2)
    opened()
    client = browser(account("Harm Hoofd", bundle="section_head"))
    page = client.get(f"/readiness/plans/{plan}/start/").content.decode()
    assert "2 mensen doen er niet aan mee en worden niet bereikt." in page
    assert "Regel 1 haalt zijn quorum niet: er moeten er 2 komen en 0 zijn te bereiken." in page
