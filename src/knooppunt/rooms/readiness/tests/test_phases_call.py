"""Phases and call-outs together: up with the call-out, down with the stand-down, tests and the pilot light."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.cast import someone

from knooppunt.ground.incidents.public import Phase, current_incident
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import clock_at, now, today
from knooppunt.kit.problems import Invalid
from knooppunt.rooms.readiness.models import Call
from knooppunt.rooms.readiness.public import (
    Could,
    Line,
    answer_for,
    answer_own,
    check_signals,
    confirm_proposal,
    going_down,
    make_plan,
    open_callouts,
    pilot_light,
    proposals,
    scale_down,
    scale_up,
    start_callout,
)
from knooppunt.rooms.readiness.rules.callouts import Answer, Given
from knooppunt.rooms.readiness.tests.called import content, person
from knooppunt.rooms.readiness.tests.watched import NODE, crisis, figures, signal, warm_norm

pytestmark = pytest.mark.django_db


def head() -> Actor:
    return someone("Hedwig Hoofd", bundle="head_of_node")


def plan_of(boss: Actor) -> UUID:
    return make_plan(name="Warm", content=content(Line("duty_officer", "KCR2", 1)), actor=boss)


def test_one_confirmation_raises_the_phase_and_calls_out_for_the_proposal(tmp_path: Path) -> None:
    boss = head()
    person("Olga Officier", role="duty_officer")
    crisis()
    signal()
    figures(tmp_path, [150, 160])
    check_signals(actor=NODE)
    (made,) = proposals(is_open=True, actor=boss)
    which = confirm_proposal(proposal=made.id, reason="Het stijgt", scales=True, plan=plan_of(boss), actor=boss)
    held = current_incident(actor=boss)
    assert held
    assert held.phase is Phase.WARM
    (called,) = open_callouts(held.id, actor=boss)
    assert (called.id, called.proposal, called.incident) == (which, made.id, held.id)


def test_a_call_out_that_is_refused_leaves_the_phase_as_it_was() -> None:
    boss = head()
    person("Olga Officier", role="duty_officer")
    plan = plan_of(boss)
    crisis()
    with pytest.raises(Invalid):
        scale_up(phase=Phase.WARM, reason="x" * 5000, plan=plan, actor=boss)
    held = current_incident(actor=boss)
    assert held
    assert held.phase is Phase.COLD
    assert open_callouts(actor=boss) == []


def test_scaling_down_stands_the_call_outs_down() -> None:
    boss = head()
    person("Olga Officier", role="duty_officer")
    crisis()
    which = scale_up(phase=Phase.WARM, reason="Dijk door", plan=plan_of(boss), actor=boss)
    assert which
    seen = going_down(actor=boss).seen
    scale_down(reason="Het daalt", despite="Besluit", stays=[], review_on=today() + timedelta(days=5),
               stand_down=[which], seen=seen, actor=boss)  # fmt: skip
    assert open_callouts(actor=boss) == []


def test_the_last_test_tells_how_many_minutes_it_takes() -> None:
    with clock_at(now() - timedelta(days=9)):
        boss = head()
        who = person("Olga Officier", role="duty_officer")
    warm_norm(within=30)
    plan = plan_of(boss)
    with clock_at(now() - timedelta(days=3)):
        began = start_callout(plan=plan, reason="Test", kind="test", actor=boss)
        call = Call.objects.get(callout=began)
        assert pilot_light(actor=boss).lines[0].stock.minutes is None
    with clock_at(now() - timedelta(days=3) + timedelta(minutes=12)):
        answer_own(call=call.id, given=Given(Answer.COMING), actor=who)
    (line,) = pilot_light(actor=boss).lines
    assert line.tested
    assert (line.tested.asked, line.tested.answered) == (1, 1)
    assert line.stock.minutes in (12, 13)
    assert pilot_light(actor=boss).conclusion.could is Could.UNKNOWN  # nobody ever answered on a contact point


def test_an_answer_on_behalf_proves_nothing_about_reaching_them() -> None:
    boss = head()
    person("Olga Officier", role="duty_officer")
    warm_norm(within=30)
    began = start_callout(plan=plan_of(boss), reason="Test", kind="test", actor=boss)
    call = Call.objects.get(callout=began)
    answer_for(call=call.id, given=Given(Answer.COMING), actor=boss)
    (line,) = pilot_light(actor=boss).lines
    assert line.tested
    assert (line.tested.answered, line.stock.minutes) == (0, None)
