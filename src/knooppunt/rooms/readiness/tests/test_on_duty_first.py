"""Who is on duty goes before others: in a call-out as its preview says, and when a signal is told."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from uuid import UUID

import pytest

from knooppunt.ground.delivery.public import dispatches
from knooppunt.ground.network.public import organisation
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import NETHERLANDS, clock_at, now
from knooppunt.rooms.readiness.public import (
    Kind,
    Line,
    assign,
    check_signals,
    make_plan,
    make_roster,
    preview,
    proposals,
    qualify,
    start_callout,
)
from knooppunt.rooms.readiness.rules.rosters import DAY
from knooppunt.rooms.readiness.tests.called import LAWYER, content, crowd, officer, person, states
from knooppunt.rooms.readiness.tests.watched import NODE, figures, signal

pytestmark = pytest.mark.django_db
DUTY_OFFICER = "duty_officer"


def on_duty_now(who: Actor, role: str, where: str, chief: Actor) -> None:
    """Put someone on duty at this moment, for twelve hours, on a roster of this organisation."""
    moment = now().astimezone(NETHERLANDS)
    first = moment.date() - DAY
    half = "ochtend" if moment.hour < 12 else "middag"
    kinds = (Kind("ochtend", time(0), time(12), {role: 1}), Kind("middag", time(12), time(0), {role: 1}))
    place = organisation(where, actor=NODE).pk
    roster = make_roster(name=where, organisation=place, starts=first, ends=first + 3 * DAY, kinds=kinds, actor=chief)
    qualify(person=UUID(who.id), role=role, starts=first, actor=chief)
    assign(
        roster=roster, person=UUID(who.id), role=role, shift=f"{moment.date()} {half}", overrule="Proef", actor=chief
    )


def test_who_is_on_duty_is_asked_first_as_the_preview_says() -> None:
    with clock_at(datetime(2026, 3, 9, 9, tzinfo=UTC)):
        chief, lawyers = officer(), crowd(3, LAWYER)
        plan = make_plan(name="Piket", content=content(Line(LAWYER, "KCR2", quorum=1, at_once=1)), actor=chief)
        (before,) = preview(plan, actor=chief).teams
        on_duty_now(lawyers[2], LAWYER, "KCR2", chief)
        (team,) = preview(plan, actor=chief).teams
        callout = start_callout(plan=plan, reason="Uitbraak.", actor=chief)
    assert (before.first, team.first) == (["Mens 00"], ["Mens 02"])
    assert [name for name, state in states(callout).items() if state == "asked"] == ["Mens 02"]


def test_a_duty_officer_of_a_region_is_not_told_of_a_signal_in_place_of_those_of_the_node(tmp_path: Path) -> None:
    chief, ours = officer(), person("Onno Onze", role=DUTY_OFFICER)
    on_duty_now(person("Rika Regio", "VRD", DUTY_OFFICER), DUTY_OFFICER, "VRD", chief)
    signal()
    figures(tmp_path, [150, 160])
    check_signals(actor=NODE)
    (made,) = proposals(is_open=True, actor=NODE)
    assert [one.to for one in dispatches(actor=NODE) if one.about == str(made.id)] == [ours.name]
