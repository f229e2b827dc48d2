"""The numbers of a report become figures of the organisation that reported them; a correction supersedes."""

from __future__ import annotations

import pytest
from django.db import connection

from knooppunt.ground.figures.public import deliveries, figure
from knooppunt.ground.journal.public import entries
from knooppunt.kit.audience import NOBODY_HEARS
from knooppunt.kit.clock import clock_at
from knooppunt.rooms.reporting.actions.figures import deliver_figures
from knooppunt.rooms.reporting.events import QuestionAsked, ReportSubmitted
from knooppunt.rooms.reporting.public import ask_organisation, remind, submit_report
from knooppunt.rooms.reporting.reactions import figures_of_report, notice_of_question
from knooppunt.rooms.reporting.rules.questionnaire import Question, Questionnaire, Shape
from knooppunt.rooms.reporting.tests.asked import GOOD
from knooppunt.rooms.reporting.tests.made import DAY, DEADLINE, HOUR, NODE, OPENS, Made, make

pytestmark = pytest.mark.django_db


def value(made: Made) -> float | None:
    return figure("hospital.admitted", "VR02", DAY, source="report_vr02", actor=NODE).value


def test_numbers_become_figures_and_a_correction_supersedes_without_removing() -> None:
    made = make()
    with clock_at(OPENS):
        first = submit_report(expectation=made.fryslan_asked, answers=GOOD, seen=0, actor=made.fryslan)
        figures_of_report(
            ReportSubmitted(first, made.fryslan_asked, made.round, 1, "page", late=False, audience=NOBODY_HEARS)
        )
        assert value(made) == 7
    with clock_at(OPENS + HOUR):
        submit_report(expectation=made.fryslan_asked, answers=GOOD | {"admitted": 9}, seen=1, actor=made.fryslan)
        deliver_figures(report=first, actor=NODE)
        assert value(made) == 9
        deliver_figures(report=first, actor=NODE)
    told = deliveries(actor=NODE)
    assert [one.source for one in told] == ["report_vr02", "report_vr02"]
    assert len(entries(event="reporting.FiguresDelivered", actor=NODE)) == 3


def test_a_report_without_numbers_delivers_nothing() -> None:
    made = make(Questionnaire("Beeld", (Question("mood", "Hoe gaat het?", Shape.TEXT),)))
    with clock_at(OPENS):
        report = submit_report(expectation=made.fryslan_asked, answers={"mood": "goed"}, seen=0, actor=made.fryslan)
        assert deliver_figures(report=report, actor=NODE) is None
    assert deliveries(actor=NODE) == []


def sent() -> list[tuple[str, str, str, str]]:
    """What waits to be sent: key, subject, text, way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, subject, text, link FROM delivery_dispatch ORDER BY key, addressee")
        return [(key, subject, text, link) for key, subject, text, link in cursor.fetchall()]


def test_a_reminder_and_a_question_are_told_once_by_e_mail_without_what_they_say() -> None:
    made = make()
    with clock_at(DEADLINE):
        assert remind(round=made.round, actor=NODE) == 3
        assert remind(round=made.round, actor=NODE) == 0
        asked = ask_organisation(expectation=made.fryslan_asked, text="Klopt 80?", key="beds", actor=made.officer)
        for _ in range(2):
            notice_of_question(QuestionAsked(asked, made.fryslan_asked, NOBODY_HEARS))
    told = sent()
    assert len(told) == 3
    assert {key for key, _, _, _ in told} >= {f"reporting.question:{asked}"}
    assert f"/reporting/reports/{made.fryslan_asked}/" in {link for _, _, _, link in told}
    assert [text for _, _, text, _ in told if "80" in text or "Zorg" in text or "Frysl" in text] == []
