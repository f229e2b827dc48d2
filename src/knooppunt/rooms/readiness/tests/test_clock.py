"""The clock of call-outs: many call-outs together, and one that goes wrong does not hold up the others."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knooppunt.ground.network.public import Person
from knooppunt.kit.clock import clock_at, now
from knooppunt.rooms.readiness.clock import Clock
from knooppunt.rooms.readiness.models import Call, Callout, Due, Group, Plan, PlanVersion, Sent
from knooppunt.rooms.readiness.public import Line, make_plan, start_callout
from knooppunt.rooms.readiness.tests.called import MANAGER, NODE, NODE_ID, content, crowd, officer

pytestmark = pytest.mark.django_db


def begun(count: int) -> list[UUID]:
    """So many call-outs in each of which one is asked and others wait."""
    head = officer()
    crowd(4)
    line = Line(MANAGER, "KCR2", quorum=1, at_once=1, minutes=10)
    plan = make_plan(name="Warm", content=content(line), actor=head)
    return [start_callout(plan=plan, reason="Uitbraak.", kind="real", actor=head) for _ in range(count)]


def asked(callout: UUID) -> int:
    return Call.objects.filter(callout=callout, state="asked").count()


def ticked(clock: Clock, minutes: int = 11) -> float:
    with clock_at(now() + timedelta(minutes=minutes)):
        return clock.tick()


def test_it_asks_the_next_ones_of_all_call_outs_that_are_due() -> None:
    callouts = begun(3)
    assert [asked(one) for one in callouts] == [1, 1, 1]
    ticked(Clock())
    assert [asked(one) for one in callouts] == [2, 2, 2]
    assert Sent.objects.count() == 6
    assert not Due.objects.filter(due_at__lte=now() + timedelta(minutes=11)).exists()


def test_three_times_as_many_call_outs_cost_as_many_queries() -> None:
    begun(2)
    counts = []
    for more in (0, 6):
        plan = Plan.objects.get()
        for _ in range(more):
            start_callout(plan=plan.id, reason="Uitbraak.", kind="real", actor=NODE)
        with CaptureQueriesContext(connection) as seen:
            ticked(Clock())
        counts.append(len(seen))
    assert Call.objects.filter(state="asked").count() == 16
    assert counts[0] == counts[1]


def damaged() -> UUID:
    """A call-out of a version that no verb wrote, with something due."""
    marks = {"held_by": str(NODE_ID), "marking": "AMBER"}
    by = {"made_at": now(), "made_by_id": "x", "made_by_name": "x"}
    version = PlanVersion.objects.create(plan=Plan.objects.get(), number=2, content={"nothing": "of ours"}, **by)
    started = {"started_at": now(), "started_by_id": "x", "started_by_name": "x"}
    callout = Callout.objects.create(version=version, purpose="real", reason="x", **started, **marks)
    group = Group.objects.create(
        callout=callout,
        line=1,
        role=MANAGER,
        needed=1,
        at_once=1,
        minutes=10,
        escalates_to=0,
        standing="asking",
        turn=1,
    )
    who = Person.objects.all()[0]
    Call.objects.create(
        callout=callout, group=group, person=who, organisation_id=NODE_ID, rank=0, state="waiting", **marks
    )
    Due.objects.create(due_at=now(), what="escalate", callout=callout, group=group, number=1)
    return callout.id


def test_a_call_out_that_goes_wrong_rests_and_the_others_go_on() -> None:
    good = begun(2)
    bad = damaged()
    clock = Clock()
    ticked(clock)
    assert [asked(one) for one in good] == [2, 2]
    assert (asked(bad), list(clock.rests)) == (0, [bad])


def test_what_has_nothing_due_costs_nothing_and_it_looks_again_within_half_a_second() -> None:
    callouts = begun(1)
    assert 0 < Clock().tick() <= 0.5
    assert asked(callouts[0]) == 1
