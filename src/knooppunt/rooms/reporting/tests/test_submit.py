"""A region reports: it is kept as it came in, late or not, and never overwritten."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import someone

from knooppunt.ground.files.public import original_path
from knooppunt.ground.journal.public import entries
from knooppunt.kit.authority import Actor
from knooppunt.kit.clock import clock_at
from knooppunt.kit.problems import Conflict, Invalid, NotAllowed, NotFound, Problem
from knooppunt.rooms.reporting.models import Report
from knooppunt.rooms.reporting.public import (
    Sheet,
    Way,
    WrongAnswers,
    draft,
    form,
    give_time,
    open_form,
    save_draft,
    submit_report,
)
from knooppunt.rooms.reporting.tests.asked import GOOD
from knooppunt.rooms.reporting.tests.made import CLOSES, DEADLINE, HOUR, MINUTE, NODE, OPENS, Made, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Made:
    return make()


def submit(made: Made, actor: Actor | None = None, seen: int = 0, reason: str = "", **change: Any) -> UUID:
    asked = actor or made.fryslan
    return submit_report(
        expectation=made.fryslan_asked, answers={**GOOD, **change}, seen=seen, reason=reason, actor=asked
    )


def test_a_report_is_kept_with_who_when_how_and_the_original(made: Made) -> None:
    with clock_at(DEADLINE):
        submit(made)
    shown = form(made.fryslan_asked, actor=made.fryslan)
    assert shown.newest is not None
    assert (shown.newest.version, shown.newest.way, shown.newest.late) == (1, "page", False)
    assert (shown.newest.by, shown.newest.submitted_at) == ("Sietske Wiersma", DEADLINE)
    assert shown.newest.answers == GOOD
    assert b'"beds": 80' in original_path(shown.newest.original).read_bytes()
    (line,) = entries(event="reporting.ReportSubmitted", actor=NODE)
    assert line.payload["late"] is False
    assert "Sietske" not in str(line.payload)


def test_after_the_deadline_it_is_late_and_after_closing_it_is_refused(made: Made) -> None:
    with clock_at(CLOSES + MINUTE), pytest.raises(Conflict):
        submit(made)
    with clock_at(DEADLINE + MINUTE):
        submit(made)
    newest = form(made.fryslan_asked, actor=made.fryslan).newest
    assert newest is not None
    assert newest.late


def test_a_correction_is_a_new_version_and_after_closing_only_with_a_reason(made: Made) -> None:
    with clock_at(OPENS):
        submit(made)
    with clock_at(CLOSES + HOUR):
        with pytest.raises(Invalid):
            submit(made, seen=1, beds=81)
        submit(made, seen=1, beds=81, reason="Afdeling vergeten")
    first, second = form(made.fryslan_asked, actor=made.fryslan).versions
    assert (first.answers["beds"], second.answers["beds"]) == (80, 81)
    assert (second.reason, second.late) == ("Afdeling vergeten", True)


def test_who_did_not_see_the_newest_version_gets_a_conflict_and_nothing_changes(made: Made) -> None:
    with clock_at(OPENS):
        submit(made)
        with pytest.raises(Conflict) as refused:
            submit(made, actor=made.officer, beds=3)
    assert "Sietske Wiersma" in refused.value.sentence()
    assert Report.objects.count() == 1


def test_wrong_answers_are_all_named_and_leave_no_trace(made: Made) -> None:
    with clock_at(OPENS), pytest.raises(WrongAnswers) as refused:
        submit(made, beds=None, mood="angry", places=({"name": "N", "used": 5, "room": 4},))
    assert [wrong.key for wrong in refused.value.wrongs] == ["beds", "mood", "places"]
    assert refused.value.place == "answers.beds"
    assert entries(event="reporting.ReportSubmitted", actor=NODE) == []


def test_a_colleague_of_the_node_reports_on_its_behalf_and_that_is_recorded(made: Made) -> None:
    with clock_at(OPENS):
        submit(made, actor=made.officer)
    newest = form(made.fryslan_asked, actor=made.fryslan).newest
    assert newest is not None
    assert (newest.way, newest.by) == ("behalf", "Olga Officier")


def test_a_sheet_is_kept_as_it_came_in(made: Made) -> None:
    sheet = Sheet(BytesIO(b"PK of a sheet"), "opgave.xlsx")
    with clock_at(OPENS):
        submit_report(
            expectation=made.fryslan_asked, answers=GOOD, seen=0, way=Way.SHEET, sheet=sheet, actor=made.fryslan
        )
    newest = form(made.fryslan_asked, actor=made.officer).newest
    assert newest is not None
    assert newest.way == "sheet"
    assert original_path(newest.original).read_bytes() == b"PK of a sheet"


def test_another_region_and_whoever_has_no_mandate_meet_nothing(made: Made) -> None:
    stranger = someone("Niels Niemand", organisation="NRK")
    colleague = someone("Wim Wacht", organisation="VRFR", function="Centralist")
    with clock_at(OPENS):
        for actor in (made.drenthe, stranger, colleague):
            with pytest.raises((NotFound, NotAllowed)):
                submit(made, actor=actor)
            with pytest.raises((NotFound, NotAllowed)):
                form(made.fryslan_asked, actor=actor)
    with pytest.raises(NotFound):
        form(uuid4(), actor=made.fryslan)


def test_time_given_opens_a_closed_round_for_that_person_alone(made: Made) -> None:
    with clock_at(CLOSES + HOUR):
        other = someone("Wim Wacht", organisation="VRFR", function="Wacht", bundle="information_manager", area="VR02")
        give_time(
            expectation=made.fryslan_asked,
            person=UUID(made.fryslan.id),
            until=CLOSES + 3 * HOUR,
            reason="Storing bij de regio",
            actor=made.officer,
        )
    with clock_at(CLOSES + 2 * HOUR):
        with pytest.raises(Conflict):
            submit(made, actor=other)
        submit(made)
    shown = form(made.fryslan_asked, actor=made.officer)
    assert shown.newest is not None
    assert not shown.newest.late
    assert (shown.place.time_for, shown.place.time_reason) == ("Sietske Wiersma", "Storing bij de regio")


def test_time_is_given_to_people_of_the_organisation_in_the_future_with_a_reason_by_who_may(made: Made) -> None:
    def give(person: str, until: timedelta, reason: str, actor: Actor) -> None:
        give_time(
            expectation=made.fryslan_asked, person=UUID(person), until=DEADLINE + until, reason=reason, actor=actor
        )

    with clock_at(OPENS):
        for person, until, reason, actor in (
            (made.drenthe.id, HOUR, "x", made.officer),
            (made.fryslan.id, -HOUR, "x", made.officer),
            (made.fryslan.id, HOUR, " ", made.officer),
        ):
            with pytest.raises(Invalid):
                give(person, until, reason, actor)
        with pytest.raises(NotAllowed):
            give(made.fryslan.id, HOUR, "x", made.fryslan)


def test_a_draft_is_resumed_and_two_people_do_not_overwrite_one_another(made: Made) -> None:
    entry = {"q.beds": ["tachtig"], "csrf": ["x"], "q.remark": [""]}
    assert save_draft(expectation=made.fryslan_asked, entries=entry, seen=0, actor=made.fryslan) == 1
    kept = draft(made.fryslan_asked, actor=made.fryslan)
    assert (kept.entries, kept.version, kept.by) == ({"q.beds": ["tachtig"]}, 1, "Sietske Wiersma")
    with pytest.raises(Conflict) as refused:
        save_draft(expectation=made.fryslan_asked, entries={}, seen=0, actor=made.fryslan)
    assert "Sietske Wiersma" in refused.value.sentence()
    assert draft(made.fryslan_asked, actor=made.officer).entries == {}
    with clock_at(OPENS):
        submit(made)
    assert draft(made.fryslan_asked, actor=made.fryslan).version == 0


def test_a_draft_of_any_size_is_refused(made: Made) -> None:
    with pytest.raises(Invalid):
        save_draft(expectation=made.fryslan_asked, entries={"q.x": ["x" * 1_000_001]}, seen=0, actor=made.fryslan)


def test_opening_the_form_is_noted_once_and_not_for_the_node(made: Made) -> None:
    open_form(expectation=made.fryslan_asked, actor=made.officer)
    assert form(made.fryslan_asked, actor=made.officer).place.standing.opened is None
    with clock_at(OPENS + HOUR):
        open_form(expectation=made.fryslan_asked, actor=made.fryslan)
    open_form(expectation=made.fryslan_asked, actor=made.fryslan)
    place = form(made.fryslan_asked, actor=made.officer).place
    assert (place.standing.opened, place.opened_by) == (OPENS + HOUR, "Sietske Wiersma")


@pytest.mark.parametrize("change", ["UPDATE reporting_report SET late = true", "DELETE FROM reporting_report"])
def test_the_database_keeps_reports_as_they_are(made: Made, change: str) -> None:
    with clock_at(OPENS):
        submit(made)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_submit_at_once_one_wins_and_the_other_is_told_who() -> None:
    made = make()
    barrier, told = Barrier(4), list[Problem | UUID]()

    def try_it(beds: int) -> None:
        barrier.wait()
        try:
            with clock_at(OPENS):
                told.append(submit(made, beds=beds))
        except Problem as problem:
            told.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=try_it, args=(beds,)) for beds in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = [one for one in told if isinstance(one, Problem)]
    assert len(told) - len(refused) == 1
    assert [type(one) for one in refused] == [Conflict] * 3
    assert all("Sietske Wiersma" in one.sentence() for one in refused)
    assert Report.objects.count() == 1
