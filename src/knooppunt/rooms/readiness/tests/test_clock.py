"""The clock of call-outs: many call-outs together, and one that goes wrong does not hold up the others."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knooppunt.kit.clock import clock_at, now
from knooppunt.rooms.readiness.clock import Clock
from knooppunt.rooms.readiness.models import Call, Due, Plan, PlanVersion, Sent
from knooppunt.rooms.readiness.public import Line, make_plan, start_callout
from knooppunt.rooms.readiness.tests.called import MANAGER, content, crowd, officer

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
    counts = []
    for callouts in (begun(2), [*begun_again(6)]):
        with CaptureQueriesContext(connection) as seen:
            ticked(Clock())
        counts.append(len(seen))
        assert {asked(one) for one in callouts} == {2}
    assert counts[0] == counts[1]


def begun_again(count: int) -> list[UUID]:
    """More call-outs by the plan there is."""
    head, plan = officer(), Plan.objects.get()
    return [start_callout(plan=plan.id, reason="Uitbraak.", kind="real", actor=head) for _ in range(count)]


def test_a_call_out_that_goes_wrong_rests_and_the_others_go_on() -> None:
    bad, *good = begun(3)
    with connection.cursor() as cursor:
        # A version as no verb writes it: of a later release, or damaged.
        cursor.execute("ALTER TABLE readiness_planversion DISABLE TRIGGER USER")
    version = PlanVersion.objects.get()
    version.pk, version.number, version.content = None, 2, {"nothing": "of ours"}
    version._state.adding = True
    version.save()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE readiness_callout DISABLE TRIGGER USER")
        cursor.execute("UPDATE readiness_callout SET version_id = %s WHERE id = %s", [version.pk, bad])
    clock = Clock()
    ticked(clock)
    assert (asked(bad), [asked(one) for one in good]) == (1, [2, 2])
    assert list(clock.rests) == [bad]


def test_what_has_nothing_due_costs_nothing_and_it_looks_again_within_half_a_second() -> None:
    callouts = begun(1)
    assert 0 < Clock().tick() <= 0.5
    assert asked(callouts[0]) == 1
