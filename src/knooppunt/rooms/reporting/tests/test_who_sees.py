"""Nobody sees a report, draft, question or count beyond their rights: over random people and content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knooppunt.ground.access.public import TLP
from knooppunt.ground.network.public import NODE_ID
from knooppunt.kit.authority import NATION, Actor, Mandate
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import NotAllowed, NotFound, Problem
from knooppunt.rooms.reporting.public import (
    ask_organisation,
    draft,
    form,
    late_organisations,
    open_questions,
    own_rounds,
    report,
    reports_of_round,
    round_state,
    round_states,
    rounds,
    save_draft,
    series,
    start_series,
    submit_report,
)
from knooppunt.rooms.reporting.tests.asked import GOOD
from knooppunt.rooms.reporting.tests.made import HOUR, OPENS, REGIONS, Made, area_of, ids, make, opened

pytestmark = pytest.mark.django_db

PERMISSIONS = ("reporting.read", "reporting.answer", "reporting.represent", "reporting.manage", "figures.read")
AREAS = (NATION, "VR02", "VR03", "VR09", "VR25")


def refused(question: Callable[..., Any], *which: Any, actor: Actor) -> bool:
    try:
        question(*which, actor=actor)
    except (NotFound, NotAllowed):
        return True
    except Problem:
        return False
    return False


people = st.builds(
    lambda organisation, mandates: (organisation, frozenset(Mandate(*one) for one in mandates)),
    st.sampled_from(["node", "VRFR", "VRD", "VRU", "VWS", ""]),
    st.sets(st.tuples(st.sampled_from(PERMISSIONS), st.sampled_from(AREAS)), max_size=5),
)


def test_what_one_sees_of_reporting_follows_from_organisation_and_mandate_alone() -> None:
    made = make()
    organisations = dict(zip((*REGIONS, "VWS"), map(str, ids(*REGIONS, "VWS")), strict=True)) | {
        "": "",
        "node": str(NODE_ID),
    }
    contents = {marking: _filled(made, marking) for marking in (TLP.AMBER, TLP.GREEN)}

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(people, st.sampled_from([TLP.AMBER, TLP.GREEN]))
    def holds(someone: tuple[str, frozenset[Mandate]], marking: TLP) -> None:
        place, mandates = someone
        actor = Actor("0190b3a4-0000-7000-8000-0000000000ff", "Iemand", organisations[place], mandates=mandates)
        with transaction.atomic(), clock_at(OPENS + HOUR):
            _judge(actor, place, marking, contents[marking])
            transaction.set_rollback(True)

    holds()


def _judge(actor: Actor, place: str, marking: TLP, content: tuple[Any, dict[str, Any], dict[str, Any]]) -> None:
    which, asked, reported = content
    sees_rows = place == "node" or (marking == TLP.GREEN and place != "")
    reads = actor.may("reporting.read") and sees_rows
    for region in REGIONS:
        own = place == region and actor.may("reporting.answer", area_of(region))
        may_read = own or (actor.may("reporting.read") and (sees_rows or place == region))
        assert refused(form, asked[region], actor=actor) is not may_read
        assert refused(report, reported[region], actor=actor) is not may_read
        writes = own or (actor.may("reporting.represent") and sees_rows and place != region)
        assert refused(draft, asked[region], actor=actor) is not writes
        assert refused(_submit, asked[region], actor=actor) is not writes
    _judge_lists(actor, place, which, asked, reads=reads)


def _judge_lists(actor: Actor, place: str, which: Any, asked: dict[str, Any], *, reads: bool) -> None:
    if actor.may("reporting.read"):
        state = round_states([which], actor=actor).get(which)
        assert (state is not None) is reads
        assert (which in [one.id for one in rounds(actor=actor)]) is reads
        assert bool(reports_of_round(which, actor=actor)) is (reads or place in REGIONS)
        if place in REGIONS and not reads:
            assert len(reports_of_round(which, actor=actor)) == 1
        told = {one.expectation for one in open_questions(actor=actor)} & set(asked.values())
        assert len(told) == (3 if reads else int(place in REGIONS))
    else:
        lists: tuple[Callable[..., Any], ...] = (rounds, series, open_questions, late_organisations)
        for question in lists:
            assert refused(question, actor=actor)
        of_one: tuple[Callable[..., Any], ...] = (round_state, reports_of_round)
        for one in of_one:
            assert refused(one, which, actor=actor)
    if actor.may_anywhere("reporting.answer"):
        mine = [one for _, one in own_rounds(actor=actor)]
        names = {area_of(place)} if place in REGIONS and actor.may("reporting.answer", area_of(place)) else set()
        assert {one.area for one in mine} == names


def _submit(expectation: Any, *, actor: Actor) -> None:
    submit_report(expectation=expectation, answers=GOOD, seen=1, actor=actor)


def _filled(made: Made, marking: TLP) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """A round with a report, a draft and a question of every region."""
    with clock_at(OPENS):
        which_series = start_series(
            title=f"Uitvraag {marking}",
            questionnaire=made.questionnaire,
            asked=ids(*REGIONS),
            marking=marking,
            actor=made.officer,
        )
        which = opened(which_series, made.officer)
        areas = {area_of(one): one for one in REGIONS}
        asked = {areas[one.area]: one.expectation for one in round_state(which, actor=made.officer).organisations}
        reported = {
            region: submit_report(expectation=one, answers=GOOD, seen=0, actor=made.officer)
            for region, one in asked.items()
        }
        for one in asked.values():
            save_draft(expectation=one, entries={"q.remark": ["geheim"]}, seen=0, actor=made.officer)
            ask_organisation(expectation=one, text="Vraag", actor=made.officer)
    return which, asked, reported
