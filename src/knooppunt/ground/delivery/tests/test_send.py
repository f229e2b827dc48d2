"""``send`` writes and enqueues in the caller's transaction, and the same thing goes to the same person once."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.utils.translation import gettext
from tests.cast import account_of

from knooppunt.ground.access.public import actor_for, choose_language
from knooppunt.ground.delivery.models import Attempt, Dispatch
from knooppunt.ground.delivery.public import Mailing, Message, attempt, send, send_all
from knooppunt.ground.delivery.tests.mailserver import MailServer
from knooppunt.ground.delivery.tests.people import NODE, NOTICE, person, sent_to
from knooppunt.ground.incidents.public import name_participants, open_incident
from knooppunt.ground.journal.public import entries
from knooppunt.kit.authority import NOBODY
from knooppunt.kit.problems import Invalid, NotAllowed

pytestmark = pytest.mark.django_db


def jobs() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT queue_name, priority FROM procrastinate_jobs WHERE task_name = 'delivery.attempt'")
        return list(cursor.fetchall())


def test_a_notice_arrives_with_a_link_and_without_content(server: MailServer) -> None:
    (dispatch,) = sent_to(person("Anna"))
    attempt(dispatch.id)
    (received,) = server.kept
    mail = received.mail
    assert (received.sender, received.to) == ("knooppunt@node.example", "anna@region.example")
    assert mail["Subject"] == "Er staat iets voor u klaar"
    assert mail["Message-ID"] == f"<{dispatch.id}@node.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        part = mail.get_body([kind])
        assert part is not None
        assert "http://127.0.0.1:8000/editions/" in part.get_content()
    dispatch.refresh_from_db()
    assert (dispatch.state, Attempt.objects.get().outcome) == ("sent", "sent")


def test_the_same_key_and_person_are_one_dispatch_for_ever(server: MailServer) -> None:
    anna, bo = person("Anna"), person("Bo")
    first = sent_to(anna)
    attempt(first[0].id)
    again = sent_to(bo, anna, anna)
    assert [one.id for one in again][1:] == [first[0].id, first[0].id]
    for one in again:
        attempt(one.id)
    assert sorted(one.to for one in server.kept) == ["anna@region.example", "bo@region.example"]


def test_each_is_told_in_their_own_language_and_whoever_chose_none_in_dutch(server: MailServer) -> None:
    ada = account_of("Ada Reads")
    choose_language(language="en", actor=actor_for(ada))
    made = send(
        to=[ada.person_id, person("Bo")],
        message=lambda: Message(gettext("A webhook was paused"), gettext("Sent")),
        about="edition 1",
        key="edition 1",
        actor=NODE,
    )
    for one in made:
        attempt(one)
    english, dutch = (received.mail for received in server.kept)
    assert (english["Subject"], dutch["Subject"]) == ("A webhook was paused", "Een webhook is gepauzeerd")
    for mail, language in ((english, "en"), (dutch, "nl")):
        part = mail.get_body(["html"])
        assert part is not None
        assert f'<html lang="{language}">' in part.get_content()


def test_many_mailings_are_each_sent_once_to_each_with_their_own_words() -> None:
    anna, bo = person("Anna"), person("Bo")
    sent_to(bo, key="second")
    first = Mailing([bo, anna, bo], Message("Eerste", "Een"), "one", "first")
    second = Mailing([anna, bo], Message("Tweede", "Twee"), "two", "second", urgent=True)
    made = send_all(mailings=[first, second], actor=NODE)
    rows = Dispatch.objects.in_bulk()
    told = [[(rows[one].addressee, rows[one].subject) for one in some] for some in made]
    assert told[0] == [(bo, "Eerste"), (anna, "Eerste"), (bo, "Eerste")]
    assert told[1] == [(anna, "Tweede"), (bo, NOTICE.subject)]
    assert made == send_all(mailings=[first, second], actor=NODE)
    assert len(rows) == Dispatch.objects.count() == 4
    lines = entries(event="delivery.Dispatched", actor=NODE)
    assert sorted((line.payload["thing"], line.payload["count"]) for line in lines) == [
        ("edition 1", 1),
        ("one", 2),
        ("two", 1),
    ]


def test_an_urgent_one_goes_before_an_ordinary_one() -> None:
    anna = person("Anna")
    sent_to(anna, key="ordinary")
    sent_to(anna, key="urgent", urgent=True)
    assert jobs() == [("delivery", 0), ("delivery", 10)]


def test_what_is_rolled_back_was_never_sent() -> None:
    anna = person("Anna")
    with transaction.atomic():
        sent_to(anna)
        transaction.set_rollback(True)
    assert not Dispatch.objects.exists()
    assert jobs() == []


def test_the_journal_says_how_many_and_not_to_whom() -> None:
    sent_to(person("Anna"), person("Bo"))
    (line,) = entries(event="delivery.Dispatched", actor=NODE)
    assert line.payload == {"thing": "edition 1", "channel": "email", "count": 2, "urgent": False}


def test_during_an_exercise_the_subject_says_so(server: MailServer) -> None:
    exercise = open_incident(name="Griep", exercise=True, reason="oefening", actor=NODE)
    name_participants(incident=exercise, people=[anna := person("Anna")], actor=NODE)
    (dispatch,) = sent_to(anna)
    attempt(dispatch.id)
    assert server.kept[0].mail["Subject"] == "OEFENING Er staat iets voor u klaar"


def test_without_an_address_it_has_failed_and_says_why(server: MailServer) -> None:
    (dispatch,) = sent_to(person("Cas", email=""))
    attempt(dispatch.id)
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.reason) == ("failed", "There is no address to send this to.")
    assert entries(event="delivery.NotSendable", actor=NODE)


def test_a_subject_cannot_smuggle_a_header() -> None:
    with pytest.raises(Invalid):
        send(to=[person("Anna")], message=Message("Let op\r\nBcc: x@example.org", "x"), about="x", key="x", actor=NODE)
    assert not Dispatch.objects.exists()


def test_whoever_has_no_mandate_sends_nothing() -> None:
    anna = person("Anna")
    with pytest.raises(NotAllowed):
        send(to=[anna], message=NOTICE, about="x", key="x", actor=NOBODY)
    assert not Dispatch.objects.exists()
    assert jobs() == []
