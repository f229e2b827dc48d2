"""The clock of a round: who is expected, late, reminded; and what the picture's list of attention gets of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import someone

from knooppunt.ground.journal.public import entries
from knooppunt.ground.network.public import add_organisation
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound
from knooppunt.rooms.reporting.models import Reminder
from knooppunt.rooms.reporting.public import (
    State,
    answer_question,
    ask_organisation,
    form,
    late_organisations,
    open_form,
    open_questions,
    open_round,
    own_rounds,
    remind,
    reports_of_round,
    round_state,
    start_series,
    submit_report,
)
from knooppunt.rooms.reporting.tests.asked import GOOD
from knooppunt.rooms.reporting.tests.made import CLOSES, DEADLINE, HOUR, MINUTE, NODE, OPENS, Made, make, reporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Made:
    return make()


def submit(made: Made, expectation: UUID, moment: datetime) -> None:
    with clock_at(moment):
        submit_report(expectation=expectation, answers=GOOD, seen=0, actor=made.officer)


def test_the_page_of_a_round_counts_who_was_in_time_late_or_missing(made: Made) -> None:
    submit(made, made.fryslan_asked, DEADLINE - HOUR)
    submit(made, made.drenthe_asked, DEADLINE + HOUR)
    with clock_at(DEADLINE + 2 * HOUR):
        open_form(expectation=made.fryslan_asked, actor=made.fryslan)
        state = round_state(made.round, actor=made.officer)
        late = late_organisations(actor=made.officer)
    assert (state.counts.expected, state.counts.received, state.counts.on_time, state.counts.late) == (3, 2, 1, 1)
    assert (state.counts.missing, state.counts.opened) == (1, 1)
    assert [(one.area, one.state) for one in state.organisations] == [
        ("VR02", State.ON_TIME), ("VR03", State.LATE), ("VR09", State.MISSING)
    ]  # fmt: skip
    assert [(one.place.area, one.place.state) for one in late] == [("VR03", State.LATE), ("VR09", State.MISSING)]
    assert set(reports_of_round(made.round, actor=made.officer)) == {
        state.organisations[0].organisation,
        state.organisations[1].organisation,
    }


def test_an_organisation_whose_area_merges_during_a_round_is_told_with_its_successor(made: Made) -> None:
    merged = datetime(2022, 3, 23, 7, tzinfo=UTC)
    with clock_at(merged):
        officer = someone("Otto Officier", bundle="node_officer")
        weesp = add_organisation(name="Gemeente Weesp", kind="municipality", area="GM0457", actor=NODE)
        made_series = start_series(
            title="Gemeenten", questionnaire=made.questionnaire, asked=[weesp.pk], actor=made.officer
        )
        asked = open_round(
            series=made_series,
            deadline=merged + timedelta(days=2),
            closes=merged + timedelta(days=3),
            starts=date(2022, 3, 23),
            ends=date(2022, 3, 24),
            actor=made.officer,
        )
        assert round_state(asked, actor=officer).organisations[0].state is State.WAITING
    with clock_at(merged + timedelta(days=2, hours=1)):
        state = round_state(asked, actor=officer)
        assert remind(round=asked, actor=NODE) == 0
        (late,) = late_organisations(rounds=[asked], actor=officer)
    (place,) = state.organisations
    assert (place.state, place.successors) == (State.LAPSED, ("Amsterdam",))
    assert (state.counts.expected, state.counts.missing, state.counts.lapsed) == (0, 0, 1)
    assert late.place.state is State.LAPSED


def test_reminders_go_up_the_ladder_each_once_and_to_whom_it_should(made: Made) -> None:
    with clock_at(OPENS):
        leader = reporter("Lotte Leider", "VRFR", "Operationeel leider")
        informer = someone("Ina Info", function="Informatie")
    submit(made, made.drenthe_asked, OPENS)
    sent = []
    for minutes in (-90, -60, -50, 0, 60, 120, 121, 180, 300):
        with clock_at(DEADLINE + minutes * MINUTE):
            sent.append(remind(round=made.round, actor=NODE))
    assert sent == [0, 2, 0, 2, 2, 2, 0, 2, 0]
    to = {one.rung: one.to for one in Reminder.objects.filter(expectation=made.fryslan_asked)}
    assert to == {
        "before": [made.fryslan.id],
        "at": [made.fryslan.id],
        "after": [made.fryslan.id],
        "leader": [leader.id],
        "node": [],
    }
    assert informer.id not in str(to)
    with clock_at(DEADLINE + 6 * HOUR):
        assert round_state(made.round, actor=made.officer).counts.reminded == 2
    assert len(entries(event="reporting.Reminded", actor=NODE)) == 10


def test_a_question_to_a_region_waits_until_it_is_answered_once(made: Made) -> None:
    asked = ask_organisation(expectation=made.fryslan_asked, text="Klopt 80?", key="beds", actor=made.officer)
    (waiting,) = open_questions(actor=made.officer)
    assert (waiting.inquiry, waiting.key, waiting.name) == (asked, "beds", "Veiligheidsregio Fryslân")
    with pytest.raises(NotFound):
        answer_question(inquiry=asked, text="Ja", actor=made.drenthe)
    answer_question(inquiry=asked, text="Ja", actor=made.fryslan)
    with pytest.raises(Conflict):
        answer_question(inquiry=asked, text="Nee", actor=made.fryslan)
    (line,) = form(made.fryslan_asked, actor=made.fryslan).inquiries
    assert (line.text, line.reply, line.replied_by) == ("Klopt 80?", "Ja", "Sietske Wiersma")
    assert open_questions(actor=made.officer) == []


def test_a_question_has_a_text_and_a_subject_that_exists_and_is_asked_by_who_may(made: Made) -> None:
    for text, key in ((" ", ""), ("x", "no_such"), ("x" * 5001, "")):
        with pytest.raises(Invalid):
            ask_organisation(expectation=made.fryslan_asked, text=text, key=key, actor=made.officer)
    with pytest.raises(NotAllowed):
        ask_organisation(expectation=made.fryslan_asked, text="x", actor=made.fryslan)


def test_a_report_begins_with_the_last_one_and_its_day(made: Made) -> None:
    submit(made, made.fryslan_asked, OPENS)
    with clock_at(OPENS + 48 * HOUR):
        later = open_round(
            series=made.series,
            deadline=CLOSES + 48 * HOUR,
            closes=CLOSES + 50 * HOUR,
            starts=date(2026, 3, 5),
            ends=date(2026, 3, 6),
            actor=made.officer,
        )
    place = next(place for line, place in own_rounds(actor=made.fryslan) if line.id == later)
    earlier = form(place.expectation, actor=made.fryslan).earlier
    assert earlier is not None
    assert (earlier.answers["beds"], earlier.round.ends, earlier.submitted_at) == (80, date(2026, 3, 4), OPENS)
    assert form(made.fryslan_asked, actor=made.fryslan).earlier is None


def test_the_state_of_a_round_costs_a_few_queries_however_many_there_are(made: Made) -> None:
    submit(made, made.fryslan_asked, OPENS)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        round_state(made.round, actor=made.officer)
    assert len(asked) <= 6
