"""Questionnaires get versions, series hold rounds on their rhythm, and a round keeps the version it opened with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from knooppunt.ground.access.public import TLP
from knooppunt.ground.incidents.public import change_phase, open_incident
from knooppunt.ground.journal.public import entries
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound
from knooppunt.kit.recurring import Every
from knooppunt.rooms.reporting.public import (
    Setting,
    begin_questionnaire,
    change_questionnaire,
    change_series,
    close_due_rounds,
    close_round,
    end_series,
    form,
    members,
    open_due_round,
    open_round,
    questionnaire,
    release_questionnaire,
    round_state,
    rounds,
    series,
    start_series,
)
from knooppunt.rooms.reporting.rules.questionnaire import Questionnaire
from knooppunt.rooms.reporting.rules.rhythm import Beat, Rhythm
from knooppunt.rooms.reporting.tasks import tick
from knooppunt.rooms.reporting.tests.asked import ADMITTED, ASKED, BEDS
from knooppunt.rooms.reporting.tests.made import (
    CLOSES,
    DAY,
    DEADLINE,
    HOUR,
    MINUTE,
    NODE,
    OPENS,
    Made,
    ids,
    make,
    opened,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Made:
    return make()


def test_a_questionnaire_that_changes_while_a_round_is_open_leaves_that_round_as_it_was(made: Made) -> None:
    line = questionnaire(made.questionnaire, actor=made.officer)
    shorter = replace(ASKED, questions=(BEDS,), consistencies=())
    seen = change_questionnaire(questionnaire=made.questionnaire, content=shorter, seen=line.seen, actor=made.officer)
    assert release_questionnaire(questionnaire=made.questionnaire, seen=seen, actor=made.officer) == 2
    assert form(made.fryslan_asked, actor=made.fryslan).questionnaire == ASKED
    next_one = opened(made.series, made.officer, OPENS + 24 * HOUR)
    assert round_state(next_one, actor=made.officer).round.version == 2


def test_two_who_build_one_questionnaire_do_not_overwrite_one_another(made: Made) -> None:
    seen = questionnaire(made.questionnaire, actor=made.officer).seen
    change_questionnaire(questionnaire=made.questionnaire, content=ASKED, seen=seen, actor=made.officer)
    with pytest.raises(Conflict) as refused:
        change_questionnaire(questionnaire=made.questionnaire, content=ASKED, seen=seen, actor=made.officer)
    assert "Olga Officier" in refused.value.sentence()


def test_a_questionnaire_with_a_unit_of_another_kind_is_not_released(made: Made) -> None:
    begun = begin_questionnaire(title="Opnamen", actor=made.officer)
    content = Questionnaire("Opnamen", (replace(ADMITTED, unit="%"),))
    seen = change_questionnaire(questionnaire=begun, content=content, seen=0, actor=made.officer)
    with pytest.raises(Invalid) as refused:
        release_questionnaire(questionnaire=begun, seen=seen, actor=made.officer)
    assert (refused.value.place, "another kind" in refused.value.sentence()) == ("admitted", True)
    with pytest.raises(Invalid):
        start_series(title="x", questionnaire=begun, asked=ids("VRFR"), actor=made.officer)


def test_a_version_without_a_change_is_not_made(made: Made) -> None:
    seen = questionnaire(made.questionnaire, actor=made.officer).seen
    with pytest.raises(Conflict):
        release_questionnaire(questionnaire=made.questionnaire, seen=seen, actor=made.officer)


def test_only_who_may_builds_and_asks(made: Made) -> None:
    for verb in (
        lambda: begin_questionnaire(title="x", actor=made.fryslan),
        lambda: questionnaire(made.questionnaire, actor=made.fryslan),
        lambda: start_series(title="x", questionnaire=made.questionnaire, asked=ids("VRFR"), actor=made.fryslan),
        lambda: close_round(round=made.round, actor=made.fryslan),
        lambda: end_series(series=made.series, reason="x", actor=made.fryslan),
        lambda: round_state(made.round, actor=made.fryslan),
        lambda: rounds(actor=made.fryslan),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_a_deadline_in_the_past_and_a_round_without_days_are_refused(made: Made) -> None:
    with clock_at(DEADLINE), pytest.raises(Invalid) as refused:
        opened_with(made, deadline=DEADLINE - MINUTE)
    assert refused.value.place == "deadline"
    with clock_at(OPENS + HOUR), pytest.raises(Invalid) as refused:
        opened_with(made, ends=DAY)
    assert refused.value.place == "ends"


def opened_with(made: Made, deadline: datetime = DEADLINE, ends: date = DAY + timedelta(days=1)) -> None:
    open_round(series=made.series, deadline=deadline, closes=CLOSES, starts=DAY, ends=ends, actor=made.officer)


def test_a_marking_that_the_node_could_not_read_and_a_stranger_are_refused(made: Made) -> None:
    with pytest.raises(Invalid) as refused:
        start_series(
            title="x", questionnaire=made.questionnaire, asked=ids("VRFR"), marking=TLP.RED, actor=made.officer
        )
    assert refused.value.place == "marking"
    for asked in ([], [uuid4()]):
        with pytest.raises(Invalid):
            start_series(title="x", questionnaire=made.questionnaire, asked=asked, actor=made.officer)
    with pytest.raises(NotFound):
        start_series(title="x", questionnaire=uuid4(), asked=ids("VRFR"), actor=made.officer)


WARM = Rhythm({"cold": Beat(Every.MONTH, time(8), time(17), on=1), "warm": Beat(Every.DAY, time(8), time(12))})


def test_the_clock_opens_a_round_once_follows_the_phase_and_closes_it(made: Made) -> None:
    with clock_at(OPENS):
        start_series(
            title="Dagelijks",
            questionnaire=made.questionnaire,
            asked=ids("VRFR"),
            setting=Setting(rhythm=WARM),
            actor=made.officer,
        )
        (daily,) = (one for one in series(actor=NODE) if one.title == "Dagelijks")
        incident = open_incident(name="Griep", exercise=True, reason="x", actor=NODE)
    morning = datetime(2026, 3, 4, 7, 1, tzinfo=UTC)
    with clock_at(morning):
        tick()
        assert rounds(series=daily.id, actor=NODE) == []
    with clock_at(morning + HOUR):
        change_phase(incident=incident, phase="warm", reason="x", actor=NODE)
    for _ in range(2):
        with clock_at(morning + 24 * HOUR):
            tick()
    (one,) = rounds(series=daily.id, actor=NODE)
    assert (one.number, one.phase, one.starts, one.opens_at) == (
        1, "warm", date(2026, 3, 5), datetime(2026, 3, 5, 7, tzinfo=UTC)
    )  # fmt: skip
    with clock_at(one.closes_at + MINUTE):
        tick()
    (again,) = rounds(series=daily.id, actor=NODE)
    assert again.closed_at == one.closes_at + MINUTE


def test_rounds_that_came_to_nothing_are_told(made: Made) -> None:
    with clock_at(OPENS):
        change_series(
            series=made.series,
            title="Zorg",
            asked=ids("VRFR"),
            setting=Setting(rhythm=Rhythm({"cold": Beat(Every.DAY, time(8), time(12))})),
            actor=made.officer,
        )
    with clock_at(OPENS + 72 * HOUR + HOUR):
        assert open_due_round(series=made.series, actor=NODE) is not None
    (line,) = entries(event="reporting.RoundsSkipped", actor=NODE)
    assert line.payload["rounds"] == 2
    assert members(made.series, actor=made.officer) == frozenset(ids("VRFR"))


def test_a_round_is_closed_by_hand_once_and_an_ended_series_holds_no_more(made: Made) -> None:
    with clock_at(OPENS + HOUR):
        close_round(round=made.round, actor=made.officer)
        with pytest.raises(Conflict):
            close_round(round=made.round, actor=made.officer)
        assert close_due_rounds(actor=NODE) == 0
        assert rounds(is_open=True, actor=made.officer) == []
        with pytest.raises(Invalid):
            end_series(series=made.series, reason=" ", actor=made.officer)
        end_series(series=made.series, reason="Afgeschaald", actor=made.officer)
        with pytest.raises(Conflict):
            open_due_round(series=made.series, actor=NODE)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE reporting_round SET deadline = deadline + interval '1 hour', closes_at = closes_at + interval '2 hour'",
        "UPDATE reporting_questionnaireversion SET number = 9",
    ],
)
def test_the_database_keeps_rounds_and_versions_as_they_are(made: Made, change: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
